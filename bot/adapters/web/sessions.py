"""The sessions of the console: made by this program, and recognised by their signature.

A cookie is `ID.SIGNATURE`. Stored, and known to commands, is only a digest of the id, so that nobody
becomes another from what a database, a backup or an export holds.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets

_ID = 16  # bytes


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
