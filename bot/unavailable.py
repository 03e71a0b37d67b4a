"""A database that cannot be read or written: one error, with a sentence for people and one for the operator.

Light enough for processes that have no database; SQLAlchemy is loaded only where an engine is.
"""

from __future__ import annotations

import logging
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from bot.settings import OperatorError

if TYPE_CHECKING:
    import sqlalchemy as sa

log = logging.getLogger("bellwether.store")

APOLOGY = (
    "I cannot reach my own storage at the moment, so watchlists, alerts and digests have to wait. "
    "Questions about the market go on; try this again in a few minutes."
)
_QUIET = 60.0  # seconds between equal log lines

_MOVE = "Stop the program, move the file away and put a copy back in its place (docs/operations.md)."
_FREE = "Free space on its disk."
_RIGHTS = "Give this user the right to write the file and its folder, or set BELLWETHER_DATA_DIR."
# SQLite's primary result codes, as a cause and its remedy.
_SQLITE: dict[int, tuple[str, str]] = {
    sqlite3.SQLITE_PERM: ("may not be opened", _RIGHTS),
    sqlite3.SQLITE_BUSY: ("is locked by another process", "Look which program has the file open."),
    sqlite3.SQLITE_READONLY: ("may not be written", _RIGHTS),
    sqlite3.SQLITE_IOERR: ("cannot be read or written", "Look at its disk: full, broken or taken away."),
    sqlite3.SQLITE_CORRUPT: ("is damaged", _MOVE),
    sqlite3.SQLITE_FULL: ("is on a full disk", _FREE),
    sqlite3.SQLITE_CANTOPEN: ("cannot be opened", _RIGHTS),
    sqlite3.SQLITE_NOTADB: ("is no database", _MOVE),
}
# An emptied file is a database to SQLite, and only its message tells this from a mistake in a statement.
_EMPTIED = ("has lost its tables", _MOVE)
# Classes and codes of PostgreSQL's SQLSTATE, the longer before the shorter.
_SERVER: dict[str, tuple[str, str]] = {
    "53100": ("has a full disk", _FREE),
    "53300": ("takes no more connections", "Raise max_connections, or run fewer processes."),
    "25006": ("takes no writes", "Set DATABASE_URL to the primary server."),
    "42501": ("refuses this user's rights", "Grant the user of DATABASE_URL the rights on its tables."),
    "3D000": ("does not exist", "Create it, or look at DATABASE_URL."),
    "57P": ("is shutting down or starting", "Wait for it, or look at its log."),
    "08": ("broke the connection", "Look at the server and the network between."),
    "28": ("refuses the user or the password", "Look at DATABASE_URL."),
    "53": ("is out of resources", "Look at the server's memory, disk and connections."),
    "58": ("has trouble with its disk", "Look at the server's log."),
    "XX": ("is damaged", "Look at the server's log."),
}
_AWAY = ("cannot be reached", "Start the server, or look at DATABASE_URL and the network.")


class StorageUnavailable(OperatorError):
    """The database cannot be used now. The message names it, the cause and the remedy; people are shown
    `APOLOGY`.

    cause: which database, and what is wrong with it.
    remedy: the operator's next step.
    """

    def __init__(self, cause: str, remedy: str) -> None:
        super().__init__(f"{cause}. {remedy}")
        self.cause, self.remedy = cause, remedy


def cause_of(problem: BaseException, name: str) -> tuple[str, str] | None:
    """The cause and the remedy where `problem` says that `name`, such as "The database /x", cannot be used; None for a
    statement that it refuses, which is a mistake of ours."""
    if isinstance(problem, sqlite3.Error):
        reason = _SQLITE.get(getattr(problem, "sqlite_errorcode", 0) & 0xFF)
        if str(problem).startswith("no such table"):
            reason = _EMPTIED
    elif isinstance(problem, OSError):
        reason = (problem.strerror or "cannot be opened").lower(), _RIGHTS
        name = f"{name}:" if problem.strerror else name
    else:
        reason = _of_server(problem)
    return (f"{name} {reason[0]}", reason[1]) if reason else None


def _of_server(problem: BaseException) -> tuple[str, str] | None:
    """`cause_of` for psycopg's errors, which are known by their names: the driver stays unloaded elsewhere."""
    names = {kind.__name__ for kind in type(problem).__mro__ if kind.__module__.startswith("psycopg")}
    if "Error" not in names:
        return None
    state: str | None = getattr(problem, "sqlstate", None)
    if state is None:  # no answer of a server: no connection, or one that was cut
        return _AWAY if "OperationalError" in names or "InterfaceError" in names else None
    return next((reason for code, reason in _SERVER.items() if state.startswith(code)), None)


@contextmanager
def storage_errors(name: str) -> Iterator[None]:
    """Files opened beside the engine: their errors as StorageUnavailable."""
    try:
        yield
    except (OSError, sqlite3.Error) as problem:
        if reason := cause_of(problem, name):
            raise StorageUnavailable(*reason) from problem
        raise


def name_of(url: sa.URL) -> str:
    """The database for the operator: the file's path, or the server without user and password."""
    if url.get_backend_name() == "sqlite":
        path = (url.database or "").removeprefix("file:")
        return f"The database {Path(path).absolute() if path else 'in memory'}"
    port = f":{url.port}" if url.port else ""
    return f"The database {url.database or ''} on {url.host or 'this machine'}{port}"


class _Reported:
    """When each message was logged last."""

    def __init__(self) -> None:
        self._lock, self._last = Lock(), dict[str, float]()

    def due(self, message: str) -> bool:
        with self._lock:
            now = time.monotonic()
            due = now - self._last.get(message, -_QUIET) >= _QUIET
            if due:
                self._last = {message: now}  # another trouble is news again
            return due


_reported = _Reported()


def report(problem: OperatorError) -> None:
    """Log its sentence as one line without a trace, the same trouble once a minute."""
    if _reported.due(str(problem)):
        log.warning(str(problem))
