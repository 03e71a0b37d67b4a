"""What a clock that was wrong has written into the ledger, undone."""

from __future__ import annotations

from datetime import datetime, timedelta

import sqlalchemy as sa

from bot.store.ledger import LOST_AFTER, OPEN, Stage
from bot.store.schema import DeliveryRow

_LONGEST_HOLD = timedelta(days=1)  # quiet hours end within a day


def repair_ledger(connection: sa.Connection, now: datetime, grace: timedelta) -> int:
    """Runs that were skipped by a clock that ran ahead are due again; back-offs that it laid into the future end.
    What quiet hours hold goes on waiting for their end. The number of lines that are skipped no more."""
    skipped = sa.and_(DeliveryRow.state == Stage.SKIPPED.value, DeliveryRow.changed > now)
    held = sa.and_(DeliveryRow.kind == "alert", DeliveryRow.due > now, DeliveryRow.due <= now + _LONGEST_HOLD)
    # Digests to come are written anew when their time comes.
    unwanted = sa.delete(DeliveryRow).where(skipped, DeliveryRow.due > now, sa.not_(held))
    to_come = connection.execute(unwanted).rowcount
    first = sa.case((held, DeliveryRow.due), else_=now - LOST_AFTER)
    again = {"state": Stage.DUE.value, "note": "", "not_before": first, "changed": now}
    recent = sa.update(DeliveryRow).where(skipped, DeliveryRow.due > now - grace).values(again)
    posted_late = connection.execute(recent).rowcount
    ahead = sa.or_(DeliveryRow.not_before > now, DeliveryRow.changed > now)
    resting = sa.and_(held, DeliveryRow.batch == "")
    waiting = sa.update(DeliveryRow).where(DeliveryRow.state.in_(OPEN), ahead, sa.not_(resting))
    connection.execute(waiting.values(not_before=now, changed=now))
    return to_come + posted_late
