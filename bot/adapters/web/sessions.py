"""The sessions of the console: made by this program, and recognised by their signature.

A cookie is `ID.SIGNATURE`. Stored, and known to commands, is only a digest of the id, so that nobody
becomes another from what a database, a backup or an export holds.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from pathlib import Path

from bot.settings import OperatorError
from market.private_files import private_folder

KEY_FILE = "web-sessions.key"
_ID, _KEY = 16, 32  # bytes


class NoSessionKey(OperatorError):
    """The key of the sessions can be neither read nor made. The sentence says what to do."""


class SessionCookies:
    """Makes and recognises cookies.

    key: signs them; another one ends all sessions.
    """

    def __init__(self, key: bytes) -> None:
        self._key = key

    def new(self) -> str:
        """A cookie for somebody new."""
        id = secrets.token_hex(_ID)
        return f"{id}.{self._signature(id)}"

    def person(self, cookie: str) -> str | None:
        """Whose cookie it is; None for one that was not made here."""
        id, _, signature = cookie.partition(".")
        # Header bytes that are no UTF-8 come as lone surrogates.
        given, wanted = signature.encode("utf-8", "surrogateescape"), self._signature(id).encode()
        if not hmac.compare_digest(given, wanted):
            return None
        return hashlib.sha256(id.encode()).hexdigest()

    def _signature(self, id: str) -> str:
        text = b"bellwether web session " + id.encode("utf-8", "surrogateescape")
        return hmac.digest(self._key, text, "sha256").hex()


def session_key(folder: Path, token: str | None) -> bytes:
    """The key: of the console's token where there is one, so that several machines share it; else of a file
    that only this user can read, made at the first start. Raises NoSessionKey."""
    if token is not None:
        return hmac.digest(token.encode(), b"bellwether web sessions", "sha256")
    path = folder / KEY_FILE
    try:
        private_folder(folder)
        if not path.exists():
            _make(path)
        key = path.read_bytes()
    except OSError as problem:
        raise NoSessionKey(
            f"{path} cannot be read or written ({problem.strerror}). Give this user the folder, or name another "
            "in BELLWETHER_DATA_DIR."
        ) from None
    if len(key) != _KEY:
        raise NoSessionKey(f"{path} is no key of {_KEY} bytes. Remove it: a new one is made, sessions end.")
    return key


def _make(path: Path) -> None:
    """Write the key whole or not at all; of two programs that start at once, the first one's is kept."""
    draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(secrets.token_bytes(_KEY))
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
