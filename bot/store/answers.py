"""Answers that were shown, kept for 30 days: their buttons refer to them."""

from __future__ import annotations

import dataclasses
import logging
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from bot.engine.shown_answers import KEPT, ShownAnswer
from bot.store.expiry import forget_old
from bot.store.reply_codec import Unreadable, read, written
from bot.store.schema import AnswerRow
from charts.codec import UnreadableChart, packed, unpacked
from charts.drawing.render import alt_text
from charts.spec import Chart, Picture, RenderedChart, digest
from charts.theme import Mode
from commands.framework.asker import Asker
from commands.framework.ports import Place
from commands.framework.reply import Visibility
from market.clock import Clock
from market.fetching.database import insert_new

log = logging.getLogger("bellwether.answers")
_TIDY = timedelta(days=1)  # also where no worker runs
LARGEST = 8_000_000  # bytes of one answer; all commands' examples take less than a twentieth
VERSION = 1  # of the reply's JSON; a release that changes what older ones read counts it up


class StoredAnswers:
    """Satisfies `bot.engine.shown_answers.AnswerStore`. Synchronous; for threads."""

    def __init__(self, engine: sa.Engine, clock: Clock) -> None:
        self._engine, self._clock = engine, clock
        self._tidied: datetime | None = None

    def keep(self, answer: ShownAnswer) -> None:
        """Store an answer that was shown. Raises TypeError for a reply that cannot be written, ValueError for one that
        is too large."""
        reply, picture = answer.reply, answer.picture
        if reply.chart is not None:
            drawn = RenderedChart(reply.chart.caption, digest(reply.chart))
            reply = dataclasses.replace(reply, chart=drawn)
        values: dict[str, Any] = {
            "id": answer.id,
            **dataclasses.asdict(answer.place),
            "thread": answer.thread,
            "owner": answer.owner,
            "visibility": answer.visibility.value,
            "version": VERSION,
            "reply": written(reply),
            "chart": _packed(answer.reply.chart),
            "mode": answer.mode.value,
            "png": picture.png if picture else None,
            "width": picture.width if picture else 0,
            "height": picture.height if picture else 0,
            "at": self._clock.now(),
        }
        size = sum(len(part) for part in (values["reply"], values["chart"], values["png"]) if part)
        if size > LARGEST:
            raise ValueError(f"an answer of {size:,} bytes is too large to keep")
        with self._engine.begin() as c:
            c.execute(insert_new(c, AnswerRow).values(values))
        if self._tidied is None or self._clock.now() - self._tidied > _TIDY:
            self._tidied = self._clock.now()
            forget_old(self._engine, self._clock.now(), AnswerRow)

    def find(self, id: str) -> ShownAnswer | None:
        """None also when it is older than 30 days, or another release wrote it."""
        recent = AnswerRow.at >= self._clock.now() - KEPT
        with self._engine.connect() as c:
            row = c.execute(sa.select(AnswerRow).where(AnswerRow.id == id, recent)).one_or_none()
        return None if row is None else _read(row)

    def recent(self, asker: Asker, most: int) -> list[ShownAnswer]:
        """The newest answers to this person on their platform, oldest first, without their pictures."""
        columns = [column for column in AnswerRow.__table__.c if column.name != "png"]
        mine = (
            AnswerRow.platform == asker.platform,
            AnswerRow.workspace == asker.workspace,
            AnswerRow.owner == asker.person,
            AnswerRow.at >= self._clock.now() - KEPT,
        )
        wanted = sa.select(*columns, sa.null().label("png")).where(*mine)
        with self._engine.connect() as c:
            rows = c.execute(wanted.order_by(AnswerRow.at.desc()).limit(most)).all()
        return [answer for row in reversed(rows) if (answer := _read(row))]


def _read(row: sa.Row[Any]) -> ShownAnswer | None:
    """None for an answer of a release that this one cannot read."""
    if row.version != VERSION:
        return None
    try:
        reply = read(row.reply)
    except Unreadable:
        return None
    chart = _unpacked(row.chart) or reply.chart
    alt = alt_text(reply.chart.caption) if reply.chart is not None else ""
    return ShownAnswer(
        row.id,
        dataclasses.replace(reply, chart=chart),
        None if row.png is None else Picture(row.png, alt, row.width, row.height),
        Mode(row.mode),
        Place(row.platform, row.workspace, row.channel),
        row.thread,
        row.owner,
        Visibility(row.visibility),
    )


def _packed(chart: Chart | None) -> bytes | None:
    """None also for a chart of somebody else's command, which is shared as it was drawn and no more."""
    if chart is None:
        return None
    try:
        return packed(chart)
    except TypeError as problem:
        log.info("chart not kept", extra={"reason": str(problem)})
        return None


def _unpacked(content: bytes | None) -> Chart | None:
    try:
        return None if content is None else unpacked(content)
    except UnreadableChart:
        return None
