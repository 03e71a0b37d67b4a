"""Heat maps as data for a browser."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest

from charts.drawing.interactive import interactive, is_interactive
from charts.pictures.heatmap import Heatmap
from charts.theme import LIGHT, Mode
from tests.charts.gallery import GALLERY

MAPS = {name: made for name, make in GALLERY.items() if isinstance(made := make(), Heatmap)}


@pytest.mark.parametrize("name", MAPS)
def test_every_cell_of_the_map_is_given_with_its_place_colour_and_figure(name: str) -> None:
    chart = MAPS[name]
    data = json.loads(json.dumps(interactive(chart, Mode.LIGHT), allow_nan=False))
    tree, (panel,) = chart.map(), data["rows"]
    assert [row["texts"] for row in panel["rows"]] == [[tile.figure] for tile in tree.tiles]
    assert [cell[4] for cell in data["tiles"]["cells"]] == chart.fills(tree, LIGHT)
    wide, high = data["tiles"]["size"]
    for left, top, width, height, *_colours in data["tiles"]["cells"]:
        assert 0 <= left <= left + width <= wide + 0.2
        assert 0 <= top <= top + height <= high + 0.2
    for row, tile in zip(panel["rows"], tree.tiles, strict=True):
        assert (row["texts"] == ["–"]) == (row["values"] == [None])
        if len(tile.fold.members) > 1:
            assert row["about"] == f"{len(tile.fold.members)} members"


def test_a_map_without_any_change_stays_a_picture() -> None:
    chart = next(iter(MAPS.values()))
    assert not is_interactive(replace(chart, changes=np.full(len(chart.labels), np.nan)))
