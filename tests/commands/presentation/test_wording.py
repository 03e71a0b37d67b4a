"""What several commands say the same way."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commands.presentation.wording import against, opened


@given(st.text(alphabet=st.characters(codec="ascii"), max_size=20))
def test_a_sentence_opens_with_a_capital_and_is_otherwise_as_it_was(text: str) -> None:
    assert opened(text)[1:] == text[1:]
    assert opened(text)[:1] == text[:1].upper()


def test_names_within_a_sentence_keep_their_spelling() -> None:
    assert opened("the S&P 500 led iShares") == "The S&P 500 led iShares"


@pytest.mark.parametrize(
    ("own", "other", "said", "left_out"),
    [
        (
            0.02,
            0.01,
            "ahead of the S&P 500 (+1.00%, by 1.00 points)",
            "ahead of the S&P 500 (by 1.00 points)",
        ),
        (0.01, 0.01, "level with the S&P 500 (+1.00%)", "level with the S&P 500"),
    ],
)
def test_the_change_of_a_benchmark_is_left_out_where_it_has_been_said(
    own: float, other: float, said: str, left_out: str
) -> None:
    assert against(own, "S&P 500", other) == said
    assert against(own, "S&P 500", other, stated=True) == left_out
