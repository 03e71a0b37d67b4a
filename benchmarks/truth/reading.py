"""Readings of raw series that note whether a damaged or missing session was among them."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import pandas as pd

from benchmarks.truth.raw import PANELS, RawData, on_sessions

INDICES = {"rut": "^RUT", "spx": "^GSPC", "ndx": "^NDX", "ixic": "^IXIC", "dji": "^DJI", "vix": "^VIX"}
PAIRS = {"^RUT": "IWM", "^GSPC": "SPY", "^NDX": "QQQ", "^DJI": "DIA"}
PAIRS |= {fund: index for index, fund in PAIRS.items()}
SIZES = ("MGC", "OEF", "SPY", "IWB", "RSP", "IJH", "MDY", "EWMC", "IWM", "IJR", "EWSC", "IWC")
SECTORS = ("XLK", "XLF", "XLV", "XLY", "XLP", "XLE", "XLI", "XLB", "XLU", "XLRE", "XLC")
STAND_IN = "funds"  # the universe of size and sector funds that stand in where members have no closes
_ENOUGH = 0.9  # of the funds have a close on a session that is told
_LITTLE = 0.04  # a close that is further off tells by itself which one it is
_SAME = 1e-7  # relative; members' closes are stored with 24 bits
Input = tuple[str, str]  # name and column; of a panel, the universe and "panel"
Span = tuple[str, str, pd.Timestamp, pd.Timestamp]  # an input from one session to another


def ticker(word: str) -> str:
    """`ticker("rut") == "^RUT"`, `ticker("iwm") == "IWM"`."""
    return INDICES.get(word, word.upper())


class NotStated(Exception):
    """No value exists at this day: too young, no such series, nothing to compare."""


@dataclass
class Damage:
    """What of `whole` the folder `given` lacks or has otherwise."""

    whole: RawData
    given: RawData
    _bad: dict[Input, pd.DatetimeIndex] = field(default_factory=dict)
    _held: dict[Input, pd.DatetimeIndex | None] = field(default_factory=dict)
    _parted: dict[str, pd.DatetimeIndex] = field(default_factory=dict)
    _panels: dict[str, RawData] = field(default_factory=dict)

    @property
    def key(self) -> Hashable:
        """Stands for all that a figure's true value depends on: the whole data, and who is on the folder's lists."""
        held = [universe for universe, pattern in PANELS.items() if any(self.given.folder.glob(pattern))]
        ends = tuple(self._as_knowable(universe).newest for universe in held)
        return (self.whole.folder, self.whole.newest, self.given.lists, ends)

    def panel(self, universe: str) -> pd.DataFrame:
        """The whole panel as far as it could be known on the last session of the given one: who is traded no more is
        told by the newest closes. Of funds that stand in, the closes that the given folder has as they truly are."""
        return self._true_funds if universe == STAND_IN else self._as_knowable(universe).panel(universe)

    def listed(self, universe: str) -> pd.Index:
        """The members of the given folder's list, or the funds that it has."""
        return self._true_funds.columns if universe == STAND_IN else self.given.members(universe).index

    @cached_property
    def _true_funds(self) -> pd.DataFrame:
        """Sessions × funds, to the last session that nearly all of them have reached."""
        funds = {}
        for name in (*SIZES, *SECTORS):
            whole, given = (raw.series(name, "total") for raw in (self.whole, self.given))
            if whole is not None and given is not None and len(held := whole.loc[: self.whole.newest]):
                funds[name] = held.drop(self.of(name, "total"), errors="ignore")
        table = on_sessions(pd.concat(funds, axis=1, sort=True))
        share = table.notna().sum(axis=1) / table.notna().cummax().sum(axis=1)
        return table.loc[: share.index[share >= _ENOUGH][-1]]

    def _as_knowable(self, universe: str) -> RawData:
        if universe not in self._panels:
            sessions, newest = self.given.panel(universe).index, self.whole.newest
            ends_early = (
                newest is not None
                and not sessions.empty
                and sessions[-1] < min(newest, self.whole.panel(universe).index[-1])
            )
            self._panels[universe] = RawData(self.whole.folder, sessions[-1]) if ends_early else self.whole
        return self._panels[universe]

    def of(self, name: str, column: str) -> pd.DatetimeIndex:
        """Sessions of a series (or panel, with column "panel") that are missing or differ."""
        key = (name, column)
        if key not in self._bad:
            whole, given = (self._read(raw, name, column) for raw in (self.whole, self.given))
            self._bad[key] = pd.DatetimeIndex([]) if given is whole else _differing(whole, given)
        return self._bad[key]

    def strikes(self, spans: Iterable[Span]) -> bool:
        """Whether a session in one of these spans is missing or differs, or is disputed."""
        for name, column, first, last in spans:
            for bad in (self.of(name, column), self._disputed(name)):
                if len(bad) and bool(((bad >= first) & (bad <= last)).any()):
                    return True
        return False

    def _disputed(self, name: str) -> pd.DatetimeIndex:
        """Sessions of an index or its fund on which the other one's close is a little wrong: nobody can tell which of
        the two is."""
        if name not in self._parted:
            self._parted[name] = self._parting(PAIRS.get(name, ""))
        return self._parted[name]

    def _parting(self, other: str) -> pd.DatetimeIndex:
        whole, given = (raw.series(other, "close") if other else None for raw in (self.whole, self.given))
        if whole is None or given is None:
            return pd.DatetimeIndex([])
        off = (given.reindex(whole.index) / whole - 1).abs()
        return pd.DatetimeIndex(whole.index[((off > _SAME) & (off < _LITTLE)).to_numpy()])

    def newest(
        self, name: str, column: str, day: pd.Timestamp, undisputed: bool = False
    ) -> pd.Timestamp | None:
        """The last session up to `day` of which the folder has the true bar. One that is wrong is not there:
        whoever doubts it rightly has data up to the session before it."""
        key = (name, column)
        if key not in self._held:
            self._held[key] = self._true_sessions(name, column)
        days = self._held[key]
        if days is None:
            return None
        if undisputed:
            days = days.difference(self._disputed(name))
        ended = int(days.searchsorted(day, side="right"))
        return days[ended - 1] if ended else None

    def _true_sessions(self, name: str, column: str) -> pd.DatetimeIndex | None:
        stored = self._read(self.given, name, column)
        if stored is None:
            return None
        priced = stored.notna().any(axis=1) if isinstance(stored, pd.DataFrame) else stored.notna()
        days = pd.DatetimeIndex(stored.index[priced.to_numpy()])
        return days if column == "panel" else days.difference(self.of(name, column))

    def _read(self, raw: RawData, name: str, column: str) -> pd.DataFrame | pd.Series | None:
        if column != "panel":
            return raw.series(name, column)
        if name == STAND_IN:
            return self._true_funds
        panel, members = raw.panel(name), self.given.members(name).index
        return panel if panel.columns.equals(members) else panel.reindex(columns=members)


