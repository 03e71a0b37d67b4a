from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from market.analytics.valuation import Multiple, Snapshot, Valuation
from market.calendars.calendar import Calendar
from market.catalog import SymbolKind
from market.clock import Deadline, FixedClock
from market.datasets.facts import Earnings, Fundamentals, NewsItem
from market.errors import NoData, ProviderDown
from market.fetching.blob_store import BlobStore
from market.provenance import Provenance
from market.services.valuation import StoredSnapshots, ValuationService
from market.sources.sample.facts import SampleFacts, SampleSnapshots
from market.sources.sample.prices import SAMPLE_NOW
from market.symbols import Symbol

CALENDAR = Calendar()
PE = {"MGC": 29.0, "SPY": 27.0, "IJH": 20.0, "IWM": 18.0, "IWC": 15.0}


class Facts:
    """A provider by hand, whose prices are of the moment. `down`: tickers that fail."""

    title, sample, local = "By hand", False, False

    def __init__(self, clock: FixedClock) -> None:
        self.clock = clock
        self.down: set[str] = set()
        self.asked: list[str] = []

    def fundamentals(self, symbol: Symbol, deadline: Deadline) -> Fundamentals:
        self.asked.append(symbol.ticker)
        if symbol.ticker in self.down:
            raise ProviderDown("By hand", "no answer in time")
        state = CALENDAR.state(self.clock.now())
        as_of = state.at if state.opens and state.opens <= state.at < state.last_close else state.last_close
        as_of = state.at if state.phase == "in progress" else as_of
        return Fundamentals(PE[symbol.ticker], None, 2.0, Provenance(self.title, as_of))

    def news(self, symbol: Symbol, deadline: Deadline) -> tuple[NewsItem, ...]:
        return ()

    def earnings(self, symbol: Symbol, deadline: Deadline) -> Earnings | None:
        return None


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(SAMPLE_NOW)


@pytest.fixture
def facts(clock: FixedClock) -> Facts:
    return Facts(clock)


def service(facts: Facts, store: BlobStore) -> ValuationService:
    """As a new process would have it."""
    return ValuationService(facts, StoredSnapshots(store, "by-hand"), facts.clock, CALENDAR)


SESSIONS = CALENDAR.sessions(date(2025, 12, 15), date(2026, 1, 30))
PAIRS = st.lists(
    st.tuples(st.floats(1, 60) | st.none(), st.floats(1, 60)), min_size=len(SESSIONS), max_size=len(SESSIONS)
)


class Kept:
    """Snapshots in memory: one a session of the world, small and large, by forward P/E."""

    def __init__(self, pairs: list[tuple[float | None, float]]) -> None:
        self.shots = [
            Snapshot(
                CALENDAR.close(day),
                {"IWM": {Multiple.FORWARD_PE: small}, "SPY": {Multiple.FORWARD_PE: large}},
            )
            for day, (small, large) in zip(SESSIONS, pairs, strict=False)
        ]

    def all(self) -> tuple[Snapshot, ...]:
        return tuple(self.shots)

    def keep(self, snapshot: Snapshot) -> None:
        self.shots.append(snapshot)


def told(at: datetime, kept: Kept) -> Valuation:
    """What is said at that moment, the provider being down."""
    facts = Facts(FixedClock(at))
    facts.down = set(PE)
    return ValuationService(facts, kept, facts.clock, CALENDAR).valuation()


def test_history_grows_by_a_snapshot_a_session_across_processes(
    facts: Facts, store: BlobStore, clock: FixedClock
) -> None:
    for _session in range(3):
        service(facts, store).valuation()
        found = service(facts, store).valuation()
        clock.at += timedelta(days=1)
    assert len(facts.asked) == 2 * len(PE)  # Thursday and Friday; Saturday adds nothing
    assert found.history["trailing_pe"].tolist() == [18 / 27] * 2
    assert found.history["forward_pe"].isna().all()
    assert [spread.multiple for spread in found.spreads] == [Multiple.TRAILING_PE, Multiple.PRICE_TO_BOOK]
    assert found.session == date(2026, 1, 23)
    assert [rung.ticker for rung in found.rungs] == list(PE)


def test_a_session_in_progress_is_shown_as_of_then_and_not_kept(
    facts: Facts, store: BlobStore, clock: FixedClock, founding_session: datetime
) -> None:
    clock.at = founding_session
    found = service(facts, store).valuation()
    assert found.as_of == founding_session
    assert StoredSnapshots(store, "by-hand").all() == ()
    clock.at = SAMPLE_NOW
    assert service(facts, store).valuation().as_of == datetime(2026, 1, 22, 21, 0, tzinfo=UTC)


