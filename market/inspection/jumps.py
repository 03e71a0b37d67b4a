"""Jumps in a series of closes that no trading has made. Pure: arrays in, places out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from market.doubts import DoubtKind
from market.inspection.limits import SHORT_TAIL, MoveLimits, is_split, is_tenfold

Floats = NDArray[np.float64]
_BUSY = 5.0  # times the usual volume: a share whose price really moves is traded so much
_CALM = 0.06  # the range of a session, in logarithms, that has seen no news
_MONTH = 21
_SOON = 20  # sessions before and after a jump of a ratio, by which its level is known


@dataclass(frozen=True, slots=True)
class Stretch:
    """Rows `start` to `stop` (exclusive) in doubt.

    jump: into it or, for SPLIT and SCALE at the beginning of a series, out of it, as a logarithm.
    """

    kind: DoubtKind
    start: int
    stop: int
    jump: float


@dataclass(frozen=True, slots=True)
class Series:
    """What is looked at, oldest first: positive closes, and beside them open, high, low and volume, NaN where
    there are none.

    announced: rows on which a split took effect.
    """

    closes: Floats
    opens: Floats
    highs: Floats
    lows: Floats
    volumes: Floats
    announced: NDArray[np.bool_]


def jumps(series: Series, limits: MoveLimits) -> list[Stretch]:
    """All stretches in doubt, oldest first.

    A jump that comes back puts what lies between in doubt. One that stays is a change of scale: the
    rows before it are on another scale than today's; only where the new scale is a few sessions old
    and nobody announced it, those few are in doubt instead, until they are confirmed by more. A jump that
    equals a split is confirmed by its second session; on the first neither side is to be trusted, since the
    closes before it are on another scale if it is one.
    """
    logs = np.log(series.closes)
    moves = np.diff(logs, prepend=logs[:1])
    return stretches(series, limits, np.flatnonzero(np.abs(moves) > limits.step).tolist())


def stretches(series: Series, limits: MoveLimits, rows: list[int]) -> list[Stretch]:
    """What the jumps in `rows` put in doubt, oldest first."""
    logs = np.log(series.closes)
    moves = np.diff(logs, prepend=logs[:1])
    spikes = list(_spikes(series, limits, logs, rows))
    inside = {row for spike in spikes for row in range(spike.start, spike.stop + 1)}
    stays = [row for row in rows if row not in inside and _is_seam(series, limits, float(moves[row]), row)]
    return sorted((*spikes, *_seams(series, limits, moves, stays)), key=lambda stretch: stretch.start)


def departures(series: Series, limits: MoveLimits, rows: list[int]) -> list[Stretch]:
    """What the jumps in `rows` put in doubt of a ratio of two prices, oldest first. Unlike a price it has a level: a
    jump is over once the ratio is there again, whether by a jump or not, and what was off it before belongs to it.
    """
    logs = np.log(series.closes)
    moves = np.diff(logs, prepend=logs[:1])
    spikes: list[Stretch] = []
    stays, after = [], 0
    for row in rows:
        if row <= after:
            continue
        first = max(row - _SOON, 0)
        usual = float(np.median(logs[first:row]))
        off = np.abs(logs - usual) > np.abs(logs[row - 1 : row + 1] - usual).max() / 3
        soon = range(row, min(row + _SOON, len(logs)))
        later = [stop for stop in rows if row < stop <= row + limits.longest]
        stop = next((stop for stop in (*soon, *later) if not off[stop] and stop <= row + limits.longest), 0)
        start = row
        while start - 1 > first and off[start - 1]:
            start -= 1
        if stop:
            spikes.append(Stretch(DoubtKind.SPIKE, start, stop, float(moves[row])))
            after = stop
        else:
            stays.append(start)
    return sorted((*spikes, *_seams(series, limits, moves, stays)), key=lambda stretch: stretch.start)


def _spikes(series: Series, limits: MoveLimits, logs: Floats, rows: list[int]) -> Iterator[Stretch]:
    after = 0
    for place, start in enumerate(rows):
        if start <= after:
            continue
        jump, turned = float(logs[start] - logs[start - 1]), False
        for stop in rows[place + 1 :]:
            if stop - start > limits.longest:
                break
            back, left = float(logs[stop] - logs[stop - 1]), float(logs[stop] - logs[start - 1])
            turned = turned or back * jump < 0  # two wrong closes may lie on both sides of the true ones
            if turned and abs(left) < abs(jump) / 3:
                if limits.any_jump or _is_bad_share(series, jump, start, stop):
                    after = stop
                    yield Stretch(DoubtKind.SPIKE, start, stop, jump)
                break


def _is_bad_share(series: Series, jump: float, start: int, stop: int) -> bool:
    """Whether a share's jump there and back is a mistake rather than a wild week."""
    if is_tenfold(jump):
        return True
    return abs(jump) > np.log(3) and stop - start == 1 and _is_quiet(series, start)


def _is_quiet(series: Series, row: int, factor: float = 1.0) -> bool:
    """Whether a session was traded no more than usual, or nobody knows. `factor`: by how much the
    number of shares may have grown."""
    usual = series.volumes[max(row - _MONTH, 0) : row]
    usual = usual[np.isfinite(usual)]
    volume = series.volumes[row]
    return bool(not np.isfinite(volume) or not len(usual) or volume <= _BUSY * factor * np.median(usual))


def _is_seam(series: Series, limits: MoveLimits, jump: float, row: int) -> bool:
    """Whether a jump that stays is a change of scale rather than a move."""
    if limits.any_jump or is_tenfold(jump) or abs(jump) > limits.unheard:
        return True
    if series.announced[row]:
        return True
    spread = np.log(series.highs[row] / series.lows[row])
    if not np.isfinite(spread) or not np.isfinite(series.volumes[row]):
        return False  # with nothing but closes a crash and a split look alike
    opened = abs(float(np.log(series.opens[row] / series.closes[row])))
    return bool(
        spread < _CALM
        and opened < _CALM
        and is_split(jump, within=0.04)
        and _is_quiet(series, row, max(float(np.exp(-jump)), 1.0))
    )


def _seams(series: Series, limits: MoveLimits, moves: Floats, rows: list[int]) -> Iterator[Stretch]:
    end = len(series.closes)
    for row in reversed(rows):
        jump = float(moves[row])
        split = bool(series.announced[row]) or (limits.splits and is_split(jump, within=0.1))
        if split and end - row == 1 and not series.announced[row]:
            yield Stretch(DoubtKind.SPLIT, row, end, jump)
        elif end - row <= SHORT_TAIL and not split:
            yield Stretch(DoubtKind.UNHEARD, row, end, jump)
            end = row
            continue
        yield Stretch(DoubtKind.SPLIT if split else DoubtKind.SCALE, 0, row, jump)
        return
