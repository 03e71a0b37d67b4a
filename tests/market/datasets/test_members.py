from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from threading import Event

import numpy as np
import pandas as pd
import pytest

from market.bars import Bars
from market.calendars.calendar import Calendar
from market.clock import Deadline, FixedClock
from market.datasets.members import (
    RUSSELL_2000,
    SP_500,
    SURVIVORSHIP,
    UNIVERSES,
    Member,
    Members,
    Universe,
    UnknownUniverse,
)
from market.doubts import Doubt, DoubtKind
from market.errors import MarketError, NoData, ProviderDown
from market.provenance import Provenance
from market.services.members import MANY, MemberService
from market.sources.sample.members import SampleMembers
from market.sources.sample.prices import SAMPLE_NOW
from market.symbols import Symbol

CALENDAR = Calendar()
DAYS = pd.DatetimeIndex(["2026-01-20", "2026-01-21", "2026-01-22"], name="session")


class ByHand:
    """Three members, of which B has left, C has never been priced, and X is no member (any more)."""

    title, sample = "By hand", False

    def __init__(self) -> None:
        self.frame = pd.DataFrame(
            {"X": [1, 2, 3], "B": [5, 6, np.nan], "A": [1, np.nan, 2]}, index=DAYS, dtype="float32"
        )
        self.reads = 0
        self.deadlines: list[Deadline] = []
        self.wait: Callable[[], object] = lambda: None

    def members(self, universe: Universe, now: datetime, deadline: Deadline) -> Members:
        self.deadlines.append(deadline)
        self.wait()
        rows = (
            Member("A", "Aa", "Energy", 0.7),
            Member("B", "Bb", "Energy", 0.2),
            Member("C", "Cc", "Health"),
        )
        return Members(universe, rows, Provenance.of_day("By hand", date(2026, 1, 5)))

    def closes(self, universe: Universe) -> pd.DataFrame:
        self.reads += 1
        return self.frame


def service(source: ByHand, now: datetime = SAMPLE_NOW) -> tuple[MemberService, FixedClock]:
    clock = FixedClock(now)
    return MemberService(source, source, clock, CALENDAR), clock


@pytest.mark.parametrize("universe", UNIVERSES, ids=str)
def test_a_universe_answers_to_all_its_names(universe: Universe) -> None:
    for word in (universe.key, universe.name, universe.index, universe.fund, *universe.aliases):
        assert Universe.parse(f" {word.upper()} ") == universe


def test_an_unknown_universe_is_named_with_those_that_are_known() -> None:
    with pytest.raises(UnknownUniverse, match="russell2000 or sp500"):
        Universe.parse("wilshire")


def test_a_panel_has_the_lists_members_in_its_order_and_counts_the_priced() -> None:
    panel = service(ByHand())[0].panel(RUSSELL_2000)
    assert list(panel.closes.columns) == ["A", "B", "C"]
    assert panel.priced == 1
    assert panel.coverage == "1 of 3 members priced"
    assert panel.closes["C"].isna().all()
    assert np.isnan(panel.closes["A"]["2026-01-21"])  # a gap stays a gap
    assert panel.weights["A"] == 0.7
    assert np.isnan(panel.weights["C"])
    assert panel.sectors["C"] == "Health"
    assert panel.names["B"] == "Bb"
    assert panel.notes == (SURVIVORSHIP,)
    assert not panel.stale


@pytest.mark.parametrize(("members", "shown"), [(100, 21), (MANY - 1, 22)])
def test_a_session_is_shown_once_a_batch_has_brought_nearly_all_of_it(members: int, shown: int) -> None:
    source = ByHand()
    source.frame = pd.DataFrame(np.full((3, members), [[1.0], [2.0], [3.0]], "float32"), index=DAYS)
    source.frame.columns = [f"M{n}" for n in range(members)]
    source.frame.iloc[2, 10:] = np.nan  # the batch has begun
    source.frame.iloc[1, :5] = np.nan  # and five had no close on the day before
    panel = service(source)[0].panel(RUSSELL_2000)
    assert panel.closes.index[-1].day == shown
    assert panel.stale is (shown == 21)
    source.frame.iloc[2, : round(0.9 * (members - 5)) + 1] = 3.0
    assert service(source)[0].panel(RUSSELL_2000).closes.index[-1].day == 22


def _bars_of(bars: dict[str, Bars | None], symbol: Symbol) -> Bars | None:
    return bars.get(symbol.ticker)


