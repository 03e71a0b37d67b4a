"""Prints how well the texts of a file of cases are read and judged."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks.reading.cases import cases_in
from benchmarks.reading.score import Scores, scores_of
from benchmarks.reading.world import World

LEAST_PRECISION, LEAST_RECALL = 0.99, 0.85


def main() -> int:
    """0 when every threshold holds."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.reading", description=__doc__)
    parser.add_argument("cases", nargs="+", type=Path, help="files of cases, one JSON object a line")
    parser.add_argument("--data", type=Path, required=True, help="folder of real data")
    parser.add_argument("--remarks", action="store_true", help="each miss, wrong verdict and alarm")
    parser.add_argument("--only", default="", help="kinds of cases, with commas")
    options = parser.parse_args()
    world = World(options.data)
    wanted = set(options.only.split(",")) - {""}
    cases = [case for path in options.cases for case in cases_in(path) if not wanted or case.kind in wanted]
    tallies = scores_of(cases, world)
    whole = Scores()
    table = Table(
        "kind", "claims", "found", "judged", "right", "late", "extra", "alarms", "precision", "recall"
    )
    for kind, own in tallies.items():
        whole.add(own)
        table.add_row(kind, *_cells(own))
    table.add_row("all", *_cells(whole), style="bold")
    console = Console(width=130)
    if options.remarks:
        for remark in whole.remarks:
            console.print(remark, markup=False, highlight=False, soft_wrap=True)
    console.print(table)
    holds = whole.precision >= LEAST_PRECISION and whole.recall >= LEAST_RECALL and not whole.alarms
    return 0 if holds else 1


def _cells(own: Scores) -> list[str]:
    counts = (own.wanted, own.recalled, own.judged, own.right, own.late, own.extra, own.alarms)
    return [*map(str, counts), f"{own.precision:.1%}", f"{own.recall:.1%}"]


if __name__ == "__main__":
    sys.exit(main())