def _differing(
    whole: pd.DataFrame | pd.Series | None, given: pd.DataFrame | pd.Series | None
) -> pd.DatetimeIndex:
    if whole is None:
        return pd.DatetimeIndex([])
    if given is None:
        return pd.DatetimeIndex(whole.index)
    other = given.reindex(whole.index)
    a, b = whole.to_numpy(dtype="float64"), other.to_numpy(dtype="float64")
    same = np.isclose(a, b, rtol=_SAME, atol=0.0, equal_nan=True)
    differs = ~(same.all(axis=1) if same.ndim == 2 else same)
    return pd.DatetimeIndex(whole.index[differs])


@dataclass
class Reading:
    """One figure's look at the whole data, as of `day`.

    `spans`: what was read, from which session to which; damaged where one of them is missing or differs in the
    given folder.
    `inputs`: the series that were read.
    """

    damage: Damage
    day: pd.Timestamp
    spans: set[Span] = field(default_factory=set)
    inputs: set[Input] = field(default_factory=set)

    @property
    def damaged(self) -> bool:
        return self.damage.strikes(self.spans)

    def history(self, name: str, column: str) -> pd.Series[float]:
        """The whole series up to the day, noted as read throughout."""
        series = self.upto(name, column)
        self._note(name, column, series.index[0], self.day)
        return series

    def upto(self, name: str, column: str) -> pd.Series[float]:
        """The series up to the day, not noted: `note` what is used of it."""
        stored = self.damage.whole.series(name, column)
        if stored is None:
            raise NotStated(name)
        self.inputs.add((name, column))
        series = stored.loc[: self.day]
        if series.empty or series.index[-1] != self.day:
            raise NotStated(f"{name} has no {self.day.date()}")
        return series

    def note(self, name: str, column: str, *days: pd.Timestamp) -> None:
        """These sessions were used."""
        for day in days:
            self._note(name, column, day, day)

    def span(self, name: str, column: str, first: pd.Timestamp) -> pd.Series[float]:
        """The series from `first` to the day."""
        series = self.upto(name, column).loc[first:]
        self._note(name, column, first, self.day)
        return series

    def last(self, name: str, column: str, count: int) -> pd.Series[float]:
        """Its last `count` sessions."""
        series = self.upto(name, column)
        if len(series) < count:
            raise NotStated(f"{name} has {len(series)} sessions")
        part = series.iloc[-count:]
        self._note(name, column, part.index[0], self.day)
        return part

    def at(self, name: str, column: str) -> float:
        """Its value of the day."""
        return float(self.last(name, column, 1).iloc[0])

    def panel(self, universe: str, count: int) -> pd.DataFrame:
        """The last `count` sessions (fewer where there are fewer) of all listed members."""
        members = self.damage.listed(universe)
        series = self.damage.panel(universe).reindex(columns=members).loc[: self.day]
        self.inputs.add((universe, "panel"))
        if series.empty or series.index[-1] != self.day:
            raise NotStated(universe)
        part = series.iloc[-count:]
        self._note(universe, "panel", part.index[0], self.day)
        return part

    def _note(self, name: str, column: str, first: pd.Timestamp, last: pd.Timestamp) -> None:
        self.inputs.add((name, column))
        self.spans.add((name, column, first, last))
