"""The table of watchlists, in the order in which tickers were added."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from bot.store.people import learn, of_person, workspace_to_write
from bot.store.quotas import at_most
from bot.store.schema import WatchRow
from commands.framework.ports import MOST_WATCHED, Holder
from market.fetching.database import insert_new


class StoredWatchlists:
    """Satisfies `commands.framework.ports.Watchlists`."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def tickers(self, holder: Holder) -> tuple[str, ...]:
        learn(self._engine, holder)
        with self._engine.connect() as c:
            return _tickers(c, holder)

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

    def add(self, holder: Holder, tickers: Sequence[str], most: int | None = None) -> None:
        learn(self._engine, holder)
        with self._engine.begin() as c:
            there, workspace = _tickers(c, holder), workspace_to_write(c, holder)
            rows = [
                {
                    "platform": holder.platform,
                    "workspace": workspace,
                    "holder": holder.id,
                    "shared": holder.shared,
                    "ticker": ticker,
                    "owner": holder.owner,
                }
                for ticker in tickers
                if ticker not in there
            ]
            count = sa.select(sa.func.count(WatchRow.ticker.distinct())).where(_held_by(holder))
            if rows:
                with at_most(c, most, count, "watchlist", holder.platform, holder.id):
                    c.execute(insert_new(c, WatchRow), rows)

    def remove(self, holder: Holder, tickers: Sequence[str]) -> int:
        learn(self._engine, holder)
        with self._engine.begin() as c:
            there = _tickers(c, holder)
            c.execute(sa.delete(WatchRow).where(_held_by(holder), WatchRow.ticker.in_(tickers)))
            return len({*there} & {*tickers})


def _tickers(connection: sa.Connection, holder: Holder) -> tuple[str, ...]:
    """A person's lists of several servers are one, and as long as one may be."""
    query = sa.select(WatchRow.ticker).where(_held_by(holder)).order_by(WatchRow.id)
    return tuple(dict.fromkeys(connection.execute(query).scalars()))[:MOST_WATCHED]


def _held_by(holder: Holder) -> sa.ColumnElement[bool]:
    if not holder.shared:
        return sa.and_(of_person(WatchRow, WatchRow.holder, holder), WatchRow.shared.is_(False))
    return sa.and_(
        WatchRow.platform == holder.platform,
        WatchRow.workspace == holder.workspace,
        WatchRow.holder == holder.id,
        WatchRow.shared.is_(True),
    )
