from __future__ import annotations

import asyncio
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from bot.store.group_commit import GroupCommit, Update
from bot.store.schema import SeenRow

RENAME = sa.update(SeenRow).where(SeenRow.key == sa.bindparam("_key")).values(key=sa.bindparam("_to"))


def noted(key: str):
    row = sa.insert(SeenRow).values(key=key, at=datetime(2026, 1, 22, tzinfo=UTC))

    def step(connection: sa.Connection) -> str:
        connection.execute(row)
        return key

    return step


async def test_every_write_gets_its_own_answer_and_they_share_a_few_commits(database: sa.Engine) -> None:
    commits: list[sa.Connection] = []
    sa.event.listen(database, "commit", commits.append)
    together = GroupCommit(database)
    keys = [f"k{n}" for n in range(100)]
    assert await asyncio.gather(*(together.run(noted(key)) for key in keys)) == keys
    assert len(commits) <= 3
    with database.connect() as c:
        assert set(c.execute(sa.select(SeenRow.key)).scalars()) == set(keys)


async def test_steps_that_come_one_by_one_share_commits_when_they_go_on(database: sa.Engine) -> None:
    waits: list[float] = []

    async def sleep(seconds: float) -> None:
        waits.append(seconds)
        await asyncio.sleep(0)

    together = GroupCommit(database, sleep)
    for number in range(8):
        await together.run(noted(f"few{number}"))
    assert waits == [], "a few at once never wait"
    for number in range(4):
        await together.run(noted(f"many{number}"))
    # A quarter of a second each, as nobody tells it that time has passed.
    assert 0.9 < max(waits) <= 1.0


async def test_a_transaction_that_fails_fails_for_all_and_the_next_one_works(database: sa.Engine) -> None:
    together = GroupCommit(database)
    found = await asyncio.gather(*(together.run(noted("twice")) for _ in range(2)), return_exceptions=True)
    assert all(isinstance(problem, sa.exc.IntegrityError) for problem in found)
    assert await together.run(noted("once")) == "once"


async def test_a_waiter_that_gives_up_does_not_disturb_the_others(database: sa.Engine) -> None:
    together = GroupCommit(database)
    impatient = asyncio.create_task(together.run(noted("a")))
    patient = asyncio.create_task(together.run(noted("b")))
    await asyncio.sleep(0)
    impatient.cancel()
    with pytest.raises(asyncio.CancelledError):
        await impatient
    assert await patient == "b"


def renamed(key: str, to: str) -> Update:
    return Update(RENAME, {"_key": key, "_to": to})


async def test_updates_of_one_kind_go_together_and_each_is_told_whether_it_found_its_row(
    database: sa.Engine,
) -> None:
    together = GroupCommit(database)
    await asyncio.gather(*(together.run(noted(f"k{n}")) for n in range(20)))
    sent = []
    sa.event.listen(database, "before_cursor_execute", lambda *told: sent.append(told[5]))
    updates = [together.run(renamed(f"k{n}", f"r{n}")) for n in range(20)]
    assert await asyncio.gather(*updates) == [True] * 20
    assert sent == [True] * len(sent), "each of them is an executemany"
    again = [together.run(renamed(key, f"s{key}")) for key in ("r1", "k1", "r2", "r3")]
    assert await asyncio.gather(*again) == [True, False, True, True]
    with database.connect() as c:
        assert {"sr1", "sr2", "sr3", "r4"} <= set(c.execute(sa.select(SeenRow.key)).scalars())
