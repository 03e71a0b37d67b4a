"""What a series is worth: inspects one symbol's bars before any figure is made of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from market.bars import RunningBar
from market.calendars.trading_days import TradingDays, trades_outside
from market.catalog import SymbolKind
from market.doubts import Doubt, DoubtKind
from market.inspection.adjusted import inspect_adjusted
from market.inspection.contradicted import is_startling
from market.inspection.jumps import Series, jumps
from market.inspection.limits import MoveLimits, is_tenfold, limits_of
from market.inspection.part_volume import is_of_a_part, volume_share
from market.inspection.repeated import repeated
from market.inspection.stopped import stopped
from market.inspection.unaccompanied import lonely_moves
from market.symbols import Symbol

STRANGE = 0.02  # of the bars on days without a session: then the calendar is not this instrument's

_WITH_SESSIONS = (SymbolKind.INDEX, SymbolKind.FUND)
_ROUNDING = 1e-4  # by which a high or low may miss its close
_Columns = tuple[NDArray[Any], NDArray[Any], NDArray[Any], NDArray[Any]]


@dataclass(frozen=True, eq=False)
class Inspection:
    """A series after inspection.

    frame: the trusted bars, in the shape of `Bars.frame`; open, high and low are NaN where they are
    missing or no prices of that session.
    doubts: what was left out, and why; oldest first.
    missing: every session due from the first bar to the last due session without a trusted bar.
    close_only: sessions of which only a close is known.
    adjusted: whether adjusted closes are known; where they are not, `adj_close` repeats `close`.
    year: the instrument's sessions a year.
    share: the newest bar's volume as a share of the usual one; NaN where it is not known.
    """

    frame: pd.DataFrame
    doubts: tuple[Doubt, ...]
    missing: tuple[date, ...]
    close_only: tuple[date, ...]
    adjusted: bool
    year: int
    share: float = float("nan")

    @cached_property
    def last_close(self) -> float:
        """The newest raw close; NaN where only adjusted closes are known."""
        return float(self.frame["close"].iloc[-1])

    @cached_property
    def has_closes(self) -> bool:
        """False where only adjusted closes are known."""
        return bool(self.frame["close"].notna().any())

    @cached_property
    def is_startling(self) -> bool:
        """Whether the series has moved so far of late that another one is worth asking for beside it."""
        return is_startling(self.frame)

    @cached_property
    def is_lonely(self) -> bool:
        """Whether a move is so far beyond those around it that a fund's is worth setting beside the market's."""
        return bool(lonely_moves(self.frame["adj_close"]))


def inspect(
    frame: pd.DataFrame,
    symbol: Symbol,
    days: TradingDays | None,
    due: date | None = None,
    splits: Sequence[date] = (),
    copied: Sequence[date] = (),
    further: Sequence[Doubt] = (),
) -> Inspection:
    """Inspect bars in the shape of `market.bars.tidy`.

    days: when the instrument trades; None where nobody knows, and nothing is missing then.
    due: the newest session whose bar is due; by default the newest bar's.
    splits: sessions on which the provider says that a split took effect.
    copied: sessions whose close the source knows to be that of the session before.
    further: what is in doubt about them beside other series.
    """
    first = frame.index[0].date() if len(frame) else None
    limits, volumes = limits_of(symbol), frame["volume"]
    if not symbol.has_volume:  # it is another index's, and shows no more than whether its session was whole
        frame = frame.assign(volume=float("nan"))
    priced = frame["close"] if frame["close"].notna().any() else frame["adj_close"]
    positive = (priced > 0).to_numpy()
    doubts = _not_positive(frame, priced, positive)
    trusted, priced = frame[positive], priced[positive]
    columns = _columns(trusted)
    doubts += _jumps(priced, columns, limits, splits)
    doubts += _stopped(priced, columns, limits, days)
    doubts += _copied(priced, copied, {day for doubt in doubts for day in doubt.days})
    frozen = {day for doubt in doubts for day in doubt.days}
    doubts += [doubt for doubt in _repeated(trusted, columns, limits) if doubt.first not in frozen]
    share = volume_share(volumes)
    doubts += _print(volumes, symbol, days, share)
    doubts += [doubt for doubt in further if not doubt.leaves_close]
    if out := [day for doubt in doubts for day in doubt.days]:
        trusted = trusted[~trusted.index.isin(pd.DatetimeIndex(out))]
    whole, ranges, close_only = _bars(trusted, limits)
    closes, adjusted, misadjusted = inspect_adjusted(whole)
    if disbelieved := [doubt for doubt in further if doubt.kind is DoubtKind.ADJUSTED]:
        closes, adjusted, misadjusted = whole.assign(adj_close=whole["close"]), False, disbelieved
    return Inspection(
        frame=closes,
        doubts=tuple(sorted((*doubts, *ranges, *misadjusted), key=lambda doubt: doubt.first)),
        missing=_missing(frame, closes, days, first, due),
        close_only=close_only,
        adjusted=adjusted,
        year=days.year if days else 252,
        share=share,
    )


def inspect_running(
    running: RunningBar, before: float, symbol: Symbol
) -> tuple[RunningBar | None, Doubt | None]:
    """The running bar if its price can be of the same market as the close `before`; otherwise why not.
    A share may do anything but change its units."""
    limits = limits_of(symbol)
    if not running.last > 0:
        return None, Doubt(DoubtKind.NOT_POSITIVE, (running.session,), running.last, before)
    move = float(np.log(running.last / before))
    if abs(move) > limits.unheard or (abs(move) > limits.step and is_tenfold(move)):
        return None, Doubt(DoubtKind.UNHEARD, (running.session,), running.last, before)
    low, high = min(running.last, before), max(running.last, before)

    def fitting(price: float) -> float:
        inside = low * np.exp(-limits.spread) < price < high * np.exp(limits.spread)
        return price if price > 0 and inside else float("nan")

    bar = replace(running, open=fitting(running.open), high=fitting(running.high), low=fitting(running.low))
    return bar, None


def _not_positive(frame: pd.DataFrame, priced: pd.Series[float], positive: NDArray[Any]) -> list[Doubt]:
    bad = priced[~positive & priced.notna().to_numpy()]
    if bad.empty:
        return []
    return [Doubt(DoubtKind.NOT_POSITIVE, _days(bad.index), float(bad.iloc[0]))]


def _jumps(
    priced: pd.Series[float], columns: _Columns, limits: MoveLimits, splits: Sequence[date]
) -> list[Doubt]:
    if len(priced) < 2:
        return []
    closes = np.asarray(priced, dtype=np.float64)
    announced = _announced(pd.DatetimeIndex(priced.index), splits)
    doubts = []
    for stretch in jumps(Series(closes, *columns, announced), limits):
        edge = stretch.stop if stretch.start == 0 else stretch.start
        seen, usual = (
            (closes[edge - 1], closes[edge]) if stretch.start == 0 else (closes[edge], closes[edge - 1])
        )
        days = _days(priced.index[stretch.start : stretch.stop])
        doubts.append(Doubt(stretch.kind, days, float(seen), float(usual)))
    return doubts


def _announced(index: pd.DatetimeIndex, splits: Sequence[date]) -> NDArray[Any]:
    """Rows on which a split took effect: its own session, or the next that has a bar."""
    flags = np.zeros(len(index), dtype=np.bool_)
    places = index.searchsorted(pd.DatetimeIndex([pd.Timestamp(day) for day in splits]).as_unit("us"))
    flags[[place for place in places if place < len(index)]] = True
    return flags


def _stopped(
    priced: pd.Series[float], columns: _Columns, limits: MoveLimits, days: TradingDays | None
) -> list[Doubt]:
    if priced.empty:
        return []
    closes = np.asarray(priced, dtype=np.float64)
    _opens, highs, lows, volumes = columns

    def due(first: int, last: int) -> int:
        """None before the first day that the calendar knows: of these the bars are counted."""
        ends = (priced.index[row].date() for row in (first, last))
        return max(last - first + 1, len(days.sessions(*ends)) if days else 0)

    runs = stopped(closes, highs, lows, volumes, limits, due)
    return [
        Doubt(DoubtKind.FROZEN, _days(priced.index[start:stop]), float(closes[start])) for start, stop in runs
    ]


def _repeated(frame: pd.DataFrame, columns: _Columns, limits: MoveLimits) -> list[Doubt]:
    """Of single shares nothing is said: one of a few cents may really trade alike on two sessions."""
    if frame.empty or not limits.any_jump:
        return []
    opens, highs, lows, volumes = columns
    closes = frame["close"].to_numpy("float64")
    rows = np.flatnonzero(repeated(opens, highs, lows, closes, volumes))
    days = _days(frame.index[rows])
    return [
        Doubt(DoubtKind.REPEATED, (day,), float(closes[row])) for day, row in zip(days, rows, strict=True)
    ]


def _print(volumes: pd.Series[float], symbol: Symbol, days: TradingDays | None, share: float) -> list[Doubt]:
    """Of an index or fund that trades as New York's stock exchange does; no other volumes have been measured."""
    if days is None or symbol.kind not in _WITH_SESSIONS or trades_outside(symbol.ticker):
        return []
    if not is_of_a_part(volumes, share, days):
        return []
    return [Doubt(DoubtKind.PRINT, _days(volumes.index[-1:]), share)]


