"""What can be done with a channel's digests, and by whom."""

from __future__ import annotations

import dataclasses
from datetime import datetime
from zoneinfo import ZoneInfo

from commands.digests.options import EXAMPLE, FOLLOWS_EXCHANGE, DigestOptions, edited, scheduled
from commands.framework.asker import NO_MEMBER, Asker
from commands.framework.channels import ChannelPermissions
from commands.framework.command import UsageError
from commands.framework.ports import (
    PAUSED_BY_HAND,
    Limits,
    MentionedGroup,
    Place,
    Section,
    State,
    Subscription,
    Subscriptions,
    TooMany,
)
from commands.framework.reply import Action, Column, Fact, Reply, Table
from market.calendars.schedule import Schedule
from market.formatting import NEW_YORK
from market.services.prices import Market


def chosen_place(asker: Asker, wish: DigestOptions, places: ChannelPermissions) -> Place:
    """The channel that is meant: this one, or another that the asker manages too. Raises UsageError."""
    here = Place(asker.platform, asker.workspace, asker.channel)
    if wish.channel is None:
        return here
    channel: str | None = wish.channel
    if wish.channel.startswith("#"):
        channel = places.named(here, wish.channel.removeprefix("#"))
    if channel is None:
        raise UsageError(
            f"I know no channel {wish.channel[:60]}. Invite me there first, or ask in that channel.",
            (EXAMPLE,),
        )
    there = dataclasses.replace(here, channel=channel)
    problem = None if there == here else places.may_manage(there, asker.person)
    if problem:
        raise UsageError(problem, (EXAMPLE,))
    return there


