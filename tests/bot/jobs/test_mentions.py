"""Whom posts mention: rights are asked for again, seldom, and an owner who has none is told once."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
import sqlalchemy as sa

from bot.adapters.poster import Ambiguous
from bot.engine.content import Content
from bot.jobs.mentions import HOLDS
from bot.store.ledger import Ledger, LedgerLine, Stage
from commands.framework.reply import Fact, Reply
from market.clock import FixedClock
from tests.bot.jobs.stage import Channels, Time, owed, subscribed
from tests.bot.jobs.test_delivery import Worker

FORBIDDEN = "Only people with a permission may have @Traders mentioned."


async def figures(line: LedgerLine) -> Content:
    return Content(Reply(f"News for {line.key}", facts=(Fact("Close", "2,718.77"),)))


@pytest.fixture
def worker(database: sa.Engine, time: Time, channels: Channels) -> Worker:
    return Worker(database, time, channels, compose=figures)


@pytest.fixture
def line(database: sa.Engine, clock: FixedClock) -> LedgerLine:
    line = owed(database, clock, subscribed(database, clock), batch="plain")
    with database.begin() as c:
        c.execute(sa.text("DELETE FROM deliveries"))
    return line


async def post(worker: Worker, database: sa.Engine, line: LedgerLine, key: str, **changes: Any) -> None:
    line = replace(line, key=key, content={**line.content, "mention": "R1"}, **changes)
    with database.begin() as c:
        worker.ledger.write(c, [line], key)
    await worker.deliver(key)


def notices(ledger: Ledger) -> list[tuple[str, str]]:
    return [
        (line.place.channel, line.content["headline"])
        for line in ledger.listed(*Stage)
        if line.kind == "notice"
    ]


async def test_who_may_is_asked_once_in_ten_minutes(
    worker: Worker, database: sa.Engine, channels: Channels, time: Time, line: LedgerLine
) -> None:
    await post(worker, database, line, "a")
    time.passes(HOLDS.total_seconds() - 1)
    await post(worker, database, line, "b")
    assert channels.asked == [("U1", "R1")]
    time.passes(2)
    await post(worker, database, line, "c")
    assert channels.asked == [("U1", "R1")] * 2
    assert channels.mentions == ["R1"] * 3
    assert notices(worker.ledger) == []


async def test_without_the_right_it_is_posted_without_the_mention_and_its_owner_is_told_once(
    worker: Worker, database: sa.Engine, channels: Channels, time: Time, line: LedgerLine
) -> None:
    channels.rights = [FORBIDDEN, FORBIDDEN]
    for key in "abc":
        await post(worker, database, line, key)
        time.passes(HOLDS.total_seconds() / 2)
    assert len(channels.asked) == 2
    assert channels.mentions == [""] * 3
    assert len(channels.posts) == 3
    told = f"Your digest {line.subject} is posted without its mention. {FORBIDDEN}"
    assert notices(worker.ledger) == [("@U1", told)]


async def test_a_platform_that_does_not_tell_changes_nothing_and_is_asked_again(
    worker: Worker, database: sa.Engine, channels: Channels, line: LedgerLine
) -> None:
    channels.rights = [Ambiguous("Slack did not confirm.")]
    await post(worker, database, line, "a")
    await post(worker, database, line, "b")
    assert channels.mentions == ["R1", "R1"]
    assert len(channels.asked) == 2
    assert notices(worker.ledger) == []


async def test_a_digest_without_figures_mentions_nobody_and_an_alert_of_one_sentence_does(
    database: sa.Engine, time: Time, channels: Channels, line: LedgerLine
) -> None:
    async def short(_line: LedgerLine) -> Content:
        return Content(Reply("No digest today: the provider is down."))

    worker = Worker(database, time, channels, compose=short)
    await post(worker, database, line, "digest")
    assert channels.asked == []
    await post(worker, database, line, "alert", kind="alert")
    assert channels.mentions == ["", "R1"]
