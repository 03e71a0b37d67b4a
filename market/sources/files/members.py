"""An operator's own members: lists as CSV and panels of closes as Parquet."""

from __future__ import annotations

import zlib
from datetime import UTC, date, datetime
from pathlib import Path

import pandas as pd

from market.calendars.calendar import Calendar
from market.clock import Deadline
from market.datasets.member_lists import BadList, ListFile, date_in, read
from market.datasets.members import RUSSELL_2000, SP_500, Lists, Member, Members, Universe
from market.errors import NoData, ProviderError
from market.provenance import Provenance
from market.sources.files.parquet import columns_within_limits, completed, of_closes, refuse_two_rows
from market.sources.files.table import TITLE, text_of

_LISTS = {
    RUSSELL_2000.key: ("IWM_holdings*", "r2000_members*", "russell2000_members*"),
    SP_500.key: ("sp500_members*", "IVV_holdings*", "SPY_holdings*"),
}
_WEIGHTED = "_holdings"  # in the names of lists that state weights: they come first


class ListFiles:
    """`Lists` of the Russell 2000 from one named file; `otherwise` answers for the others."""

    def __init__(self, path: Path, otherwise: Lists | None = None) -> None:
        self._path, self._otherwise = path, otherwise

    def members(self, universe: Universe, now: datetime, deadline: Deadline) -> Members:
        """Raises NoData for another universe, ProviderError naming the file that cannot be read."""
        if universe != RUSSELL_2000:
            if self._otherwise is not None:
                return self._otherwise.members(universe, now, deadline)
            raise NoData(f"The operator’s own list is of the {RUSSELL_2000.name} only.")
        return _members(universe, self._path)


class FileMembers:
    """`Lists` and `Panels` from a folder: `IWM_holdings*.csv[.gz]`, `sp500_members*.csv[.gz]`,
    `panel_r2000_adjclose*.parquet`, `panel_sp500_adjclose*.parquet`. The newest name wins."""

    title = TITLE
    sample = False

    def __init__(self, folder: Path, calendar: Calendar) -> None:
        self._folder, self._calendar = folder, calendar

    def members(self, universe: Universe, now: datetime, deadline: Deadline) -> Members:
        """The folder's list; without one the panel's own columns. Raises NoData without either."""
        path = self._newest(*(f"{name}.csv{end}" for name in _LISTS[universe.key] for end in ("", ".gz")))
        if path is not None:
            return _members(universe, path)
        panel = self._panel(universe)
        if panel is None:
            raise NoData(
                f"There is no list of members of the {universe.name} among the files. "
                f"Put one named {_LISTS[universe.key][0].rstrip('*')}.csv beside them."
            )
        rows = tuple(Member(ticker, ticker, "Unknown") for ticker in self._read(panel).columns)
        return Members(
            universe,
            rows,
            Provenance.of_day(
                TITLE,
                _changed(panel),
                notes=("There is no list of members: names, sectors and weights are missing.",),
            ),
        )

    def closes(self, universe: Universe) -> pd.DataFrame:
        """The folder's panel. Raises NoData without one, ProviderError when it cannot be read."""
        path = self._panel(universe)
        if path is None:
            raise NoData(
                f"There are no closes of the {universe.name}’s members among the files. Put a table named "
                f"panel_{universe.file_word}_adjclose.parquet beside them."
            )
        return self._read(path)

    def _panel(self, universe: Universe) -> Path | None:
        return self._newest(
            f"panel_{universe.file_word}_adjclose*.parquet", f"panel_{universe}_adjclose*.parquet"
        )

    def _read(self, path: Path) -> pd.DataFrame:
        try:
            columns_within_limits(path)
            closes = of_closes(pd.read_parquet(path))
            closes = closes.rename(columns=lambda name: str(name).strip().upper())
            closes = closes.loc[:, ~closes.columns.duplicated(keep=False)].astype("float32")
            refuse_two_rows(path, closes)
            closes = closes[~closes.index.duplicated(keep="last")].sort_index()
            return completed(path, closes, self._calendar)
        except (OSError, ValueError, TypeError):  # unreadable, no Parquet, text where numbers belong
            raise ProviderError(
                TITLE, f"{path.name} cannot be read as a panel of closes. Correct the file and ask again."
            ) from None

    def _newest(self, *patterns: str) -> Path | None:
        found = {path for pattern in patterns for path in self._folder.glob(pattern) if path.is_file()}
        return max(found, key=lambda path: (_WEIGHTED in path.name, path.name), default=None)


def _members(universe: Universe, path: Path) -> Members:
    found = _list(path)
    day = found.as_of or date_in(path.name) or _changed(path)
    return Members(universe, found.rows, Provenance.of_day(f"{TITLE} ({path.name})", day))


def _list(path: Path) -> ListFile:
    try:
        return read(text_of(path))
    except BadList as error:
        raise ProviderError(TITLE, f"{path.name}: {error}") from None
    except (OSError, EOFError, zlib.error):
        raise ProviderError(
            TITLE, f"{path.name} cannot be read as a list. Correct the file and ask again."
        ) from None


def _changed(path: Path) -> date:
    return datetime.fromtimestamp(path.stat().st_mtime, UTC).date()
