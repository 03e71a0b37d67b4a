"""The table of places that the bot has introduced itself in."""

from __future__ import annotations

from dataclasses import asdict

import sqlalchemy as sa

from bot.store.schema import WelcomeRow
from bot.store.subscriptions import in_place
from commands.framework.ports import Place
from market.clock import Clock
from market.fetching.database import insert_new


class StoredWelcomes:
    """Which places have had their welcome, over all processes."""

    def __init__(self, engine: sa.Engine, clock: Clock) -> None:
        self._engine, self._clock = engine, clock

    def claim(self, place: Place, owner: str = "") -> bool:
        """True for exactly one caller per place. `owner`: whose direct conversation it is."""
        row = asdict(place) | {"owner": owner, "at": self._clock.now()}
        with self._engine.begin() as c:
            new = insert_new(c, WelcomeRow).values(row).returning(WelcomeRow.id)
            return c.execute(new).one_or_none() is not None

    def release(self, place: Place) -> None:
        """Undo a claim: nothing was posted there."""
        with self._engine.begin() as c:
            c.execute(sa.delete(WelcomeRow).where(in_place(WelcomeRow, place)))
