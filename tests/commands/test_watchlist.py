from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.engine.request import Request
from bot.settings import Settings
from bot.wiring.app import build_app
from charts.pictures.bars import RankedBars
from charts.pictures.sparklines import Sparklines
from commands.framework.ports import Holder
from commands.framework.reply import Visibility
from commands.framework.watched import WatchedLists
from commands.inputs.list_performance import compared
from market.bars import Bars
from market.formatting import moved_points
from market.services.prices import Market
from market.symbols import CATALOG, Symbol
from tests.commands.desk import ANA, BEN, Desk


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    found = Desk(tmp_path)
    yield found
    found.close()


def test_a_list_is_filled_shown_and_emptied(desk: Desk) -> None:
    assert desk.say("/watchlist").headline == "You follow nothing yet."
    assert desk.say("/watchlist add iwm spy").headline == "Added IWM and SPY; the list has 2 of 50."
    reply = desk.say("/watchlist show")
    assert reply.table is not None
    assert [row[0] for row in reply.table.rows] == ["IWM", "SPY"]
    assert isinstance(reply.chart, Sparklines)
    assert reply.sample
    assert "SAMPLE" in reply.sources
    assert desk.say("/watchlist remove iwm").headline == "Removed 1 of 1; the list has 1 left."
    absent = desk.say("/watchlist remove spy ndx")
    assert absent.headline == "Removed 1 of 2; the list has 0 left."
    assert absent.notes == ("Nasdaq-100 was not on it.",)
    not_read = desk.say("/watchlist spy")
    assert not_read.error
    assert "To follow SPY: /watchlist add spy." in not_read.headline


@pytest.mark.parametrize(
    ("days", "said"),
    [
        ((0.0076,), "IWM moved +0.76% on 2026-01-22."),
        ((0.00761, 0.00758), "IWM and SPY moved alike on 2026-01-22: +0.76%."),
        (
            (0.00761, 0.00758, 0.001),
            "IWM and SPY did best on 2026-01-22 with +0.76%, RUT worst with +0.10%.",
        ),
        ((0.0076, -0.001), "IWM did best on 2026-01-22 with +0.76%, SPY worst with \N{MINUS SIGN}0.10%."),
    ],
)
def test_the_best_and_the_worst_are_told_apart_only_where_their_figures_are(
    days: tuple[float, ...], said: str
) -> None:
    assert str(compared(list(zip(("IWM", "SPY", "RUT"), days, strict=False)), "on 2026-01-22")) == said


def test_the_figures_are_those_of_quote(desk: Desk) -> None:
    desk.say("/watchlist add iwm")
    table = desk.say("/watchlist show").table
    assert table is not None
    total = desk.app.market.bars(Symbol.parse("iwm")).total
    assert table.rows[0][2] == pytest.approx(float(total.iloc[-1] / total.iloc[-2] - 1))


def test_a_measured_level_moves_in_points_and_is_not_ranked(desk: Desk) -> None:
    desk.say("/watchlist add rut iwm vix")
    reply = desk.say("/watchlist show")
    assert "VIX" not in reply.headline
    closes = desk.app.market.bars(Symbol.parse("vix")).closes
    said = f"The VIX moved {moved_points(float(closes.iloc[-1] - closes.iloc[-2]))} on "
    assert [note for note in reply.notes if note.startswith(said) and note.endswith("not ranked.")]
    assert reply.table is not None
    assert reply.table.rows[2][2:] == (None, None)
    assert isinstance(reply.chart, Sparklines)
    assert reply.chart.rows[2].day == pytest.approx(float(closes.iloc[-1] - closes.iloc[-2]))
    ranked = desk.say("/movers watchlist")
    assert isinstance(ranked.chart, RankedBars)
    assert {bar.label for bar in ranked.chart.bars} == {"Russell 2000", "IWM"}
    assert not [note for note in ranked.notes if "Without a close" in note]


def test_mine_is_mine_and_the_channels_is_everybodys(desk: Desk) -> None:
    desk.say("/watchlist add iwm", ANA)
    desk.say("/watchlist add here rut", ANA)
    assert desk.say("/watchlist show", BEN).headline == "You follow nothing yet."
    assert not desk.say("/watchlist show here", BEN).error
    refused = desk.say("/watchlist add here spy", BEN)
    assert refused.error
    assert "manage this channel" in refused.headline


def test_movers_rank_ones_own_list_before_the_channels(desk: Desk) -> None:
    nobody = desk.say("/movers watchlist", ANA)
    assert nobody.error
    assert "/watchlist add iwm spy" in nobody.headline
    assert "This channel follows nothing yet" in desk.say("/movers here", ANA).headline
    desk.say("/watchlist add here rut", ANA)
    watching = WatchedLists(lambda: desk.store.watchlists, ANA)
    assert watching("watchlist") == ((Symbol.parse("rut"),), False)
    desk.say("/watchlist add iwm spy", ANA)
    assert watching("watchlist") == ((Symbol.parse("iwm"), Symbol.parse("spy")), True)
    assert watching("here") == ((Symbol.parse("rut"),), False)
    reply = desk.say("/movers watchlist 5d", ANA)
    assert reply.table is not None
    totals = [desk.app.market.bars(Symbol.parse(name)).total for name in ("iwm", "spy")]
    expected = sorted((float(t.iloc[-1] / t.iloc[-6] - 1) for t in totals), reverse=True)
    assert [row[1] for row in reply.table.rows] == pytest.approx(expected)
    assert isinstance(reply.chart, RankedBars)
    assert reply.command == "/movers watchlist 5d"
    assert "SAMPLE" in reply.sources


