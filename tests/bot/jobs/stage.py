"""What jobs are tested with: a channel that remembers, and time that passes when somebody sleeps."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from bot.adapters.poster import Post, Poster
from bot.engine.content import Content
from bot.jobs.delivery import Compose
from bot.store.ledger import Ledger, LedgerLine
from bot.store.subscriptions import StoredSubscriptions
from commands.framework.ports import MentionedGroup, Place, Subscription
from commands.framework.reply import Reply
from market.calendars.schedule import Edition, Schedule, time_of
from market.clock import FixedClock
from tests.bot.posters import OpenPoster

DUE = datetime(2026, 1, 22, 7, 30, tzinfo=UTC)
SCHEDULE = Schedule(Edition.MORNING, "Europe/Berlin", time_of("08:30"))


@dataclass
class Time:
    """A wall clock and a boot clock that go together; sleeping moves both at once."""

    clock: FixedClock
    seconds: float = 1000.0
    slept: list[float] = field(default_factory=list)

    def elapsed(self) -> float:
        return self.seconds

    def passes(self, seconds: float) -> None:
        self.seconds += seconds
        self.clock.at += timedelta(seconds=seconds)

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.passes(seconds)


@dataclass
class Channels(OpenPoster):
    """A platform with a perfect memory. `script`: what the next posts meet, an exception or, as
    `(exception, True)`, an exception after the message was accepted; then everything goes well.
    `moments`: when each post was accepted; `since`: how far back each look went.
    `rights`: what the next questions about a mention meet; then everything may be mentioned."""

    clock: FixedClock
    script: list[Any] = field(default_factory=list)
    posts: list[tuple[str, str, Reply]] = field(default_factory=list)
    moments: list[datetime] = field(default_factory=list)
    looks: list[str] = field(default_factory=list)
    since: list[datetime] = field(default_factory=list)
    unreadable: list[Exception] = field(default_factory=list)
    attempts: int = 0
    mentions: list[str] = field(default_factory=list)
    rights: list[Any] = field(default_factory=list)
    asked: list[tuple[str, str]] = field(default_factory=list)

    async def post(self, post: Post) -> str:
        self.attempts += 1
        self.mentions.append(post.mention)
        channel = f"{post.channel}/{post.under}" if post.under else post.channel
        fault = self.script.pop(0) if self.script else None
        error, accepted = fault if isinstance(fault, tuple) else (fault, fault is None)
        if accepted:
            self.posts.append((channel, post.key, post.reply))
            self.moments.append(self.clock.now())
        if error is not None:
            raise error
        return f"m{len(self.posts)}"

    async def find(self, channel: str, key: str, since: datetime, under: str = "") -> str | None:
        channel = f"{channel}/{under}" if under else channel
        self.looks.append(key)
        self.since.append(since)
        if self.unreadable:
            raise self.unreadable.pop(0)
        shown = [n for n, moment in enumerate(self.moments) if moment >= since]
        found = [n for n in shown if self.posts[n][:2] == (channel, key)]
        return f"m{found[0] + 1}" if found else None

    async def group(self, place: Place, person: str, word: str) -> MentionedGroup | str:
        self.asked.append((person, word))
        answer = self.rights.pop(0) if self.rights else MentionedGroup(word, word)
        if isinstance(answer, Exception):
            raise answer
        return answer

    async def __call__(self, place: Place) -> Poster:
        return self


@dataclass
class Jobs:
    """Satisfies `bot.jobs.scheduler.JobQueue`; what was queued, and a fault to raise instead."""

    queued: list[tuple[str, Mapping[str, Any]]] = field(default_factory=list)
    fault: Exception | None = None

    def enqueue(self, connection: sa.Connection, key: str, payload: Mapping[str, Any]) -> None:
        if self.fault:
            raise self.fault
        self.queued.append((key, payload))


async def say(line: LedgerLine) -> Content:
    return Content(Reply(f"News for {line.key}"))


def each(say: Callable[[LedgerLine], Coroutine[Any, Any, Content]]) -> Compose:
    """Composes every line by itself."""

    async def compose(lines: Sequence[LedgerLine]) -> list[asyncio.Task[Content]]:
        return [asyncio.create_task(say(line)) for line in lines]

    return compose


def subscribed(engine: sa.Engine, clock: FixedClock, channel: str = "C1", **changes: Any) -> Subscription:
    values: dict[str, Any] = {
        "place": Place("slack", "T1", channel),
        "owner": "U1",
        "schedule": SCHEDULE,
        "next_due": DUE,
    }
    return StoredSubscriptions(engine, clock).add(Subscription(**(values | changes)))


def owed(
    engine: sa.Engine, clock: FixedClock, subscription: Subscription, batch: str = "batch"
) -> LedgerLine:
    """A line that is due for a subscription."""
    line = LedgerLine(
        key=f"digest:{subscription.id}:morning:2026-01-22",
        kind="digest",
        subject=subscription.id,
        place=subscription.place,
        owner=subscription.owner,
        day=date(2026, 1, 22),
        due=DUE,
        content={"edition": "morning", "sections": ["small-caps"]},
    )
    with engine.begin() as c:
        Ledger(engine, clock).write(c, [line], batch)
    return line


def claimed(ledger: Ledger, batch: str, me: str) -> list[LedgerLine]:
    """What `me` may post of a batch."""
    with ledger._engine.begin() as c:
        return ledger.claim(c, batch, me)
