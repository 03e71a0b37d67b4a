"""Answers computed in a child process of the worker."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from threading import Lock

from bot.engine.engine import Engine
from bot.engine.engine_metrics import EngineMetrics
from bot.engine.request import Request
from bot.settings import Settings
from bot.telemetry.logs import configure
from commands.digests.brief import Brief
from commands.framework.reply import Reply
from market.child_process import ChildProcess, attend, yielding
from market.clock import Deadline

SECONDS = 120.0  # for the data of one digest; nobody waits at a keyboard
# Seconds after which the process is taken for stuck and killed. A slow machine only takes long: killed, the process
# would lose what it has loaded and computed, begin anew, and be killed again.
STUCK = 600.0
_IDLE = 900.0  # seconds until the idle process ends and frees its memory; the next digest starts it again

Build = Callable[[Settings, EngineMetrics], Engine]
"""A module-level function, which the child process imports and calls."""
Failed = Callable[[str, str], None]
"""Counts a failed request for prices, by provider and kind of failure."""


@dataclass(frozen=True, slots=True)
class ProcessAnswer:
    """The reply, and the failed requests, which the parent counts."""

    reply: Reply
    failures: tuple[tuple[str, str], ...]


class AnswerProcess:
    """Satisfies `bot.jobs.digest_orders.Answer` from a child process: pandas in a thread would make the
    worker's event loop wait for the interpreter (docs/decisions/0175)."""

    def __init__(
        self,
        settings: Settings,
        build: Build,
        failed: Failed,
        seconds: float = SECONDS,
        stuck: float = STUCK,
    ) -> None:
        self._child = ChildProcess(serve, settings, build, seconds)
        self._lock, self._failed, self._stuck = Lock(), failed, stuck

    def answer(self, question: Request | Brief) -> Reply:
        """The answer, computed in the child process. Raises market.child_process.ChildError."""
        with self._lock:
            answer: ProcessAnswer = self._child.ask(question, Deadline.after(self._stuck))
        for provider, kind in answer.failures:
            self._failed(provider, kind)
        return answer.reply

    def close(self) -> None:
        self._child.close()


@dataclass(slots=True)
class RecordedFailures:
    """Satisfies `bot.engine.engine.EngineMetrics` in the child process: keeps failures for the parent."""

    failures: list[tuple[str, str]] = field(default_factory=list)

    def failed(self, provider: str, kind: str) -> None:
        self.failures.append((provider, kind))

    def asked(self, face: str, command: str, outcome: str, seconds: float) -> None:
        """Not counted: only the parent's questions are."""

    def drew(self, outcome: str, seconds: float) -> None:
        """Never called: the parent draws."""


def serve(pipe: Connection, settings: Settings, build: Build, seconds: float) -> None:
    """The child process: the same program, built from the same settings."""
    yielding(10)  # lower priority than drawing, since people wait for pictures
    configure(settings)
    recorded = RecordedFailures()
    engine = build(settings, recorded)
    list(engine.commands)

    def answer(question: Request | Brief) -> ProcessAnswer:
        recorded.failures.clear()
        reply = engine.answer(question, Deadline.after(seconds))
        return ProcessAnswer(reply, tuple(recorded.failures))

    attend(pipe, answer, _IDLE)
