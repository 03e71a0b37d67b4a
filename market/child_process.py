"""A process that answers one thing at a time, and the end of the pipe that commands it.

Plain processes on pipes, not ProcessPoolExecutor: there one dead process fails everything that is
under way, and a call that hangs cannot be stopped (docs/decisions/0130).
"""

from __future__ import annotations

import contextlib
import gc
import multiprocessing
import os
import signal
import threading
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from multiprocessing.reduction import ForkingPickler
from pathlib import Path
from typing import Any

from market.clock import Deadline
from market.memory import trim_heap

_PAUSE = 1.0  # seconds without a question, after which what nobody holds is given back
_NOT_WORTH_IT = 0.05  # seconds of budget in which no second process could do anything


class ChildError(Exception):
    """A child gave no answer. A trace of its own, where there is one, is the cause."""


class ChildTimeout(ChildError):
    """The deadline passed; the child was killed."""


class ChildDied(ChildError):
    """It died over this, and so did the one that took its place."""


class ChildClosed(ChildError):
    """It is told to do nothing more."""


@dataclass(frozen=True, slots=True)
class ChildTraceback:
    """What a child sends back instead of an answer that it could not read, make or send."""

    text: str


class ChildProcess:
    """A process that is started when needed, killed when late, and replaced when it died.

    `serve(pipe, *arguments)` runs in it; it must be importable and is expected to call `attend`.
    `ask` belongs to one thread at a time; `close` may be called from any.
    """

    def __init__(self, serve: Callable[..., None], *arguments: Any) -> None:
        self._serve, self._arguments = serve, arguments
        self._lock = threading.Lock()
        self._process: BaseProcess | None = None
        self._pipe: Connection | None = None
        self._closed = False

    def start(self) -> Connection:
        """The pipe to a living process; a new one where there is none. Raises Closed."""
        with self._lock:
            if self._closed:
                raise ChildClosed
            if self._pipe is None or self._process is None or not self._process.is_alive():
                context = multiprocessing.get_context("spawn")  # a fork would copy threads' locks
                self._pipe, theirs = context.Pipe()
                given = (theirs, *self._arguments)
                self._process = context.Process(target=self._serve, args=given, daemon=True)
                self._process.start()
                theirs.close()  # so that a dead child is the end of the pipe
            return self._pipe

    @property
    def alive(self) -> bool:
        """True unless it has died: one that was never needed starts when it is."""
        return self._process is None or self._process.is_alive()

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process else None

    def ask(self, asked: Any, limit: Deadline) -> Any:
        """The answer, within `limit`, from a second process where the first dies over it.

        Raises ChildError (Late, Died, Closed).
        """
        try:
            message = bytes(ForkingPickler.dumps(asked))
        except Exception as error:  # whatever it holds that cannot travel
            raise ChildError("This cannot be sent to another process.") from error
        for _attempt in range(2):
            pipe = self.start()
            # The timer also ends a send to a frozen process, which no time-out of the pipe would.
            guard = threading.Timer(limit.remaining(), self._kill)
            guard.start()
            try:
                pipe.send_bytes(message)
                answer = pipe.recv()
            except (EOFError, OSError):
                self._kill()
                if limit.remaining() < _NOT_WORTH_IT:
                    self.start()  # warms up before the next is asked
                    raise ChildTimeout("Another process took too long.") from None
                continue
            finally:
                guard.cancel()
            if isinstance(answer, ChildTraceback):
                raise ChildError("Another process failed.") from RuntimeError(answer.text)
            return answer
        raise ChildDied("Another process died twice over this.")

    def close(self) -> None:
        self._closed = True
        self._kill()

    def _kill(self) -> None:
        with self._lock:
            if self._process is not None:
                self._process.kill()
                self._process.join(2)
            self._process = None


def yielding(niceness: int) -> None:
    """For a child, first of all: Ctrl-C is the parent's to handle, and the parent's event loop goes
    first where cores are few."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with contextlib.suppress(AttributeError, OSError):  # what a system does not know stays as it is
        os.nice(niceness)
        # Linux may divide time between sessions first, and count niceness within one only.
        os.setsid()
        Path("/proc/self/autogroup").write_text(str(niceness))


def attend(pipe: Connection, answer: Callable[[Any], Any], idle: float | None = None) -> None:
    """Answer what comes down the pipe until it ends, or until nothing comes for `idle` seconds."""
    while _comes(pipe, idle):
        try:
            asked = pipe.recv()
        except (EOFError, OSError):
            return
        except Exception:  # what this process cannot read: say so and live on
            pipe.send(ChildTraceback(traceback.format_exc()))
            continue
        try:
            told = answer(asked)
        except Exception:
            told = ChildTraceback(traceback.format_exc())
        try:
            pipe.send(told)
        except OSError:  # nobody waits for it any more
            return
        except Exception:  # an answer that cannot travel; nothing of it was sent
            pipe.send(ChildTraceback(traceback.format_exc()))


def _comes(pipe: Connection, idle: float | None) -> bool:
    """Wait until something comes or the pipe ends; False when nothing does for `idle` seconds."""
    if idle is not None and idle <= _PAUSE:
        return pipe.poll(idle)
    if pipe.poll(_PAUSE):
        return True
    gc.collect()  # a drawn figure is a ring, with some megabytes of pixels
    trim_heap()
    return pipe.poll(None if idle is None else idle - _PAUSE)
