"""Digests in two posts: lines of the ledger for the rest of one, which goes into a thread below its headline.

The whole digest is saved in the second line before the headline is posted, so that both posts come from one reply even
if different workers send them. The second line stays `Stage.JOINED` until the headline is out. Workers of releases
without threads do not take lines in that state.
"""

from __future__ import annotations

from dataclasses import replace

import sqlalchemy as sa

from bot.store.ledger import Ledger, LedgerLine, Stage, read_line
from bot.store.reply_codec import Unreadable, read, written
from bot.store.schema import DeliveryRow
from commands.framework.reply import Reply
from market.clock import Clock

THREAD = "thread"
"""The kind of such a line."""


class ThreadLines:
    """The lines for the rests of digests. Synchronous; for threads."""

    def __init__(self, engine: sa.Engine, ledger: Ledger, clock: Clock) -> None:
        self._engine, self._ledger, self._clock = engine, ledger, clock

    def keep(self, line: LedgerLine, reply: Reply) -> Reply:
        """Save the whole digest of the headline `line`; the one that was saved first, where there is one."""
        second = replace(
            line,
            key=_key(line),
            kind=THREAD,
            content={"reply": written(reply)},
            stage=Stage.JOINED,
            note=f"Waits for {line.key}.",
        )
        with self._engine.begin() as c:
            self._ledger.write(c, [second], f"below:{line.key}")
            row = c.execute(sa.select(DeliveryRow).where(DeliveryRow.key == second.key)).one()
        return whole(read_line(row)) or reply

    def open(self, connection: sa.Connection, line: LedgerLine, me: str, message: str) -> LedgerLine | None:
        """Let the rest of `line` be posted below `message`, by `me` in the same batch. None where there is none, or it
        is open already."""
        mine = sa.and_(DeliveryRow.key == _key(line), DeliveryRow.state == Stage.JOINED.value)
        row = connection.execute(sa.select(DeliveryRow).where(mine)).one_or_none()
        if row is None:
            return None
        now, first = self._clock.now(), sa.alias(DeliveryRow.__table__)
        values = {
            "state": Stage.DUE.value,
            "content": {**row.content, "under": message},
            "batch": sa.select(first.c.batch).where(first.c.key == line.key).scalar_subquery(),
            "claim": me,
            "due": now,  # it is late by what the headline says of itself
            "not_before": now,
            "changed": now,
            "note": "",
        }
        query = sa.update(DeliveryRow).where(mine).values(values).returning(DeliveryRow)
        return read_line(connection.execute(query).one())


def thread_of(line: LedgerLine) -> str:
    """The platform's id of the message below which it is posted; empty for the channel itself."""
    return str(line.content.get("under", ""))


def whole(line: LedgerLine) -> Reply | None:
    """The whole digest that such a line holds; None where another release wrote it in its own way."""
    try:
        return read(line.content["reply"])
    except (KeyError, Unreadable):
        return None


def _key(line: LedgerLine) -> str:
    return f"{line.key}:thread"
