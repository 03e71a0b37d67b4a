"""The heatmap as it is drawn: whole names, figures in every cell, nothing beyond its cell."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from matplotlib.colors import to_hex
from matplotlib.text import Text

from charts.drawing.render import compose
from charts.layout.box import Box
from charts.layout.text import plain
from charts.pictures.heatmap import GroupHeading, Heatmap
from charts.shape import Shape
from charts.theme import READABLE, Mode, contrast
from tests.charts import gallery
from tests.charts.gallery import SECTORS

COUNTS = [11, 40, 500, 1800]


def written(chart: object) -> list[str]:
    return [text.get_text() for axes in compose(chart).axes for text in axes.texts]  # type: ignore[arg-type]  # a chart


def cells(figure: Any) -> list[tuple[str, list[Text], Any]]:
    """Each drawn rectangle's colour, the texts whose middle is in it, and its extent in pixels."""
    axes = figure.axes[0]
    [drawn] = axes.collections
    renderer = figure.canvas.get_renderer()
    found = []
    for path, fill in zip(drawn.get_paths(), drawn.get_facecolors(), strict=True):
        extent = axes.transData.transform_bbox(path.get_extents())
        boxes = [(text, text.get_window_extent(renderer)) for text in axes.texts]
        inside = [t for t, b in boxes if extent.contains((b.x0 + b.x1) / 2, (b.y0 + b.y1) / 2)]
        found.append((to_hex(fill), inside, extent))
    return found


@pytest.mark.parametrize("count", COUNTS)
def test_every_cell_carries_a_figure_within_its_rectangle(count: int) -> None:
    figure = compose(gallery.heatmap(count))
    renderer = figure.canvas.get_renderer()  # type: ignore[attr-defined]  # an Agg canvas has it
    for _fill, texts, extent in cells(figure):
        assert any("%" in text.get_text() or text.get_text() == "no data" for text in texts)
        for text in texts:
            box = text.get_window_extent(renderer)
            assert extent.x0 < box.x0 < box.x1 < extent.x1, text.get_text()
            assert extent.y0 < box.y0 < box.y1 < extent.y1, text.get_text()


@pytest.mark.parametrize("mode", list(Mode))
@pytest.mark.parametrize("count", COUNTS)
def test_every_text_stands_out_from_its_cell(count: int, mode: Mode) -> None:
    for fill, texts, _extent in cells(compose(gallery.heatmap(count), mode)):
        for text in texts:
            assert contrast(to_hex(text.get_color()), fill) >= READABLE, text.get_text()


@pytest.mark.parametrize("count", COUNTS)
def test_the_picture_shows_what_the_map_tells(count: int) -> None:
    chart = gallery.heatmap(count)
    tree, texts = chart.map(), written(chart)
    assert len(cells(compose(chart))) == len(tree.tiles)
    for tile in tree.tiles:
        if len(tile.fold.members) == 1:
            name = chart.labels[tile.fold.members[0]]
            assert name in texts or f"{name} {tile.figure}" in texts
    assert tree.alone + tree.shared[1] == int(np.isfinite(chart.changes).sum())
    assert tree.unpriced in (0, count - int(np.isfinite(chart.changes).sum()))


def test_the_longest_caption_leaves_the_room_that_the_map_was_told_for() -> None:
    long = replace(gallery.caption("Many words " * 60), subtitle="More words " * 60)
    chart = replace(
        gallery.heatmap(),
        caption=replace(long, provenance=replace(long.provenance, source="A source " * 60, sample=True)),
    )
    short = gallery.heatmap()
    for each in (chart, short, gallery.sector_heatmap()):
        body = Box.body(compose(each)).inset(bottom=46)
        assert (body.width, body.height) >= (each.map().size[0] - 1e-6, each.map().size[1])
    assert chart.map() == short.map()


def test_a_flatter_picture_than_planned_is_still_readable() -> None:
    for _fill, texts, extent in cells(compose(gallery.heatmap(), size=(1200, 675))):
        assert any("%" in text.get_text() or text.get_text() == "no data" for text in texts)
        assert extent.height > 20


@pytest.mark.parametrize("count", [40, 500, 1800])
def test_a_group_is_written_whole_shorter_or_not_at_all(count: int) -> None:
    texts = written(gallery.heatmap(count))
    assert not [text for text in texts if "…" in text]
    assert [text for text in texts if text.endswith(" +1.23%")]