def _copied(priced: pd.Series[float], copied: Sequence[date], doubted: set[date]) -> list[Doubt]:
    days = tuple(day for day in copied if day not in doubted and pd.Timestamp(day) in priced.index)
    return [Doubt(DoubtKind.REPEATED, days, float(priced.loc[pd.Timestamp(days[-1])]))] if days else []


def _columns(frame: pd.DataFrame) -> _Columns:
    """Open, high, low (positive, or NaN) and volume."""
    opens, highs, lows, volumes = (
        frame[name].to_numpy("float64") for name in ("open", "high", "low", "volume")
    )
    return _priced(opens), _priced(highs), _priced(lows), volumes


def _priced(prices: NDArray[Any]) -> NDArray[Any]:
    return np.where(prices > 0, prices, np.nan)


def _bars(frame: pd.DataFrame, limits: MoveLimits) -> tuple[pd.DataFrame, list[Doubt], tuple[date, ...]]:
    """The bars without opens, highs and lows that are missing or no prices of their session."""
    closes = frame["close"].to_numpy("float64")
    before = np.concatenate((closes[:1], closes[:-1]))
    above, below = np.fmax(closes, before), np.fmin(closes, before)
    prices = np.column_stack([frame[name].to_numpy("float64") for name in ("open", "high", "low")])
    absent = ~(prices > 0)
    with np.errstate(invalid="ignore", divide="ignore"):
        logs = np.log(np.where(absent, np.nan, prices))
        far = (logs > np.log(above)[:, None] + limits.spread) | (
            logs < np.log(below)[:, None] - limits.spread
        )
        # A high below the close or a low above it is not of this session.
        far[:, 1] |= prices[:, 1] < closes * (1 - _ROUNDING)
        far[:, 2] |= prices[:, 2] > closes * (1 + _ROUNDING)
    far &= ~absent
    doubts = []
    if (rows := np.flatnonzero(far.any(axis=1))).size:
        at = rows[0]
        seen = float(prices[at][far[at]][0])
        doubts.append(Doubt(DoubtKind.RANGE, _days(frame.index[rows]), seen, float(closes[at])))
    bad = absent | far
    if np.isfinite(prices[bad]).any():
        frame = frame.copy()
        frame[["open", "high", "low"]] = np.where(bad, np.nan, prices)
    unknown = (frame["volume"].to_numpy("float64") == 0) & (closes != before)  # somebody did trade
    if unknown.any():
        frame = frame.assign(volume=frame["volume"].mask(unknown))
    only = np.isfinite(closes) & bad.all(axis=1)
    return frame, doubts, _days(frame.index[only])


def _missing(
    frame: pd.DataFrame, trusted: pd.DataFrame, days: TradingDays | None, first: date | None, due: date | None
) -> tuple[date, ...]:
    if days is None or first is None:
        return ()
    expected = pd.DatetimeIndex(days.sessions(first, due or frame.index[-1].date())).as_unit("us")
    if not len(expected):
        return ()
    index = pd.DatetimeIndex(frame.index)
    held = index[index >= expected[0]]
    if days.strict and len(held.difference(expected)) > STRANGE * len(held):
        return ()  # its bars are on days of their own: another calendar's
    # Before the calendar's first year the doubted bars themselves are all that is known to be missing.
    lost = (
        expected.union(index).difference(pd.DatetimeIndex(trusted.index))
        if len(trusted) < len(frame)
        else None
    )
    gaps = expected.difference(pd.DatetimeIndex(trusted.index)) if lost is None else lost
    return _days(gaps)


def _days(index: pd.Index) -> tuple[date, ...]:
    return tuple(stamp.date() for stamp in index)
