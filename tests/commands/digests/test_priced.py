"""The daily read over Yahoo's wire: on an empty store, at the real pace, and from a silent provider."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pandas as pd
import pytest

from bot.settings import Settings
from bot.wiring import sources
from bot.wiring.app import App, build_app
from bot.wiring.sources import DataSource, SourceContext
from commands.digests.brief import Brief
from commands.digests.priced import BENCHMARKS, PRICED, SUBJECT
from commands.framework.reply import Reply
from market.calendars.calendar import Calendar
from market.clock import Deadline, FixedClock
from market.fetching.blob_store import BlobStore, open_store
from market.fetching.rate_limit import RateLimit
from market.services.data_services import Sources
from market.sources.yahoo.client import YahooClient
from market.sources.yahoo.prices import YahooSource
from tests.wire.series import rising
from tests.wire.yahoo import HANG, YahooWire, fresh_process

CALENDAR = Calendar()
CLOSED = datetime(2026, 1, 22, 22, 0, tzinfo=UTC)
ABSENT = "MGC"  # of the size ladder; the wire does not list it
SECONDS = 8.0


class Program:
    """Yahoo's wire, an empty store and the program over them, at Yahoo's real pace by a clock of its own: a turn
    is waited for without waiting, and one that would come too late is refused as it would be live."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        fresh_process()
        self.wire, self.clock, self.passed = YahooWire(CLOSED, CALENDAR), FixedClock(CLOSED), 0.0
        self.store: BlobStore = open_store(folder / "market.db")
        self.client = YahooClient(folder / "yfinance", self.wire.session())
        monkeypatch.setattr(sources, "SOURCES", (DataSource("yahoo", self._sources),))
        self.folder = folder

    def start(self, seconds: float = SECONDS) -> App:
        settings = Settings(source="yahoo", data_dir=self.folder, deadline=seconds)
        return build_app(settings, clock=self.clock)

    def _sources(self, context: SourceContext) -> Sources:
        pace = RateLimit(monotonic=lambda: self.passed, wait=lambda seconds: None)
        return Sources(prices=YahooSource(self.client, context.calendar), pace=pace, store=self.store)

    def rest(self, seconds: float) -> None:
        """Let time pass for the pace alone."""
        self.passed += seconds

    def move_to(self, at: datetime) -> None:
        self.clock.at = self.wire.now = at

    def asked(self, since: int = 0) -> list[str]:
        """Tickers of charts in the order in which they were asked for."""
        return [ticker for route, ticker in self.wire.asked[since:] if route == "chart"]


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Program]:
    program = Program(tmp_path, monkeypatch)
    with program.wire as wire:
        bars = rising(date(2025, 1, 2), date(2026, 1, 26), CALENDAR)
        for place, symbol in enumerate(PRICED):
            if symbol.ticker != ABSENT:
                wire.know(symbol.ticker, bars * (1 + place), instrument="INDEX" if symbol.is_index else "ETF")
        wire.know(SUBJECT.ticker, _ahead(bars), instrument="INDEX")
        yield program
    program.client.close()
    program.store.close()


def _ahead(bars: pd.DataFrame) -> pd.DataFrame:
    """These bars, rising twice as much on the last two sessions before the digest."""
    out = bars.copy()
    columns = ["open", "high", "low", "close"]
    out.loc["2026-01-21":, columns] += 1.01
    out.loc["2026-01-22":, columns] += 1.01
    return out


def digest(app: App, seconds: float = SECONDS) -> Reply:
    return app.engine.answer(Brief(), Deadline.after(seconds))


def fact(reply: Reply, label: str) -> str:
    return next((str(fact.value) for fact in reply.facts if fact.label == label), "")


def test_the_first_ask_on_an_empty_store_tells_all_five_indices_and_who_leads_and_names_the_rest(
    program: Program,
) -> None:
    app = program.start()
    reply = digest(app)
    assert not reply.error
    assert reply.partial
    assert "The Russell 2000 rose 0.55%" in reply.headline
    told = f"{reply.headline} {fact(reply, 'Compare')}"  # what the headline says is not said again
    assert "ahead of" in reply.headline
    assert all(symbol.label in told for symbol in BENCHMARKS)
    assert {fact.as_of for fact in reply.facts if fact.label == "Compare"} == {"2026-01-22 close"}
    figures = {figure.key: figure for figure in reply.figures}
    for symbol in BENCHMARKS:
        assert figures[f"{symbol.word}.change.1d"].is_shown
    assert set(program.asked()[:5]) == {symbol.ticker for symbol in (SUBJECT, *BENCHMARKS)}
    assert any(note.startswith("Without ") and "Yahoo Finance" in note for note in reply.notes)


def test_what_needs_history_follows_with_the_next_ask(program: Program) -> None:
    app = program.start()
    first = digest(app)
    assert first.partial
    program.rest(600)
    app.market.warm(PRICED)
    assert app.market.warmed(60)
    asked = len(program.wire.asked)
    second = digest(app)
    assert "S&P 500 sectors" in fact(second, "Sectors")
    assert "Without" not in fact(second, "Sectors")
    assert "funds" in fact(second, "Breadth")
    assert not set(program.asked(asked)) & {symbol.ticker for symbol in PRICED}


def test_the_start_of_the_program_fetches_what_a_digest_reads_in_the_order_in_which_it_is_missed(
    program: Program,
) -> None:
    app = program.start()
    program.rest(600)
    app.market.warm(PRICED)
    program.rest(600)
    assert app.market.warmed(60)
    asked = program.asked()
    assert asked[:5] == [symbol.ticker for symbol in (SUBJECT, *BENCHMARKS)]
    assert len(asked) == len(set(asked))


def test_a_fund_that_is_not_listed_is_asked_for_once_that_day(program: Program) -> None:
    app = program.start()
    for _ in range(3):
        program.rest(600)
        app.market.warm(PRICED)
        assert app.market.warmed(60)
        digest(app)
    assert program.asked().count(ABSENT) == 1


def test_a_silent_provider_over_a_full_store_costs_a_part_of_the_time_and_dates_what_is_told(
    program: Program,
) -> None:
    app = program.start()
    for _ in range(8):
        program.rest(600)
        app.market.warm(PRICED)
        assert app.market.warmed(60)
    program.wire.fail("*", HANG)
    program.move_to(CLOSED + timedelta(days=1))
    again = program.start(2.0)  # nothing in memory: only what the store has
    for _ in range(2):
        reply = digest(again, 2.0)
        assert "2026-01-22" in reply.headline
        assert {fact.as_of for fact in reply.facts if fact.label in ("Compare", "Sectors")} == {
            "2026-01-22 close"
        }
        assert (
            "Yahoo Finance is not answering (no answer in time): these are stored figures, up to the close of "
            "2026-01-22."
        ) in reply.notes
        assert "S&P 500 sectors" in fact(reply, "Sectors")
