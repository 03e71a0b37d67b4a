"""An alert that is told in another's post does not go with it: that one's owner may erase theirs."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
import sqlalchemy as sa

from bot.store.joined_alerts import held_for, join, joined
from bot.store.ledger import LOST_AFTER, LedgerLine, Stage
from bot.store.schema import DeliveryRow
from bot.store.store import Store
from commands.framework.ports import Alert, Person, Place
from market.alerts.rules import AlertRule
from market.clock import FixedClock

HERE, DUE = Place("slack", "T1", "C1"), datetime(2026, 1, 23, 6, tzinfo=UTC)
FIRST = LedgerLine("alert:1:x", "alert", 1, HERE, "U1", date(2026, 1, 22), DUE, {"rule": "rut record"})
OTHER = replace(FIRST, key="alert:2:x", subject=2, owner="U2")


@pytest.fixture
def store(database: sa.Engine, clock: FixedClock) -> Store:
    made = Store.over(database, clock)
    with made.engine.begin() as c:
        made.ledger.write(c, [FIRST], "")
        join(c, made.ledger, [OTHER], FIRST)
    return made


def test_a_held_post_is_found_until_a_job_takes_it(store: Store) -> None:
    with store.engine.begin() as c:
        (held,) = held_for(c, HERE, DUE)
        assert held.key == FIRST.key
        assert held_for(c, replace(HERE, channel="C2"), DUE) == []
        store.ledger.rebatch(c, [held], "deliver:slack:T1:1")
        assert held_for(c, HERE, DUE) == []
    assert [line.key for line in joined(store.engine, [FIRST.key])[FIRST.key]] == [OTHER.key]


@pytest.mark.parametrize("state", ["due", "sent", "sending", "dead"])
def test_whoever_erases_their_alert_takes_nobody_elses_along(
    store: Store, clock: FixedClock, state: str
) -> None:
    with store.engine.begin() as c:
        first = sa.update(DeliveryRow).where(DeliveryRow.key == FIRST.key)
        c.execute(first.values(state=state, changed=DUE))
    assert store.privacy.erase(Person("slack", "T1", "U1")) == 1
    (told,) = store.alerts.fired(Person("slack", "T1", "U2"))
    assert told.posted == (DUE if state == "sent" else None)
    with store.engine.connect() as c:
        kept = c.scalar(sa.select(DeliveryRow.state))
    assert kept == {"sending": "uncertain"}.get(state, state), "never lost without a word, never posted twice"
    clock.at = DUE
    with store.engine.begin() as c:
        swept = store.ledger.stranded(c, LOST_AFTER, 9)
    assert [(line.key, line.stage) for line in swept] == ([(OTHER.key, Stage.DUE)] if state == "due" else [])


@pytest.mark.parametrize(("removed", "left"), [(FIRST, OTHER), (OTHER, FIRST)])
@pytest.mark.parametrize("taken", [False, True])
def test_an_alert_that_is_removed_before_it_is_told_is_not_told(
    store: Store, clock: FixedClock, removed: LedgerLine, left: LedgerLine, taken: bool
) -> None:
    if taken:  # by a worker that posts it now
        with store.engine.begin() as c:
            c.execute(sa.update(DeliveryRow).where(DeliveryRow.key == FIRST.key).values(claim="w", batch="b"))
    store.alerts.remove(Alert(HERE, removed.owner, AlertRule.parse("rut record"), id=removed.subject))
    with store.engine.connect() as c:
        stages = {row.key: row.state for row in c.execute(sa.select(DeliveryRow.key, DeliveryRow.state))}
    if taken:
        assert stages == {FIRST.key: "due", OTHER.key: "joined"}
        return
    assert stages == {removed.key: "skipped", left.key: "due"}
    assert joined(store.engine, [left.key]) == {left.key: []}
    (told,) = store.alerts.fired(Person("slack", "T1", removed.owner))
    assert told.posted is None
