"""How long the rows are stored that are of use for a while only, and their removal."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from bot.engine.shown_answers import KEPT
from bot.store.schema import AnswerRow, ContentRow, PictureRow, SeenRow

STORED_FOR: Mapping[Any, timedelta] = {
    SeenRow: timedelta(days=1),  # platforms repeat an event within minutes, not days
    # Longer than the posts of a morning take; the rows do not say whose they are.
    ContentRow: timedelta(hours=1),
    PictureRow: timedelta(hours=1),
    AnswerRow: KEPT,
}
"""By table, how old its rows may become."""


def forget_old(engine: sa.Engine, now: datetime, *tables: Any) -> int:
    """Delete the rows of `tables`, or of all in `STORED_FOR`, that are too old; the number of rows."""
    count = 0
    for table in tables or STORED_FOR:
        with engine.begin() as c:
            count += c.execute(sa.delete(table).where(table.at < now - STORED_FOR[table])).rowcount
    return count
