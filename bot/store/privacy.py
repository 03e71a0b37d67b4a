"""Export and erasure of everything stored about a person or a workspace."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from bot.store.schema import (
    AlertRow,
    ContentRow,
    DeliveryRow,
    SubscriptionRow,
    WatchRow,
)

# Each table with a person's or a workspace's data, and the column with its owner's id. A test compares
# this list with the schema.
_OWNED: tuple[tuple[Any, str], ...] = (
    (SubscriptionRow, "owner"),
    (AlertRow, "owner"),
    (WatchRow, "holder"),
    (DeliveryRow, "owner"),
)
# Tables that slack_sdk creates at the first OAuth installation. A bot's token belongs to the workspace,
# not to the person who installed it.
_SLACK = ("slack_bots", "slack_installations")


class StoredPrivacy:
    """Satisfies `commands.framework.ports.Privacy`."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def export(self, platform: str, workspace: str, person: str | None) -> Mapping[str, object]:
        with self._engine.connect() as c:
            export: dict[str, object] = {
                table.__tablename__: [_plain(row) for row in c.execute(sa.select(table).where(owned))]
                for table, owned in _conditions(platform, workspace, person)
            }
            for slack, owned in _slack(c, platform, workspace, person):
                count = c.scalar(sa.select(sa.func.count()).select_from(slack).where(owned)) or 0
                export[slack.name] = ["credentials, not shown"] * count
            return export

    def erase(self, platform: str, workspace: str, person: str | None) -> int:
        with self._engine.begin() as c:
            owned_rows = [
                *_conditions(platform, workspace, person),
                *_slack(c, platform, workspace, person),
            ]
            # Digests composed in the last hour may name a person's markets, and do not say whose they are.
            c.execute(sa.delete(ContentRow))
            return sum(c.execute(sa.delete(table).where(owned)).rowcount for table, owned in owned_rows)


def _conditions(
    platform: str, workspace: str, person: str | None
) -> list[tuple[Any, sa.ColumnElement[bool]]]:
    conditions = []
    for table, column in _OWNED:
        parts = [table.platform == platform, table.workspace == workspace]
        if person is not None:
            parts.append(getattr(table, column) == person)
            if table is WatchRow:  # a channel's list is not its namesake's
                parts.append(WatchRow.shared.is_(False))
        conditions.append((table, sa.and_(*parts)))
    return conditions


def _slack(
    connection: sa.Connection, platform: str, workspace: str, person: str | None
) -> list[tuple[sa.TableClause, sa.ColumnElement[bool]]]:
    """slack_sdk's tables that exist and may hold rows of this workspace or person, with the condition."""
    conditions = []
    for name in _SLACK if platform == "slack" else ():
        if (name == "slack_bots" and person is not None) or not sa.inspect(connection).has_table(name):
            continue
        table = sa.table(name, sa.column("team_id", sa.String), sa.column("user_id", sa.String))
        owned = table.c.team_id == workspace
        conditions.append((table, owned if person is None else sa.and_(owned, table.c.user_id == person)))
    return conditions


def _plain(row: sa.Row[Any]) -> dict[str, object]:
    """A row as JSON takes it, by column."""
    return {
        name: value.isoformat() if isinstance(value, (date, datetime)) else value
        for name, value in row._mapping.items()
    }
