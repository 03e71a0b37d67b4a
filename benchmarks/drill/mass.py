"""`python -m benchmarks.drill.mass [--subscriptions 2000]`: very many channels of Discord due in the same minute.

Three workers on PostgreSQL share Discord's 50 requests a second, which the stand-in enforces. One workspace of Slack
always answers 429. In the middle all connections to the database are cut and a worker is killed. With `--previous`
one worker is of an earlier version. Prints what it took; ends with status 1 unless every other channel has exactly
one post, within 1.1 times what the limit allows.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
from pathlib import Path

import sqlalchemy as sa

from benchmarks.drill.scene import DrillWorker, LedgerReader, StandInProcess, database, fill
from benchmarks.drill.standin import PER_SECOND

WORKERS = 3
_LIMIT = 3600.0  # seconds until it is given up


def mass(count: int, workspaces: int, mayhem: bool, previous: Path | None, poll: float = 1.0) -> bool:
    """One run; True when everything is as it should be."""
    channels = max(count // workspaces, 1)
    with database("postgresql") as url:
        standin = StandInProcess(7, faults=False, mass=True)
        try:
            fill(url, count, channels, mass=True)
            return _run(url, standin, count, channels, mayhem, previous, poll)
        finally:
            standin.close()


def _run(
    url: sa.URL,
    standin: StandInProcess,
    count: int,
    refused: int,
    mayhem: bool,
    previous: Path | None,
    poll: float,
) -> bool:
    folder, ledger = Path(tempfile.mkdtemp(prefix="drill-")), LedgerReader(url)
    versions = [previous, *[None] * (WORKERS - 1)]
    workers = [DrillWorker(url, standin, folder, poll, version) for version in versions]
    posted = count - refused
    try:
        for worker in workers:
            worker.ready()
        began = time.monotonic()
        if mayhem:
            _wait(standin, began, posted // 3)
            ledger.cut()
            _wait(standin, began, posted // 2)
            workers[-1].kill()
            workers[-1] = DrillWorker(url, standin, folder, poll)
        while not ledger.settled(count, refused) and time.monotonic() - began < _LIMIT:
            time.sleep(1.0)
        uncertain = ledger.counts().get("uncertain", 0)
    finally:
        ledger.close()
        measured = [worker.end() for worker in workers]
        shutil.rmtree(folder, ignore_errors=True)
    results = standin.results()
    posts = list(results["posts"].values())
    allowed = posted / PER_SECOND
    once, twice = sum(n == 1 for n in posts), sum(n > 1 for n in posts)
    print(
        f"workers {WORKERS}  channels {posted}  once {once}  twice {twice}  lost {posted - len(posts)}  "
        f"uncertain {uncertain}  refused workspace {refused} channels\n"
        f"  out in {results['seconds']:.0f} s, {results['seconds'] / allowed:.2f} times what the limit allows "
        f"({allowed:.0f} s); {results['faults']}"
    )
    for number, figures in enumerate(measured, 1):
        if figures:
            print(f"  worker {number}: {figures['cpu']:.1f} s CPU, {figures['memory_mb']:.0f} MB")
    whole = [figures["cpu"] for figures in measured if figures]
    if not mayhem and whole:
        print(f"  {1000 * sum(whole) / posted:.2f} ms CPU a channel, everything included")
    return once == posted and not twice and not uncertain and results["seconds"] <= 1.1 * allowed


def _wait(standin: StandInProcess, began: float, posts: int) -> None:
    while standin.posts() < posts and time.monotonic() - began < _LIMIT:
        time.sleep(0.2)


def main() -> None:
    parser = argparse.ArgumentParser(prog="mass")
    parser.add_argument("--subscriptions", type=int, default=2000)
    parser.add_argument("--workspaces", type=int, default=0, help="40 channels each by default")
    parser.add_argument("--calm", action="store_true", help="nothing is cut or killed: measures the cost")
    parser.add_argument("--previous", type=Path, help="a checkout of an earlier version, for one worker")
    parser.add_argument("--poll", type=float, default=1.0, help="below 1, contents are a word: a small drill")
    arguments = parser.parse_args()
    count = arguments.subscriptions
    workspaces = arguments.workspaces or max(count // 40, 2)
    sys.exit(0 if mass(count, workspaces, not arguments.calm, arguments.previous, arguments.poll) else 1)


if __name__ == "__main__":
    main()
