"""The geometry of a treemap: who is shown by itself, who is folded, and where; nothing is drawn yet.

Areas are weights: a group's of all, with its title, and a cell's of its group. A member whose cell
would not hold its name and figure is folded with its like, so that every cell can be read."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from charts.layout.box import Box
from charts.layout.cell_text import LISTED, TextLine, least, rows
from charts.layout.text_width import NO_BREAK
from market.analytics.treemap_groups import FoldedGroup, fold, sides
from market.formatting import change

HEAD = 20.0  # size of what is written above a group
UNPRICED = "Without a price"
INDENT = 4.0  # of it
_REST = "Other groups"
_GAP = 2.0
_SMALLEST = 2900.0  # square points: no name with its figure fits into less
Numbers = NDArray[np.float64]
Title = Callable[[str, float], str]


@dataclass(frozen=True, slots=True, eq=False)
class TreemapMembers:
    """By position: `labels`, `groups` ("" for none), `weights` (zero or more, any unit) and `changes`
    (fractions, NaN where missing).

    shorter: names for narrow cells, by label, the longest first.
    areas: the room of each, where that is not its weight.
    """

    labels: tuple[str, ...]
    groups: tuple[str, ...]
    weights: Numbers
    changes: Numbers
    shorter: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    areas: Numbers | None = None

    @property
    def room(self) -> Numbers:
        return self.weights if self.areas is None else self.areas

    def least(self, index: int) -> float:
        """The smallest area that can hold its name and figure."""
        names = (self.labels[index], *self.shorter.get(self.labels[index], ()))
        return min(least(name, _figure(self.changes[index])) for name in names)

    def weight(self, of: Sequence[int]) -> float:
        """The room of these members."""
        return float(self.room[of].sum())

    def cell(self, name: str, of: Sequence[int]) -> tuple[str, FoldedGroup]:
        """A cell of these members: its change is weighted, its area is their room."""
        return name, replace(fold(of, self.weights, self.changes), weight=self.weight(list(of)))


@dataclass(frozen=True, slots=True)
class TreemapCell:
    """A cell: one member, or several folded.

    shorter: names to use where the first does not fit.
    more: single members worth a line where there is room.
    lines: what is written, where it is not made to fit here.
    """

    box: Box
    name: str
    fold: FoldedGroup
    shorter: tuple[str, ...] = ()
    more: tuple[str, ...] = ()
    lines: tuple[TextLine, ...] = ()

    @property
    def figure(self) -> str:
        return _figure(self.fold.change)

    @property
    def rows(self) -> tuple[TextLine, ...]:
        """What is written in it; () where nothing fits."""
        wide, high = self.box.width - _GAP, self.box.height - _GAP
        tries = (rows(name, self.figure, self.more, wide, high) for name in (self.name, *self.shorter))
        return self.lines or next(filter(None, tries), ())


@dataclass(frozen=True, slots=True)
class GroupArea:
    """A group's part of the map: `title` ("" for none) is written at its top, above its tiles."""

    box: Box
    title: str
    tiles: tuple[TreemapCell, ...]


@dataclass(frozen=True, slots=True)
class Treemap:
    """All of the map; `size` is its width and height."""

    rooms: tuple[GroupArea, ...]
    size: tuple[float, float]

    @property
    def tiles(self) -> tuple[TreemapCell, ...]:
        return tuple(tile for room in self.rooms for tile in room.tiles)

    @property
    def alone(self) -> int:
        """How many members with a change have a cell of their own."""
        return sum(len(tile.fold.members) == 1 for tile in self._priced)

    @property
    def shared(self) -> tuple[int, int]:
        """How many cells show several members with a change, and how many those are."""
        several = [len(tile.fold.members) for tile in self._priced if len(tile.fold.members) > 1]
        return len(several), sum(several)

    @property
    def unpriced(self) -> int:
        """How many members are shown that have no change."""
        return sum(len(tile.fold.members) for tile in self.tiles if not np.isfinite(tile.fold.change))

    @property
    def _priced(self) -> list[TreemapCell]:
        return [tile for tile in self.tiles if np.isfinite(tile.fold.change)]

    def stretched(self, width: float, height: float) -> Treemap:
        """The same map on another size; what is larger both ways keeps every cell readable."""
        x, y = width / self.size[0], height / self.size[1]

        def moved(box: Box) -> Box:
            return Box(box.left * x, box.bottom * y, box.width * x, box.height * y)

        rooms = (
            replace(room, box=moved(room.box), tiles=tuple(replace(t, box=moved(t.box)) for t in room.tiles))
            for room in self.rooms
        )
        return Treemap(tuple(rooms), (width, height))


