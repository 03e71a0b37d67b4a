"""From when on a post says that it is late: measured from when it could have gone out."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from bot.adapters.posting_rate import PostingRate
from bot.jobs.lateness import LateNotes
from bot.store.ledger import Ledger, LedgerLine, Stage
from bot.store.sent_posts import SentPosts
from bot.store.workers import WorkerTable
from commands.framework.ports import Place
from commands.framework.reply import Reply
from market.clock import FixedClock
from market.fetching.rate_limit import LocalRateLimitState
from tests.bot.jobs.stage import DUE, Channels, claimed

REPLY = Reply("News.")
PER_SECOND = 2.0


class Paced(Channels):
    """A platform that bears two posts a second."""

    rate = PostingRate(LocalRateLimitState(), PER_SECOND)


@dataclass
class Morning:
    """`sent` went out since everything was due."""

    engine: sa.Engine
    clock: FixedClock
    sent: int = 0

    def send(self, posts: int, platform: str = "discord") -> None:
        ledger = Ledger(self.engine, self.clock)
        names = [f"{platform}:{number}" for number in range(self.sent, self.sent + posts)]
        lines = [replace(LINE, key=name, place=replace(LINE.place, platform=platform)) for name in names]
        with self.engine.begin() as c:
            ledger.write(c, lines, f"batch {self.sent}")
        for line in claimed(ledger, f"batch {self.sent}", "me"):
            with self.engine.begin() as c:
                assert ledger.close(line, "me", Stage.SENT, message="m")(c)
        self.sent += posts


LINE = LedgerLine("k", "alert", 1, Place("discord", "G1", "1"), "U1", DUE.date(), DUE, {})


@pytest.fixture
def morning(database: sa.Engine, clock: FixedClock) -> Morning:
    clock.at = DUE
    WorkerTable(database, clock).enter("worker-1", "me")
    return Morning(database, clock)


@pytest.fixture
def notes(database: sa.Engine, clock: FixedClock) -> LateNotes:
    return LateNotes(SentPosts(database), clock, timedelta(minutes=5))


async def test_what_waits_for_a_full_platform_is_late_for_nobody(
    morning: Morning, notes: LateNotes, clock: FixedClock
) -> None:
    """Ten minutes after it was due, with as many posts out as the platform bears in nine and a half."""
    clock.at += timedelta(minutes=9)
    morning.send(1140)
    clock.at = DUE + timedelta(minutes=10)
    said = await notes.noted(REPLY, LINE, Paced(clock))
    assert said.notes == ()


async def test_what_could_have_gone_out_before_says_by_how_much(
    morning: Morning, notes: LateNotes, clock: FixedClock
) -> None:
    """Nothing ran for ten minutes; then the platform is full, and each is as late as the first."""
    clock.at = DUE + timedelta(minutes=10)
    poster = Paced(clock)
    assert (await notes.noted(REPLY, LINE, poster)).notes == ("Posted 10 minutes late.",)
    morning.send(600)
    clock.at += timedelta(minutes=5)
    assert (await notes.noted(REPLY, LINE, poster)).notes == ("Posted 10 minutes late.",)


async def test_another_platforms_posts_are_no_excuse(
    morning: Morning, notes: LateNotes, clock: FixedClock
) -> None:
    clock.at += timedelta(minutes=5)
    morning.send(1200, platform="slack")
    clock.at += timedelta(minutes=5)
    assert (await notes.noted(REPLY, LINE, Paced(clock))).notes == ("Posted 10 minutes late.",)


async def test_where_there_is_no_rate_late_is_late(
    morning: Morning, notes: LateNotes, clock: FixedClock
) -> None:
    clock.at = DUE + timedelta(minutes=10)
    morning.send(1200)
    assert (await notes.noted(REPLY, LINE, Channels(clock))).notes == ("Posted 10 minutes late.",)


async def test_posts_are_counted_at_most_every_quarter_of_a_minute(
    morning: Morning, notes: LateNotes, clock: FixedClock
) -> None:
    clock.at = DUE + timedelta(minutes=10)
    poster, queries = Paced(clock), 0

    @sa.event.listens_for(morning.engine, "before_cursor_execute")
    def note(*_parts: object) -> None:
        nonlocal queries
        queries += 1

    for _post in range(30):  # a second each
        await notes.noted(REPLY, LINE, poster)
        clock.at += timedelta(seconds=1)
    assert queries == 2
    clock.at += timedelta(minutes=1)
    await asyncio.gather(*(notes.noted(REPLY, LINE, poster) for _post in range(30)))
    assert queries == 3
    clock.at = datetime(2026, 1, 22, 7, 39, tzinfo=UTC)  # set back
    await notes.noted(REPLY, LINE, poster)
    assert queries == 4
