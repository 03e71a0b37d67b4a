"""Every picture, looked at without eyes: nothing overlaps, nothing is cut, everything is readable."""

from __future__ import annotations

import functools
import pickle
import re
from typing import Any

import matplotlib
import pytest
from matplotlib.colors import to_hex

from charts.drawing.render import compose, render
from charts.pictures.rotation import RotationChart
from charts.shape import Shape
from charts.spec import digest
from charts.theme import READABLE, THEMES, Mode, contrast
from tests.charts.checks import alike, crossed, cut_off, overlaps, strangers, texts, words, wrong_ticks
from tests.charts.gallery import GALLERY

SMALLEST = 18.0  # points, in a wide picture
PHONE = 360.0  # pixels that a phone shows a picture at
LABEL, FOOTER = 12.0, 10.0  # pixels of letters there, at least
CASES = [(name, shape) for name in GALLERY for shape in Shape]


# Pictures of history: what is drawn in them is their lines, on the scale of their values.
LINES = [
    name
    for name in GALLERY
    if name.startswith(
        ("level", "comparison", "line", "candles", "breadth", "risk", "macro s", "macro b", "ratio")
    )
]


@functools.cache
def drawn(name: str, shape: Shape) -> Any:
    figure = compose(GALLERY[name](), shape=shape)
    figure.canvas.draw()
    return figure


@pytest.fixture(params=CASES, ids=[f"{name}, {shape}" for name, shape in CASES])
def figure(request: pytest.FixtureRequest) -> Any:
    return drawn(*request.param)


def test_no_two_texts_overlap(figure: Any) -> None:
    assert not overlaps(figure)


def test_no_text_is_cut_by_the_edge(figure: Any) -> None:
    assert not cut_off(figure)


def test_no_line_runs_through_a_text(figure: Any) -> None:
    assert not crossed(figure)


def test_no_mark_is_cut_at_the_edge_of_its_panel(figure: Any) -> None:
    marked = [
        line for axes in figure.axes for line in axes.lines if line.get_marker() not in ("", "None", None)
    ]
    assert not [line.get_xydata() for line in marked if line.get_clip_on()]


def test_dates_are_written_as_people_write_them(figure: Any) -> None:
    written = " | ".join(text.get_text() for text in texts(figure))
    assert not re.search(r"\d{4}-\d\d|(Jan|Feb|Oct|Nov|Dec) \d{1,2}\b(?!\d)", written)


@pytest.mark.parametrize("name", LINES)
def test_lines_are_of_the_data_and_ticks_stand_at_their_values(name: str) -> None:
    figure = drawn(name, Shape.WIDE)
    assert not strangers(figure, GALLERY[name]())
    assert not wrong_ticks(figure)


def test_texts_are_large_enough(figure: Any) -> None:
    for text in texts(figure):
        assert text.get_fontsize() >= SMALLEST, text.get_text()


@pytest.mark.parametrize("name", [name for name, shape in CASES if shape is Shape.PHONE])
def test_letters_of_an_upright_picture_are_read_on_a_phone(name: str) -> None:
    """Measured in the finished PNG, shown at 360 pixels."""
    chart = GALLERY[name]()
    figure, picture = drawn(name, Shape.PHONE), render(chart, shape=Shape.PHONE)
    pixels = figure.dpi / 72 * PHONE / picture.width  # of a point
    assert picture.width == figure.bbox.width
    for text, box in words(figure):
        below = box.y1 < figure.subplotpars.bottom * figure.bbox.height
        tall = text.get_fontsize() * pixels
        assert tall >= (FOOTER if below and text in figure.texts else LABEL) - 1e-9, text.get_text()
        assert box.height * PHONE / picture.width >= tall * 0.6  # as it is drawn, not only as it is set


@pytest.mark.parametrize("shape", list(Shape))
def test_names_that_have_a_ticker_are_never_cut(shape: Shape) -> None:
    named = (
        "sectors",
        "sectors by size",
        "comparison of two",
        "comparison of eight",
        "level so far",
        "ranking",
    )
    for name in named:
        cut = [text.get_text() for text in texts(drawn(name, shape)) if text.get_text().endswith("…")]
        assert not cut


def test_every_fund_of_the_rotation_has_its_name_beside_its_ticker() -> None:
    chart = GALLERY["rotation"]()
    assert isinstance(chart, RotationChart)
    written = {text.get_text() for text in texts(drawn("rotation", Shape.WIDE))}
    assert [t.ticker for t in chart.trails if not written & {t.label, *t.shorter}] == []


def test_no_text_is_mathematics_and_no_control_character_is_drawn(figure: Any) -> None:
    for text in texts(figure):
        assert not text.get_parse_math()
        assert text.get_text().isprintable()


@pytest.mark.parametrize("mode", list(Mode))
@pytest.mark.parametrize("name", [n for n in GALLERY if "heatmap" not in n])
def test_text_stands_out_and_lines_of_a_panel_are_told_apart(name: str, mode: Mode) -> None:
    theme, figure = THEMES[mode], compose(GALLERY[name](), mode)
    assert name == "sparklines" or not alike(figure)  # one line a row
    for text in texts(figure):
        behind = text.get_bbox_patch()
        background = to_hex(behind.get_facecolor()) if behind else theme.background
        assert contrast(to_hex(text.get_color()), background) >= READABLE, text.get_text()


@pytest.mark.parametrize("name", list(GALLERY))
def test_a_spec_travels_and_keeps_its_key(name: str) -> None:
    chart = GALLERY[name]()
    assert digest(pickle.loads(pickle.dumps(chart))) == digest(chart) == digest(GALLERY[name]())


@pytest.mark.parametrize("name", ["level so far", "candles", "heatmap", "rotation", "dashboard"])
def test_drawing_twice_gives_the_same_bytes_in_both_modes(name: str) -> None:
    dark, again, light = (render(GALLERY[name](), mode) for mode in (Mode.DARK, Mode.DARK, Mode.LIGHT))
    assert dark.png == again.png != light.png


def test_a_picture_leaves_matplotlibs_settings_as_they_were() -> None:
    before = dict(matplotlib.rcParams)
    render(GALLERY["level"]())
    assert dict(matplotlib.rcParams) == before
