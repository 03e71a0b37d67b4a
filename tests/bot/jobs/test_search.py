from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.adapters.poster import Ambiguous, Held, Post
from bot.jobs.holds import DeliveryHolds
from bot.jobs.search import PostSearch, SearchResult
from bot.store.ledger import HELD_NOTE, LedgerLine
from commands.framework.ports import Place
from commands.framework.reply import Reply
from market.clock import FixedClock
from tests.bot.jobs.stage import DUE, Channels, Time

LINE = LedgerLine("k", "digest", 1, Place("slack", "T1", "C1"), "U1", date(2026, 1, 22), DUE, {})
PAUSES = (1.0, 4.0, 8.0)


class LateHistory(Channels):
    """A history in which messages appear `lag` seconds after they were posted."""

    lag = 0.0

    async def find(self, channel: str, key: str, since: datetime, under: str = "") -> str | None:
        found = await super().find(channel, key, since)
        shown = bool(self.moments) and self.clock.now() >= self.moments[0] + timedelta(seconds=self.lag)
        return found if shown else None


@pytest.fixture
def time() -> Time:
    return Time(FixedClock(datetime(2026, 1, 22, 7, 30, tzinfo=UTC)))


@pytest.fixture
def channels(time: Time) -> LateHistory:
    return LateHistory(time.clock)


async def searched(time: Time, channels: Channels, shows_within: float = 45.0) -> SearchResult:
    search = PostSearch(PAUSES, time.sleep, DeliveryHolds(time.elapsed))
    return await search.find(channels, LINE, DUE, shows_within)


@pytest.mark.parametrize("lag", [0, 1, 5, 12, 30, 44, 57])
async def test_a_message_that_appears_late_is_found_before_a_repeat(
    time: Time, channels: LateHistory, lag: float
) -> None:
    channels.lag = lag
    await channels.post(Post("C1", Reply("News."), "k"))
    assert await searched(time, channels) == SearchResult("m1")


async def test_what_is_not_there_is_believed_after_the_platforms_own_time(
    time: Time, channels: LateHistory
) -> None:
    assert await searched(time, channels) == SearchResult()
    assert time.slept == [*PAUSES, 45.0]
    time.slept.clear()
    assert await searched(time, channels, 0.0) == SearchResult()
    assert time.slept == [*PAUSES]


async def test_a_history_that_cannot_be_read_is_not_waited_for(time: Time, channels: LateHistory) -> None:
    channels.unreadable = [Ambiguous("No answer.")] * 3
    result = await searched(time, channels)
    assert "cannot be read" in result.unreadable
    assert time.slept == [*PAUSES]


async def test_a_refusal_of_the_search_says_so(time: Time, channels: LateHistory) -> None:
    channels.unreadable = [Held("The token is refused.", "invalid_auth")] * 3
    assert await searched(time, channels) == SearchResult(unreadable=f"{HELD_NOTE}The token is refused.")
