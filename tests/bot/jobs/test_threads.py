"""A digest in two posts over a real ledger: both once, whatever fails between them, and parts of one reply."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

from bot.adapters.poster import Ambiguous, Permanent
from bot.engine.content import Content
from bot.jobs.threads import headline_of, rest_of
from bot.store.ledger import Ledger, LedgerLine, Stage
from bot.store.subscriptions import StoredSubscriptions
from bot.store.threads import THREAD, whole
from commands.framework.ports import State
from commands.framework.reply import Action, Fact, Reply
from market.clock import FixedClock
from tests.bot.jobs.stage import Channels, Time, owed, subscribed
from tests.bot.jobs.test_delivery import Worker, deliver_again

LOST = Ambiguous("Slack did not confirm (HTTP 500).", shows_within=0.0)
composed: list[str] = []


async def compose(line: LedgerLine) -> Content:
    """Each composing says something else, so that the two posts show whose they are."""
    if line.kind == THREAD:
        kept = whole(line)
        assert kept is not None
        return Content(rest_of(kept))
    composed.append(line.key)
    n = len(composed)
    figure, more = Fact("Close", f"figure {n}"), Action("More", "/quote rut")
    return Content(Reply(f"Sentence {n}.", facts=(figure,), notes=("A caveat.",), actions=(more,)))


@pytest.fixture
def worker(database: sa.Engine, time: Time, channels: Channels) -> Worker:
    composed.clear()
    return Worker(database, time, channels, compose=compose)


@pytest.fixture
def line(database: sa.Engine, clock: FixedClock) -> LedgerLine:
    return threaded(database, clock)


def threaded(database: sa.Engine, clock: FixedClock) -> LedgerLine:
    subscription = subscribed(database, clock, threaded=True)
    line = owed(database, clock, subscription, batch="plain")
    line = replace(line, key=f"{line.key}:t", content={**line.content, "threaded": True, "mention": "R1"})
    with database.begin() as c:
        c.execute(sa.text("DELETE FROM deliveries"))
        Ledger(database, clock).write(c, [line], "batch")
    return line


def stages(worker: Worker) -> dict[str, Stage]:
    return {line.kind: line.stage for line in worker.ledger.listed(*Stage)}


def said(channels: Channels) -> list[tuple[str, str]]:
    return [(where, reply.headline) for where, _, reply in channels.posts]


async def test_the_headline_comes_into_the_channel_and_the_rest_below_it(
    worker: Worker, channels: Channels, line: LedgerLine
) -> None:
    await worker.deliver()
    await worker.deliver()
    assert said(channels) == [("C1", "Sentence 1."), ("C1/m1", "The rest of the digest.")]
    (_, head_key, head), (_, rest_key, rest) = channels.posts
    assert (head_key, rest_key) == (line.key, f"{line.key}:thread")
    assert channels.mentions == ["R1", ""]
    assert (head.facts, head.actions, head.notes) == ((), (), ("A caveat.",))
    assert (rest.facts[0].text, rest.actions[0].label, rest.notes) == ("figure 1", "More", ())
    assert stages(worker) == {"digest": Stage.SENT, THREAD: Stage.SENT}


async def test_an_unknown_outcome_of_either_is_looked_up_where_it_went_and_never_doubled(
    worker: Worker, channels: Channels, line: LedgerLine
) -> None:
    channels.script = [(LOST, True), (LOST, True)]
    await worker.deliver()
    assert said(channels) == [("C1", "Sentence 1."), ("C1/m1", "The rest of the digest.")]
    assert set(channels.looks) == {line.key, f"{line.key}:thread"}
    assert stages(worker) == {"digest": Stage.SENT, THREAD: Stage.SENT}


async def test_a_thread_without_its_rest_is_completed_by_another_worker_and_its_headline_not_repeated(
    database: sa.Engine, worker: Worker, channels: Channels, time: Time, line: LedgerLine
) -> None:
    channels.script = [None, asyncio.CancelledError()]  # the process ends between the two
    await worker.deliver()
    assert said(channels) == [("C1", "Sentence 1.")]
    time.passes(600)
    second = Worker(database, time, channels, slot="worker-2", compose=compose)
    await deliver_again(second, database)
    assert said(channels) == [("C1", "Sentence 1."), ("C1/m1", "The rest of the digest.")]
    assert channels.posts[1][2].facts[0].text == "figure 1"
    assert stages(second) == {"digest": Stage.SENT, THREAD: Stage.SENT}


async def test_both_posts_are_parts_of_one_reply_also_where_the_headline_had_to_be_made_again(
    database: sa.Engine, worker: Worker, channels: Channels, time: Time, line: LedgerLine
) -> None:
    channels.script = [LOST] * 8
    await worker.deliver()
    assert channels.posts == []
    worker.ledger.retry(line.key)
    time.passes(180)
    await deliver_again(worker, database)
    assert len(composed) > 1
    assert said(channels) == [("C1", "Sentence 1."), ("C1/m1", "The rest of the digest.")]
    assert channels.posts[1][2].facts[0].text == "figure 1"


async def test_a_channel_that_refuses_the_thread_pauses_the_digest(
    database: sa.Engine, worker: Worker, channels: Channels, clock: FixedClock, line: LedgerLine
) -> None:
    channels.script = [None, Permanent("I may not post in that channel.", "50013")]
    await worker.deliver()
    assert stages(worker)[THREAD] is Stage.DEAD
    (paused,) = StoredSubscriptions(database, clock).in_state(State.PAUSED)
    assert paused.id == line.subject


async def test_until_the_headline_is_out_the_rest_belongs_to_no_job(
    database: sa.Engine, worker: Worker, channels: Channels, time: Time, line: LedgerLine
) -> None:
    channels.script = [LOST] * 8
    await worker.deliver()
    assert stages(worker) == {"digest": Stage.UNCERTAIN, THREAD: Stage.JOINED}
    time.passes(86_400)
    with database.begin() as c:
        assert worker.ledger.stranded(c, timedelta(0), 10) == []


async def test_a_digest_of_one_sentence_begins_no_thread(
    database: sa.Engine, time: Time, channels: Channels, line: LedgerLine
) -> None:
    async def short(_line: LedgerLine) -> Content:
        return Content(Reply("No digest today: the provider is down."))

    await Worker(database, time, channels, compose=short).deliver()
    assert said(channels) == [("C1", "No digest today: the provider is down.")]


def test_what_qualifies_the_sentence_stays_with_it() -> None:
    reply = Reply("It rose.", facts=(Fact("Close", 1.0),), notes=("In doubt.",), command="/digest now")
    assert (headline_of(reply).notes, rest_of(reply).notes) == (("In doubt.",), ())
    assert headline_of(reply).command == "/digest now"
