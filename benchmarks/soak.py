"""`python -m benchmarks.soak [--questions 10000] [--minutes 60]`: mixed questions, and what the program keeps.

Starts `bellwether web` on the sample market, asks over HTTP questions of every kind (commands, plain words, mistakes,
pictures, lists that are stored) from many visitors, four at a time, and prints memory, open files and threads after
each fifth, when nothing is under way and the freed memory of the minute has been given back. With `--minutes` the
questions are spread evenly over that time, and a row is taken two seconds after the last one.
Ends with status 1 when, after the first fifth, memory grows by more than 5 MB for each 1,000 questions, or files or
threads do not stay flat.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import aiohttp
import psutil

GROWTH = 5.0  # MB for 1,000 questions, after warm-up
SLACK = 12  # files or threads that may come and go
AT_ONCE = 4
FIFTHS = 5
REST = 62.0  # seconds in which nothing is asked: each minute the program gives back what was freed
SETTLE = 2.0  # seconds, where the questions are spread over time
_SYMBOLS = ("rut", "spx", "ndx", "dji", "ixic", "iwm", "spy", "qqq", "vix", "xlf", "xlk", "gld")
_PERIODS = (
    "1d",
    "5d",
    "1m",
    "3m",
    "6m",
    "ytd",
    "1y",
    "3y",
    "10y",
    "since 2024-10-01",
    "2022-01-03..2022-10-14",
)
_WHOLE = (
    "/smallcaps", "/breadth", "/sectors", "/heatmap", "/rotation", "/macro", "/valuation", "/movers", "/news iwm",
    "/calendar", "/help", "/digest now morning small-caps compare", "/watchlist show", "/watchlist add iwm",
    "/watchlist remove iwm", "/privacy", "/alert list", "/exposure AAPL 40, NVDA 25, IWM 35",
    "are small caps leading?", "is the move broad?", "what happened after the last records?",
    "/quote xyzzy", "/nothing",
    "/check The Russell 2000 closed at a record 2,718.77 on Thursday, ahead of the S&P 500.",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Usage:
    """What the program holds, its child processes included. memory: MB; after: questions."""

    after: int
    memory: float
    files: int
    threads: int


def question(draws: random.Random) -> str:
    """One of the questions that people ask."""
    first, second, period = draws.choice(_SYMBOLS), draws.choice(_SYMBOLS), draws.choice(_PERIODS)
    return draws.choice(
        (
            draws.choice(_WHOLE),
            f"/quote {first}",
            f"/chart {first} {period}",
            f"/compare {first} {second} {period}",
            f"/risk {first}",
            f"/history record {first}",
            f"/evidence compare {first} {second} {period}",
            f"how did {first} do against {second} since {draws.randint(2015, 2025)}?",
        )
    )


def usage(program: psutil.Process, after: int) -> Usage:
    processes = [program, *program.children(recursive=True)]
    return Usage(
        after,
        sum(process.memory_info().rss for process in processes) / 2**20,
        sum(process.num_fds() for process in processes),
        sum(process.num_threads() for process in processes),
    )


def flat(rows: list[Usage]) -> list[str]:
    """What grows after the warm-up, as sentences; empty when nothing does."""
    steady = [row for row in rows if row.after >= rows[-1].after / 5]
    first, last = steady[0], steady[-1]
    thousands = max(last.after - first.after, 1) / 1000
    problems = []
    if (grown := (last.memory - first.memory) / thousands) > GROWTH:
        problems.append(f"memory grows by {grown:.1f} MB for 1,000 questions")
    for name in ("files", "threads"):
        if getattr(last, name) - getattr(first, name) > SLACK:
            problems.append(f"{name} grow from {getattr(first, name)} to {getattr(last, name)}")
    return problems


async def soak(count: int, seed: int, minutes: float = 0.0) -> list[Usage]:
    """Ask `count` questions, over `minutes` or as fast as they are answered; the usage after each fifth."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with tempfile.TemporaryDirectory(prefix="soak-") as folder:
        environment = os.environ | {"BELLWETHER_DATA_DIR": folder, "BELLWETHER_ASKS_PER_MINUTE": "10000"}
        words = [sys.executable, "-m", "bot", "web", "--port", str(port)]
        with (Path(folder) / "said").open("w") as said:
            process = subprocess.Popen(words, env=environment, stdout=said, stderr=said)  # noqa: ASYNC220 — once, before anything is asked
            try:
                return await _asked(
                    psutil.Process(process.pid), f"http://127.0.0.1:{port}", count, seed, minutes
                )
            finally:
                process.terminate()
                process.wait(60)


async def _asked(program: psutil.Process, address: str, count: int, seed: int, minutes: float) -> list[Usage]:
    draws, rows, spent = random.Random(seed), list[Usage](), 0.0
    timeout = aiohttp.ClientTimeout(total=120)
    visitors = [
        aiohttp.ClientSession(timeout=timeout, cookie_jar=aiohttp.CookieJar(unsafe=True)) for _ in range(8)
    ]
    await _ready(visitors[0], address)
    start, between = time.monotonic(), 60.0 * minutes / count

    async def some(numbers: Iterator[int]) -> None:
        nonlocal spent
        for number in numbers:
            await asyncio.sleep(start + number * between - time.monotonic())  # none when late
            began = time.monotonic()
            visitor = draws.choice(visitors)
            async with visitor.post(f"{address}/api/ask", json={"text": question(draws)}) as answer:
                reply = await answer.json()
            if reply["picture"]:
                async with visitor.get(f"{address}{reply['picture']['url']}/dark.png") as picture:
                    await picture.read()
            spent += time.monotonic() - began

    fifth = max(count // FIFTHS, 1)
    for first in range(0, count, fifth):
        numbers = iter(range(first, min(first + fifth, count)))
        await asyncio.gather(*(some(numbers) for _ in range(AT_ONCE)))
        await asyncio.sleep(SETTLE if minutes else REST)
        rows.append(usage(program, min(first + fifth, count)))
        print(_line(rows[-1], spent), flush=True)
    for visitor in visitors:
        await visitor.close()
    return rows


async def _ready(visitor: aiohttp.ClientSession, address: str) -> None:
    async with asyncio.timeout(120):
        while True:
            try:
                async with visitor.get(f"{address}/readyz") as answer:
                    if answer.status == 200:
                        return
            except aiohttp.ClientConnectionError:
                pass
            await asyncio.sleep(0.1)


def _line(row: Usage, seconds: float) -> str:
    return f"| {row.after:,} | {row.memory:.0f} | {row.files} | {row.threads} | {1000 * seconds / row.after:.0f} |"


def main() -> None:
    parser = argparse.ArgumentParser(prog="soak")
    parser.add_argument("--questions", type=int, default=10_000)
    parser.add_argument("--minutes", type=float, default=0.0)
    parser.add_argument("--seed", type=int, default=7)
    arguments = parser.parse_args()
    print("| questions | MB | files | threads | ms a question |\n|---|---|---|---|---|")
    problems = flat(asyncio.run(soak(arguments.questions, arguments.seed, arguments.minutes)))
    print("\n".join(problems) or "memory, files and threads stay flat")
    sys.exit(1 if problems else 0)


if __name__ == "__main__":
    main()
