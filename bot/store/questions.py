"""What each person asked last in each conversation, for an hour and for all processes."""

from __future__ import annotations

from datetime import datetime, timedelta

import sqlalchemy as sa

from bot.engine.conversation import FORGOTTEN, Conversation
from bot.store.schema import QuestionRow
from market.clock import Clock
from market.fetching.database import insert_new

_TIDY = timedelta(minutes=10)
_MOST = 64  # characters of an id


class StoredQuestions:
    """Satisfies `bot.engine.conversation.QuestionStore`."""

    def __init__(self, engine: sa.Engine, clock: Clock) -> None:
        self._engine, self._clock = engine, clock
        self._tidied: datetime | None = None

    def last(self, conversation: Conversation) -> str:
        """The command line; empty when there is none of the last hour."""
        recent = QuestionRow.at > self._clock.now() - FORGOTTEN
        with self._engine.connect() as c:
            line = c.scalar(sa.select(QuestionRow.line).where(_of(conversation), recent))
        return line or ""

    def remember(self, conversation: Conversation, line: str) -> None:
        now = self._clock.now()
        values = {**_place(conversation), "line": line, "at": now}
        with self._engine.begin() as c:
            if (
                c.execute(sa.update(QuestionRow).where(_of(conversation)).values(line=line, at=now)).rowcount
                == 0
            ):
                new = insert_new(c, QuestionRow).values(values).returning(QuestionRow.id)
                if c.execute(new).one_or_none() is None:  # another process was first
                    c.execute(sa.update(QuestionRow).where(_of(conversation)).values(line=line, at=now))
        if self._tidied is None or now - self._tidied > _TIDY:
            self._tidied = now
            self.forget()

    def forget(self) -> int:
        """Delete questions older than an hour; the number of rows."""
        with self._engine.begin() as c:
            old = QuestionRow.at <= self._clock.now() - FORGOTTEN
            return c.execute(sa.delete(QuestionRow).where(old)).rowcount


def _place(conversation: Conversation) -> dict[str, str]:
    return {
        "platform": conversation.platform,
        "workspace": conversation.workspace[:_MOST],
        "channel": conversation.channel[:_MOST],
        "thread": conversation.thread[:_MOST],
        "owner": conversation.person[:_MOST],
    }


def _of(conversation: Conversation) -> sa.ColumnElement[bool]:
    return sa.and_(*(getattr(QuestionRow, name) == value for name, value in _place(conversation).items()))
