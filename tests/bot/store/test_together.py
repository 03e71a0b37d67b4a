from __future__ import annotations

import asyncio
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from bot.store.schema import SeenRow
from bot.store.together import Together


def noted(key: str):
    row = sa.insert(SeenRow).values(key=key, at=datetime(2026, 1, 22, tzinfo=UTC))

    def step(connection: sa.Connection) -> str:
        connection.execute(row)
        return key

    return step


async def test_every_write_gets_its_own_answer_and_they_share_a_few_commits(database: sa.Engine):
    commits = []
    sa.event.listen(database, "commit", commits.append)
    together = Together(database)
    keys = [f"k{n}" for n in range(100)]
    assert await asyncio.gather(*(together.run(noted(key)) for key in keys)) == keys
    assert len(commits) <= 3
    with database.connect() as c:
        assert set(c.execute(sa.select(SeenRow.key)).scalars()) == set(keys)


async def test_a_transaction_that_fails_fails_for_all_and_the_next_one_works(database: sa.Engine):
    together = Together(database)
    found = await asyncio.gather(*(together.run(noted("twice")) for _ in range(2)), return_exceptions=True)
    assert all(isinstance(problem, sa.exc.IntegrityError) for problem in found)
    assert await together.run(noted("once")) == "once"


async def test_a_waiter_that_gives_up_does_not_disturb_the_others(database: sa.Engine):
    together = Together(database)
    impatient = asyncio.create_task(together.run(noted("a")))
    patient = asyncio.create_task(together.run(noted("b")))
    await asyncio.sleep(0)
    impatient.cancel()
    with pytest.raises(asyncio.CancelledError):
        await impatient
    assert await patient == "b"
