"""What a market did over a period, in words and figures."""

from __future__ import annotations

from datetime import UTC, datetime

import pandas as pd
import pytest

from commands.presentation.period_move import (
    PeriodMove,
    move_evidence,
    move_facts,
    move_headline,
    move_title,
)
from market.bars import Bars, tidy
from market.period import Period
from market.provenance import Provenance
from market.symbols import Symbol

NAN = float("nan")


def moved(word: str, closes: list[float], period: str = "3d") -> PeriodMove:
    days = pd.bdate_range(end="2026-01-22", periods=len(closes))
    frame = tidy(pd.DataFrame(dict.fromkeys(("open", "high", "low", "close"), closes), index=days))
    origin = Provenance("a table in a test", datetime(2026, 1, 22, 21, tzinfo=UTC))
    gone = tuple(day.date() for day, close in zip(days, closes, strict=True) if close != close)
    return PeriodMove.of(Bars(Symbol.parse(word), frame, origin, missing=gone), Period.parse(period))


def test_a_market_is_told_in_per_cent_and_a_measured_level_in_points() -> None:
    assert (
        str(move_headline(moved("rut", [100, 90, 105, 110])))
        == "The Russell 2000 moved +10.00% over 3 sessions (2026-01-19 to 2026-01-22), to 110.00."
    )
    assert (
        str(move_headline(moved("vix", [20, 15, 18, 17.5])))
        == "The VIX moved −2.50 points over 3 sessions (2026-01-19 to 2026-01-22), to 17.50."
    )


@pytest.mark.parametrize(
    ("closes", "period", "day"),
    [
        ([80, NAN, 90, 105, 110], "3d", "2026-01-19"),
        ([80, 100, 90, NAN, 110], "2026-01-19..2026-01-21", "2026-01-21"),
    ],
)
def test_without_one_of_the_two_closes_the_change_is_not_known(
    closes: list[float], period: str, day: str
) -> None:
    move = moved("rut", closes, period)
    headline, why = move_headline(move), f"there is no bar for {day}"
    assert str(headline).endswith(f"is not known: {why}.")
    assert move_title(move, headline, "over 3 sessions") == headline.title
    assert next(f for f in move_facts(move) if f.label == "Change").why == why


def test_extremes_and_drawdown_are_those_of_the_period() -> None:
    facts = {fact.label: fact for fact in move_facts(moved("rut", [200, 100, 90, 105, 110]))}
    assert [facts[label].value for label in ("Highest close", "Lowest close")] == [110, 90]
    assert facts["Worst drawdown"].value == pytest.approx(-0.1)
    assert facts["Record"].text.startswith("−45.00% from the record close of 200.00")


def test_a_missing_session_may_have_been_the_highest_the_lowest_or_the_trough() -> None:
    facts = {fact.label: fact for fact in move_facts(moved("rut", [100, NAN, 105, 110]))}
    for label in ("Highest close", "Lowest close", "Worst drawdown"):
        assert (facts[label].value, facts[label].why) == (None, "there is no bar for 2026-01-20")


def test_the_evidence_are_the_two_closes() -> None:
    assert move_evidence(moved("vix", [20, 15, 18, 17.5])).inputs == (
        "20.00 on 2026-01-19",
        "17.50 on 2026-01-22",
    )
