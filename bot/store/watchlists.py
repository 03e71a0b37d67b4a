"""Watchlists, kept in the order in which tickers were added."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import sqlalchemy as sa

from bot.store.database import insert_new
from bot.store.schema import WatchRow
from commands.ports import Holder, Place


class StoredWatchlists:
    """Satisfies `commands.ports.Watchlists`."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def tickers(self, holder: Holder) -> tuple[str, ...]:
        with self._engine.connect() as c:
            query = sa.select(WatchRow.ticker).where(_held_by(holder)).order_by(WatchRow.id)
            return tuple(c.execute(query).scalars())

    def shared_in(self, places: Collection[Place]) -> dict[Place, tuple[str, ...]]:
        """The watchlists of these channels (and perhaps of more); those without are left out."""
        query = sa.select(WatchRow).where(
            WatchRow.platform.in_({place.platform for place in places}),
            WatchRow.workspace.in_({place.workspace for place in places}),
            WatchRow.holder.in_({place.channel for place in places}),
            WatchRow.shared.is_(True),
        )
        found: dict[Place, tuple[str, ...]] = {}
        with self._engine.connect() as c:
            for row in c.execute(query.order_by(WatchRow.id)):
                place = Place(row.platform, row.workspace, row.holder)
                found[place] = (*found.get(place, ()), row.ticker)
        return found

    def add(self, holder: Holder, tickers: Sequence[str]) -> None:
        if not tickers:
            return
        rows = [
            {
                "platform": holder.platform,
                "workspace": holder.workspace,
                "holder": holder.id,
                "shared": holder.shared,
                "ticker": ticker,
            }
            for ticker in tickers
        ]
        with self._engine.begin() as c:
            c.execute(insert_new(c, WatchRow), rows)

    def remove(self, holder: Holder, tickers: Sequence[str]) -> int:
        with self._engine.begin() as c:
            statement = sa.delete(WatchRow).where(_held_by(holder), WatchRow.ticker.in_(tickers))
            return c.execute(statement).rowcount


def _held_by(holder: Holder) -> sa.ColumnElement[bool]:
    return sa.and_(
        WatchRow.platform == holder.platform,
        WatchRow.workspace == holder.workspace,
        WatchRow.holder == holder.id,
        WatchRow.shared == holder.shared,
    )
