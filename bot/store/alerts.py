"""The table of people's alerts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from functools import lru_cache
from typing import Any

import sqlalchemy as sa

from bot.store.joined_alerts import posts_of, withdraw
from bot.store.ledger import Stage
from bot.store.mentions import read_mention, written_mention
from bot.store.people import learn, of_person
from bot.store.quotas import at_most
from bot.store.schema import AlertRow, DeliveryRow, MarkRow
from bot.store.subscriptions import in_place
from commands.framework.ports import Alert, Person, Place
from market.alerts.outcomes import FiredAlert
from market.alerts.rules import AlertRule
from market.clock import Clock

JUDGED = "alerts: last session judged at its close"  # name of a value in `NamedValues`


class StoredAlerts:
    """Satisfies `commands.framework.ports.Alerts`."""

    def __init__(self, engine: sa.Engine, clock: Clock) -> None:
        self._engine, self._clock = engine, clock

    def add(self, alert: Alert, owner: Person | None = None, most: int | None = None) -> Alert:
        person = owner or Person(alert.place.platform, alert.place.workspace, alert.owner)
        count = (
            sa.select(sa.func.count())
            .select_from(AlertRow)
            .where(of_person(AlertRow, AlertRow.owner, person))
        )
        with self._engine.begin() as c, at_most(c, most, count, "alerts", person.platform, person.id):
            # The new alert may wait for the last close, whose evaluation has ended for the others.
            c.execute(sa.delete(MarkRow).where(MarkRow.name == JUDGED))
            values = _written(alert) | {"created": self._clock.now()}
            return _read(c.execute(sa.insert(AlertRow).returning(AlertRow).values(values)).one())

    def of_person(self, person: Person) -> Sequence[Alert]:
        learn(self._engine, person)
        return self._select(of_person(AlertRow, AlertRow.owner, person))

    def of_channel(self, place: Place) -> Sequence[Alert]:
        return self._select(in_place(AlertRow, place))

    def fired(self, person: Person) -> Sequence[FiredAlert]:
        mine = sa.and_(DeliveryRow.kind == "alert", of_person(DeliveryRow, DeliveryRow.owner, person))
        with self._engine.connect() as c:
            rows = c.execute(sa.select(DeliveryRow).where(mine).order_by(DeliveryRow.id)).all()
            return [_fired(row, post) for row, post in zip(rows, posts_of(c, rows), strict=True)]

    def armed_in(self, platform: str, workspace: str) -> dict[str, tuple[AlertRule, ...]]:
        """The rules of armed alerts by channel of a workspace, oldest first."""
        rules: dict[str, tuple[AlertRule, ...]] = {}
        for alert in self._select(
            AlertRow.platform == platform, AlertRow.workspace == workspace, AlertRow.armed.is_(True)
        ):
            rules[alert.place.channel] = (*rules.get(alert.place.channel, ()), alert.rule)
        return rules

    def all(self) -> Sequence[Alert]:
        """Every alert, for the evaluation of each minute."""
        return self._select()

    def change(self, alert: Alert) -> None:
        with self._engine.begin() as c:
            c.execute(sa.update(AlertRow).where(AlertRow.id == alert.id).values(_written(alert)))

    def remove(self, alert: Alert) -> None:
        with self._engine.begin() as c:
            c.execute(sa.delete(AlertRow).where(AlertRow.id == alert.id))
            withdraw(c, alert.id, self._clock.now())

    def _select(self, *conditions: sa.ColumnElement[bool]) -> Sequence[Alert]:
        with self._engine.connect() as c:
            return [
                _read(row) for row in c.execute(sa.select(AlertRow).where(*conditions).order_by(AlertRow.id))
            ]


def fire(connection: sa.Connection, alert: Alert) -> bool:
    """Use up an armed alert: deleted when it fires once, else disarmed. False when another worker
    did so first, or its owner removed it."""
    waiting = sa.and_(AlertRow.id == alert.id, AlertRow.armed.is_(True))
    if alert.rule.band is None:
        return connection.execute(sa.delete(AlertRow).where(waiting)).rowcount == 1
    statement = sa.update(AlertRow).where(waiting).values(armed=False, checked=alert.checked)
    return connection.execute(statement).rowcount == 1


def judged(connection: sa.Connection, alerts: Sequence[Alert]) -> None:
    """Save the session that each was judged on last, and whether it is armed."""
    statement = (
        sa.update(AlertRow)
        .where(AlertRow.id == sa.bindparam("_id"))
        .values(armed=sa.bindparam("_armed"), checked=sa.bindparam("_checked", type_=sa.Date()))
    )
    if alerts:
        connection.execute(
            statement, [{"_id": a.id, "_armed": a.armed, "_checked": a.checked} for a in alerts]
        )


@lru_cache(4096)  # all are read every minute, and many are the same
def _rule(text: str) -> AlertRule:
    return AlertRule.parse(text)


def _fired(row: Any, post: Any) -> FiredAlert:
    """`post`: the line that was posted, this one or the one that it was told with."""
    rule, seen = row.content.get("rule"), row.content.get("held") or row.content.get("seen")
    return FiredAlert(
        row.subject,
        _rule(rule) if rule else None,
        row.day,
        datetime.fromisoformat(seen) if seen else None,
        post.changed if post.state == Stage.SENT.value else None,
    )


def _written(alert: Alert) -> dict[str, Any]:
    return {
        **asdict(alert.place),
        "owner": alert.owner,
        "rule": str(alert.rule),
        "armed": alert.armed,
        "snoozed_until": alert.snoozed_until,
        "checked": alert.checked,
        **written_mention(alert.mentions),
    }


def _read(row: Any) -> Alert:
    return Alert(
        place=Place(row.platform, row.workspace, row.channel),
        owner=row.owner,
        rule=_rule(row.rule),
        armed=row.armed,
        snoozed_until=row.snoozed_until,
        checked=row.checked,
        id=row.id,
        mentions=read_mention(row),
    )
