from __future__ import annotations

import sqlalchemy as sa

from bot.jobs.status import held, overview, retry, table
from bot.store.ledger import HELD_NOTE, Ledger, Stage
from bot.store.store import Store
from bot.store.workers import WorkerTable
from market.clock import FixedClock
from tests.bot.jobs.stage import claimed, owed, subscribed


def test_an_operator_sees_what_is_due_running_and_failed_and_may_retry_it(
    database: sa.Engine, clock: FixedClock
) -> None:
    store, ledger = Store.over(database, clock), Ledger(database, clock)
    WorkerTable(database, clock).enter("worker-1", "one")
    lost = owed(database, clock, subscribed(database, clock), "lost")
    owed(database, clock, subscribed(database, clock, "C2"), "waiting")
    (mine,) = claimed(ledger, "lost", "one")
    with database.begin() as c:
        ledger.close(mine, "one", Stage.UNCERTAIN, "It could not be found.")(c)
    lines = table(overview(store, clock))
    assert lines[:3] == [
        "Ledger: 1 due, 1 uncertain",
        "Workers: worker-1",
        "Next digest: 2026-01-22 07:30 UTC",
    ]
    assert f"  {lost.key}  uncertain  slack C1  It could not be found." in lines
    assert "due again" in retry(store, lost.key)
    assert ledger.counts() == {"due": 1, "sending": 1}
    assert "bellwether jobs" in retry(store, "no such key")


def test_an_empty_database_has_nothing_to_tell(database: sa.Engine, clock: FixedClock) -> None:
    store = Store.over(database, clock)
    assert table(overview(store, clock)) == [
        "Ledger: empty",
        "Workers: none",
        "Next digest: nothing planned",
    ]


def test_what_is_held_is_said_with_its_reason(database: sa.Engine, clock: FixedClock) -> None:
    store, ledger = Store.over(database, clock), Ledger(database, clock)
    WorkerTable(database, clock).enter("worker-1", "one")
    for channel in ("C1", "C2", "C3"):
        owed(database, clock, subscribed(database, clock, channel))
    first, second, _third = claimed(ledger, "batch", "one")
    for line in (first, second):
        ledger.postpone(line, "one", clock.now(), f"{HELD_NOTE}The token was revoked (token_revoked).")
    assert "Held, until this is mended: 2 × The token was revoked (token_revoked)." in table(
        overview(store, clock)
    )
    assert held(lambda: store) == {"The token was revoked (token_revoked).": 2}
