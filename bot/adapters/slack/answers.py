"""From an ask to the message that answers it."""

from __future__ import annotations

import asyncio
import dataclasses
import functools
import logging
from collections.abc import Sequence
from typing import TYPE_CHECKING

from slack_sdk.web.async_client import AsyncWebClient

from bot.adapters.slack.delivery import MessageRefused, SlackDelivery, delivery, send
from bot.adapters.slack.files import Pause, UploadFailed, attach, upload
from bot.adapters.slack.message import Audience, Image, Payload, to_message, to_plain_message
from bot.adapters.slack.request import SlackRequest
from bot.adapters.slack.users import UserDirectory
from bot.engine.admission import BUSY
from bot.engine.dedupe import SeenKeys
from charts.drawing.render import PictureError
from charts.spec import Chart
from charts.theme import Mode
from commands.framework.reply import Reply, Visibility

if TYPE_CHECKING:
    from bot.engine.engine import Engine

log = logging.getLogger("bellwether.slack")

_PICTURE_SECONDS = 15.0


class SlackResponder:
    """Answers each ask once, in text and picture, or in text with the reason for no picture."""

    def __init__(
        self, engine: Engine, seen: SeenKeys, mode: Mode = Mode.DARK, *, pause: Pause = asyncio.sleep
    ) -> None:
        self._engine, self._seen, self._mode, self._pause = engine, seen, mode, pause
        self._people = UserDirectory()

    async def answer(self, ask: SlackRequest, client: AsyncWebClient) -> None:
        if not await self._first_time(ask.key):
            return
        asker = await self._people.complete(client, ask.request.asker, ask.home, ask.enterprise)
        reply = await self._engine.ask(dataclasses.replace(ask.request, asker=asker))
        to = delivery(ask, reply)
        mode = ask.press.mode if ask.press else self._mode
        image, missing = await self._picture(client, reply, mode)
        held_back = reply.attachments and to.audience is Audience.ASKER
        if held_back:
            note = "The data file cannot go into an answer that only you see: ask me in a direct message."
            reply = dataclasses.replace(reply, notes=(*reply.notes, note))
        show = functools.partial(to_message, reply, mode=mode, audience=to.audience)
        forms = [show(image, no_picture=missing)]
        if image:
            forms.append(show(no_picture="Slack did not take the picture. Ask again."))
        forms.append(to_plain_message(reply, "Slack did not take the formatted answer; this is its text."))
        await self._show(client, to, forms)
        if reply.attachments and not held_back:
            await self._attach(client, to, reply)

    async def refuse(self, ask: SlackRequest, client: AsyncWebClient) -> None:
        """Say that there is no room for this ask."""
        apology = Reply(BUSY, visibility=Visibility.PRIVATE, error=True)
        to = delivery(ask, apology).to_asker()
        await send(client, to, to_message(apology, audience=to.audience), self._pause)

    async def _first_time(self, key: str) -> bool:
        try:
            return await self._seen.first_time(f"slack:{key}")
        except Exception:  # a failing memory must not silence the bot: twice is better than never
            log.exception("the memory of answered events failed")
            return True

    async def _picture(self, client: AsyncWebClient, reply: Reply, mode: Mode) -> tuple[Image | None, str]:
        """The picture in Slack, or the reason why there is none."""
        if reply.chart is None:
            return None, ""
        try:
            async with asyncio.timeout(_PICTURE_SECONDS):
                return await self._drawn(client, reply.chart, mode), ""
        except UploadFailed as problem:
            log.warning("no picture: %s", problem)
            return None, str(problem)
        except TimeoutError:
            return None, "The picture took too long. Ask again."

    async def _drawn(self, client: AsyncWebClient, chart: Chart, mode: Mode) -> Image:
        try:
            picture = await self._engine.picture(chart, mode)
        except PictureError as problem:  # its sentence is written to be shown
            raise UploadFailed(str(problem)) from problem
        except TimeoutError:
            raise
        except Exception as error:  # whatever the renderer raises, the text must arrive
            log.exception("a picture failed")
            raise UploadFailed("The picture could not be drawn; the figures in the text stand.") from error
        return await upload(client, picture, pause=self._pause)

    async def _show(self, client: AsyncWebClient, to: SlackDelivery, forms: Sequence[Payload]) -> None:
        """Send the first form that Slack takes."""
        for form in forms:
            try:
                await send(client, to, form, self._pause)
                return
            except MessageRefused as refused:
                log.warning("Slack refused an answer: %s", refused.code)
                if not refused.for_its_form:
                    return

    async def _attach(self, client: AsyncWebClient, to: SlackDelivery, reply: Reply) -> None:
        try:
            await attach(client, reply.attachments, to.channel, to.thread)
        except UploadFailed as problem:
            note = Reply(str(problem), visibility=Visibility.PRIVATE, error=True)
            await send(client, to.to_asker(), to_message(note, audience=to.to_asker().audience), self._pause)