class SubscriptionManager:
    """One channel's digests, as the asker may see and change them. A channel other than the
    asker's must be one that `chosen_place` has let through."""

    def __init__(
        self,
        market: Market,
        asker: Asker,
        place: Place,
        subscriptions: Subscriptions,
        places: ChannelPermissions,
        limits: Limits,
    ) -> None:
        self._market, self._asker, self._place = market, asker, place
        self._subscriptions, self._places, self._limits = subscriptions, places, limits
        self._away = place.channel != asker.channel

    def listed(self) -> Reply:
        kept = self._subscriptions.of_channel(self._place)
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
            when(subscription),
            f"{last.state} for {last.day}" if last else "none yet",
            ", ".join((sections, *_manner(subscription))),
        )

    def subscribe(self, wish: DigestOptions) -> Reply:
        """Keep a new digest, once the platform says that it may be posted there."""
        place, most = self._place, self._limits.digests
        if wish.number is not None:
            raise UsageError(f"Write {wish.number} with its minutes, as a time of day: {EXAMPLE}", (EXAMPLE,))
        if not place.channel:
            raise UsageError(
                f"A digest needs a channel. Ask in {self._places.where_to_ask}.", ("/digest now",)
            )
        if self._asker.guest:
            raise UsageError(NO_MEMBER, ("/digest now",))
        self._may_manage()
        if len(self._subscriptions.of_channel(place)) >= most:
            raise self._full()
        problem = self._places.may_post(place, threads=bool(wish.threaded))
        if problem:
            raise UsageError(problem, (EXAMPLE,))
        schedule = scheduled(wish, self._zone(wish))
        wanted = Subscription(
            place,
            self._asker.person,
            schedule,
            wish.sections or tuple(Section),
            next_due=self._next(schedule),
            threaded=bool(wish.threaded),
            mentions=self._mentions(wish, self._asker.person),
        )
        try:
            kept = self._subscriptions.add(wanted, most)
        except TooMany:  # another request was faster
            raise self._full() from None
        headline = f"Digest {kept.id} is on: {schedule.edition} edition, {schedule.words}."
        own = "" if wish.zone or schedule.at is None else f"{schedule.zone} is the time zone of your profile."
        return self._confirmed(kept, headline, own)

    def _full(self) -> UsageError:
        most = self._limits.digests
        return UsageError(
            f"A channel has at most {most} digests. Remove one first: /digest list", ("/digest list",)
        )

    def chosen(self, wish: DigestOptions) -> Subscription:
        """The digest of that number, or the only one there is. Raises UsageError."""
        kept = self._subscriptions.of_channel(self._place)
        if wish.number is None and len(kept) == 1:
            return kept[0]
        named = self._subscriptions.get(self._place, wish.number) if wish.number is not None else None
        if named is None:
            asked = "Say which" if wish.number is None else f"This channel has no digest {wish.number}"
            raise UsageError(f"{asked}. Its digests and their numbers: /digest list", ("/digest list",))
        return named

    def manage(self, verb: str, chosen: Subscription, wish: DigestOptions) -> Reply:
        self._may_manage()
        if verb == "remove":
            self._subscriptions.remove(chosen)
            return Reply(f"Digest {chosen.id} is removed. It was {chosen.schedule.words}.")
        if verb == "pause":
            paused = dataclasses.replace(chosen, state=State.PAUSED, reason=PAUSED_BY_HAND, next_due=None)
            self._subscriptions.change(paused)
            again = Action("Resume", self._word("resume", chosen))
            return Reply(f"Digest {chosen.id} is paused.", actions=(again,))
        if verb == "resume":
            problem = self._places.may_post(chosen.place, threads=chosen.threaded)
            if problem:
                raise UsageError(problem, (self._word("resume", chosen),))
            return self._keep(chosen, "is on again")
        if wish.threaded and (problem := self._places.may_post(chosen.place, threads=True)):
            raise UsageError(problem, ("/digest list",))
        changed = self._edited(chosen, wish)
        if wish.mention is not None:
            changed = dataclasses.replace(changed, mentions=self._mentions(wish, chosen.owner))
        return self._keep(changed, "is changed")

    def _mentions(self, wish: DigestOptions, owner: str) -> MentionedGroup | None:
        """Raises UsageError where the asker or the digest's owner, who is asked about at each post, may not have it
        mentioned."""
        people = dict.fromkeys((self._asker.person, owner))
        groups = [self._places.group(self._place, person, wish.mention) for person in people if wish.mention]
        return groups[-1] if groups else None

    def _keep(self, changed: Subscription, words: str) -> Reply:
        kept = dataclasses.replace(
            changed, state=State.ACTIVE, reason="", next_due=self._next(changed.schedule)
        )
        self._subscriptions.change(kept)
        return self._confirmed(
            kept, f"Digest {kept.id} {words}: {kept.schedule.edition}, {kept.schedule.words}."
        )

    def _confirmed(self, kept: Subscription, headline: str, own_zone: str = "") -> Reply:
        return Reply(
            headline,
            facts=(
                Fact("Next", when(kept)),
                Fact("Sections", ", ".join(kept.sections)),
                *(
                    [Fact("Thread", "the headline in the channel, the rest below it")]
                    if kept.threaded
                    else []
                ),
                *([Fact("Mentions", f"@{kept.mentions.name}")] if kept.mentions else []),
            ),
            notes=(own_zone, "It comes into the channel you named, not here." if self._away else ""),
            actions=(
                Action("Show me", self._word("test", kept)),
                Action("Pause", self._word("pause", kept)),
                *([Action("No mention", f"{self._word('edit', kept)} no mention")] if kept.mentions else []),
                Action("Remove", self._word("remove", kept)),
            ),
        )

    def _word(self, verb: str, kept: Subscription) -> str:
        """The command for a button, which may be pressed in another channel than the digest's."""
        return f"/digest {verb} {kept.id}{f' {self._places.mention(kept.place)}' if self._away else ''}"

    def _may_manage(self) -> None:
        """Raises UsageError where the asker may not manage it. For a channel elsewhere the platform has been asked."""
        if self._asker.direct and not self._away:
            return
        if self._limits.admins_only:
            problem = self._places.may_manage(self._place, self._asker.person, admins_only=True)
            if problem:
                raise UsageError(problem, ("/digest now", "/digest list"))
        elif not (self._asker.manages or self._away):
            raise UsageError(
                "Only people who manage this channel may change its digests. Ask one of them, or see "
                "what it would say: /digest now",
                ("/digest now", "/digest list"),
            )

    def _zone(self, wish: DigestOptions) -> str:
        """The zone that is wished, or else the asker’s. Raises UsageError where nobody says in which zone a time of
        day is meant."""
        if zone := wish.zone or self._asker.zone:
            return zone
        if wish.at is None and wish.edition in FOLLOWS_EXCHANGE:
            return NEW_YORK.key  # the exchange's own, and no time of day is meant
        raise UsageError(
            f"In which time zone? I am not told yours here. Write it, too: {EXAMPLE}", (EXAMPLE,)
        )

    def _edited(self, chosen: Subscription, wish: DigestOptions) -> Subscription:
        """The subscription with what is wished. Raises UsageError where a digest that had no time of day gets one,
        and nobody says in which zone."""
        followed = chosen.schedule.at is None and chosen.schedule.zone == NEW_YORK.key
        if followed and edited(chosen, wish).schedule.at is not None:
            edition = wish.edition or chosen.schedule.edition
            wish = dataclasses.replace(wish, zone=self._zone(dataclasses.replace(wish, edition=edition)))
        return edited(chosen, wish)

    def _next(self, schedule: Schedule) -> datetime | None:
        due = schedule.next(self._market.now(), self._market.calendar)
        return due.at if due else None


def _manner(kept: Subscription) -> list[str]:
    """How it is posted, where that is not the usual way."""
    mention = f"mentions @{kept.mentions.name}" if kept.mentions else ""
    return [said for said in ("in a thread" if kept.threaded else "", mention) if said]


def when(subscription: Subscription) -> str:
    """The next run in the digest's own zone: `2026-01-23 08:30 Europe/Berlin`."""
    if subscription.next_due is None:
        return "paused" if subscription.state is State.PAUSED else "not planned"
    zone = ZoneInfo(subscription.schedule.zone)
    return f"{subscription.next_due.astimezone(zone):%Y-%m-%d %H:%M} {subscription.schedule.zone}"
