"""`make drill`: kill, freeze and restart workers while every channel is owed one post.

    python -m benchmarks.drill [--subscriptions 2000] [--database postgresql] [--database sqlite]

Prints a table and ends with status 1 when a channel has no post, or more than one.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from benchmarks.drill.scene import DrillWorker, IdleLoop, LedgerReader, StandInProcess, fill, wait_until
from benchmarks.drill.server import database
from benchmarks.drill.stalls import Row, longest

_LIMIT, _STEP = 900.0, 120.0  # seconds until a drill is given up, and until its next step comes anyway
_OFTEN = 0.02  # seconds between looks, so that workers are killed in mid-work


@dataclass(frozen=True, slots=True)
class DrillResult:
    """Channels by how many posts they got, and what it took. `judged`: rounds of alerts; None in a small
    drill, which has none."""

    database: str
    workers: int
    subscriptions: int
    once: int
    twice: int
    lost: int
    uncertain: int
    composed: int
    drawn: int
    judged: int | None
    seconds: float
    idle: list[Row]
    faults: dict[str, int]
    measured: list[dict[str, Any]]

    @property
    def good(self) -> bool:
        return self.once == self.subscriptions and not self.uncertain and self.judged != 0


def drill(
    kind: str, count: int, freeze: float, seed: int, poll: float, calm: bool, previous: Path | None = None
) -> DrillResult:
    """One run on one kind of database: two workers on PostgreSQL, one on SQLite. With `previous`, a
    checkout of an earlier version, every other worker that is started is of that version."""
    with database(kind) as own:
        standin = StandInProcess(seed, not calm, small=poll < 1.0)
        try:
            fill(own.url, count)
            return _run(kind, own.url, standin, count, freeze, poll, calm, previous)
        finally:
            standin.close()


def _run(
    kind: str,
    url: sa.URL,
    standin: StandInProcess,
    count: int,
    freeze: float,
    poll: float,
    calm: bool,
    previous: Path | None,
) -> DrillResult:
    number = 2 if kind == "postgresql" and not calm else 1  # two share the work as it comes
    folder = Path(tempfile.mkdtemp(prefix="drill-"))
    versions = cycle((previous, None))

    def another() -> DrillWorker:
        return DrillWorker(url, standin, folder, poll, next(versions))

    workers = [another() for _ in range(number)]
    ledger = LedgerReader(url)
    try:
        for worker in workers:
            worker.ready()
        began, beside = time.monotonic(), IdleLoop()
        if not calm:
            _mayhem(workers, another, standin, count, freeze)
        wait_until(lambda: ledger.settled(count), began + _LIMIT - time.monotonic())
        seconds = time.monotonic() - began
        uncertain = ledger.counts().get("uncertain", 0)
        idle = beside.end()
    finally:
        ledger.close()
        measured = [worker.end() for worker in workers]
        composed, drawn, judged = (_bytes(folder / name) for name in ("composed", "drawn", "judged"))
        shutil.rmtree(folder, ignore_errors=True)
    results = standin.results()
    posts = list(results["posts"].values())
    once, twice = sum(n == 1 for n in posts), sum(n > 1 for n in posts)
    lost = count - sum(n > 0 for n in posts)
    return DrillResult(
        kind,
        number,
        count,
        once,
        twice,
        lost,
        uncertain,
        composed,
        drawn,
        judged if poll >= 1.0 else None,
        seconds,
        idle,
        results["faults"],
        measured,
    )


def _bytes(notes: Path) -> int:
    return notes.stat().st_size if notes.exists() else 0


def _mayhem(
    workers: list[DrillWorker],
    another: Callable[[], DrillWorker],
    standin: StandInProcess,
    count: int,
    freeze: float,
) -> None:
    """Kill one in the middle and bring it back, freeze one until it is taken for dead and thaw it,
    kill all at once and bring them back."""

    def reached(share: float) -> None:
        wait_until(lambda: standin.posts() >= share * count, _STEP, _OFTEN)

    reached(0.15)
    workers[0].kill()
    workers[0] = another()
    reached(0.30)
    if len(workers) == 1:
        workers[0].ready()  # the one that is frozen next must have started, or nobody would thaw it
    workers[-1].freeze()
    if len(workers) > 1:
        workers[0].ready()
    time.sleep(freeze)
    workers[-1].thaw()
    reached(0.60)
    for worker in workers:
        worker.kill()
    workers[:] = [another() for _ in workers]
    for worker in workers:
        worker.ready()


def main() -> None:
    parser = argparse.ArgumentParser(prog="drill")
    parser.add_argument("--subscriptions", type=int, default=2000)
    parser.add_argument("--database", action="append", choices=["postgresql", "sqlite"])
    parser.add_argument("--freeze", type=float, default=25.0, help="seconds a worker is stopped")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument(
        "--poll", type=float, default=1.0, help="seconds between looks at the queue; below 1, a small drill"
    )
    parser.add_argument(
        "--previous", type=Path, help="a checkout of an earlier version, whose workers share the work"
    )
    parser.add_argument("--calm", action="store_true", help="no faults and no kills: measures the cost")
    arguments = parser.parse_args()
    outcomes = []
    for kind in arguments.database or ["postgresql", "sqlite"]:
        # Calm, a quarter first: what the rest costs on top of it is the cost of a further channel.
        for count in [*([arguments.subscriptions // 4] if arguments.calm else []), arguments.subscriptions]:
            outcome = drill(
                kind,
                count,
                arguments.freeze,
                arguments.seed,
                arguments.poll,
                arguments.calm,
                arguments.previous,
            )
            print(_row(outcome), flush=True)
            outcomes.append(outcome)
        if arguments.calm:
            print(f"  CPU per further channel: {_further(*outcomes[-2:]):.2f} ms", flush=True)
    sys.exit(0 if all(outcome.good for outcome in outcomes) else 1)


def _further(few: DrillResult, many: DrillResult) -> float:
    """Milliseconds of all workers' processor time."""
    spent: float = sum(m["cpu"] for m in many.measured) - sum(m["cpu"] for m in few.measured)
    return 1000 * spent / (many.subscriptions - few.subscriptions)


def _row(o: DrillResult) -> str:
    faults = " ".join(f"{name}:{count}" for name, count in sorted(o.faults.items()))
    head = (
        f"{o.database:<11} workers {o.workers}  digests {o.subscriptions}  once {o.once}  twice {o.twice}  "
        f"lost {o.lost}  uncertain {o.uncertain}  composed {o.composed}  drawn {o.drawn}  "
        f"{'' if o.judged is None else f'alerts judged {o.judged}  '}"
        f"settled after {o.seconds:.0f} s  ({faults})"
    )
    lines = []
    for number, measured in enumerate(o.measured, 1):
        if measured:
            stall, own, ours = (seconds * 1000 for seconds in longest(measured["stalls"], o.idle))
            lines.append(
                f"  worker {number}: longest loop stall {stall:.0f} ms ({own:.0f} without waiting for a core, "
                f"{ours:.0f} while the idle loop ran on), {measured['cpu']:.1f} s CPU since it was ready, "
                f"{measured['memory_mb']:.0f} MB"
            )
    lines.append(f"  an idle loop beside them: longest stall {longest(o.idle, [])[0] * 1000:.0f} ms")
    return "\n".join([head, *lines])


if __name__ == "__main__":
    main()
