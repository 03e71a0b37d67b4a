"""Phrases are found whole, the longest first, with articles between."""

from __future__ import annotations

import pytest

from bot.language.phrases import PhraseTable, single_words

TABLE = PhraseTable.of("record | record close | rotat* | price of | moving average | moving averages sma")


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("a record close today", [(1, 3)]),
        ("a record today", [(1, 2)]),
        ("money rotating out", [(1, 2)]),
        ("the price of the dow", [(1, 3)]),
        ("record the close", [(0, 3)]),
        ("moving averages sma", [(0, 3)]),
        ("moving averages", []),
        ("", []),
    ],
)
def test_where_phrases_stand(text: str, places: list[tuple[int, int]]) -> None:
    assert TABLE.matches(text.split()) == places


def test_the_words_that_phrases_are_made_of() -> None:
    assert single_words("rotat* | price of") == {"rotat", "price", "of"}