def test_in_session_the_last_sessions_snapshot_answers_and_nothing_is_asked(
    facts: Facts, store: BlobStore, clock: FixedClock
) -> None:
    service(facts, store).valuation()
    facts.asked.clear()
    clock.at = datetime(2026, 1, 23, 16, 0, tzinfo=UTC)
    assert service(facts, store).valuation().session == date(2026, 1, 22)
    assert facts.asked == []


@given(pairs=PAIRS, day=st.integers(1, len(SESSIONS) - 1), hours=st.integers(1, 60))
def test_the_valuation_of_a_past_moment_knows_of_no_later_snapshot(
    pairs: list[tuple[float | None, float]], day: int, hours: int
) -> None:
    at = CALENDAR.close(SESSIONS[day]) + timedelta(hours=hours)
    due = CALENDAR.state(at).last_completed
    then, now = told(at, Kept(pairs[: SESSIONS.index(due) + 1])), told(at, Kept(pairs))
    assert (now.session, now.stale, now.as_of) == (due, False, CALENDAR.close(due))
    assert (now.rungs, now.spreads, now.notes) == (then.rungs, then.spreads, then.notes)
    pd.testing.assert_frame_equal(now.history, then.history)


def test_multiples_of_a_day_to_come_are_not_told_and_not_kept(facts: Facts, store: BlobStore) -> None:
    service(facts, store).valuation()
    late = Facts(FixedClock(SAMPLE_NOW + timedelta(days=1)))
    kept = StoredSnapshots(store, "by-hand")
    past = FixedClock(SAMPLE_NOW - timedelta(days=1))
    with pytest.raises(NoData, match="multiples of 2026-01-23 only"):
        ValuationService(late, kept, past, CALENDAR).valuation()
    assert [shot.session for shot in kept.all()] == [date(2026, 1, 22)]


def test_one_fund_that_fails_costs_its_rung_and_says_so(facts: Facts, store: BlobStore) -> None:
    facts.down = {"IJH"}
    found = service(facts, store).valuation()
    assert [rung.rung for rung in found.rungs] == ["Mega", "Large", "Small", "Micro"]
    assert found.notes == ("By hand is not answering (no answer in time). Try again in a few minutes.",)
    assert len(found.spreads) == 2


def test_when_the_provider_is_down_the_newest_snapshot_answers_with_its_date(
    facts: Facts, store: BlobStore, clock: FixedClock
) -> None:
    service(facts, store).valuation()
    facts.down, clock.at = set(PE), SAMPLE_NOW + timedelta(days=1)
    found = service(facts, store).valuation()
    assert found.stale
    assert found.session == date(2026, 1, 22)
    assert "The multiples are as of 2026-01-22." in found.notes


def test_a_provider_that_is_down_is_asked_again_only_after_some_minutes(
    facts: Facts, store: BlobStore, clock: FixedClock
) -> None:
    facts.down = set(PE)
    valuation = service(facts, store)
    for _ask in range(3):
        with pytest.raises(ProviderDown):
            valuation.valuation()
    assert len(facts.asked) == len(PE)
    facts.down.clear()
    clock.at += timedelta(minutes=11)
    assert valuation.within(Deadline.after(5)).valuation().spreads


def test_the_sample_markets_valuation_has_five_years_and_is_branded(clock: FixedClock) -> None:
    found = ValuationService(SampleFacts(clock), SampleSnapshots(), clock, CALENDAR).valuation()
    assert found.sample
    assert not found.stale
    assert len(found.rungs) == 5
    assert len(found.spreads) == len(Multiple)
    assert all(0 < spread.discount < 1 and spread.count > 1200 for spread in found.spreads)


def test_the_sample_markets_facts_are_of_the_last_completed_session(
    clock: FixedClock, founding_session: datetime
) -> None:
    facts, deadline = SampleFacts(clock), Deadline.after(5)
    iwm = Symbol.parse("iwm")
    clock.at = founding_session
    assert facts.fundamentals(iwm, deadline).as_of == datetime(2026, 1, 21, 21, 0, tzinfo=UTC)
    clock.at = SAMPLE_NOW
    assert facts.fundamentals(iwm, deadline).as_of == datetime(2026, 1, 22, 21, 0, tzinfo=UTC)
    stock = facts.fundamentals(Symbol.parse("aapl"), deadline)
    assert stock.forward_pe is not None
    assert stock.trailing_pe is not None
    assert stock.forward_pe < stock.trailing_pe
    for word in ("rut", "ZZZZ"):
        with pytest.raises(NoData):
            facts.fundamentals(Symbol.parse(word), deadline)
    coming = facts.earnings(Symbol.parse("aapl"), deadline)
    assert coming is not None
    assert coming.first > SAMPLE_NOW.date()
    assert coming.estimated
    assert facts.earnings(iwm, deadline) is None
    assert all(item.title.startswith("Sample headline") for item in facts.news(iwm, deadline))
    assert Symbol.parse("aapl").kind is SymbolKind.STOCK
