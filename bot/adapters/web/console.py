"""The console's endpoints over the engine."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Awaitable, Callable, Iterable, Mapping
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from aiohttp import web
from cachetools import LRUCache

from bot.adapters.web.clients import ClientAddresses
from bot.adapters.web.message import to_message, to_request
from bot.adapters.web.security import PERSON, VISITOR, AccessControl, add_headers
from bot.adapters.web.sessions import SessionCookies
from bot.engine.completion import completions
from bot.engine.engine import Engine
from charts.drawing.render import PictureError
from charts.shape import Shape
from charts.spec import Chart
from charts.theme import Mode
from commands.framework.reply import Reply

if TYPE_CHECKING:
    from bot.adapters.platform import Preview

LARGEST = 256 * 1024  # bytes of a question: 40,000 characters to check, in any script
REMEMBERED = 256  # charts whose pictures can still be fetched
STATIC = {
    "style.css": "text/css",
    "icon.svg": "image/svg+xml",
    "app.js": "text/javascript",
    "field.js": "text/javascript",
    "answer.js": "text/javascript",
    "slack.js": "text/javascript",
    "discord.js": "text/javascript",
    "node.js": "text/javascript",
}
MODES = tuple(mode.value for mode in Mode)


class Console:
    """The handlers of the page. A picture's address is known only to the person who asked, and works while
    its chart is remembered."""

    def __init__(self, engine: Engine, previews: Mapping[str, Preview]) -> None:
        self._engine, self._previews = engine, previews
        self._charts: LRUCache[str, Chart] = LRUCache(REMEMBERED)

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/", self.page),
            web.get("/static/{name}", self.static),
            web.post("/api/ask", self.ask),
            web.get("/api/complete", self.complete),
            web.get("/picture/{key}/{mode}.png", self.picture),
        ]

    async def page(self, request: web.Request) -> web.Response:
        return _static("index.html", "text/html")

    async def static(self, request: web.Request) -> web.Response:
        name = request.match_info["name"]
        if name not in STATIC:
            raise web.HTTPNotFound
        return _static(name, STATIC[name])

    async def ask(self, request: web.Request) -> web.Response:
        """`{"text": …, "mode": "dark"}` → the reply, and the same as each other face would get it."""
        text, mode = await _question(request)
        reply = await self._engine.ask(to_request(text, request[PERSON], visitor=request[VISITOR]))
        address = self._remember(reply.chart) if reply.chart is not None else None
        # Building the previews takes milliseconds; the event loop also acknowledges Slack and Discord.
        return web.json_response(await asyncio.to_thread(self._with_previews, reply, address, mode))

    def _with_previews(self, reply: Reply, address: str | None, mode: Mode) -> dict[str, Any]:
        shown = f"{address}/{mode}.png" if address else ""
        faces = {name: preview(reply, shown, mode) for name, preview in self._previews.items()}
        return to_message(reply, address) | {"faces": faces}

    async def complete(self, request: web.Request) -> web.Response:
        offers = completions(self._engine, request.query.get("text", ""))
        return web.json_response(
            [{"insert": c.insert, "replaces": c.replaces, "label": c.label, "about": c.about} for c in offers]
        )

    async def picture(self, request: web.Request) -> web.Response:
        """The PNG. 404 when it is no longer remembered (ask again), 503 when it cannot be drawn."""
        chart = self._charts.get(request.match_info["key"])
        if chart is None or request.match_info["mode"] not in MODES:
            raise web.HTTPNotFound(text="That picture is gone. Ask the question again.\n")
        try:
            picture = await self._engine.picture(chart, Mode(request.match_info["mode"]), Shape.WIDE)
        except PictureError as problem:
            raise web.HTTPServiceUnavailable(text=f"{problem}\n") from None
        return web.Response(
            body=picture.png,
            content_type="image/png",
            headers={"Cache-Control": "private, max-age=86400, immutable"},
        )

    def _remember(self, chart: Chart) -> str:
        key = secrets.token_urlsafe(16)
        self._charts[key] = chart
        return f"/picture/{key}"


def application(
    console: Console,
    *,
    token: str | None = None,
    key: bytes | None = None,
    outside: Mapping[str, Iterable[web.RouteDef]] | None = None,
    ready: Callable[[], Awaitable[str | None]] | None = None,
    clients: ClientAddresses | None = None,
) -> web.Application:
    """The web application: console, health checks, metrics.

    `key`: of the sessions (`bot/adapters/web/sessions.py`); without it they end with the program.
    `outside`: routes by path prefix that check their callers themselves, such as Slack's signed requests.
    `ready`: None when the program can answer, else the reason.
    `clients`: tells callers' addresses; without it no proxy is trusted.
    """
    outside = outside or {}
    sessions = SessionCookies(key or secrets.token_bytes(32))
    control = AccessControl(token, tuple(outside), sessions, clients or ClientAddresses())
    app = web.Application(middlewares=[control.middleware], client_max_size=LARGEST)
    app.on_response_prepare.append(add_headers)
    app.add_routes(console.routes())
    for routes in outside.values():
        app.add_routes(routes)

    async def healthz(_request: web.Request) -> web.Response:
        return web.Response(text="ok\n")

    async def readyz(_request: web.Request) -> web.Response:
        reason = await ready() if ready else None
        return web.Response(text=f"{reason or 'ready'}\n", status=503 if reason else 200)

    async def metrics(_request: web.Request) -> web.Response:
        from prometheus_client import generate_latest

        return web.Response(body=generate_latest(), content_type="text/plain", charset="utf-8")

    app.add_routes([web.get("/healthz", healthz), web.get("/readyz", readyz), web.get("/metrics", metrics)])
    return app


async def _question(request: web.Request) -> tuple[str, Mode]:
    if request.content_type != "application/json":
        raise web.HTTPUnsupportedMediaType(text='Send JSON: {"text": "/smallcaps"}\n')
    try:
        body = await request.json()
    except (ValueError, LookupError, RecursionError):  # no JSON, no such charset, too deep
        raise web.HTTPBadRequest(text="That is no JSON.\n") from None
    text = body.get("text") if isinstance(body, dict) else None
    if not isinstance(text, str):
        raise web.HTTPBadRequest(text='Send JSON: {"text": "/smallcaps"}\n')
    mode = body.get("mode")
    return text, Mode(mode) if mode in MODES else Mode.DARK


def _static(name: str, kind: str) -> web.Response:
    body = (files("bot.adapters.web") / "static" / name).read_bytes()
    return web.Response(body=body, content_type=kind, charset="utf-8", headers={"Cache-Control": "no-cache"})
