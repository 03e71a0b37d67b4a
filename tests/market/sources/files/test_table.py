"""Tables as people's programs write them: read, or refused with file, line and column."""

from __future__ import annotations

import gzip
from pathlib import Path

import pandas as pd
import pytest

from market.errors import ProviderError
from market.sources.files.table import (
    LARGEST,
    days_of,
    in_session,
    inside,
    moments_of,
    numbers_of,
    table_of,
    text_of,
)


def written(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    path = folder / "IWM.csv"
    path.write_bytes(text.encode(encoding))
    return path


def closes(path: Path) -> list[float]:
    return list(numbers_of(path, table_of(path, ("date", "close")), ("close",))["close"])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_text_is_read_in_the_encodings_that_spreadsheets_save(tmp_path: Path, encoding: str) -> None:
    assert text_of(written(tmp_path, "name\nL’Oréal\xa0SA\n", encoding)) == "name\nL’Oréal\xa0SA\n"


def test_an_archive_is_read_by_its_name(tmp_path: Path) -> None:
    path = tmp_path / "A.csv.gz"
    path.write_bytes(gzip.compress("a\né\n".encode("cp1252")))
    assert text_of(path) == "a\né\n"


def test_columns_are_named_in_one_way(tmp_path: Path) -> None:
    path = written(tmp_path, "Date,Open,Adj Close, Close\n2026-01-20,1,2,3\n")
    assert list(table_of(path, ("date",)).columns) == ["date", "open", "adj_close", "close"]


@pytest.mark.parametrize(
    "text",
    [
        "date;close\n2026-01-20;2718,77\n2026-01-21;1,5\n",
        "date;close\n2026-01-20;2.718,77\n2026-01-21;1,5\n",
        'date,close\n2026-01-20,"2718,77"\n2026-01-21,"1,5"\n',
        'date,close\n2026-01-20,"2,718.77"\n2026-01-21,1.5\n',
        "date\tclose\n2026-01-20\t2718,77\n2026-01-21\t1,5\n",
        "date,close\r\n2026-01-20,2718.77\r\n\r\n2026-01-21,1.5\r\n\r\n",
        "date,close,note\n2026-01-20,2718.77,\n,,\n2026-01-21,1.5,\n",
        "date;close\n2026-01-20;2\u202f718,77\n2026-01-21;1,5\n",
        "date,close\n2026-01-20,2’718.77\n2026-01-21,1.5\n",
    ],
)
def test_decimal_commas_thousands_and_empty_lines_are_read(tmp_path: Path, text: str) -> None:
    assert closes(written(tmp_path, text)) == [2718.77, 1.5]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            "date,close\n2026-01-20,2718,77\n",
            "line 2 has more cells than there are columns; a decimal comma needs semicolons between the cells",
        ),
        (
            "date;close\n2026-01-20;2,718\n",
            "line 2: close “2,718” is no number that can be read in one way only",
        ),
        (
            "date;close\n2026-01-20;2.718,77\n2026-01-21;2,718.77\n",
            "line 2: close “2.718,77” is no number that can be read in one way only",
        ),
        ("date,close\n\n\n2026-01-20,x\n", "line 4: close “x” is no number"),
        ("date,price\n2026-01-20,1\n", "IWM.csv has no column close; its columns are date, price"),
    ],
)
def test_what_cannot_be_read_is_named(tmp_path: Path, text: str, sentence: str) -> None:
    with pytest.raises(ProviderError) as caught:
        closes(written(tmp_path, text))
    assert sentence in str(caught.value)
    assert str(caught.value).endswith("Correct the file and ask again.")


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("2026-01-20", "2026-01-20"),
        ("20.01.2026", "2026-01-20"),
        ("2026-01-20 00:00:00-05:00", "2026-01-20"),
        ("2025-07-01 00:00:00-04:00", "2025-07-01"),
        ("2026-01-20T00:00:00Z", "2026-01-20"),
        ("2026-01-20 21:00:00+00:00", "2026-01-20"),
        ("2026-01-21 02:00:00+00:00", "2026-01-20"),
        ("2026-01-20 16:00:00-0500", "2026-01-20"),
    ],
)
def test_a_date_with_an_offset_is_its_day(tmp_path: Path, cell: str, day: str) -> None:
    path = written(tmp_path, f"date,close\n2026-01-16,1\n{cell},1\n")
    days = days_of(path, table_of(path, ("date",)), "date")
    assert list(days) == [pd.Timestamp("2026-01-16"), pd.Timestamp(day)]
    assert days.tz is None


