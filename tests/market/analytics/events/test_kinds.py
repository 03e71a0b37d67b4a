"""What weighs more than what."""

from __future__ import annotations

from datetime import date

import pytest

from market.analytics.events.kinds import MOST_DEVIATIONS, Event, EventKind, SeriesClass

DAY = date(2026, 3, 20)


def score(kind: EventKind, size: float, of: SeriesClass = SeriesClass.INDEX) -> float:
    return Event(kind, "^RUT", of, DAY, size).score


def test_a_deeper_fall_weighs_more_and_a_tenth_below_the_record_more_than_the_usual_record_day() -> None:
    steps = [score(EventKind.DRAWDOWN, step) for step in (0.05, 0.10, 0.15, 0.20)]
    assert steps == sorted(steps)
    assert steps[0] < score(EventKind.REGIME, 1, SeriesClass.RULE) < steps[1]
    assert steps[1] < score(EventKind.RECORD, 1) < steps[2]


def test_a_larger_move_weighs_more_up_to_a_limit_and_either_way_alike() -> None:
    assert score(EventKind.MOVE, 3.0) < score(EventKind.MOVE, -5.0) == score(EventKind.MOVE, 5.0)
    assert score(EventKind.MOVE, MOST_DEVIATIONS) == score(EventKind.MOVE, 9.0)


@pytest.mark.parametrize("kind", [EventKind.MOVE, EventKind.EXTREME])
def test_an_index_weighs_more_than_a_gauge_and_a_gauge_more_than_a_sector(kind: EventKind) -> None:
    classes = [SeriesClass.SECTOR, SeriesClass.GAUGE, SeriesClass.INDEX]
    scores = [score(kind, 3.0, of) for of in classes]
    assert scores == sorted(set(scores))
