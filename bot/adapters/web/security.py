"""Access control of the console (host, origin, token), and the headers of every response."""

from __future__ import annotations

import hmac
from collections.abc import Awaitable, Callable, Collection
from importlib.resources import files
from urllib.parse import parse_qs, urlsplit

from aiohttp import web
from aiohttp.typedefs import Middleware

from bot.adapters.web.sessions import SessionCookies
from bot.settings import OperatorError

SESSION, TOKEN = "bellwether_session", "bellwether_pass"  # names of cookies, not secrets
SHORTEST_TOKEN = 16  # characters; nobody guesses that many
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
OPEN_PATHS = frozenset({"/healthz", "/readyz", "/static/style.css", "/static/icon.svg"})
PERSON = web.RequestKey("person", str)
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
_WRONG = '<p role="alert">That is not the token.</p>'

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class UnprotectedConsole(OperatorError):
    """The console would be open to others without a token, or with one that can be guessed."""


def check_protection(host: str, token: str | None) -> None:
    """Raises UnprotectedConsole when `host` is not loopback and there is no token, or one that is too short."""
    if token is not None and len(token) < SHORTEST_TOKEN:
        raise UnprotectedConsole(
            f"BELLWETHER_WEB_TOKEN is too short to keep anybody out: take {SHORTEST_TOKEN} characters or more, "
            "such as `openssl rand -hex 32` prints."
        )
    if host not in LOOPBACK and token is None:
        raise UnprotectedConsole(
            f"The console would be open to everybody on {host}. Set BELLWETHER_WEB_TOKEN, or keep 127.0.0.1."
        )


async def add_headers(_request: web.Request, response: web.StreamResponse) -> None:
    """Add the headers. An `on_response_prepare` signal, so that errors carry them too."""
    response.headers.update(HEADERS)
    response.headers.setdefault("Cache-Control", "no-store")


def access_control(token: str | None, outside: Collection[str], sessions: SessionCookies) -> Middleware:
    """The middleware that checks every request.

    `outside`: path prefixes that check their callers themselves.
    `sessions`: makes and recognises the cookies of people.
    """

    @web.middleware
    async def middleware(request: web.Request, handler: Handler) -> web.StreamResponse:
        if request.path in OPEN_PATHS or any(_under(request.path, prefix) for prefix in outside):
            return await handler(request)
        if token is None and (request.url.host or "") not in LOOPBACK:
            # A page elsewhere could name this server by its own host (DNS rebinding).
            raise web.HTTPForbidden(text="This console answers on this machine only.\n")
        if request.method == "POST" and not _from_this_page(request):
            raise web.HTTPForbidden(text="Questions come from this page only.\n")
        if token is not None and not _has_token(request, token):
            return await _ask_for_token(request, token)
        return await _for_person(request, handler, sessions)

    return middleware


def _under(path: str, prefix: str) -> bool:
    return path.startswith(f"{prefix.rstrip('/')}/")


def _from_this_page(request: web.Request) -> bool:
    """By host and port alone: behind a proxy that ends TLS the scheme differs. Programs send no Origin."""
    origin = request.headers.get("Origin")
    return origin is None or urlsplit(origin).netloc == request.host


async def _for_person(request: web.Request, handler: Handler, sessions: SessionCookies) -> web.StreamResponse:
    """Give every browser a session of its own: rate limits and stored lists belong to it. A cookie that was
    not made here is replaced."""
    cookie = request.cookies.get(SESSION, "")
    person = sessions.person(cookie)
    if person is not None:
        request[PERSON] = person
        return await handler(request)
    cookie = sessions.new()
    request[PERSON] = sessions.person(cookie) or ""
    response = await handler(request)
    _set_cookie(request, response, SESSION, cookie, max_age=31_536_000)
    return response


def _set_cookie(
    request: web.Request, response: web.StreamResponse, name: str, value: str, max_age: int | None = None
) -> None:
    """Set a cookie for this site alone, hidden from scripts; secure when the page came over TLS."""
    secure = "https" in (request.scheme, request.headers.get("X-Forwarded-Proto", ""))
    response.set_cookie(name, value, httponly=True, samesite="Strict", secure=secure, max_age=max_age)


def _has_token(request: web.Request, token: str) -> bool:
    scheme, _, bearer = request.headers.get("Authorization", "").partition(" ")
    by_header = scheme.casefold() == "bearer" and _same(bearer.strip(), token)
    return by_header or _same(request.cookies.get(TOKEN, ""), _proof(token))


def _proof(token: str) -> str:
    """The cookie's value: proof that the browser sent the token, from which it cannot be recovered."""
    return hmac.digest(token.encode(), b"bellwether web console", "sha256").hex()


def _same(given: str, wanted: str) -> bool:
    # Header bytes that are no UTF-8 come as lone surrogates.
    return hmac.compare_digest(given.encode("utf-8", "surrogateescape"), wanted.encode())


async def _ask_for_token(request: web.Request, token: str) -> web.Response:
    """A form that takes the token once, so that it is never part of an address; 401 with a sentence for programs."""
    if request.path not in ("/", "/enter"):
        return web.Response(
            text="Send the token: Authorization: Bearer …\n",
            status=401,
            headers={"WWW-Authenticate": "Bearer"},
        )
    wrong = ""
    if request.method == "POST":
        given = parse_qs((await request.read()).decode("utf-8", "replace")).get("token", [""])[0]
        if _same(given, token):
            welcome = web.Response(status=303, headers={"Location": "/"})
            _set_cookie(request, welcome, TOKEN, _proof(token))
            return welcome
        wrong = _WRONG
    page = (files("bot.adapters.web") / "static" / "enter.html").read_text("utf-8")
    return web.Response(text=page.replace("<!-- wrong -->", wrong), content_type="text/html", status=401)
