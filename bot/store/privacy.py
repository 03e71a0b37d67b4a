"""Everything stored about a person or a workspace: handed out, and erased."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from bot.store.schema import (
    AlertRow,
    ContentRow,
    DeliveryRow,
    ExposureRow,
    InstallationRow,
    SubscriptionRow,
    WatchRow,
)

# Table, and the column that says whose row it is. Every table with a person's or a workspace's
# data is here; a test compares this list with the schema.
_OWNED: tuple[tuple[Any, str], ...] = (
    (SubscriptionRow, "owner"),
    (AlertRow, "owner"),
    (WatchRow, "holder"),
    (DeliveryRow, "owner"),
    (ExposureRow, "person"),
    (InstallationRow, "person"),
)
# Where Slack's own library keeps what it was given at an installation, once there was one. A bot's
# token belongs to the workspace, not to whoever installed it.
_SLACK = ("slack_bots", "slack_installations")


class StoredPrivacy:
    """Satisfies `commands.framework.ports.Privacy`."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def export(self, platform: str, workspace: str, person: str | None) -> Mapping[str, object]:
        with self._engine.connect() as c:
            found: dict[str, object] = {
                table.__tablename__: [_plain(table, row) for row in c.execute(sa.select(table).where(owned))]
                for table, owned in _conditions(platform, workspace, person)
            }
            for slack, owned in _slack(c, platform, workspace, person):
                count = c.scalar(sa.select(sa.func.count()).select_from(slack).where(owned)) or 0
                found[slack.name] = ["credentials, not shown"] * count
            return found

    def erase(self, platform: str, workspace: str, person: str | None) -> int:
        with self._engine.begin() as c:
            owned_rows = [
                *_conditions(platform, workspace, person),
                *_slack(c, platform, workspace, person),
            ]
            # What was composed in the last hour may name somebody's markets, and does not say whose.
            c.execute(sa.delete(ContentRow))
            return sum(c.execute(sa.delete(table).where(owned)).rowcount for table, owned in owned_rows)


def _conditions(
    platform: str, workspace: str, person: str | None
) -> list[tuple[Any, sa.ColumnElement[bool]]]:
    found = []
    for table, column in _OWNED:
        parts = [table.platform == platform, table.workspace == workspace]
        if person is not None:
            parts.append(getattr(table, column) == person)
            if table is WatchRow:
                parts.append(WatchRow.shared.is_(False))
        found.append((table, sa.and_(*parts)))
    return found


def _slack(
    connection: sa.Connection, platform: str, workspace: str, person: str | None
) -> list[tuple[sa.TableClause, sa.ColumnElement[bool]]]:
    """The library's tables that exist and may hold rows of this workspace or person."""
    found = []
    for name in _SLACK if platform == "slack" else ():
        if (name == "slack_bots" and person is not None) or not sa.inspect(connection).has_table(name):
            continue
        table = sa.table(name, sa.column("team_id", sa.String), sa.column("user_id", sa.String))
        owned = table.c.team_id == workspace
        found.append((table, owned if person is None else sa.and_(owned, table.c.user_id == person)))
    return found


def _plain(table: Any, row: Any) -> dict[str, object]:
    """A row as JSON takes it. What a platform gave us to act for a workspace is a secret of ours:
    only its existence is handed out."""
    shown = {
        name: value.isoformat() if isinstance(value, (date, datetime)) else value
        for name, value in row._mapping.items()
    }
    if table is InstallationRow:
        shown["record"] = "credentials, not shown"
    return shown