def test_a_group_without_a_change_is_its_name() -> None:
    chart = replace(gallery.heatmap(), heads=(GroupHeading("Industrials", float("nan"), ("Ind.",)),))
    assert "Industrials" in written(chart)


def test_every_one_of_a_few_has_its_name_on_a_phone() -> None:
    chart = gallery.sector_heatmap()
    lopsided = replace(chart, weights=np.geomspace(1, 60, 11))
    figure = compose(lopsided, shape=Shape.PHONE)
    texts = " ".join(text.get_text() for axes in figure.axes for text in axes.texts)
    assert all(label in texts for label in chart.labels)
    assert "equal areas" in texts


def test_the_key_says_what_areas_are() -> None:
    def key(chart: Heatmap) -> str:
        return next(text for text in written(chart) if "and beyond" in text).partition(" · ")[2]

    crowd, few = gallery.heatmap(), gallery.sector_heatmap()
    assert key(crowd) == "area: weight, the named enlarged"
    assert key(replace(crowd, weights=np.ones(500))) == "area: members, the named enlarged"
    assert key(few) == "area: weight"
    assert key(replace(few, weights=np.ones(11))) == "equal areas"


def test_hostile_names_are_inert_and_cost_nobody_else_a_cell() -> None:
    names = ("$x^2$", "\u202eevil", "A" * 3000, "\n\t", "株式会社", "=1+1")
    chart = gallery.heatmap(200)
    weights = chart.weights.copy()
    weights[:6] = weights.max()
    hostile = replace(chart, labels=(*names, *chart.labels[6:]), weights=weights)
    for text in written(hostile):
        assert text.isprintable()
        assert text == plain(text)
    assert hostile.map().alone >= 6


def test_a_member_without_weight_is_counted_among_its_like() -> None:
    chart = gallery.heatmap()
    weights = chart.weights.copy()
    lightest = np.argsort(weights)
    weights[lightest[:100]], weights[lightest[100:110]] = 0.0, np.nan
    tree = replace(chart, weights=weights).map()
    assert tree.alone + tree.shared[1] == int(np.isfinite(chart.changes).sum())


def test_sectors_keep_their_cells_side_by_side_without_a_title() -> None:
    chart = gallery.sector_heatmap()
    assert chart.map().alone == len(SECTORS)
    assert [room.title for room in chart.map().rooms] == [""]


@pytest.mark.parametrize("count", [500, 1800])
def test_companies_are_found_where_weights_are_not_known(count: int) -> None:
    chart = replace(gallery.heatmap(count), weights=np.ones(count))
    tree = chart.map()
    assert tree.alone >= 40
    moved = {index: abs(chart.changes[index]) for tile in tree.tiles for index in tile.fold.members}
    named = [tile.fold.members[0] for tile in tree.tiles if len(tile.fold.members) == 1]
    assert np.median([moved[i] for i in named]) > np.median([v for v in moved.values() if v == v])


@pytest.mark.parametrize("count", [500, 1800])
def test_at_least_forty_companies_are_named_on_a_phone(count: int) -> None:
    chart = gallery.heatmap(count)
    figure = compose(chart, shape=Shape.PHONE)
    names = {text.get_text() for text in figure.axes[0].texts}
    assert len(names & set(chart.labels)) >= 40
    for _fill, texts, extent in cells(figure):
        assert texts
        assert all(extent.y0 < t.get_window_extent().y0 < t.get_window_extent().y1 < extent.y1 for t in texts)


def test_a_shared_cells_change_is_the_mean_of_its_members_whatever_their_areas() -> None:
    chart = replace(gallery.heatmap(500), weights=np.ones(500))
    for tile in chart.map().tiles:
        own = chart.changes[list(tile.fold.members)]
        if np.isfinite(tile.fold.change):
            assert tile.fold.change == pytest.approx(own.mean())


def test_no_colour_stands_for_a_fall_by_more_than_all() -> None:
    chart = replace(gallery.heatmap(40), changes=np.linspace(-0.9, 14.46, 40))
    assert "−100%" in written(chart)
    assert not [
        text for text in written(chart) if text.startswith("−") and text.endswith("00%") and len(text) > 5
    ]
