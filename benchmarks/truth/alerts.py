"""Rules of alerts that are asked for, each of which says the figure that it is judged by, and the channel for them."""

from __future__ import annotations

import pandas as pd
import sqlalchemy as sa

from benchmarks.truth.alert_outcomes import ledger_rows
from bot.store.schema import DeliveryRow
from bot.store.store import Store
from bot.wiring.channel_words import ChannelWords
from commands.framework.ports import MentionedGroup, Place

# None of them is met, so that each is set.
SET = (
    "/alert rut above 999999",
    "/alert rut down 20% over 5 sessions at close",
    "/alert rut move 19 sigma at close",
    "/alert rut leads spx 50 points over 20 sessions",
    "/alert breadth above 99%",
    "/alert rotation changes",
    "/alert health care drags 9 points",
)


def write_ledger(store: Store, sessions: pd.DatetimeIndex) -> None:
    """Alerts that have happened, for `/alert stats`."""
    with store.engine.begin() as c:
        c.execute(sa.insert(DeliveryRow), ledger_rows(sessions))


class EveryChannel(ChannelWords):
    """`ChannelPermissions` of a place where all may be posted and nobody manages anything."""

    def may_post(self, place: Place, threads: bool = False) -> str | None:
        return None

    def may_manage(self, place: Place, person: str, admins_only: bool = False) -> str | None:
        return "Nobody manages this channel."

    def group(self, place: Place, person: str, word: str) -> MentionedGroup:
        return MentionedGroup(word, word.removeprefix("@"))

    def named(self, place: Place, name: str) -> str | None:
        return None
