"""Labels that never cover each other."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from charts.layout.labels import SIZE, EdgeLabel, column, has_room, spread
from charts.layout.scale import Scale
from charts.layout.text_width import LINE_HEIGHT, width

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


@given(st.text(max_size=80), st.floats(-9, 1e5))
@pytest.mark.parametrize("height", [40.0, 400.0])
def test_a_long_name_is_shortened_and_its_figure_never(height: float, name: str, value: float) -> None:
    figure = f"{value * 100:+,.2f}%"
    written = column([EdgeLabel(name, figure, 0.0, 0.0, "#ffffff")], height, 1136.0)
    [lines] = written.rows
    assert lines[-1].endswith(figure)
    assert all(width(line, written.size, True) <= 400 for line in lines)


def test_a_name_stands_above_its_figure_where_there_is_room_and_beside_it_else() -> None:
    labels = [EdgeLabel("Russell 2000", "+24.10%", 0.0, 0.0, "#ffffff")] * 3
    assert column(labels, 400.0, 1136.0).rows[0] == ("Russell 2000", "+24.10%")
    assert column(labels, 110.0, 1136.0).rows[0] == ("Russell 2000 +24.10%",)


def test_a_name_without_room_is_the_ticker_or_two_lines_and_never_an_ellipsis() -> None:
    labels = [
        EdgeLabel("Nasdaq Composite", "+24.10%", 0.0, 0.0, "#ffffff", "IXIC"),
        EdgeLabel("Consumer Discretionary", "+1.00%", 0.0, 0.0, "#ffffff"),
        EdgeLabel("トヨタ自動車", "+1.00%", 0.0, 0.0, "#ffffff", "7203.T"),
    ]
    rows = column(labels, 500.0, 656.0).rows
    assert [lines[:-1] for lines in rows] == [
        ("Nasdaq", "Composite"),
        ("Consumer", "Discretionary"),
        ("7203.T",),
    ]


@pytest.mark.parametrize(("share", "written"), [(0.31, "20d 14.0%"), (0.29, "20 sessions 14.0%")])
def test_a_name_beside_its_figure_takes_three_tenths_of_the_width_at_most(share: float, written: str) -> None:
    labels = [EdgeLabel("20 sessions", "14.0%", 0.0, 0.0, "#ffffff", "20d")] * 3
    size = 90 / 3 / LINE_HEIGHT
    whole = width("20 sessions 14.0%", size, True) / share
    assert column(labels, 90, whole).rows == ((written,),) * 3


def test_where_one_name_has_no_room_all_are_written_by_their_short_names() -> None:
    names = (("Energy", "XLE"), ("Communication Services", "XLC"), ("Consumer Discretionary", "XLY"))
    labels = [EdgeLabel(name, "+1.00%", 0.0, 0.0, "#ffffff", short) for name, short in names]
    assert [lines[0] for lines in column(labels, 250.0, 656.0).rows] == ["XLE", "XLC", "XLY"]
    assert [line for (line,) in column(labels, 100.0, 656.0).rows] == [
        f"{short} +1.00%" for _, short in names
    ]


def test_the_column_takes_no_more_than_its_widest_line() -> None:
    written = column([EdgeLabel("RUT", "+24.10%", 0.0, 0.0, "#ffffff")], 400.0, 1136.0)
    assert written.gutter == pytest.approx(width("+24.10%", SIZE, True) + 28)


@pytest.mark.parametrize(
    ("ends", "kept"),
    [
        ((0.2, 0.8), True),
        ((0.48, 0.52), False),  # its label would stand above or below it
        ((0.1, 0.12, 0.14, 0.9), True),
        ((0.04, 0.23, 0.41), False),  # the others' leaders would run across it
    ],
)
def test_a_bracket_is_drawn_where_its_label_stands_beside_it_and_no_leader_crosses(
    ends: tuple[float, ...], kept: bool
) -> None:
    scale = Scale(0.0, 1.0, (), ())
    lower, upper = max(itertools.pairwise(ends), key=lambda pair: pair[1] - pair[0])
    bracket = (ends[0], ends[-1])
    labels = [EdgeLabel("Market", "+1.00%", 1.0, end, "#ffffff") for end in ends]
    labels.append(EdgeLabel("", "9.00 points", 1.0, (lower + upper) / 2, "#ffffff", bracket=bracket))
    assert has_room(labels, scale, 430.0, 720.0) is kept


def test_a_figure_never_stands_without_the_name_of_its_line() -> None:
    labels = [
        EdgeLabel(f"{days} sessions", "14.9% on 29 Dec", 1.0, 0.0, "#ffffff", f"{days}d")
        for days in (20, 252)
    ]
    rows = column(labels, 90.0, 656.0).rows
    assert rows == (("20d 14.9% on 29 Dec",), ("252d 14.9% on 29 Dec",))
