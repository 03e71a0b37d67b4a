"""From an ask to the message that answers it."""

from __future__ import annotations

import asyncio
import dataclasses
import functools
import logging
from collections.abc import Callable, Mapping
from enum import Enum, auto
from typing import TYPE_CHECKING

from slack_sdk.web.async_client import AsyncWebClient

from bot.adapters.answer_links import AnswerLinks
from bot.adapters.formatting.undrawn import offering_another_try
from bot.adapters.slack.delivery import MessageRefused, SlackDelivery, delivery, send
from bot.adapters.slack.files import Pause, UploadFailed, attach, upload
from bot.adapters.slack.message import Audience, Image, Payload, to_message, to_plain_message
from bot.adapters.slack.refusals import RefusedFeature
from bot.adapters.slack.request import SlackRequest
from bot.adapters.slack.status import ThreadStatus
from bot.adapters.slack.users import UserDirectory
from bot.engine.admission import BUSY
from bot.engine.answer_presses import AnswerPress, PressKind, pressed, share_again
from bot.engine.dedupe import RecentKeys, SeenKeys
from bot.engine.shown_answers import AnswerKeeper, ShownAnswer, shown_answer
from bot.unavailable import StorageUnavailable, report
from charts.spec import Chart, Picture, PictureError
from charts.theme import Mode
from commands.framework.asker import Asker
from commands.framework.reply import Reply, Visibility

if TYPE_CHECKING:
    from bot.engine.engine import Engine

log = logging.getLogger("bellwether.slack")

_PICTURE_SECONDS = 15.0


class Form(Enum):
    """How much of an answer's form is asked of Slack."""

    NEWER = auto()
    BLOCKS = auto()
    NO_PICTURE = auto()
    TEXT = auto()


