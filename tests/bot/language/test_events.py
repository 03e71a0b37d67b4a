"""The event that a question of history is about."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.language.events import history
from bot.language.question import question_of

NOW = datetime(2026, 8, 21, 21, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("what follows a record in the s&p", "/history record spx"),
        ("after the s&p falls 10% from its high", "/history drawdown 10 spx"),
        ("after small caps slumped 20%", "/history drawdown 20 rut"),
        ("after a bear market in the dow", "/history drawdown 20 dji"),
        ("after the s&p dropped 3% in a day", "/history down 3 spx"),
        ("after falling 3% in a day the nasdaq", "/history down 3 ixic"),
        ("after a 4% jump of the nasdaq", "/history up 4 ixic"),
        ("after small caps lead the s&p by 5 points", "/history lead 5 rut spx"),
        ("small beats large by 5 points over 63 sessions... then what?", "/history lead 5 63 rut spx"),
        ("after small caps beat large caps by 5 points in a quarter", "/history lead 5 63 rut spx"),
        ("times in history like today for the s&p", "/history analogues spx"),
        ("after a breadth thrust", "/history thrust"),
        ("list the dates of russell records", "/history record rut dates"),
    ],
)
def test_the_event_and_its_size_are_read(text: str, line: str) -> None:
    assert history(question_of(text, NOW, {"thrust", "jump"})) == line


def test_a_move_of_rates_is_no_event_of_a_market() -> None:
    assert history(question_of("what did the s&p do the last time rates rose", NOW)) == ""


def test_how_long_a_fall_takes_to_be_made_good_is_no_event() -> None:
    assert history(question_of("how long does the s&p take to recover from a 20% drop", NOW)) == ""
    assert history(question_of("what happens after a 20% drop in the s&p", NOW)) == "/history drawdown 20 spx"


def test_without_an_event_there_is_no_history() -> None:
    assert history(question_of("how bad is this month historically for the nasdaq", NOW)) == ""


def test_a_size_of_nothing_known_is_no_record() -> None:
    assert history(question_of("what follows 5% of wibble", NOW)) == ""
