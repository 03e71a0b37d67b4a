"""The console's answers: kept for the person who asked, with the pictures that belong to them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from cachetools import LRUCache

from bot.adapters.formatting.fold import periods_of
from bot.engine.shown_answers import ID, AnswerKeeper, ShownAnswer, shown_answer
from charts.shape import Shape
from charts.spec import Chart, Picture, PictureError, RenderedChart
from charts.theme import Mode
from commands.framework.reply import Reply, Visibility

if TYPE_CHECKING:
    from bot.engine.engine import Engine
    from commands.framework.asker import Asker

REMEMBERED = 256  # answers whose pictures can be drawn without a look into the database
RECENT = 20  # answers that a page begins with


class PictureGone(Exception):
    """No picture is known under this address, or it is somebody else's."""


class WebAnswers:
    """The answers of all sessions; each is told to its own alone.

    keeper: keeps them for 30 days; without it they are gone with the page, and pictures once they are forgotten.
    """

    def __init__(self, engine: Engine, keeper: AnswerKeeper | None = None) -> None:
        self._engine, self._keeper = engine, keeper
        self._remembered: LRUCache[str, ShownAnswer] = LRUCache(REMEMBERED)

    def keep(self, reply: Reply, asker: Asker, mode: Mode, follows: str = "") -> tuple[str, str]:
        """The id under which the answer is kept, and the key of its picture; empty where there is none. What changed
        something, and what is the asker's own affair, is not kept.

        `follows`: the id of the answer in whose place it is shown.
        """
        thread = follows if ID.fullmatch(follows) and periods_of(reply.actions) else ""
        answer = shown_answer(reply, None, mode, asker, reply.visibility, thread)
        id, chart = "", reply.chart
        ours = reply.kept and reply.shareable and not reply.error and self._engine.router.asks(reply.command)
        if self._keeper is not None and ours:
            id = self._keeper.keep(answer, (lambda: self._drawn(chart, mode)) if chart else None)
        if chart is None:
            return id, ""
        # The address of what is not kept is told to the asker alone, whose cookie may come with this very answer.
        self._remembered[answer.id] = answer if id else replace(answer, visibility=Visibility.PUBLIC)
        return id, answer.id

    async def find(self, id: str, asker: Asker) -> ShownAnswer | None:
        """None for an answer that is not kept, or is not for this person."""
        if self._keeper is None or not ID.fullmatch(id):
            return None
        answer = await self._keeper.find(id)
        return answer if answer is not None and answer.is_for(asker) else None

    async def recent(self, asker: Asker) -> list[ShownAnswer]:
        """The conversation so far, oldest first; of answers in the place of each other the newest."""
        if self._keeper is None:
            return []
        answers = await self._keeper.recent(asker, RECENT)
        return list({answer.thread or answer.id: answer for answer in answers}.values())

    async def chart(self, key: str, asker: Asker) -> Chart:
        """The chart of an answer that the asker was shown. Raises PictureGone."""
        answer = self._remembered.get(key) or await self.find(key, asker)
        if answer is None or answer.reply.chart is None or not answer.is_for(asker):
            raise PictureGone
        return answer.reply.chart

    async def picture(self, key: str, mode: Mode, shape: Shape, asker: Asker) -> Picture:
        """That chart as a picture. Raises PictureGone, or PictureError where it cannot be drawn."""
        chart = await self.chart(key, asker)
        if not isinstance(chart, RenderedChart):
            return await self._drawn(chart, mode, shape)
        answer = await self.find(key, asker)  # another release wrote the chart: its picture stands as it was
        if answer is None or answer.picture is None:
            raise PictureError("This picture was made by another release. Ask the question again.")
        return answer.picture

    async def _drawn(self, chart: Chart, mode: Mode, shape: Shape = Shape.WIDE) -> Picture:
        return await self._engine.picture(chart, mode, shape)
