"""`/history`: events, base rates, refusals, and the list of dates."""

from __future__ import annotations

import statistics
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from commands.base_rates.history_events import choice_note
from commands.history import _about
from market.analytics.base_rates import ForwardReturns, base_rates
from tests.commands.conftest import fact


@pytest.mark.realdata
def test_real_records_are_followed_by_what_a_loop_by_hand_finds(real, real_data: Path) -> None:
    reply = real("/history record rut", "2026-01-22T18:00-05:00")
    closes = pd.read_csv(real_data / "RUT.csv.gz")
    prices = closes[closes["date"] <= "2026-01-22"]["close"].tolist()
    highest, free_from, known, events = prices[0], 0, [], 0
    for day, price in enumerate(prices):
        if price > highest:
            highest, events = price, events + 1
            if day >= free_from:
                free_from = day + 252
                if day + 252 < len(prices):
                    known.append(prices[day + 252] / price - 1)
    year = next(row for row in reply.table.rows if row[0] == "12 months")
    assert year[1] == len(known)
    assert year[2] == pytest.approx(statistics.median(known))
    assert reply.facts[0].value == events
    assert fact(reply, "Events").endswith("(the last on 2026-01-22)")


@pytest.mark.parametrize(
    ("line", "command"),
    [
        ("/history drawdown", "/history drawdown 10 rut"),
        ("/history lead 3 21 rut spx", "/history lead 3 21 rut spx"),
        ("/history up 2% spx", "/history up 2 spx"),
        ("/history down -3 rut dates", "/history down 3 rut dates"),
        ("/history thrust", "/history thrust rut"),
    ],
)
def test_events_are_read_as_people_write_them(sample, line: str, command: str) -> None:
    reply = sample(line)
    if reply.error:  # a short history may hold too few of them, and says so
        assert "independent events" in reply.headline
    else:
        assert reply.command == command


def test_the_dates_are_one_button_away_and_the_picture_one_back(sample) -> None:
    picture = sample("/history record rut")
    dates = sample(picture.actions[0].command)
    assert dates.chart is None
    assert dates.table.rows[0][0] == "2026-01-22"
    assert dates.table.rows[0][1] != dates.table.rows[0][1], "what follows the last close is not known"
    assert dates.actions[0].command == picture.command
    assert dates.headline == picture.headline


def test_too_few_events_are_refused_with_the_number(sample) -> None:
    reply = sample("/history drawdown 60 rut")
    assert reply.error
    assert "a base rate needs 10" in reply.headline


@pytest.mark.parametrize(
    "line", ["/history drawdown 0 rut", "/history lead 5 9999 rut", "/history lead 5 63 spx spx"]
)
def test_impossible_events_come_with_one_that_works(sample, line: str) -> None:
    reply = sample(line)
    assert reply.error
    assert not sample(reply.actions[0].command).error


def test_a_refusal_offers_a_milder_event_and_others_that_work(sample) -> None:
    reply = sample("/history down 9 rut")
    assert reply.error
    assert reply.actions[0].command == "/history down 4.5 rut"
    assert not sample("/history record rut").error
    assert "/history record rut" in [action.command for action in reply.actions]


@pytest.mark.parametrize(("events", "are_few"), [(29, True), (30, False)])
def test_fewer_than_thirty_events_are_called_few(events: int, are_few: bool):
    days = pd.bdate_range("2020-01-01", periods=900)
    closes = pd.Series([100.0 + n % 7 for n in range(900)], index=days)
    happened = pd.Series([n % 21 == 0 and n < 21 * events for n in range(900)], index=days)
    rates = base_rates(closes, happened)
    month = replace(rates, outcomes=rates.outcomes[:1])
    assert any("events are few" in sentence for sentence in _about(month)) is are_few


@pytest.mark.parametrize(
    ("line", "instead"),
    [
        ("/history up -3 rut", "/history down 3 rut"),
        ("/history lead -5 63 rut spx", "/history lead 5 63 spx rut"),
    ],
)
def test_a_sign_that_turns_the_event_round_is_never_dropped(sample, line: str, instead: str) -> None:
    reply = sample(line)
    assert reply.error
    assert [action.command for action in reply.actions] == [instead]
    assert not sample(instead).headline.startswith("“")


@pytest.mark.realdata
def test_it_says_how_the_choice_of_events_moves_the_median(real) -> None:
    notes = real("/history drawdown 10 spx", "2026-01-30T18:00-05:00").notes
    assert (
        "The choice of events moves it: after 12 months the median is +6.99% picked forward in time, +10.34% over all "
        "25 events, +10.34% picked backward." in notes
    )


@pytest.mark.parametrize(("of_all", "is_said"), [(0.0301, True), (0.0299, False)])
def test_the_choice_is_named_where_it_moves_the_median_by_a_point(of_all: float, is_said: bool) -> None:
    outcome = ForwardReturns("1 month", 21, 10, 0.02, 0.0, 0.1, -0.1, 0.1, 0.5, 0.01, 0.5, of_all, 0.02, 30)
    assert bool(choice_note(outcome)) is is_said
