from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from charts.sparklines import Sparklines, SparkRow
from commands.watched import watched
from commands.watchlist import _compared
from market.symbols import Symbol
from tests.commands.desk import ANA, BEN, Desk


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    found = Desk(tmp_path)
    yield found
    found.close()


def test_a_list_is_filled_shown_and_emptied(desk: Desk):
    assert desk.say("/watchlist").headline == "You follow nothing yet."
    assert desk.say("/watchlist add iwm spy").headline == "Added IWM and SPY; the list has 2 of 50."
    reply = desk.say("/watchlist show")
    assert reply.table is not None
    assert [row[0] for row in reply.table.rows] == ["IWM", "SPY"]
    assert isinstance(reply.chart, Sparklines)
    assert reply.sample
    assert "SAMPLE" in reply.sources
    assert desk.say("/watchlist remove iwm").headline == "Removed 1 of 1; the list has 1 left."


@pytest.mark.parametrize(
    ("days", "said"),
    [
        ((0.0076,), "IWM moved +0.76% on 2026-01-22."),
        ((0.00761, 0.00758), "IWM and SPY moved alike on 2026-01-22: +0.76%."),
        ((0.0076, -0.001), "IWM did best on 2026-01-22 with +0.76%, SPY worst with \N{MINUS SIGN}0.10%."),
    ],
)
def test_the_best_and_the_worst_are_told_apart_only_where_their_figures_are(
    days: tuple[float, ...], said: str
):
    rows = [SparkRow(name, None, 1.0, day) for name, day in zip(("IWM", "SPY"), days, strict=False)]
    assert _compared(rows, date(2026, 1, 22)) == said


def test_the_figures_are_those_of_quote(desk: Desk):
    desk.say("/watchlist add iwm")
    table = desk.say("/watchlist show").table
    assert table is not None
    total = desk.app.market.bars(Symbol.parse("iwm")).total
    assert table.rows[0][2] == pytest.approx(float(total.iloc[-1] / total.iloc[-2] - 1))


def test_mine_is_mine_and_the_channels_is_everybodys(desk: Desk):
    desk.say("/watchlist add iwm", ANA)
    desk.say("/watchlist add here rut", ANA)
    assert desk.say("/watchlist show", BEN).headline == "You follow nothing yet."
    assert not desk.say("/watchlist show here", BEN).error
    refused = desk.say("/watchlist add here spy", BEN)
    assert refused.error
    assert "manage this channel" in refused.headline


def test_movers_take_ones_own_list_before_the_channels(desk: Desk):
    desk.say("/watchlist add here rut", ANA)
    assert [s.ticker for s in watched(desk.store.watchlists, ANA)] == ["^RUT"]
    desk.say("/watchlist add iwm", ANA)
    assert [s.ticker for s in watched(desk.store.watchlists, ANA)] == ["IWM"]
    assert watched(desk.store.watchlists, BEN)[0].ticker == "^RUT"


def test_a_name_that_does_not_exist_is_not_kept(desk: Desk):
    assert desk.say("/watchlist add qzxwvy").error
    assert desk.say("/watchlist show").headline == "You follow nothing yet."


def test_adding_without_a_name_says_what_to_write(desk: Desk):
    assert "/watchlist add aapl iwm" in desk.say("/watchlist add").headline
