"""Half-sent requests, too many connections, and clients that do not read: a real server on loopback."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from ipaddress import ip_network

import aiohttp
import pytest
from aiohttp import web

from bot.adapters.web.clients import ClientAddresses
from bot.adapters.web.connections import ConnectionGuard, ConnectionLimits
from bot.adapters.web.serve import serve_web
from tests.bot.adapters.web.browser import free_port
from tests.bot.adapters.web.conftest import Gate

LIMITS = ConnectionLimits(total=8, per_address=4, headers=10, body=20, idle=60)
HALF = b"POST /api/ask HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
BODY = HALF + b'Content-Length: 60\r\n\r\n{"text": '


class Line:
    """One connection to the server."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader, self.writer = reader, writer

    async def send(self, data: bytes) -> None:
        self.writer.write(data)
        await self.writer.drain()

    async def ended(self) -> bytes:
        """What still came until the server closed."""
        try:
            return await asyncio.wait_for(self.reader.read(), 30)
        except ConnectionError:
            return b""

    @property
    def open(self) -> bool:
        return not self.reader.at_eof() and self.reader.exception() is None


class Site:
    """The console behind a guard, whose clock is the test's."""

    def __init__(self, port: int, guard: ConnectionGuard) -> None:
        self.port, self.guard, self.lines = port, guard, list[Line]()

    async def line(self, data: bytes = b"") -> Line:
        made = Line(*await asyncio.open_connection("127.0.0.1", self.port))
        self.lines.append(made)
        if data:
            await made.send(data)
        return made

    async def get(self, path: str = "/healthz") -> int:
        async with (
            aiohttp.ClientSession() as session,
            session.get(f"http://127.0.0.1:{self.port}{path}") as answer,
        ):
            return answer.status

    def later(self, seconds: float) -> None:
        self.guard.sweep(asyncio.get_running_loop().time() + seconds)


@pytest.fixture
def served(app):
    @asynccontextmanager
    async def running(
        limits: ConnectionLimits = LIMITS, proxies: str = "", **options: object
    ) -> AsyncIterator[Site]:
        trusted = tuple(ip_network(proxy) for proxy in proxies.split())
        guard, port, stop = ConnectionGuard(ClientAddresses(trusted), limits), free_port(), asyncio.Event()
        task = asyncio.create_task(serve_web(app(**options), "127.0.0.1", port, None, stop, guard))
        site = Site(port, guard)
        for _attempt in range(1000):
            try:
                (await site.line()).writer.close()
                break
            except OSError:
                await asyncio.sleep(0)
        yield site
        stop.set()
        for line in site.lines:
            line.writer.close()
        await asyncio.wait_for(task, 30)

    return running


async def test_half_sent_headers_are_waited_for_so_long_and_no_longer(served) -> None:
    async with served() as site:
        half = await site.line(HALF)
        silent = await site.line()
        await until(lambda: len(site.guard._open) >= 2)
        site.later(9)
        assert await site.get() == 200
        assert half.open
        site.later(11)
        assert await half.ended() == b""
        assert await silent.ended() == b""


async def test_a_half_sent_body_is_waited_for_so_long_and_no_longer(served) -> None:
    async with served() as site:
        half = await site.line(BODY)
        await until(lambda: any(connection.answering for connection in site.guard._open.values()))
        site.later(19)
        assert half.open
        await half.send(b'"/whoami"' + b" " * 41 + b"}")
        assert (await asyncio.wait_for(half.reader.readline(), 30)).startswith(b"HTTP/1.1 200")
        late = await site.line(BODY)
        await until(lambda: any(connection.answering for connection in site.guard._open.values()))
        site.later(21)
        assert await late.ended() == b""


