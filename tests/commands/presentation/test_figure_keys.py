"""Keys of figures: the same words for the same thing, whoever states it."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd
import pytest

from commands.presentation.figure_keys import no_bar, record_figures, span, streak_figures, subject
from market.analytics.leadership import leadership
from market.analytics.records import record_closes
from market.bars import Bars, tidy
from market.doubts import Doubt, DoubtKind
from market.period import Period
from market.provenance import Provenance
from market.symbols import Symbol

DAYS = pd.DatetimeIndex(["2025-12-31", "2026-01-02", "2026-01-05", "2026-01-06"])
CATALOGUE = Path(__file__).parents[3] / "docs" / "json.md"


@pytest.mark.parametrize(
    ("symbol", "word"), [("^RUT", "rut"), ("IWM", "iwm"), ("russell 2000", "rut"), ("VOD.L", "vod_l")]
)
def test_a_subject_is_the_markets_word_without_a_dot(symbol: str, word: str) -> None:
    assert subject(Symbol.parse(symbol)) == word


@pytest.mark.parametrize(
    ("period", "word"),
    [
        ("ytd", "ytd"),
        ("since 2024-10-01", "since_2024-10-01"),
        ("2020-02-19..2020-03-23", "2020-02-19_2020-03-23"),
    ],
)
def test_a_period_is_one_word_without_a_dot(period: str, word: str) -> None:
    assert span(Period.parse(period)) == word


def test_a_bar_in_doubt_is_not_called_absent() -> None:
    frame, day = tidy(pd.DataFrame({"close": [10.0, 11.0]}, DAYS[:2])), DAYS[2].date()
    origin = Provenance("a table in a test", datetime(2026, 1, 6, 21, tzinfo=UTC))
    bars = Bars(Symbol.parse("rut"), frame, origin, missing=(day,))
    doubt, high = (Doubt(kind, (day,), 99.0, 10.0) for kind in (DoubtKind.SPIKE, DoubtKind.RANGE))
    assert no_bar(day, bars) == no_bar(day, replace(bars, doubts=(high,))) == "there is no bar for 2026-01-05"
    assert (
        no_bar(day, replace(bars, doubts=(doubt,)))
        == "the bar for 2026-01-05 is in doubt (99.00; 10.00 before it, and back after it)"
    )


def test_a_record_is_stated_by_its_count_and_anything_below_it_by_its_distance() -> None:
    risen = record_closes(pd.Series([10.0, 11.0, 10.5, 12.0], DAYS))
    fallen = record_closes(pd.Series([10.0, 11.0, 12.0, 9.0], DAYS))
    assert {f.key: f.value for f in record_figures("rut", risen)} == {
        "rut.record.in_year": 2,
        "rut.record.since_previous": 2,
    }
    assert {f.key: f.value for f in record_figures("rut", fallen)} == {
        "rut.record.below": -0.25,
        "rut.record.level": 12.0,
        "rut.record.day": "2026-01-05",
        "rut.record.since": 1,
    }


def test_a_streak_is_dated_by_the_last_session_both_have() -> None:
    own = pd.Series([10.0, 11.0, 12.0], DAYS[:3], name="Russell 2000")
    other = pd.Series([10.0, 10.0, 10.0, 10.0], DAYS, name="S&P 500")
    (streak,) = streak_figures("rut", leadership(own, other), ())
    assert (streak.key, streak.value, streak.as_of) == ("rut.streak.spx.daily", 2, "2026-01-05 close")


def test_the_catalogue_lists_every_figure_of_one_and_of_two_markets() -> None:
    listed = set(re.findall(r"[`.]([a-z_]+)", CATALOGUE.read_text()))
    root = Path(__file__).parents[3] / "commands"
    stated = {
        word
        for path in root.rglob("*.py")
        for key in re.findall(r"(?:key=|Figure\(|, )f?\"(\{\w+\}\.[a-z_]+)", path.read_text())
        for word in [key.partition(".")[2]]
    }
    assert stated
    assert stated - listed == set()
