"""The answers that were shown: what their buttons refer to, instead of the commands that made them."""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Protocol

from charts.theme import Mode
from commands.framework.asker import Asker
from commands.framework.ports import Place
from commands.framework.reply import Reply, Visibility

if TYPE_CHECKING:
    from charts.drawing.render import Picture

log = logging.getLogger("bellwether.answers")

KEPT = timedelta(days=30)
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
        mine = (self.place.platform, self.owner) == (asker.platform, asker.person)
        return mine or self.visibility is Visibility.PUBLIC


class AnswerStore(Protocol):
    """Keeps answers for 30 days. Synchronous; for threads."""

    def keep(self, answer: ShownAnswer) -> None: ...

    def find(self, id: str) -> ShownAnswer | None:
        """None when it is not kept, or was written by a release that this one cannot read."""
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


class AnswerKeeper:
    """Writes answers in a thread of its own, so that no answer waits for the database. Those that it has
    no room for are not kept, and their buttons ask again. Used on the event loop."""

    def __init__(self, store: Callable[[], AnswerStore], most: int = _MOST_WAITING) -> None:
        """`store`: opens the database; called in a thread."""
        self._store, self._most = store, most
        self._waiting: dict[str, ShownAnswer] = {}
        self._writing: set[asyncio.Task[None]] = set()
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="answers")

    def keep(self, answer: ShownAnswer) -> str:
        """The answer's id; empty when there is no room to keep it."""
        if len(self._waiting) >= self._most:
            log.warning("answer not kept", extra={"reason": "too many wait to be written"})
            return ""
        self._waiting[answer.id] = answer
        task = asyncio.create_task(self._write(answer))
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

    async def written(self, seconds: float = _DRAIN_SECONDS) -> None:
        """Wait until what waits to be written is, for so many seconds at most."""
        if self._writing:
            await asyncio.wait(self._writing, timeout=seconds)

    async def close(self) -> None:
        """Finish what is being written, within a few seconds."""
        await self.written()
        self._writer.shutdown(wait=False, cancel_futures=True)

    async def _write(self, answer: ShownAnswer) -> None:
        loop = asyncio.get_running_loop()
        try:
            await loop.run_in_executor(self._writer, lambda: self._store().keep(answer))
        except Exception as problem:  # its buttons offer to ask again
            log.warning("answer not kept", extra={"error": type(problem).__name__})
        finally:
            self._waiting.pop(answer.id, None)
