"""What a clock that was wrong has written into the ledger, undone."""

from __future__ import annotations

from datetime import datetime, timedelta

import sqlalchemy as sa

from bot.store.ledger import LOST_AFTER, OPEN, Stage
from bot.store.schema import DeliveryRow


def repair_ledger(connection: sa.Connection, now: datetime, grace: timedelta) -> int:
    """Runs that were skipped by a clock that ran ahead are due again; back-offs that it laid into the future end.
    The number of lines that are skipped no more."""
    skipped = sa.and_(DeliveryRow.state == Stage.SKIPPED.value, DeliveryRow.changed > now)
    # Those to come are written anew when their time comes.
    to_come = connection.execute(sa.delete(DeliveryRow).where(skipped, DeliveryRow.due > now)).rowcount
    again = {"state": Stage.DUE.value, "note": "", "not_before": now - LOST_AFTER, "changed": now}
    recent = sa.update(DeliveryRow).where(skipped, DeliveryRow.due > now - grace).values(again)
    posted_late = connection.execute(recent).rowcount
    ahead = sa.or_(DeliveryRow.not_before > now, DeliveryRow.changed > now)
    waiting = sa.update(DeliveryRow).where(DeliveryRow.state.in_(OPEN), ahead)
    connection.execute(waiting.values(not_before=now, changed=now))
    return to_come + posted_late
