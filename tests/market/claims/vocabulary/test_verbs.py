"""Regular verbs are known in all their forms."""

from __future__ import annotations

import pytest

from market.claims.expressions.tokens import tokens
from market.claims.vocabulary.tag import Tag
from market.claims.vocabulary.verbs import VERBS, forms
from market.claims.vocabulary.words import LEXICON


@pytest.mark.parametrize(
    ("stem", "own"),
    [
        ("slip+", ["slip", "slips", "slipped", "slipping"]),
        ("rally", ["rally", "rallies", "rallied", "rallying"]),
        ("crush", ["crush", "crushes", "crushed", "crushing"]),
        ("pull-back", ["pull back", "pulls back", "pulled back", "pulling back"]),
    ],
)
def test_a_verb_has_four_forms(stem: str, own: list[str]) -> None:
    assert list(forms(stem)) == own


def test_each_form_is_read_as_its_verb_or_as_a_word_of_its_own() -> None:
    said = {form for row in VERBS.values() for stem in row.split() for form in forms(stem)}
    assert {form for form in said if LEXICON.at(tokens(form), 0) is None} == set()
    assert LEXICON.at(tokens("slipped back"), 0) == (Tag.DOWN, 2)
