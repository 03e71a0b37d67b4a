"""Access control of the console (host, origin, token), and the headers of every response."""

from __future__ import annotations

import hashlib
import re
import time
from collections.abc import Awaitable, Callable, Collection
from urllib.parse import parse_qs, urlsplit

from aiohttp import web

from bot.adapters.token import LOOPBACK, PASS, TokenCheck, TokenGuard, proof
from bot.adapters.web.clients import ClientAddresses
from bot.adapters.web.sessions import SessionCookies
from bot.adapters.web.static_files import filled_page
from bot.engine.rate_limit import RequestRateLimit

SESSION = "bellwether_session"  # the name of a cookie
NEW_SESSIONS = 30  # a minute, of one address; further visitors are told apart by their address alone
ENTER = "/enter"  # where the form is sent
OPEN_PATHS = frozenset({"/healthz", "/readyz", "/static/style.css", "/static/icon.svg"})
PERSON = web.RequestKey("person", str)
VISITOR = web.RequestKey("visitor", bool)
"""True where the request came without a session of ours: nothing is stored for it."""
INSIDE = web.RequestKey("inside", bool)
"""False for a request that was let in without what the door asks for."""
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "base-uri 'none'; form-action 'self'; frame-ancestors 'none'; "
        "require-trusted-types-for 'script'; trusted-types 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",  # with none at all a browser sends the form as from nowhere
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
_SHELL = frozenset(
    f"/static/{name}"
    for name in (
        "answer.js",
        "answer_page.js",
        "chart.js",
        "node.js",
        "numbers.js",
        "picture.js",
        "rows.js",
        "tiles.js",
        "uplot.js",
        "uplot.css",
    )
)
_PAGE = re.compile(r"/a/[\w-]+")  # where somebody arrives from a link
_SLOWER = "Too many wrong tokens came from your address. Try again in a minute."
_LATER = {"Retry-After": "60"}
_SAYS = {
    TokenCheck.WRONG: '<p role="alert">That is not the token.</p>',
    TokenCheck.REFUSED: f'<p role="alert">{_SLOWER}</p>',
}

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


async def add_headers(_request: web.Request, response: web.StreamResponse) -> None:
    """Add the headers. An `on_response_prepare` signal, so that errors carry them too."""
    response.headers.update(HEADERS)
    response.headers.setdefault("Cache-Control", "no-store")


