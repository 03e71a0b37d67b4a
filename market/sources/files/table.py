"""People's own tables as text: CSV as spreadsheets and programs really write it, or the reason why not."""

from __future__ import annotations

import codecs
import gzip
import io
import re
import warnings
import zlib
from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import numpy as np
import pandas as pd

from market.errors import ProviderError
from market.formatting import NEW_YORK
from market.symbols import printable

TITLE = "Own files"
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
LARGEST = 64 * 2**20  # bytes of a table, unpacked; forty years of five-minute bars have 50 million
_EPOCH = r"[12]\d{9}(\d{3})?"
_OFFSET = re.compile(r"^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)\s*(Z|[+-]\d{2}:?\d{2})$")
_STAMP = r"^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2})(?::\d{2}(?:\.\d+)?)?\s*(Z|[+-]\d{2}:?\d{2})?$"
_DAY, _TIME = r"\d{4}-\d{2}-\d{2}", r"\d{2}:\d{2}(:\d{2})?"
# How programs write what is missing.
_NO_NUMBER = frozenset({"", "nan", "null", "none", "n/a", "#n/a", "na", "nd", ".", "-", "–", "—"})
_USUAL = 0.1  # share of a table's rows with the same time of day
_HOURS = time(9, 30), time(16)
_THOUSANDS = re.compile(r"^[+-]?\d{1,3}(,\d{3})+(\.\d*)?$")  # 2,718.77
_DECIMAL_COMMA = re.compile(r"^[+-]?(\d{1,3}(\.\d{3})+|\d+),\d+$")  # 2.718,77 or 2718,77
_EITHER = re.compile(r"^[+-]?\d{1,3},\d{3}$")  # 2,718
_SPACED = re.compile(r"(?<=\d)[ \u00a0\u202f'’](?=\d{3}(?:\D|$))")  # 2 718.77, 2’718.77


def refused(what: str) -> ProviderError:
    """The refusal of a file, with the next step."""
    return ProviderError(TITLE, f"{what}. Correct the file and ask again.")


def inside(folder: Path, path: Path) -> Path | None:
    """`path`, a file in `folder`, with its links followed; None where there is none. Raises
    ProviderError for a link that leads out of the folder."""
    root, target = folder.resolve(), path.resolve()
    if target.is_relative_to(root):
        return target if target.is_file() else None
    if path.is_symlink():
        raise refused(f"{path.name} is a link that leads out of the folder of data, and is not read")
    return None


def was_written_in(path: Path, close: datetime) -> bool:
    """Whether a file was last written, or packed by gzip, within the day before this close: what it says of that
    session is a print. Times of other days say nothing; archives and copies set that of writing as they like."""
    ahead = [close - datetime.fromtimestamp(at, UTC) for at in (path.stat().st_mtime, _packed_at(path))]
    return any(timedelta(0) < before < timedelta(days=1) for before in ahead)


def _packed_at(path: Path) -> int:
    """When gzip says that it packed the file, in seconds since 1970, which no copy changes; 0 where it does not."""
    if path.suffix != ".gz":
        return 0
    with path.open("rb") as file:
        return int.from_bytes(file.read(8)[4:], "little")


