"""Who may come in: host, origin, token, size; and the headers every answer carries."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Awaitable, Callable, Collection

from aiohttp import web
from aiohttp.typedefs import Middleware

from bot.refusal import Refusal

SESSION, TOKEN = "bellwether_session", "bellwether_token"  # names of cookies, not secrets
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
OPEN_PATHS = frozenset({"/healthz", "/readyz"})
PERSON = web.RequestKey("person", str)
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class OpenDoor(Refusal):
    """The console would be open to others without a token."""


def refuse_open_door(host: str, token: str | None) -> None:
    """Raises OpenDoor when `host` is not loopback and there is no token."""
    if host not in LOOPBACK and not token:
        raise OpenDoor(
            f"The console would be open to everybody on {host}. Set BELLWETHER_WEB_TOKEN, or keep 127.0.0.1."
        )


def door(token: str | None, outside: Collection[str]) -> Middleware:
    """The middleware. `outside`: path prefixes that check their callers themselves (Slack's)."""

    @web.middleware
    async def middleware(request: web.Request, handler: Handler) -> web.StreamResponse:
        if any(request.path.startswith(prefix) for prefix in outside) or request.path in OPEN_PATHS:
            return await handler(request)
        if token is None and (request.url.host or "") not in LOOPBACK:
            # A page elsewhere could name this server by its own host (DNS rebinding).
            raise web.HTTPForbidden(text="This console answers on this machine only.\n")
        origin = request.headers.get("Origin")
        if request.method == "POST" and origin is not None and origin != f"{request.scheme}://{request.host}":
            raise web.HTTPForbidden(text="Questions come from this page only.\n")
        if token is not None and not _knows(request, token):
            return await _asks_for_token(request, token)
        response = await _for_person(request, handler)
        response.headers.update(HEADERS)
        return response

    return middleware


async def _for_person(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Everybody gets a session of their own: budgets and lists hang on it."""
    session = request.cookies.get(SESSION, "")
    known = len(session) == 32 and session.isalnum()
    request[PERSON] = session if known else secrets.token_hex(16)
    response = await handler(request)
    if not known:
        secure = request.scheme == "https"
        response.set_cookie(
            SESSION, request[PERSON], httponly=True, samesite="Strict", secure=secure, max_age=31_536_000
        )
    return response


def _knows(request: web.Request, token: str) -> bool:
    bearer = request.headers.get("Authorization", "").removeprefix("Bearer ")
    given = (bearer, request.cookies.get(TOKEN, ""))
    return any(hmac.compare_digest(one.encode(), token.encode()) for one in given if one)


async def _asks_for_token(request: web.Request, token: str) -> web.StreamResponse:
    """A form that takes the token once; it never stands in an address."""
    wrong = ""
    if request.method == "POST" and request.path == "/enter":
        given = str((await request.post()).get("token", ""))
        if hmac.compare_digest(given.encode(), token.encode()):
            response = web.HTTPSeeOther("/")
            response.set_cookie(
                TOKEN, token, httponly=True, samesite="Strict", secure=request.scheme == "https"
            )
            return response
        wrong = "<p role=alert>That is not the token.</p>"
    page = (
        "<!doctype html><html lang=en><meta charset=utf-8><meta name=viewport content='width=device-width'>"
        f"<title>Bellwether</title><main><h1>Bellwether</h1>{wrong}<form method=post action=/enter>"
        "<label>Token <input type=password name=token autocomplete=current-password autofocus></label> "
        "<button>Enter</button></form></main></html>"
    )
    return web.Response(text=page, content_type="text/html", status=401, headers=HEADERS)
