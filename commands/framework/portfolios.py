"""The port of what people hold. The bot's store implements it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from commands.framework.ports import Holder
from market.analytics.portfolio import Position

MOST_HELD = 100  # positions of one person


class Portfolios(Protocol):
    """People's positions, oldest first; never a channel's."""

    def positions(self, holder: Holder) -> tuple[Position, ...]: ...

    def add(self, holder: Holder, positions: Sequence[Position], most: int | None = None) -> None:
        """Keep them, added to what is held. Raises TooMany when there would be more than `most`."""
        ...

    def remove(self, holder: Holder, tickers: Sequence[str]) -> int:
        """Take them out; how many positions went."""
        ...