class AccessControl:
    """Checks every request: host, origin, token, session.

    outside: path prefixes that check their callers themselves
    sessions: makes and recognises the cookies of people
    clients: tells the address that budgets of those without a session, and wrong tokens, are counted by
    """

    def __init__(
        self,
        token: str | None,
        outside: Collection[str],
        sessions: SessionCookies,
        clients: ClientAddresses,
        opens_to_all: Callable[[web.Request], bool] = lambda _request: False,
    ) -> None:
        """`opens_to_all`: tells requests below /a/ that need neither token nor session."""
        self._opens_to_all = opens_to_all
        self._outside, self._sessions, self._clients = tuple(outside), sessions, clients
        self._guard = TokenGuard(token) if token is not None else None
        self._pass = proof(token) if token is not None else ""
        self._made = RequestRateLimit(NEW_SESSIONS)

    @web.middleware
    async def middleware(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        if request.path in OPEN_PATHS or any(_under(request.path, prefix) for prefix in self._outside):
            return await handler(request)
        if request.method == "GET" and (request.path.startswith("/a/") or request.path in _SHELL):
            return await self._for_linked(request, handler)
        if self._guard is None and (request.url.host or "") not in LOOPBACK:
            # A page elsewhere could name this server by its own host (DNS rebinding).
            raise web.HTTPForbidden(text="This console answers on this machine only.\n")
        if request.method == "POST" and not _from_this_page(request):
            raise web.HTTPForbidden(text="Questions come from this page only.\n")
        person = self._sessions.person(request.cookies.get(SESSION, ""))
        if self._guard is not None:
            if request.method == "POST" and request.path == ENTER:
                return await self._enter(request, self._guard)
            shown = self._guard.check(request, self._clients.of(request), person)
            if shown is not TokenCheck.RIGHT:
                return _without_token(request, shown)
        return await self._for_person(request, handler, person)

    async def _for_linked(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """For what a link elsewhere may lead to. A browser sends no cookie of ours with such a step (SameSite), so
        none is set: it would end the session. The page itself then fetches what is behind the door."""
        person = self._sessions.person(request.cookies.get(SESSION, ""))
        shown = TokenCheck.MISSING
        if self._guard is not None:
            shown = self._guard.check(request, self._clients.of(request), person)
        elif (request.url.host or "") in LOOPBACK:
            shown = TokenCheck.RIGHT
        inside = shown is TokenCheck.RIGHT
        request[PERSON], request[VISITOR], request[INSIDE] = person or "", person is None, inside
        if inside or self._opens_to_all(request):
            return await handler(request)
        if self._guard is None:
            raise web.HTTPForbidden(text="This console answers on this machine only.\n")
        arrives = request.headers.get("Sec-Fetch-Site") == "cross-site" and _PAGE.fullmatch(request.path)
        if arrives or request.path in _SHELL:  # a page without data, which fetches them
            return await handler(request)
        return _without_token(request, shown)

    async def _for_person(
        self, request: web.Request, handler: Handler, person: str | None
    ) -> web.StreamResponse:
        """Give every browser a session of its own: rate limits and stored lists belong to it. A cookie that
        was not made here is replaced. The request that comes without one has its address's budget."""
        request[VISITOR], request[INSIDE] = person is None, True
        if person is not None:
            request[PERSON] = person
            return await handler(request)
        address = self._clients.of(request)
        request[PERSON] = hashlib.sha256(f"address {address}".encode()).hexdigest()
        response = await handler(request)
        if not self._made.wait(address, time.monotonic()):
            _set_cookie(request, response, SESSION, self._sessions.new(), max_age=31_536_000)
        return response

    async def _enter(self, request: web.Request, guard: TokenGuard) -> web.Response:
        """Take the token from the form once, so that it is never part of an address."""
        given = parse_qs((await request.read()).decode("utf-8", "replace")).get("token", [""])[0]
        shown = guard.check_form(given, self._clients.of(request))
        if shown is not TokenCheck.RIGHT:
            return _form(request, shown)
        came_from = urlsplit(request.headers.get("Referer", "")).path
        wanted = came_from if _PAGE.fullmatch(came_from) else "/"
        welcome = web.Response(status=303, headers={"Location": wanted})
        _set_cookie(request, welcome, PASS, self._pass)
        return welcome


def _without_token(request: web.Request, shown: TokenCheck) -> web.Response:
    """The form for a browser, a sentence for programs."""
    if request.path in ("/", ENTER) or _PAGE.fullmatch(request.path):
        return _form(request, TokenCheck.MISSING if shown is TokenCheck.WRONG else shown)
    if shown is TokenCheck.REFUSED:
        return web.Response(text=f"{_SLOWER}\n", status=429, headers=_LATER)
    return web.Response(
        text="Send the token: Authorization: Bearer …\n", status=401, headers={"WWW-Authenticate": "Bearer"}
    )


def _form(request: web.Request, shown: TokenCheck) -> web.Response:
    refused = shown is TokenCheck.REFUSED
    response = web.Response(
        text=filled_page("enter.html", wrong=_SAYS.get(shown, "")),
        content_type="text/html",
        status=429 if refused else 401,
        headers=_LATER if refused else None,
    )
    if PASS in request.cookies:  # of an earlier token: shown again and again it would count as guessing
        response.del_cookie(PASS)
    return response


def _under(path: str, prefix: str) -> bool:
    return path.startswith(f"{prefix.rstrip('/')}/")


def _from_this_page(request: web.Request) -> bool:
    """Whether a page of this server sent it, judged by host and port alone: behind a proxy that ends TLS the
    scheme differs. Programs send no Origin."""
    origin = request.headers.get("Origin")
    return origin is None or urlsplit(origin).netloc == request.host


def _set_cookie(
    request: web.Request, response: web.StreamResponse, name: str, value: str, max_age: int | None = None
) -> None:
    """Set a cookie for this site alone, hidden from scripts; secure when the page came over TLS."""
    secure = "https" in (request.scheme, request.headers.get("X-Forwarded-Proto", ""))
    response.set_cookie(name, value, httponly=True, samesite="Strict", secure=secure, max_age=max_age)
