"""Where the `bellwether` program begins: it can be stopped from its first moment."""

from __future__ import annotations

import signal
from types import FrameType


def main() -> None:
    """Obey SIGTERM, then load the command line and run it.

    The first process of a container ignores signals that it has no handler for, and loading takes a
    second: without a handler of its own the program would run on after it was told to stop.
    """
    signal.signal(signal.SIGTERM, _stop)
    from bot.__main__ import main as run

    run()


def _stop(number: int, _frame: FrameType | None) -> None:
    raise SystemExit(128 + number)
