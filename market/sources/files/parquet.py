"""Parquet files of an operator, unpacked only as far as memory bears."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from market.calendars.calendar import Calendar
from market.calendars.trading_days import ExchangeDays
from market.formatting import NEW_YORK
from market.sources.files.table import in_session, refused, was_written_in

CELLS = 40_000_000  # 2,000 members on the sessions of 79 years
_SAME = 1e-4  # by which a close may be written otherwise
LARGEST = 512 * 2**20  # bytes of the columns, unpacked


def columns_within_limits(path: Path) -> list[str]:
    """The names of its columns, read without unpacking any. Raises ProviderError for a file that would
    fill the memory, OSError or ValueError for one that is no Parquet."""
    import pyarrow.parquet as pq

    with pq.ParquetFile(path) as file:
        described, schema = file.metadata, file.schema_arrow
        unpacked = sum(
            described.row_group(group).total_byte_size for group in range(described.num_row_groups)
        )
        cells = described.num_rows * described.num_columns
    # A constant column is a few bytes however many rows it has: the cells count, too.
    if cells > CELLS or unpacked > LARGEST:
        raise refused(f"{path.name} holds {cells:,} cells, more than memory bears")
    return list(schema.names)


def refuse_two_rows(path: Path, closes: pd.DataFrame) -> None:
    """Raises ProviderError where one day has two rows with other closes: nobody can tell which is true."""
    twice = closes[closes.index.duplicated(keep=False)]
    for day, rows in twice.groupby(level=0):
        if (rows.max() > rows.min() * (1 + _SAME)).any():
            raise refused(f"{path.name} has two rows of closes for {pd.Timestamp(str(day)).date()}")


def of_closes(table: pd.DataFrame) -> pd.DataFrame:
    """The table by days (naive midnights). Rows that stand under a time at which New York trades, where the others
    usually stand under another one, are prints and left out. Raises TypeError or ValueError where the rows stand under
    no dates."""
    index = pd.DatetimeIndex(table.index)
    bare, at_midnight = index.tz_localize(None), index == index.normalize()
    if not at_midnight.all():
        there = index.tz_convert(NEW_YORK).tz_localize(None) if index.tz is not None else index
        bare = bare.where(at_midnight, there)  # a midnight anywhere is that day
        closed = ~in_session(pd.DataFrame({"date": bare.strftime("%Y-%m-%d %H:%M")}), "date").to_numpy()
        table, bare = table[closed], bare.normalize()[closed]
    return table.set_axis(bare.as_unit("us").rename("session"))


def completed(path: Path, closes: pd.DataFrame, calendar: Calendar) -> pd.DataFrame:
    """Closes, sessions × tickers, without a newest session that was still going on when the file was written."""
    if closes.empty or not was_written_in(path, ExchangeDays(calendar).close(closes.index[-1].date())):
        return closes
    return closes.iloc[:-1]
