"""The markets that somebody follows, for commands that take `watchlist` instead of names."""

from __future__ import annotations

from commands.asker import Asker
from commands.ports import Holder, Watchlists
from market.symbols import Symbol


def watched(watchlists: Watchlists, asker: Asker) -> tuple[Symbol, ...]:
    """The asker's own list, else the channel's; empty when neither has anything."""
    for shared, id in ((False, asker.person), (True, asker.channel)):
        if tickers := id and watchlists.tickers(Holder(asker.platform, asker.workspace, id, shared)):
            return tuple(Symbol.parse(ticker) for ticker in tickers)
    return ()
