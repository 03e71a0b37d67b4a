"""Which markets somebody follows, for commands that take `watchlist` instead of names."""

from __future__ import annotations

from collections.abc import Callable

from commands.asker import Asker
from commands.ports import Holder, Watchlists
from market.symbols import Symbol


class Watching:
    """The asker's own list, else the channel's. Injected; the lists are opened when it is asked."""

    def __init__(self, lists: Callable[[], Watchlists], asker: Asker) -> None:
        self._lists, self._asker = lists, asker

    def __call__(self) -> tuple[Symbol, ...]:
        """Empty when neither has anything."""
        for shared, id in ((False, self._asker.person), (True, self._asker.channel)):
            holder = Holder(self._asker.platform, self._asker.workspace, id, shared)
            if tickers := id and self._lists().tickers(holder):
                return tuple(Symbol.parse(ticker) for ticker in tickers)
        return ()
