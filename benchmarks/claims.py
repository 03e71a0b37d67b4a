"""Claims: verdicts right by kind, and 40,000 characters beside 5,000."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.row import BenchmarkRow
from market.claims.grammar import read

SMALL, LARGE = 5_000, 40_000
BUDGET = 500.0  # milliseconds of processor time for the largest text
NEWS = (
    "NEW YORK, Jan. 22 (Wire) - The Russell 2000 rose 0.76 percent to 2,718.77 on Thursday, a record, outpacing the "
    "Dow but lagging the Nasdaq Composite. Small caps have outperformed so far this year. Analysts expect the rally "
    "to broaden. "
)
HOSTILE = "Nasdaq, the Dow, S&P 500 rose 1.2 percent since since (((record highest best, or 1,234.56 "


def rows() -> Iterator[BenchmarkRow]:
    yield from _scores()
    for name, unit in (("news", NEWS), ("hostile text", HOSTILE), ("10,000 numbers", "123 ")):
        small, large = (_cpu(_sized(unit, size)) for size in (SMALL, LARGE))
        yield BenchmarkRow(
            f"reading {name}: 40,000 characters beside 8 × 5,000", large, small * LARGE / SMALL, 1.3
        )
        yield BenchmarkRow(
            f"reading {name}: 40,000 characters beside the budget", large, BUDGET, 1.0, note="processor time"
        )


def _scores() -> Iterator[BenchmarkRow]:
    """Mistakes in every hundred verdicts, and missed claims in every hundred, by kind."""
    folder = Path(
        os.environ.get("BELLWETHER_REAL_DATA") or Path(__file__).resolve().parents[2] / "shared" / "data"
    )
    if not (folder / "RUT.csv.gz").exists():
        return  # the sentences are about real sessions
    from tests.market.claims.corpus import CLAIMS
    from tests.market.claims.score import Judge, score

    with TemporaryDirectory() as place:
        scores = score(CLAIMS, Judge(folder, Path(place)))
    for kind, own in sorted(scores.items()):
        counts = f"{own.right} right of {own.given} given, {own.wanted} claims"
        yield BenchmarkRow(
            f"{kind.lower()}: wrong verdicts", 100 * (1 - own.precision), 100.0, 0.01, "of 100", counts
        )
        yield BenchmarkRow(f"{kind.lower()}: claims missed", 100 * (1 - own.recall), 100.0, 0.10, "of 100")


def _sized(unit: str, size: int) -> str:
    return (unit * (size // len(unit) + 1))[:size]


def _cpu(text: str) -> float:
    """Milliseconds of processor time, the best of five."""

    def once(work: Callable[[], object]) -> float:
        start = time.process_time()
        work()
        return (time.process_time() - start) * 1000

    return min(once(lambda: read(text, date(2026, 1, 22))) for _ in range(5))
