"""Events in words."""

from __future__ import annotations

from datetime import date

import pytest

from commands.digests.event_words import event_groups, event_words
from market.analytics.events.kinds import Event, EventKind, SeriesClass
from market.analytics.events.table import EventTable

DAY = date(2026, 3, 20)
INDEX, SECTOR, GAUGE, MEMBERS = (
    SeriesClass.INDEX,
    SeriesClass.SECTOR,
    SeriesClass.GAUGE,
    SeriesClass.MEMBERS,
)


def event(
    kind: EventKind, series: str, of: SeriesClass, size: float = 1.0, change: float = 0.0, other: str = ""
) -> Event:
    return Event(kind, series, of, DAY, size, change, other)


@pytest.mark.parametrize(
    ("events", "words"),
    [
        ([event(EventKind.RECORD, "^GSPC", INDEX)], "the S&P 500 closed at a record"),
        (
            [event(EventKind.RECORD, name, INDEX) for name in ("^GSPC", "^NDX")],
            "the S&P 500 and the Nasdaq-100 closed at records",
        ),
        (
            [event(EventKind.INTRADAY_RECORD, "^DJI", INDEX)],
            "the Dow Jones traded above its record and closed below",
        ),
        (
            [event(EventKind.DRAWDOWN, "^GSPC", INDEX, 0.05), event(EventKind.DRAWDOWN, "^NDX", INDEX, 0.05)],
            "the S&P 500 and the Nasdaq-100 closed 5% or more below their records for the first time since they were "
            "set",
        ),
        (
            [event(EventKind.MOVE, "^VIX", GAUGE, 8.23, 15.29)],
            "the VIX rose 15.29 points (8.2 times the usual day)",
        ),
        (
            [
                event(EventKind.MOVE, "USO", GAUGE, 3.5, 0.0957),
                event(EventKind.EXTREME, "USO", GAUGE, 1, 0.0957),
            ],
            "the oil fund USO rose 9.57% (3.5 times the usual day), to its highest close in 52 weeks",
        ),
        (
            [event(EventKind.MOVE, name, SECTOR, -4.0, -0.04) for name in ("XLU", "XLRE", "XLV", "XLP")],
            "S&P 500 utilities (XLU) fell 4.00% (4.0 times the usual day), real estate (XLRE) fell 4.00% (4.0 times "
            "the usual day) and so did 2 more sectors",
        ),
        (
            [event(EventKind.EXTREME, name, SECTOR, -1) for name in ("XLE", "XLB")],
            "S&P 500 energy (XLE) and materials (XLB) closed at their lowest in 52 weeks",
        ),
        ([event(EventKind.RUN_END, "^GSPC", INDEX, 9)], "the S&P 500 ended a run of 9 sessions up"),
        ([event(EventKind.RUN_END, "^GSPC", INDEX, -7)], "the S&P 500 ended a run of 7 sessions down"),
        (
            [event(EventKind.LEAD, "^RUT", INDEX, 14, other=name) for name in ("^GSPC", "^DJI")],
            "the Russell 2000 was ahead of the S&P 500 and the Dow Jones for 14 sessions in a row",
        ),
        (
            [event(EventKind.LEAD_END, "^RUT", INDEX, 14, other="^GSPC")],
            "the Russell 2000 was not ahead of the S&P 500, after 14 sessions in a row",
        ),
        (
            [
                event(EventKind.ONE_SIDED, "sp500", MEMBERS, 0.846),
                event(EventKind.ONE_SIDED, "russell2000", MEMBERS, 0.825),
            ],
            "of the members that moved, 84.6% in the S&P 500 and 82.5% in the Russell 2000 rose",
        ),
        (
            [event(EventKind.THRUST, "sp500", MEMBERS)],
            "there was a breadth thrust among the members of the S&P 500",
        ),
        (
            [event(EventKind.REGIME, "regime", SeriesClass.RULE, other="mixed to defensive")],
            "the market regime turned from mixed to defensive",
        ),
    ],
)
def test_each_kind_has_its_sentence(events: list[Event], words: str) -> None:
    assert event_words(events) == words


def test_events_of_one_kind_class_and_side_are_one_group_and_an_extreme_goes_with_its_move() -> None:
    events = (
        event(EventKind.RECORD, "^GSPC", INDEX),
        event(EventKind.RECORD, "^NDX", INDEX),
        event(EventKind.MOVE, "XLU", SECTOR, -4.0),
        event(EventKind.MOVE, "XLE", SECTOR, 4.0),
        event(EventKind.EXTREME, "XLE", SECTOR, 1.0),
        event(EventKind.EXTREME, "XLB", SECTOR, 1.0),
    )
    groups = event_groups(EventTable(DAY, DAY, events, 73))
    assert [[(e.kind, e.series) for e in group] for group in groups] == [
        [(EventKind.RECORD, "^GSPC"), (EventKind.RECORD, "^NDX")],
        [(EventKind.MOVE, "XLU")],
        [(EventKind.MOVE, "XLE"), (EventKind.EXTREME, "XLE")],
        [(EventKind.EXTREME, "XLB")],
    ]


def test_different_steps_and_lengths_are_not_said_together() -> None:
    events = (
        event(EventKind.DRAWDOWN, "^NDX", INDEX, 0.2),
        event(EventKind.DRAWDOWN, "^GSPC", INDEX, 0.1),
        event(EventKind.LEAD, "^RUT", INDEX, 14, other="^GSPC"),
        event(EventKind.LEAD, "^RUT", INDEX, 11, other="^NDX"),
    )
    assert [len(group) for group in event_groups(EventTable(DAY, DAY, events, 73))] == [1, 1, 1, 1]
