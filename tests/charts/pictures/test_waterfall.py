"""The waterfall: every bar begins where the one above it ended, and the last one is the whole."""

from __future__ import annotations

import pytest
from matplotlib.patches import Rectangle

from charts.drawing.render import compose
from charts.pictures.waterfall import Step, Waterfall
from charts.shape import Shape
from tests.charts.gallery import caption


def bars(chart: Waterfall) -> list[tuple[float, float]]:
    """Left and right ends of the bars in points, from the top row down."""
    patches = [p for axes in compose(chart).axes for p in axes.patches if isinstance(p, Rectangle)]
    patches.sort(key=lambda patch: -patch.get_y())
    return [(patch.get_x(), patch.get_x() + patch.get_width()) for patch in patches]


def test_bars_hang_together_and_end_at_the_whole() -> None:
    chart = Waterfall(
        caption(),
        (Step("Up", 0.010), Step("More", 0.005), Step("Down", -0.008, "XYZ −0.80")),
        Step("Whole", 0.007),
    )
    up, more, down, whole = bars(chart)
    assert up[1] == pytest.approx(more[0])
    assert more[1] == pytest.approx(down[1])  # a fall begins at its right end
    assert whole[0] == pytest.approx(up[0])
    assert whole[1] == pytest.approx(down[0])
    assert (up[1] - up[0]) == pytest.approx(2 * (more[1] - more[0]))


def test_a_picture_of_few_parts_is_not_half_empty() -> None:
    parts = Waterfall(caption(), (Step("IWM", 0.02), Step("SPY", 0.01)), Step("Your holdings", 0.03))
    [axes] = compose(parts).axes
    lowest = min(patch.get_y() for patch in axes.patches if isinstance(patch, Rectangle))
    assert lowest < axes.get_ylim()[1] / 3


def test_a_fall_from_zero_goes_to_the_left() -> None:
    first, whole = bars(Waterfall(caption(), (Step("Down", -0.01),), Step("Whole", -0.01)))
    assert first == pytest.approx(whole)


def test_on_a_phone_small_parts_are_one_row_and_what_is_not_explained_stays() -> None:
    steps = (*(Step(f"P{n}", 0.001 * (n + 1)) for n in range(40)), Step("Not explained", -0.0001))
    chart = Waterfall(caption(), steps, Step("Whole", sum(step.value for step in steps)))
    words = [text.get_text() for axes in compose(chart, shape=Shape.PHONE).axes for text in axes.texts]
    assert "Not explained" in words
    assert "P39" in words
    assert "P0" not in words
    [others] = [word for word in words if word.endswith(" others")]
    assert len([word for word in words if word.startswith("P")]) + int(others.split()[0]) == 40


def test_a_label_without_room_is_a_shorter_one_and_not_a_cut_one() -> None:
    step = Step("Communication Services", 0.01, shorter=("Communication", "Comms"))
    assert step.written(1000.0, 24.0) == "Communication Services"
    assert step.written(200.0, 24.0) == "Communication"
    assert step.written(90.0, 24.0) == "Comms"
