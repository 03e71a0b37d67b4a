"""The delivery ledger: one line for each post that must be made exactly once.

    due → sending → sent            the intent is saved before the post, the message id after it
    sending → due                   the platform said that nothing was posted (429)
    sending → uncertain             it may be posted, and a search did not settle it: never repeated
    due, sending → dead             it cannot be posted until somebody changes something
    due → skipped                   too late, or its digest was paused meanwhile
    joined                          an alert in another one's post; a digest's rest until its headline is out

Every step names the worker incarnation that takes it, and fails when another one has the claim.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from bot.store.group_commit import Update
from bot.store.schema import DeliveryRow, SubscriptionRow, WorkerRow
from commands.framework.ports import Place, State
from market.clock import Clock
from market.fetching.database import insert_new


class Stage(StrEnum):
    """Where a line is on its way, as in the diagram above."""

    DUE = "due"
    SENDING = "sending"
    SENT = "sent"
    UNCERTAIN = "uncertain"
    DEAD = "dead"
    SKIPPED = "skipped"
    JOINED = "joined"


HELD_NOTE = "Held: "
"""How the note of a line begins that waits for the operator, not for the channel's people."""
OPEN = (Stage.DUE.value, Stage.SENDING.value)
LOST_AFTER = timedelta(minutes=2)
"""After this time a line that nobody claimed has lost its job."""
KEEP_CLOSED = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """One line of the ledger.

    key: unique, and sent along with the post
    kind: digest, thread (the rest of a digest, below its headline), alert or notice
    subject: id of the subscription or alert
    day: the date that the post is for
    due: when it was to be posted
    content: what to compose (JSON)
    stage: as it was when claimed; with SENDING an earlier post may be out
    attempts: posts begun that were not refused
    begun: when the first intent to post was saved; no post is older
    note: why it is in this stage, a sentence
    message: the platform's id of the post
    """

    key: str
    kind: str
    subject: int
    place: Place
    owner: str
    day: date
    due: datetime
    content: dict[str, Any]
    stage: Stage = Stage.DUE
    attempts: int = 0
    begun: datetime | None = None
    note: str = ""
    message: str = ""
    id: int = 0


