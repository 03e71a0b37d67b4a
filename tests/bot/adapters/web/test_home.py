"""The first page: computed once for all who look, and honest about what failed."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.adapters.web.home import CARDS, HomePage
from bot.engine.engine import Engine
from bot.settings import Settings
from bot.wiring.app import build_app
from tests.bot.adapters.web.conftest import Client


async def test_it_says_how_the_market_stands_where_figures_come_from_and_three_findings(
    tmp_path: Path,
) -> None:
    app = build_app(Settings(source="sample", data_dir=tmp_path, deadline=60, asks_per_minute=1))
    content = await HomePage(app.engine).content()
    assert content["market"] == "closed; last completed session 2026-01-22"
    assert content["source"] == "Sample market (invented data)"
    assert content["sample"]
    assert [card["command"] for card in content["cards"]] == [command for _question, command in CARDS]
    assert content["cards"][0]["finding"].startswith("The Russell 2000 rose 0.76% to 2,719")
    assert all("as of 2026-01-22" in card["sources"] for card in content["cards"])
    await app.close()


async def test_it_is_computed_once_however_many_look(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    page = HomePage(engine)
    first = await page.content()
    assert await page.content() is first


async def test_what_cannot_be_answered_says_so_in_its_place(client: Client) -> None:
    content = await (await client.get("/api/home")).json()  # this engine knows none of the commands
    assert all(card["error"] and card["finding"] for card in content["cards"])
