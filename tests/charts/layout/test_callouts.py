"""Words at peaks and troughs: beside their point, beyond all that is drawn there, on the axis."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from charts.drawing.render import compose
from charts.layout.callouts import SIZE, Callout, left_edge, room_for
from charts.layout.scale import Scale, plain_level
from charts.layout.text_width import width
from charts.pictures.level import LevelChart
from charts.shape import Shape
from charts.spec import Line
from tests.charts.gallery import average, caption, days, frame, walk

HIGH = Callout("high", np.datetime64("2026-01-22"), 10.0, "#ffffff", above=True)


def test_an_axis_grows_only_where_the_words_have_no_room() -> None:
    scale = Scale.of([np.array([0.0, 10.0])], plain_level)
    longer = room_for(scale, [HIGH], [np.array([0.0, 10.0])], 200.0)
    assert longer.low == scale.low
    assert longer.position(10.0) < 1 - SIZE / 200.0
    assert room_for(scale, [HIGH], [np.array([0.0, 10.0])], 5000.0) == scale
    assert room_for(scale, [], [np.array([0.0, 10.0])], 200.0) == scale


def test_words_stay_on_the_axis() -> None:
    text = "high 2,718.77 on 22 Jan 2026"
    assert left_edge(text, 0.0, 600.0) == 0.0
    assert left_edge(text, 600.0, 600.0) == pytest.approx(600.0 - width(text, SIZE))


def written(chart: LevelChart, shape: Shape = Shape.WIDE) -> dict[str, Any]:
    figure = compose(chart, shape=shape)
    figure.canvas.draw()
    renderer = figure.canvas.get_renderer()  # type: ignore[attr-defined]  # an Agg canvas has it
    return {t.get_text(): t.get_window_extent(renderer) for axes in figure.axes for t in axes.texts}


@pytest.mark.parametrize("shape", list(Shape))
def test_the_lowest_close_is_named_with_its_day_below_every_line(shape: Shape) -> None:
    closes = Line("IWM", days(260), frame(260)["close"].to_numpy())
    chart = LevelChart(caption(), closes, averages=(average(260, 50), average(260, 200)))
    at = int(np.argmin(closes.values))
    day = closes.sessions[at].item()
    text = f"low {closes.values[at]:,.2f} on {day.day} {day:%b %Y}"
    box = written(chart, shape)[text]
    axes = compose(chart, shape=shape).axes[0]
    for line in axes.lines:
        places = line.get_transform().transform(np.column_stack(line.get_data()))
        inside = (places[:, 0] > box.x0) & (places[:, 0] < box.x1) & np.isfinite(places[:, 1])
        assert not inside.any() or places[inside, 1].min() >= box.y1


def test_neither_a_flat_line_nor_a_few_closes_have_a_peak() -> None:
    flat = LevelChart(caption(), Line("flat", days(30), np.full(30, 100.0)))
    for chart in (flat, LevelChart(caption(), walk(count=5))):
        assert not [text for text in written(chart) if text.startswith(("high", "low"))]
