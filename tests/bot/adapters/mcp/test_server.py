"""The server as the SDK's own client sees it, in both eras of the protocol."""

from __future__ import annotations

import pytest
from mcp.client.client import Client
from mcp.shared.exceptions import MCPError

from bot.adapters.mcp.server import server_over
from bot.engine.engine import Engine
from charts.theme import Mode
from tests.bot.pictures import BUSY, Pool

each_era = pytest.mark.parametrize("mode", ["legacy", "auto"])
"""With a handshake, and with every request on its own."""


def talking(engine: Engine, mode: str, colours: Mode = Mode.DARK) -> Client:
    return Client(server_over(engine, colours), mode=mode)


@each_era
async def test_an_answer_comes_with_picture_figures_and_evidence(
    engine: Engine, mode: str, pool: Pool
) -> None:
    async with talking(engine, mode) as client:
        result = await client.call_tool("draw", {"symbol": "rut", "period": "3y", "sma": [50]})
        assert not result.is_error
        assert [part.type for part in result.content] == ["text", "image"]
        assert result.structured_content["headline"] == "rut 3y line (50,)"
        assert result.structured_content["command"] == "/draw rut 3y sma 50"
        assert pool.modes == [Mode.DARK]


@each_era
async def test_a_word_of_another_kind_is_an_error_that_names_it(engine: Engine, mode: str) -> None:
    async with talking(engine, mode) as client:
        result = await client.call_tool("draw", {"symbol": "rut", "period": "candles"})
        assert result.is_error
        assert result.structured_content["headline"].startswith("“candles” does not fit “period” of /draw.")


@each_era
async def test_what_changes_something_is_no_tool(engine: Engine, mode: str) -> None:
    async with talking(engine, mode) as client:
        assert [tool.name for tool in (await client.list_tools()).tools] == ["draw", "pair"]
        for name in ("stored", "nothing"):
            with pytest.raises(MCPError, match=f"There is no tool “{name}”"):
                await client.call_tool(name, {})


@each_era
async def test_a_picture_that_cannot_be_drawn_leaves_the_answer(
    engine: Engine, mode: str, pool: Pool
) -> None:
    async with talking(engine, mode) as client:
        pool.failing = BUSY
        result = await client.call_tool("draw", {"symbol": "rut"})
        assert not result.is_error
        assert BUSY in result.content[0].text


@each_era
async def test_the_budget_is_an_error_that_says_when_to_come_back(engine: Engine, mode: str) -> None:
    async with talking(engine, mode) as client:
        answers = [await client.call_tool("pair", {"symbols": ["rut", "ndx"]}) for _question in range(11)]
        assert [answer.is_error for answer in answers] == [False] * 10 + [True]
        assert "minute" in answers[-1].content[0].text or "second" in answers[-1].content[0].text
