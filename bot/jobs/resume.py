"""`bellwether jobs resume`: digests that were paused for no fault of their channel go on."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping, Sequence, Set

from bot.store.store import Store
from commands.framework.ports import PAUSED_BY_HAND, State, Subscription
from market.calendars.calendar import Calendar
from market.clock import Clock

_CODE = re.compile(r"\((?:code )?([\w ]+)(?:[:;][^()]*)?\)\.$")
ChannelRefusals = Mapping[str, Set[str]]
"""By platform, the codes with which a channel itself refuses a post."""


def wrongly_paused(store: Store, refusals: ChannelRefusals) -> list[Subscription]:
    """Digests paused by the program, but not for a code of their channel's own.

    Discord's reasons had no code in older versions, so all of them count: where the channel did refuse, its next
    digest is refused and paused again.
    """
    paused = [s for s in store.subscriptions.in_state(State.PAUSED) if s.reason != PAUSED_BY_HAND]
    return [s for s in paused if _code(s.reason) not in refusals.get(s.place.platform, frozenset())]


def resume(
    store: Store, subscriptions: Sequence[Subscription], calendar: Calendar, clock: Clock
) -> list[Subscription]:
    """Turn them on again, from their next run."""
    resumed = []
    for subscription in subscriptions:
        following = subscription.schedule.next(clock.now(), calendar)
        on = dataclasses.replace(
            subscription, state=State.ACTIVE, reason="", next_due=following.at if following else None
        )
        store.subscriptions.change(on)
        resumed.append(on)
    return resumed


def _code(reason: str) -> str:
    match = _CODE.search(reason)
    return match[1] if match else ""
