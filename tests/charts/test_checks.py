"""Faults planted in a picture are found by the checks that all pictures pass."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from charts.drawing.render import compose
from charts.pictures.comparison import ComparisonChart
from commands.presentation.picture_titles import round_share
from tests.charts.checks import (
    LONG,
    alike,
    contradictions,
    crossed,
    cut_off,
    overlaps,
    strangers,
    wrong_ticks,
)
from tests.charts.gallery import caption, rebased

CHART = ComparisonChart(caption("The Nasdaq-100 rose 19%"), (rebased("RUT"), rebased("NDX", seed=2)))


@pytest.fixture(scope="module")
def figure() -> Any:
    drawn = compose(CHART)
    drawn.canvas.draw()
    return drawn


def test_the_picture_itself_has_no_fault(figure: Any) -> None:
    assert not overlaps(figure)
    assert not cut_off(figure)
    assert not strangers(figure, CHART)
    assert not wrong_ticks(figure)


def test_a_label_outside_the_canvas_is_found(figure: Any) -> None:
    stray = figure.text(0.95, 0.5, "Nasdaq Composite", fontsize=26)
    assert cut_off(figure) == ["Nasdaq Composite"]
    stray.remove()


def test_a_line_through_a_label_and_one_in_a_colour_that_is_taken_are_found(figure: Any) -> None:
    [axes] = figure.axes
    sessions, values = np.arange(len(CHART.lines[0].values)), CHART.lines[0].values + 1.0
    label = axes.text(100, values[100], "high", fontsize=24)
    assert crossed(figure) == ["high"]
    label.remove()
    assert not crossed(figure)
    assert not alike(figure)
    taken = next(line.get_color() for line in axes.lines if len(line.get_xdata()) > LONG)
    [planted] = axes.plot(sessions, values, color=taken)
    assert len(alike(figure)) == 1
    planted.remove()


def test_two_labels_over_each_other_are_found(figure: Any) -> None:
    title = figure.texts[0]
    second = figure.text(*title.get_position(), "RUT +24.10%", fontsize=26)
    assert overlaps(figure) == [(title.get_text(), "RUT +24.10%")]
    second.remove()


def test_a_line_that_is_not_in_the_data_is_found(figure: Any) -> None:
    [axes] = figure.axes
    values = CHART.lines[0].values + 1.0
    for line in (
        np.roll(values, 1) * 1.001,
        np.where(np.arange(len(values)) > 200, values[200] + 0.5, values),
    ):
        [planted] = axes.plot(np.arange(len(values)), line)
        assert len(strangers(figure, CHART)) == 1
        planted.remove()


def test_an_axis_in_another_unit_is_found(figure: Any) -> None:
    ticks = [text for text in figure.axes[0].texts if text.get_text() in ("+10%", "−10%")]
    for text in ticks:
        right, wrong = text.get_text(), text.get_text().removesuffix("0%")
        text.set_text(f"{wrong}%")
        assert wrong_ticks(figure) == [f"{wrong}%"]
        text.set_text(right.removesuffix("%"))
        assert wrong_ticks(figure) == [right.removesuffix("%")]
        text.set_text(right)
    assert ticks


@pytest.mark.parametrize("fault", ["fell {size}", "rose 91%"])
def test_a_title_that_contradicts_the_data_is_found(fault: str) -> None:
    best = max(float(line.values[-1]) for line in CHART.lines)
    size = round_share(best)
    true = replace(CHART, caption=replace(CHART.caption, title=f"The Nasdaq-100 rose {size} over 1 year"))
    false = replace(CHART, caption=replace(CHART.caption, title=f"The Nasdaq-100 {fault.format(size=size)}"))
    assert not contradictions(true)
    assert len(contradictions(false)) == 1
