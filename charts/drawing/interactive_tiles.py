"""The cells of a heat map as data for a browser that draws them under a pointer."""

from __future__ import annotations

from typing import Any

import numpy as np

from charts.layout.text import plain
from charts.layout.treemap import TreemapCell
from charts.pictures.heatmap import Heatmap
from charts.theme import Theme
from market.formatting import counted


def has_tiles(chart: Heatmap) -> bool:
    return bool(np.isfinite(chart.changes).any())


def tiles_of(chart: Heatmap, theme: Theme) -> dict[str, Any]:
    """`rows`: each cell's name, figure, and who is in it. `tiles`: the size of the map in points, the titles of its
    groups with left, top and width, and by cell its left, top, width, height, colour and the colour of its letters."""
    tree = chart.map()
    wide, high = tree.size
    cells = [
        [round(part, 1) for part in (t.box.left, high - t.box.top, t.box.width, t.box.height)]
        for t in tree.tiles
    ]
    fills = chart.fills(tree, theme)
    titles = [
        [plain(room.title), *(round(at, 1) for at in (room.box.left, high - room.box.top, room.box.width))]
        for room in tree.rooms
        if room.title
    ]
    rows = [
        row | {"group": room.title} for room in tree.rooms for row in (_row(chart, t) for t in room.tiles)
    ]
    return {
        "rows": [{"name": "Change", "names": [], "key": [], "rows": rows}],
        "tiles": {
            "size": [wide, high],
            "titles": titles,
            "cells": [[*cell, fill, theme.on(fill)] for cell, fill in zip(cells, fills, strict=True)],
        },
    }


def _row(chart: Heatmap, tile: TreemapCell) -> dict[str, Any]:
    moved, members = tile.fold.change, tile.fold.members
    if len(members) > 1:
        about = counted(len(members), "member")
    else:
        about = plain(chart.names[members[0]]) if chart.names else ""
    return {
        "label": plain(tile.name),
        "shorter": [plain(name) for name in tile.shorter],
        "values": [float(moved) if np.isfinite(moved) else None],
        "texts": [tile.figure],
        "about": about,
    }
