"""A treemap of members: area is weight, colour is change, on a scale that colour-blind readers see."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from charts.bars import canvas
from charts.box import Box
from charts.scale import per_cent
from charts.spec import Caption
from charts.theme import mix
from charts.words import LINE_HEIGHT, fitted, plain, width
from market.numbers import change

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from charts.theme import Theme

_SIZES = (34.0, 28.0, 25.0, 22.0)
_HEAD = 22.0
_KEY = 46.0  # points for the colour scale below
Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Head:
    """What may be written above the cells of `group`."""

    group: str
    change: float
    shorter: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Heatmap:
    """One cell per member. `labels`, `groups` ("" for none), `weights` (above zero, any unit) and
    `changes` (fractions, NaN where missing: drawn neutral and crossed) have the same length.
    `limit`: the change with the strongest colour; by default what 95 % of members stay within.
    `heads`: for a group its change and shorter names, the longest first; the first that fits is
    written above it with the change."""

    caption: Caption
    labels: tuple[str, ...]
    groups: tuple[str, ...]
    weights: Numbers
    changes: Numbers
    limit: float | None = None
    heads: tuple[Head, ...] = ()

    @property
    def shape(self) -> tuple[int, int]:
        return 1200, 900

    @property
    def strongest(self) -> float:
        """The change at both ends of the colour scale, rounded to a figure that reads well."""
        known = np.abs(self.changes[np.isfinite(self.changes)])
        limit = self.limit or (float(np.quantile(known, 0.95)) if known.size else 0.0)
        return max(float(f"{limit:.1g}"), 0.001)

    def draw(self, figure: Figure, theme: Theme) -> None:
        self.place(figure, Box.body(figure), theme)

    def place(self, figure: Figure, box: Box, theme: Theme) -> None:
        """Draw into a part of the figure."""
        from matplotlib.collections import PolyCollection

        area = box.inset(bottom=_KEY)
        axes = canvas(figure, area)
        cells = list(self._cells(axes, Box(0, 0, area.width, area.height), theme))
        corners = [
            ((b.left, b.bottom), (b.right, b.bottom), (b.right, b.top), (b.left, b.top)) for _, b in cells
        ]
        fills = [self._fill(float(self.changes[i]), theme) for i, _ in cells]
        edge = 2.0 if len(cells) <= 120 else 0.8
        axes.add_collection(
            PolyCollection(corners, facecolors=fills, edgecolors=theme.background, linewidths=edge),
            autolim=False,
        )
        for (index, cell), fill in zip(cells, fills, strict=True):
            self._write(axes, index, cell, theme.on(fill))
        self._key(figure, Box(box.left, box.bottom, box.width, _KEY), theme)

    def _cells(self, axes: Axes, area: Box, theme: Theme) -> Iterator[tuple[int, Box]]:
        """Each member's index and rectangle; group names are written along the way."""
        weights = np.where(np.isfinite(self.weights) & (self.weights > 0), self.weights, 0.0)
        names = np.array(self.groups, dtype=object)
        groups = sorted(dict.fromkeys(self.groups), key=lambda g: -float(weights[names == g].sum()))
        totals = [float(weights[names == g].sum()) for g in groups]
        for group, room in zip(groups, _tiles(totals, area), strict=True):
            inner = room.inset(2, 2, 2, 2)
            title = self._head(group, inner.width - 8)
            if title and inner.height > 3 * _HEAD:
                axes.text(
                    inner.left + 4,
                    inner.top - _HEAD,
                    title,
                    fontsize=_HEAD,
                    fontweight="bold",
                    color=theme.ink,
                )
                inner = inner.inset(top=_HEAD * 1.4)
            members = np.flatnonzero((names == group) & (weights > 0))
            members = members[np.argsort(-weights[members], kind="stable")]
            yield from zip(members.tolist(), _tiles(weights[members].tolist(), inner), strict=True)

    def _head(self, group: str, room: float) -> str:
        """The group's name and change, or the most of that which fits; never a part of a name."""
        known = next((head for head in self.heads if head.group == group), Head(group, float("nan")))
        names = [plain(name) for name in (group, *known.shorter) if name]
        moved = f" {change(known.change)}" if np.isfinite(known.change) else ""
        wanted = [*(name + moved for name in names), *names, moved.strip()]
        return next((text for text in wanted if width(text, _HEAD, True) <= room), "")

    def _fill(self, moved: float, theme: Theme) -> str:
        if not np.isfinite(moved):
            return theme.grid
        return mix(
            theme.level, theme.above if moved > 0 else theme.below, min(abs(moved) / self.strongest, 1.0)
        )

    def _write(self, axes: Axes, index: int, cell: Box, ink: str) -> None:
        """Name and change where they fit, the name alone where only it does, else nothing."""
        if cell.width < _SIZES[-1] * 1.2 or cell.height < _SIZES[-1] * 1.3:
            return  # too small for any name: most of two thousand members
        name, moved = plain(self.labels[index]), float(self.changes[index])
        figure = change(moved) if np.isfinite(moved) else "no data"
        x, y, room = cell.left + cell.width / 2, cell.bottom + cell.height / 2, cell.width - 12
        for size in _SIZES:
            if max(width(word, size, True) for word in [*name.split(), ""]) > room:
                continue
            lines, _ = fitted(name, room, (size,), 2, bold=True)
            whole = " ".join(lines) == name
            tall = (len(lines) + 1) * size * LINE_HEIGHT
            if whole and width(figure, size * 0.85) < room and tall < cell.height - 6:
                rows = [*((line, size, True) for line in lines), (figure, size * 0.85, False)]
                break
        else:
            size = _SIZES[-1]
            if width(name, size, True) > room + 4 or cell.height < size * 1.3:
                return
            rows = [(name, size, True)]
        for row, (text, tall, bold) in enumerate(rows):
            axes.text(
                x, y + ((len(rows) - 1) / 2 - row) * size * LINE_HEIGHT, text, fontsize=tall, color=ink,
                fontweight="bold" if bold else "normal", ha="center", va="center_baseline",
            )  # fmt: skip

    def _key(self, figure: Figure, box: Box, theme: Theme) -> None:
        from matplotlib.patches import Rectangle

        axes, steps, wide = canvas(figure, box), 9, 44.0
        low, high = per_cent(-self.strongest), per_cent(self.strongest)
        start, middle = width(low, 22) + 12, 14.0
        style = {"fontsize": 22, "color": theme.faint, "va": "center_baseline"}
        axes.text(0, middle, low, **style)  # type: ignore[arg-type]  # text properties
        for step in range(steps):
            fill = self._fill((step / (steps - 1) * 2 - 1) * self.strongest, theme)
            axes.add_patch(
                Rectangle((start + step * wide, middle - 12), wide, 24, facecolor=fill, linewidth=0)
            )
        axes.text(start + steps * wide + 12, middle, f"{high} and beyond · area: weight", **style)  # type: ignore[arg-type]  # text properties


def _tiles(weights: Sequence[float], area: Box) -> list[Box]:
    """Rectangles in `area` with areas in proportion to `weights` (squarified: Bruls, Huizing and
    van Wijk, 2000)."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SyntaxWarning)  # squarify's docstrings
        import squarify

    total = sum(weights)
    if not total:
        return [Box(area.left, area.bottom, 0.0, 0.0) for _ in weights]
    sizes = squarify.normalize_sizes(weights, area.width, area.height)
    tiles = squarify.squarify(sizes, area.left, area.bottom, area.width, area.height)
    return [Box(t["x"], area.top - (t["y"] - area.bottom) - t["dy"], t["dx"], t["dy"]) for t in tiles]
