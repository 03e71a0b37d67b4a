"""An answer at its own address: the page, its data, its evidence, its picture, its series as CSV."""

from __future__ import annotations

import asyncio
from html import escape
from typing import Any

from aiohttp import web

from bot.adapters.answer_links import AnswerLinks
from bot.adapters.formatting.text import legible, source_line
from bot.adapters.web.answers import PictureGone, WebAnswers
from bot.adapters.web.message import asker_of, to_message
from bot.adapters.web.security import INSIDE, PERSON
from bot.adapters.web.static_files import filled_page
from bot.engine.shown_answers import KEPT, ShownAnswer, may_be_public
from charts.drawing.interactive import interactive, is_interactive
from charts.shape import Shape
from charts.spec import PictureError
from charts.theme import Mode
from commands.presentation.csv_export import tables
from commands.presentation.evidence_reply import evidence_of

MODES = tuple(mode.value for mode in Mode)
_CACHING = {"Cache-Control": "private, max-age=86400, immutable"}
_GONE = f"There is no such answer: it is private, or older than {KEPT.days} days. Ask the question again.\n"


class AnswerPages:
    """Shows an answer that is kept: behind the console's door to who has its address, and where it `is_public` to
    everybody. A private one is its owner's alone, and one whose source does not allow it is not shown in public."""

    def __init__(self, answers: WebAnswers, links: AnswerLinks, is_public: bool) -> None:
        self._answers, self._links, self._is_public = answers, links, is_public

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/a/{id}", self.page),
            web.get("/a/{id}/answer.json", self.data),
            web.get("/a/{id}/evidence", self.evidence),
            web.get("/a/{id}/{name}.csv", self.series),
            web.get("/a/{id}/{mode}-phone.png", self.picture),
            web.get("/a/{id}/{mode}.png", self.picture),
            web.get("/a/{id}/{mode}.json", self.chart),
            web.get("/a/{id}/preview/{until}-{signature}.png", self.preview),
        ]

    def opens_to_all(self, request: web.Request) -> bool:
        """True for signed pictures, and for all of an answer where they are public."""
        return self._is_public or (request.path.startswith("/a/") and "/preview/" in request.path)

    async def page(self, request: web.Request) -> web.Response:
        """The page; its head tells programs that show previews what it is."""
        title, preview = "Bellwether", ""
        if request[INSIDE] or self._is_public:
            answer = await self._answer(request)
            title = escape(legible(answer.reply.headline))
            preview = _preview(answer, self._links) if may_be_public(answer) else ""
        text = filled_page("answer.html", title=title, preview=preview)
        return web.Response(text=text, content_type="text/html")

    async def data(self, request: web.Request) -> web.Response:
        answer = await self._answer(request)
        address = f"/a/{answer.id}" if answer.reply.chart else None
        return web.json_response(await asyncio.to_thread(to_message, answer.reply, address, answer.id))

    async def evidence(self, request: web.Request) -> web.Response:
        """What stands behind the answer, as a reply of its own."""
        answer = await self._answer(request)
        return web.json_response(await asyncio.to_thread(lambda: to_message(evidence_of(answer.reply), None)))

    async def series(self, request: web.Request) -> web.Response:
        answer = await self._answer(request)
        wanted = f"{request.match_info['name']}.csv"
        for table in await asyncio.to_thread(tables, answer.reply.chart):
            if table.name == wanted:
                return web.Response(body=table.content, content_type="text/csv", charset="utf-8")
        raise web.HTTPNotFound(text="The answer has no such file.\n")

    async def picture(self, request: web.Request) -> web.Response:
        answer = await self._answer(request)
        return await picture_response(self._answers, request, answer.id)

    async def chart(self, request: web.Request) -> web.Response:
        answer = await self._answer(request)
        return await chart_response(self._answers, request, answer.id)

    async def preview(self, request: web.Request) -> web.Response:
        """The picture that previews show, without a session: its address is signed, and no private answer has one."""
        named = request.match_info
        if not self._links.is_preview(named["id"], named["until"], named["signature"]):
            raise web.HTTPForbidden(text="This address has run out.\n")
        answer = await self._answers.find(named["id"], asker_of(""))
        if answer is None or not may_be_public(answer) or answer.reply.chart is None:
            raise web.HTTPNotFound(text=_GONE)
        if answer.picture is not None:
            return _png(answer.picture.png)
        return await picture_response(self._answers, request, answer.id, answer.mode)

    async def _answer(self, request: web.Request) -> ShownAnswer:
        answer = await self._answers.find(request.match_info["id"], asker_of(request[PERSON]))
        if answer is None or not (request[INSIDE] or (self._is_public and may_be_public(answer))):
            raise web.HTTPNotFound(text=_GONE)
        return answer


async def picture_response(
    answers: WebAnswers, request: web.Request, key: str, mode: Mode | None = None
) -> web.Response:
    """The PNG. 404 when it is gone (ask again), 503 when it cannot be drawn."""
    shape = Shape.PHONE if request.path.endswith("-phone.png") else Shape.WIDE
    wanted = mode or request.match_info.get("mode", "")
    try:
        if wanted not in MODES:
            raise PictureGone
        picture = await answers.picture(key, Mode(wanted), shape, asker_of(request[PERSON]))
    except PictureGone:
        raise web.HTTPNotFound(text="That picture is gone. Ask the question again.\n") from None
    except PictureError as problem:
        raise web.HTTPServiceUnavailable(text=f"{problem}\n") from None
    return _png(picture.png)


async def chart_response(answers: WebAnswers, request: web.Request, key: str) -> web.Response:
    """The panels of the picture as data; 404 for a picture that is none of panels, or is gone."""
    mode = request.match_info["mode"]
    try:
        if mode not in MODES:
            raise PictureGone
        chart = await answers.chart(key, asker_of(request[PERSON]))
        if chart is None or not is_interactive(chart):
            raise PictureGone
    except PictureGone:
        raise web.HTTPNotFound(text="There is no such chart.\n") from None
    response = web.json_response(await asyncio.to_thread(interactive, chart, Mode(mode)), headers=_CACHING)
    response.enable_compression()
    return response


def _png(content: bytes) -> web.Response:
    return web.Response(body=content, content_type="image/png", headers=_CACHING)


def _preview(answer: ShownAnswer, links: AnswerLinks) -> str:
    """What a program that shows previews reads (Open Graph)."""
    reply = answer.reply
    said: dict[str, Any] = {
        "og:title": reply.headline,
        "og:description": source_line(reply),
        "og:site_name": "Bellwether",
        "og:type": "article",
    }
    if links.address and reply.chart is not None:
        said |= {"og:image": links.preview(answer.id), "og:image:alt": reply.chart.caption.alt}
        said["twitter:card"] = "summary_large_image"
    return "".join(
        f'<meta property="{name}" content="{escape(legible(text))}">' for name, text in said.items()
    )
