"""Streamable HTTP over a real port: the SDK's client, the token, and who is refused."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx2
import pytest
from mcp.client.client import Client
from mcp.client.streamable_http import streamable_http_client

from bot.adapters.listening import PortTaken
from bot.adapters.mcp.http import LARGEST, application, serve_http
from bot.adapters.mcp.server import server_over
from bot.adapters.token import WRONG_PER_MINUTE, UnprotectedConsole
from bot.engine.engine import Engine
from tests.bot.adapters.web.browser import free_port

TOKEN = "planted-web-token-1234"
CALL = {"jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": {}}
ACCEPT = {"Accept": "application/json, text/event-stream", "MCP-Protocol-Version": "2025-11-25"}


@asynccontextmanager
async def served(
    engine: Engine, token: str | None = None, slack_secret: str | None = None
) -> AsyncIterator[str]:
    """The address, while it is served."""
    port, stop = free_port(), asyncio.Event()
    app = application(server_over(engine), token, slack_secret)
    serving = asyncio.create_task(serve_http(app, "127.0.0.1", port, token, stop))
    async with httpx2.AsyncClient() as looking:
        async with asyncio.timeout(20):
            while not serving.done():
                try:
                    await looking.get(f"http://127.0.0.1:{port}/")
                    break
                except httpx2.TransportError:
                    await asyncio.sleep(0.01)  # between two looks; the time-out is what is waited for
    yield f"http://127.0.0.1:{port}/mcp"
    stop.set()
    await serving


async def test_the_sdks_client_asks_with_the_token(engine: Engine) -> None:
    async with (
        served(engine, TOKEN) as address,
        httpx2.AsyncClient(headers={"Authorization": f"Bearer {TOKEN}"}) as http,
        Client(streamable_http_client(address, http_client=http)) as client,
    ):
        assert len((await client.list_tools()).tools) == 2
        result = await client.call_tool("draw", {"symbol": "rut"})
        assert [part.type for part in result.content] == ["text", "image"]
        assert result.structured_content["stale"] is True
        refused = await client.call_tool("draw", {"symbol": "rut", "period": "soon"})
        assert refused.is_error


async def test_the_sdks_client_asks_on_this_machine_without_one(engine: Engine) -> None:
    async with served(engine) as address, Client(address, mode="legacy") as client:
        assert not (await client.call_tool("pair", {"symbols": ["rut", "ndx"]})).is_error


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer planted-web-token-1235", f"Basic {TOKEN}"])
async def test_without_the_token_nothing_is_said(engine: Engine, header: str) -> None:
    async with served(engine, TOKEN) as address, httpx2.AsyncClient() as http:
        answer = await http.post(address, json=CALL, headers=ACCEPT | {"Authorization": header})
        assert answer.status_code == 401
        assert answer.headers["WWW-Authenticate"] == "Bearer"
        assert "draw" not in answer.text


async def test_an_address_that_is_wrong_too_often_must_wait(engine: Engine) -> None:
    async with served(engine, TOKEN) as address, httpx2.AsyncClient() as http:
        codes = [
            (await http.post(address, json=CALL, headers=ACCEPT | {"Authorization": bearer})).status_code
            for bearer in [*["Bearer no"] * (WRONG_PER_MINUTE + 1), f"Bearer {TOKEN}"]
        ]
        assert codes == [*[401] * WRONG_PER_MINUTE, 429, 429]


async def test_another_pages_request_is_refused_where_there_is_no_token(engine: Engine) -> None:
    async with served(engine) as address, httpx2.AsyncClient() as http:
        rebound = await http.post(address, json=CALL, headers=ACCEPT | {"Host": "evil.example:80"})
        elsewhere = await http.post(address, json=CALL, headers=ACCEPT | {"Origin": "http://evil.example"})
        assert (rebound.status_code, elsewhere.status_code) == (421, 403)


async def test_a_call_is_bounded(engine: Engine) -> None:
    async with served(engine) as address, httpx2.AsyncClient() as http:
        for size, status in ((LARGEST - 400, 200), (LARGEST + 1, 413)):
            call = CALL | {"method": "tools/call", "params": {"name": "pair", "arguments": {"x": "a" * size}}}
            body = json.dumps(call)[: LARGEST + 1]
            headers = ACCEPT | {"Content-Type": "application/json"}
            assert (await http.post(address, content=body, headers=headers)).status_code == status


async def test_an_open_port_without_a_token_and_a_taken_one_are_refused_at_once(engine: Engine) -> None:
    app = application(server_over(engine), None)
    with pytest.raises(UnprotectedConsole, match="The tools would be open"):
        await serve_http(app, "0.0.0.0", 0, None, asyncio.Event())
    async with served(engine) as address:
        port = int(address.rsplit(":")[-1].partition("/")[0])
        with pytest.raises(PortTaken, match="BELLWETHER_MCP_PORT"):
            await serve_http(app, "127.0.0.1", port, None, asyncio.Event())
