"""`bellwether refresh` tells what it fetched, and goes on where it stopped."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from bot.cli.output import failures_as_sentences
from bot.cli.refresh import refresh, refresh_universe
from bot.settings import Settings
from bot.wiring.sources import build_data
from market.calendars.calendar import Calendar
from market.clock import Deadline, FixedClock
from market.datasets.members import RUSSELL_2000, Member, Members, Universe
from market.errors import MarketError, Throttled
from market.fetching.blob_store import BlobStore, open_store
from market.fetching.panel_store import StoredPanels
from market.fetching.rate_limit import RateLimit
from market.provenance import Provenance
from market.services.data_services import DataServices, data_over
from market.sources import History
from market.sources.sample.prices import SampleSource
from market.symbols import Symbol

TICKERS = ("S0001", "S0002", "S0003")


class Provider(SampleSource):
    """The sample market as a provider that is worth storing. `fault`: raised for its ticker."""

    key, title, sample, stores = "fake", "Fake Finance", False, True
    fault: tuple[str, MarketError] | None = None

    def __init__(self, calendar: Calendar) -> None:
        super().__init__(calendar)
        self.asked: list[str] = []

    def history(self, symbol: Symbol, since: date | None, now: datetime, deadline: Deadline) -> History:
        self.asked.append(symbol.ticker)
        if self.fault and self.fault[0] == symbol.ticker:
            raise self.fault[1]
        return super().history(symbol, since, now, deadline)


class Three:
    """A list of three members."""

    def members(self, universe: Universe, now: datetime, deadline: Deadline) -> Members:
        return Members(
            universe,
            tuple(Member(t, t, "Energy") for t in TICKERS),
            Provenance.of_day("By hand", date(2026, 1, 5)),
        )


@pytest.fixture
def store(tmp_path: Path) -> Iterator[BlobStore]:
    store = open_store(tmp_path / "market.sqlite3")
    yield store
    store.close()


@pytest.fixture
def panels(store: BlobStore) -> StoredPanels:
    return StoredPanels(store, "fake", "Fake Finance")


@pytest.fixture
def provider() -> Provider:
    return Provider(Calendar())


@pytest.fixture
def data(store: BlobStore, panels: StoredPanels, provider: Provider) -> DataServices:
    plain, clock = build_data(Settings(source="sample")), FixedClock(datetime(2026, 1, 22, 23, tzinfo=UTC))
    sources = replace(
        plain.sources,
        prices=provider,
        lists=Three(),
        panels=panels,
        pace=RateLimit(per_second=1000.0),
        store=store,
    )
    return data_over(sources, clock, plain.calendar)


def test_after_a_refresh_members_can_be_asked_for(
    data: DataServices, panels: StoredPanels, capsys: pytest.CaptureFixture[str]
) -> None:
    outcome = refresh_universe(data, panels, RUSSELL_2000)
    assert outcome.settled == 3
    assert data.members.panel(RUSSELL_2000).coverage == "3 of 3 members priced"
    assert "Russell 2000: 3 of 3 members are up to date, 3 fetched now." in capsys.readouterr().out


def test_what_stopped_early_says_why_and_goes_on_from_there(
    data: DataServices, panels: StoredPanels, provider: Provider, capsys: pytest.CaptureFixture[str]
) -> None:
    provider.fault = ("S0002", Throttled("Fake Finance"))
    refresh_universe(data, panels, RUSSELL_2000)
    said = capsys.readouterr().out
    assert "1 of 3 members are up to date" in said
    assert "No answer about S0002." in said
    assert "Fake Finance is throttling us" in said
    assert "Run it again to go on from here." in said
    provider.fault = None
    refresh_universe(data, panels, RUSSELL_2000)
    assert provider.asked == ["S0001", "S0002", "S0002", "S0003"]


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (("members",), 0, "keeps its own members: there is nothing to fetch"),
        (("members", "wilshire"), 1, "Use russell2000 or sp500"),
        (("members", "--source", "nasdaq"), 1, "is no data source"),
        (("valuation",), 0, "multiples of 2026-01-22; 1,257 sessions can be compared"),
    ],
)
def test_the_command_line_says_what_happened(
    words: tuple[str, ...], code: int, says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended, failures_as_sentences():
        refresh(words)
    said = capsys.readouterr()
    assert ended.value.code == code
    assert says in said.err + said.out
    assert "Traceback" not in said.err + said.out


def test_files_without_valuations_say_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended, failures_as_sentences():
        refresh(["valuation", "--source", f"files:{tmp_path}"])
    assert ended.value.code == 1
    assert "operator’s own files, which hold no valuations" in capsys.readouterr().err
