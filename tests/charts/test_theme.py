"""Colours: readable as text, visible as lines, apart for colour-blind eyes."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from charts.theme import READABLE, THEMES, Mode, contrast, mix

VISIBLE = 3.0  # WCAG 2.2, 1.4.11: graphical objects
# Deuteranopia and protanopia in linear RGB (Viénot, Brettel and Mollon, 1999).
BLINDNESS = {
    "deuteranopia": [[0.29275, 0.70725, 0.0], [0.29275, 0.70725, 0.0], [-0.02234, 0.02234, 1.0]],
    "protanopia": [[0.11238, 0.88762, 0.0], [0.11238, 0.88762, 0.0], [0.00401, -0.00401, 1.0]],
}
colours = st.integers(0, 0xFFFFFF).map(lambda n: f"#{n:06x}")


def seen(colour: str, blindness: str) -> np.ndarray:
    channels = np.array([int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)])
    return np.clip(np.array(BLINDNESS[blindness]) @ channels**2.2, 0, 1) ** (1 / 2.2)


def test_black_on_white_has_the_contrast_that_the_standard_gives() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)  # WebAIM's checker


@pytest.mark.parametrize("mode", list(Mode))
def test_ink_and_faint_text_are_readable(mode: Mode) -> None:
    theme = THEMES[mode]
    assert contrast(theme.ink, theme.background) >= 7
    assert contrast(theme.faint, theme.background) >= READABLE
    assert contrast(theme.on(theme.accent), theme.accent) >= READABLE


@pytest.mark.parametrize("mode", list(Mode))
def test_lines_are_visible_and_apart(mode: Mode) -> None:
    theme = THEMES[mode]
    for colour in (*theme.lines, theme.up, theme.down, theme.accent):
        assert contrast(colour, theme.background) >= VISIBLE, colour
    assert len(set(theme.lines)) == 8


@pytest.mark.parametrize("mode", list(Mode))
@pytest.mark.parametrize("blindness", list(BLINDNESS))
def test_up_down_and_the_ends_of_the_heat_scale_differ_for_colour_blind_eyes(
    mode: Mode, blindness: str
) -> None:
    theme = THEMES[mode]
    for pair in ((theme.up, theme.down), (theme.above, theme.below)):
        one, two = (seen(colour, blindness) for colour in pair)
        assert np.linalg.norm(one - two) > 0.4
    shades = [mix(theme.level, end, part) for end in (theme.below, theme.above) for part in (0.25, 0.5, 1.0)]
    assert all(
        np.linalg.norm(seen(a, blindness) - seen(b, blindness)) > 0.05
        for a, b in itertools.combinations(shades, 2)
    )


@pytest.mark.parametrize("mode", list(Mode))
def test_every_shade_of_the_heat_scale_carries_readable_text(mode: Mode) -> None:
    theme = THEMES[mode]
    for end in (theme.below, theme.above):
        for step in range(101):
            fill = mix(theme.level, end, step / 100)
            assert contrast(theme.on(fill), fill) >= READABLE, (fill, step)


@given(colours)
def test_any_colour_can_write_text(colour: str) -> None:
    for theme in THEMES.values():
        assert contrast(theme.text(colour), theme.background) >= READABLE
