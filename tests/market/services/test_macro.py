from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from threading import Event, Lock

import pandas as pd
import pytest

from market.clock import Deadline, FixedClock
from market.datasets.economic_series import ALL, PANEL, EconomicSeries
from market.datasets.first_releases import first_release
from market.datasets.macro_observations import Observations
from market.errors import MarketError, NoData, ProviderDown
from market.fetching.blob_store import BlobStore, open_store
from market.fetching.refreshed_values import RETRY
from market.provenance import Provenance
from market.services.macro import MacroService
from market.sources.sample.macro import SampleMacro
from market.sources.sample.prices import SAMPLE_NOW

TEN, CLAIMS = EconomicSeries.parse("10y"), EconomicSeries.parse("claims")


class Agency:
    """A source by hand. `faults`: by series id. `gate`: when set, answers wait for it."""

    key, title, sample, local = "agency", "The Agency", False, False

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.faults: dict[str, MarketError] = {}
        self.gate: Event | None = None
        self._lock = Lock()

    def observations(self, series: EconomicSeries, now: datetime, deadline: Deadline) -> Observations:
        with self._lock:
            self.asked.append(series.id)
        if self.gate:
            self.gate.wait(deadline.remaining())
        if series.id in self.faults:
            raise self.faults[series.id]
        days = pd.DatetimeIndex(["2026-01-20", "2026-01-21"])
        return Observations(
            series, pd.Series([4.3, 4.26], days), Provenance(self.title, now), date(2026, 1, 22)
        )


@pytest.fixture
def store(tmp_path: Path) -> Iterator[BlobStore]:
    store = open_store(tmp_path / "market.db")
    yield store
    store.close()


def test_series_are_kept_across_processes_and_asked_for_daily(store: BlobStore) -> None:
    agency, clock = Agency(), FixedClock(SAMPLE_NOW)
    first = MacroService(agency, clock, store).series(TEN)
    again = MacroService(agency, clock, store).series(TEN)
    assert agency.asked == [TEN.id]
    pd.testing.assert_series_equal(again.values, first.values, check_freq=False, check_index_type=False)
    assert (again.released, again.source, again.as_of) == (first.released, first.source, first.as_of)
    clock.at += timedelta(hours=12)
    MacroService(agency, clock, store).series(TEN)
    assert len(agency.asked) == 2


def test_a_failure_drops_one_series_and_the_others_stand(store: BlobStore) -> None:
    agency = Agency()
    agency.faults = {CLAIMS.id: ProviderDown("The Agency", "HTTP status 502")}
    found = MacroService(agency, FixedClock(SAMPLE_NOW), store).many(PANEL)
    assert [isinstance(each, MarketError) for each in found] == [series is CLAIMS for series in PANEL]


def test_when_the_source_fails_what_is_kept_answers_with_its_date(store: BlobStore) -> None:
    agency, clock = Agency(), FixedClock(SAMPLE_NOW)
    seconds = [0.0]
    service = MacroService(agency, clock, store, monotonic=lambda: seconds[0])
    service.series(TEN)
    agency.faults = {TEN.id: ProviderDown("The Agency", "HTTP status 502")}
    clock.at += timedelta(days=3)
    for asker in (service, MacroService(agency, clock, store)):
        stale = asker.series(TEN)
        assert stale.stale
        assert "HTTP status 502" in stale.notes[0]
        assert "10-year yield is as of 2026-01-22." in stale.notes[0]
    agency.faults.clear()
    asked = len(agency.asked)
    assert service.series(TEN).stale  # nobody waits for it again within a minute
    assert len(agency.asked) == asked
    seconds[0] = RETRY
    assert not service.series(TEN).stale


def test_when_nothing_is_kept_the_failure_is_told() -> None:
    agency = Agency()
    agency.faults = {TEN.id: NoData("The Agency has no values.")}
    with pytest.raises(NoData):
        MacroService(agency, FixedClock(SAMPLE_NOW)).series(TEN)


def test_a_source_that_hangs_costs_the_deadline_and_no_more() -> None:
    agency = Agency()
    agency.gate = Event()
    service = MacroService(agency, FixedClock(SAMPLE_NOW))
    deadline = Deadline.after(1.0)
    found = service.within(deadline).many((TEN, CLAIMS))
    assert not deadline.passed
    agency.gate.set()
    assert all(isinstance(each, ProviderDown) for each in found)


def test_the_sample_economy_is_branded_whole_and_plausible() -> None:
    service = MacroService(SampleMacro(), FixedClock(SAMPLE_NOW))
    found = service.many(ALL)
    assert all(isinstance(each, Observations) and each.sample for each in found)
    by_word = {each.series.word: each.read for each in found if isinstance(each, Observations)}
    assert 0.03 < by_word["unemployment"].min() < by_word["unemployment"].max() < 0.12
    assert by_word["claims"].min() > 150_000
    assert 0 < by_word["10y"].min() < by_word["10y"].max() < 0.11
    assert by_word["recession"].isin([0.0, 1.0]).all()
    assert 0.02 < by_word["recession"].mean() < 0.35
    pd.testing.assert_series_equal(
        by_word["curve"], (by_word["10y"] - by_word["2y"]), check_names=False, atol=1e-9
    )
    for figures in by_word.values():
        assert figures.notna().all()
        assert figures.index.is_monotonic_increasing


@pytest.mark.parametrize("series", ALL, ids=str)
def test_the_sample_economy_never_looks_ahead(series: EconomicSeries) -> None:
    source, deadline = SampleMacro(), Deadline.after(5)
    then = datetime(2019, 5, 17, 20, 0, tzinfo=UTC)
    early = source.observations(series, then, deadline).values
    late = source.observations(series, SAMPLE_NOW, deadline).values
    known, unknown = (first_release(series, late.index[n].date()) for n in (len(early) - 1, len(early)))
    assert known <= then < unknown
    pd.testing.assert_series_equal(early, late.iloc[: len(early)])
