"""Which markets a sentence names."""

from __future__ import annotations

import doctest

import pytest

from market.claims import subjects
from market.claims.expressions.tokens import tokens
from market.claims.subjects import subject_at


@pytest.mark.parametrize(
    ("text", "ticker", "length"),
    [
        ("BRK.B rose", "BRK-B", 3),
        ("$BRK.B rose", "BRK-B", 4),
        ("BF/B fell", "BF-B", 3),
        ("$MOG/A fell", "MOG-A", 4),
        ("$IWM. A day later", "IWM", 2),
    ],
)
def test_a_share_of_a_class_is_named_with_its_class(text: str, ticker: str, length: int) -> None:
    named = subject_at(tokens(text), 0)
    assert named is not None
    assert (named[0].symbol.ticker, named[1]) == (ticker, length)


@pytest.mark.parametrize("text", ["AI. A day later", "P/E rose", "the S&P/B share"])
def test_other_letters_behind_a_mark_are_no_class(text: str) -> None:
    assert all(
        named is None or "-" not in named[0].symbol.ticker
        for named in (subject_at(tokens(text), place) for place in range(len(tokens(text))))
    )


def test_the_worked_examples_hold() -> None:
    assert doctest.testmod(subjects).failed == 0