async def test_a_connection_that_nobody_uses_ends_after_a_minute(served) -> None:
    async with served() as site:
        used = await site.line(b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
        assert (await used.reader.readline()).startswith(b"HTTP/1.1 200")
        await used.reader.readuntil(b"ok\n")
        site.later(59)
        await used.send(b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n")  # its second request, half
        await asyncio.sleep(0)
        assert await site.get() == 200
        assert used.open
        site.later(11)
        assert await used.ended() == b""


async def test_an_answer_that_takes_long_is_waited_for(served, gate: Gate) -> None:
    async with served() as site:
        body = b'{"text": "/slow"}'
        asked = await site.line(HALF + b"Content-Length: %d\r\n\r\n" % len(body) + body)
        await asyncio.to_thread(gate.reached.wait)
        site.later(3600)
        assert asked.open
        gate.open()
        assert (await asyncio.wait_for(asked.reader.readline(), 30)).startswith(b"HTTP/1.1 200")


async def test_whoever_comes_takes_the_place_of_what_waits_longest(served) -> None:
    async with served() as site:
        halves = [await site.line(HALF) for _connection in range(4)]
        await until(lambda: len(site.guard._open) == 4)
        assert await site.get() == 200
        assert await halves[0].ended() == b""
        assert halves[-1].open
        assert len(site.guard._open) <= LIMITS.per_address


async def test_half_sent_bodies_make_room_too(served) -> None:
    async with served() as site:
        for _connection in range(4):
            await site.line(BODY)
        await until(lambda: sum(connection.answering for connection in site.guard._open.values()) == 4)
        assert await site.get() == 200


async def test_while_all_are_being_answered_a_newcomer_is_refused(served, gate: Gate) -> None:
    async with served(ConnectionLimits(total=2, per_address=2)) as site:
        body = b'{"text": "/slow"}'
        for _connection in range(2):
            await site.line(HALF + b"Content-Length: %d\r\n\r\n" % len(body) + body)
        await until(lambda: sum(connection.answering for connection in site.guard._open.values()) == 2)
        said = await (await site.line()).ended()
        assert said.startswith(b"HTTP/1.1 503")
        assert said.endswith(b"Too many connections.\n")
        gate.open()
        await until(lambda: not any(connection.answering for connection in site.guard._open.values()))
        assert await site.get() == 200


async def test_all_addresses_together_have_a_limit_also_through_a_proxy(served) -> None:
    async with served(ConnectionLimits(total=6, per_address=2), "127.0.0.1") as site:
        for _connection in range(20):
            await site.line(HALF)
        await until(lambda: len(site.guard._open) == 6)
        assert await site.get() == 200


async def test_a_client_behind_a_proxy_has_so_many_requests_at_a_time(served) -> None:
    async with served(ConnectionLimits(total=20, per_address=2), "127.0.0.1") as site:
        for _connection in range(2):
            await site.line(BODY.replace(b"Host", b"X-Forwarded-For: 198.51.100.9\r\nHost"))
        await until(lambda: site.guard._requests["198.51.100.9"] == 2)
        for client, status in (("198.51.100.9", b"429"), ("198.51.100.10", b"200")):
            line = await site.line(
                b"GET /healthz HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: %s\r\n\r\n" % client.encode()
            )
            assert (await asyncio.wait_for(line.reader.readline(), 30)).split()[1] == status
        site.later(21)
        await until(lambda: not site.guard._requests)  # a request that is cut off is not counted for ever


async def test_a_client_that_does_not_read_its_answer_is_left_after_a_minute(served, app) -> None:
    async def large(_request: web.Request) -> web.Response:
        return web.Response(body=b"x" * 30_000_000)

    async with served(outside={"/large": [web.get("/large/file", large)]}) as site:
        line = await site.line(b"GET /large/file HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
        await until(lambda: any(unread(transport) for transport in site.guard._open))
        site.later(59)
        assert site.guard._open
        await line.reader.read(5_000_000)  # it reads, if slowly
        site.later(59)
        assert any(unread(transport) for transport in site.guard._open)
        site.later(200)
        await until(lambda: not site.guard._open)


async def test_what_is_closed_is_one_line_a_minute(served, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.WARNING)
    async with served() as site:
        for _connection in range(200):
            await site.line(HALF)
        await until(lambda: len(site.guard._open) == LIMITS.per_address)
        site.later(11)
        lines = [record for record in caplog.records if record.name == "bellwether.web"]
        assert len(lines) == 1


def unread(transport: asyncio.BaseTransport) -> int:
    assert isinstance(transport, asyncio.Transport)
    return transport.get_write_buffer_size()


async def until(true: Callable[[], bool]) -> None:
    async with asyncio.timeout(30):
        while not true():  # noqa: ASYNC110 — a socket has no event for us
            await asyncio.sleep(0)
