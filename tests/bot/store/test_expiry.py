from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from bot.store.expiry import STORED_FOR, forget_old
from market.clock import FixedClock

_VALUES = {sa.String: "x", sa.Text: "x", sa.Integer: 0, sa.LargeBinary: b""}


def _row(table: Any, at: datetime, name: str) -> dict[str, Any]:
    """A row of any table, made at that time; its texts tell it from others."""
    columns = [c for c in table.__table__.c if not c.nullable and not (c.primary_key and c.name == "id")]
    row = {c.name: _VALUES.get(type(c.type)) for c in columns} | {"at": at}
    return row | {c.name: name for c in table.__table__.c if isinstance(c.type, sa.String) and not c.nullable}


@pytest.mark.parametrize("table", STORED_FOR, ids=lambda table: table.__tablename__)
def test_a_row_is_forgotten_once_it_is_older_than_it_may_become(
    database: sa.Engine, clock: FixedClock, table: Any
) -> None:
    oldest = clock.now() - STORED_FOR[table]
    rows = {"kept": oldest, "old": oldest - timedelta(seconds=1)}
    with database.begin() as c:
        for name, at in rows.items():
            c.execute(sa.insert(table).values(_row(table, at, name)))
    others = [other for other in STORED_FOR if other is not table]
    assert forget_old(database, clock.now(), *others) == 0
    assert forget_old(database, clock.now()) == 1
    with database.connect() as c:
        assert c.execute(sa.select(table.at)).scalars().all() == [oldest]
