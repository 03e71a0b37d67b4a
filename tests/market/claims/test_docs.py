"""docs/claims.md is tested: every example in it is read as it says."""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import get_args

import pytest

from commands.check import MOST_CLAIMS, MOST_JUDGED
from market.analytics.regime_rule import RULE
from market.analytics.risk import WINDOWS
from market.claims.expressions.amounts import HEDGE, Amount, Bound
from market.claims.expressions.tokens import LONGEST_SENTENCE
from market.claims.expressions.when import Turn, When
from market.claims.grammar import AnyClaim, read
from market.claims.levels import LevelRelation
from market.claims.macro_prints import PrintRelation
from market.claims.sentence import Basis
from market.claims.subjects import Subject
from market.datasets.economic_series import EconomicSeries
from market.verdicts.attributions import NEAR_FIRST
from market.verdicts.changes import FLAT, NEARLY_FLAT
from market.verdicts.extremes import BEAR, CORRECTION
from market.verdicts.participation import RATIO_TOLERANCE
from market.verdicts.relative import PERSISTENT

PAGE = Path(__file__).resolve().parents[3] / "docs" / "claims.md"
THURSDAY = date(2026, 1, 22)
EXAMPLE = re.compile(r"^\| (?P<sentence>[A-Z].*?) \| `(?P<reading>.*)` \|$", re.MULTILINE)
EXAMPLES = [match.groups() for match in EXAMPLE.finditer(PAGE.read_text())]
_LEFT_OUT = {"place", "when", "since", "nearby", "unsure"}
_SIDES = {
    "up": "up/down",
    "ahead": "ahead/behind",
    "high": "high/low",
    "more": "more/less",
    "best": "best/worst",
    "above": "above/below",
}
_ORDINARY = (None, False, (), "", Basis.CLOSE, LevelRelation.AT, PrintRelation.AT)


def written(value: object) -> str:
    match value:
        case Subject():
            return "/".join(symbol.ticker for symbol in value.readings)
        case Amount():
            hedge = f"{value.bound} " if value.bound is not Bound.EXACT else ""
            return f"{hedge}{value.value:,g} {value.unit}"
        case EconomicSeries():
            return value.word
        case _:
            return str(value)


def when(value: When) -> str:
    if value.turn is not Turn.NONE:
        return f"from the {value.turn} of {value.first}..{value.named} to {value.last}"
    if value.first:
        return f"{value.first}..{value.last}"
    return str(value.last) if value.sessions == 1 else f"{value.sessions} sessions to {value.last}"


def kind_name(kind: type) -> str:
    return kind.__name__.removesuffix("Claim").removesuffix("Statement")


def described(claim: AnyClaim) -> str:
    """`Change ^RUT up 1.25 percent 2026-01-22`: kind, what differs from the ordinary, when."""
    parts = [kind_name(type(claim))]
    for name in claim.__dataclass_fields__:
        value = getattr(claim, name)
        if name == "since":
            parts += [f"since {value.named}"] if value else []
        elif name == "peak":
            parts += [f"peak {value.first}..{value.named}"] if value else []
        elif name in _SIDES:
            parts += [] if value is None else [_SIDES[name].split("/")[not value]]
        elif name in (
            "persistent",
            "alone",
            "ended",
            "after",
            "change",
            "flat",
            "open",
            "at_least",
            "points",
            "before",
            "only",
            "either",
        ):
            parts += (
                []
                if value in _ORDINARY
                else [written(value) if name == "change" and value is not True else name]
            )
        elif (
            name not in _LEFT_OUT and value not in _ORDINARY and not (name in ("count", "of") and value == 0)
        ):
            parts.append(written(value))
    own = getattr(claim, "when", None)
    return " ".join([*parts, when(own)] if own else parts)


@pytest.mark.parametrize(
    "rule",
    [
        f"a sentence has at most {LONGEST_SENTENCE} tokens",
        f'"about", "around", "roughly", "some", "~": {HEDGE:.0%} of the figure either way',
        f'"just under": up to {HEDGE:.0%} below it',
        f'"Persistently" asks for a lead on {Fraction(PERSISTENT).limit_denominator(10)} of the sessions',
        f'"broad" asks for {Fraction(RULE.many).limit_denominator(10)} of them',
        f"at most {FLAT:.1%} either way; from {NEARLY_FLAT:.1%} on".replace(".0", ""),
        f"at least {CORRECTION:.0%} below the highest close, a bear market {BEAR:.0%}",
        f"a ratio may differ by {RATIO_TOLERANCE:.0%}",
        f"Up to {NEAR_FIRST} places behind these",
        f"The first {MOST_CLAIMS} claims are shown; up to {MOST_JUDGED} are judged",
        f"Annualised realised volatility over {WINDOWS[0]}, {WINDOWS[1]} and {WINDOWS[2]} sessions",
    ],
)
def test_the_page_states_the_thresholds_that_are_in_force(rule: str) -> None:
    assert rule in " ".join(PAGE.read_text().split())


@pytest.mark.parametrize(("sentence", "reading"), EXAMPLES)
def test_every_example_of_the_page_is_read_as_it_says(sentence: str, reading: str) -> None:
    claims = read(sentence, THURSDAY).claims
    assert "; ".join(described(claim) for claim in claims) == ("" if reading == "nothing" else reading)


def test_every_kind_has_an_example() -> None:
    taught = {reading.split()[0] for _sentence, reading in EXAMPLES}
    assert taught == {kind_name(kind) for kind in get_args(AnyClaim)} | {"nothing"}
