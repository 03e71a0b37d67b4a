"""`/digest`: the daily read, now or by itself."""

from __future__ import annotations

import dataclasses
from datetime import datetime
from typing import Literal

from commands.asker import Asker
from commands.briefing import Brief, brief
from commands.command import UsageError, command
from commands.digest_words import EXAMPLE, Wish, edited, read, scheduled
from commands.evidence import Ask
from commands.ports import (
    Alerts,
    Holder,
    Place,
    Places,
    Section,
    State,
    Subscription,
    Subscriptions,
    Watchlists,
)
from commands.reply import Action, Column, Fact, Reply, Table, Visibility
from market.market import Market
from market.schedule import Edition, Schedule, zone_of

MOST = 10  # digests of one channel
Verb = Literal["now", "subscribe", "list", "edit", "pause", "resume", "remove", "test"]


@command(
    "/digest now",
    EXAMPLE,
    "/digest subscribe close small-caps breadth",
    "/digest list",
    visibility=Visibility.PRIVATE,
)
def digest(
    verb: Verb = "now",
    details: str = "",
    *,
    market: Market,
    asker: Asker,
    ask: Ask,
    subscriptions: Subscriptions,
    alerts: Alerts,
    watchlists: Watchlists,
    places: Places,
) -> Reply:
    """The daily read: what mattered at the last close, or that nothing did; now, or by itself.

    Write a time, a zone and days: /digest subscribe 08:30 Europe/Berlin market days. Editions:
    morning (at a time), pre-open (30 minutes before the open), close (20 minutes after it) and
    weekly. “market days” follows the exchange's holidays. Sections: small-caps, compare, breadth,
    rotation, sectors, macro, calendar, watchlist, alerts; all without a word about them.

    Change one by its number: /digest edit 3 09:00, /digest pause 3, /digest resume 3, /digest
    remove 3; /digest test shows the next one, to you alone. A digest's figures are those of the
    last completed session; a sentence that comes first was chosen by a fixed order: a record, a
    turn of the tape, a day out of the ordinary, else that nothing notable happened.
    """
    here = _place(asker)
    desk = _Desk(market, asker, here, subscriptions, places)
    if verb == "list":
        return desk.listed()
    wish = read(details)
    if verb == "now":
        return _brief(market, ask, asker, here, alerts, watchlists, wish.edition, wish.sections)
    if verb == "subscribe":
        return desk.subscribe(wish)
    chosen = desk.chosen(wish)
    if verb == "test":
        shown = _brief(market, ask, asker, here, alerts, watchlists, chosen.schedule.edition, chosen.sections)
        note = f"This is what digest {chosen.id} would post {_when(chosen)}. Nobody else sees it."
        return dataclasses.replace(shown, notes=(note, *shown.notes))
    return desk.manage(verb, chosen, wish)


def _place(asker: Asker) -> Place:
    return Place(asker.platform, asker.workspace, asker.channel)


def _brief(
    market: Market,
    ask: Ask,
    asker: Asker,
    here: Place,
    alerts: Alerts,
    watchlists: Watchlists,
    edition: Edition | None,
    sections: tuple[Section, ...],
) -> Reply:
    holder = Holder(asker.platform, asker.workspace, asker.channel, shared=True)
    order = Brief(
        edition=edition or Edition.MORNING,
        sections=sections or tuple(Section),
        watched=watchlists.tickers(holder),
        waiting=tuple(str(alert.rule) for alert in alerts.of_channel(here) if alert.armed),
    )
    return brief(market, ask, order)


