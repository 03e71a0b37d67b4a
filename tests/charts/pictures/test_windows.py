"""Two windows on one axis."""

from __future__ import annotations

import numpy as np
import pytest

from charts.layout.box import Box
from charts.pictures.windows import WindowLine, WindowsChart
from charts.theme import THEMES, Mode
from tests.charts.gallery import caption, windows


@pytest.mark.parametrize(
    ("last", "marks"), [(1, [1]), (4, [1, 2, 3, 4]), (83, [21, 42, 63]), (1590, [504, 1008, 1512])]
)
def test_a_few_round_numbers_of_sessions_are_named(last: int, marks: list[int]) -> None:
    line = WindowLine("RUT, 2026", "RUT 2026", "^RUT", np.zeros(last + 1), False)
    assert [at for at, _name in WindowsChart(caption(), (line,)).marks()] == marks


def test_a_market_has_one_colour_in_both_windows_and_the_earlier_one_is_dashed() -> None:
    from matplotlib.figure import Figure

    figure = Figure((12, 6.75))
    windows().draw(figure, Box.body(figure), THEMES[Mode.DARK])
    drawn = [line for axes in figure.axes for line in axes.lines if np.size(line.get_xdata()) > 2]
    assert [line.get_linestyle() for line in drawn] == ["--", "-", "--", "-"]
    assert len({line.get_color() for line in drawn}) == 2


def test_a_market_without_a_base_is_not_drawn_and_has_no_label() -> None:
    from matplotlib.figure import Figure

    lines = (
        WindowLine("RUT, 2020", "RUT 2020", "^RUT", np.full(5, np.nan), True),
        WindowLine("RUT, 2026", "RUT 2026", "^RUT", np.arange(5) / 100, False),
    )
    figure = Figure((12, 6.75))
    WindowsChart(caption(), lines).draw(figure, Box.body(figure), THEMES[Mode.LIGHT])
    words = [text.get_text() for axes in figure.axes for text in axes.texts]
    assert "RUT, 2026" in words
    assert "RUT, 2020" not in words