def text_of(path: Path) -> str:
    """The file as text: UTF-8, with or without a mark, UTF-16 with one, or cp1252, as Excel saves it; gzip by its name.
    Raises OSError, EOFError or zlib.error where it cannot be read, ProviderError where it is too large."""
    with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as file:
        data = file.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise refused(
            f"{path.name} holds more than {LARGEST // 2**20} MB, which no table of prices or members does"
        )
    try:
        return data.decode("utf-16" if data.startswith(_UTF_16) else "utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def table_of(path: Path, columns: Sequence[str]) -> pd.DataFrame:
    """All of the file as text, so that a bad cell can be named rather than guessed at. Its columns are
    in lower case, with underscores (`Adj Close` is `adj_close`). Cells stand between commas, semicolons
    or tabs. Raises ProviderError: unreadable, or without one of `columns`."""
    try:
        text = text_of(path)
    except (OSError, EOFError, zlib.error):
        raise refused(f"{path.name} cannot be read as a table") from None
    header = text.partition("\n")[0]
    separator = max(",;\t", key=header.count)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", pd.errors.ParserWarning)  # more cells than columns
            table = pd.read_csv(
                io.StringIO(text),
                sep=separator,
                dtype=str,
                keep_default_na=False,
                skipinitialspace=True,
                index_col=False,
                skip_blank_lines=False,
            )
    except (ValueError, pd.errors.ParserWarning):
        where = _longer(text, separator)
        raise refused(f"{path.name}{where or ' cannot be read as a table'}") from None
    table.columns = table.columns.str.strip().str.lower().str.replace(" ", "_")
    refuse_without(path, table, columns)
    table = table.fillna("")
    empty = table.iloc[:, 0].str.strip() == ""
    if empty.any():
        empty &= (table.apply(lambda column: column.str.strip()) == "").all(axis=1)
    kept: pd.DataFrame = table[~empty]
    return kept


def refuse_without(path: Path, table: pd.DataFrame, columns: Sequence[str]) -> None:
    """Raises ProviderError where the table lacks one of `columns`."""
    if absent := [name for name in columns if name not in table.columns]:
        there = ", ".join(printable(name)[:20] for name in table.columns[:8])
        raise refused(f"{path.name} has no column {' or '.join(absent)}; its columns are {there}")


def _longer(text: str, separator: str) -> str:
    """Where a row has more cells than the header has columns; empty where none has."""
    lines = text.splitlines()
    width = lines[0].count(separator) if lines else 0
    for number, line in enumerate(lines, 1):
        if '"' not in line and line.count(separator) > width:
            hint = "; a decimal comma needs semicolons between the cells" if separator == "," else ""
            return f", line {number} has more cells than there are columns{hint}"
    return ""


def days_of(path: Path, table: pd.DataFrame, column: str) -> pd.DatetimeIndex:
    """The column as days: 2026-01-22, 20260122 or 22.01.2026. A midnight with an offset (as yfinance writes it, −05:00
    in winter and −04:00 in summer) is that day; any other moment is its day in New York. Raises ProviderError."""
    cells = table[column].str.strip()
    offset = cells.str.contains(r"\d{2}:\d{2}.*(?:Z|[+-]\d{2}:?\d{2})$", regex=True)
    if offset.any():
        cells = cells.where(~offset, cells.map(_day))
    cells = cells.str.replace(r"^(\d{2})\.(\d{2})\.(\d{4})$", r"\3-\2-\1", regex=True)
    days = pd.to_datetime(cells, format="ISO8601", errors="coerce")
    refuse(path, table, column, days.isna(), "date such as 2026-01-22")
    return pd.DatetimeIndex(days)


def with_times(table: pd.DataFrame, column: str) -> pd.DataFrame:
    """The table with times of day that stand in a column of their own, `time`, behind its days."""
    if "time" not in table.columns:
        return table
    days, times = table[column].str.strip(), table["time"].str.strip().str.zfill(5)
    timed = days.str.fullmatch(_DAY) & times.str.fullmatch(_TIME)
    return table.assign(**{column: days.where(~timed, days + "T" + times)})


def in_session(table: pd.DataFrame, column: str, moments: Sequence[str] = ()) -> pd.Series[bool]:
    """Which rows of days are stamped, there or in one of the columns `moments`, with a time of that day at which New
    York trades, while the table's rows usually have another one: their last price is no close."""
    days = table[column].str.strip().str[:10]
    found = pd.Series(False, table.index)
    for name in (column, *moments):
        stamps = _with_epochs(table[name].str.strip()).str.extract(_STAMP)
        # Of all rows: others may have no time at all, or the time at which the whole table was written.
        times, own = stamps[1], stamps[0] == days
        usual = times.map(times[own].value_counts() / len(times)) > _USUAL
        offsets = stamps[2].fillna("Z") if "utc" in name else stamps[2]
        odd = times.notna() & ~usual & (own | offsets.notna())
        if odd.any():
            rows = zip(days[odd], stamps[0][odd], times[odd], offsets[odd], strict=True)
            found[odd] |= np.array([_is_traded(*row, stamped=name == column) for row in rows])
    return found


def _with_epochs(cells: pd.Series[str]) -> pd.Series[str]:
    """The cells, with seconds or milliseconds since 1970 as moments."""
    epochs = cells.str.fullmatch(_EPOCH)
    if not epochs.any():
        return cells
    moments = pd.to_datetime(pd.to_numeric(cells[epochs].str[:10]), unit="s")
    return cells.where(~epochs, moments.dt.strftime("%Y-%m-%dT%H:%M:%SZ").reindex(cells.index))


def _is_traded(session: str, day: str, clock: str, offset: float | str, stamped: bool) -> bool:
    """Whether a time is of New York's hours, and of the session's own day unless it is that day's own stamp; one
    without an offset is taken for New York's own. False where it is no time."""
    try:
        there = datetime.fromisoformat(f"{day}T{clock}{offset if isinstance(offset, str) else ''}")
    except ValueError:
        return False  # `days_of` refuses it
    if there.tzinfo:
        there = there.astimezone(NEW_YORK)
    return (stamped or f"{there:%Y-%m-%d}" == session) and _HOURS[0] < there.time() < _HOURS[1]


def _day(cell: str) -> str:
    match = _OFFSET.match(cell)
    if match is None or match[2].startswith("00:00"):
        return match[1] if match else cell
    try:
        return f"{datetime.fromisoformat(cell).astimezone(NEW_YORK):%Y-%m-%d}"
    except ValueError:
        return ""  # no such time of day


def moments_of(path: Path, table: pd.DataFrame, column: str) -> pd.DatetimeIndex:
    """The column as moments in UTC. Raises ProviderError."""
    moments = pd.to_datetime(table[column], format="ISO8601", errors="coerce", utc=True)
    refuse(path, table, column, moments.isna(), "date")
    return pd.DatetimeIndex(moments)


def numbers_of(path: Path, table: pd.DataFrame, columns: Sequence[str]) -> pd.DataFrame:
    """The columns as numbers; an empty cell is missing, anything else that is no number refused.
    Thousands may be marked (2,718.77 or 2 718.77), decimals may follow a comma (2.718,77); where a table leaves open
    which of the two a comma means, it is refused."""
    cells = {column: _joined(table[column].str.strip()) for column in columns}
    commas = {column: texts for column, texts in cells.items() if texts.str.contains(",", regex=False).any()}
    if commas:
        cells |= _without_commas(path, table, commas)
    frame = pd.DataFrame(index=table.index)
    for column, texts in cells.items():
        numbers = pd.to_numeric(texts, errors="coerce")
        frame[column] = numbers
        refuse(path, table, column, numbers.isna() & ~texts.str.casefold().isin(_NO_NUMBER), "number")
    return frame


def _joined(texts: pd.Series[str]) -> pd.Series[str]:
    """Numbers without spaces or apostrophes between their thousands."""
    spaced = texts.str.contains("[ \u00a0\u202f'’]", regex=True).any()
    return texts.str.replace(_SPACED, "", regex=True) if spaced else texts


def _without_commas(
    path: Path, table: pd.DataFrame, cells: dict[str, pd.Series[str]]
) -> dict[str, pd.Series[str]]:
    everything = pd.concat(list(cells.values()))
    everything = everything[everything.str.contains(",", regex=False)]
    either = everything.str.match(_EITHER)
    decimal = everything.str.match(_DECIMAL_COMMA) & ~either
    thousands = everything.str.match(_THOUSANDS) & ~either
    if decimal.any() == thousands.any():
        column, texts = next(iter(cells.items()))
        refuse(
            path,
            table,
            column,
            texts.str.contains(",", regex=False),
            "number that can be read in one way only",
        )
    if decimal.any():
        return {
            name: texts.str.replace(".", "", regex=False).str.replace(",", ".", regex=False)
            if texts.str.contains(",", regex=False).any()
            else texts
            for name, texts in cells.items()
        }
    return {
        name: texts.where(~texts.str.match(_THOUSANDS), texts.str.replace(",", "", regex=False))
        for name, texts in cells.items()
    }


def refuse(path: Path, table: pd.DataFrame, column: str, bad: pd.Series[bool], wanted: str) -> None:
    """Raise ProviderError naming file, line and column of the first bad cell, if there is one."""
    if bad.any():
        row = int(bad.to_numpy().argmax())
        cell = str(table[column].iloc[row])[:20]
        raise refused(f"{path.name}, line {int(table.index[row]) + 2}: {column} “{cell}” is no {wanted}")
