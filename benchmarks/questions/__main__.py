"""`python -m benchmarks.questions [FILE …]`: how each file's questions are read."""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks.questions.score import QuestionOutcome, Scored, cases_in, score

HERE = Path(__file__).parent


def main(arguments: list[str]) -> int:
    """Print the table of each file and what is not right; 0 when 85 % are right and at most 2 % wrong."""
    quiet = "--quiet" in arguments
    files = [Path(name) for name in arguments if name != "--quiet"] or sorted(HERE.glob("*.jsonl"))
    console = Console(width=150)
    return max(_print(console, file, score(cases_in(file)), quiet=quiet) for file in files)


def _print(console: Console, file: Path, results: list[Scored], *, quiet: bool) -> int:
    kinds: dict[str, Counter[QuestionOutcome]] = defaultdict(Counter)
    for result in results:
        kinds[result.case.kind][result.outcome] += 1
        kinds["all"][result.outcome] += 1
    table = Table("kind", *QuestionOutcome, title=f"{file.name}: {len(results)} questions")
    for kind, counts in kinds.items():
        if kind != "all":
            table.add_row(kind, *(str(counts[outcome] or "") for outcome in QuestionOutcome))
    shares = {outcome: kinds["all"][outcome] / len(results) for outcome in QuestionOutcome}
    table.add_row("all", *(f"{share:.1%}" for share in shares.values()))
    console.print(table)
    for result in results if not quiet else ():
        if result.outcome is not QuestionOutcome.RIGHT:
            console.print(f"{result.outcome:8} {result.line}", markup=False, highlight=False)
    return int(shares[QuestionOutcome.RIGHT] < 0.85 or shares[QuestionOutcome.WRONG] > 0.02)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
