"""What commands need that lives outside them: kept things and places. The bot's store implements it.

Every method is synchronous and is called in a worker thread.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from commands.framework.asker import Asker
from market.alerts.outcomes import FiredAlert
from market.alerts.rules import AlertRule
from market.calendars.schedule import Schedule

MOST_WATCHED = 50  # tickers of one list


class TooMany(Exception):
    """What was to be kept is more than its owner may keep; nothing of it was kept."""


class Section(StrEnum):
    """A part of a digest, in the order in which they are shown."""

    SMALL_CAPS = "small-caps"
    COMPARE = "compare"
    BREADTH = "breadth"
    ROTATION = "rotation"
    SECTORS = "sectors"
    MACRO = "macro"
    CALENDAR = "calendar"
    WATCHLIST = "watchlist"
    ALERTS = "alerts"


class State(StrEnum):
    ACTIVE = "active"
    PAUSED = "paused"


PAUSED_BY_HAND = "Somebody asked for it. /digest resume turns it on again."
"""The reason of a digest that a person paused; any other was paused by the program."""


@dataclass(frozen=True, slots=True)
class Place:
    """A channel on a platform.

    platform: the name of its entry in the registry of platforms.
    workspace: the platform's id of the organisation or server that the channel belongs to.
    channel: the platform's id of it.
    """

    platform: str
    workspace: str
    channel: str


@dataclass(frozen=True, slots=True)
class MentionedGroup:
    """A role or user group that a post mentions, and nobody besides.

    id: the platform's id of it.
    name: what it was called when it was chosen, without the @.
    """

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Person:
    """One person on a platform, wherever they ask.

    workspace: where they ask; empty in direct messages on platforms where these belong to no workspace
    id: the platform's id of the person
    scope: in which the id is this person's: "" the whole platform, the id of an organisation, None the
        workspace
    here: the conversation of two in which they ask, with the bot or with another person
    """

    platform: str
    workspace: str
    id: str
    scope: str | None = None
    here: str = ""

    @classmethod
    def who_asks(cls, asker: Asker) -> Person:
        here = asker.channel if asker.direct else ""
        return cls(asker.platform, asker.workspace, asker.person, asker.scope, here)


@dataclass(frozen=True, slots=True)
class Subscription:
    """A digest that comes by itself.

    owner: the platform's id of the person who set it up.
    reason: why it is paused.
    next_due: when it comes next (UTC); None when paused.
    id: its number; 0 until it is kept.
    threaded: the headline is posted in the channel, the rest in a thread below it.
    mentions: whom each of its posts mentions; None for nobody.
    """

    place: Place
    owner: str
    schedule: Schedule
    sections: tuple[Section, ...] = tuple(Section)
    state: State = State.ACTIVE
    reason: str = ""
    next_due: datetime | None = None
    id: int = 0
    threaded: bool = False
    mentions: MentionedGroup | None = None


@dataclass(frozen=True, slots=True)
class Delivery:
    """What the ledger states of one digest.

    key: that of its line.
    day: the day that it is for.
    state: in which it is since `at` (UTC).
    """

    key: str
    day: date
    state: str
    at: datetime
    note: str = ""


class Subscriptions(Protocol):
    """The digests of channels."""

    def add(self, subscription: Subscription, most: int | None = None) -> Subscription:
        """Keep it; the same with its id. Raises TooMany when its channel would have more than `most`."""
        ...

    def of_channel(self, place: Place) -> Sequence[Subscription]:
        """Its subscriptions, oldest first."""
        ...

    def get(self, place: Place, id: int) -> Subscription | None:
        """The channel's subscription of this number; never another channel's."""
        ...

    def change(self, subscription: Subscription) -> None:
        """Write what differs, by id."""
        ...

    def remove(self, subscription: Subscription) -> None: ...

    def latest(self, subscription: Subscription) -> Delivery | None:
        """Its newest line in the ledger."""
        ...

    def last_posted(self, id: int) -> datetime | None:
        """When the digest of this number was last posted (UTC)."""
        ...


@dataclass(frozen=True, slots=True)
class Alert:
    """Something a person waits for.

    owner: the platform's id of the person.
    armed: waiting to happen; a fired alert that re-arms is disarmed until its rule's band is left.
    snoozed_until: until when it is quiet (UTC).
    checked: the newest session it has been judged on.
    id: its number; 0 until it is kept.
    mentions: whom the post mentions that tells of it; None for nobody.
    """

    place: Place
    owner: str
    rule: AlertRule
    armed: bool = True
    snoozed_until: datetime | None = None
    checked: date | None = None
    id: int = 0
    mentions: MentionedGroup | None = None


class Alerts(Protocol):
    """People's alerts."""

    def add(self, alert: Alert, owner: Person | None = None, most: int | None = None) -> Alert:
        """Keep it; the same with its id. Raises TooMany when `owner` would have more than `most`."""
        ...

    def of_person(self, person: Person) -> Sequence[Alert]:
        """A person’s alerts, oldest first, wherever they answer."""
        ...

    def of_channel(self, place: Place) -> Sequence[Alert]:
        """Those that answer into this channel, oldest first."""
        ...

    def fired(self, person: Person) -> Sequence[FiredAlert]:
        """What has happened of theirs, as long as the ledger keeps it, oldest first."""
        ...

    def change(self, alert: Alert) -> None: ...

    def remove(self, alert: Alert) -> None: ...


@dataclass(frozen=True, slots=True)
class Holder:
    """Whose watchlist: `id` is a person's or, with `shared`, a channel's.

    scope: as of `Person`; None for a channel
    owner: the person whose direct conversation with the bot the channel is
    """

    platform: str
    workspace: str
    id: str
    shared: bool = False
    scope: str | None = None
    owner: str = ""

    @classmethod
    def person(cls, asker: Asker) -> Holder:
        return cls(asker.platform, asker.workspace, asker.person, scope=asker.scope)

    @classmethod
    def channel(cls, asker: Asker) -> Holder:
        owner = asker.person if asker.direct else ""
        return cls(asker.platform, asker.workspace, asker.channel, shared=True, owner=owner)


class Watchlists(Protocol):
    """Lists of tickers, in the order in which they were added."""

    def tickers(self, holder: Holder) -> tuple[str, ...]: ...

    def add(self, holder: Holder, tickers: Sequence[str], most: int | None = None) -> None:
        """Append them; those that are there already stay where they are. Raises TooMany for a list of more than
        `most`."""
        ...

    def remove(self, holder: Holder, tickers: Sequence[str]) -> int:
        """Take them out; how many were there."""
        ...


class Privacy(Protocol):
    """Everything stored about a person or a workspace. A workspace has a name: ValueError without one."""

    def export(self, person: Person) -> Mapping[str, object]:
        """Everything stored about a person by table, JSON-ready."""
        ...

    def erase(self, person: Person) -> int:
        """Erase everything stored about a person; how many rows went."""
        ...

    def export_workspace(
        self, platform: str, workspace: str, scope: str | None = None
    ) -> Mapping[str, object]:
        """`scope`: as of `Person`; where it is wider than the workspace, people's own lists are not its."""
        ...

    def erase_workspace(self, platform: str, workspace: str, scope: str | None = None) -> int: ...


@dataclass(frozen=True, slots=True)
class Limits:
    """How much may be kept, and by whom.

    alerts: of one person, at most.
    digests: of one channel, at most.
    admins_only: only admins of the workspace may change the digests of a channel; otherwise its managers may.
    """

    alerts: int = 20
    digests: int = 10
    admins_only: bool = False
