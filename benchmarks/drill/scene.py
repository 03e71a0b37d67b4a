"""What the drill plays with: a ledger full of digests, the stand-ins, and workers to kill."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from benchmarks.drill.stalls import Row
from bot.store.ledger import Ledger
from bot.store.migrate import migrate
from bot.store.schema import AlertRow, SubscriptionRow
from bot.store.store import open_database
from bot.store.subscriptions import written
from commands.framework.ports import Place, Section, Subscription
from market.alerts.rules import AlertRule
from market.calendars.schedule import Days, Edition, Schedule
from market.clock import SystemClock

ZONES = (
    "Europe/Berlin",
    "America/New_York",
    "Asia/Tokyo",
    "Australia/Sydney",
    "Asia/Kolkata",
    "America/Sao_Paulo",
)
CHANNELS = 50  # of a workspace
REFUSED = "refused-"  # how the channels of a workspace begin that always answers 429
_STARTED = 20.0  # seconds
ALERTS = 500  # judged beside the posts; none of them happens
_WAITED_FOR = ("{} above 999999", "{} down 90% day", "{} leads dji 900 points over 20 sessions")
_MARKETS = ("rut", "spx", "ndx", "iwm", "spy", "qqq", "mdy", "iwc", "rsp", "xle", "xlf", "xlk")


def fill(url: sa.URL, count: int, channels: int = CHANNELS, mass: bool = False) -> None:
    """`count` digests in six zones, all due in this minute, half on Slack and half on Discord, `channels` in a
    workspace. `mass`: all on Discord, but for one workspace of Slack that is always refused."""
    engine, due = open_database(url), datetime.now(UTC).replace(second=0, microsecond=0)
    migrate(engine, datetime.now(UTC))
    rows = []
    for number in range(count):
        workspace = number // channels
        platform = "slack" if (workspace == 0 if mass else workspace % 2) else "discord"
        zone = ZONES[number % len(ZONES)]
        at = due.astimezone(ZoneInfo(zone)).time()
        subscription = Subscription(
            Place(
                platform, f"W{workspace}", f"{REFUSED if mass and not workspace else ''}{1_000_000 + number}"
            ),
            owner=f"U{number}",
            schedule=Schedule(Edition.MORNING, zone, at, Days.parse("daily")),
            sections=tuple(Section)[: 1 + number % 3],
            next_due=due,
        )
        rows.append(written(subscription) | {"created": datetime.now(UTC)})
    with engine.begin() as c:
        c.execute(sa.insert(SubscriptionRow), rows)
        c.execute(sa.insert(AlertRow), [_alert(number) for number in range(ALERTS)])
    engine.dispose()


def _alert(number: int) -> dict[str, Any]:
    waited_for = _WAITED_FOR[number % len(_WAITED_FOR)].format(_MARKETS[number % len(_MARKETS)])
    place = {"platform": "slack", "workspace": "W1", "channel": "alerts", "owner": f"U{number}"}
    return {**place, "rule": str(AlertRule.parse(waited_for)), "armed": True, "created": datetime.now(UTC)}


def wait_until(true: Callable[[], bool], seconds: float, every: float = 0.5) -> bool:
    """Look until it is true, for so many seconds at most; whether it is."""
    end = time.monotonic() + seconds
    while not (found := true()) and time.monotonic() < end:
        time.sleep(every)
    return found


class LedgerReader:
    """The ledger, looked at from outside."""

    def __init__(self, url: sa.URL) -> None:
        self._engine = open_database(url)
        self._ledger = Ledger(self._engine, SystemClock())

    def counts(self) -> dict[str, int]:
        return self._ledger.counts()

    def settled(self, count: int, waiting: int = 0) -> bool:
        """True when all but `waiting` of the lines are closed."""
        found = self.counts()
        still = found.get("due", 0) + found.get("sending", 0)
        return sum(found.values()) >= count and still <= waiting

    def close(self) -> None:
        self._engine.dispose()


class StandInProcess:
    """The stand-ins' process."""

    def __init__(self, seed: int, faults: bool, small: bool = False, mass: bool = False) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{port}"
        command = [sys.executable, "-m", "benchmarks.drill.standin", str(port), str(seed)]
        words = [*([] if faults else ["calm"]), *(["small"] if small else []), *(["mass"] if mass else [])]
        self._process = subprocess.Popen([*command, *words], start_new_session=True)
        if not wait_until(self._answers, _STARTED, every=0.05):
            raise RuntimeError("the stand-ins did not start")

    def _answers(self) -> bool:
        with suppress(OSError):
            return bool(self.results())
        return False

    def results(self) -> dict[str, Any]:
        with urllib.request.urlopen(f"{self.url}/results", timeout=10) as answer:
            found: dict[str, Any] = json.load(answer)
        return found

    def posts(self) -> int:
        return sum(self.results()["posts"].values())

    def close(self) -> None:
        self._process.terminate()
        self._process.wait()


class IdleLoop:
    """An event loop beside the workers' that has nothing to do."""

    def __init__(self) -> None:
        command = [sys.executable, "-m", "benchmarks.drill.idle"]
        pipe = subprocess.PIPE
        self._process = subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, start_new_session=True)

    def end(self) -> list[Row]:
        """Its stalls."""
        out, _ = self._process.communicate(timeout=60)
        return [(at, seconds, own) for at, seconds, own in json.loads(out)]


class DrillWorker:
    """A worker's process: of this version, or of the one checked out in `checkout`, which has an
    environment of its own in `.venv`."""

    def __init__(
        self, url: sa.URL, standin: StandInProcess, folder: Path, poll: float, checkout: Path | None = None
    ) -> None:
        database_url = url.render_as_string(hide_password=False)
        command = [
            str(checkout / ".venv" / "bin" / "python") if checkout else sys.executable,
            "-m",
            "benchmarks.drill.worker",
            database_url,
            standin.url,
            str(folder),
            str(poll),
        ]
        self._process = subprocess.Popen(
            command, stdout=subprocess.PIPE, text=True, start_new_session=True, cwd=checkout
        )

    def ready(self) -> DrillWorker:
        assert self._process.stdout is not None
        if self._process.stdout.readline().strip() != "ready":
            raise RuntimeError("a worker did not start")
        return self

    def kill(self) -> None:
        self._process.kill()
        self._process.wait()

    def freeze(self) -> None:
        self._process.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        self._process.send_signal(signal.SIGCONT)

    def end(self) -> dict[str, Any]:
        """Stop it cleanly; what it measured, nothing when it does not end by itself."""
        self._process.terminate()
        try:
            out, _ = self._process.communicate(timeout=60)
            found: dict[str, Any] = json.loads(out.strip().splitlines()[-1])
        except (subprocess.TimeoutExpired, ValueError, IndexError):
            self.kill()
            return {}
        return found
