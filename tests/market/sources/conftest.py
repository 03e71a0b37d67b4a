"""Wires on loopback: Yahoo's with the product's client led to it, and a plain one for what is one question."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from market.calendars.calendar import Calendar
from market.sources.yahoo.client import YahooClient
from market.sources.yahoo.prices import YahooSource
from tests.market.sources.loopback import Loopback
from tests.wire.series import rising
from tests.wire.yahoo import YahooWire, fresh_process

CALENDAR = Calendar()


@pytest.fixture
def wire() -> Iterator[YahooWire]:
    """After the close of 2026-01-22, in a process that has not asked Yahoo before. It lists an
    index, a fund and a stock outside the catalogue, all with made-up bars."""
    fresh_process()
    with YahooWire(datetime(2026, 1, 22, 22, 0, tzinfo=UTC), CALENDAR) as wire:
        bars = rising(date(2025, 10, 1), date(2026, 1, 23), CALENDAR)
        wire.know("^RUT", bars, instrument="INDEX", name="Russell 2000 Index")
        wire.know("IWM", bars, instrument="ETF", name="iShares Russell 2000 ETF")
        wire.know("ZZAQ", bars, instrument="EQUITY", name="Made-up Industries")
        yield wire


@pytest.fixture
def client(wire: YahooWire, tmp_path: Path) -> Iterator[YahooClient]:
    client = YahooClient(tmp_path / "yfinance", wire.session())
    yield client
    client.close()


@pytest.fixture
def source(client: YahooClient) -> YahooSource:
    return YahooSource(client, CALENDAR)


@pytest.fixture
def loopback() -> Iterator[Loopback]:
    with Loopback() as loopback:
        yield loopback
