"""Which markets somebody follows, for commands that take a list in place of names."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from commands.framework.asker import Asker
from commands.framework.ports import Holder, Watchlists
from market.symbols import Symbol

Whose = Literal["watchlist", "here"]
"""The asker's own list, else the channel's; or the channel's."""


class WatchedLists:
    """Injected; the lists are opened when it is asked."""

    def __init__(self, lists: Callable[[], Watchlists], asker: Asker) -> None:
        self._lists, self._asker = lists, asker

    def __call__(self, whose: Whose) -> tuple[tuple[Symbol, ...], bool]:
        """The markets, none where nobody follows any; and whether the list is the asker's own."""
        asker = self._asker
        for holder in (Holder.person(asker), Holder.channel(asker)):
            if not holder.id or (whose == "here" and not holder.shared):
                continue
            if tickers := self._lists().tickers(holder):
                return tuple(Symbol.parse(ticker) for ticker in tickers), not holder.shared
        return (), False