def arranged(members: TreemapMembers, title: Title, width: float, height: float) -> Treemap:
    """The map of `members` on `width` by `height` points. `title`: what can be written above a group
    in so much room, "" where nothing can. Members without a change have a room of their own, or
    none where it would be too small to read; groups too small to read share one."""
    parts, whole = _parts(members), Box(0, 0, width, height)
    while True:
        rooms = _rooms(parts, members, title, whole)
        small = [name for name, room in rooms.items() if room is None]
        fewer = _without(parts, small, members) if small else parts
        if fewer == parts:
            return Treemap(tuple(room for room in rooms.values() if room), (width, height))
        parts = fewer


def _parts(members: TreemapMembers) -> dict[str, list[int]]:
    """Positions by group, the heaviest first; equally heavy ones stay in their order."""
    parts: dict[str, list[int]] = {}
    for index in np.argsort(-members.room, kind="stable").tolist():
        known = np.isfinite(members.changes[index])
        parts.setdefault(members.groups[index] if known else UNPRICED, []).append(index)
    return _heaviest_first(parts, members)


def _heaviest_first(parts: dict[str, list[int]], members: TreemapMembers) -> dict[str, list[int]]:
    return dict(sorted(parts.items(), key=lambda part: -members.weight(part[1])))


def _without(
    parts: dict[str, list[int]], small: Sequence[str], members: TreemapMembers
) -> dict[str, list[int]]:
    """The parts without those too `small` to read: what has no price is left out where it or all that
    has one is too small; other groups share a part, with the next larger one if only one is small."""
    priced = {name: own for name, own in parts.items() if name != UNPRICED}
    if UNPRICED in small or len(priced) == 1:
        return priced
    joined = {*small, *list(priced)[-2:]} if len(small) == 1 else {*small}
    joined |= {_REST} & priced.keys()
    kept = {name: own for name, own in parts.items() if name not in joined}
    rest = sorted((i for name in joined for i in parts[name]), key=lambda i: (-members.room[i], i))
    return _heaviest_first({**kept, _REST if len(joined) < len(priced) else "": rest}, members)


def _rooms(
    parts: dict[str, list[int]], members: TreemapMembers, title: Title, whole: Box
) -> dict[str, GroupArea | None]:
    """Each part's room; None for one that has no weight, or that could not be read in its box."""
    heavy = [name for name, own in parts.items() if members.weight(own) > 0]
    boxes = dict(zip(heavy, _boxes([members.weight(parts[name]) for name in heavy], whole), strict=True))
    return {
        name: _room(name, own, members, title, boxes[name]) if name in boxes else None
        for name, own in parts.items()
    }


def _room(name: str, own: Sequence[int], members: TreemapMembers, title: Title, box: Box) -> GroupArea | None:
    """The group in its part of the map; None where its name or its members could not be read."""
    inner = box.inset(*[_GAP] * 4)
    words = title(name, inner.width - 2 * INDENT) if name else ""
    tiles = _folded(own, members, inner.inset(top=HEAD * 1.4) if words else inner)
    return GroupArea(inner, words, tiles) if tiles and bool(words) == bool(name) else None


