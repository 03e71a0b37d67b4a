"""The first sentences of a daily read: the session's first events, or at how many it looked."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pandas as pd
import pytest

from commands.digests.headline import what_mattered
from market.analytics.events.kinds import Event, EventKind, SeriesClass
from market.analytics.events.table import EventTable
from market.analytics.index_summary import IndexSummary, index_summary
from market.bars import Bars, tidy
from market.provenance import Provenance
from market.symbols import Symbol

RUT, SPX = Symbol.parse("rut"), Symbol.parse("spx")
DAY = date(2026, 1, 22)


def table(symbol: Symbol, closes: list[float]) -> Bars:
    days = pd.bdate_range(end=str(DAY), periods=len(closes))
    frame = tidy(pd.DataFrame({"open": closes, "high": closes, "low": closes, "close": closes}, index=days))
    return Bars(symbol, frame, Provenance("a table in a test", datetime(2026, 1, 22, 21, tzinfo=UTC)))


def summary(last: float = 100.0, first: float = 110.0) -> IndexSummary:
    closes = [first, 101.0, 100.0]
    return index_summary(table(RUT, [*closes, last]), [table(SPX, [*closes, 101.0])])


def event(kind: EventKind, series: str, size: float = 1.0, of: SeriesClass = SeriesClass.INDEX) -> Event:
    return Event(kind, series, of, DAY, size, change=0.01)


def said(*events: Event, result: IndexSummary | None = None, looked: int = 73) -> str:
    return str(what_mattered(result or summary(), EventTable(DAY, DAY, events, looked)))


def test_a_quiet_day_says_at_how_many_events_it_looked() -> None:
    assert said() == (
        "Nothing notable among 73 events looked at. The Russell 2000 closed at 100.00 on 2026-01-22, 0.00%, behind "
        "the S&P 500 (+1.00%, by 1.00 points)."
    )


def test_without_anything_to_look_at_it_does_not_say_that_nothing_happened() -> None:
    assert said(looked=0).startswith("The Russell 2000 closed at 100.00 on 2026-01-22")


def test_the_first_event_leads_and_the_next_two_are_named() -> None:
    events = (
        event(EventKind.DRAWDOWN, "^RUT", 0.10),
        event(EventKind.MOVE, "HYG", -3.5, SeriesClass.GAUGE),
        event(EventKind.ONE_SIDED, "russell2000", -0.813, SeriesClass.MEMBERS),
        event(EventKind.EXTREME, "XLU", -1, SeriesClass.SECTOR),
    )
    assert said(*events) == (
        "The Russell 2000 closed 10% or more below its record for the first time since it was set. It closed at 100.00 "
        "on 2026-01-22, 0.00%, behind the S&P 500 (+1.00%, by 1.00 points). Also: the high-yield bond fund HYG rose "
        "1.00% (3.5 times the usual day); of the members that moved, 81.3% in the Russell 2000 fell."
    )


def test_a_years_extreme_of_something_else_is_told_behind_the_close() -> None:
    of_sector = event(EventKind.EXTREME, "XLY", 1, SeriesClass.SECTOR)
    text = said(of_sector, result=summary(90.0))
    assert text.startswith("The Russell 2000 closed at 90.00 on 2026-01-22, −10.00%, behind the S&P 500")
    assert text.endswith("Also: S&P 500 consumer discretionary (XLY) closed at its highest in 52 weeks.")
    of_subject = said(event(EventKind.EXTREME, "^RUT", -1), of_sector, result=summary(90.0))
    assert of_subject.startswith("The Russell 2000 closed at its lowest in 52 weeks. It closed at 90.00")


def test_a_change_is_written_once_whether_its_move_comes_first_or_later() -> None:
    fall = summary(90.0)
    moves = (
        Event(EventKind.MOVE, "^RUT", SeriesClass.INDEX, DAY, -5.3, -0.10),
        Event(EventKind.MOVE, "^GSPC", SeriesClass.INDEX, DAY, -4.7, 0.01),
        Event(EventKind.MOVE, "^DJI", SeriesClass.INDEX, DAY, -3.5, -0.04),
    )
    later = said(event(EventKind.DRAWDOWN, "^DJI", 0.10), *moves, result=fall)
    first = said(*moves, result=fall)
    for text in (later, first):
        assert [text.count(figure) for figure in ("10.00%", "(+1.00%", "4.00%")] == [1, 1, 1]
        assert "the S&P 500 rose by 4.7 times the usual day" in text
    assert "the Russell 2000 fell by 5.3 times the usual day" in later
    assert first.startswith("The Russell 2000 fell 10.00% (5.3 times the usual day)")
    benchmark = said(moves[1], result=fall)
    assert benchmark.startswith("The S&P 500 rose 1.00% (4.7 times the usual day)")
    assert "behind the S&P 500 (by 11.00 points)" in benchmark
    assert "The Russell 2000 closed at 90.00 on 2026-01-22, behind" in first


def test_a_record_of_the_subject_is_said_with_its_streak_and_the_others_with_it() -> None:
    result = summary(111.0)
    (lead,) = result.leads
    ahead = replace(result, leads=(replace(lead, daily=replace(lead.daily, length=12)),))
    events = (
        event(EventKind.RECORD, "^RUT"),
        event(EventKind.RECORD, "^DJI"),
        Event(EventKind.LEAD, "^RUT", SeriesClass.INDEX, DAY, 12.0, other="^GSPC"),
    )
    text = said(*events, result=ahead)
    assert text.startswith(
        "The Russell 2000 closed at a record 111.00 on 2026-01-22, +11.00%: the first record close"
    )
    assert text.count("12 sessions in a row ahead of the S&P 500") == 1
    assert text.endswith("Also: the Dow Jones closed at a record.")


def test_an_intraday_record_is_not_called_a_record() -> None:
    text = said(event(EventKind.INTRADAY_RECORD, "^RUT"))
    assert text.startswith("The Russell 2000 traded above its record and closed below. It closed at 100.00")


def test_an_unknown_change_is_not_compared() -> None:
    bars = table(RUT, [110.0, 101.0, 100.0, 100.0])
    hole = replace(bars, frame=bars.frame.drop(bars.frame.index[-2]), missing=(bars.frame.index[-2].date(),))
    text = said(result=index_summary(hole, [table(SPX, [110.0, 101.0, 100.0, 101.0])]))
    assert "its change is not known, since there is no bar for 2026-01-21" in text
    assert "the S&P 500" not in text


@pytest.mark.parametrize(("others", "named"), [(2, 2), (1, 1), (3, 2)])
def test_no_more_than_two_further_events_are_named(others: int, named: int) -> None:
    kinds = (EventKind.INTRADAY_RECORD, EventKind.EXTREME, EventKind.RUN_END)[:others]
    text = said(event(EventKind.RECORD, "^DJI"), *(event(kind, "^DJI", 7.0) for kind in kinds))
    assert text.partition("Also: ")[2].count(";") == named - 1
