"""The table of quiet hours."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from bot.store.people import learn, of_person
from bot.store.schema import OrganisationRow, QuietRow
from bot.store.subscriptions import in_place
from commands.framework.ports import Alert, Person, Place
from market.calendars.quiet_hours import QuietHours


class StoredQuietHours:
    """Satisfies `commands.framework.quiet_times.QuietTimes`."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def of(self, whose: Person | Place) -> QuietHours | None:
        if isinstance(whose, Person):
            learn(self._engine, whose)
        with self._engine.connect() as c:
            row = c.execute(sa.select(QuietRow).where(_whose(whose)).order_by(QuietRow.id)).first()
            return None if row is None else QuietHours.parse(row.hours)

    def set(self, whose: Person | Place, hours: QuietHours | None, owner: str = "") -> None:
        if isinstance(whose, Person):
            learn(self._engine, whose)
        with self._engine.begin() as c:
            c.execute(sa.delete(QuietRow).where(_whose(whose)))
            if hours is not None:
                c.execute(sa.insert(QuietRow).values(_row(whose) | {"hours": str(hours), "keeper": owner}))

    def until(self, alert: Alert, now: datetime) -> datetime | None:
        """Until when the alert is held (UTC): the later end of its owner's and its channel's quiet hours."""
        place = alert.place
        organisation = sa.select(OrganisationRow.organisation).where(
            OrganisationRow.platform == place.platform, OrganisationRow.workspace == place.workspace
        )
        owners = sa.and_(
            QuietRow.platform == place.platform,
            QuietRow.owner == alert.owner,
            sa.or_(QuietRow.workspace.in_(("", place.workspace)), QuietRow.workspace.in_(organisation)),
        )
        with self._engine.connect() as c:
            query = sa.select(QuietRow.hours).where(sa.or_(owners, _whose(place)))
            ends = [QuietHours.parse(hours).until(now) for hours in c.execute(query).scalars()]
        return max((end for end in ends if end is not None), default=None)


def _whose(whose: Person | Place) -> sa.ColumnElement[bool]:
    if isinstance(whose, Person):
        return of_person(QuietRow, QuietRow.owner, whose)
    return sa.and_(in_place(QuietRow, whose), QuietRow.owner == "")  # persons' rows have no channel


def _row(whose: Person | Place) -> dict[str, Any]:
    """A person's row belongs to the whole scope in which their id is theirs, a channel's to nobody."""
    if isinstance(whose, Person):
        workspace = whose.workspace if whose.scope is None else whose.scope
        return {"platform": whose.platform, "workspace": workspace, "channel": "", "owner": whose.id}
    return asdict(whose) | {"owner": ""}
