"""A treemap of members: area is weight, colour is change, on a scale that colour-blind readers see."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from charts.layout.box import Box, canvas
from charts.layout.scale import per_cent
from charts.layout.text import plain
from charts.layout.text_width import width, width_bound
from charts.layout.tile_grid import abreast, tile_grid
from charts.layout.treemap import HEAD, INDENT, UNPRICED, Treemap, TreemapCell, TreemapMembers, arranged
from charts.spec import Caption
from charts.theme import mix
from market.formatting import change

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from charts.theme import Theme

_KEY = 46.0  # points for the colour scale below
_KEY_SIZE = 24.0
_NAMED, _ENLARGED, _CELL = 72, 0.55, 7400.0  # named at most, their part of the map, square points each
_LARGER = 24 / 18  # of letters on a phone: the smallest of the map are of 18 points
FEW = 40  # members that a flat picture can name
_WIDTH = 1136.0  # of every body
_WORDS = 298.0  # points of height that title, subtitle and footer take at most
Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class GroupHeading:
    """What may be written above the cells of `group`, or in the cell that it is."""

    group: str
    change: float
    shorter: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Heatmap:
    """Members by position: `labels`, `groups` ("" for none), `weights` (any unit; zero or NaN takes no room) and
    `changes` (fractions, NaN where missing). Whose cell could not be read is folded. In a crowd those that
    moved it most (weight × change) are enlarged to cells that can be read; on a phone they have cells of one size.

    limit: the change with the strongest colour; by default what 90 % of the cells stay within.
    names: the companies', for the file behind the picture; empty where there are none.
    heads: for a group its change and shorter names, the longest first; the first that fits is written above
        it with the change, or in the cell of that label.
    """

    caption: Caption
    labels: tuple[str, ...]
    groups: tuple[str, ...]
    weights: Numbers
    changes: Numbers
    limit: float | None = None
    heads: tuple[GroupHeading, ...] = ()
    names: tuple[str, ...] = ()

    @property
    def shape(self) -> tuple[int, int]:
        return 1200, 900 if len(self.labels) <= FEW else 1200

    def map(self) -> Treemap:
        """Who is shown by itself and who is folded, whatever the caption's length: the map as it
        fits under the longest. The picture stretches it."""
        return self._arranged(_WIDTH, self.shape[1] - _WORDS - _KEY)

    def draw(self, figure: Figure, box: Box, theme: Theme) -> None:
        larger = _LARGER if box.narrow else 1.0
        key = Box(box.left, box.bottom, box.width, _KEY * (2 if box.narrow else 1))
        area = box.inset(bottom=key.height)
        tree = self._drawn(area, larger)
        axes = canvas(figure, area)
        axes.set_xlim(0, area.width / larger)
        axes.set_ylim(0, area.height / larger)
        for room in tree.rooms:
            if room.title:
                axes.text(
                    room.box.left + INDENT, room.box.top - HEAD, plain(room.title),
                    fontsize=HEAD * larger, fontweight="bold", color=theme.ink,
                )  # fmt: skip
        fills = self.fills(tree, theme)
        _paint(axes, tree.tiles, fills, theme)
        for tile, fill in zip(tree.tiles, fills, strict=True):
            _write(axes, tile, theme.on(fill), larger)
        self._key(figure, key, tree, theme)

    def _drawn(self, area: Box, larger: float) -> Treemap:
        """The map stretched to `area`; made for it where nobody shares a cell, where somebody asked for
        a flatter picture, or where its letters are `larger` than those it is measured with."""
        if larger > 1.0 and self._crowd:
            return tile_grid(self._members(None), area.width / larger, area.height / larger)
        if larger > 1.0:
            return self._readable(area.width / larger, area.height / larger)
        planned = self.map()
        if planned.shared == (0, 0) or area.height < planned.size[1]:
            return self._arranged(area.width, area.height)
        return planned.stretched(max(area.width, _WIDTH), area.height)

    def _readable(self, wide: float, high: float) -> Treemap:
        """A few members on a phone: by weight where everybody has a cell, else in cells of one size, by change."""
        tree = self._arranged(wide, high)
        if tree.shared == (0, 0):
            return tree
        alike = replace(self._members(None), weights=np.ones(len(self.labels)))
        return tile_grid(alike, wide, high, abreast(alike, wide))

    def _arranged(self, wide: float, high: float) -> Treemap:
        areas = self._enlarged(self._weights, wide * high) if self._crowd else None
        return arranged(self._members(areas), self._title, wide, high)

    @property
    def _weights(self) -> Numbers:
        return np.where(np.isfinite(self.weights) & (self.weights > 0), self.weights, 0.0)

    def _members(self, areas: Numbers | None) -> TreemapMembers:
        shorter = {head.group: head.shorter for head in self.heads}
        return TreemapMembers(self.labels, self.groups, self._weights, self.changes, shorter, areas)

    @property
    def _crowd(self) -> bool:
        """So many members that by weight alone nobody would have a cell to be read."""
        return len(self.labels) > FEW

    def _enlarged(self, weights: Numbers, points: float) -> Numbers:
        """The members' shares of a map of so many square points; of those that moved it most, enough of
        them to be read, as many as a part of the map holds."""
        shares = weights / (weights.sum() or 1.0)
        moved = shares * np.abs(np.nan_to_num(self.changes))
        most = min(int(points * _ENLARGED / _CELL), _NAMED)
        named = np.argsort(-moved, kind="stable")[:most]
        named = named[moved[named] > 0]
        shares[named] = np.maximum(shares[named], _CELL / points * (1 + _ENLARGED))
        return shares

    def _title(self, group: str, room: float) -> str:
        """The group's name with its change, or the most of that which fits; never a part of a name."""
        known = next((head for head in self.heads if head.group == group), GroupHeading(group, float("nan")))
        names = (group, *(("No price",) if group == UNPRICED else known.shorter))
        moved = f" {change(known.change)}" if np.isfinite(known.change) else ""
        wanted = [*(name + moved for name in names), *names]
        return next((text for text in wanted if width_bound(text, HEAD) <= room), "")

    def fills(self, tree: Treemap, theme: Theme) -> list[str]:
        """The colour of each cell."""
        strongest = self._strongest(tree)
        return [_fill(tile.fold.change, strongest, theme) for tile in tree.tiles]

    def _strongest(self, tree: Treemap) -> float:
        """The change at both ends of the colour scale, rounded to a figure that reads well."""
        moves = [abs(tile.fold.change) for tile in tree.tiles if np.isfinite(tile.fold.change)]
        limit = self.limit or (float(np.quantile(moves, 0.9)) if moves else 0.0)
        return max(float(f"{limit:.1g}"), 0.001)

    def _key(self, figure: Figure, box: Box, tree: Treemap, theme: Theme) -> None:
        from matplotlib.patches import Rectangle

        axes, steps, wide = canvas(figure, box), 9, 36.0
        strongest = self._strongest(tree)
        low, high = per_cent(max(-strongest, -1.0)), per_cent(strongest)  # nothing falls by more than all
        start, middle = width(low, _KEY_SIZE) + 12, box.height - _KEY + 14.0
        style = {"fontsize": _KEY_SIZE, "color": theme.faint, "va": "center"}
        axes.text(0, middle, low, **style)  # type: ignore[arg-type]  # text properties
        for step in range(steps):
            fill = _fill((step / (steps - 1) * 2 - 1) * strongest, strongest, theme)
            axes.add_patch(
                Rectangle((start + step * wide, middle - 12), wide, 24, facecolor=fill, linewidth=0)
            )
        words, areas = f"{high} and beyond", self._areas(tree, box.narrow)
        if box.narrow:
            axes.text(0, 14.0, areas, **style)  # type: ignore[arg-type]  # text properties
        else:
            words = f"{words} · {areas}"
        axes.text(start + steps * wide + 12, middle, words, **style)  # type: ignore[arg-type]  # text properties

    def _areas(self, tree: Treemap, narrow: bool) -> str:
        """What the areas are, and who is named."""
        if self._crowd and narrow:
            return f"equal areas: the {tree.alone} that moved it most"
        even = len(set(self.weights[self.weights > 0].tolist())) == 1
        even = even or len({(round(t.box.width), round(t.box.height)) for t in tree.tiles}) == 1
        if self._crowd:
            return f"area: {'members' if even else 'weight'}, the named enlarged"
        return "equal areas" if even else "area: weight"


def _fill(moved: float, strongest: float, theme: Theme) -> str:
    if not np.isfinite(moved):
        return theme.grid
    return mix(theme.level, theme.above if moved > 0 else theme.below, min(abs(moved) / strongest, 1.0))


def _paint(axes: Axes, tiles: tuple[TreemapCell, ...], fills: list[str], theme: Theme) -> None:
    from matplotlib.collections import PolyCollection

    boxes = [tile.box for tile in tiles]
    corners = [((b.left, b.bottom), (b.right, b.bottom), (b.right, b.top), (b.left, b.top)) for b in boxes]
    cells = PolyCollection(corners, facecolors=fills, edgecolors=theme.background, linewidths=2.0)
    axes.add_collection(cells, autolim=False)


def _write(axes: Axes, tile: TreemapCell, ink: str, larger: float) -> None:
    x = tile.box.left + tile.box.width / 2
    y = tile.box.bottom + (tile.box.height + sum(row.height for row in tile.rows)) / 2
    for row in tile.rows:
        axes.text(
            x, y - row.height / 2, plain(row.text), fontsize=row.size * larger, color=ink,
            fontweight="bold" if row.bold else "normal", ha="center", va="center",
        )  # fmt: skip
        y -= row.height
