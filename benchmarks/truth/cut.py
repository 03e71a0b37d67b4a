"""A data folder to damage, and how single files of it are damaged."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from benchmarks.truth.raw import FUNDS, PANELS

PRICES = ("open", "high", "low", "close")


@dataclass(frozen=True)
class Cut:
    """A folder to damage around one moment. `sessions`: those completed at it, oldest first."""

    folder: Path
    sessions: pd.DatetimeIndex

    def ago(self, count: int) -> pd.Timestamp:
        """The session `count` before the last completed one."""
        return self.sessions[-1 - count]

    def change(self, name: str, edit: Callable[[pd.DataFrame], pd.DataFrame]) -> None:
        """Rewrite one symbol's bars and its column among the funds."""
        path = self.folder / f"{name}.csv.gz"
        if path.exists():
            _write(edit(pd.read_csv(path, index_col=0, parse_dates=True)), path)
        table = pd.read_parquet(self.folder / FUNDS)
        if name in table:
            column = edit(table[[name]].rename(columns={name: "adj_close"}).dropna())["adj_close"]
            self.replace(FUNDS, table.assign(**{name: column.reindex(table.index)}))

    def change_panels(self, edit: Callable[[pd.DataFrame], pd.DataFrame]) -> None:
        """Rewrite the tables of members and of funds."""
        for pattern in (*PANELS.values(), FUNDS):
            path = next(self.folder.glob(pattern))
            self.replace(path.name, edit(pd.read_parquet(path)))

    def remove(self, name: str) -> None:
        """Take one symbol away."""
        (self.folder / f"{name}.csv.gz").unlink(missing_ok=True)
        table = pd.read_parquet(self.folder / FUNDS)
        if name in table:
            self.replace(FUNDS, table.drop(columns=name))

    def replace(self, name: str, table: pd.DataFrame) -> None:
        """Put a table in the place of one."""
        path = self.folder / name
        path.unlink()  # a link to the whole file: never write through it
        table.to_parquet(path)


def _write(table: pd.DataFrame, path: Path) -> None:
    path.unlink()
    table.to_csv(
        path, index_label="date", date_format="%Y-%m-%d", compression={"method": "gzip", "compresslevel": 1}
    )


def without(*days: pd.Timestamp) -> Callable[[pd.DataFrame], pd.DataFrame]:
    """Leaves out the rows of these sessions."""
    return lambda table: table[~table.index.isin(days)]


def scaled(
    factor: float, where: Callable[[pd.DatetimeIndex], NDArray[np.bool_]]
) -> Callable[[pd.DataFrame], pd.DataFrame]:
    """Multiplies the prices of some sessions, not the volume."""

    def apply(table: pd.DataFrame) -> pd.DataFrame:
        columns = [c for c in table.columns if c in PRICES or c.startswith("adj_close")]
        factors = pd.Series(np.where(where(pd.DatetimeIndex(table.index)), factor, 1.0), table.index)
        out = table.select_dtypes("number").astype("float64")
        out[columns] = out[columns].mul(factors, axis=0)
        return out

    return apply
