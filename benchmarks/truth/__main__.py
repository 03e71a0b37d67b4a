"""`make truth`: every figure of every answer, on whole data and on damaged, beside an independent recomputation.

`python -m benchmarks.truth [--sample] [--moments N] [--only MUTILATION …]`. Exit status 1 when a figure is untrue,
dated wrongly or withheld needlessly.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks.truth.measure import FAULTS, Outcome, measure_moment
from benchmarks.truth.moments import MOMENTS, SAMPLE_MOMENTS
from benchmarks.truth.mutilations import MUTILATIONS, SOMETIMES_BELIEVED
from benchmarks.truth.questions import QUESTIONS, SAMPLE_QUESTIONS, Judgement, Kind

SAMPLE = ("whole", "session_missing_for_one", "bar_hundredfold", "panel_stale", "index_absent")
OFFENDERS = 3  # lines a mutilation and kind of fault in the table


def report(outcomes: dict[str, Outcome], console: Console, most: int = OFFENDERS) -> bool:
    """Print the table and the first offenders; whether there are none."""
    table = Table("data", *map(str, Kind), title="Figures beside an independent recomputation")
    for name, outcome in outcomes.items():
        table.add_row(name.replace("_", " "), *(f"{outcome.counts[kind]:,}" for kind in Kind))
    console.print(table)
    for name, outcome in outcomes.items():
        for kind in FAULTS:
            for at, judgement in _first_of_each(outcome.faults.get(kind, []), most):
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
    damages = (*MUTILATIONS, *SOMETIMES_BELIEVED)
    outcomes = {m.__name__: Outcome() for m in damages if m.__name__ in wanted}
    with ProcessPoolExecutor(min(len(moments), os.cpu_count() or 1), get_context("spawn")) as pool:
        for measured in pool.map(partial(measure_moment, data, wanted, questions), moments):
            for name, outcome in measured.items():
                outcomes[name].merge(outcome)
    return 0 if report(outcomes, Console(width=170), most=10_000 if options.every else OFFENDERS) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
