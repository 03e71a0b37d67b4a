"""One edit is forgiven; words of their own stay what they are."""

from __future__ import annotations

import pytest

from bot.language.typos import corrected
from bot.language.words import words_of

KNOWN = frozenset({"volatility", "breadth", "unemployment", "charts", "quote"})
NAMES = frozenset({"nasdaq", "russell", "tesla", "apple"})


@pytest.mark.parametrize(
    ("written", "meant_word"),
    [
        ("volatilty", "volatility"),
        ("brekdth", "breadth"),
        ("unemploymnet", "unemployment"),
        ("nasdq", "nasdaq"),
        ("russel", "russell"),
        ("aple", "apple"),
        ("qoute", "quote"),
        ("chrts", "charts"),
    ],
)
def test_one_letter_too_few_too_many_wrong_or_swapped(written: str, meant_word: str) -> None:
    assert corrected(words_of(written), KNOWN, NAMES)[0].text == meant_word


@pytest.mark.parametrize(
    ("written", "meant_word"),
    [
        ("nwes", "news"),
        ("wehn", "when"),
        ("lots", "lots"),
        ("bets", "bets"),
        ("NWES", "nwes"),
        ("enws", "enws"),
    ],
)
def test_short_words_are_put_right_where_two_inner_letters_are_swapped(written: str, meant_word: str) -> None:
    assert corrected(words_of(written), {"news"}, NAMES)[0].text == meant_word


@pytest.mark.parametrize(
    "written", ["voltaliti", "bread", "quite", "march", "NASDQ", "app", "12345", "xyzzy", "chrt", "pltr"]
)
def test_two_edits_other_words_tickers_and_short_ones_stay(written: str) -> None:
    assert corrected(words_of(written), KNOWN, NAMES)[0].text == written.casefold()
