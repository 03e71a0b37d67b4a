"""Answers are written beside the conversation: nothing waits for the database, and nothing piles up."""

from __future__ import annotations

import threading

import pytest

from bot.engine.shown_answers import AnswerKeeper, ShownAnswer, published, shown_answer
from charts.spec import Picture, PictureError
from charts.theme import Mode
from commands.framework.asker import Asker
from commands.framework.reply import Reply, Visibility
from tests.bot.pictures import PIXEL

ANN, BOB = Asker("slack", "T1", "C1", "U1"), Asker("slack", "T1", "C1", "U2")


def answer(visibility: Visibility = Visibility.PRIVATE) -> ShownAnswer:
    return shown_answer(Reply("It rose.", visibility=visibility), None, Mode.DARK, ANN, visibility, "1769.1")


class Shelf:
    """A database that writes when it is let."""

    def __init__(self) -> None:
        self.rows: dict[str, ShownAnswer] = {}
        self.open = threading.Event()
        self.failing = False
        self.threads: set[str] = set()

    def keep(self, kept: ShownAnswer) -> None:
        self.threads.add(threading.current_thread().name)
        self.open.wait(30)
        if self.failing:
            raise ConnectionError("the database is away")
        self.rows[kept.id] = kept

    def find(self, id: str) -> ShownAnswer | None:
        if self.failing:
            raise ConnectionError("the database is away")
        return self.rows.get(id)

    def recent(self, asker: Asker, most: int) -> list[ShownAnswer]:
        if self.failing:
            raise ConnectionError("the database is away")
        return [kept for kept in self.rows.values() if kept.is_of(asker)][-most:]


async def test_an_answer_is_there_before_it_is_written_and_after() -> None:
    shelf, kept = Shelf(), answer()
    keeper = AnswerKeeper(lambda: shelf)
    assert keeper.keep(kept) == kept.id  # although the database hangs
    assert await keeper.find(kept.id) is kept
    assert shelf.rows == {}
    shelf.open.set()
    await keeper.close()
    assert shelf.rows == {kept.id: kept}
    assert await keeper.find(kept.id) is kept
    assert all(name.startswith("answers") for name in shelf.threads)


async def test_answers_beyond_the_room_are_not_kept_and_have_no_id(caplog: pytest.LogCaptureFixture) -> None:
    shelf = Shelf()
    keeper = AnswerKeeper(lambda: shelf, most=2)
    ids = [keeper.keep(answer()) for _ in range(4)]
    assert [bool(id) for id in ids] == [True, True, False, False]
    assert "answer not kept" in caplog.text
    shelf.open.set()
    await keeper.close()
    assert sorted(shelf.rows) == sorted(ids[:2])


async def test_a_failing_database_is_logged_and_leaves_room_for_the_next(
    caplog: pytest.LogCaptureFixture,
) -> None:
    shelf, kept = Shelf(), answer()
    shelf.open.set()
    shelf.failing = True
    keeper = AnswerKeeper(lambda: shelf, most=1)
    assert keeper.keep(kept)
    await keeper.written()
    assert await keeper.find(kept.id) is None
    assert keeper.keep(answer())
    await keeper.close()
    assert "away" not in caplog.text  # what a database says may hold its address


def test_a_private_answer_is_its_askers_alone_and_a_public_one_everybodys() -> None:
    bob, namesake = Asker("slack", "T1", "C1", "U2"), Asker("discord", "T1", "C1", "U1")
    private = answer()
    assert [private.is_for(who) for who in (ANN, bob, namesake)] == [True, False, False]
    shared = published(private)
    assert [shared.is_for(who) for who in (ANN, bob, namesake)] == [True, True, True]
    assert shared.id != private.id
    assert shared.reply.visibility is Visibility.PUBLIC
    assert private.reply.visibility is Visibility.PRIVATE


async def test_recent_answers_are_the_persons_own_and_include_those_that_wait_to_be_written() -> None:
    shelf, first, second = Shelf(), answer(), answer()
    shelf.rows = {first.id: first}
    keeper = AnswerKeeper(lambda: shelf)
    keeper.keep(second)
    assert await keeper.recent(ANN, 9) == [first, second]
    assert await keeper.recent(ANN, 1) == [second]
    assert await keeper.recent(BOB, 9) == []
    shelf.failing = True
    assert await keeper.recent(ANN, 9) == [second]
    shelf.open.set()
    await keeper.close()


async def test_a_picture_that_is_drawn_later_is_written_with_its_answer() -> None:
    shelf, kept, drawn = Shelf(), answer(), Picture(PIXEL, "A line", 1, 1)
    shelf.open.set()
    keeper = AnswerKeeper(lambda: shelf)

    async def drawing() -> Picture:
        return drawn

    async def failing() -> Picture:
        raise PictureError("too many")

    keeper.keep(kept, drawing)
    without = answer()
    keeper.keep(without, failing)
    await keeper.close()
    assert shelf.rows[kept.id].picture is drawn
    assert shelf.rows[without.id].picture is None
