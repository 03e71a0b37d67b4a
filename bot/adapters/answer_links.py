"""Addresses of answers in the console, and signed addresses of their pictures for those who show previews."""

from __future__ import annotations

import hashlib
import hmac
import re
from datetime import timedelta

from bot.adapters.signing_key import signing_key
from bot.engine.shown_answers import ID
from bot.settings import Settings
from market.clock import Clock, SystemClock

_PAGE = re.compile(f"/a/(?P<id>{ID.pattern})")
_PREVIEW_FOR = timedelta(days=7)
_SIGNED = 32  # characters of a signature, four bits each


def links_of(settings: Settings) -> AnswerLinks | None:
    """None where no address is configured. Blocks; raises NoSigningKey."""
    if not settings.address:
        return None
    return AnswerLinks(settings.address, signing_key(settings))


class AnswerLinks:
    """Makes and recognises addresses of answers and of their pictures. Takes a twentieth of a second to make.

    address: where people reach the console, such as "https://bot.example.org"; empty where nobody is told.
    key: signs pictures' addresses, for programs that show a preview and have no session.
    """

    def __init__(self, address: str, key: bytes, clock: Clock | None = None) -> None:
        self.address, self._clock = address, clock or SystemClock()
        # The key may be derived from the token, and a signed address lets its reader test guesses of it. scrypt
        # makes each guess cost as much as this does.
        self._key = hashlib.scrypt(key, salt=b"bellwether previews", n=2**14, r=8, p=1)

    def page(self, id: str) -> str:
        """The address of an answer; empty for one that is not kept, or where none is told."""
        return f"{self.address}/a/{id}" if self.address and id else ""

    def answer_in(self, url: str) -> str:
        """The id of the answer that an address of ours is of; empty for any other."""
        origin, path = url[: len(self.address)], url[len(self.address) :].partition("?")[0].partition("#")[0]
        page = _PAGE.fullmatch(path.rstrip("/"))
        return page["id"] if self.address and origin == self.address and page else ""

    def preview(self, id: str) -> str:
        """The address of the answer's picture, good for a week without a session."""
        until = int((self._clock.now() + _PREVIEW_FOR).timestamp())
        return f"{self.address}/a/{id}/preview/{until}-{self._signature(id, until)}.png"

    def is_preview(self, id: str, until: str, signature: str) -> bool:
        """True for an address that `preview` gave and that has not run out."""
        if not (until.isascii() and until.isdigit() and len(until) <= 12):
            return False
        given, wanted = signature.encode("utf-8", "surrogateescape"), self._signature(id, int(until)).encode()
        return hmac.compare_digest(given, wanted) and int(until) >= self._clock.now().timestamp()

    def _signature(self, id: str, until: int) -> str:
        signed = f"{id} {until}".encode("utf-8", "surrogateescape")
        return hmac.digest(self._key, signed, "sha256").hex()[:_SIGNED]
