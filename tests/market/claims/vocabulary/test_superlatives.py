"""Superlatives that no row lists are known by their form, but for those of volume, of wild swings and of time."""

from __future__ import annotations

from datetime import date

import pytest

from market.claims.grammar import read
from market.claims.superlatives import ExtremeClaim
from market.claims.vocabulary.superlatives import is_comparative, is_superlative


@pytest.mark.parametrize("word", ["sorriest", "loftiest", "plumpest", "dreariest", "darkest"])
def test_a_word_that_ends_as_a_superlative_is_one(word: str) -> None:
    assert is_superlative(word)
    assert is_comparative(f"{word[:-3]}er")


@pytest.mark.parametrize(
    "word", ["interest", "latest", "busiest", "quietest", "widest", "thinnest", "calmest", "west"]
)
def test_other_words_and_those_of_volume_and_length_are_none(word: str) -> None:
    assert not is_superlative(word)


@pytest.mark.parametrize(
    ("sentence", "change"),
    [
        ("The Dow had its sorriest week since November.", True),
        ("The Dow had its plumpest weekly haul since November.", True),
        ("The Dow saw its loftiest finish since November.", False),
        ("Traders leafed back to April 10 for a darker day in the Dow.", True),
        ("No close has been lower since April 10 for the Dow.", False),
    ],
)
def test_an_unknown_superlative_ranks_a_week_or_a_close(sentence: str, change: bool) -> None:
    (claim,) = read(sentence, date(2026, 1, 22)).claims
    assert isinstance(claim, ExtremeClaim)
    assert claim.change is change


@pytest.mark.parametrize(
    "sentence",
    ["The Dow had its busiest week since November.", "The Dow had its sorriest manager since 2008."],
)
def test_one_of_something_else_claims_nothing(sentence: str) -> None:
    assert read(sentence, date(2026, 1, 22)).claims == ()
