"""The events of `/history`: which sizes and spans can be asked for."""

from __future__ import annotations

import re

import pytest

from commands.base_rates.history_events import EventName, asked_event
from commands.framework.command import UsageError
from market.symbols import Symbol

RUT, SPX = Symbol.parse("rut"), Symbol.parse("spx")


@pytest.mark.parametrize(
    ("event", "size", "window", "is_asked"),
    [
        ("lead", 5.0, 756, True),
        ("lead", 5.0, 757, False),
        ("lead", 5.0, 1, True),
        ("lead", 5.0, -1, False),
        ("drawdown", 89.9, None, True),
        ("drawdown", 90.0, None, False),
        ("up", 999.9, None, True),
        ("up", 1000.0, None, False),
        ("up", 0.0, None, False),
    ],
)
def test_sizes_and_spans_have_bounds(
    event: EventName, size: float, window: int | None, is_asked: bool
) -> None:
    if is_asked:
        assert asked_event(event, size, window, RUT, None).size == size
    else:
        with pytest.raises(UsageError):
            asked_event(event, size, window, RUT, None)


@pytest.mark.parametrize(
    ("event", "words"),
    [
        ("lead", "of 5 points over the S&P 500 in 63 sessions"),
        ("drawdown", "10% below"),
        ("up", "at least 3%"),
        ("down", "at least 3%"),
    ],
)
def test_without_a_size_the_event_has_its_usual_one(event: EventName, words: str) -> None:
    assert words in asked_event(event, None, None, RUT, None).words


@pytest.mark.parametrize(
    ("event", "size", "window", "against", "said"),
    [
        ("record", 5.0, None, None, "takes no size (5). Try /history record rut"),
        ("drawdown", 10.0, 63, None, "takes no number of sessions (63). Try /history drawdown 10 rut"),
        ("up", None, None, SPX, "takes no second market (spx). Try /history up 3 rut"),
        ("analogues", None, None, SPX, "takes no second market (spx). Try /history analogues rut"),
    ],
)
def test_a_word_that_the_event_has_no_use_for_is_refused(
    event: EventName, size: float | None, window: int | None, against: Symbol | None, said: str
) -> None:
    with pytest.raises(UsageError, match=re.escape(said)):
        asked_event(event, size, window, RUT, against)


def test_a_lead_has_a_benchmark_of_its_own() -> None:
    assert asked_event("lead", None, None, RUT, None) == asked_event("lead", None, None, RUT, SPX)
