"""`python -m benchmarks.drill.mass [--subscriptions 2000]`: very many channels of Discord due in the same minute.

Three workers on PostgreSQL share Discord's 50 requests a second, which the stand-in enforces. One workspace of Slack
always answers 429. In the middle the database is restarted, its disk fills up, and a worker is killed. `--previous`:
one worker is of an earlier version. Prints what it took; ends with status 1 unless every other channel has exactly one
post and none was over the limit; `--timed`: nor when it took more than 1.1 times what the limit allows.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.drill.consumption import Consumption
from benchmarks.drill.scene import DrillWorker, LedgerReader, StandInProcess, fill, wait_until
from benchmarks.drill.server import DrillDatabase, database
from benchmarks.drill.standin import PER_SECOND

WORKERS = 3
_LIMIT = 3600.0  # seconds until it is given up
_FULL = 15.0  # seconds
_REST = 70.0  # seconds in which workers have nothing to do, for comparison; a minute's work falls into them
_SLACK = 1.1


@dataclass
class MassDrill:
    """One run: `count` digests, those of `refused` channels among them that can never be posted.

    away: seconds in which the database could not be used
    """

    count: int
    refused: int
    previous: Path | None
    poll: float
    away: float = 0.0
    progress: list[tuple[float, int]] = field(default_factory=list)

    def run(self, mayhem: bool, timed: bool) -> bool:
        """True when everything is as it should be."""
        with database("postgresql", small_disk=mayhem and not self.small) as own:
            standin = StandInProcess(7, faults=False, mass=True)
            folder = Path(tempfile.mkdtemp(prefix="drill-"))
            try:
                fill(own.url, self.count, self.refused, mass=True)
                measured, uncertain = self._posted(own, standin, folder, mayhem)
                notes = [folder / "composed", folder / "drawn"]
                composed, drawn = (note.stat().st_size if note.exists() else 0 for note in notes)
                print(f"contents composed {composed}, pictures drawn {drawn}, by all workers")
                return self._judged(standin.results(), measured, uncertain, mayhem, timed)
            finally:
                standin.close()
                shutil.rmtree(folder, ignore_errors=True)

    @property
    def small(self) -> bool:
        """A drill of deliveries alone, whose database has no disk to fill."""
        return self.poll < 1.0

    @property
    def channels(self) -> int:
        return self.count - self.refused

    def _posted(
        self, own: DrillDatabase, standin: StandInProcess, folder: Path, mayhem: bool
    ) -> tuple[list[dict[str, Any]], int]:
        """What the workers measured, and lines of which it is not known whether they were posted."""

        def another(version: Path | None = None) -> DrillWorker:
            return DrillWorker(own.url, standin, folder, self.poll, version)

        workers = [another(self.previous), *(another() for _ in range(WORKERS - 1))]
        try:
            for worker in workers:
                worker.ready()
            if mayhem:
                self._until(standin, self.channels // 6)
                self.away += own.restart()
                self._until(standin, self.channels // 4)
                self.away += own.without_space(_FULL)
                self._until(standin, self.channels // 2)
                workers[-1].kill()
                workers[-1] = another()
            self._until(standin, self.channels)
            ledger = LedgerReader(own.url)
            wait_until(lambda: ledger.settled(self.count, self.refused), _LIMIT)
            uncertain = ledger.counts().get("uncertain", 0)
            ledger.close()
            if not mayhem and not self.small:
                time.sleep(_REST)
        finally:
            measured = [worker.end() for worker in workers]
        return measured, uncertain

    def _until(self, standin: StandInProcess, posts: int) -> None:
        def reached() -> bool:
            self.progress.append((time.monotonic(), standin.posts()))
            return self.progress[-1][1] >= posts

        wait_until(reached, _LIMIT)

    def _judged(
        self,
        results: dict[str, Any],
        measured: list[dict[str, Any]],
        uncertain: int,
        mayhem: bool,
        timed: bool,
    ) -> bool:
        posts = list(results["posts"].values())
        allowed = self.channels / PER_SECOND
        once, twice = sum(n == 1 for n in posts), sum(n > 1 for n in posts)
        over, took = results["faults"].get("over the limit", 0), results["seconds"]
        away = f", {self.away:.0f} s of them without a database" if mayhem else ""
        print(
            f"workers {WORKERS}  channels {self.channels}  once {once}  twice {twice}  "
            f"lost {self.channels - sum(n > 0 for n in posts)}  uncertain {uncertain}  over the limit {over}  "
            f"said to be late {results['late']}  refused workspace {self.refused} channels\n"
            f"  out in {took:.0f} s{away}; the limit allows {allowed:.0f} s: {(took - self.away) / allowed:.2f} times"
        )
        for number, figures in enumerate(measured, 1):
            if figures:
                missed = f", {figures['missed']:.0f} turns missed" if "missed" in figures else ""
                print(f"  worker {number}: {figures['cpu']:.1f} s CPU, {figures['memory_mb']:.0f} MB{missed}")
        if not mayhem and not self.small and all("used" in figures for figures in measured):
            print(Consumption([figures["used"] for figures in measured], self.progress).told())
        punctual = not timed or (took - self.away <= _SLACK * allowed and not results["late"])
        # Of an earlier version's requests this one cannot answer for.
        polite = self.previous is not None or not over
        return once == self.channels and not twice + uncertain and polite and punctual


def main() -> None:
    parser = argparse.ArgumentParser(prog="mass")
    parser.add_argument("--subscriptions", type=int, default=2000)
    parser.add_argument("--workspaces", type=int, default=0, help="40 channels each by default")
    parser.add_argument("--calm", action="store_true", help="nothing is cut or killed: measures the cost")
    parser.add_argument(
        "--timed", action="store_true", help="fail when it takes too long, on a machine at rest"
    )
    parser.add_argument("--previous", type=Path, help="a checkout of an earlier version, for one worker")
    parser.add_argument("--poll", type=float, default=1.0, help="below 1, contents are a word: a small drill")
    arguments = parser.parse_args()
    count = arguments.subscriptions
    refused = max(count // (arguments.workspaces or max(count // 40, 2)), 1)
    drill = MassDrill(count, refused, arguments.previous, arguments.poll)
    sys.exit(0 if drill.run(not arguments.calm, arguments.timed) else 1)


if __name__ == "__main__":
    main()
