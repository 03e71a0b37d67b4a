"""`python -m benchmarks.drill.clock`: a machine's clock is moved while `bellwether worker` runs.

Needs a C compiler, for a library that moves the wall clock of one process and its children and leaves the monotonic
clock alone (libfaketime moves what Python sleeps by, too). One digest is due in six minutes. Before that the clock is
three hours ahead for a minute, so that the worker looks once, then a year. Later it jumps to the next day for good.
Ends with status 1 unless the channel has one post after its time and two after the jump, and each step was told.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

import sqlalchemy as sa

from benchmarks.drill.scene import StandInProcess, wait_until
from bot.store.migrate import migrate
from bot.store.store import open_database
from bot.store.subscriptions import StoredSubscriptions
from commands.framework.ports import Place, Section, Subscription
from market.calendars.schedule import Days, Edition, Schedule
from market.clock import SystemClock

_LIBRARY = r"""
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static long shift(void) {
    char text[32] = "";
    int file = open(getenv("CLOCK_SHIFT"), O_RDONLY);
    if (file >= 0) {
        if (read(file, text, sizeof text - 1) < 0) text[0] = 0;
        close(file);
    }
    return atol(text);
}

int clock_gettime(clockid_t id, struct timespec *now) {
    int failed = syscall(SYS_clock_gettime, id, now);
    if (!failed && (id == CLOCK_REALTIME || id == CLOCK_REALTIME_COARSE)) now->tv_sec += shift();
    return failed;
}

int gettimeofday(struct timeval *restrict now, void *restrict zone) {
    struct timespec precise;
    int failed = clock_gettime(CLOCK_REALTIME, &precise);
    now->tv_sec = precise.tv_sec;
    now->tv_usec = precise.tv_nsec / 1000;
    return failed;
}

time_t time(time_t *result) {
    struct timespec precise;
    clock_gettime(CLOCK_REALTIME, &precise);
    if (result) *result = precise.tv_sec;
    return precise.tv_sec;
}
"""
_START = 75.0  # seconds, in which the worker looks at the clock for the first time
_AHEAD = timedelta(minutes=6)
_STEPS = (timedelta(hours=3), timedelta(days=366))
_WRONG, _RIGHT = 62.0, 10.0  # seconds of a wrong clock, and of the right one after it
_PUNCTUAL = timedelta(minutes=3)  # after which a digest that is due does not come any more
_NOTICED = 240.0  # seconds: two looks a minute apart, and the post
_SAID = "the machine's clock was moved"


def built(folder: Path) -> Path:
    """The library that moves the clock, compiled."""
    source, library = folder / "clock.c", folder / "clock.so"
    source.write_text(_LIBRARY)
    subprocess.run(["cc", "-shared", "-fPIC", "-O", "-o", library, source], check=True)
    return library


def drill() -> bool:
    standin, folder = StandInProcess(7, faults=False), Path(tempfile.mkdtemp(prefix="drill-"))
    shift, output, preload = folder / "shift", folder / "output", built(folder)
    _move(shift, timedelta())
    due = (datetime.now(UTC) + _AHEAD).replace(second=0, microsecond=0)
    engine = open_database(sa.URL.create("sqlite", database=str(folder / "bellwether.sqlite3")))
    migrate(engine, datetime.now(UTC))
    schedule = Schedule(Edition.MORNING, "UTC", due.time(), Days.parse("daily"))
    StoredSubscriptions(engine, SystemClock()).add(
        Subscription(Place("discord", "1", "1000001"), "1", schedule, tuple(Section)[:1], next_due=due)
    )
    with output.open("wb") as log:
        command = [sys.executable, "-m", "bot", "worker"]
        worker = subprocess.Popen(command, env=_environment(preload, shift, folder, standin), stderr=log)
    try:
        time.sleep(_START)
        for step in _STEPS:
            _move(shift, step)
            time.sleep(_WRONG)
            _move(shift, timedelta())
            time.sleep(_RIGHT)
        early = standin.posts()
        left = due - datetime.now(UTC) + _PUNCTUAL
        wait_until(lambda: standin.posts() >= 1, left.total_seconds())
        first = standin.posts()
        _move(shift, timedelta(days=1))
        wait_until(lambda: standin.posts() >= 2, _NOTICED)
        second = standin.posts()
    finally:
        worker.terminate()
        worker.wait(60)
        standin.close()
        engine.dispose()
    steps = output.read_text().count(_SAID)
    print(
        f"posts before its time {early}, after it {first}, after the jump of a day {second}; steps told {steps}"
    )
    if (early, first, second) != (0, 1, 2):
        print(output.read_text())
    shutil.rmtree(folder)
    return (early, first, second) == (0, 1, 2) and steps > len(_STEPS)


def _move(shift: Path, by: timedelta) -> None:
    shift.write_text(f"{by.total_seconds():+.0f}")


def _environment(preload: Path, shift: Path, folder: Path, standin: StandInProcess) -> Mapping[str, str]:
    return {
        **os.environ,
        "LD_PRELOAD": str(preload),
        "CLOCK_SHIFT": str(shift),
        "BELLWETHER_DATA_DIR": str(folder),
        "BELLWETHER_DISCORD_TOKEN": "drill.drill.drill",
        "BELLWETHER_DISCORD_API_BASE": f"{standin.url}/discord",
        "BELLWETHER_SOURCE": "sample",
    }


def main() -> None:
    argparse.ArgumentParser(prog="clock").parse_args()
    if shutil.which("cc") is None:
        sys.exit("There is no C compiler here.")
    sys.exit(0 if drill() else 1)


if __name__ == "__main__":
    main()
