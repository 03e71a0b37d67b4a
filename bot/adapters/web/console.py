"""The console's endpoints over the engine."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from aiohttp import web

from bot.adapters.answer_links import AnswerLinks
from bot.adapters.web.answer_page import MODES, AnswerPages, chart_response, picture_response
from bot.adapters.web.answers import WebAnswers
from bot.adapters.web.clients import ClientAddresses
from bot.adapters.web.home import HomePage
from bot.adapters.web.message import asker_of, possible, to_message, to_request
from bot.adapters.web.security import PERSON, VISITOR, AccessControl, add_headers
from bot.adapters.web.sessions import SessionCookies
from bot.adapters.web.static_files import NO_CACHE, STATIC, filled_page, static
from bot.engine.completion import completions
from bot.engine.engine import Engine
from charts.theme import Mode
from commands.framework.reply import Reply

if TYPE_CHECKING:
    from bot.adapters.platform import Preview
    from bot.engine.shown_answers import AnswerKeeper

LARGEST = 256 * 1024  # bytes of a question: 40,000 characters to check, in any script


class Console:
    """The handlers of the page. What belongs to an answer is told to its own session alone."""

    def __init__(
        self,
        engine: Engine,
        previews: Mapping[str, Preview],
        keeper: AnswerKeeper | None = None,
        links: AnswerLinks | None = None,
        *,
        is_public: bool = False,
    ) -> None:
        """`keeper`: keeps answers; without it a reload begins a new conversation. `links`: addresses of answers.
        `is_public`: everybody may open them."""
        self._engine, self._previews = engine, previews
        self._answers, self._home = WebAnswers(engine, keeper), HomePage(engine)
        self._pages = AnswerPages(self._answers, links or AnswerLinks("", secrets.token_bytes(32)), is_public)

    def opens_to_all(self, request: web.Request) -> bool:
        """True for a request that needs neither token nor session; what it is told is decided by its handler."""
        return self._pages.opens_to_all(request)

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/", self.page),
            web.get("/static/{name}", self.static),
            web.post("/api/ask", self.ask),
            web.get("/api/home", self.home),
            web.get("/api/conversation", self.conversation),
            web.get("/api/complete", self.complete),
            web.get("/picture/{key}/{mode}-phone.png", self.picture),  # the upright one
            web.get("/picture/{key}/{mode}.png", self.picture),
            web.get("/picture/{key}/{mode}.json", self.chart),
            *self._pages.routes(),
        ]

    async def page(self, request: web.Request) -> web.Response:
        return web.Response(text=filled_page("index.html"), content_type="text/html", headers=NO_CACHE)

    async def static(self, request: web.Request) -> web.Response:
        name = request.match_info["name"]
        if name not in STATIC:
            raise web.HTTPNotFound
        return static(name)

    async def ask(self, request: web.Request) -> web.Response:
        """`{"text": …, "mode": "dark", "follows": …}` → the reply, and the same as each other face would get it.
        `follows`: the id of the answer in whose place it is shown."""
        text, mode, follows = await _question(request)
        asked = to_request(text, request[PERSON], visitor=request[VISITOR])
        reply = possible(await self._engine.ask(asked), self._engine.router)
        if request[VISITOR]:  # nobody could be shown it again
            reply = replace(reply, kept=False)
        id, key = self._answers.keep(reply, asked.asker, mode, follows)
        # Building the previews takes milliseconds; the event loop also acknowledges Slack and Discord.
        return web.json_response(await asyncio.to_thread(self._with_previews, reply, id, key, mode))

    def _with_previews(self, reply: Reply, id: str, key: str, mode: Mode) -> dict[str, Any]:
        address = f"/picture/{key}" if key else None
        shown = f"{address}/{mode}.png" if address else ""
        message = to_message(reply, address, id)
        parts = ("front", "whole") if message["folded"] and id else ("front",)
        faces = {
            name: {part: preview(reply, shown, mode, id, part == "whole") for part in parts}
            for name, preview in self._previews.items()
        }
        return message | {"faces": faces}

    async def home(self, request: web.Request) -> web.Response:
        """What the page shows before anything is asked."""
        return web.json_response(await self._home.content())

    async def conversation(self, request: web.Request) -> web.Response:
        """The answers of this session, oldest first, each with the root that it took the place of."""
        answers = [] if request[VISITOR] else await self._answers.recent(asker_of(request[PERSON]))

        def messages() -> list[dict[str, Any]]:
            return [
                self._with_previews(a.reply, a.id, a.id if a.reply.chart else "", a.mode)
                | {"root": a.thread or a.id}
                for a in answers
            ]

        return web.json_response(await asyncio.to_thread(messages))

    async def complete(self, request: web.Request) -> web.Response:
        offers = completions(self._engine, request.query.get("text", ""))
        return web.json_response(
            [{"insert": c.insert, "replaces": c.replaces, "label": c.label, "about": c.about} for c in offers]
        )

    async def picture(self, request: web.Request) -> web.Response:
        """The PNG. 404 when it is gone (ask again), 503 when it cannot be drawn."""
        return await picture_response(self._answers, request, request.match_info["key"])

    async def chart(self, request: web.Request) -> web.Response:
        """The picture's panels as data; 404 when it has none."""
        return await chart_response(self._answers, request, request.match_info["key"])


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
    control = AccessControl(
        token, tuple(outside), sessions, clients or ClientAddresses(), opens_to_all=console.opens_to_all
    )
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


async def _question(request: web.Request) -> tuple[str, Mode, str]:
    if request.content_type != "application/json":
        raise web.HTTPUnsupportedMediaType(text='Send JSON: {"text": "/smallcaps"}\n')
    try:
        body = await request.json()
    except (ValueError, LookupError, RecursionError):  # no JSON, no such charset, too deep
        raise web.HTTPBadRequest(text="That is no JSON.\n") from None
    text = body.get("text") if isinstance(body, dict) else None
    if not isinstance(text, str):
        raise web.HTTPBadRequest(text='Send JSON: {"text": "/smallcaps"}\n')
    mode, follows = body.get("mode"), body.get("follows")
    return (
        text,
        Mode(mode) if mode in MODES else Mode.DARK,
        follows if isinstance(follows, str) else "",
    )
