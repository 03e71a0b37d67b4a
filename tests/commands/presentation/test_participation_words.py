"""Near a threshold the verdict is called barely so, or nearly the other."""

from __future__ import annotations

import pytest

from commands.presentation.participation_words import participation_words


@pytest.mark.parametrize(
    ("above", "words"),
    [
        (0.75, "broad"),
        (0.611, "broad"),
        (0.6099, "barely broad"),
        (0.60, "barely broad"),
        (0.5999, "split, nearly broad"),
        (0.59, "split"),
        (0.5, "split"),
        (0.411, "split"),
        (0.4099, "split, nearly narrow"),
        (0.40, "barely narrow"),
        (0.389, "narrow"),
    ],
)
def test_within_a_point_of_a_threshold_a_word_stands_on_the_verdict(above: float, words: str) -> None:
    assert participation_words(above) == words
