"""The table of channels' digest subscriptions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime, time
from typing import Any

import sqlalchemy as sa

from bot.store.mentions import read_mention, written_mention
from bot.store.quotas import at_most
from bot.store.schema import DeliveryRow, SubscriptionRow
from commands.framework.ports import Delivery, Place, Section, State, Subscription
from market.calendars.schedule import Days, Edition, Schedule, time_of
from market.clock import Clock


class StoredSubscriptions:
    """Satisfies `commands.framework.ports.Subscriptions`."""

    def __init__(self, engine: sa.Engine, clock: Clock) -> None:
        self._engine, self._clock = engine, clock

    def add(self, subscription: Subscription, most: int | None = None) -> Subscription:
        place = subscription.place
        count = (
            sa.select(sa.func.count()).select_from(SubscriptionRow).where(in_place(SubscriptionRow, place))
        )
        owner = ("digests", place.platform, place.workspace, place.channel)
        with self._engine.begin() as c, at_most(c, most, count, *owner):
            values = written(subscription) | {"created": self._clock.now()}
            row = c.execute(sa.insert(SubscriptionRow).returning(SubscriptionRow).values(values)).one()
            return read(row)

    def of_channel(self, place: Place) -> Sequence[Subscription]:
        return self._select(in_place(SubscriptionRow, place))

    def of_workspace(self, platform: str, workspace: str) -> Sequence[Subscription]:
        """Those of all its channels, oldest first."""
        return self._select(SubscriptionRow.platform == platform, SubscriptionRow.workspace == workspace)

    def get(self, place: Place, id: int) -> Subscription | None:
        return next(iter(self._select(SubscriptionRow.id == id, in_place(SubscriptionRow, place))), None)

    def change(self, subscription: Subscription) -> None:
        with self._engine.begin() as c:
            c.execute(
                sa.update(SubscriptionRow)
                .where(SubscriptionRow.id == subscription.id)
                .values(written(subscription))
            )

    def remove(self, subscription: Subscription) -> None:
        with self._engine.begin() as c:
            c.execute(sa.delete(SubscriptionRow).where(SubscriptionRow.id == subscription.id))

    def latest(self, subscription: Subscription) -> Delivery | None:
        with self._engine.connect() as c:
            query = (
                sa.select(DeliveryRow)
                .where(DeliveryRow.kind == "digest", DeliveryRow.subject == subscription.id)
                .order_by(DeliveryRow.due.desc(), DeliveryRow.id.desc())
                .limit(1)
            )
            row = c.execute(query).one_or_none()
            return None if row is None else Delivery(row.key, row.day, row.state, row.changed, row.note)

    def last_posted(self, id: int) -> datetime | None:
        return self._last_posted(SubscriptionRow.id == id).get(id)

    def last_posted_in(self, platform: str, workspace: str) -> dict[int, datetime]:
        """When each digest of a workspace was last posted; those that never were are left out."""
        return self._last_posted(SubscriptionRow.platform == platform, SubscriptionRow.workspace == workspace)

    def _last_posted(self, *which: sa.ColumnElement[bool]) -> dict[int, datetime]:
        query = (
            sa.select(DeliveryRow.subject, sa.func.max(DeliveryRow.changed).label("at"))
            .where(DeliveryRow.kind == "digest", DeliveryRow.state == "sent")
            .where(DeliveryRow.subject.in_(sa.select(SubscriptionRow.id).where(*which)))
            .group_by(DeliveryRow.subject)
        )
        with self._engine.connect() as c:
            return {row.subject: row.at for row in c.execute(query)}

    def due(self, connection: sa.Connection, now: datetime, limit: int) -> list[Subscription]:
        """Active digests whose time has come, oldest first. On PostgreSQL their rows are locked until
        the transaction ends, and rows locked by another worker are left out."""
        query = (
            sa.select(SubscriptionRow)
            .where(SubscriptionRow.next_due <= now, SubscriptionRow.state == State.ACTIVE.value)
            .order_by(SubscriptionRow.next_due)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        return [read(row) for row in connection.execute(query)]

    def active(self, after: int = 0, limit: int | None = None) -> list[Subscription]:
        """Subscriptions that are not paused, by id; `limit` of those beyond the id `after`."""
        return self.in_state(State.ACTIVE, after, limit)

    def in_state(self, state: State, after: int = 0, limit: int | None = None) -> list[Subscription]:
        return self._select(SubscriptionRow.state == state.value, SubscriptionRow.id > after, limit=limit)

    def _select(self, *conditions: sa.ColumnElement[bool], limit: int | None = None) -> list[Subscription]:
        query = sa.select(SubscriptionRow).where(*conditions).order_by(SubscriptionRow.id).limit(limit)
        with self._engine.connect() as c:
            return [read(row) for row in c.execute(query)]


def move(connection: sa.Connection, moves: Sequence[tuple[Subscription, datetime | None]]) -> None:
    """Set the next runs, each only if it was not changed meanwhile."""
    if not moves:
        return
    was = sa.bindparam("_was", type_=SubscriptionRow.next_due.type)
    statement = (
        sa.update(SubscriptionRow)
        .where(
            SubscriptionRow.id == sa.bindparam("_id"),
            SubscriptionRow.next_due.is_not_distinct_from(was),
        )
        .values(next_due=sa.bindparam("_next", type_=SubscriptionRow.next_due.type))
    )
    rows = [{"_id": s.id, "_was": s.next_due, "_next": following} for s, following in moves]
    connection.execute(statement, rows)


def pause(connection: sa.Connection, id: int, reason: str) -> bool:
    """Pause a running subscription; False when it was not running."""
    statement = (
        sa.update(SubscriptionRow)
        .where(SubscriptionRow.id == id, SubscriptionRow.state == State.ACTIVE.value)
        .values(state=State.PAUSED.value, reason=reason, next_due=None)
    )
    return connection.execute(statement).rowcount == 1


def in_place(table: Any, place: Place) -> sa.ColumnElement[bool]:
    """The condition for the rows of a channel."""
    return sa.and_(
        table.platform == place.platform,
        table.workspace == place.workspace,
        table.channel == place.channel,
    )


def written(subscription: Subscription) -> dict[str, Any]:
    """A subscription as a row, without its id."""
    schedule = subscription.schedule
    return {
        **asdict(subscription.place),
        "owner": subscription.owner,
        "edition": schedule.edition.value,
        "zone": schedule.zone,
        "at": f"{schedule.at:%H:%M}" if schedule.at else "",
        "days": str(schedule.days),
        "sections": ",".join(subscription.sections),
        "state": subscription.state.value,
        "reason": subscription.reason,
        "next_due": subscription.next_due,
        "threaded": subscription.threaded,
        **written_mention(subscription.mentions),
    }


def read(row: Any) -> Subscription:
    """A row as a subscription."""
    at: time | None = time_of(row.at) if row.at else None
    return Subscription(
        place=Place(row.platform, row.workspace, row.channel),
        owner=row.owner,
        schedule=Schedule(Edition(row.edition), row.zone, at, Days.parse(row.days)),
        sections=tuple(Section(word) for word in row.sections.split(",") if word),
        state=State(row.state),
        reason=row.reason,
        next_due=row.next_due,
        id=row.id,
        threaded=row.threaded,
        mentions=read_mention(row),
    )
