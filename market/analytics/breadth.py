"""Breadth: how many members take part in a move, whatever the index does."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property
from math import ceil, floor

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from market.errors import NoData
from market.formatting import points

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

    @property
    def line(self) -> pd.Series[float]:
        """The advance-decline line: the running sum of advancers less decliners, 0 at the start. A session on
        which nobody could be compared is NaN, and adds nothing to those after it."""
        return self.net_advancers.cumsum()

    def climbed(self, part: pd.Series[float]) -> float:
        """How far a `part` of the line has climbed; NaN where a session of it is not known."""
        return float("nan") if part.isna().any() else float(part.iloc[-1] - part.iloc[0])

    @property
    def net_highs(self) -> pd.Series[float]:
        """New 52-week highs less new 52-week lows; NaN where nobody has 252 closes."""
        return self.counted("highs") - self.counted("lows")

    def gap(self, sessions: int) -> date | None:
        """The newest session without a single close among the last `sessions`."""
        priced = self.counts["priced"].iloc[-sessions:]
        empty = np.flatnonzero(priced.to_numpy() == 0)
        day: date | None = priced.index[empty[-1]].date() if len(empty) else None
        return day


def measure(closes: pd.DataFrame, newest: int | None = None) -> Breadth:
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

    `newest`: so many sessions at the end are measured, by default all.

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
    rows = min(newest or len(closes), len(closes))
    values = closes.to_numpy()[-(YEAR - 1 + rows) :]
    as_read = values.dtype == np.float64 and values.flags.c_contiguous  # a running session’s: nothing to copy
    counts = np.zeros((rows, len(_COUNTS)), dtype=np.int64)
    chunk = min(max(_CHUNK // len(values), 1), _MEMBERS)
    for start in range(0, values.shape[1], chunk):
        part = values[:, start : start + chunk]
        prices = part if as_read else np.array(part, dtype=np.float64, order="C")
        unpriced = (prices <= 0) | (prices == np.inf)
        _count(np.where(unpriced, np.nan, prices) if unpriced.any() else prices, counts)
    return Breadth(values.shape[1], pd.DataFrame(counts, index=closes.index[-rows:], columns=list(_COUNTS)))


def _count(prices: NDArray[np.float64], counts: NDArray[np.int64]) -> None:
    """Add the members in `prices` (sessions × members) to `counts` (the newest of the sessions × kinds)."""

    def add(kind: str, flags: NDArray[np.bool_]) -> None:
        row_sums = np.einsum("ij->i", flags.view(np.uint8))  # much faster than summing booleans
        counts[len(counts) - len(flags) :, _COUNTS.index(kind)] += row_sums

    sessions, rows = len(prices), len(counts)
    add("priced", prices[-rows:] == prices[-rows:])
    for window in (SHORT, LONG):
        if sessions >= window:
            total = _rolling(prices[-(window - 1 + rows) :], window, np.add)
            add(f"averaged_{window}", total == total)
            add(f"above_{window}", prices[-len(total) :] > total * ((1 + _TIE) / window))
    if sessions > 1:
        part = prices[-(1 + rows) :]
        now, before = part[1:], part[:-1]
        add("advancers", now > before)
        add("decliners", now < before)
        add("unchanged", now == before)
    if sessions >= YEAR:
        now, earlier = prices[YEAR - 1 :], prices[:-1]
        highest = _rolling(earlier, YEAR - 1, np.maximum)
        add("ranged", (highest == highest) & (now == now))
        add("highs", now > highest)
        add("lows", now < _rolling(earlier, YEAR - 1, np.minimum))


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


@dataclass(frozen=True, slots=True)
class DivergenceRule:
    """Over `sessions`, the index moved by at least `index_move` (a fraction) one way and the share
    of members above their 200-day average by at least `share_move` (a fraction) the other way."""

    sessions: int = 63
    index_move: float = 0.02
    share_move: float = 0.05

    @property
    def words(self) -> str:
        return (
            f"over {self.sessions} sessions the index moved at least {self.index_move:.0%} one way and the "
            f"share above the {LONG}-day average at least {points(self.share_move)} the other way"
        )


DIVERGENCE = DivergenceRule()


@dataclass(frozen=True, slots=True)
class Divergence:
    """A run of sessions, `first` to `last`, where index and participation part.

    narrowing: the index rises while fewer members do; otherwise it falls while more of them hold up.
    """

    first: date
    last: date
    narrowing: bool


def divergences(
    index: pd.Series[float], share: pd.Series[float], rule: DivergenceRule = DIVERGENCE
) -> tuple[Divergence, ...]:
    """Where `index` (closes) and `share` (fraction above the 200-day average) part, by `rule`,
    oldest first; only sessions that both have. Each session is judged on it and those before it.

    The rule is our own: both changes are measured over the same sessions, so that neither needs a chosen peak.

    >>> import pandas as pd
    >>> days = pd.bdate_range("2026-01-05", periods=4)
    >>> index = pd.Series([100.0, 101, 104, 105], index=days)
    >>> share = pd.Series([0.60, 0.58, 0.52, 0.40], index=days)
    >>> [found] = divergences(index, share, DivergenceRule(sessions=2))
    >>> str(found.first), str(found.last), found.narrowing
    ('2026-01-07', '2026-01-08', True)
    """
    both = pd.concat([index, share], axis=1, join="inner", keys=["index", "share"])
    move = both["index"] / both["index"].shift(rule.sessions) - 1.0
    shift = both["share"] - both["share"].shift(rule.sessions)
    narrowing = (move >= rule.index_move) & (shift <= -rule.share_move)
    widening = (move <= -rule.index_move) & (shift >= rule.share_move)
    state = np.asarray(narrowing, dtype=np.int64) - np.asarray(widening, dtype=np.int64)
    starts = np.flatnonzero(np.diff(state, prepend=0))  # where a state begins, 0 before the first
    ends = np.append(starts, len(state))[1:] - 1
    days = pd.DatetimeIndex(both.index)
    return tuple(
        Divergence(days[int(first)].date(), days[int(last)].date(), bool(state[first] > 0))
        for first, last in zip(starts, ends, strict=True)
        if state[first]
    )


def _ratio(part: pd.Series[int], whole: pd.Series[int]) -> pd.Series[float]:
    return part / whole.where(whole > 0)
