"""How many posts a platform has taken since a moment."""

from __future__ import annotations

from datetime import datetime, timedelta

import sqlalchemy as sa

from bot.store.ledger import Stage
from bot.store.schema import DeliveryRow

_LONGEST = timedelta(days=1)  # that a job is busy with its lines


class SentPosts:
    """The sent lines of the ledger, counted. Synchronous; for threads."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def since(self, platform: str, moment: datetime) -> int:
        """Posts of all workers that went out at `moment` (aware) or later."""
        # `not_before` is indexed, and was set when the line's last job was queued.
        query = sa.select(sa.func.count()).where(
            DeliveryRow.state == Stage.SENT.value,
            DeliveryRow.not_before >= moment - _LONGEST,
            DeliveryRow.changed >= moment,
            DeliveryRow.platform == platform,
        )
        with self._engine.connect() as c:
            return int(c.execute(query).scalar_one())
