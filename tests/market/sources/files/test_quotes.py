from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from market.errors import ProviderError
from market.live_quote import LiveQuote
from market.sources.files.quotes import read_quotes

NOW = datetime(2026, 1, 22, 16, 30, tzinfo=UTC)
HEADER = "ticker,ts_utc,last,previous"


def written(folder: Path, *rows: str) -> Path:
    (folder / "quotes.csv").write_text("\n".join([HEADER, *rows]))
    return folder


def test_the_newest_row_of_each_up_to_now_counts(tmp_path: Path) -> None:
    folder = written(
        tmp_path,
        "aapl,2026-01-22T16:00:00Z,100,99",
        "AAPL,2026-01-22T16:29:00Z,101,99",
        "AAPL,2026-01-22T16:31:00Z,102,99",
        "MSFT,2026-01-22T02:00:00Z,50,49",
    )
    found = read_quotes(folder, NOW)
    at = datetime(2026, 1, 22, 16, 29, tzinfo=UTC)
    assert found["AAPL"] == LiveQuote("AAPL", date(2026, 1, 22), at, 101.0, 99.0)
    assert found["MSFT"].session == date(2026, 1, 21)  # the evening before in New York


def test_without_a_file_there_are_none(tmp_path: Path) -> None:
    assert read_quotes(tmp_path, NOW) == {}


def test_an_empty_cell_is_no_quote(tmp_path: Path) -> None:
    assert read_quotes(written(tmp_path, "AAPL,2026-01-22T16:29:00Z,,99"), NOW) == {}


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("AAPL,2026-01-22T16:29:00Z,-1,99", "a price that is not above zero"),
        ("AAPL,2026-01-22T16:29:00Z,x,99", "line 2: last “x” is no number"),
        ("AAPL,yesterday,1,99", "line 2: ts_utc “yesterday” is no date"),
    ],
)
def test_a_row_that_cannot_be_read_is_refused_with_its_place(tmp_path: Path, row: str, says: str) -> None:
    with pytest.raises(ProviderError, match=says):
        read_quotes(written(tmp_path, row), NOW)
