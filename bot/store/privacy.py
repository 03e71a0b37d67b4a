"""Export and erasure of everything stored about a person or a workspace."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from bot.store.joined_alerts import part
from bot.store.people import in_scope, is_of_organisation, learn, of_person
from bot.store.schema import (
    AlertRow,
    AnswerRow,
    ContentRow,
    DeliveryRow,
    OrganisationRow,
    PositionRow,
    QuestionRow,
    QuietRow,
    SubscriptionRow,
    WatchRow,
    WelcomeRow,
)
from bot.store.subscriptions import in_place
from commands.framework.ports import Person, Place
from commands.framework.reply import Visibility

# Each table with a person's or a workspace's data, and the column with its owner's id. A test compares
# this list with the schema.
_OWNED: tuple[tuple[Any, str], ...] = (
    (SubscriptionRow, "owner"),
    (AlertRow, "owner"),
    (WatchRow, "holder"),
    (PositionRow, "holder"),
    (DeliveryRow, "owner"),
    (AnswerRow, "owner"),
    (QuestionRow, "owner"),
    (WelcomeRow, "owner"),
    (QuietRow, "owner"),
)
# Left out of an export: what is drawn and computed from the figures that stand in the reply.
_DRAWN = {AnswerRow: frozenset({"png", "chart"})}
# Tables that slack_sdk creates at the first OAuth installation. A bot's token belongs to the workspace,
# not to the person who installed it.
_SLACK = ("slack_bots", "slack_installations")

Conditions = list[tuple[Any, sa.ColumnElement[bool]]]
"""Tables, each with the condition for the rows that are meant."""


class NoWorkspace(ValueError):
    """Something was asked for all of a workspace that has no name: that would be everybody's."""


