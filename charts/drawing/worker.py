"""One process that draws pictures."""

from __future__ import annotations

import traceback
from dataclasses import dataclass
from multiprocessing.connection import Connection

import numpy as np

from charts.drawing.render import UNDRAWN, render
from charts.pictures.level import LevelChart
from charts.shape import Shape
from charts.spec import Caption, Chart, Line, Picture, PictureError
from charts.theme import Mode
from market.child_process import (
    ChildClosed,
    ChildDied,
    ChildError,
    ChildProcess,
    ChildTimeout,
    attend,
    yielding,
)
from market.clock import Deadline
from market.memory import share_heaps
from market.provenance import UNDATED, Provenance

Job = tuple[Chart, Mode, Shape]


class RenderTimeout(PictureError):
    """The picture was not ready within its deadline."""

    def __init__(self) -> None:
        super().__init__("The picture took too long to draw. Try again, or ask for a shorter period.")


@dataclass(frozen=True, slots=True)
class RenderFailure:
    """What a worker sends back instead of a picture. `trace` is for the log, never for chat."""

    sentence: str
    trace: str


class RenderWorker(ChildProcess):
    """`draw` belongs to one thread at a time."""

    def __init__(self) -> None:
        super().__init__(serve)

    def draw(self, job: Job, limit: Deadline) -> Picture:
        """The picture, within `limit`. Raises PictureError (TooSlow)."""
        try:
            answer = self.ask(job, limit)
        except ChildTimeout:
            raise RenderTimeout from None
        except ChildClosed:
            raise PictureError("The program is shutting down. Ask again in a minute.") from None
        except ChildDied:
            sorry = "The picture could not be drawn: its process died twice. Try again in a minute."
            raise PictureError(sorry) from None
        except ChildError as problem:
            raise PictureError(UNDRAWN) from (problem.__cause__ or problem)
        if isinstance(answer, Picture):
            return answer
        raise PictureError(answer.sentence) from RuntimeError(answer.trace)


def warm() -> Chart:
    """A picture that nobody looks at: drawing it loads fonts and drawing code."""
    two_days = np.array(["2026-01-21", "2026-01-22"], dtype="datetime64[D]")
    caption = Caption("Warm", Provenance("none", UNDATED), "Loads fonts and drawing code")
    return LevelChart(caption, Line("Warm", two_days, np.array([1.0, 2.0])))


def serve(pipe: Connection) -> None:
    """The worker process: draw what comes down the pipe until it ends."""
    yielding(5)
    share_heaps()
    render(warm())
    attend(pipe, _drawn)


def _drawn(job: Job) -> Picture | RenderFailure:
    try:
        return render(*job)
    except PictureError as error:
        return RenderFailure(str(error), traceback.format_exc())
