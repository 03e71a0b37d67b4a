"""What each figure is, by its key and day, from the raw files alone: nothing of the program is imported here."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass

import pandas as pd

from benchmarks.truth.composites import FAMILIES, OF_FUNDS, OF_THE_FOLDER
from benchmarks.truth.overnight import since_close
from benchmarks.truth.prices import FORMULAS
from benchmarks.truth.raw import RawData
from benchmarks.truth.reading import Damage, Input, NotStated, Reading, Span, ticker
from benchmarks.truth.so_far import SO_FAR
from benchmarks.truth.surprises import usual


@dataclass(frozen=True)
class Expected:
    """The figure as it truly is.

    `value`: on the whole data; None where none exists.
    `damaged`: a session that it needs is missing or differs in the folder that was asked about.
    `newest`: the last session that all its inputs have in that folder; None where one is absent.
    `at`: the time of its price, where it has one of its own.
    `undisputed`: as `newest`, of sessions on which an index and its fund do not contradict each other.
    """

    value: object
    damaged: bool
    newest: pd.Timestamp | None
    at: pd.Timestamp | None = None
    undisputed: pd.Timestamp | None = None


@dataclass(frozen=True)
class Recomputed:
    """A figure on the whole data, whatever is damaged in a folder: its value, and what was read for it."""

    value: object
    spans: frozenset[Span]
    inputs: frozenset[Input]


Remembered = dict[Hashable, Recomputed | None]
"""Figures of one moment by key, day and all that else they depend on. Oracles of several folders may share them."""


class Oracle:
    """Recomputes figures for one folder whose undamaged original is known."""

    def __init__(self, whole: RawData, given: RawData, remembered: Remembered | None = None) -> None:
        self.damage = Damage(whole, given)
        self._remembered: Remembered = {} if remembered is None else remembered
        self._expected: dict[tuple[str, pd.Timestamp, pd.Timestamp], Expected | None] = {}

    def expect(
        self, key: str, day: pd.Timestamp, now: pd.Timestamp, at: pd.Timestamp | None = None
    ) -> Expected | None:
        """`key` as of the session `day`, asked at `at` when `now` was the last completed session. None for
        a key that is not recomputed here."""
        asked = (key, day, now)
        if asked not in self._expected:
            self._expected[asked] = self._computed(key, day, now, at)
        return self._expected[asked]

    def _computed(
        self, key: str, day: pd.Timestamp, now: pd.Timestamp, at: pd.Timestamp | None
    ) -> Expected | None:
        subject, *rest = key.split(".")
        if not rest:
            return None
        if at is not None and rest[-1] == "since_close":
            return self._since_close(subject, rest[0], at)
        if at is not None and subject in SO_FAR and ("so_far" in rest or rest[-1] == "adjusted_last"):
            return self._members_so_far(subject, rest, now, at)
        if at is not None and (rest[-1] == "so_far" or rest == ["last"]):
            return self._so_far(subject, rest, now, at)
        asked = (key, day, self.damage.key)
        if {subject, rest[0]} & OF_THE_FOLDER or asked not in self._remembered:
            self._remembered[asked] = self._recomputed(subject, rest, day)
        figure = self._remembered[asked]
        if figure is None:
            return None
        newest, undisputed = (self._newest(figure.inputs, now, only) for only in (False, True))
        damaged = self.damage.strikes(figure.spans)
        return Expected(figure.value, damaged, newest, undisputed=undisputed)

    def _recomputed(self, subject: str, rest: list[str], day: pd.Timestamp) -> Recomputed | None:
        family = FAMILIES.get(subject)
        formula = family or FORMULAS.get(rest[0]) or OF_FUNDS.get(rest[0])
        if formula is None:
            return None
        reading = Reading(self.damage, day)
        try:
            value = formula(reading, rest[0], rest[1:]) if family else formula(reading, subject, rest[1:])
        except NotStated:
            value = None
        except (KeyError, IndexError, ValueError):
            return None  # a figure of this family that is not recomputed: the report names it
        return Recomputed(value, frozenset(reading.spans), frozenset(reading.inputs))

    def _so_far(self, subject: str, rest: list[str], now: pd.Timestamp, at: pd.Timestamp) -> Expected:
        """A figure of the session in progress, from five-minute bars that had ended by `at`."""
        bars = self.damage.whole.intraday(ticker(subject), at)
        reading = Reading(self.damage, now)
        if bars is None:
            return Expected(None, True, None)
        what = rest[0]
        if what in ("change", "surprise"):
            value = float(bars["close"].iloc[-1]) / reading.at(ticker(subject), "close") - 1
            if what == "surprise":
                window = int(rest[1].removesuffix("d"))
                value /= usual(reading.last(ticker(subject), "close", window + 1).tolist())
        else:
            value = float(
                {"last": bars["close"].iloc[-1], "high": bars["high"].max(), "low": bars["low"].min()}[what]
            )
        is_lost = not self._holds_any(ticker(subject))
        return Expected(value, reading.damaged or is_lost, pd.Timestamp(at.date()))

    def _holds_any(self, name: str) -> bool:
        """Whether the folder has any of the closes that are truly this market's."""
        given, whole = (raw.series(name, "close") for raw in (self.damage.given, self.damage.whole))
        return given is not None and whole is not None and bool((given == whole.reindex(given.index)).any())

    def _since_close(self, subject: str, what: str, at: pd.Timestamp) -> Expected | None:
        today = pd.Timestamp(at.date())
        whole, given = self.damage.whole, self.damage.given
        try:
            value, own, damaged = since_close(whole, given, subject, what, at)
        except NotStated:
            return Expected(None, True, None)
        except KeyError:
            return None
        return Expected(value, damaged, today, own)

    def _members_so_far(
        self, family: str, rest: list[str], now: pd.Timestamp, at: pd.Timestamp
    ) -> Expected | None:
        """A figure of members in the session in progress, from the file of quotes."""
        reading = Reading(self.damage, now)
        today = pd.Timestamp(at.date())
        try:
            return Expected(SO_FAR[family](reading, rest, at), reading.damaged, today)
        except NotStated:
            return Expected(None, True, None)

    def damaged_at(self, key: str, now: pd.Timestamp, at: pd.Timestamp) -> bool:
        """Whether the figure could not be stated of the newest session: then an older one may stand for it."""
        expected = self.expect(key, now, now, at)
        return expected is None or expected.damaged or expected.newest != now

    def _newest(self, inputs: Iterable[Input], now: pd.Timestamp, undisputed: bool) -> pd.Timestamp | None:
        ends = [self.damage.newest(name, column, now, undisputed) for name, column in inputs]
        return None if not ends or None in ends else min(day for day in ends if day is not None)
