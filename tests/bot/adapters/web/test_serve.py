"""Opening the port, and leaving it: real sockets on loopback."""

from __future__ import annotations

import asyncio
import socket

import aiohttp
import pytest

from bot.adapters.listening import PortTaken
from bot.adapters.web.serve import serve_web
from bot.settings import OperatorError
from tests.bot.adapters.web.conftest import Gate


@pytest.fixture
def port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        number: int = one.getsockname()[1]
        return number


async def reachable(port: int) -> None:
    while True:
        try:
            _reader, writer = await asyncio.open_connection("127.0.0.1", port)
        except OSError:
            await asyncio.sleep(0)
            continue
        writer.close()
        await writer.wait_closed()
        return


async def test_a_taken_port_is_one_sentence_that_says_what_to_do(app) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        number = taken.getsockname()[1]
        with pytest.raises(PortTaken) as told:
            await serve_web(app(), "127.0.0.1", number, None, asyncio.Event())
    assert str(told.value) == (
        f"Port {number} on 127.0.0.1 cannot be opened (Address already in use). "
        "Choose another with --port or BELLWETHER_WEB_PORT."
    )
    assert isinstance(told.value, OperatorError)


async def test_an_address_that_is_not_this_machines_is_one_sentence(app) -> None:
    with pytest.raises(PortTaken, match="cannot be opened"):
        await serve_web(app(), "203.0.113.1", 0, "a-token-of-some-length", asyncio.Event())


async def test_an_answer_under_way_is_finished_before_the_program_ends(app, port: int, gate: Gate) -> None:
    stop = asyncio.Event()
    serving = asyncio.create_task(serve_web(app(), "127.0.0.1", port, None, stop))
    async with asyncio.timeout(60), aiohttp.ClientSession() as session:
        await reachable(port)
        asking = asyncio.create_task(session.post(f"http://127.0.0.1:{port}/api/ask", json={"text": "/slow"}))
        await asyncio.to_thread(gate.reached.wait)
        stop.set()
        while True:  # nobody new is let in
            try:
                _reader, writer = await asyncio.open_connection("127.0.0.1", port)
            except OSError:
                break
            writer.close()
            await asyncio.sleep(0)
        assert not serving.done()
        gate.open()
        answer = await asking
        assert (await answer.json())["headline"] == "At last."
        await serving


async def test_stopping_an_idle_console_takes_no_time(app, port: int) -> None:
    stop = asyncio.Event()
    serving = asyncio.create_task(serve_web(app(), "127.0.0.1", port, None, stop))
    async with asyncio.timeout(60), aiohttp.ClientSession() as session:
        await reachable(port)
        async with session.get(f"http://127.0.0.1:{port}/healthz") as answer:
            assert answer.status == 200
        stop.set()  # the connection is still alive, and idle
        await serving
