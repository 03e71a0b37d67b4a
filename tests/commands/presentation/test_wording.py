"""What several commands say the same way."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from commands.presentation.wording import opened


@given(st.text(alphabet=st.characters(codec="ascii"), max_size=20))
def test_a_sentence_opens_with_a_capital_and_is_otherwise_as_it_was(text: str) -> None:
    assert opened(text)[1:] == text[1:]
    assert opened(text)[:1] == text[:1].upper()


def test_names_within_a_sentence_keep_their_spelling() -> None:
    assert opened("the S&P 500 led iShares") == "The S&P 500 led iShares"
