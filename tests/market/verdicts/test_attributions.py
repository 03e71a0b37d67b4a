"""Which sector made a move, on members made by hand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pandas as pd
import pytest

from market.analytics.attribution import TOLERANCE
from market.claims.grammar import read
from market.claims.members import AttributionClaim
from market.datasets.members import RUSSELL_2000, SP_500, Member, MemberPanel, Members, Universe
from market.provenance import Provenance
from market.verdicts.data import JudgementData
from market.verdicts.judge import judge_all, needs
from market.verdicts.verdict import Finding, Verdict
from tests.market.verdicts.test_judge import CALENDAR, DAYS, LAST, bars

# Weight and change in per cent. By contribution: health care, financials, energy, industrials, materials, utilities;
# by their own changes: energy, health care, financials, industrials, materials, utilities.
RISING = {
    "Health Care": (40, 2.0),
    "Energy": (5, 5.0),
    "Financials": (20, 1.5),
    "Industrials": (15, 1.0),
    "Materials": (10, 0.5),
    "Utilities": (10, -1.0),
}
FALLING = {name: (weight, -moved) for name, (weight, moved) in RISING.items()}
HOLDS, FAILS, DEPENDS, NO_DATA = Verdict.HOLDS, Verdict.FAILS, Verdict.DEPENDS, Verdict.NO_DATA


def checked(
    text: str,
    moves: Mapping[str, tuple[float, float]],
    residual: float = 0.0,
    listed: date = date(2026, 1, 16),
    universe: Universe = RUSSELL_2000,
    weighted: bool = True,
    missing: str = "",
) -> tuple[Finding, ...]:
    """The findings on `text`. One member a sector; before the last session only utilities moved, which doubled."""
    before = [
        [50.0 if name == "Utilities" and day < "2026-01-14" else 100.0 for name in moves] for day in DAYS[:-1]
    ]
    rows = [*before, [100 * (1 + moved / 100) for _, moved in moves.values()]]
    closes = pd.DataFrame(rows, pd.DatetimeIndex(DAYS), list(moves))
    units = pd.Series({name: float(weight) for name, (weight, _) in moves.items()})
    index = (closes * units).sum(axis=1)
    index.iloc[-1] += residual * index.iloc[-2]
    own = bars("rut" if universe is RUSSELL_2000 else "spx", index.tolist())
    source = Provenance("By hand", datetime(listed.year, listed.month, listed.day, tzinfo=UTC))
    members = tuple(Member(n, n, n, units[n] / 100 if weighted else float("nan")) for n in moves)
    panel = MemberPanel(Members(universe, members, source), closes, source)
    if missing:
        panel = replace(
            panel, closes=closes.drop(pd.Timestamp(missing)), missing=(date.fromisoformat(missing),)
        )
    claims = read(text, LAST).claims
    assert universe.key in needs(claims).universes or not any(isinstance(c, AttributionClaim) for c in claims)
    data = JudgementData(LAST, CALENDAR, {own.symbol.ticker: own}, {universe.key: panel})
    return judge_all(claims, data)[0]


def verdicts(text: str, moves: Mapping[str, tuple[float, float]], **more) -> list[Verdict]:
    """Those on what made the move, which stand behind the one on the move itself."""
    return [finding.verdict for finding in checked(text, moves, **more)[1:]]


@pytest.mark.parametrize(
    ("sectors", "expected"),
    [
        ("health care", [HOLDS]),  # by contribution
        ("energy stocks", [HOLDS]),  # by its own change
        ("financials", [DEPENDS]),
        ("industrials", [FAILS]),  # fourth both ways
        ("utilities", [FAILS]),  # went the other way
        ("health care and financials", [HOLDS, HOLDS]),
        ("industrials and health care", [DEPENDS, HOLDS]),  # the fourth of two named
        ("materials and health care", [FAILS, HOLDS]),  # the fifth
        ("real estate", [NO_DATA]),  # none is listed
    ],
)
def test_the_first_by_either_reading_made_the_move(sectors: str, expected: list[Verdict]) -> None:
    assert verdicts(f"The Russell 2000 rose, led by {sectors}.", RISING) == expected
    assert verdicts(f"The Russell 2000 fell, dragged down by {sectors}.", FALLING) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [("with health care the biggest drag", HOLDS), ("with industrials contributing the most", FAILS)],
)
def test_what_a_sector_did_behind_its_name(words: str, expected: Verdict) -> None:
    assert verdicts(f"The Russell 2000 fell on Tuesday, {words}.", FALLING) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Utilities were the biggest drag on the Russell 2000.", [HOLDS]),  # though it rose
        ("Materials were the biggest drag on the Russell 2000.", [FAILS]),  # they rose
        ("Health care contributed most to the Russell 2000.", [HOLDS]),
        ("Utilities were the biggest contributors to the Russell 2000's decline.", [FAILS]),  # it rose
        ("Energy was the biggest winner in the Russell 2000.", [HOLDS]),
        ("Industrials were the biggest winner in the Russell 2000.", [FAILS]),
        ("Banks and health care weighed most on the Russell 2000.", []),  # one of two, of which one is none
        ("Banks weighed most on the Russell 2000.", [Verdict.UNCHECKABLE]),
    ],
)
def test_a_sector_drives_a_market_whose_own_move_is_not_told(text: str, expected: list[Verdict]) -> None:
    assert [finding.verdict for finding in checked(text, RISING)] == expected


def test_a_move_the_other_way_was_made_by_nobody() -> None:
    assert verdicts("The Russell 2000 rose, led by health care.", FALLING) == [FAILS]


@pytest.mark.parametrize(("sectors", "expected"), [("utilities", HOLDS), ("industrials", FAILS)])
def test_the_period_is_that_of_the_move(sectors: str, expected: Verdict) -> None:
    text = f"The Russell 2000 rose over the past five sessions, led by {sectors}."
    assert verdicts(text, RISING) == [expected]


@pytest.mark.parametrize(("beyond", "expected"), [(0.95, HOLDS), (1.05, NO_DATA)])
def test_beyond_the_tolerance_nobody_is_named(beyond: float, expected: Verdict) -> None:
    (_, finding) = checked("The Russell 2000 rose, led by health care.", RISING, residual=beyond * TOLERANCE)
    assert finding.verdict is expected
    assert ("more than the 12.0 that are accepted" in finding.outcome.statement) is (expected is NO_DATA)


@pytest.mark.parametrize(("residual", "expected"), [(0.0006, FAILS), (0.0007, NO_DATA)])
def test_nobody_is_refused_for_less_than_what_is_unexplained(residual: float, expected: Verdict) -> None:
    calm = {name: (weight, moved / 10) for name, (weight, moved) in RISING.items()}
    # Industrials gave 6.5 basis points less than health care.
    text = "The Russell 2000 rose, led by industrials."
    assert verdicts(text, calm, residual=residual) == [expected]


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({"weighted": False}, "states no weights"),
        ({"missing": "2026-01-16"}, "The members are not priced both on 2026-01-16 and on 2026-01-20"),
        ({"missing": "2026-01-20"}, "The members are not priced both on 2026-01-16 and on 2026-01-20"),
        ({"listed": date(2025, 6, 20)}, "due to change their members on 2025-06-27"),
    ],
)
def test_what_is_not_known_of_members_is_said(more: dict[str, Any], reason: str) -> None:
    (_, finding) = checked("The Russell 2000 rose, led by health care.", RISING, **more)
    assert finding.verdict is NO_DATA
    assert reason in finding.outcome.statement


def test_a_list_of_the_s_and_p_does_not_change_with_the_russells() -> None:
    text = "The S&P 500 rose, led by health care."
    assert verdicts(text, RISING, universe=SP_500, listed=date(2025, 6, 20)) == [HOLDS]


def test_a_false_one_of_two_markets_is_not_refused() -> None:
    text = "The S&P 500 and the Russell 2000 rose 0.5% and 1.45%, led by industrials."
    assert all(finding.verdict is not FAILS for finding in checked(text, RISING))


def test_the_figures_and_the_command_are_those_of_why() -> None:
    (_, finding) = checked("The Russell 2000 rose, led by financials.", RISING)
    assert finding.outcome.statement == (
        "Russell 2000 +1.45%, to 2026-01-20; Financials by contribution 2nd of 6, 0.30 points (Health Care first with "
        "0.80 points); by its own change 3rd of 6, +1.50% (Energy first with +5.00%)"
    )
    assert finding.outcome.actual == pytest.approx(0.003)
    assert finding.command == "/why rut 2026-01-20"
