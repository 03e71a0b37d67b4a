"""Once a place, in the order claim, post: what is surely not posted may be tried again."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest
import sqlalchemy as sa

from bot.adapters.poster import Ambiguous, Permanent, PostError, Retryable
from bot.adapters.welcome import Greeter, welcome
from bot.store.store import Store
from commands import COMMANDS
from commands.framework.ports import Place
from market.clock import FixedClock

PLACE = Place("slack", "T1", "C1")


class Posts:
    """A platform that fails as listed, then takes the post."""

    def __init__(self, *failures: PostError) -> None:
        self.failures, self.attempts = list(failures), 0

    async def __call__(self) -> None:
        self.attempts += 1
        if self.failures:
            raise self.failures.pop(0)


Greet = Callable[[Posts], Awaitable[bool]]


@pytest.fixture
def greet(database: sa.Engine, clock: FixedClock) -> Greet:
    store = Store.over(database, clock)

    async def no_pause(seconds: float) -> None:
        assert seconds <= 60

    return lambda posts: Greeter(lambda: store.welcomes, no_pause).greet(PLACE, posts)


@pytest.mark.parametrize(
    ("failures", "posted", "attempts", "again"),
    [
        ([], True, 1, False),
        ([Retryable("slow", 5), Retryable("slow", 5)], True, 3, False),
        ([Retryable("slow", 5)] * 3, False, 3, True),
        ([Retryable("slow", 600)], False, 1, True),
        ([Ambiguous("a reset")], True, 1, False),
        ([Permanent("gone", "50001")], False, 1, True),
    ],
)
async def test_each_failure_says_whether_it_may_be_tried_again(
    greet: Greet, failures: list[PostError], posted: bool, attempts: int, again: bool
) -> None:
    first = Posts(*failures)
    assert await greet(first) is posted
    assert first.attempts == attempts
    assert await greet(Posts()) is again


async def test_a_mistake_of_ours_does_not_lead_to_a_second_one(greet: Greet) -> None:
    class Broken(Posts):
        async def __call__(self) -> None:
            raise KeyError

    with pytest.raises(KeyError):
        await greet(Broken())
    assert not await greet(Posts())


def test_it_has_three_examples_that_are_commands_and_says_how_to_be_quiet() -> None:
    reply = welcome("Ask.", "Part.")
    names = {command.name for command in COMMANDS}
    assert [action.command.split()[0].removeprefix("/") in names for action in reply.actions] == [True] * 3
    assert "quiet" in reply.notes[-1]
    assert reply.notes[-1].endswith("Part.")
