"""Outcomes of deliveries: saved, counted, and reported to the person who must act."""

from __future__ import annotations

import logging
from datetime import datetime

import sqlalchemy as sa

from bot.adapters.poster import Permanent
from bot.store.group_commit import GroupCommit, Step
from bot.store.ledger import HELD_NOTE, Ledger, LedgerLine, Stage
from bot.store.subscriptions import pause
from bot.store.threads import THREAD
from bot.telemetry.metrics import DELIVERIES
from commands.framework.ports import Place
from market.clock import Clock

log = logging.getLogger("bellwether.delivery")


class OutcomeRecorder:
    """Saves outcomes in the ledger, counts them, and notifies the owner of a digest it pauses."""

    def __init__(self, commits: GroupCommit, ledger: Ledger, clock: Clock) -> None:
        self._commits, self._ledger, self._clock = commits, ledger, clock

    async def sent(self, line: LedgerLine, me: str, message: str, also: Step[None] | None = None) -> bool:
        """`also`: what else is true once it is posted, in the same transaction."""
        return await self._close(line, me, Stage.SENT, message=message, also=also)

    async def uncertain(self, line: LedgerLine, me: str) -> None:
        """It may be posted and cannot be found: never posted again; an error is logged for the operator."""
        note = "The platform's answer was lost and the post could not be found. It is not repeated."
        if await self._close(line, me, Stage.UNCERTAIN, note):
            log.error("delivery uncertain", extra={"key": line.key, "place": line.place})

    async def too_late(self, line: LedgerLine, me: str, maybe_posted: bool) -> None:
        stage = Stage.UNCERTAIN if maybe_posted else Stage.SKIPPED
        note = "It was too late to be of use, so it was not posted."
        if line.note.startswith(HELD_NOTE):
            note = f"{note} {line.note}"
        await self._close(line, me, stage, note)

    async def refused(self, line: LedgerLine, me: str, problem: Permanent) -> None:
        """The channel refused it, until somebody there acts: the digest is paused and its owner notified once."""
        if await self._commits.run(lambda c: self._refuse(c, line, me, problem)):
            DELIVERIES.labels(line.place.platform, Stage.DEAD.value).inc()
            log.warning("delivery refused", extra={"key": line.key, "code": problem.code})

    def _refuse(self, connection: sa.Connection, line: LedgerLine, me: str, problem: Permanent) -> bool:
        if not self._ledger.close(line, me, Stage.DEAD, str(problem))(connection):
            return False
        if line.kind in ("digest", THREAD) and pause(connection, line.subject, str(problem)):
            said = (
                f"I paused digest {line.subject}: {problem} When that is done: /digest resume {line.subject}"
            )
            told = notice(line, line.key, said, self._clock.now())
            self._ledger.write(connection, [told], "")  # the next sweep gives it a job
        return True

    async def _close(
        self,
        line: LedgerLine,
        me: str,
        stage: Stage,
        note: str = "",
        message: str = "",
        also: Step[None] | None = None,
    ) -> bool:
        close = self._ledger.close(line, me, stage, note, message)

        def both(connection: sa.Connection) -> bool:
            closed = close(connection)
            if closed and also is not None:
                also(connection)
            return closed

        closed = await self._commits.run(both if also else close)
        if closed:
            DELIVERIES.labels(line.place.platform, stage.value).inc()
        return closed


def notice(line: LedgerLine, about: str, text: str, now: datetime) -> LedgerLine:
    """A direct message to the owner of `line`, sent once for all that is `about` the same."""
    return LedgerLine(
        key=f"notice:{about}",
        kind="notice",
        subject=line.subject,
        place=Place(line.place.platform, line.place.workspace, f"@{line.owner}"),
        owner=line.owner,
        day=line.day,
        due=now,
        content={"headline": text},
    )
