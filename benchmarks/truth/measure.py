"""What the answers over whole and damaged data are worth, counted by kind."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import pandas as pd

from benchmarks.truth.claims import judged_claims
from benchmarks.truth.mutilations import MUTILATIONS, SOMETIMES_BELIEVED, Mutilation, damaged_copy, whole
from benchmarks.truth.oracle import Oracle, Remembered
from benchmarks.truth.overnight import write_overnight
from benchmarks.truth.questions import Judge, Judgement, Kind, Respondent, figures_of
from benchmarks.truth.quoted import write_quotes
from benchmarks.truth.raw import RawData, calendar_sessions, last_completed

FAULTS = (Kind.UNTRUE, Kind.WRONG_DATE, Kind.NEEDLESS)
Tamper = Callable[[dict[str, Any]], dict[str, Any]]


@dataclass
class Outcome:
    """What came of one mutilation: how many of each kind, and the faults."""

    counts: Counter[Kind] = field(default_factory=Counter)
    unchecked: Counter[str] = field(default_factory=Counter)
    faults: dict[Kind, list[tuple[str, Judgement]]] = field(default_factory=dict)

    def add(self, at: str, judgements: Iterable[Judgement]) -> None:
        for judgement in judgements:
            self.counts[judgement.kind] += 1
            if judgement.kind is Kind.UNCHECKED:
                self.unchecked[judgement.key] += 1
            if judgement.kind in FAULTS:
                self.faults.setdefault(judgement.kind, []).append((at, judgement))

    def merge(self, other: Outcome) -> None:
        self.counts += other.counts
        self.unchecked += other.unchecked
        for kind, faults in other.faults.items():
            self.faults.setdefault(kind, []).extend(faults)

    @property
    def failed(self) -> bool:
        return any(self.counts[kind] for kind in FAULTS)


def measure(
    data: Path,
    mutilations: Sequence[Mutilation],
    moments: Sequence[str],
    questions: Sequence[str],
    tamper: Tamper = lambda document: document,
) -> dict[str, Outcome]:
    """By mutilation, what the answers to `questions` at `moments` are worth. `tamper` changes an answer
    before it is judged (a test plants faults so)."""
    outcomes = {mutilation.__name__: Outcome() for mutilation in mutilations}
    for at in moments:
        _measure_moment(data, outcomes, at, questions, tamper)
    return outcomes


def _measure_moment(
    data: Path, outcomes: dict[str, Outcome], at: str, questions: Sequence[str], tamper: Tamper
) -> None:
    """Whole data first, whether they count or not: their answers say which figures there are to show."""
    moment = pd.Timestamp(at)
    sessions = calendar_sessions()
    sessions = sessions[sessions <= last_completed(moment)]
    original, shown = _original(data, sessions[-1]), dict[str, set[str]]()
    remembered: Remembered = {}
    for mutilation in (*MUTILATIONS, *SOMETIMES_BELIEVED):
        outcome = outcomes.get(mutilation.__name__)
        if outcome is None and mutilation is not whole:
            continue
        with tempfile.TemporaryDirectory() as folder:
            given = damaged_copy(original, Path(folder) / "data", mutilation, sessions)
            write_quotes(given.folder, original, moment)
            write_overnight(given.folder, original, moment, mutilation.__name__)
            judge, respondent = (
                Judge(Oracle(original, given, remembered), moment),
                Respondent(given.folder, at),
            )
            for question in questions:
                document = tamper(respondent.document(question))
                if mutilation is whole:
                    shown[question] = shown_keys(document)
                if outcome is not None:
                    outcome.add(at, judge.answer(question, document, shown[question]))
            if outcome is not None:
                outcome.add(at, judged_claims(respondent, judge))


@lru_cache(maxsize=1)
def _original(data: Path, newest: pd.Timestamp) -> RawData:
    return RawData(data, newest)


def measure_moment(data: Path, names: Sequence[str], questions: Sequence[str], at: str) -> dict[str, Outcome]:
    """One moment, for a process of its own. `names`: of mutilations."""
    damages = (*MUTILATIONS, *SOMETIMES_BELIEVED)
    mutilations = [mutilation for mutilation in damages if mutilation.__name__ in names]
    return measure(data, mutilations, (at,), questions)


def shown_keys(document: dict[str, Any]) -> set[str]:
    """Keys of the figures that an answer shows."""
    return {key for key, figures in figures_of(document).items() if figures[0]["status"] == "shown"}
