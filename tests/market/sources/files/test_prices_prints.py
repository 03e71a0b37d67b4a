"""Five-minute bars of one session, where the operator keeps them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from market.calendars.calendar import Calendar
from market.sources import PrintSource
from market.sources.files.prices import FilesSource
from market.symbols import Symbol
from tests.market.fake_source import FakeSource

RUT = Symbol.parse("rut")


@pytest.mark.realdata
def test_the_bars_of_the_session_and_no_others(real_data: Path) -> None:
    bars = FilesSource(real_data, Calendar()).prints(RUT, date(2026, 1, 22))
    raw = pd.read_csv(real_data / "RUT_5m.csv.gz", parse_dates=["ts_utc"]).set_index("ts_utc")
    expected = raw.loc["2026-01-22"]
    assert bars is not None
    assert len(bars) == len(expected) == 78
    assert bars["high"].max() == expected["high"].max() == 2735.10
    assert str(bars.index[0]) == "2026-01-22 14:30:00+00:00"


@pytest.mark.realdata
@pytest.mark.parametrize(
    ("word", "day"), [("rut", "2026-01-19"), ("rut", "2020-01-02"), ("dji", "2026-01-22")]
)
def test_none_on_a_holiday_before_they_begin_or_without_a_file(real_data: Path, word: str, day: str) -> None:
    source = FilesSource(real_data, Calendar())
    assert source.prints(Symbol.parse(word), date.fromisoformat(day)) is None


def test_only_a_source_that_keeps_them_says_so(tmp_path: Path) -> None:
    assert isinstance(FilesSource(tmp_path, Calendar()), PrintSource)
    assert not isinstance(FakeSource(), PrintSource)
