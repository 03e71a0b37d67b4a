"""Charts that hang, crash and kill, importable in the worker process."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from charts.spec import Caption


@dataclass(frozen=True, slots=True)
class Hanging:
    """Never ends."""

    caption: Caption

    def draw(self, figure: Any, box: Any, theme: Any) -> None:
        threading.Event().wait()


@dataclass(frozen=True, slots=True)
class Deadly:
    """Kills the process that draws it, until it has done so `times` times; counts in `folder`."""

    caption: Caption
    folder: Path
    times: int

    def draw(self, figure: Any, box: Any, theme: Any) -> None:
        done = len(list(self.folder.iterdir()))
        if done < self.times:
            (self.folder / str(done)).touch()
            os.kill(os.getpid(), signal.SIGKILL)


@dataclass(frozen=True, slots=True)
class Broken:
    """Raises what no chat may see."""

    caption: Caption

    def draw(self, figure: Any, box: Any, theme: Any) -> None:
        raise ZeroDivisionError("a secret detail")


@dataclass(frozen=True, slots=True)
class Rooted:
    """Holds what cannot travel to another process."""

    caption: Caption
    anchor: Callable[[], None]

    def draw(self, figure: Any, box: Any, theme: Any) -> None:
        self.anchor()
