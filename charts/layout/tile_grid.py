"""A crowd of members on a narrow picture: those that moved it most in cells of one size, the others in a last row.

By weight nobody but a few giants would have a cell that can be read on a phone.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from charts.layout.box import Box
from charts.layout.cell_text import TextLine
from charts.layout.text_width import NO_BREAK, width_bound
from charts.layout.treemap import GroupArea, Treemap, TreemapCell, TreemapMembers
from market.analytics.treemap_groups import sides
from market.formatting import Unit, brief

ACROSS, _MOST = 6, 7  # cells in a row, and rows
LETTERS = 18.0  # of ticker and figure, in points before the picture's letters are enlarged
_LEAST, _OTHERS, _SIDES = (
    43.9,
    33.0,
    8.0,
)  # heights of a cell and of the last row, and what is left free beside words


def abreast(members: TreemapMembers, width: float) -> int:
    """How many cells of a row hold everybody's name and figure."""
    widest = max(_widest(members, index) for index in range(len(members.labels)))
    return max(min(int(width / (widest + _SIDES)), ACROSS), 1) if np.isfinite(widest) else ACROSS


def tile_grid(members: TreemapMembers, width: float, height: float, across: int = ACROSS) -> Treemap:
    """As many members as have room, from the one that lifted all of them most (weight × change) to the one that
    weighed most on them, row by row; below them the others, up and down, side by side."""
    wide = width / across
    rows = min(max(int((height - _OTHERS) / _LEAST), 1), _MOST)
    named = _named(members, rows * across, wide - _SIDES)
    rows = -(-len(named) // across) or 1
    below = _OTHERS if len(named) < len(members.labels) else 0.0
    tall = (height - below) / rows
    tiles = []
    for place, index in enumerate(named):
        down, right = divmod(place, across)
        box = Box(right * wide, height - (down + 1) * tall, wide, tall)
        lines = (
            TextLine(members.labels[index], LETTERS, True),
            TextLine(_figure(members, index), LETTERS, False),
        )
        tiles.append(TreemapCell(box, *members.cell(members.labels[index], (index,)), lines=lines))
    others = _others(members, set(named), Box(0.0, 0.0, width, _OTHERS))
    return Treemap((GroupArea(Box(0.0, 0.0, width, height), "", (*tiles, *others)),), (width, height))


def _named(members: TreemapMembers, most: int, room: float) -> list[int]:
    """Who is named: of those whose ticker and figure fit, the ones that moved all of them most, in that order."""
    moved = np.nan_to_num(members.weights * members.changes)
    order = np.argsort(-np.abs(moved), kind="stable").tolist()
    # In a crowd those that did not move are among the others.
    fits = [i for i in order if (moved[i] or len(order) <= most) and _widest(members, i) <= room]
    return sorted(fits[:most], key=lambda i: -moved[i])


def _widest(members: TreemapMembers, index: int) -> float:
    name, figure = members.labels[index], _figure(members, index)
    return (
        max(width_bound(name, LETTERS), width_bound(figure, LETTERS, bold=False)) if name.strip() else np.inf
    )


def _figure(members: TreemapMembers, index: int) -> str:
    return brief(float(members.changes[index]), Unit.CHANGE)


def _others(members: TreemapMembers, named: set[int], box: Box) -> list[TreemapCell]:
    """The priced members that are not named, by where they went; their cells are as wide as their words need."""
    rest = [i for i in range(len(members.labels)) if i not in named and np.isfinite(members.changes[i])]
    parts = [
        (side, own) for side, own in sides(rest, members.changes).items() if members.weight(list(own)) > 0
    ]
    cells = [members.cell(f"{len(own):,}{NO_BREAK}{side}", own) for side, own in parts]
    boxes = box.columns(*[len(name) + 6 for name, _ in cells]) if cells else ()
    return [
        TreemapCell(
            place,
            name,
            replace(fold, weight=members.weight(list(fold.members))),
            lines=_flat(name, fold.change),
        )
        for place, (name, fold) in zip(boxes, cells, strict=True)
    ]


def _flat(name: str, moved: float) -> tuple[TextLine, ...]:
    return (TextLine(f"{name} {brief(moved, Unit.CHANGE)}", LETTERS, True),)
