"""An operator's own economic series: one long table, `fred_long.csv[.gz]` with series, date, value."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from threading import Lock

import pandas as pd

from market.clock import Deadline
from market.datasets.economic_series import EconomicSeries
from market.datasets.first_releases import out_by, stated_release
from market.datasets.macro_observations import Observations
from market.errors import NoData
from market.provenance import Provenance
from market.sources.files.table import TITLE, days_of, numbers_of, refused, table_of

_NAMES = ("fred_long.csv", "fred_long.csv.gz")


class FileMacro:
    """`MacroSource` over a folder. What was out at a moment in the past is told by the agencies' calendars, as the
    file keeps no dates of release."""

    key = "files"
    title = TITLE
    sample = False
    local = True

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._read: tuple[float, pd.DataFrame] | None = None
        self._lock = Lock()

    def observations(self, series: EconomicSeries, now: datetime, deadline: Deadline) -> Observations:
        """Raises NoData where the file or the series is missing, ProviderError when unreadable."""
        path = next((self._folder / name for name in _NAMES if (self._folder / name).is_file()), None)
        if path is None:
            raise NoData(f"There are no economic series among the files. Put {_NAMES[0]} beside them.")
        table = self._table(path)
        rows = table[table["series"] == series.id]
        values = pd.Series(rows["value"].to_numpy("float64"), pd.DatetimeIndex(rows["date"]))
        values = out_by(series, values[~values.index.duplicated(keep="last")].sort_index().dropna(), now)
        if values.empty:
            raise NoData(f"{path.name} has no values of {series.name} ({series.id}).")
        released = stated_release(series, values.index[-1].date())
        return Observations(series, values, Provenance(f"{TITLE} ({path.name})", now), released)

    def _table(self, path: Path) -> pd.DataFrame:
        """The file, read again only when it has changed."""
        with self._lock:
            changed = path.stat().st_mtime
            if self._read is None or self._read[0] != changed:
                self._read = (changed, _table(path))
            return self._read[1]


def _table(path: Path) -> pd.DataFrame:
    table = table_of(path, ("series", "date", "value"))
    _refuse_two_values(path, table)
    return pd.DataFrame(
        {
            "series": table["series"],
            "date": days_of(path, table, "date"),
            "value": numbers_of(path, table, ("value",))["value"],
        }
    )


def _refuse_two_values(path: Path, table: pd.DataFrame) -> None:
    """Raises ProviderError where one date of a series has two values: nobody can tell which is true."""
    twice = table[table.duplicated(["series", "date"], keep=False)]
    differing = twice.groupby(["series", "date"])["value"].nunique() if len(twice) else None
    if differing is not None and (differing > 1).any():
        series, day = differing.index[differing > 1][-1]
        raise refused(f"{path.name} has two values of {series} for {day}")
