"""A word plays one part: in two rows the first would hide the second."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from market.claims.changes import ChangeClaim
from market.claims.expressions.amounts import Bound
from market.claims.expressions.tokens import tokens
from market.claims.grammar import read
from market.claims.vocabulary.words import WORDS, phrases_of


def test_no_word_and_no_phrase_stands_twice() -> None:
    rows = (phrase for row in WORDS.values() for phrase in phrases_of(row))
    counts = Counter(tuple(token.word for token in tokens(phrase)) for phrase in rows)
    assert [words for words, count in counts.items() if count > 1] == []


@pytest.mark.parametrize("word", ["about", "around", "roughly", "some", "~"])
def test_a_figure_is_hedged_by_every_word_that_the_rules_publish(word: str) -> None:
    (claim,) = read(f"The Dow rose {word} 0.7%.", date(2026, 1, 22)).claims
    assert isinstance(claim, ChangeClaim)
    assert claim.amount is not None
    assert claim.amount.bound is Bound.ABOUT