def _folded(own: Sequence[int], members: TreemapMembers, box: Box) -> tuple[TreemapCell, ...]:
    """As many of `own` (the heaviest first) by themselves as can be read, the others folded by
    where they went, or all into one where those could not be read either; () for neither."""
    areas = members.room[own] * (box.width * box.height / members.weight(own))
    able = [
        i for i, area in zip(own, areas.tolist(), strict=True) if area > _SMALLEST and area > members.least(i)
    ]
    for apart in (True, False) if np.isfinite(members.changes[own[0]]) else (False,):
        for alone in range(len(able), -1, -1):
            named = set(able[:alone])
            folds = _others([i for i in own if i not in named], members, apart, alone > 0)
            others = [other for other in folds if other[1].weight > 0]
            cells = [*others, *(members.cell(members.labels[i], (i,)) for i in able[:alone])]
            layouts = _layouts([cell.weight for _, cell in cells], len(others), box)
            tiles = [
                [
                    TreemapCell(box, *cell, members.shorter.get(cell[0], ()))
                    for box, cell in zip(boxes, cells, strict=True)
                ]
                for boxes in layouts
            ]
            if readable := [found for found in tiles if all(tile.rows for tile in found)]:
                return tuple(_explained(tile, members) for tile in min(readable, key=_narrowest))
    return ()


def _others(
    rest: Sequence[int], members: TreemapMembers, apart: bool, besides: bool
) -> list[tuple[str, FoldedGroup]]:
    """`rest` as folds with their names: `apart` by where they went, or into one, the others
    `besides` those shown or all there are. Who is left over by itself on a side is named."""
    if not rest:
        return []
    count = f"{len(rest):,}"
    if not apart:
        some = f"{count}{NO_BREAK}other{'s' if len(rest) > 1 else ''}"
        return [members.cell(some if besides else f"All{NO_BREAK}{count}", rest)]
    return [
        members.cell(f"{len(own):,}{NO_BREAK}{side}" if len(own) > 1 else members.labels[own[0]], own)
        for side, own in sides(rest, members.changes).items()
    ]


def _narrowest(tiles: Sequence[TreemapCell]) -> float:
    """How far the worst of the cells is from a square."""
    return max(max(t.box.width / t.box.height, t.box.height / t.box.width) for t in tiles)


def _layouts(weights: Sequence[float], others: int, box: Box) -> Iterator[list[Box]]:
    """Ways to lay out cells in `box`, each of an area in proportion to its weight. The first
    `others` cells are folds: they may also take the sides and leave a corner to the members."""
    order = sorted(range(len(weights)), key=lambda i: -weights[i])
    boxes = _boxes([weights[i] for i in order], box)
    yield [each for _, each in sorted(zip(order, boxes, strict=True), key=lambda pair: pair[0])]
    yield from _cuts(weights, others, box)


def _cuts(weights: Sequence[float], others: int, box: Box) -> Iterator[list[Box]]:
    """One fold after the other cut off, across or along, then the members in what is left."""
    if not others or len(weights) < 2:
        yield _boxes(weights, box)
        return
    rest = sum(weights[1:])
    for first, left in (box.rows(weights[0], rest), box.columns(weights[0], rest)):
        for boxes in _cuts(weights[1:], others - 1, left):
            yield [first, *boxes]


def _explained(tile: TreemapCell, members: TreemapMembers) -> TreemapCell:
    """A folded tile with the members that moved it the most, by weight × change."""
    inside = tile.fold.members
    if len(inside) == 1 or not np.isfinite(tile.fold.change):
        return tile
    moved = sorted(inside, key=lambda i: -abs(members.weights[i] * members.changes[i]))[:LISTED]
    return replace(tile, more=tuple(f"{members.labels[i]} {change(members.changes[i])}" for i in moved))


def _boxes(weights: Sequence[float], area: Box) -> list[Box]:
    """Rectangles in `area` in proportion to `weights`, which fall (squarified: Bruls, Huizing and van
    Wijk, 2000)."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SyntaxWarning)  # squarify's docstrings
        import squarify

    sizes = squarify.normalize_sizes(weights, area.width, area.height)
    tiles = squarify.squarify(sizes, area.left, area.bottom, area.width, area.height)
    return [Box(t["x"], area.top - (t["y"] - area.bottom) - t["dy"], t["dx"], t["dy"]) for t in tiles]


def _figure(moved: float) -> str:
    return change(moved) if np.isfinite(moved) else "no data"