def test_ones_own_list_is_shown_to_oneself_and_the_channels_to_all(desk: Desk) -> None:
    desk.say("/watchlist add iwm", ANA)
    desk.say("/watchlist add here rut", ANA)
    assert desk.say("/movers watchlist", ANA).visibility is Visibility.PRIVATE
    assert desk.say("/movers here", ANA).visibility is Visibility.PUBLIC
    theirs = desk.say("/movers watchlist", BEN)
    assert theirs.headline.startswith("Russell 2000 moved")
    assert theirs.visibility is Visibility.PUBLIC


def test_a_period_in_the_past_is_told_by_its_own_end(desk: Desk) -> None:
    desk.say("/watchlist add iwm spy")
    reply = desk.say("/movers watchlist 2025-03-03..2025-10-14")
    assert "did best from 2025-03-03 to 2025-10-14 with" in reply.headline
    assert not any("2026" in note or "Measured up to" in note for note in reply.notes)


def test_a_list_of_markets_that_began_today_is_shown_without_changes(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    bars = Market._bars

    def young(market: Market, symbol: Symbol) -> Bars:
        found = bars(market, symbol)
        return replace(found, frame=found.frame.iloc[-1:])

    desk.say("/watchlist add here iwm")
    monkeypatch.setattr(Market, "_bars", young)
    assert desk.say("/watchlist show here").headline == "No changes of IWM are known yet."
    refused = desk.say("/movers here")
    assert refused.error
    assert "Try a shorter period" not in refused.headline


def test_what_is_the_same_for_all_is_answered_once_a_minute(tmp_path: Path) -> None:
    app = build_app(Settings(source="sample", data_dir=tmp_path))
    asked = [app.engine.answer(Request(text=text, asker=ANA)) for text in 2 * ("/movers", "/movers sp500")]
    assert asked[0] is asked[2]
    assert asked[1] is asked[3]
    app.keeping.store.watchlists.add(Holder("slack", "T1", "U1", False), ["IWM"])
    mine = [app.engine.answer(Request(text="/movers watchlist", asker=asker)) for asker in (ANA, BEN)]
    assert [reply.error for reply in mine] == [False, True]


@pytest.mark.realdata
def test_the_whole_history_goes_back_further_than_the_calendar_and_holidays_take_no_base(
    tmp_path: Path, real_data: Path
) -> None:
    """^VIX has a bar on Martin Luther King's day, on which nothing else traded."""
    desk = Desk(tmp_path, f"files:{real_data}", "2026-01-20T18:00-05:00")
    desk.say("/watchlist add spx vix")
    closes = desk.app.market.bars(Symbol.parse("spx")).closes
    assert closes.index[0].year < 1985
    whole, day = desk.say("/movers watchlist max").table, desk.say("/movers watchlist 1d").table
    assert whole is not None
    assert day is not None
    assert {row[0]: row[1] for row in whole.rows} == {  # VIX begins in 1990 and has no base
        "S&P 500": pytest.approx(closes.iloc[-1] / closes.iloc[0] - 1)
    }
    assert {row[0]: row[1] for row in day.rows}["S&P 500"] == pytest.approx(6796.86 / 6940.01 - 1, abs=1e-5)
    desk.close()


def test_every_button_works(desk: Desk) -> None:
    desk.say("/watchlist add iwm spy")
    desk.say("/watchlist add here rut")
    for question in (
        "/watchlist show",
        "/watchlist show here",
        "/movers watchlist",
        "/movers here",
        "/watchlist add dia",
    ):
        reply = desk.say(question)
        assert not reply.error
        for action in reply.actions:
            assert not desk.say(action.command).error, action.command


def test_a_market_whose_newest_close_is_older_is_named_and_not_ranked(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    bars = Market._bars

    def older(market: Market, symbol: Symbol) -> Bars:
        found = bars(market, symbol)
        return replace(found, frame=found.frame.iloc[:-1]) if symbol.ticker == "SPY" else found

    monkeypatch.setattr(Market, "_bars", older)
    desk.say("/watchlist add iwm spy")
    reply = desk.say("/watchlist show")
    assert reply.table is not None
    assert [row[2] is None for row in reply.table.rows] == [False, True]
    assert reply.headline == "IWM moved +0.76% on 2026-01-22."
    assert "Not measured on 2026-01-22: the newest closes are SPY of 2026-01-21." in reply.notes
    ranked = desk.say("/movers watchlist")
    assert ranked.table is not None
    assert [row[0] for row in ranked.table.rows] == ["IWM"]
    assert any("SPY" in note for note in ranked.notes)


def test_a_name_that_does_not_exist_is_not_kept(desk: Desk) -> None:
    assert desk.say("/watchlist add qzxwvy").error
    assert desk.say("/watchlist show").headline == "You follow nothing yet."


def test_adding_without_a_name_says_what_to_write(desk: Desk) -> None:
    assert "/watchlist add aapl iwm" in desk.say("/watchlist add").headline


def test_a_list_takes_fifty_markets_and_not_one_more(desk: Desk):
    tickers = [symbol.ticker for symbol in CATALOG[:50]]
    desk.store.watchlists.add(Holder("slack", "T1", "U1", False), [t for t in tickers if t != "IWM"][:49])
    assert "50 of 50" in desk.say("/watchlist add iwm").headline
    assert desk.say("/watchlist add shib-usd").headline.startswith("A list has at most 50 markets")
