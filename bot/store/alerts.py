"""People's alerts, kept."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import sqlalchemy as sa

from bot.store.schema import AlertRow, MarkRow
from bot.store.subscriptions import in_place
from commands.framework.ports import Alert, Place
from market.alerts.rules import AlertRule
from market.clock import Clock

JUDGED = "alerts: last session judged at its close"  # a mark


class StoredAlerts:
    """Satisfies `commands.framework.ports.Alerts`."""

    def __init__(self, engine: sa.Engine, clock: Clock) -> None:
        self._engine, self._clock = engine, clock

    def add(self, alert: Alert) -> Alert:
        with self._engine.begin() as c:
            # The last close may be one that this alert waits for, and everybody else has done with.
            c.execute(sa.delete(MarkRow).where(MarkRow.name == JUDGED))
            values = _written(alert) | {"created": self._clock.now()}
            return _read(c.execute(sa.insert(AlertRow).returning(AlertRow).values(values)).one())

    def of_person(self, platform: str, workspace: str, person: str) -> Sequence[Alert]:
        return self._select(
            AlertRow.platform == platform, AlertRow.workspace == workspace, AlertRow.owner == person
        )

    def of_channel(self, place: Place) -> Sequence[Alert]:
        return self._select(in_place(AlertRow, place))

    def armed_in(self, platform: str, workspace: str) -> dict[str, tuple[str, ...]]:
        """By channel of a workspace what is waited for there, as it was typed."""
        found: dict[str, tuple[str, ...]] = {}
        for alert in self._select(
            AlertRow.platform == platform, AlertRow.workspace == workspace, AlertRow.armed.is_(True)
        ):
            found[alert.place.channel] = (*found.get(alert.place.channel, ()), str(alert.rule))
        return found

    def all(self) -> Sequence[Alert]:
        """Every alert there is, for the minute's evaluation."""
        return self._select()

    def change(self, alert: Alert) -> None:
        with self._engine.begin() as c:
            c.execute(sa.update(AlertRow).where(AlertRow.id == alert.id).values(_written(alert)))

    def remove(self, alert: Alert) -> None:
        with self._engine.begin() as c:
            c.execute(sa.delete(AlertRow).where(AlertRow.id == alert.id))

    def _select(self, *conditions: sa.ColumnElement[bool]) -> Sequence[Alert]:
        with self._engine.connect() as c:
            return [
                _read(row) for row in c.execute(sa.select(AlertRow).where(*conditions).order_by(AlertRow.id))
            ]


def fire(connection: sa.Connection, alert: Alert) -> bool:
    """Take an armed alert off: gone when it was to fire once, else disarmed. False when somebody
    else took it, or its owner removed it."""
    waiting = sa.and_(AlertRow.id == alert.id, AlertRow.armed.is_(True))
    if alert.rule.band is None:
        return connection.execute(sa.delete(AlertRow).where(waiting)).rowcount == 1
    statement = sa.update(AlertRow).where(waiting).values(armed=False, checked=alert.checked)
    return connection.execute(statement).rowcount == 1


def judged(connection: sa.Connection, alerts: Sequence[Alert]) -> None:
    """Write down which session each has been judged on, and whether it is armed again."""
    statement = (
        sa.update(AlertRow)
        .where(AlertRow.id == sa.bindparam("_id"))
        .values(armed=sa.bindparam("_armed"), checked=sa.bindparam("_checked", type_=sa.Date()))
    )
    if alerts:
        connection.execute(
            statement, [{"_id": a.id, "_armed": a.armed, "_checked": a.checked} for a in alerts]
        )


@lru_cache(4096)  # every minute reads them all, and many people wait for the same
def _rule(text: str) -> AlertRule:
    return AlertRule.parse(text)


def _written(alert: Alert) -> dict[str, Any]:
    return {
        "platform": alert.place.platform,
        "workspace": alert.place.workspace,
        "channel": alert.place.channel,
        "owner": alert.owner,
        "rule": str(alert.rule),
        "armed": alert.armed,
        "snoozed_until": alert.snoozed_until,
        "checked": alert.checked,
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
    )
