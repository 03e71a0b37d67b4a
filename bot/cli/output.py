"""What the program prints and the files it writes for a person: no trace where they cannot be written."""

from __future__ import annotations

import codecs
import contextlib
import errno
import logging
import os
import stat
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from charts.shape import Shape
    from charts.spec import Chart, Picture
    from charts.theme import Mode

log = logging.getLogger("bellwether.cli")

# The umask of the person who started the program: a picture that they asked for is theirs to show.
_theirs = {"umask": 0o022}

# What stands in for a character that the terminal's encoding lacks. A minus that became “?” would change
# a number; most are of one width, so that tables stay whole.
_INSTEAD = {
    "−": "-", "–": "-", "—": "-", "‑": "-", "\u00a0": " ", "\u2009": " ", "\u202f": " ", "…": "...",
    "“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "›": ">", "‹": "<", "→": ">", "←": "<", "↑": "^",
    "↓": "v", "▲": "^", "▼": "v", "×": "x", "·": "-", "•": "*", "●": "*", "✓": "+", "✗": "x", "≥": ">=",
    "≤": "<=", "≠": "!=", "≈": "~", "±": "+/-", "√": "sqrt", "σ": "sigma", "β": "beta", "Δ": "change",
    "─": "-", "│": "|", "█": "#", "€": "EUR",
}  # fmt: skip


class OutputFailed(Exception):
    """Something a person asked for could not be written. The sentence says what, where and why."""


def draw(chart: Chart, mode: Mode | None = None, shape: Shape | None = None) -> Picture:
    """The picture of an answer. Raises OutputFailed: the answer itself stands, and the cause is logged."""
    from charts.drawing.render import render
    from charts.shape import Shape
    from charts.spec import PictureError
    from charts.theme import Mode

    try:
        return render(chart, mode or Mode.DARK, shape or Shape.WIDE)
    except PictureError as problem:
        log.error("a picture failed", exc_info=problem.__cause__)
        raise OutputFailed(str(problem)) from problem


def replace_characters(problem: UnicodeError) -> tuple[str, int]:
    """A codec's error handler: characters that look alike, else a question mark."""
    if not isinstance(problem, UnicodeEncodeError):
        raise problem
    text = problem.object[problem.start : problem.end]
    return "".join(_INSTEAD.get(character, "?") for character in text), problem.end


def prepare_output() -> None:
    """Let what is printed never fail for its characters; make files private from here on."""
    from market.private_files import restrict_umask

    _theirs["umask"] = restrict_umask()
    codecs.register_error("look-alike", replace_characters)
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(AttributeError, ValueError):  # no text stream, or closed: `>&-`
            stream.reconfigure(errors="look-alike")  # type: ignore[union-attr]  # as far as it is one


def can_show(text: str) -> bool:
    """True when standard output takes every character of the text as it is."""
    try:
        text.encode(getattr(sys.stdout, "encoding", None) or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def save(path: Path, content: bytes) -> None:
    """Write a file that a person asked for, as a whole or not at all, with the rights they give to new
    files. Raises OutputFailed."""
    beside = path.parent / f".{path.name}.{os.getpid()}"
    try:
        if path.exists() and not path.is_file():  # a device or a pipe; a folder fails here
            path.write_bytes(content)
            return
        mode = stat.S_IMODE(path.stat().st_mode) if path.exists() else 0o666 & ~_theirs["umask"]
        beside.write_bytes(content)
        beside.chmod(mode)
        beside.replace(path.resolve())
    except (OSError, ValueError) as problem:  # ValueError: a name with a zero byte
        with contextlib.suppress(OSError, ValueError):
            beside.unlink(missing_ok=True)
        raise OutputFailed(f"{path} could not be written: {_reason(problem)}.") from None


def make_folder(path: Path) -> None:
    """Make a folder that a person asked for, with the rights they give to new ones. Raises OutputFailed."""
    try:
        missing = [folder for folder in (path, *path.parents) if not folder.exists()]
        path.mkdir(parents=True, exist_ok=True)
        for folder in missing:
            folder.chmod(0o777 & ~_theirs["umask"])
    except (OSError, ValueError) as problem:
        raise OutputFailed(f"The folder {path} could not be made: {_reason(problem)}.") from None


@contextlib.contextmanager
def failures_as_sentences() -> Iterator[None]:
    """What only an operator can mend, what the market data lack, or what cannot be written, ends the
    program with one line on standard error and status 1; a reader that went away ends it silently."""
    from bot.settings import OperatorError
    from market.errors import MarketError

    try:
        yield
        _flush(sys.stdout)
    except (OperatorError, MarketError, OutputFailed) as problem:
        _end(str(problem))
    except BrokenPipeError:
        _end(None)
    except OSError as problem:
        if not _is_of_output(problem):
            raise
        _end(f"The answer could not be written: {_reason(problem)}.")


def _flush(stream: object) -> None:
    flush: Callable[[], None] | None = getattr(stream, "flush", None)
    if flush is not None:
        with contextlib.suppress(ValueError):  # closed
            flush()


def _is_of_output(problem: OSError) -> bool:
    """True for an error that names no file and can come from a full disk behind standard output."""
    of_disk = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EBADF)
    return problem.filename is None and problem.errno in of_disk


def _end(sentence: str | None) -> None:
    """Print the sentence and leave with status 1, without the interpreter's own try to write the rest."""
    if sentence is not None:
        with contextlib.suppress(OSError, ValueError, AttributeError):
            print(sentence, file=sys.stderr, flush=True)  # noqa: T201  # the terminal is the reader
    with contextlib.suppress(OSError, ValueError, AttributeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    raise SystemExit(1)


def _reason(problem: Exception) -> str:
    return getattr(problem, "strerror", None) or str(problem)
