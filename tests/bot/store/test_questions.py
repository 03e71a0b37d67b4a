"""What was asked last is remembered for an hour, for all processes, and for its asker alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from bot.engine.conversation import FORGOTTEN, Conversation
from bot.store.questions import StoredQuestions
from bot.store.schema import QuestionRow
from bot.store.store import Store
from commands.framework.ports import Person
from market.clock import FixedClock

NOW = datetime(2026, 1, 22, 7, 30, tzinfo=UTC)
HERE = Conversation("slack", "T1", "C1", "1769.1", "U1")


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(NOW)


@pytest.fixture
def questions(database: sa.Engine, clock: FixedClock) -> StoredQuestions:
    return StoredQuestions(database, clock)


def test_the_last_question_is_the_one_that_counts(database: sa.Engine, questions: StoredQuestions) -> None:
    questions.remember(HERE, "/quote rut")
    questions.remember(HERE, "/chart rut ytd")
    other_process = StoredQuestions(database, FixedClock(NOW))
    assert other_process.last(HERE) == "/chart rut ytd"


@pytest.mark.parametrize(
    "elsewhere",
    [{"person": "U2"}, {"thread": ""}, {"channel": "C2"}, {"workspace": "T2"}, {"platform": "discord"}],
)
def test_nobody_else_and_no_other_place_leans_on_it(
    questions: StoredQuestions, elsewhere: dict[str, str]
) -> None:
    questions.remember(HERE, "/quote rut")
    assert questions.last(replace(HERE, **elsewhere)) == ""


def test_after_an_hour_it_is_forgotten(questions: StoredQuestions, clock: FixedClock) -> None:
    questions.remember(HERE, "/quote rut")
    clock.at = NOW + FORGOTTEN - timedelta(seconds=1)
    assert questions.last(HERE) == "/quote rut"
    clock.at = NOW + FORGOTTEN
    assert questions.last(HERE) == ""


def test_what_is_forgotten_is_deleted_with_the_next_question(
    database: sa.Engine, questions: StoredQuestions, clock: FixedClock
) -> None:
    questions.remember(HERE, "/quote rut")
    clock.at = NOW + FORGOTTEN
    questions.remember(replace(HERE, channel="C2"), "/quote spx")
    with database.connect() as c:
        assert list(c.scalars(sa.select(QuestionRow.channel))) == ["C2"]


def test_its_asker_sees_and_erases_it_and_the_workspace_erases_it_unseen(
    database: sa.Engine, clock: FixedClock
) -> None:
    store = Store.over(database, clock)
    store.questions.remember(HERE, "/quote rut")
    rows: Any = store.privacy.export(Person("slack", "T1", "U1"))["last_questions"]
    assert [row["line"] for row in rows] == ["/quote rut"]
    assert "last_questions" not in store.privacy.export_workspace("slack", "T1")
    assert store.privacy.erase_workspace("slack", "T1") == 1
    store.questions.remember(HERE, "/quote rut")
    assert store.privacy.erase(Person("slack", "T1", "U1")) == 1
    assert store.questions.last(HERE) == ""
