"""The console's token: what is strong enough, how it is checked, and how often somebody may be wrong."""

from __future__ import annotations

import hmac
import logging
import time
from collections.abc import Callable
from enum import Enum

from aiohttp import web
from cachetools import LRUCache

from bot.engine.rate_limit import RequestRateLimit
from bot.settings import OperatorError
from bot.telemetry.counted_warning import CountedWarning
from bot.telemetry.metrics import WRONG_TOKENS

log = logging.getLogger("bellwether.web")

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
PASS = "bellwether_pass"  # noqa: S105  # the name of a cookie
SHORTEST_TOKEN = 16  # characters
LEAST_GUESSES = 1e9  # at ten guesses a minute two centuries
WRONG_PER_MINUTE = 10  # of one address
_SESSIONS = 10_000  # that have shown the token
_OWN_WORDS = ["bellwether", "token", "console", "web"]


class UnprotectedConsole(OperatorError):
    """The console would be open to others without a token, or with one that can be guessed."""


class TokenCheck(Enum):
    """What a request shows: the right token, none, a wrong one, or one that is not looked at because its address
    was wrong too often."""

    RIGHT = "right"
    MISSING = "missing"
    WRONG = "wrong"
    REFUSED = "refused"


class TokenGuard:
    """Checks the console's token, for one address ten wrong ones a minute at most. Sessions that have shown the
    token go on while their address is refused."""

    def __init__(self, token: str, elapsed: Callable[[], float] = time.monotonic) -> None:
        self._token, self._elapsed = token, elapsed
        self._proof = proof(token)
        self._wrong = RequestRateLimit(WRONG_PER_MINUTE)
        self._entered: LRUCache[str, bool] = LRUCache(_SESSIONS)
        self._warning = CountedWarning(log, "wrong tokens sent to the console", elapsed=elapsed)

    def check(self, request: web.Request, address: str, session: str | None) -> TokenCheck:
        """`address`: the client's. `session`: the person of its cookie; None without a valid one."""
        given = self._bearer(request.headers.get("Authorization", ""))
        if PASS in request.cookies:
            given.append((request.cookies[PASS], self._proof))
        return self._judged(given, address, session)

    def check_header(self, authorization: str, address: str) -> TokenCheck:
        """As `check`, for a program without cookies."""
        return self._judged(self._bearer(authorization), address, None)

    def check_form(self, given: str, address: str) -> TokenCheck:
        """As `check`, for the token that was typed into the form."""
        return self._judged([(given, self._token)], address, None)

    def _bearer(self, authorization: str) -> list[tuple[str, str]]:
        scheme, _, bearer = authorization.partition(" ")
        return [(bearer.strip(), self._token)] if scheme.casefold() == "bearer" else []

    def _judged(self, given: list[tuple[str, str]], address: str, session: str | None) -> TokenCheck:
        if not given:
            return TokenCheck.MISSING
        refused = bool(self._wrong.peek(address, self._elapsed()))
        if refused and (session is None or session not in self._entered):
            return TokenCheck.REFUSED  # not compared, so that nothing is learned from it
        if any(_same(shown, wanted) for shown, wanted in given):
            if session is not None:
                self._entered[session] = True
            return TokenCheck.RIGHT
        self._wrong.wait(address, self._elapsed())
        WRONG_TOKENS.inc()
        self._warning.count(f"from {address}")
        return TokenCheck.WRONG


def check_protection(host: str, token: str | None, what: str = "console") -> None:
    """Raises UnprotectedConsole when `host` is not loopback and there is no token, or when the token can be
    guessed. `what`: what would be open, as people call it."""
    if token is not None and len(token) < SHORTEST_TOKEN:
        raise UnprotectedConsole(
            f"BELLWETHER_WEB_TOKEN is too short to keep anybody out: take {SHORTEST_TOKEN} characters or more, "
            "such as `openssl rand -hex 32` prints."
        )
    if token is not None and guesses(token) < LEAST_GUESSES:
        raise UnprotectedConsole(
            "BELLWETHER_WEB_TOKEN can be guessed: it is made of common words, a sequence or repeated characters. "
            "Take one such as `openssl rand -hex 32` prints."
        )
    if host not in LOOPBACK and token is None:
        raise UnprotectedConsole(
            f"The {what} would be open to everybody on {host}. Set BELLWETHER_WEB_TOKEN, or keep 127.0.0.1."
        )


def guesses(token: str) -> float:
    """About how many guesses somebody needs who tries words, sequences and keyboard rows first."""
    from zxcvbn import zxcvbn  # lists of words; only where there is a token

    return float(zxcvbn(token[:100], user_inputs=_OWN_WORDS, max_length=100)["guesses"])


def proof(token: str) -> str:
    """The cookie's value: proof that the browser sent the token, from which it cannot be recovered."""
    return hmac.digest(token.encode(), b"bellwether web console", "sha256").hex()


def _same(given: str, wanted: str) -> bool:
    # Header bytes that are no UTF-8 come as lone surrogates.
    return hmac.compare_digest(given.encode("utf-8", "surrogateescape"), wanted.encode())
