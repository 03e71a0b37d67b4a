"""Running bars of several markets from one request, over the real yfinance and Yahoo's wire."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from market.calendars.calendar import Calendar
from market.fetching.rate_limit import RateLimit
from market.services.prices import Market
from market.sources.yahoo.client import YahooClient
from market.sources.yahoo.prices import YahooSource
from market.symbols import Symbol
from tests.wire.series import rising
from tests.wire.yahoo import BAD_GATEWAY, THROTTLED, YahooWire, fresh_process

CALENDAR = Calendar()
RUT, SPX, IWM = INDICES = tuple(Symbol.parse(word) for word in ("rut", "spx", "iwm"))
OPEN = datetime(2026, 1, 22, 16, 30, tzinfo=UTC)
DAYS = date(2025, 6, 2), date(2026, 1, 30)
LATER = timedelta(minutes=2)


class Program:
    """Yahoo's wire and a market on it that has asked for three histories while a session was in progress."""

    def __init__(self, folder: Path) -> None:
        fresh_process()
        self.wire, self._seen = YahooWire(OPEN, CALENDAR), (0, 0)
        for place, symbol in enumerate(INDICES):
            kind = "INDEX" if symbol.is_index else "ETF"
            self.wire.know(symbol.ticker, rising(*DAYS, CALENDAR, 300.0 + place), instrument=kind)
        self.client = YahooClient(folder / "yfinance", self.wire.session())
        # A pace that never makes a test wait.
        pace = partial(RateLimit, per_second=1e9)
        self.market = Market(YahooSource(self.client, CALENDAR), self, CALENDAR, pace=pace)

    def now(self) -> datetime:
        return self.wire.now

    def asked(self) -> tuple[int, int]:
        """Charts and quotes since this was last asked for."""
        counts = self.wire.count("chart"), self.wire.count("quote")
        before, self._seen = self._seen, counts
        return counts[0] - before[0], counts[1] - before[1]


@pytest.fixture
def program(tmp_path: Path) -> Iterator[Program]:
    program = Program(tmp_path)
    with program.wire:
        program.market.many(INDICES)
        program.asked()
        program.wire.now += LATER
        yield program
    program.client.close()


def test_running_bars_that_are_due_come_in_one_request(program: Program) -> None:
    bars = program.market.many(INDICES)
    assert program.asked() == (0, 1)
    for each, symbol in zip(bars, INDICES, strict=True):
        day = program.wire.listing(symbol.ticker).daily.loc["2026-01-22"]
        assert each.running is not None
        assert (each.running.last, each.running.open) == (
            day["open"],
            day["open"],
        )  # the stand-in's day so far
        assert (each.running.at, each.as_of) == (program.wire.now, program.wire.now)
        assert (each.running.volume is None) is symbol.is_index
        assert (each.last_session, each.notes) == (date(2026, 1, 21), ())
    program.market.many(INDICES)
    assert program.asked() == (0, 0)  # fresh for a minute


def test_one_market_is_asked_for_by_its_chart(program: Program) -> None:
    program.market.many((RUT,))
    assert program.asked() == (1, 0)


def test_after_the_close_the_charts_bring_the_close(program: Program) -> None:
    program.wire.now = datetime(2026, 1, 22, 22, 0, tzinfo=UTC)
    assert {bars.last_session for bars in program.market.many(INDICES)} == {date(2026, 1, 22)}
    assert program.asked() == (3, 0)


@pytest.mark.parametrize(("factor", "charts"), [(1.0009, 0), (1.0011, 1), (0.5, 1), (1e-9, 1)])
def test_a_quote_on_another_scale_than_the_last_close_is_not_used(
    program: Program, factor: float, charts: int
) -> None:
    listing = program.wire.listing("IWM")
    listing.quoted_previous = float(listing.daily["close"].loc["2026-01-21"]) * factor
    running = program.market.many(INDICES)[2].running
    assert running is not None
    assert program.asked() == (charts, 1)


def test_throttled_quotes_leave_the_provider_alone_altogether(program: Program) -> None:
    program.wire.fail("quote", THROTTLED)
    bars = program.market.many(INDICES)
    assert program.asked()[0] == 0
    assert all("is throttling us" in each.notes[0] for each in bars)


def test_where_quotes_fail_the_charts_answer_and_quotes_rest_for_a_minute(program: Program) -> None:
    program.wire.fail("quote", BAD_GATEWAY)
    assert all(bars.running and bars.running.at == program.wire.now for bars in program.market.many(INDICES))
    charts, quotes = program.asked()
    assert charts == 3
    assert quotes >= 1
    program.wire.mend()
    program.wire.now += timedelta(minutes=1, seconds=1)
    program.market.many(INDICES)
    assert program.asked() == (0, 1)
