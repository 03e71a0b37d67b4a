"""How large a move is beside the days before it, recomputed with the variance written out."""

from __future__ import annotations

from itertools import pairwise
from math import sqrt

import pandas as pd

from benchmarks.truth.prices import base_session
from benchmarks.truth.reading import NotStated, Reading, ticker


def usual(closes: list[float]) -> float:
    """The sample's standard deviation of the changes between these closes."""
    moves = [later / earlier - 1 for earlier, later in pairwise(closes)]
    mean = sum(moves) / len(moves)
    return sqrt(sum((move - mean) ** 2 for move in moves) / (len(moves) - 1))


def surprise(read: Reading, subject: str, rest: list[str]) -> float:
    """`rut.surprise.60d`, `.252d`, `.rank`."""
    name = ticker(subject)
    if rest[0] == "rank":
        return _rank(read, name)
    closes = read.last(name, "close", int(rest[0].removesuffix("d")) + 2).tolist()
    return (closes[-1] / closes[-2] - 1) / usual(closes[:-1])


def surprise_over(read: Reading, subject: str, rest: list[str]) -> float:
    """`xlk.surprise_over.252d.1m`, `.rank.1m`."""
    name = ticker(subject)
    series = read.upto(name, "total")
    sessions = len(series.loc[base_session(series.index, rest[1]) :]) - 1
    if rest[0] == "rank":
        return _rank(read, name, "total", sessions)
    window = int(rest[0].removesuffix("d"))
    part = read.last(name, "total", sessions + 1 + window).tolist()
    return (part[-1] / part[window] - 1) / usual(part[: window + 1]) / sqrt(sessions)


def _rank(read: Reading, name: str, kind: str = "close", sessions: int = 1) -> int:
    series = read.upto(name, kind)
    year = pd.DatetimeIndex(series.index).year
    count = int((year == read.day.year).sum())
    closes = read.last(
        name, kind, min(count + sessions, len(series))
    ).tolist()  # of a young fund all there are
    moves = [later / earlier - 1 for earlier, later in zip(closes, closes[sessions:], strict=False)]
    newest = moves[-1]
    if newest == 0:
        raise NotStated("no change")
    return 1 + sum(move * newest > newest * newest for move in moves)
