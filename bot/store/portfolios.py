"""The table of people's positions."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from bot.store.people import learn, of_person, workspace_to_write
from bot.store.quotas import at_most
from bot.store.schema import PositionRow
from commands.framework.ports import Holder
from market.analytics.portfolio import Position


class StoredPortfolios:
    """Satisfies `commands.framework.portfolios.Portfolios`."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def positions(self, holder: Holder) -> tuple[Position, ...]:
        learn(self._engine, holder)
        row = PositionRow
        query = sa.select(row.ticker, row.quantity, row.cost, row.day, row.close).where(_held_by(holder))
        with self._engine.connect() as c:
            return tuple(Position(*values) for values in c.execute(query.order_by(row.id)))

    def add(self, holder: Holder, positions: Sequence[Position], most: int | None = None) -> None:
        learn(self._engine, holder)
        with self._engine.begin() as c:
            whose = {
                "platform": holder.platform,
                "workspace": workspace_to_write(c, holder),
                "holder": holder.id,
            }
            rows = [
                {
                    **whose,
                    "ticker": position.ticker,
                    "quantity": position.quantity,
                    "cost": position.cost,
                    "day": position.day,
                    "close": position.close,
                }
                for position in positions
            ]
            count = sa.select(sa.func.count()).select_from(PositionRow).where(_held_by(holder))
            with at_most(c, most, count, "positions", holder.platform, holder.id):
                c.execute(sa.insert(PositionRow), rows)

    def remove(self, holder: Holder, tickers: Sequence[str]) -> int:
        learn(self._engine, holder)
        with self._engine.begin() as c:
            owned = sa.and_(_held_by(holder), PositionRow.ticker.in_(tickers))
            return c.execute(sa.delete(PositionRow).where(owned)).rowcount


def _held_by(holder: Holder) -> sa.ColumnElement[bool]:
    return of_person(PositionRow, PositionRow.holder, holder)
