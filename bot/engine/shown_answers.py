"""The answers that were shown: what their buttons refer to, instead of the commands that made them."""

from __future__ import annotations

import asyncio
import logging
import re
import secrets
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Protocol

from charts.spec import Picture, PictureError
from charts.theme import Mode
from commands.framework.asker import Asker
from commands.framework.ports import Place
from commands.framework.reply import Reply, Visibility
from market.sources.display import may_be_displayed

log = logging.getLogger("bellwether.answers")

KEPT = timedelta(days=30)
ID = re.compile(r"[A-Za-z0-9_-]{22}")  # 128 random bits
_MOST_WAITING = 64  # answers that are not written yet; further ones are not kept
_LOOK_SECONDS = 3.0  # for a look into the database after a press
_DRAIN_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class ShownAnswer:
    """An answer as it was shown.

    id: 128 random bits, as text.
    reply: what was answered; its chart is the spec of the picture.
    picture: the one that was shown; None where there was none.
    mode: its colours.
    place: the channel.
    thread: the message that began the thread; empty outside threads.
    owner: the person who asked.
    visibility: private where only the owner saw it.
    new: not kept yet.
    """

    id: str
    reply: Reply
    picture: Picture | None
    mode: Mode
    place: Place
    thread: str
    owner: str
    visibility: Visibility
    new: bool = False

    def is_for(self, asker: Asker) -> bool:
        """True where this person may see it: a private answer is its owner's alone."""
        return self.is_of(asker) or self.visibility is Visibility.PUBLIC

    def is_of(self, asker: Asker) -> bool:
        """True for the person who asked."""
        return (self.place.platform, self.owner) == (asker.platform, asker.person)


Drawing = Callable[[], Awaitable["Picture"]]
"""Draws a picture. Raises charts.spec.PictureError."""


class AnswerStore(Protocol):
    """Keeps answers for 30 days. Synchronous; for threads."""

    def keep(self, answer: ShownAnswer) -> None: ...

    def find(self, id: str) -> ShownAnswer | None:
        """None when it is not kept, or was written by a release that this one cannot read."""
        ...

    def recent(self, asker: Asker, most: int) -> Sequence[ShownAnswer]:
        """The newest answers to this person on their platform, oldest first, without their pictures."""
        ...


def shown_answer(
    reply: Reply, picture: Picture | None, mode: Mode, asker: Asker, visibility: Visibility, thread: str = ""
) -> ShownAnswer:
    """The answer to `asker`, under an id that nobody can guess."""
    place = Place(asker.platform, asker.workspace, asker.channel)
    return ShownAnswer(
        secrets.token_urlsafe(16), reply, picture, mode, place, thread, asker.person, visibility, new=True
    )


def published(answer: ShownAnswer) -> ShownAnswer:
    """The same answer as everybody sees it once its owner has shared it."""
    reply = replace(answer.reply, visibility=Visibility.PUBLIC)
    return replace(answer, id=secrets.token_urlsafe(16), reply=reply, visibility=Visibility.PUBLIC, new=True)


def may_be_public(answer: ShownAnswer) -> bool:
    """True where everybody may see it: it is not private, and no source of its figures forbids it."""
    provenance = answer.reply.provenance
    return answer.visibility is Visibility.PUBLIC and may_be_displayed(
        provenance.source if provenance else ""
    )


class AnswerKeeper:
    """Writes answers in a thread of its own, so that no answer waits for the database. Those that it has
    no room for are not kept, and their buttons ask again. Used on the event loop."""

    def __init__(self, store: Callable[[], AnswerStore], most: int = _MOST_WAITING) -> None:
        """`store`: opens the database; called in a thread."""
        self._store, self._most = store, most
        self._waiting: dict[str, ShownAnswer] = {}
        self._writing: set[asyncio.Task[None]] = set()
        self._last: asyncio.Task[None] | None = None
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="answers")

    def keep(self, answer: ShownAnswer, drawing: Drawing | None = None) -> str:
        """The answer's id; empty when there is no room to keep it. `drawing`: makes its picture, where it was
        answered before that was drawn."""
        if len(self._waiting) >= self._most:
            log.warning("answer not kept", extra={"reason": "too many wait to be written"})
            return ""
        self._waiting[answer.id] = answer
        self._last = task = asyncio.create_task(self._write(answer, drawing, self._last))
        self._writing.add(task)
        task.add_done_callback(self._writing.discard)
        return answer.id

    async def find(self, id: str) -> ShownAnswer | None:
        """None when it is not kept any more, or the database does not answer."""
        if waiting := self._waiting.get(id):
            return waiting
        try:
            look = asyncio.to_thread(lambda: self._store().find(id))
            return await asyncio.wait_for(look, _LOOK_SECONDS)
        except Exception as problem:  # the press is answered with an offer to ask again
            log.warning("answer not looked up", extra={"error": type(problem).__name__})
            return None

    async def recent(self, asker: Asker, most: int) -> list[ShownAnswer]:
        """The newest answers to this person, oldest first; those that wait to be written are the last."""
        waiting = [answer for answer in self._waiting.values() if answer.is_of(asker)]
        try:
            look = asyncio.to_thread(lambda: self._store().recent(asker, most))
            kept = await asyncio.wait_for(look, _LOOK_SECONDS)
        except Exception as problem:  # the conversation then begins anew
            log.warning("answers not looked up", extra={"error": type(problem).__name__})
            kept = ()
        return list({answer.id: answer for answer in (*kept, *waiting)}.values())[-most:]

    async def written(self, seconds: float = _DRAIN_SECONDS) -> None:
        """Wait until what waits to be written is, for so many seconds at most."""
        if self._writing:
            await asyncio.wait(self._writing, timeout=seconds)

    async def close(self) -> None:
        """Finish what is being written, within a few seconds."""
        await self.written()
        self._writer.shutdown(wait=False, cancel_futures=True)

    async def _write(
        self, answer: ShownAnswer, drawing: Drawing | None, before: asyncio.Task[None] | None
    ) -> None:
        loop, id = asyncio.get_running_loop(), answer.id
        try:
            if drawing is not None:
                answer = replace(answer, picture=await _drawn(drawing))
            if before is not None:  # their order is that of the conversation
                await asyncio.wait((before,))
            await loop.run_in_executor(self._writer, lambda: self._store().keep(answer))
        except Exception as problem:  # its buttons offer to ask again
            log.warning("answer not kept", extra={"error": type(problem).__name__})
        finally:
            self._waiting.pop(id, None)


async def _drawn(drawing: Drawing) -> Picture | None:
    try:
        return await drawing()
    except PictureError:  # it is drawn from the chart when it is looked at
        return None
