"""Every picture, looked at without eyes: nothing overlaps, nothing is cut, everything is readable."""

from __future__ import annotations

import functools
import itertools
import pickle
from typing import Any

import matplotlib
import pytest
from matplotlib.colors import to_hex
from matplotlib.transforms import Bbox

from charts.drawing.render import compose, render
from charts.spec import digest
from charts.theme import READABLE, THEMES, Mode, contrast
from tests.charts.gallery import GALLERY

SMALLEST = 18.0  # pixels at 1,200 wide; 5.4 on a phone that shows the picture at 360


@functools.cache
def drawn(name: str) -> Any:
    figure = compose(GALLERY[name]())
    figure.canvas.draw()
    return figure


def texts(figure: Any) -> list[Any]:
    """Every text that is shown."""
    found = [*figure.texts]
    for axes in figure.axes:
        assert not axes.axison  # matplotlib's own ticks would be texts that this walk does not see
        found += axes.texts
    return [t for t in found if t.get_visible() and t.get_text().strip()]


def words(figure: Any) -> list[tuple[Any, Bbox]]:
    """Every text, with the pixels it covers."""
    renderer = figure.canvas.get_renderer()
    return [(t, t.get_window_extent(renderer)) for t in texts(figure)]


@pytest.fixture(params=list(GALLERY))
def figure(request: pytest.FixtureRequest) -> Any:
    return drawn(request.param)


def test_no_two_texts_overlap(figure: Any) -> None:
    for (one, first), (two, second) in itertools.combinations(words(figure), 2):
        shared = Bbox.intersection(first, second)
        # Boxes of neighbouring lines may touch where letters have no descenders.
        assert shared is None or shared.width < 2 or shared.height < 4, (one.get_text(), two.get_text())


def test_no_text_is_cut_by_the_edge(figure: Any) -> None:
    whole = figure.bbox
    for text, box in words(figure):
        assert box.x0 >= -1, text.get_text()
        assert box.y0 >= -1, text.get_text()
        assert box.x1 <= whole.x1 + 1, text.get_text()
        assert box.y1 <= whole.y1 + 1, text.get_text()


def test_texts_are_large_enough_for_a_phone(figure: Any) -> None:
    for text in texts(figure):
        assert text.get_fontsize() >= SMALLEST, text.get_text()


def test_no_text_is_mathematics_and_no_control_character_is_drawn(figure: Any) -> None:
    for text in texts(figure):
        assert not text.get_parse_math()
        assert text.get_text().isprintable()


@pytest.mark.parametrize("mode", list(Mode))
@pytest.mark.parametrize("name", [n for n in GALLERY if "heatmap" not in n])
def test_text_stands_out_from_the_background(name: str, mode: Mode) -> None:
    theme = THEMES[mode]
    for text in texts(compose(GALLERY[name](), mode)):
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