@pytest.mark.parametrize("cell", ["20/01/26", "2026-01-20 24:99:00-05:00", "tomorrow"])
def test_no_date_is_refused_with_its_line(tmp_path: Path, cell: str) -> None:
    path = written(tmp_path, f"date,close\n2026-01-16,1\n{cell},1\n")
    with pytest.raises(ProviderError, match=r"IWM\.csv, line 3: date “"):
        days_of(path, table_of(path, ("date",)), "date")


def test_moments_are_in_utc(tmp_path: Path) -> None:
    path = written(tmp_path, "ts_utc\n2026-01-20 16:30:00\n2026-01-20 11:30:00-05:00\n")
    assert len(set(moments_of(path, table_of(path, ("ts_utc",)), "ts_utc"))) == 1


def test_a_link_out_of_the_folder_is_refused_and_one_inside_followed(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    (tmp_path / "SECRET.csv").touch()
    (folder / "A.csv").touch()
    (folder / "B.csv").symlink_to(folder / "A.csv")
    (folder / "C.csv").symlink_to(tmp_path / "SECRET.csv")
    assert inside(folder, folder / "B.csv") == (folder / "A.csv").resolve()
    assert inside(folder, folder / "D.csv") is None
    assert inside(folder, folder / "../SECRET.csv") is None
    with pytest.raises(ProviderError, match=r"C\.csv is a link"):
        inside(folder, folder / "C.csv")


def test_an_archive_is_unpacked_only_as_far_as_memory_bears(tmp_path: Path) -> None:
    bomb = tmp_path / "RUT.csv.gz"
    with gzip.open(bomb, "wb") as file:
        file.write(b"date,close\n")
        for _megabyte in range(LARGEST // 2**20 + 1):
            file.write(b"0" * 2**20)
    assert bomb.stat().st_size < 2**20
    with pytest.raises(ProviderError, match=r"RUT\.csv\.gz holds more than 64 MB"):
        table_of(bomb, ("date", "close"))


def test_a_table_at_the_limit_is_text(tmp_path: Path) -> None:
    for length, name in ((LARGEST, "at.csv"), (LARGEST + 1, "above.csv")):
        with (tmp_path / name).open("wb") as file:
            file.truncate(length)
    assert len(text_of(tmp_path / "at.csv")) == LARGEST
    with pytest.raises(ProviderError, match="holds more than"):
        text_of(tmp_path / "above.csv")


@pytest.mark.parametrize(("at_noon", "odd"), [(2, 2), (3, 0)])
def test_a_time_that_a_tenth_of_the_rows_has_is_not_usual(at_noon: int, odd: int) -> None:
    days = pd.bdate_range("2026-01-01", periods=20)
    stamps = [f"{day:%Y-%m-%d} {'12:00' if n < at_noon else '16:00'}" for n, day in enumerate(days)]
    assert int(in_session(pd.DataFrame({"date": stamps}), "date").sum()) == odd


ROW = "2026-01-22"


@pytest.mark.parametrize(
    ("name", "stamp", "is_print"),
    [
        ("timestamp", "2026-01-22 11:30", True),
        ("updated", "2026-01-22T16:30:00Z", True),
        ("written_utc", "2026-01-22 16:30:05", True),
        ("epoch", "1769099400", True),  # 11:30 in New York
        ("epoch", "1769099400123", True),
        ("asked", "2026-01-23T01:30+09:00", True),
        ("timestamp", "2026-01-22 16:00", False),
        ("timestamp", "2026-01-22 09:30", False),  # the beginning of a bar
        ("written_utc", "2026-01-22 21:00:00", False),
        ("asked", "2026-01-22T01:30+09:00", False),  # half past eleven of the day before
        ("timestamp", "2026-01-23 11:30", False),  # written on the day after
        ("epoch", "1769116500", False),
        ("trades", "6877780000", False),
        ("note", "2026-01-22 99:30Z", False),
    ],
)
def test_a_row_that_another_column_says_was_written_in_its_session_is_a_print(
    name: str, stamp: str, is_print: bool
) -> None:
    days = [f"{day:%Y-%m-%d}" for day in pd.bdate_range(end=ROW, periods=20)]
    once = pd.DataFrame({"date": days, name: ["", *[""] * 18, stamp]})
    assert in_session(once, "date", [name]).tolist() == [*[False] * 19, is_print]
    of_all = once.assign(**{name: stamp})  # the whole table was written then
    assert in_session(of_all, "date", [name]).iloc[-1] == is_print


def test_a_time_that_is_every_day_s_is_that_of_its_bars() -> None:
    days = [f"{day:%Y-%m-%d}" for day in pd.bdate_range(end=ROW, periods=20)]
    table = pd.DataFrame({"date": days, "stamp": [f"{day}T12:00-05:00" for day in days]})
    assert not in_session(table, "date", ["stamp"]).any()
