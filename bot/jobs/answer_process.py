"""Answers that are computed beside the worker, in a process of their own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from threading import Lock

from bot.engine.engine import Engine, EngineMetrics
from bot.engine.request import Request
from bot.settings import Settings
from bot.telemetry.logs import configure
from commands.framework.reply import Reply
from market.child_process import ChildProcess, attend, yielding
from market.deadline import Deadline

SECONDS = 45.0  # for composing one digest; nobody waits at a keyboard
_MORE = 10.0  # for loading the program and for the way through the pipe
_IDLE = 900.0  # seconds until it ends and gives its memory back; the next digest starts it again

Build = Callable[[Settings, EngineMetrics], Engine]
"""A module-level function: it is named to the process, which calls it there."""
Failed = Callable[[str, str], None]
"""Told of the provider and the kind of each request for prices that was not answered."""


@dataclass(frozen=True, slots=True)
class ProcessAnswer:
    """What comes back: the reply, and the failures that only the parent can count."""

    reply: Reply
    failures: tuple[tuple[str, str], ...]


class AnswerProcess:
    """Satisfies `bot.jobs.digest_orders.Answer`. Pandas beside an event loop makes it wait for the
    interpreter; here it computes where no loop is (docs/decisions/0175)."""

    def __init__(self, settings: Settings, build: Build, failed: Failed) -> None:
        self._child = ChildProcess(serve, settings, build)
        self._one_at_a_time, self._failed = Lock(), failed

    def answer(self, request: Request) -> Reply:
        """Raises market.child_process.ChildError."""
        with self._one_at_a_time:
            told: ProcessAnswer = self._child.ask(request, Deadline.after(SECONDS + _MORE))
        for provider, kind in told.failures:
            self._failed(provider, kind)
        return told.reply

    def close(self) -> None:
        self._child.close()


@dataclass(slots=True)
class RecordedFailures:
    """Satisfies `bot.engine.engine.EngineMetrics` where nobody reads counters: keeps what failed."""

    failures: list[tuple[str, str]] = field(default_factory=list)

    def failed(self, provider: str, kind: str) -> None:
        self.failures.append((provider, kind))

    def asked(self, face: str, command: str, outcome: str, seconds: float) -> None:
        """Nobody asks here."""

    def drew(self, outcome: str, seconds: float) -> None:
        """Nothing is drawn here."""


def serve(pipe: Connection, settings: Settings, build: Build) -> None:
    """The process: the same program, wired anew from the same settings."""
    yielding(10)  # behind pictures, too, for which somebody may be waiting
    configure(settings)
    heard = RecordedFailures()
    engine = build(settings, heard)
    list(engine.commands)

    def answer(request: Request) -> ProcessAnswer:
        heard.failures.clear()
        reply = engine.answer(request, Deadline.after(SECONDS))
        return ProcessAnswer(reply, tuple(heard.failures))

    attend(pipe, answer, _IDLE)