class _Desk:
    """What can be done with a channel's digests."""

    def __init__(
        self, market: Market, asker: Asker, here: Place, subscriptions: Subscriptions, places: Places
    ) -> None:
        self._market, self._asker, self._here = market, asker, here
        self._subscriptions, self._places = subscriptions, places

    def listed(self) -> Reply:
        kept = self._subscriptions.of_channel(self._here)
        if not kept:
            return Reply(
                "This channel has no digest yet.",
                notes=(f"Start one: {EXAMPLE}",),
                actions=(Action("What would it say?", "/digest now"),),
            )
        columns = ("Number", "Edition", "When", "Next", "Last", "Sections")
        rows = tuple(self._row(subscription) for subscription in kept)
        return Reply(
            f"This channel has {len(kept)} digest{'s'[: len(kept) != 1]}.",
            table=Table(tuple(Column(word) for word in columns), rows),
            notes=tuple(f"Digest {s.id} is paused: {s.reason}" for s in kept if s.state is State.PAUSED),
        )

    def _row(self, subscription: Subscription) -> tuple[str, ...]:
        last = self._subscriptions.latest(subscription)
        sections = "all" if subscription.sections == tuple(Section) else ", ".join(subscription.sections)
        return (
            str(subscription.id),
            subscription.schedule.edition.value,
            subscription.schedule.words,
            _when(subscription),
            f"{last.state} for {last.day}" if last else "none yet",
            sections,
        )

    def subscribe(self, wish: Wish) -> Reply:
        """Keep a new digest, once the platform says that it may be posted there."""
        place = self._target(wish)
        self._may_manage()
        if len(self._subscriptions.of_channel(place)) >= MOST:
            raise UsageError(
                f"A channel has at most {MOST} digests. Remove one first: /digest list", ("/digest list",)
            )
        problem = self._places.may_post(place)
        if problem:
            raise UsageError(problem, (EXAMPLE,))
        schedule = scheduled(wish, self._zone(wish))
        kept = self._subscriptions.add(
            Subscription(
                place,
                self._asker.person,
                schedule,
                wish.sections or tuple(Section),
                next_due=self._next(schedule),
            )
        )
        return self._told(kept, f"Digest {kept.id} is on: {schedule.edition} edition, {schedule.words}.")

    def chosen(self, wish: Wish) -> Subscription:
        """The digest of that number, or the only one there is. Raises UsageError."""
        kept = self._subscriptions.of_channel(self._here)
        if wish.number is None and len(kept) == 1:
            return kept[0]
        found = self._subscriptions.get(self._here, wish.number) if wish.number is not None else None
        if found is None:
            asked = "Say which" if wish.number is None else f"This channel has no digest {wish.number}"
            raise UsageError(f"{asked}. Its digests and their numbers: /digest list", ("/digest list",))
        return found

    def manage(self, verb: str, chosen: Subscription, wish: Wish) -> Reply:
        self._may_manage()
        if verb == "remove":
            self._subscriptions.remove(chosen)
            return Reply(f"Digest {chosen.id} is removed. It was {chosen.schedule.words}.")
        if verb == "pause":
            reason = "Somebody asked for it. /digest resume turns it on again."
            paused = dataclasses.replace(chosen, state=State.PAUSED, reason=reason, next_due=None)
            self._subscriptions.change(paused)
            return Reply(
                f"Digest {chosen.id} is paused.", actions=(Action("Resume", f"/digest resume {chosen.id}"),)
            )
        if verb == "resume":
            problem = self._places.may_post(chosen.place)
            if problem:
                raise UsageError(problem, (f"/digest resume {chosen.id}",))
            return self._keep(chosen, "is on again")
        return self._keep(edited(chosen, wish), "is changed")

    def _keep(self, changed: Subscription, words: str) -> Reply:
        kept = dataclasses.replace(
            changed, state=State.ACTIVE, reason="", next_due=self._next(changed.schedule)
        )
        self._subscriptions.change(kept)
        return self._told(kept, f"Digest {kept.id} {words}: {kept.schedule.edition}, {kept.schedule.words}.")

    def _told(self, kept: Subscription, headline: str) -> Reply:
        return Reply(
            headline,
            facts=(Fact("Next", _when(kept)), Fact("Sections", ", ".join(kept.sections))),
            actions=(
                Action("Show me", f"/digest test {kept.id}"),
                Action("Pause", f"/digest pause {kept.id}"),
                Action("Remove", f"/digest remove {kept.id}"),
            ),
        )

    def _may_manage(self) -> None:
        if not (self._asker.manages or self._asker.direct):
            raise UsageError(
                "Only people who manage this channel may change its digests. Ask one of them, or see "
                "what it would say: /digest now",
                ("/digest now", "/digest list"),
            )

    def _target(self, wish: Wish) -> Place:
        """Only this channel: what the asker may do in another one the platform has not said."""
        if wish.channel is None or wish.channel == self._here.channel:
            if not self._here.channel:
                raise UsageError("A digest needs a channel. Ask in Slack or Discord.", ("/digest now",))
            return self._here
        raise UsageError(
            "I set up a digest in the channel it is for. Write the same there, with “here” or nothing.",
            (EXAMPLE,),
        )

    def _zone(self, wish: Wish) -> str:
        return wish.zone or self._asker.zone or "America/New_York"

    def _next(self, schedule: Schedule) -> datetime | None:
        due = schedule.next(self._market.now(), self._market.calendar)
        return due.at if due else None


def _when(subscription: Subscription) -> str:
    """The next run in the digest's own zone: `2026-01-23 08:30 Europe/Berlin`."""
    if subscription.next_due is None:
        return "paused" if subscription.state is State.PAUSED else "not planned"
    zone = zone_of(subscription.schedule.zone)
    return f"{subscription.next_due.astimezone(zone):%Y-%m-%d %H:%M} {subscription.schedule.zone}"
