"""An operator's own funds as one table: adjusted closes only, from which returns follow and no prices."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd

from market.bars import COLUMNS
from market.calendars.calendar import Calendar
from market.errors import ProviderError
from market.inspection.repeated import copied
from market.sources.files.parquet import columns_within_limits, completed, of_closes, refuse_two_rows

TITLE = "Own files"
_ALIKE = 10  # sessions


class FundTable:
    """`NAME_adjclose.parquet` in a folder (`panel_…` are members' and not read here): sessions ×
    tickers of adjusted closes. Where several hold a ticker the newest name wins."""

    def __init__(self, folder: Path, calendar: Calendar) -> None:
        self._folder, self._calendar = folder, calendar
        self._read: dict[Path, tuple[float, pd.DataFrame, list[str]]] = {}

    def frame(self, ticker: str) -> tuple[pd.DataFrame, tuple[date, ...]] | None:
        """Bars of which only `adj_close` is known, and `close` is missing throughout: an adjusted
        close is no price; and the sessions whose close is filled forward. None where no table has the ticker. Raises
        ProviderError."""
        for path in sorted(self._folder.glob("*_adjclose.parquet"), reverse=True):
            if path.name.startswith("panel_") or not path.is_file():
                continue
            try:
                if ticker not in columns_within_limits(path):
                    continue
                adjusted = of_closes(pd.read_parquet(path, columns=[ticker]))[ticker].astype("float64")
                days = self._copied(path, ticker)
            except (OSError, ValueError, TypeError):  # unreadable, no Parquet, no dates or numbers in it
                raise ProviderError(
                    TITLE, f"{path.name} cannot be read as a table of funds. Correct the file and ask again."
                ) from None
            adjusted = adjusted[(adjusted > 0) & ~adjusted.index.duplicated(keep="last")].sort_index()
            frame = pd.DataFrame({"adj_close": adjusted}).reindex(columns=COLUMNS)
            return completed(path, frame, self._calendar), days
        return None

    def _copied(self, path: Path, ticker: str) -> tuple[date, ...]:
        """The sessions of a fund that are filled forward together with other funds'. Raises ProviderError where its
        closes are another's."""
        written = path.stat().st_mtime
        if path not in self._read or self._read[path][0] != written:
            table = of_closes(pd.read_parquet(path).select_dtypes("number"))
            refuse_two_rows(path, table)
            table = table[~table.index.duplicated(keep="last")].sort_index()
            self._read[path] = written, copied(table), _twins(table)
        _, flags, twins = self._read[path]
        if ticker in twins:
            raise ProviderError(
                TITLE,
                f"{path.name} has the closes of {ticker} under another name, too. Correct the file and ask again.",
            )
        return tuple(stamp.date() for stamp in flags.index[flags[ticker].to_numpy()])


def _twins(table: pd.DataFrame) -> list[str]:
    """The funds whose newest closes are all those of another one."""
    newest = table.iloc[-_ALIKE:].dropna(axis=1)
    return (
        [str(name) for name in newest.columns[newest.T.duplicated(keep=False)]]
        if len(newest) == _ALIKE
        else []
    )
