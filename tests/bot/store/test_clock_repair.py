"""A clock that was put right wakes nobody in their quiet hours, and loses nothing that they hold."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa

from bot.store.clock_repair import repair_ledger
from bot.store.ledger import LOST_AFTER, LedgerLine
from bot.store.schema import DeliveryRow
from bot.store.store import Store
from commands.framework.ports import Place
from market.clock import FixedClock

ENDS = datetime(2026, 1, 23, 6, tzinfo=UTC)
HELD = LedgerLine("alert:1:x", "alert", 1, Place("slack", "T1", "C1"), "U1", date(2026, 1, 22), ENDS, {})


@pytest.mark.parametrize("state", ["due", "skipped"])
def test_a_held_alert_outlives_a_clock_that_ran_ahead(
    database: sa.Engine, clock: FixedClock, state: str
) -> None:
    store = Store.over(database, clock)
    unheld = replace(HELD, key="alert:2:x", due=ENDS + timedelta(days=300))
    with store.engine.begin() as c:
        store.ledger.write(c, [HELD, unheld], "")
        c.execute(sa.update(DeliveryRow).values(state=state, changed=ENDS + timedelta(days=300)))
        repair_ledger(c, ENDS - timedelta(hours=3), timedelta(hours=2))

    def swept(at: datetime) -> list[str]:
        clock.at = at
        with store.engine.begin() as c:
            return [line.key for line in store.ledger.stranded(c, LOST_AFTER, 9)]

    assert HELD.key not in swept(ENDS - timedelta(minutes=1))
    assert HELD.key in swept(ENDS + LOST_AFTER)
