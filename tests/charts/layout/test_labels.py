"""Labels that never cover each other."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from charts.layout.box import Box
from charts.layout.labels import around, label, spread
from charts.layout.text_width import width

HEIGHT, GAP = 430.0, 32.0
heights = st.lists(st.floats(-50, HEIGHT + 50, allow_nan=False), max_size=8)


@given(heights)
def test_spread_labels_keep_their_distance_their_order_and_the_bounds(targets: list[float]) -> None:
    places = spread(targets, GAP, 0.0, HEIGHT)
    ordered = sorted(places)
    assert all(b - a >= GAP - 1e-6 for a, b in itertools.pairwise(ordered))
    assert all(-1e-6 <= place <= HEIGHT + 1e-6 for place in places)
    for (one, first), (two, second) in itertools.combinations(zip(targets, places, strict=True), 2):
        assert (one - two) * (first - second) >= 0


@given(heights)
def test_labels_that_have_room_stay_where_they_are(targets: list[float]) -> None:
    inside = [t for t in targets if 0 <= t <= HEIGHT]
    apart = all(b - a >= GAP for a, b in itertools.pairwise(sorted(inside)))
    if apart:
        assert spread(inside, GAP, 0.0, HEIGHT) == pytest.approx(inside)


def test_two_labels_at_one_height_move_equally_far() -> None:
    assert spread([100.0, 100.0], 30.0, 0.0, 430.0) == pytest.approx([85.0, 115.0])


def test_more_labels_than_fit_are_spaced_evenly() -> None:
    assert spread([0.0] * 5, 50.0, 0.0, 100.0) == pytest.approx([0, 25, 50, 75, 100])


points = st.lists(st.tuples(st.floats(60, 1040), st.floats(30, 540)), min_size=1, max_size=16)


@given(points)
def test_names_in_the_plane_cover_no_other_name(places: list[tuple[float, float]]) -> None:
    area = Box(0, 0, 1100, 570)
    boxes = around(places, ["XLRE"] * len(places), 22.0, area)
    assert all(box.within(area) for box in boxes)
    assert not any(a.meets(b) for a, b in itertools.combinations(boxes, 2))


@given(st.text(max_size=80), st.floats(-9, 1e5))
def test_a_long_name_is_shortened_and_its_figure_never(name: str, value: float) -> None:
    figure = f"{value * 100:+,.2f}%"
    text = label(name, figure)
    assert text.endswith(figure)
    assert width(text, 26.0, True) <= 352
