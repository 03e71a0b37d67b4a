"""Colours: readable as text, visible as lines, apart for colour-blind eyes."""

from __future__ import annotations

import itertools

import pytest
from coloraide import Color
from hypothesis import given
from hypothesis import strategies as st

from charts.theme import READABLE, THEMES, Mode, contrast, mix

VISIBLE = 3.0  # WCAG 2.2, 1.4.11: graphical objects
BLINDNESS = ("protan", "deutan", "tritan")
APART = 12.0  # CIEDE2000
colours = st.integers(0, 0xFFFFFF).map(lambda n: f"#{n:06x}")


def seen(colour: str, blindness: str) -> Color:
    return Color(colour).filter(blindness).clip() if blindness else Color(colour)


def apart(one: str, two: str, blindness: str) -> float:
    return float(seen(one, blindness).delta_e(seen(two, blindness), method="2000"))


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
    for colour in (*theme.lines, *theme.averages, theme.up, theme.down, theme.accent):
        assert contrast(colour, theme.background) >= VISIBLE, colour
    assert len(set(theme.lines)) == 8


@pytest.mark.parametrize("mode", list(Mode))
@pytest.mark.parametrize("blindness", BLINDNESS)
def test_up_down_and_the_ends_of_the_heat_scale_differ_for_colour_blind_eyes(
    mode: Mode, blindness: str
) -> None:
    theme = THEMES[mode]
    for pair in ((theme.up, theme.down), (theme.above, theme.below)):
        assert apart(*pair, blindness) > 25
    shades = [mix(theme.level, end, part) for end in (theme.below, theme.above) for part in (0.25, 0.5, 1.0)]
    assert all(apart(a, b, blindness) > 2.5 for a, b in itertools.combinations(shades, 2))


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


@pytest.mark.parametrize(  # G. Sharma, W. Wu, E. N. Dalal: The CIEDE2000 color-difference formula (2005)
    ("one", "two", "difference"),
    [
        ((50, 2.6772, -79.7751), (50, 0, -82.7485), 2.0425),
        ((50, 2.5, 0), (61, -5, 29), 22.8977),
        ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
        ((2.0776, 0.0795, -1.135), (0.9033, -0.0636, -0.5514), 0.9082),
    ],
)
def test_differences_are_measured_as_the_formulas_authors_do(one, two, difference) -> None:
    first, second = (Color("lab-d65", lab) for lab in (one, two))
    assert first.delta_e(second, method="2000") == pytest.approx(difference, abs=1e-4)


@pytest.mark.parametrize("mode", list(Mode))
@pytest.mark.parametrize("blindness", ["", *BLINDNESS])
def test_any_lines_of_a_picture_are_told_apart_by_all_eyes(mode: Mode, blindness: str) -> None:
    theme = THEMES[mode]
    for one, two in itertools.combinations((*theme.lines, *theme.averages), 2):
        assert apart(one, two, blindness) >= APART, (one, two)


MARKETS = ("^RUT", "^GSPC", "^NDX", "^IXIC", "^DJI")


@pytest.mark.parametrize("mode", list(Mode))
def test_an_index_has_one_colour_for_ever_and_its_fund_the_same(mode: Mode) -> None:
    theme = THEMES[mode]
    alone = {market: theme.of_markets([market])[0] for market in MARKETS}
    assert len(set(alone.values())) == 5
    for order in itertools.permutations(MARKETS, 3):
        assert theme.of_markets(["AAPL", *order])[1:] == tuple(alone[market] for market in order)
    assert theme.of_markets(["IWM", "SPY"]) == (alone["^RUT"], alone["^GSPC"])


@pytest.mark.parametrize("mode", list(Mode))
def test_others_take_free_colours_in_the_order_asked_and_no_two_the_same(mode: Mode) -> None:
    theme = THEMES[mode]
    assert theme.of_markets(["A", "B"]) == theme.of_markets(["C", "D"])
    assert len(set(theme.of_markets(["^RUT", "IWM", "A", "B", "^DJI", "C", "D", "E"]))) == 8
    assert theme.of_markets(["A", "^RUT"])[0] not in {theme.of_markets([m])[0] for m in MARKETS}