class Ledger:
    """The steps of the ledger. Those that take a connection, and the `Update`s that are returned, are
    part of the caller's transaction."""

    def __init__(self, engine: sa.Engine, clock: Clock) -> None:
        self._engine, self._clock = engine, clock

    def write(self, connection: sa.Connection, lines: Sequence[LedgerLine], batch: str) -> None:
        """Add lines to be posted by `batch`, or, where it is empty, by a job of the sweep when they are due; lines
        whose key exists stay as they are."""
        now = self._clock.now()
        first = {line.key: now if batch else max(now, line.due) - LOST_AFTER for line in lines}
        rows = [
            _row(line) | {"batch": batch, "changed": now, "not_before": first[line.key]} for line in lines
        ]
        if rows:
            connection.execute(insert_new(connection, DeliveryRow), rows)

    def claim(self, connection: sa.Connection, batch: str, me: str) -> list[LedgerLine]:
        """Take the batch's open lines that no living worker holds; all lines of it that `me` holds now.
        Lines of a digest that was paused or removed meanwhile are skipped instead."""
        values = {"_batch": batch, "_me": me, "_now": self._clock.now()}
        connection.execute(_CLAIM, values)
        connection.execute(_SKIP_PAUSED, values)
        return [read_line(row) for row in connection.execute(_CLAIMED, values)]

    def intend(self, line: LedgerLine, me: str, attempt: int) -> Update:
        """Save the intent to post for the `attempt`th time, right before the post. False when the claim
        is no longer `me`'s, or `me` was struck off as dead: then nothing may be posted."""
        values = {"_id": line.id, "_me": me, "_attempt": attempt, "_now": self._clock.now()}
        return Update(_INTEND, values)

    def close(self, line: LedgerLine, me: str, stage: Stage, note: str = "", message: str = "") -> Update:
        """Save the outcome. False when `me` no longer holds the line."""
        outcome = {"_stage": stage.value, "_note": note, "_message": message}
        values = {"_id": line.id, "_me": me, "_now": self._clock.now()} | outcome
        return Update(_CLOSE, values)

    def postpone(
        self, line: LedgerLine, me: str, until: datetime, note: str, stage: Stage = Stage.DUE
    ) -> None:
        """Leave the line to another job from `until` on: as `DUE` when nothing was posted, or as
        `SENDING`, so that the post is searched for first."""
        changes = {"state": stage.value, "claim": "", "not_before": until, "note": note}
        held = sa.and_(DeliveryRow.id == line.id, DeliveryRow.claim == me)
        with self._engine.begin() as c:
            c.execute(sa.update(DeliveryRow).where(held).values(changes | {"changed": self._clock.now()}))

    def release(self, batch: str, me: str) -> None:
        """Release the claims on the batch's open lines, for a job that ends early."""
        with self._engine.begin() as c:
            held = sa.and_(DeliveryRow.batch == batch, DeliveryRow.claim == me, DeliveryRow.state.in_(OPEN))
            c.execute(sa.update(DeliveryRow).where(held).values(claim=""))

    def release_idle(self, me: str, running: Collection[str]) -> int:
        """Release claims a minute old of batches that `me` no longer runs: the database was away when
        their jobs would have released them. The number of lines."""
        long_ago = DeliveryRow.changed <= self._clock.now() - timedelta(minutes=1)
        held = sa.and_(DeliveryRow.claim == me, DeliveryRow.state.in_(OPEN), long_ago)
        statement = sa.update(DeliveryRow).where(held, DeliveryRow.batch.not_in(list(running)))
        with self._engine.begin() as c:
            return c.execute(statement.values(claim="")).rowcount

    def stranded(self, connection: sa.Connection, waited: timedelta, limit: int) -> list[LedgerLine]:
        """Open lines held by a dead worker, and those held by nobody whose time came more than
        `waited` ago: after a long back-off, or because their job was lost."""
        living = sa.select(WorkerRow.incarnation)
        waiting = DeliveryRow.not_before > self._clock.now() - waited
        query = (
            sa.select(DeliveryRow)
            .where(
                DeliveryRow.state.in_(OPEN),
                DeliveryRow.claim.not_in(living),
                sa.not_(sa.and_(DeliveryRow.claim == "", waiting)),
            )
            .order_by(DeliveryRow.not_before)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        return [read_line(row) for row in connection.execute(query)]

    def rebatch(self, connection: sa.Connection, lines: Sequence[LedgerLine], batch: str) -> None:
        """Assign lines to another job, which has until the next sweep. One that a living worker has claimed since
        stays with its job: two jobs of one worker would both post it."""
        ids, held = [line.id for line in lines], DeliveryRow.claim.in_(sa.select(WorkerRow.incarnation))
        lost = sa.and_(DeliveryRow.id.in_(ids), ~held)
        values = {"batch": batch, "claim": "", "not_before": self._clock.now()}
        connection.execute(sa.update(DeliveryRow).where(lost).values(values))

    def retry(self, key: str) -> bool:
        """Open a closed line for another post, for an operator. False when there is no such line."""
        closed = [Stage.DEAD.value, Stage.UNCERTAIN.value, Stage.SKIPPED.value]
        now = self._clock.now()
        statement = (
            sa.update(DeliveryRow)
            .where(DeliveryRow.key == key, DeliveryRow.state.in_(closed))
            .values(
                state=Stage.SENDING.value,  # so that the channel is searched first, back to `begun`
                claim="",
                attempts=0,
                due=now,
                not_before=now - timedelta(days=1),
                begun=_BEGUN_BEFORE_RETRY,
                note="retried by the operator",
            )
        )
        with self._engine.begin() as c:
            return c.execute(statement, {"_now": now}).rowcount == 1

    def counts(self) -> dict[str, int]:
        """Lines by stage."""
        with self._engine.connect() as c:
            query = sa.select(DeliveryRow.state, sa.func.count()).group_by(DeliveryRow.state)
            return {row[0]: row[1] for row in c.execute(query)}

    def held(self) -> dict[str, int]:
        """The notes of lines that wait for the operator, with how many lines have each."""
        with self._engine.connect() as c:
            waiting = sa.and_(DeliveryRow.state.in_(OPEN), DeliveryRow.note.startswith(HELD_NOTE))
            query = sa.select(DeliveryRow.note, sa.func.count()).where(waiting).group_by(DeliveryRow.note)
            return {row[0]: row[1] for row in c.execute(query.order_by(DeliveryRow.note))}

    def listed(self, *stages: Stage, limit: int = 50) -> list[LedgerLine]:
        """The newest lines in these stages."""
        with self._engine.connect() as c:
            query = (
                sa.select(DeliveryRow)
                .where(DeliveryRow.state.in_([stage.value for stage in stages]))
                .order_by(DeliveryRow.changed.desc(), DeliveryRow.id.desc())
                .limit(limit)
            )
            return [read_line(row) for row in c.execute(query)]

    def forget(self) -> int:
        """Delete closed lines older than 90 days; the number of lines."""
        with self._engine.begin() as c:
            old = DeliveryRow.changed < self._clock.now() - KEEP_CLOSED
            return c.execute(sa.delete(DeliveryRow).where(old, DeliveryRow.state.not_in(OPEN))).rowcount


# Built once: they run for every post or batch, and building them costs more than running them. A
# claimed line is open, since closing it removes the claim.
_MINE = (DeliveryRow.id == sa.bindparam("_id"), DeliveryRow.claim == sa.bindparam("_me"))
_NOW = sa.bindparam("_now", type_=DeliveryRow.changed.type)
_ALIVE = sa.exists(sa.select(WorkerRow.slot).where(WorkerRow.incarnation == sa.bindparam("_me")))
_INTEND = (
    sa.update(DeliveryRow)
    .where(*_MINE, _ALIVE)
    .values(
        state=Stage.SENDING.value,
        attempts=sa.bindparam("_attempt"),
        begun=sa.func.coalesce(DeliveryRow.begun, _NOW),
        changed=_NOW,
    )
)
# A line that was skipped, or refused at its only attempt, was never posted: no long history must be
# searched before it is.
_BEGUN_BEFORE_RETRY = sa.case(
    (DeliveryRow.state == Stage.SKIPPED.value, sa.func.coalesce(DeliveryRow.begun, _NOW)),
    (sa.and_(DeliveryRow.state == Stage.DEAD.value, DeliveryRow.attempts <= 1), _NOW),
    else_=DeliveryRow.begun,
)
_CLOSE = (
    sa.update(DeliveryRow)
    .where(*_MINE)
    .values(
        state=sa.bindparam("_stage"),
        note=sa.bindparam("_note"),
        message=sa.bindparam("_message"),
        claim="",
        changed=_NOW,
    )
)

_OF_BATCH = (DeliveryRow.batch == sa.bindparam("_batch"), DeliveryRow.state.in_(OPEN))
_CLAIM = (
    sa.update(DeliveryRow)
    .where(
        *_OF_BATCH,
        sa.or_(
            DeliveryRow.claim == sa.bindparam("_me"),
            DeliveryRow.claim.not_in(sa.select(WorkerRow.incarnation)),
        ),
    )
    .values(claim=sa.bindparam("_me"), changed=_NOW)
)
_CLAIMED = sa.select(DeliveryRow).where(*_OF_BATCH, DeliveryRow.claim == sa.bindparam("_me"))
_ACTIVE = sa.exists(
    sa.select(SubscriptionRow.id).where(
        SubscriptionRow.id == DeliveryRow.subject, SubscriptionRow.state == State.ACTIVE.value
    )
)
_SKIP_PAUSED = (
    sa.update(DeliveryRow)
    .where(*_OF_BATCH, DeliveryRow.claim == sa.bindparam("_me"))
    .where(DeliveryRow.kind == "digest", DeliveryRow.state == Stage.DUE.value)
    .where(~_ACTIVE)
    .values(
        state=Stage.SKIPPED.value,
        changed=_NOW,
        note="The digest was paused or removed before it could be posted.",
    )
)


_SAME = ("key", "kind", "subject", "owner", "day", "due", "content", "note")  # in a line and in its row


def _row(line: LedgerLine) -> dict[str, Any]:
    place = {name: getattr(line.place, name) for name in ("platform", "workspace", "channel")}
    return {name: getattr(line, name) for name in _SAME} | place | {"state": line.stage.value}


def read_line(row: Any) -> LedgerLine:
    same = {name: getattr(row, name) for name in (*_SAME, "attempts", "begun", "message", "id")}
    return LedgerLine(**same, place=Place(row.platform, row.workspace, row.channel), stage=Stage(row.state))