class SlackResponder:
    """Answers each ask once, in text and picture, or in text with the reason for no picture."""

    def __init__(
        self,
        engine: Engine,
        seen: SeenKeys,
        mode: Mode = Mode.DARK,
        *,
        pause: Pause = asyncio.sleep,
        keeper: AnswerKeeper | None = None,
        links: AnswerLinks | None = None,
    ) -> None:
        """`keeper`: keeps the answers that buttons refer to; without it they ask the command again. `links`: their
        addresses in a browser."""
        self._engine, self._seen, self._mode, self._pause = engine, seen, mode, pause
        self._keeper, self._links = keeper, links
        self._people, self._own, self._newer_blocks = UserDirectory(), RecentKeys(), RefusedFeature()
        self._refuses_status = RefusedFeature()

    async def answer(self, ask: SlackRequest, client: AsyncWebClient) -> None:
        if not await self._first_time(ask.key):
            return
        status = self._status(ask, client)
        cleared = status is None
        try:
            cleared = await self._answer(ask, client, status) or cleared
        finally:
            if status is not None and not cleared:
                await status.clear()

    async def _answer(self, ask: SlackRequest, client: AsyncWebClient, status: ThreadStatus | None) -> bool:
        """True when the answer is a message in its thread, which removes the status there."""
        asker = await self.completed(ask, client)
        ask = dataclasses.replace(ask, request=dataclasses.replace(ask.request, asker=asker))
        reply, earlier = await self._answered(ask, status)
        to = delivery(ask, reply)
        if earlier is not None and not to.thread:
            to = dataclasses.replace(to, thread=earlier.thread)
        mode = earlier.mode if earlier else ask.press.mode if ask.press else self._mode
        drawn = earlier.picture if earlier is not None else None
        picture, image, missing = await self._picture(client, reply, mode, drawn)
        answer = self._kept(earlier, reply, picture, mode, asker, to)
        if missing:
            reply = offering_another_try(reply)
        held_back = reply.attachments and to.audience is Audience.ASKER
        if held_back:
            note = "The data file cannot go into an answer that only you see: ask me in a direct message."
            reply = dataclasses.replace(reply, notes=(*reply.notes, note))
        whole = ask.press is not None and ask.press.kind == PressKind.WHOLE
        link = self._links.page(answer) if self._links and to.audience is Audience.CHANNEL else ""
        show = functools.partial(
            to_message, reply, mode=mode, audience=to.audience, answer=answer, whole=whole, link=link
        )
        settled = status is None or await status.has_ended()
        forms = self._forms(show, reply, image, missing, asker.workspace)
        shown = await self._show(client, to, forms, asker.workspace)
        if reply.attachments and not held_back:
            await self._attach(client, to, reply)
        return settled and shown and to.audience is not Audience.ASKER

    def _status(self, ask: SlackRequest, client: AsyncWebClient) -> ThreadStatus | None:
        """The status line of a thread; None for a question that is not answered as a message in one."""
        if not ask.thread or ask.reply_url:
            return None
        return ThreadStatus(
            client, ask.request.asker.workspace, ask.channel, ask.thread, self._refuses_status
        )

    async def refuse(self, ask: SlackRequest, client: AsyncWebClient) -> None:
        """Say that there is no room for this ask."""
        await self.say(ask, Reply(BUSY, visibility=Visibility.PRIVATE, error=True), client)

    async def say(self, ask: SlackRequest, apology: Reply, client: AsyncWebClient) -> None:
        """Send `apology` to the asker alone."""
        to = delivery(ask, apology).to_asker()
        await send(client, to, to_message(apology, audience=to.audience), self._pause)

    async def completed(self, ask: SlackRequest, client: AsyncWebClient, seconds: float = 2.0) -> Asker:
        """The asker, with what Slack tells of them within so many seconds."""
        return await self._people.complete(client, ask.request.asker, ask.home, ask.enterprise, seconds)

    async def _first_time(self, key: str) -> bool:
        try:
            return await self._seen.first_time(f"slack:{key}")
        except StorageUnavailable as problem:  # answers go on, once in this process
            report(problem)
            return self._own.note(key)
        except Exception:  # a failing memory must not silence the bot: twice is better than never
            log.exception("the memory of answered events failed")
            return True

    async def _answered(
        self, ask: SlackRequest, status: ThreadStatus | None
    ) -> tuple[Reply, ShownAnswer | None]:
        """The reply, and the answer shown earlier that it is, where a button refers to one."""
        press = ask.press
        if press is None or not press.answer:
            reply = await self._engine.ask(ask.request, status.begun if status else None)
            return (share_again(reply) if press and press.kind == "share" else reply), None
        wanted = AnswerPress(PressKind(press.kind), press.answer, press.mode, ask.request.text)
        find = self._keeper.find if self._keeper else None
        answer = await pressed(self._engine, find, wanted, ask.request.asker)
        return (answer, None) if isinstance(answer, Reply) else (answer.reply, answer)

    def _kept(
        self,
        earlier: ShownAnswer | None,
        reply: Reply,
        picture: Picture | None,
        mode: Mode,
        asker: Asker,
        to: SlackDelivery,
    ) -> str:
        """The id under which the answer is kept; empty where no button would refer to it."""
        shared = to.audience is Audience.ASKER and reply.shareable
        if (
            self._keeper is None
            or reply.error
            or not reply.kept
            or not (reply.chart or reply.evidence or shared)
        ):
            return ""
        if earlier is None:
            public = to.audience is Audience.CHANNEL
            seen_by = Visibility.PUBLIC if public else Visibility.PRIVATE
            return self._keeper.keep(shown_answer(reply, picture, mode, asker, seen_by, to.thread))
        if to.audience is Audience.CHANNEL and earlier.new:
            return self._keeper.keep(dataclasses.replace(earlier, picture=picture, thread=to.thread))
        return earlier.id

    async def _picture(
        self, client: AsyncWebClient, reply: Reply, mode: Mode, drawn: Picture | None
    ) -> tuple[Picture | None, Image | None, str]:
        """The picture, the same in Slack, or the reason why there is none. `drawn`: made earlier."""
        if reply.chart is None:
            return None, None, ""
        picture = drawn
        try:
            async with asyncio.timeout(_PICTURE_SECONDS):
                picture = picture or await self._drawn(reply.chart, mode)
                return picture, await upload(client, picture, pause=self._pause), ""
        except UploadFailed as problem:
            log.warning("no picture: %s", problem)
            return picture, None, str(problem)
        except TimeoutError:
            return picture, None, "The picture took too long. Ask again."

    async def _drawn(self, chart: Chart, mode: Mode) -> Picture:
        try:
            return await self._engine.picture(chart, mode)
        except PictureError as problem:  # its sentence is written to be shown
            raise UploadFailed(str(problem)) from problem
        except TimeoutError:
            raise
        except Exception as error:  # whatever the renderer raises, the text must arrive
            log.exception("a picture failed")
            raise UploadFailed("The picture could not be drawn; the figures in the text stand.") from error

    def _forms(
        self, show: Callable[..., Payload], reply: Reply, image: Image | None, missing: str, workspace: str
    ) -> dict[Form, Payload]:
        """The message in its forms, the best first."""
        plain = show(image, no_picture=missing)
        forms = {Form.BLOCKS: plain}
        if self._newer_blocks.is_taken_by(workspace):
            newer = show(image, no_picture=missing, newer=True)
            forms = forms if newer == plain else {Form.NEWER: newer, **forms}
        if image:
            forms[Form.NO_PICTURE] = show(no_picture="Slack did not take the picture. Ask again.")
        text = to_plain_message(reply, "Slack did not take the formatted answer; this is its text.")
        return {**forms, Form.TEXT: text}

    async def _show(
        self, client: AsyncWebClient, to: SlackDelivery, forms: Mapping[Form, Payload], workspace: str
    ) -> bool:
        """Send the first form that Slack takes; False when it takes none. Where that is the very next after the newer
        blocks, it was them that it refused."""
        for form, payload in forms.items():
            try:
                await send(client, to, payload, self._pause)
            except MessageRefused as refused:
                log.warning("Slack refused an answer: %s", refused.code)
                if not refused.for_its_form:
                    return False
            else:
                if form is Form.BLOCKS and Form.NEWER in forms:
                    self._newer_blocks.note_refusal(workspace)
                return True
        return False

    async def _attach(self, client: AsyncWebClient, to: SlackDelivery, reply: Reply) -> None:
        try:
            await attach(client, reply.attachments, to.channel, to.thread)
        except UploadFailed as problem:
            note = Reply(str(problem), visibility=Visibility.PRIVATE, error=True)
            await send(client, to.to_asker(), to_message(note, audience=to.to_asker().audience), self._pause)
