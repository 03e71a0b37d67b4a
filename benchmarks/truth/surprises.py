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
    """`xlk.surprise_over.252d.1m`."""
    name, window = ticker(subject), int(rest[0].removesuffix("d"))
    series = read.upto(name, "total")
    base = base_session(series.index, rest[1])
    part = read.last(name, "total", len(series.loc[base:]) + window).tolist()
    sessions = len(part) - 1 - window
    return (part[-1] / part[window] - 1) / usual(part[: window + 1]) / sqrt(sessions)


def _rank(read: Reading, name: str) -> int:
    series = read.upto(name, "close")
    year = pd.DatetimeIndex(series.index).year
    count = int((year == read.day.year).sum())
    closes = read.last(name, "close", count + 1).tolist()
    moves = [later / earlier - 1 for earlier, later in pairwise(closes)]
    newest = moves[-1]
    if newest == 0:
        raise NotStated("no change")
    return 1 + sum(move * newest > newest * newest for move in moves)