class StoredPrivacy:
    """Satisfies `commands.framework.ports.Privacy`."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def export(self, person: Person) -> Mapping[str, object]:
        """All that is stored of a person, by table. Raises ValueError for a person without an id."""
        learn(self._engine, person)
        with self._engine.connect() as c:
            return _exported(c, _of_person(person), _slack_of_person(c, person))

    def erase(self, person: Person) -> int:
        """Erase all that is stored of a person; how many rows went. Raises ValueError for a person without an id."""
        learn(self._engine, person)
        with self._engine.begin() as c:
            return _erased(c, [*_of_person(person), *_slack_of_person(c, person)])

    def export_workspace(
        self, platform: str, workspace: str, scope: str | None = None
    ) -> Mapping[str, object]:
        """All that a workspace shares, by table. Raises NoWorkspace."""
        _check(workspace)
        with self._engine.connect() as c:
            # What one person holds, asked last or was shown alone is no affair of the workspace's administrators.
            public = AnswerRow.visibility == Visibility.PUBLIC.value
            owned = [
                (table, sa.and_(condition, public) if table is AnswerRow else condition)
                for table, condition in _of_workspace(c, platform, workspace, scope)
                if table not in (QuestionRow, PositionRow)
            ]
            return _exported(c, owned, _slack_of_workspace(c, platform, workspace))

    def erase_workspace(self, platform: str, workspace: str, scope: str | None = None) -> int:
        """Erase all that is stored of a workspace; how many rows went. Raises NoWorkspace."""
        _check(workspace)
        with self._engine.begin() as c:
            conditions = _of_workspace(c, platform, workspace, scope)
            conditions += _slack_of_workspace(c, platform, workspace)
            return _erased(c, conditions) + _leave_organisation(c, platform, workspace)


def _check(workspace: str) -> None:
    if not workspace:
        raise NoWorkspace("a workspace without a name is not everybody's")


def _exported(connection: sa.Connection, owned: Conditions, slack: Conditions) -> Mapping[str, object]:
    export: dict[str, object] = {
        table.__tablename__: [
            _plain(row) for row in connection.execute(sa.select(*_columns(table)).where(condition))
        ]
        for table, condition in owned
    }
    for table, condition in slack:
        count = connection.scalar(sa.select(sa.func.count()).select_from(table).where(condition)) or 0
        export[table.name] = ["credentials, not shown"] * count
    return export


def _columns(table: Any) -> list[Any]:
    """The columns of a table that an export holds."""
    left_out = _DRAWN.get(table, frozenset())
    return [column for column in table.__table__.columns if column.name not in left_out]


def _erased(connection: sa.Connection, conditions: Conditions) -> int:
    # Digests composed in the last hour may name a person's markets, and do not say whose they are.
    connection.execute(sa.delete(ContentRow))
    for table, owned in conditions:
        if table is DeliveryRow:
            part(connection, owned)
    return sum(connection.execute(sa.delete(table).where(owned)).rowcount for table, owned in conditions)


def _of_person(person: Person) -> Conditions:
    if not person.id:
        raise ValueError("nothing is stored about nobody")
    conditions: Conditions = []
    # Where a workspace has direct conversations, two people may have them with each other.
    own = "" if person.workspace else person.here
    for table, column in _OWNED:
        owned = of_person(table, getattr(table, column), person)
        if (
            table is WatchRow
        ):  # a channel's list is not its namesake's, but a direct conversation's is its own
            conversation = sa.and_(
                WatchRow.platform == person.platform,
                WatchRow.workspace == person.workspace,
                WatchRow.holder == own,
                sa.literal(bool(own)),
            )
            shared = sa.or_(of_person(WatchRow, WatchRow.owner, person), conversation)
            owned = sa.or_(
                sa.and_(owned, WatchRow.shared.is_(False)), sa.and_(shared, WatchRow.shared.is_(True))
            )
        if table is QuietRow:
            owned = sa.or_(owned, of_person(QuietRow, QuietRow.keeper, person), _quiet_here(person))
        conditions.append((table, owned))
    return conditions


def _quiet_here(person: Person) -> sa.ColumnElement[bool]:
    """Quiet hours of the direct conversation in which they ask, of which it was not saved who set them: either of the
    two may end them."""
    here = in_place(QuietRow, Place(person.platform, person.workspace, person.here))
    return sa.and_(here, QuietRow.keeper == "", sa.literal(bool(person.here)))


def _of_workspace(connection: sa.Connection, platform: str, workspace: str, scope: str | None) -> Conditions:
    """Where a person is one in more than this workspace, their own list is theirs and not its."""
    conditions: Conditions = []
    wider = scope is not None or is_of_organisation(connection, platform, workspace)
    for table, _column in _OWNED:
        owned = sa.and_(table.platform == platform, table.workspace == workspace)
        if wider and table is PositionRow:
            owned = sa.false()
        if wider and table is WatchRow:
            owned = sa.and_(owned, WatchRow.shared.is_(True))
        conditions.append((table, owned))
    return conditions


def _leave_organisation(connection: sa.Connection, platform: str, workspace: str) -> int:
    """Forget that the workspace belongs to an organisation. With the last of its workspaces go the lists of
    the organisation's people, which nobody could erase any more."""
    here = sa.and_(OrganisationRow.platform == platform, OrganisationRow.workspace == workspace)
    organisation = connection.scalar(sa.select(OrganisationRow.organisation).where(here))
    if organisation is None:
        return 0
    others = sa.and_(
        OrganisationRow.platform == platform,
        OrganisationRow.organisation == organisation,
        OrganisationRow.workspace != workspace,
    )
    last = connection.scalar(sa.select(sa.func.count()).select_from(OrganisationRow).where(others)) == 0
    connection.execute(sa.delete(OrganisationRow).where(here))
    if not last:
        return 0
    rest: Conditions = [
        (table, sa.and_(table.platform == platform, table.workspace.in_((organisation, workspace)), own))
        for table, own in (
            (WatchRow, WatchRow.shared.is_(False)),
            (PositionRow, sa.true()),
            (QuietRow, QuietRow.owner != ""),
        )
    ]
    return sum(connection.execute(sa.delete(table).where(owned)).rowcount for table, owned in rest)


def _slack_of_workspace(connection: sa.Connection, platform: str, workspace: str) -> Conditions:
    return [(table, table.c.team_id == workspace) for table in _slack_tables(connection, platform)]


def _slack_of_person(connection: sa.Connection, person: Person) -> Conditions:
    return [
        (table, sa.and_(in_scope(table.c.team_id, person), table.c.user_id == person.id))
        for table in _slack_tables(connection, person.platform)
        if table.name != "slack_bots"
    ]


def _slack_tables(connection: sa.Connection, platform: str) -> list[sa.TableClause]:
    """slack_sdk's tables that exist."""
    return [
        sa.table(name, sa.column("team_id", sa.String), sa.column("user_id", sa.String))
        for name in (_SLACK if platform == "slack" else ())
        if sa.inspect(connection).has_table(name)
    ]


def _plain(row: sa.Row[Any]) -> dict[str, object]:
    """A row as JSON takes it, by column."""
    return {
        name: value.isoformat() if isinstance(value, (date, datetime)) else value
        for name, value in row._mapping.items()
    }
