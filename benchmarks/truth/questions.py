"""What is asked, when, and what each figure of an answer is worth beside the oracle."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

import pandas as pd

from benchmarks.truth.alerts import SET as ALERTS
from benchmarks.truth.alerts import EveryChannel, write_ledger
from benchmarks.truth.keys import named, names_the_first, undated
from benchmarks.truth.oracle import Oracle
from benchmarks.truth.portfolio import KEPT
from benchmarks.truth.raw import calendar_sessions, last_completed
from benchmarks.truth.windows import end_after, end_of_window

QUESTIONS = (
    "/smallcaps",
    "/why",
    "/why iwm 5d",
    "/rank",
    "/rank worst week spx",
    "/rank lead month rut spx",
    "/rank run rut spx",
    "/rank losing rut",
    "/compare rut ndx 1y",
    "/compare rut spx dji ytd",
    "/compare iwm spy qqq 3m",
    "/compare rut spx 5d",
    "/compare rut iwm 1m",
    "/compare rut spx 2020-02-19..2020-03-23",
    "/compare rut spx 2018-11-01 with 2019-10-01",
    "/quote rut",
    "/quote iwm",
    "/quote ndx",
    "/chart rut 3m",
    "/chart spx 1y",
    "/chart iwm ytd",
    "/breadth",
    "/breadth sp500 3m",
    "/ladder",
    "/ladder 1y",
    "/sectors",
    "/sectors 1d",
    "/rotation",
    "/drivers",
    "/drivers 1m",
    "/concentration",
    "/risk rut",
    "/risk iwm spy",
    "/history record rut",
    "/history drawdown 10 spx",
    "/history down 3 rut",
    "/history analogues rut",
    "/exposure IWM 50, QQQ 50",
    "/portfolio",
    "/portfolio ytd",
    "/movers",
    "/movers sp500 5d",
    "/heatmap",
    "/macro",
    "/digest now",
    "/digest now pre-open",
    *ALERTS,
    "/alert stats",
)
SAMPLE_QUESTIONS = (
    "/smallcaps",
    "/why",
    "/compare rut spx 5d",
    "/quote rut",
    "/breadth",
    "/sectors 1d",
    "/risk rut",
)


class Kind(StrEnum):
    RIGHT = "right"
    WITHHELD = "withheld rightly"
    NEEDLESS = "withheld needlessly"
    UNTRUE = "untrue"
    WRONG_DATE = "wrong date"
    UNCHECKED = "not recomputed"


@dataclass(frozen=True)
class Judgement:
    """What one figure of one answer is worth."""

    kind: Kind
    question: str
    key: str
    detail: str = ""


Figures = dict[str, list[dict[str, Any]]]  # an answer's figures by key, the newest first


class Respondent:
    """The program over one folder, at one moment."""

    def __init__(self, folder: Path, at: str) -> None:
        from bot.settings import Settings
        from bot.wiring.app import build_app
        from market.clock import FixedClock

        settings = Settings(
            source=f"files:{folder}",
            data_dir=folder / ".store",
            asks_per_minute=10_000,
            deadline=120,  # a busy machine must not pass for figures that are withheld
        )
        self._has_begun = False
        sessions = calendar_sessions()
        self._sessions = sessions[sessions <= last_completed(pd.Timestamp(at))]
        clock = FixedClock(datetime.fromisoformat(at))
        self._app = build_app(settings, clock=clock, places=EveryChannel)

    def document(self, question: str) -> dict[str, Any]:
        """The answer as `bellwether ask --json` prints it."""
        from bot.adapters.console import to_request
        from bot.adapters.formatting.document import as_json

        if question.startswith(("/portfolio", "/alert")):
            return self._of_somebody(question)
        document: dict[str, Any] = {}
        for _again in range(6):  # what a busy machine has no time for is there when it is asked again
            reply = self._app.engine.answer(to_request(question))
            before, document = document, json.loads(as_json(reply))
            if not reply.partial or document["figures"] == before.get("figures"):
                break
        return document

    def _of_somebody(self, question: str) -> dict[str, Any]:
        """The answer to somebody in a channel who has holdings, where their prices are known, and alerts that have
        happened; written down once, for all questions."""
        from bot.adapters.formatting.document import as_json
        from bot.engine.request import Request
        from commands.framework.asker import Asker

        somebody = Asker("discord", "G1", "C1", "U1")
        if not self._has_begun:
            self._has_begun = True
            self._app.engine.answer(Request(text=KEPT, asker=somebody))
            write_ledger(self._app.keeping.store, self._sessions)
        document: dict[str, Any] = json.loads(
            as_json(self._app.engine.answer(Request(text=question, asker=somebody)))
        )
        return document


def figures_of(document: dict[str, Any]) -> Figures:
    """Its figures by key, those of the newest day first."""
    by_key: Figures = {}
    for figure in document["figures"]:
        by_key.setdefault(figure["key"], []).append(figure)
    for figures in by_key.values():
        figures.sort(key=lambda figure: str(figure["as_of"]), reverse=True)
    return by_key


@dataclass
class Judge:
    """Judges answers of one folder at one moment. `at`: the moment asked."""

    oracle: Oracle
    at: pd.Timestamp

    @property
    def now(self) -> pd.Timestamp:
        return last_completed(self.at)

    def answer(
        self, question: str, document: dict[str, Any], whole: Iterable[str] = ()
    ) -> Iterator[Judgement]:
        """Every figure of the answer, and those of `whole` (keys that the answer to the same question over
        undamaged data shows) that are not in it. A digest that has no room for a part may leave one out."""
        answered = figures_of(document)
        common = self._last_sessions(question, answered)
        for key, figures in answered.items():
            for place, figure in enumerate(figures):
                kind, detail = self._figure(question, figure, common if place == 0 else None)
                yield Judgement(kind, question, key, detail)
        notes = document.get("notes", ())
        if any(note.startswith("No room for") for note in notes):
            return
        is_without_why = any(
            note.startswith("Without why") for note in notes
        )  # why is judged by /why's answer
        windows = {undated(key) for key in answered if undated(key) != key}  # laid on another session
        for key in whole:
            of_refusal = question.startswith("/history analogues") and not key.startswith("history.")
            of_refusal |= is_without_why and key.startswith("contribution.")
            if key not in answered and not (
                names_the_first(question, key) or of_refusal or undated(key) in windows
            ):
                kind, detail = self._withheld(
                    question, key, "absent from the answer", self._now(question, key)
                )
                if kind is not Kind.UNCHECKED:
                    yield Judgement(kind, question, key, detail)

    def _last_sessions(self, question: str, answered: Figures) -> set[pd.Timestamp]:
        """The last sessions of what any of its figures is made from: a composed answer may be laid on the
        last one that all of them have."""
        now = self._now(question)
        every = (
            self.oracle.expect(named(question, key), self._now(question, key), now, self.at)
            for key in answered
        )
        ends = (day for expected in every if expected for day in (expected.newest, expected.undisputed))
        return {day for day in ends if day is not None}

    def _figure(
        self, question: str, figure: dict[str, Any], common: set[pd.Timestamp] | None
    ) -> tuple[Kind, str]:
        """`common`: days that are as good as the newest; None for a figure of an earlier session, which an
        answer shows beside the newest. A withheld figure of one of these days is judged as of that day."""
        key, value = figure["key"], figure["value"]
        day, now = self._day(figure), self._now(question, key)
        if figure["status"] != "shown":
            own = day if day is not None and (common is None or day in common) else now
            return self._withheld(question, key, figure["why"] or "no reason given", own)
        if day is None:
            return Kind.WRONG_DATE, f"as of “{figure['as_of']}”, which is no date"
        expected = self.oracle.expect(named(question, key), day, now, self.at)
        if expected is None:
            return Kind.UNCHECKED, ""
        if expected.newest is not None and day > expected.newest:
            return Kind.WRONG_DATE, f"as of {day.date()}; its data end on {expected.newest.date()}"
        if expected.at is not None and pd.Timestamp(figure["as_of"]) != expected.at:
            return Kind.WRONG_DATE, f"as of {figure['as_of']}, truly of {expected.at}"
        if not same(value, expected.value):
            return Kind.UNTRUE, f"{shown(value)} as of {day.date()}, truly {shown(expected.value)}"
        ends = common or set()
        if " with " in question:  # where the later window ends early, so does the one before it
            ends = {end_of_window(question, key, end) for end in ends}
        late = common is not None and day < now and day not in ends
        if late and not self.oracle.damaged_at(named(question, key), now, self.at):
            return Kind.WRONG_DATE, f"as of {day.date()}; there are data to {now.date()}"
        return Kind.RIGHT, ""

    def _withheld(self, question: str, key: str, why: str, day: pd.Timestamp) -> tuple[Kind, str]:
        """`day`: the session that the figure would be of; the newest, but for one that an answer shows of
        an earlier session beside it."""
        now = self._now(question, key)
        expected = self.oracle.expect(named(question, key), day, now, self.at)
        if expected is None:
            return Kind.UNCHECKED, ""
        if expected.damaged or expected.value is None or expected.newest is None or expected.newest < now:
            return Kind.WITHHELD, why
        return Kind.NEEDLESS, f"{why}; it is {shown(expected.value)}"

    def _now(self, question: str, key: str = "") -> pd.Timestamp:
        """The last session that the question is about; of the earlier of two windows, that which is as many
        sessions after its base as the newest is after the later one's; of what followed a session, so many later."""
        if ".after." in key:
            return end_after(key)
        if " with " in question and key:
            return end_of_window(question, key, self.now)
        _, dots, end = question.partition("..")
        return min(self.now, pd.Timestamp(end.split()[0])) if dots else self.now

    def _day(self, figure: dict[str, Any]) -> pd.Timestamp | None:
        """The session that the figure says it is of."""
        if figure["key"].startswith("macro."):
            return pd.Timestamp(self.at.date())
        try:
            stamp = pd.Timestamp(figure["as_of"])
        except (ValueError, TypeError):
            return None
        return None if pd.isna(stamp) else pd.Timestamp(stamp.date())


def same(value: object, truth: object) -> bool:
    """Whether a stated figure is the true one, beyond the last bits of floating point."""
    if isinstance(value, int | float) and isinstance(truth, int | float):
        return math.isclose(float(value), float(truth), rel_tol=2e-6, abs_tol=1e-7)
    return value == truth


def shown(value: object) -> str:
    return f"{value:,.6g}" if isinstance(value, float) else str(value)
