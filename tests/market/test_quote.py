from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pandas as pd
import pytest

from market.bars import Bars, RunningBar, tidy
from market.provenance import Provenance
from market.quote import Quote
from market.symbols import Symbol

AT = datetime(2026, 1, 22, 21, 0, tzinfo=UTC)
RUNNING = RunningBar(
    date(2026, 1, 23), 104.0, 106.0, 103.0, 105.0, 7e5, datetime(2026, 1, 23, 16, 30, tzinfo=UTC)
)


def bars(word: str = "iwm", running: RunningBar | None = None, rows: int = 2, **more: object) -> Bars:
    frame = tidy(
        pd.DataFrame(
            {"open": [99.0, 101.0], "high": [101.0, 104.0], "low": [98.0, 100.0], "close": [100.0, 102.0]},
            index=pd.DatetimeIndex(["2026-01-21", "2026-01-22"]),
        ).assign(volume=1e6)
    ).iloc[-rows:]
    at = running.at if running else AT
    return Bars(Symbol.parse(word), frame, Provenance("By hand", at), running, **more)  # type: ignore[arg-type]  # any of Bars' fields


def test_after_the_close_it_is_the_last_session_against_the_one_before() -> None:
    quote = Quote.of(bars())
    assert (quote.session, quote.last, quote.previous) == (date(2026, 1, 22), 102.0, 100.0)
    assert not quote.in_progress
    assert quote.change == pytest.approx(0.02)
    assert (quote.open, quote.high, quote.low, quote.volume) == (101.0, 104.0, 100.0, 1e6)
    assert quote.as_of == AT


def test_in_session_it_is_the_print_against_the_last_close() -> None:
    quote = Quote.of(bars(running=RUNNING))
    assert (quote.session, quote.last, quote.previous) == (date(2026, 1, 23), 105.0, 102.0)
    assert quote.change == pytest.approx(105 / 102 - 1)
    assert (quote.in_progress, quote.volume) == (True, 7e5)
    assert quote.as_of == RUNNING.at


def test_an_index_has_no_volume() -> None:
    assert Quote.of(bars("rut")).volume is None
    assert Quote.of(bars("rut", running=RUNNING)).volume is None


def test_the_first_bar_of_all_has_no_change() -> None:
    quote = Quote.of(bars(rows=1))
    assert (quote.previous, quote.change) == (None, None)


def test_a_change_over_a_missing_session_is_no_change_on_the_day() -> None:
    late = RunningBar(date(2026, 1, 26), 104.0, 106.0, 103.0, 105.0, None, RUNNING.at)
    quote = Quote.of(bars(running=late, missing=(date(2026, 1, 23),)))
    assert (quote.previous, quote.change) == (None, None)
    assert Quote.of(bars(missing=(date(2026, 1, 14),))).change is not None


def test_notes_source_and_brand_come_along() -> None:
    marked = Provenance("By hand", AT, sample=True, notes=("stale",))
    assert Quote.of(replace(bars(), provenance=marked)).provenance == marked
