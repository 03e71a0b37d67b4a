"""How large a move is, in words and with figures for programs."""

from __future__ import annotations

from datetime import date

import pytest

from commands.presentation.surprise_words import size_words
from market.analytics.surprise import Surprise
from tests.commands.conftest import fact

NAN = float("nan")


@pytest.mark.parametrize(
    ("surprise", "words"),
    [
        (
            Surprise(0.02, 1.8, 1.4, 1, 10, 2026, None),
            "1.8 times the usual day of the last 60 sessions (1.4 of 252), the largest rise of 10 in 2026",
        ),
        (
            Surprise(-0.02, -0.74, NAN, 5, 11, 2026, None),
            "0.7 times the usual day of the last 60 sessions, the 5th largest fall of 11 in 2026",
        ),
        (
            Surprise(0.02, 1.8, 1.4, None, 0, 2026, None),
            "1.8 times the usual day of the last 60 sessions (1.4 of 252)",
        ),
        (
            Surprise(0.02, NAN, NAN, None, 0, 2026, date(2026, 1, 5)),
            "not known: no change is known for 2026-01-05",
        ),
        (Surprise(0.02, NAN, NAN, None, 0, 2026, None), "not known: the history is too short"),
    ],
)
def test_sizes_in_words(surprise: Surprise, words: str) -> None:
    assert size_words(surprise) == words


@pytest.mark.parametrize("question", ["/quote rut", "/smallcaps", "/breadth", "/why"])
def test_every_answer_says_the_same_size(sample, question: str) -> None:
    assert fact(sample(question), "Size of the move") == fact(sample("/quote rut"), "Size of the move")


def test_a_measured_level_has_no_size(sample) -> None:
    assert not any(f.label.startswith("Size of the move") for f in sample("/quote vix").facts)


def test_the_digest_and_sectors_say_it_too(sample) -> None:
    assert "times the usual day" in str(sample("/digest now small-caps").facts)
    assert "Size of the moves" in {f.label for f in sample("/sectors").facts}
