"""What made a move, in words."""

from __future__ import annotations

from datetime import date

import pytest

from commands.presentation.attribution_words import moved_words, sector_word, took_and_gave
from market.analytics.attribution import Attribution, GroupPart


def result(**sectors: float) -> Attribution:
    groups = tuple(
        GroupPart(name, 0.1, value, 3) for name, value in sorted(sectors.items(), key=lambda item: -item[1])
    )
    total = sum(sectors.values())
    return Attribution((), groups, (), total, total, 1.0, date(2026, 1, 21), date(2026, 1, 22), 1)


@pytest.mark.parametrize(
    ("sectors", "words"),
    [
        ({"Energy": 0.0018, "Health": -0.0047}, "Health took 0.47 points, Energy gave 0.18"),
        ({"Energy": 0.0047, "Health": -0.0018}, "Energy gave 0.47 points, Health took 0.18"),
        ({"Energy": 0.003, "Health": 0.002, "Banks": 0.001}, "Energy gave 0.30 points and Health 0.20"),
        ({"Energy": -0.003, "Health": -0.002, "Banks": -0.001}, "Energy took 0.30 points and Health 0.20"),
        ({"Energy": -0.003}, "Energy took 0.30 points"),
        ({"Energy": 0.00004, "Health": -0.003}, "Health took 0.30 points"),
        ({"Energy": 0.00006, "Health": -0.003}, "Health took 0.30 points, Energy gave 0.01"),
    ],
)
def test_the_two_sectors_that_mattered(sectors: dict[str, float], words: str) -> None:
    assert took_and_gave(result(**sectors)) == words


@pytest.mark.parametrize(
    ("fraction", "words"), [(0.0076, "rose 0.76%"), (-0.005, "fell 0.50%"), (0.00001, "was unchanged")]
)
def test_a_move_in_words(fraction: float, words: str) -> None:
    assert moved_words(fraction) == words


def test_the_word_in_a_figures_key() -> None:
    assert sector_word("Health Care") == "health_care"
