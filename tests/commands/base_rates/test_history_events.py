"""The events of `/history`: which sizes and spans can be asked for."""

from __future__ import annotations

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
        assert asked_event(event, size, window, RUT, SPX).size == size
    else:
        with pytest.raises(UsageError):
            asked_event(event, size, window, RUT, SPX)


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
    assert words in asked_event(event, None, None, RUT, SPX).words
