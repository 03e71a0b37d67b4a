"""A digest in two posts: the headline in the channel, the rest in the thread below it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace

import sqlalchemy as sa

from bot.engine.content import Content
from bot.store.ledger import LedgerLine
from bot.store.threads import ThreadLines
from commands.framework.reply import Reply


def has_rest(reply: Reply) -> bool:
    return bool(reply.facts or reply.table or reply.chart)


def headline_of(reply: Reply) -> Reply:
    """Its sentence with all that qualifies it: caveats, lateness, source and date."""
    return replace(
        reply, facts=(), table=None, chart=None, actions=(), evidence=(), attachments=(), claims=()
    )


def rest_of(reply: Reply) -> Reply:
    """What the headline leaves out. Its caveats stand above it, with the headline."""
    about = f" of {reply.as_of:%Y-%m-%d}" if reply.as_of else ""
    return replace(reply, headline=f"The rest of the digest{about}.", title="", notes=())


class ThreadedPosts:
    """What of a line's content is posted in the channel, and the line for the rest once that is out."""

    def __init__(self, lines: ThreadLines) -> None:
        self._lines = lines

    async def first(self, line: LedgerLine, content: Content) -> Content:
        """What is posted now: the content itself, or its headline, once the whole is saved."""
        if not line.content.get("threaded") or not has_rest(content.reply):
            return content
        return Content(headline_of(await asyncio.to_thread(self._lines.keep, line, content.reply)))

    def opening(
        self, line: LedgerLine, me: str, message: str, opened: list[LedgerLine]
    ) -> Callable[[sa.Connection], None] | None:
        """A step that puts the line of the rest into `opened`; None where there is none."""
        if not line.content.get("threaded"):
            return None

        def step(connection: sa.Connection) -> None:
            if (rest := self._lines.open(connection, line, me, message)) is not None:
                opened.append(rest)

        return step
