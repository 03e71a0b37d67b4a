"""Files and folders that their owner alone can read, whatever the process's umask."""

from __future__ import annotations

import os
import re
import secrets
import stat
from contextlib import suppress
from pathlib import Path

FOLDER, FILE = 0o700, 0o600
_OTHERS = 0o077  # what group and others may do
# What this program makes in its data folder. A folder that holds anything else is somebody's too.
_OURS = re.compile(
    r"bellwether.*\.sqlite3(-.*)?|market\.sqlite3(-.*)?|(cookies|tkr-tz|isin-tkr)\.db(-.*)?|sessions\.json(\.\w+)?|discord-.*|yahoo|secret\.key(\.\w+)?|web-sessions\.key(\.\w+)?|\.doctor"
)


def restrict_umask() -> int:
    """Let this process and its children make private files only. Returns the umask of before, for what a
    person asked to be written."""
    return os.umask(_OTHERS)


def private_folder(path: Path) -> None:
    """Make the folder, and missing ones above it, mode 700. In one that exists this program's files are
    closed to others; the folder itself, too, unless it holds anything else. Raises OSError."""
    try:
        path.mkdir(FOLDER, parents=True)
        path.chmod(FOLDER)  # mkdir heeds the umask, which may take away the owner's rights, too
    except FileExistsError:
        if not path.is_dir():
            raise
        with suppress(OSError):  # another's folder, or a file system without modes
            _close_what_is_ours(path)


def private_file(path: Path) -> None:
    """Make the file, empty and mode 600, where it is missing; take others' rights away where it is not.
    A SQLite file's companions of a later time get their mode from it. Raises OSError."""
    try:
        # Only where it is missing: closing a file that SQLite has open here would lose its locks.
        os.close(new_file(path))
    except FileExistsError:
        for suffix in ("", "-wal", "-shm", "-journal"):
            with suppress(OSError):  # missing, another's, or on a file system without modes
                _close_to_others(path.with_name(path.name + suffix))


def new_file(path: Path) -> int:
    """A descriptor, for writing, of a file that is made now, mode 600. Raises OSError where it exists."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, FILE)
    os.fchmod(descriptor, FILE)  # the umask may take away the owner's rights, too
    return descriptor


def write_private(path: Path, content: bytes) -> None:
    """Write the file as a whole or not at all, mode 600. Raises OSError."""
    beside = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    try:
        with open(new_file(beside), "wb") as file:
            file.write(content)
        beside.replace(path)
    except BaseException:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
        raise


def kept_secret(path: Path, new: bytes) -> bytes:
    """What the file holds, mode 600; where it is missing it is made, whole, and holds `new`. Of two processes
    that make it at once, the first one's is kept. Raises OSError."""
    private_folder(path.parent)
    if not path.exists():
        draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
        with open(new_file(draft), "wb") as file:
            file.write(new)
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):
            os.link(draft, path)  # fails where it exists, which replacing would not
        draft.unlink(missing_ok=True)
    private_file(path)
    return path.read_bytes()


def _close_what_is_ours(folder: Path) -> None:
    entries = list(os.scandir(folder))
    ours = [entry for entry in entries if _OURS.fullmatch(entry.name)]
    for entry in ours:
        if entry.is_file(follow_symlinks=False):
            with suppress(OSError):  # removed meanwhile, or another's
                _close_to_others(Path(entry.path))
    if open_to_others(folder) and len(ours) == len(entries):
        folder.chmod(FOLDER)


def _close_to_others(path: Path) -> None:
    mode = stat.S_IMODE(path.stat().st_mode)
    if mode & _OTHERS:
        path.chmod(mode & ~_OTHERS)


def open_to_others(path: Path) -> bool:
    """True when group or others may read, write or enter it. Raises OSError."""
    return bool(stat.S_IMODE(path.stat().st_mode) & _OTHERS)
