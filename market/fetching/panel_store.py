"""The members' prices as they are kept: one blob a universe, and a journal while a batch runs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from market.datasets.members import Universe

if TYPE_CHECKING:
    from market.fetching.blob_store import BlobStore

KIND, JOURNAL, LEASE = "panel", "panel-row", "panel-lease"
LEASE_TIME = timedelta(seconds=90)  # longer than one member can take; renewed with every one


@dataclass(frozen=True, slots=True, eq=False)
class MemberRow:
    """What a batch learned of one member: `closes` (adjusted, float32, session index), all of its history or,
    with `whole` False, what comes after the kept one.

    settled: the session up to which it is settled, whether or not there was a price.
    """

    closes: pd.Series[float]
    settled: date
    whole: bool


@dataclass(frozen=True, slots=True, eq=False)
class StoredPanel:
    """The closes of one universe as they are stored.

    closes: sessions × tickers, float32.
    settled: by ticker, the session up to which nothing more is to be asked.
    """

    closes: pd.DataFrame
    settled: Mapping[str, date]

    def joined(self, rows: Mapping[str, MemberRow]) -> StoredPanel:
        """This panel with the journal's rows in it."""
        if not rows:
            return self
        days = [self.closes.index, *(row.closes.index for row in rows.values())]
        index = pd.DatetimeIndex(np.unique(np.concatenate(days)), name="session")
        new = [ticker for ticker in rows if ticker not in self.closes]
        closes = self.closes.reindex(index=index, columns=[*self.closes.columns, *new])
        values = closes.to_numpy("float32", copy=True)
        for ticker, row in rows.items():
            column = values[:, closes.columns.get_loc(ticker)]
            if row.whole:
                column[:] = np.nan
            column[index.get_indexer(row.closes.index)] = row.closes.to_numpy("float32")
        joined = pd.DataFrame(values, index=index, columns=closes.columns)
        return StoredPanel(joined, {**self.settled, **{ticker: row.settled for ticker, row in rows.items()}})

    def since(self, first: date) -> StoredPanel:
        """Without the sessions before `first`."""
        return StoredPanel(self.closes.loc[pd.Timestamp(first) :], self.settled)


class StoredPanels:
    """`Panels` over the store, for one source of prices.

    While a batch runs, each member's answer is a row of the journal, written before the next is
    asked for; `consolidate` folds the rows into the panel and forgets them. A process killed
    between the two leaves rows that say nothing new, and they are folded in once more.
    """

    sample = False

    def __init__(self, store: BlobStore, source_key: str, title: str) -> None:
        self._store, self._source, self.title = store, source_key, title

    def closes(self, universe: Universe) -> pd.DataFrame:
        """All that is kept, the rows of an unfinished batch included."""
        return self.panel(universe).closes

    def panel(self, universe: Universe) -> StoredPanel:
        """The panel with its journal. Raises StoreFailed."""
        blob = self._store.get(KIND, self._key(universe))
        panel = _unpacked(blob.data, blob.meta) if blob else _EMPTY
        return panel.joined(self._rows(universe))

    def claim(self, universe: Universe, owner: str, now: datetime) -> bool:
        """Take or renew the one lease on writing this universe; False while somebody else holds it.
        One that its owner does not renew, because it was killed, ends by itself."""
        return self._store.claim(LEASE, self._key(universe), owner, now, now + LEASE_TIME)

    def release(self, universe: Universe, owner: str) -> None:
        """Give the lease back, if it is still the owner's."""
        self._store.disclaim(LEASE, self._key(universe), owner)

    def note(self, universe: Universe, ticker: str, row: MemberRow, at: datetime) -> None:
        """Write `row` into the journal."""
        data, meta = _packed(row.closes.to_frame(ticker))
        meta |= {"settled": row.settled.isoformat(), "whole": row.whole}
        self._store.put(JOURNAL, f"{self._key(universe)}/{ticker}", data, meta, at)

    def consolidate(self, universe: Universe, first: date, at: datetime) -> None:
        """Fold the journal into the panel, from the session `first` on."""
        keys = self._journal(universe)
        panel = self.panel(universe).since(first)
        data, meta = _packed(panel.closes)
        meta["settled"] = {ticker: day.isoformat() for ticker, day in panel.settled.items()}
        self._store.put(KIND, self._key(universe), data, meta, at)
        self._store.remove(JOURNAL, keys)

    def _rows(self, universe: Universe) -> dict[str, MemberRow]:
        rows = {}
        for key in self._journal(universe):
            blob = self._store.get(JOURNAL, key)
            if blob is not None:  # another process may have folded it in meanwhile
                ticker = key.rpartition("/")[2]
                closes = _frame(blob.data, blob.meta)[ticker]
                rows[ticker] = MemberRow(closes, date.fromisoformat(blob.meta["settled"]), blob.meta["whole"])
        return rows

    def _journal(self, universe: Universe) -> Sequence[str]:
        prefix = f"{self._key(universe)}/"
        return [key for key in self._store.keys(JOURNAL) if key.startswith(prefix)]

    def _key(self, universe: Universe) -> str:
        return f"{self._source}/{universe}"


_EMPTY = StoredPanel(pd.DataFrame(index=pd.DatetimeIndex([], name="session"), dtype="float32"), {})


def _packed(closes: pd.DataFrame) -> tuple[bytes, dict[str, Any]]:
    """Numbers as one compressed run of float32: reading it back is several times quicker than
    Parquet, which keeps books about every column."""
    import pyarrow as pa

    values = np.ascontiguousarray(closes.to_numpy("float32"))
    days = pd.DatetimeIndex(closes.index).to_numpy().astype("datetime64[D]").astype("int64")
    meta = {"tickers": list(closes.columns), "days": days.tolist()}
    return pa.compress(values, codec="zstd", asbytes=True), meta


def _frame(data: bytes, meta: Mapping[str, Any]) -> pd.DataFrame:
    import pyarrow as pa

    days, tickers = np.array(meta["days"], dtype="datetime64[D]"), meta["tickers"]
    size = len(days) * len(tickers) * 4
    raw = pa.decompress(data, decompressed_size=size, codec="zstd") if size else b""
    values: NDArray[np.float32] = np.frombuffer(raw, dtype=np.float32).reshape(len(days), len(tickers))
    index = pd.DatetimeIndex(days.astype("datetime64[us]"), name="session")
    return pd.DataFrame(values, index=index, columns=tickers, copy=False)


def _unpacked(data: bytes, meta: Mapping[str, Any]) -> StoredPanel:
    settled = {ticker: date.fromisoformat(day) for ticker, day in meta["settled"].items()}
    return StoredPanel(_frame(data, meta), settled)
