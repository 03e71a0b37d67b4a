"""A question is taken apart into words as people write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language.words import LONGEST, words_of


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("What's the S&P's P/E?", "what is the s&p pe"),
        ("how r u, smallcaps doin", "how are you small caps doing"),
        ("rut 50/200 sma", "rut 50 200 sma"),
        ("S and P 500", "s&p 500"),
        ("the all-time-high of the nasdaq-100", "the all time high of the nasdaq 100"),
        ("brk-b or BRK.B", "brk-b or brk.b"),
        ("BF/B, MOG-A and EV/EBITDA", "bf.b mog.a and ev ebitda"),
        ("2 percent, 2 pct and 2 %", "2% 2% and 2%"),
        ("it doesn’t rise", "it does not rise"),
        ("200 day MA", "200 day moving average"),
        ("MA price", "ma price"),
        ("wie läuft der dow dieses jahr", "how doing the dow this year"),
        ("müßig 🚀 2026-01-02..2026-01-22", "müssig 2026-01-02..2026-01-22"),
    ],
)
def test_a_question_in_words(text: str, words: str) -> None:
    assert " ".join(word.text for word in words_of(text)) == words


def test_what_is_written_as_a_ticker_is_known_for_it() -> None:
    assert [word.text for word in words_of("is $iwm above GME now") if word.is_shouted] == ["iwm", "gme"]
    assert not any(word.is_shouted for word in words_of("WHAT IS THE PRICE OF GOLD"))


@given(st.text(max_size=400))
def test_any_text_has_words_and_not_too_many(text: str) -> None:
    words = words_of(text)
    assert len(words) <= LONGEST
    assert all(word.text for word in words)
