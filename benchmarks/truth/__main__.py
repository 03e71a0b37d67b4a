"""`make truth`: every figure of every answer, on whole data and on damaged, beside an independent recomputation.

`python -m benchmarks.truth [--sample] [--moments N] [--only MUTILATION …]`. Exit status 1 when a figure is untrue,
dated wrongly or withheld needlessly.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd
from rich.console import Console
from rich.table import Table

from benchmarks.truth.claims import judged_claims
from benchmarks.truth.mutilations import MUTILATIONS, Mutilation, damaged_copy, whole
from benchmarks.truth.oracle import Oracle
from benchmarks.truth.questions import (
    MOMENTS,
    QUESTIONS,
    SAMPLE_MOMENTS,
    SAMPLE_QUESTIONS,
    Judge,
    Judgement,
    Kind,
    Respondent,
    figures_of,
)
from benchmarks.truth.raw import RawData, calendar_sessions, last_completed

FAULTS = (Kind.UNTRUE, Kind.WRONG_DATE, Kind.NEEDLESS)
SAMPLE = ("whole", "session_missing_for_one", "bar_hundredfold", "panel_stale", "index_absent")
OFFENDERS = 3  # lines a mutilation and kind of fault in the table
Tamper = Callable[[dict[str, Any]], dict[str, Any]]


@dataclass
class Outcome:
    """What came of one mutilation: how many of each kind, and the faults."""

    counts: Counter[Kind] = field(default_factory=Counter)
    unchecked: Counter[str] = field(default_factory=Counter)
    faults: dict[Kind, list[tuple[str, Judgement]]] = field(default_factory=lambda: defaultdict(list))

    def add(self, at: str, judgement: Judgement) -> None:
        self.counts[judgement.kind] += 1
        if judgement.kind is Kind.UNCHECKED:
            self.unchecked[judgement.key] += 1
        if judgement.kind in FAULTS:
            self.faults[judgement.kind].append((at, judgement))

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
    original, outcomes = RawData(data), {m.__name__: Outcome() for m in mutilations}
    for at in moments:
        moment = pd.Timestamp(at)
        sessions = calendar_sessions()
        sessions = sessions[sessions <= last_completed(moment)]
        shown: dict[str, set[str]] = {}
        for mutilation in (whole, *(m for m in mutilations if m is not whole)):
            with tempfile.TemporaryDirectory() as folder:
                given = damaged_copy(data, Path(folder) / "data", mutilation, sessions)
                judge = Judge(Oracle(original, given), moment)
                respondent = Respondent(given.folder, at)
                outcome = outcomes.get(mutilation.__name__)
                for question in questions:
                    document = tamper(respondent.document(question))
                    if mutilation is whole:
                        shown[question] = shown_keys(document)
                    if outcome is not None:
                        for judgement in judge.answer(question, document, shown[question]):
                            outcome.add(at, judgement)
                if outcome is not None:
                    for judgement in judged_claims(respondent, judge):
                        outcome.add(at, judgement)
    return outcomes


def shown_keys(document: dict[str, Any]) -> set[str]:
    """Keys of the figures that an answer shows."""
    return {key for key, figures in figures_of(document).items() if figures[0]["status"] == "shown"}


def report(outcomes: dict[str, Outcome], console: Console, most: int = OFFENDERS) -> bool:
    """Print the table and the first offenders; whether there are none."""
    table = Table("data", *map(str, Kind), title="Figures beside an independent recomputation")
    for name, outcome in outcomes.items():
        table.add_row(name.replace("_", " "), *(f"{outcome.counts[kind]:,}" for kind in Kind))
    console.print(table)
    for name, outcome in outcomes.items():
        for kind in FAULTS:
            for at, judgement in _first_of_each(outcome.faults[kind], most):
                console.print(
                    f"{name}: {kind}: {judgement.question} at {at}: {judgement.key}: {judgement.detail}",
                    soft_wrap=True,
                )
    unchecked = sorted({key for outcome in outcomes.values() for key in outcome.unchecked})
    if unchecked:
        console.print(f"Not recomputed: {', '.join(unchecked)}", soft_wrap=True)
    return not any(outcome.failed for outcome in outcomes.values())


def _first_of_each(faults: Iterable[tuple[str, Judgement]], most: int) -> list[tuple[str, Judgement]]:
    """The first offenders, each of another question; all of them where more than a few are asked for."""
    if most > OFFENDERS:
        return list(faults)
    by_question = {judgement.question: (at, judgement) for at, judgement in reversed(list(faults))}
    return list(by_question.values())[::-1][:most]


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="benchmarks.truth")
    parser.add_argument("--sample", action="store_true", help="a small part, as CI runs it")
    parser.add_argument("--moments", type=int, default=len(MOMENTS), help="how many moments")
    parser.add_argument("--only", nargs="*", default=(), help="names of mutilations")
    parser.add_argument("--every", action="store_true", help="every offender, not the first")
    options = parser.parse_args(arguments)
    data = Path(os.environ.get("BELLWETHER_REAL_DATA") or "../shared/data")
    if not (data / "RUT.csv.gz").is_file():
        print("The real market data are not here. Name their folder in BELLWETHER_REAL_DATA.")
        return 2
    wanted = options.only or (SAMPLE if options.sample else [m.__name__ for m in MUTILATIONS])
    moments: Sequence[str] = MOMENTS[: options.moments]
    questions: Sequence[str] = QUESTIONS
    if options.sample:
        moments, questions = SAMPLE_MOMENTS, SAMPLE_QUESTIONS
    outcomes = measure(data, [m for m in MUTILATIONS if m.__name__ in wanted], moments, questions)
    return 0 if report(outcomes, Console(width=170), most=10_000 if options.every else OFFENDERS) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
