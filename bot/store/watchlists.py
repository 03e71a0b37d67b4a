"""The table of watchlists, in the order in which tickers were added."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from bot.store.schema import WatchRow
from commands.framework.ports import Holder
from market.fetching.database import insert_new


class StoredWatchlists:
    """Satisfies `commands.framework.ports.Watchlists`."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def tickers(self, holder: Holder) -> tuple[str, ...]:
        with self._engine.connect() as c:
            query = sa.select(WatchRow.ticker).where(_held_by(holder)).order_by(WatchRow.id)
            return tuple(c.execute(query).scalars())

    def shared_in(self, platform: str, workspace: str) -> dict[str, tuple[str, ...]]:
        """The watchlists of a workspace's channels, by channel."""
        query = sa.select(WatchRow.holder, WatchRow.ticker).where(
            WatchRow.platform == platform, WatchRow.workspace == workspace, WatchRow.shared.is_(True)
        )
        tickers: dict[str, tuple[str, ...]] = {}
        with self._engine.connect() as c:
            for channel, ticker in c.execute(query.order_by(WatchRow.id)):
                tickers[channel] = (*tickers.get(channel, ()), ticker)
        return tickers

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
