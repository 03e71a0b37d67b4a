"""Everything stored about a person or a workspace: handed out, and erased."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from bot.store.schema import (
    AlertRow,
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


class StoredPrivacy:
    """Satisfies `commands.ports.Privacy`."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def export(self, platform: str, workspace: str, person: str | None) -> Mapping[str, object]:
        with self._engine.connect() as c:
            return {
                table.__tablename__: [_plain(table, row) for row in c.execute(sa.select(table).where(owned))]
                for table, owned in _conditions(platform, workspace, person)
            }

    def erase(self, platform: str, workspace: str, person: str | None) -> int:
        with self._engine.begin() as c:
            return sum(
                c.execute(sa.delete(table).where(owned)).rowcount
                for table, owned in _conditions(platform, workspace, person)
            )


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
