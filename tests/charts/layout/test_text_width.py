"""The bounds of width hold for the font, and are not far above it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from charts.layout.cell_text import SIZES
from charts.layout.text_width import width, width_bound

DRAWN = [(size, True) for size in SIZES] + [(size, False) for size in (20, *(size * 0.9 for size in SIZES))]
words = st.text(st.characters(min_codepoint=32, max_codepoint=126), min_size=1, max_size=24)


@pytest.mark.parametrize(("size", "bold"), DRAWN)
def test_no_letter_is_drawn_wider_than_the_table_says_nor_much_narrower(size: float, bold: bool) -> None:
    for letter in [chr(code) for code in range(32, 127)] + list("−–…"):
        drawn, most = width(letter * 20, size, bold), width_bound(letter * 20, size, bold)
        assert drawn <= most + 0.5, letter
        assert drawn >= 0.75 * most, letter


@given(words, st.sampled_from(DRAWN))
def test_no_words_are_drawn_wider_than_they_are_taken_for(text: str, how: tuple[float, bool]) -> None:
    assert width(text, *how) <= width_bound(text, *how) + 1


@pytest.mark.parametrize("text", ["NVDA", "BRK.B", "190 up", "60 down or flat", "+120.53%", "−0.84%"])
@pytest.mark.parametrize(("size", "bold"), DRAWN)
def test_no_room_to_speak_of_is_wasted(text: str, size: float, bold: bool) -> None:
    assert width(text, size, bold) >= 0.88 * width_bound(text, size, bold)
