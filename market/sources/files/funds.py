"""An operator's own funds as one table: adjusted closes only, from which returns follow and no prices."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from market.bars import COLUMNS
from market.errors import ProviderError
from market.sources.files.parquet import columns_within_limits

TITLE = "Own files"


class FundTable:
    """`NAME_adjclose.parquet` in a folder (`panel_…` are members' and not read here): sessions ×
    tickers of adjusted closes. Where several hold a ticker the newest name wins."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def frame(self, ticker: str) -> pd.DataFrame | None:
        """Bars of which only `adj_close` is known, and `close` is missing throughout: an adjusted
        close is no price. None where no table has the ticker. Raises ProviderError."""
        for path in sorted(self._folder.glob("*_adjclose.parquet"), reverse=True):
            if path.name.startswith("panel_") or not path.is_file():
                continue
            try:
                if ticker not in columns_within_limits(path):
                    continue
                adjusted = pd.read_parquet(path, columns=[ticker])[ticker].astype("float64")
                index = pd.DatetimeIndex(adjusted.index).normalize().as_unit("us").rename("session")
            except (OSError, ValueError, TypeError):  # unreadable, no Parquet, no dates or numbers in it
                raise ProviderError(
                    TITLE, f"{path.name} cannot be read as a table of funds. Correct the file and ask again."
                ) from None
            adjusted = adjusted.set_axis(index)
            adjusted = adjusted[(adjusted > 0) & ~index.duplicated(keep="last")].sort_index()
            return pd.DataFrame({"adj_close": adjusted}).reindex(columns=COLUMNS)
        return None
