"""Parquet files that are small on disk and would fill the memory."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from market.calendars.calendar import Calendar
from market.errors import ProviderError
from market.sources.files.funds import FundTable
from market.sources.files.parquet import CELLS, columns_within_limits, of_closes


def written(path: Path, rows: int, columns: int) -> Path:
    """A table of one constant, which packs to almost nothing."""
    column = pa.array(np.zeros(rows, dtype="float32"))
    pq.write_table(pa.table({f"T{n}": column for n in range(columns)}), path, compression="zstd")
    return path


def test_a_table_that_packs_well_is_refused_by_its_cells(tmp_path: Path) -> None:
    bomb = written(tmp_path / "bomb_adjclose.parquet", CELLS // 10 + 1, 10)
    assert bomb.stat().st_size < 2**20
    with pytest.raises(ProviderError, match="more than memory bears"):
        columns_within_limits(bomb)
    with pytest.raises(ProviderError, match=r"bomb_adjclose\.parquet"):
        FundTable(tmp_path, Calendar()).frame("T0")


def test_a_table_at_the_limit_is_read(tmp_path: Path) -> None:
    assert columns_within_limits(written(tmp_path / "large.parquet", CELLS // 10, 10)) == [
        f"T{n}" for n in range(10)
    ]


def test_what_is_no_parquet_says_so(tmp_path: Path) -> None:
    (tmp_path / "none.parquet").write_bytes(b"PAR1 and nothing more")
    with pytest.raises(ValueError):  # noqa: PT011 — pyarrow's own sentence; callers write another
        columns_within_limits(tmp_path / "none.parquet")


@pytest.mark.parametrize(
    ("last", "rows"),
    [
        ("2026-01-22 00:00", 20),
        ("2026-01-22 16:00", 20),
        ("2026-01-22 11:30", 19),
        ("2026-01-22T16:30Z", 19),
        ("2026-01-22T21:00Z", 20),
    ],
)
def test_a_row_under_a_time_of_the_session_is_a_print(last: str, rows: int) -> None:
    moment = pd.Timestamp(last)
    days = [*pd.bdate_range(end="2026-01-21", periods=19, tz=moment.tz), moment]
    found = of_closes(pd.DataFrame({"IWM": range(20)}, pd.DatetimeIndex(days)))
    assert len(found) == rows
    assert found["IWM"].is_monotonic_increasing
    assert found.index[-1] == pd.Timestamp("2026-01-22" if rows == 20 else "2026-01-21")
