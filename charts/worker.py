"""One process that draws pictures, and the end of the pipe that commands it."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import threading
import traceback
from dataclasses import dataclass
from datetime import UTC, datetime
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from multiprocessing.reduction import ForkingPickler

import numpy as np

from charts.level import Level
from charts.render import UNDRAWN, Picture, PictureError, render
from charts.spec import Caption, Chart, Line, Mode
from market.deadline import Deadline

Job = tuple[Chart, Mode, tuple[int, int]]
_NOT_WORTH_IT = 0.05  # seconds of budget in which no second process could draw anything


class TooSlow(PictureError):
    """The picture was not ready within its deadline."""

    def __init__(self) -> None:
        super().__init__("The picture took too long to draw. Try again, or ask for a shorter period.")


@dataclass(frozen=True, slots=True)
class Failure:
    """What a worker sends back instead of a picture. `trace` is for the log, never for chat."""

    sentence: str
    trace: str


class Worker:
    """A process that is started when needed, killed when late, and replaced when it died.

    `draw` belongs to one thread at a time; `close` may be called from any.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: BaseProcess | None = None
        self._pipe: Connection | None = None
        self._closed = False

    def start(self) -> Connection:
        """The pipe to a living process; a new one where there is none."""
        with self._lock:
            if self._closed:
                raise PictureError("The program is shutting down. Ask again in a minute.")
            if self._pipe is None or self._process is None or not self._process.is_alive():
                context = multiprocessing.get_context("spawn")  # a fork would copy threads' locks
                self._pipe, theirs = context.Pipe()
                self._process = context.Process(target=serve, args=(theirs,), daemon=True)
                self._process.start()
                theirs.close()  # so that a dead worker is the end of the pipe
            return self._pipe

    @property
    def alive(self) -> bool:
        """True unless it has died: one that was never needed starts when it is."""
        return self._process is None or self._process.is_alive()

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process else None

    def draw(self, job: Job, limit: Deadline) -> Picture:
        """The picture, within `limit`, from a second process where the first dies over it."""
        message = _pickled(job)
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
                    self.start()  # warms up before the next picture is asked for
                    raise TooSlow from None
                continue
            finally:
                guard.cancel()
            if isinstance(answer, Picture):
                return answer
            raise PictureError(answer.sentence) from RuntimeError(answer.trace)
        raise PictureError("The picture could not be drawn: its process died twice. Try again in a minute.")

    def close(self) -> None:
        self._closed = True
        self._kill()

    def _kill(self) -> None:
        with self._lock:
            if self._process is not None:
                self._process.kill()
                self._process.join(2)
            self._process = None


def _pickled(job: Job) -> bytes:
    try:
        return bytes(ForkingPickler.dumps(job))
    except Exception as error:  # whatever a spec holds that cannot travel
        raise PictureError(UNDRAWN) from error


def warm() -> Chart:
    """A picture that nobody looks at: drawing it loads fonts and drawing code."""
    two_days = np.array(["2026-01-21", "2026-01-22"], dtype="datetime64[D]")
    caption = Caption("Warm", "none", datetime(2026, 1, 22, tzinfo=UTC), "Loads fonts and drawing code")
    return Level(caption, Line("Warm", two_days, np.array([1.0, 2.0])))


def serve(pipe: Connection) -> None:
    """The worker process: draw what comes down the pipe until it ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle
    with contextlib.suppress(AttributeError, OSError):
        os.nice(5)  # pictures yield to the event loop where cores are few
    render(warm())
    while True:
        try:
            job = pipe.recv()
        except EOFError:
            return
        except Exception:  # a spec this process cannot read: say so and live on
            pipe.send(Failure(UNDRAWN, traceback.format_exc()))
            continue
        try:
            pipe.send(render(*job))
        except PictureError as error:
            pipe.send(Failure(str(error), traceback.format_exc()))
