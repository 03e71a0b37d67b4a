"""Breadth: how many members take part in a move, whatever the index does."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property
from math import ceil, floor
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from market.errors import NoData

SHORT, LONG, YEAR = 50, 200, 252  # sessions
BROAD, NARROW = 0.60, 0.40  # share of members above their 200-day average
_CHUNK = 2**16  # closes at a time: half a megabyte stays in a processor's cache
_MEMBERS = 255  # at a time, at most: their number fits a byte
_TIE = 1e-12  # relative; a close this near its average is on it, neither above nor below
_COMPARED = ("advancers", "decliners", "unchanged")
_COUNTS = (
    "priced", "averaged_50", "above_50", "averaged_200", "above_200", "advancers", "decliners", "unchanged",
    "ranged", "highs", "lows",
)  # fmt: skip
_COLUMNS = pd.Index(_COUNTS)  # made once: an index of texts takes as long as counting one session
Flags = tuple[str, NDArray[np.bool_]]  # a kind of count, and sessions × members: who is counted


@dataclass(frozen=True, eq=False)
class Breadth:
    """Breadth of a universe per session.

    counts: sessions × members counted, whole numbers: `priced` (with a close that session); `averaged_50`,
        `averaged_200` (with enough closes for the average) and `above_50`, `above_200` of them; `advancers`,
        `decliners`, `unchanged` (against the session before); `ranged` (with 252 closes) and `highs`, `lows`
        of them.
    members: how many the universe has, priced or not.
    """

    members: int
    counts: pd.DataFrame

    @property
    def coverage(self) -> pd.Series[float]:
        """Members priced over members, per session."""
        return self.counts["priced"] / self.members

    def above(self, window: int) -> pd.Series[float]:
        """Share of the members with a `window`-session average (50 or 200) that close above it;
        NaN where nobody has one."""
        return self._shares[window]

    @cached_property
    def _shares(self) -> dict[int, pd.Series[float]]:
        counts = self.counts
        return {w: _ratio(counts[f"above_{w}"], counts[f"averaged_{w}"]) for w in (SHORT, LONG)}

    @cached_property
    def advancing(self) -> pd.Series[float]:
        """Advancers over advancers and decliners; NaN where nobody moved."""
        return _ratio(self.counts["advancers"], self.counts["advancers"] + self.counts["decliners"])

    def counted(self, kind: str) -> pd.Series[float]:
        """A column of `counts`, NaN where nobody could be counted: on a session without closes, advancers and
        decliners after one, highs and lows where nobody has 252."""
        return self._known[kind]

    @cached_property
    def _known(self) -> pd.DataFrame:
        """`counts` by the rule of `counted`."""
        compared = self.counts[list(_COMPARED)].sum(axis=1)
        asked = {
            **dict.fromkeys(("highs", "lows"), self.counts["ranged"]),
            **dict.fromkeys(_COMPARED, compared),
        }
        return pd.DataFrame(
            {kind: self.counts[kind].where(asked.get(kind, self.counts["priced"]) > 0) for kind in _COUNTS}
        )

    @property
    def net_advancers(self) -> pd.Series[float]:
        """Advancers less decliners; 0 at the start, NaN where nobody could be compared."""
        net = self.counted("advancers") - self.counted("decliners")
        net.iloc[:1] = 0.0
        return net

    @cached_property
    def line(self) -> pd.Series[float]:
        """The advance-decline line: the running sum of advancers less decliners, 0 at the start. A session on
        which nobody could be compared is NaN, and adds nothing to those after it."""
        return self.net_advancers.cumsum()

    def climbed(self, part: pd.Series[float]) -> float:
        """How far a `part` of the line has climbed; NaN where a session of it is not known."""
        return float("nan") if part.isna().any() else float(part.iloc[-1] - part.iloc[0])

    @cached_property
    def net_highs(self) -> pd.Series[float]:
        """New 52-week highs less new 52-week lows; NaN where nobody has 252 closes."""
        return self.counted("highs") - self.counted("lows")

    def gap(self, sessions: int, ago: int = 0) -> date | None:
        """The newest session without a single close among the last `sessions`, counted back from `ago` sessions
        before the newest."""
        end = len(self.counts) - ago
        empty = self._empty[(self._empty >= end - sessions) & (self._empty < end)]
        day: date | None = self.counts.index[empty[-1]].date() if len(empty) else None
        return day

    @cached_property
    def _empty(self) -> NDArray[np.int64]:
        """The positions of the sessions without a single close."""
        return np.flatnonzero(self.counts["priced"].to_numpy() == 0)


def measure(closes: pd.DataFrame) -> Breadth:
    """Breadth of a panel: `closes` is sessions × members, oldest first, one basis throughout (the
    members' adjusted closes), NaN where a member has no close; an all-NaN column is a member
    without bars.

    - Above its average: close > simple mean of the last 50 (200) closes, the session's own among
      them. A gap inside those sessions leaves the member without an average there: no close is
      carried forward and none invented.
    - Advancer, decliner: close above, below the close of the session just before; both must exist.
    - New 52-week high (low): close above (below) every one of the 251 closes before it.

    Sources: the measures as the exchanges and StockCharts' ChartSchool define them ("Percent Above
    Moving Average", "Advance-Decline Line", "Net New 52-Week Highs"), on closes.

    Raises NoData for a panel without members or sessions.

    >>> import pandas as pd
    >>> days = pd.bdate_range("2026-01-05", periods=3)
    >>> nan = float("nan")
    >>> panel = pd.DataFrame({"A": [10, 11, 12], "B": [5, 5, 4], "C": [nan, 8, 9], "D": nan}, index=days)
    >>> b = measure(panel)
    >>> b.counts["advancers"].tolist(), b.counts["decliners"].tolist(), b.line.tolist()
    ([0, 1, 2], [0, 0, 1], [0.0, 1.0, 2.0])
    >>> b.coverage.tolist(), b.above(50).isna().all()
    ([0.5, 0.75, 0.75], np.True_)
    """
    if closes.shape[0] == 0 or closes.shape[1] == 0:
        raise NoData("No member has been priced yet, so there is no breadth to measure.")
    values = closes.to_numpy()
    counts = np.zeros((len(values), len(_COUNTS)), dtype=np.int64)
    chunk = min(max(_CHUNK // len(values), 1), _MEMBERS)
    for start in range(0, values.shape[1], chunk):
        for kind, flags in _flags_of(_priced(values[:, start : start + chunk])):
            row_sums = np.einsum("ij->i", flags.view(np.uint8))  # much faster than summing booleans
            counts[len(counts) - len(flags) :, _COUNTS.index(kind)] += row_sums
    return Breadth(values.shape[1], pd.DataFrame(counts, closes.index, _COLUMNS))


def _priced(closes: NDArray[np.floating[Any]]) -> NDArray[np.float64]:
    """A copy of closes in double precision, row by row; NaN for what is no price."""
    prices = np.array(closes, dtype=np.float64, order="C")
    unpriced = (prices <= 0) | (prices == np.inf)
    if unpriced.any():
        prices[unpriced] = np.nan
    return prices


def _flags_of(prices: NDArray[np.float64]) -> Iterator[Flags]:
    """Of every session of `prices` that has enough before it."""
    totals = {w: _rolling(prices, w, np.add) for w in (SHORT, LONG) if len(prices) >= w}
    extremes = None
    if len(prices) >= YEAR:
        highest, lowest = (_rolling(prices[:-1], YEAR - 1, join) for join in (np.maximum, np.minimum))
        extremes = highest, lowest
    return _flags_by_kind(prices, prices[:-1], totals, extremes)


def _flags_by_kind(
    now: NDArray[np.float64],
    before: NDArray[np.float64],
    totals: Mapping[int, NDArray[np.float64]],
    extremes: tuple[NDArray[np.float64], NDArray[np.float64]] | None,
) -> Iterator[Flags]:
    """The members that each kind counts. All arrays are sessions × members and end with the same session.

    now: the closes; before: those of the session before each.
    totals: by window, the sum of its closes, the session's own among them.
    extremes: the highest and the lowest of the 251 closes before; None where there are fewer.
    """
    yield "priced", now == now
    for window, total in totals.items():
        yield f"averaged_{window}", total == total
        yield f"above_{window}", now[-len(total) :] > total * ((1 + _TIE) / window)
    if len(before):
        part = now[-len(before) :]
        yield "advancers", part > before
        yield "decliners", part < before
        yield "unchanged", part == before
    if extremes is not None:
        highest, lowest = extremes
        part = now[-len(highest) :]
        yield "ranged", (highest == highest) & (part == part)
        yield "highs", part > highest
        yield "lows", part < lowest


@dataclass(frozen=True, eq=False)
class EarlierCloses:
    """What the completed sessions say of each member, for the session after them; NaN where a close is missing.

    last: sessions × members, the newest session alone.
    sums: by window (50 or 200), the sum of the closes before the session's own; without a window that is too long.
    extremes: the highest and the lowest of the newest 251 closes; None where there are fewer.
    """

    last: NDArray[np.float64]
    sums: dict[int, NDArray[np.float64]]
    extremes: tuple[NDArray[np.float64], NDArray[np.float64]] | None

    @classmethod
    def of(cls, closes: pd.DataFrame) -> EarlierCloses:
        """`closes`: as `measure` takes them."""
        prices = _priced(closes.to_numpy()[-(YEAR - 1) :])
        sums = {
            window: prices[-(window - 1) :].sum(axis=0, keepdims=True)
            for window in (SHORT, LONG)
            if len(prices) >= window - 1
        }
        is_long = len(prices) == YEAR - 1
        extremes = (prices.max(axis=0, keepdims=True), prices.min(axis=0, keepdims=True)) if is_long else None
        return cls(prices[-1:], sums, extremes)

    def breadth(self, prices: NDArray[np.float64], session: date) -> Breadth:
        """Breadth of `session` alone, by a price of each member, NaN where there is none: what `measure` says of its
        row below the closes."""
        now = _priced(prices[np.newaxis])
        totals = {window: before + now for window, before in self.sums.items()}
        counts = np.zeros((1, len(_COUNTS)), dtype=np.int64)
        for kind, flags in _flags_by_kind(now, self.last, totals, self.extremes):
            counts[0, _COUNTS.index(kind)] = np.count_nonzero(flags)
        day = pd.DatetimeIndex(np.array([session], "datetime64[us]"), name="session")
        return Breadth(len(prices), pd.DataFrame(counts, day, _COLUMNS))


def _rolling(prices: NDArray[np.float64], window: int, join: np.ufunc) -> NDArray[np.float64]:
    """`join` (np.add, np.maximum, np.minimum) over every run of `window` sessions; n − window + 1 of them × members.

    A run is joined of its halves, which may share the session in the middle unless it is summed. No subtraction and
    so no cancellation, and a NaN anywhere in a run is a NaN for that run, which is the rule for gaps.
    """
    if window == 1:
        return prices
    if window == len(prices):
        return np.asarray(join.reduce(prices, axis=0, keepdims=True))
    if window % 2 and join is np.add:
        return np.asarray(join(_rolling(prices, window - 1, join)[:-1], prices[window - 1 :]))
    half = _rolling(prices, (window + 1) // 2, join)
    return np.asarray(join(half[: -(window // 2)], half[window // 2 :]))


class Participation(StrEnum):
    """How many members take part."""

    BROAD = "broad"
    SPLIT = "split"
    NARROW = "narrow"


def participation(above: float) -> Participation:
    """The verdict on a share of members above their 200-day average: broad from `BROAD` on, narrow
    up to `NARROW`. Our own thresholds.

    >>> str(participation(0.75))
    'broad'
    """
    if above >= BROAD:
        return Participation.BROAD
    return Participation.NARROW if above <= NARROW else Participation.SPLIT


def members_to_turn(above: int, averaged: int) -> tuple[int, str, str]:
    """How many more of `averaged` members must close above or below their 200-day average for
    another verdict than that on `above` of them: the number, the side, and what it would be.

    >>> members_to_turn(50, 100)
    (10, 'above', 'broad')
    """
    broad, not_narrow = ceil(BROAD * averaged), floor(NARROW * averaged) + 1
    match participation(above / averaged):
        case Participation.BROAD:
            return above - broad + 1, "below", "no longer broad"
        case Participation.SPLIT:
            return broad - above, "above", "broad"
        case _:
            return not_narrow - above, "above", "no longer narrow"


def _ratio(part: pd.Series[int], whole: pd.Series[int]) -> pd.Series[float]:
    return part / whole.where(whole > 0)
