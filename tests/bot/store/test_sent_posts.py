"""Posts that went out since a moment, counted."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import sqlalchemy as sa

from bot.store.ledger import Ledger, LedgerLine, Stage
from bot.store.sent_posts import SentPosts
from bot.store.workers import WorkerTable
from commands.framework.ports import Place
from market.clock import FixedClock
from tests.bot.jobs.stage import DUE, claimed

LINE = LedgerLine("k", "alert", 1, Place("discord", "G1", "1"), "U1", DUE.date(), DUE, {})


def test_posts_of_the_platform_since_the_moment_are_counted(database: sa.Engine, clock: FixedClock) -> None:
    """Also one that had been postponed; not what is open, was skipped, or went out elsewhere or before."""
    clock.at, ledger, sent = DUE, Ledger(database, clock), SentPosts(database)
    WorkerTable(database, clock).enter("worker-1", "me")
    outcomes = {"before": Stage.SENT, "at": Stage.SENT, "after": Stage.SENT, "skipped": Stage.SKIPPED}
    places = dict.fromkeys((*outcomes, "open"), LINE.place) | {"slack": Place("slack", "T1", "C1")}
    with database.begin() as c:
        ledger.write(c, [replace(LINE, key=name, place=place) for name, place in places.items()], "batch")
    lines = {line.key: line for line in claimed(ledger, "batch", "me")}
    ledger.postpone(lines["after"], "me", clock.at + timedelta(seconds=30) - timedelta(minutes=2), "wait")
    lines |= {line.key: line for line in claimed(ledger, "batch", "me")}
    moments = {"before": -1, "at": 0, "after": 60, "skipped": 60, "slack": 60}
    for name, second in moments.items():
        clock.at = DUE + timedelta(minutes=1, seconds=second)
        with database.begin() as c:
            assert ledger.close(lines[name], "me", outcomes.get(name, Stage.SENT))(c)
    assert sent.since("discord", DUE + timedelta(minutes=1)) == 2
    assert sent.since("discord", DUE) == 3
    assert sent.since("slack", DUE) == 1
    assert sent.since("discord", clock.at + timedelta(seconds=1)) == 0
