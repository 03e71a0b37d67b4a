from __future__ import annotations

from dataclasses import replace

import pytest
import sqlalchemy as sa

from bot.store.ledger import Ledger, Stage
from bot.store.threads import THREAD, ThreadLines, thread_of, whole
from commands.framework.reply import Fact, Reply
from market.clock import FixedClock
from tests.bot.jobs.stage import owed, subscribed

REPLY = Reply("It rose.", facts=(Fact("Close", "2,718.77"),))


@pytest.fixture
def ledger(database: sa.Engine, clock: FixedClock) -> Ledger:
    return Ledger(database, clock)


def test_the_whole_is_saved_once_and_the_rest_opened_once_below_the_headline(
    database: sa.Engine, clock: FixedClock, ledger: Ledger
) -> None:
    line = owed(database, clock, subscribed(database, clock))
    lines = ThreadLines(database, ledger, clock)
    assert lines.keep(line, REPLY).headline == "It rose."
    assert lines.keep(line, replace(REPLY, headline="It fell.")).headline == "It rose."
    with database.begin() as c:
        rest = lines.open(c, line, "me", "m1")
        assert lines.open(c, line, "me", "m1") is None
    assert rest is not None
    assert (rest.kind, rest.stage, rest.due, thread_of(rest)) == (THREAD, Stage.DUE, clock.now(), "m1")
    kept = whole(rest)
    assert kept is not None
    assert kept.facts == REPLY.facts


def test_what_another_release_wrote_is_nothing(
    database: sa.Engine, clock: FixedClock, ledger: Ledger
) -> None:
    line = owed(database, clock, subscribed(database, clock))
    assert whole(line) is None
    with database.begin() as c:
        assert ThreadLines(database, ledger, clock).open(c, line, "me", "m1") is None
