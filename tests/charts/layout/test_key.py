"""What signs mean stands beside them and takes the rows that it needs."""

from __future__ import annotations

from matplotlib.figure import Figure

from charts.layout.box import Box
from charts.layout.key import SIZE, KeyEntry, draw_key
from charts.theme import DARK


def drawn(width: float, *entries: KeyEntry) -> tuple[Figure, Box]:
    figure = Figure(figsize=(1000 / 72, 500 / 72), dpi=72)
    return figure, draw_key(figure, Box(0, 0, width, 400), entries, DARK)


def test_without_entries_nothing_is_drawn_and_no_room_is_taken() -> None:
    figure, left = drawn(900.0)
    assert left.height == 400
    assert not figure.axes


def test_entries_that_do_not_fit_beside_each_other_stand_in_two_rows() -> None:
    entries = (KeyEntry("o", "large caps", "#ffffff"), KeyEntry("o", "small caps", "#ffffff", hollow=True))
    (one, beside), (two, below) = drawn(900.0, *entries), drawn(220.0, *entries)
    assert len({text.get_position()[1] for text in one.texts}) == 1
    assert len({text.get_position()[1] for text in two.texts}) == 2
    assert below.height < beside.height < 400 - SIZE


def test_a_hollow_sign_has_an_edge_and_no_fill() -> None:
    figure, _ = drawn(
        900.0, KeyEntry("s", "filled", "#ff0000"), KeyEntry("s", "hollow", "#ff0000", hollow=True)
    )
    filled, hollow = figure.axes[0].lines
    assert filled.get_markerfacecolor() == "#ff0000"
    assert hollow.get_markerfacecolor() == DARK.background