@pytest.mark.parametrize("kind", [DoubtKind.PRINT, DoubtKind.SPIKE])
def test_a_panel_ends_before_a_session_of_which_the_index_has_a_print(kind: DoubtKind) -> None:
    source = ByHand()
    source.frame.iloc[2] = 7.0
    closes = pd.DataFrame({"close": [10.0, 11.0]}, index=DAYS[:2])
    index = Bars(
        Symbol.parse("rut"),
        closes,
        Provenance.of_day("By hand", date(2026, 1, 21)),
        doubts=(Doubt(kind, (date(2026, 1, 22),), 0.4),),
    )
    panels = []
    for other in (index, replace(index, doubts=()), None):  # the S&P 500
        both = {"^RUT": index, "^GSPC": other}
        members = MemberService(
            source, source, FixedClock(SAMPLE_NOW), CALENDAR, index=partial(_bars_of, both)
        )
        panels.append(members.panel(RUSSELL_2000))
    is_print = kind is DoubtKind.PRINT
    assert [panel.stale for panel in panels] == [is_print, False, is_print]
    if not is_print:
        return
    panel = panels[0]
    assert panel.closes.index[-1] == pd.Timestamp("2026-01-21")
    assert panel.notes[:2] == (
        "Members’ prices end on 2026-01-21; the last completed session is 2026-01-22.",
        "The closes of members of 2026-01-22 are left out: beside the index they look like prices from within the "
        "session.",
    )


def test_a_panel_knows_nothing_of_the_session_in_progress(founding_session: datetime) -> None:
    panel = service(ByHand(), founding_session)[0].panel(RUSSELL_2000)
    assert panel.closes.index[-1] == pd.Timestamp("2026-01-21")
    assert panel.as_of == datetime(2026, 1, 21, 21, 0, tzinfo=UTC)


def test_a_panel_that_ends_early_says_so() -> None:
    panel = service(ByHand(), SAMPLE_NOW + timedelta(days=7))[0].panel(RUSSELL_2000)
    assert panel.stale
    assert panel.notes[0] == "Members’ prices end on 2026-01-22; the last completed session is 2026-01-29."


def test_without_prices_the_error_says_how_to_begin() -> None:
    source = ByHand()
    source.frame = source.frame.iloc[:0]
    with pytest.raises(NoData, match="bellwether refresh members russell2000"):
        service(source)[0].panel(RUSSELL_2000)
    assert not source.deadlines  # and nobody waits for a list that nothing can be done with


def test_a_panel_is_read_once_and_again_only_after_some_minutes() -> None:
    source = ByHand()
    members, clock = service(source)
    members.panel(RUSSELL_2000)
    members.within(Deadline.after(1)).panel(RUSSELL_2000)
    assert source.reads == 1
    clock.at += timedelta(minutes=6)
    members.panel(RUSSELL_2000)
    assert source.reads == 2


def test_what_was_measured_stands_until_the_panel_changes() -> None:
    source = ByHand()
    members, clock = service(source)
    first = members.panel(RUSSELL_2000).breadth
    assert first.counts["priced"].tolist() == [2, 1, 1]
    clock.at += timedelta(minutes=6)
    assert members.panel(RUSSELL_2000).breadth is first
    source.frame = source.frame.assign(A=[1, 2, 3])
    clock.at += timedelta(minutes=6)
    assert members.panel(RUSSELL_2000).breadth.counts["priced"].tolist() == [2, 2, 1]


def test_however_many_ask_at_once_it_is_read_once() -> None:
    source = ByHand()
    members = service(source)[0]
    with ThreadPoolExecutor(16) as pool:
        panels = list(pool.map(lambda _n: members.panel(RUSSELL_2000), range(64)))
    assert source.reads == 1
    assert len(source.deadlines) == 1
    assert all(panel is panels[0] for panel in panels)


def test_a_list_that_hangs_costs_the_deadline_and_no_more() -> None:
    source, gate, deadline = ByHand(), Event(), Deadline.after(1.0)
    source.wait = lambda: gate.wait(10)
    with pytest.raises(ProviderDown):
        service(source)[0].within(deadline).panel(RUSSELL_2000)
    assert not deadline.passed
    gate.set()


@pytest.mark.parametrize("universe", UNIVERSES, ids=str)
def test_the_sample_markets_members_are_branded_and_cut_at_the_moment(universe: Universe) -> None:
    source = SampleMembers()
    early = datetime(2024, 3, 28, 15, 0, tzinfo=UTC)
    for now, last in ((SAMPLE_NOW, "2026-01-22"), (early, "2024-03-27")):
        panel = MemberService(source, source, FixedClock(now), CALENDAR).panel(universe)
        assert panel.sample
        assert panel.members.sample
        assert panel.closes.index[-1] == pd.Timestamp(last)


def test_the_errors_of_members_are_safe_to_show() -> None:
    assert issubclass(UnknownUniverse, MarketError)
    assert len(str(UnknownUniverse("x" * 10_000))) < 120
    assert {u.key for u in UNIVERSES} == {RUSSELL_2000.key, SP_500.key}
