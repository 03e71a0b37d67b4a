"""Shortened text still reads true."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.adapters.formatting.truncate import cut, width

FIGURES = st.lists(
    st.sampled_from(["2,718.77", "+0.76%", "−1,234.5%", "2026-01-22", "$5", "rose", "on", "14 sessions"]),
    min_size=1,
    max_size=40,
)


@given(st.text(), st.integers(1, 60))
def test_never_longer_than_the_limit(text: str, limit: int) -> None:
    assert width(cut(text, limit)) <= limit


@given(st.text(), st.integers(1, 60))
def test_what_fits_is_left_alone_and_what_is_kept_comes_first(text: str, limit: int) -> None:
    shown = cut(text, limit)
    if width(text) <= limit:
        assert shown == text
    else:
        assert shown.endswith("…")
        assert text.startswith(shown.removesuffix("…").removesuffix(" "))


@settings(max_examples=400)
@given(FIGURES, st.sampled_from([" ", "", "\n", ";"]), st.integers(1, 80))
def test_a_number_is_whole_or_absent(words: list[str], glue: str, limit: int) -> None:
    number = re.compile(r"[+$]?[\d−-][\d,.%−-]*")
    text = glue.join(words)
    kept = cut(text, limit).removesuffix("…").rstrip(" ")
    assert number.findall(kept) == number.findall(text)[: len(number.findall(kept))]


def test_cuts_between_words_with_a_space_before_the_dots() -> None:
    assert cut("closed at 2,718.77 on the day", 20) == "closed at 2,718.77 …"
    assert cut("closed at 2,718.77 on the day", 19) == "closed at …"


def test_a_number_that_does_not_fit_goes_whole() -> None:
    assert cut("123,456,789.01", 8) == "…"


def test_text_without_spaces_is_still_shown() -> None:
    assert cut("小型株が大型株を上回った" * 9, 12) == "小型株が大型株を上回 …"
    assert len(cut("x" * 100, 10)) == 10


@pytest.mark.parametrize(
    "character",
    ["é", "👩‍🚀", "👍🏽", "🇩🇪", "❤️", "🏴\U000e0067\U000e0062\U000e007f"],
    ids=["accent", "joined", "skin tone", "flag", "variation", "tagged flag"],
)
def test_a_written_character_is_never_split(character: str) -> None:
    for limit in range(3, 40):
        kept = cut(character * 30, limit).removesuffix("…").rstrip(" ")
        assert kept == character * (len(kept) // len(character))
