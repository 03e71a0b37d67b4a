"""Direct labels: names at the ends of their lines, moved apart so that none covers another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from charts.layout.text import fitted, plain, readable, shortened
from charts.layout.text_width import LINE_HEIGHT, width

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from charts.layout.box import Box
    from charts.layout.scale import Scale
    from charts.theme import Theme

SIZE = 26.0
_LEADER, _BRACKET = 24.0, 14.0  # points between the end of a line and its label, and more for a bracket
_GAP = 6.0  # between two labels
_SHARE = 0.3  # of the whole width, which a name takes at most
_WIDEST = 300.0
_EARLY = 0.985  # of the axis: a line that ends before is not led on to its label


@dataclass(frozen=True, slots=True)
class EdgeLabel:
    """A label for a line that ends at `x`, `y` in the axes' own units.

    name, figure: what is written; only the name is ever replaced or shortened.
    colour: the line's.
    short: stands for a name that has no room.
    marked: a dot stands where it ends.
    bracket: two values of the axis that a bracket beside it joins; `y` is between them.
    """

    name: str
    figure: str
    x: float
    y: float
    colour: str
    short: str = ""
    marked: bool = True
    bracket: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class LabelColumn:
    """How the labels of a panel are written.

    rows: for each label its lines, one or several.
    size: of the letters, in points.
    gutter: points beside the panel that they take, the leaders included.
    leader: points between the end of a line and its label.
    """

    rows: tuple[tuple[str, ...], ...]
    size: float
    gutter: float
    leader: float = _LEADER

    @property
    def pitch(self) -> float:
        """From the middle of one label to that of the next, at least."""
        return max((len(lines) for lines in self.rows), default=1) * self.size * LINE_HEIGHT + _GAP


def column(labels: Sequence[EdgeLabel], height: float, whole: float) -> LabelColumn:
    """Labels beside a panel of `height` in a picture part of `whole` width: the name above its figure
    where there is room for that, else beside it."""
    if not labels:
        return LabelColumn((), SIZE, 12.0)
    most = min(whole * _SHARE, _WIDEST)
    size = SIZE
    if (rows := _above(labels, most, height)) is None:
        size = max(min(SIZE, height / len(labels) / LINE_HEIGHT), 18.0)
        rows = [_beside(label, size, most * 1.25) for label in _alike(labels, size, most)]
    widest = max(width(line, size, True) for lines in rows for line in lines)
    leader = _LEADER + (_BRACKET if any(label.bracket for label in labels) else 0.0)
    return LabelColumn(tuple(rows), size, widest + leader + 4, leader)


def _above(labels: Sequence[EdgeLabel], most: float, height: float) -> list[tuple[str, ...]] | None:
    """Names above their figures, in two lines where one takes them; all by their short names where they do not
    fit so; None where they do not fit at all."""
    for named in (labels, _shorter(labels)):
        rows = [_stacked(label, most) for label in named]
        tallest = max(len(lines) for lines in rows) * SIZE * LINE_HEIGHT + _GAP
        cut = any(line.endswith("…") for lines in rows for line in lines) and named is labels
        if len(labels) * tallest <= height and not cut:
            return rows
    return None


def _shorter(labels: Sequence[EdgeLabel]) -> list[EdgeLabel]:
    return [replace(label, name=label.short or label.name) for label in labels]


def _alike(labels: Sequence[EdgeLabel], size: float, room: float) -> Sequence[EdgeLabel]:
    """The labels; where one with its figure takes more than `room`, all of them by their short names."""
    long = [f"{readable(label.name, label.short)} {plain(label.figure)}" for label in labels]
    wide = any(e.short and width(text, size, True) > room for e, text in zip(labels, long, strict=True))
    return _shorter(labels) if wide else labels


def _stacked(label: EdgeLabel, most: float) -> tuple[str, ...]:
    name, figure = readable(label.name, label.short), plain(label.figure)
    lines, _ = fitted(name, most, ((SIZE, 2),), True) if name else ((), SIZE)
    split = figure.split(" ", 1) if width(figure, SIZE, True) > most else [figure]
    return tuple(line for line in (*lines, *split) if line)


def _beside(label: EdgeLabel, size: float, most: float) -> tuple[str, ...]:
    name, figure = readable(label.name, label.short), plain(label.figure)
    room = most - (width(f" {figure}", size, True) if figure else 0.0)
    # The column is rather made wider than a line left without a name.
    return (f"{shortened(name, room, size, True) or plain(label.short)} {figure}".strip(),)


def spread(targets: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Positions as near as possible to `targets` (least squares), at least `gap` apart, in the
    same order, within `low` to `high`; where all cannot fit, evenly spaced.

    Pool-adjacent-violators on `target - rank * gap` (Barlow and others, 1972).
    """
    count = len(targets)
    if count == 0:
        return []
    if (count - 1) * gap > high - low:
        gap = (high - low) / (count - 1)
    order = sorted(range(count), key=lambda i: targets[i])
    pools: list[tuple[float, int]] = []  # mean and size
    for rank, index in enumerate(order):
        mean, size = targets[index] - rank * gap, 1
        while pools and pools[-1][0] >= mean:
            before, many = pools.pop()
            mean, size = (before * many + mean * size) / (many + size), many + size
        pools.append((mean, size))
    means = [mean for mean, size in pools for _ in range(size)]
    out = [0.0] * count
    for rank, index in enumerate(order):
        out[index] = min(max(means[rank], low), high - (count - 1) * gap) + rank * gap
    return out


def has_room(labels: Sequence[EdgeLabel], scale: Scale, height: float, whole: float) -> bool:
    """Whether the label of a bracket among `labels`, beside a panel of `height` in a part of `whole` width, stands
    beside its bracket, level with it, so that no other label's leader runs across it."""
    written = column(labels, height, whole)
    targets = [scale.position(label.y) * height for label in labels]
    places = _places(targets, written, height)
    for label, own in zip(labels, places, strict=True):
        if label.bracket is None:
            continue
        low, high = (scale.position(value) * height for value in label.bracket)
        half = written.size * LINE_HEIGHT / 2
        if not low + half <= own <= high - half:
            return False
        others = [
            (target, place)
            for target, place, other in zip(targets, places, labels, strict=True)
            if other is not label
        ]
        if any((target - own) * (place - own) <= 0 for target, place in others):
            return False
    return True


def _places(targets: Sequence[float], written: LabelColumn, height: float) -> list[float]:
    half = written.pitch / 2
    return spread(targets, written.pitch, half, max(height - half, half))


def at_right(
    axes: Axes, scale: Scale, labels: Sequence[EdgeLabel], written: LabelColumn, box: Box, theme: Theme
) -> None:
    """Write labels right of `axes`, which fill `box`, each tied to the end of its line, which is marked."""
    height, wide = box.height, box.width
    targets = [scale.position(label.y) * height for label in labels]
    places = _places(targets, written, height)
    low, high = axes.get_xlim()
    ends = [(label.x - low) / (high - low) for label in labels]
    _tie(
        axes,
        labels,
        ends,
        [target / height for target in targets],
        [place / height for place in places],
        wide,
        written.leader,
    )
    for label in labels:
        if label.bracket:
            _draw_bracket(axes, [scale.position(value) for value in label.bracket], wide, label.colour)
    for label, lines, place in zip(labels, written.rows, places, strict=True):
        line = written.size * LINE_HEIGHT
        for index, text in enumerate(lines):
            y = place + ((len(lines) - 1) / 2 - index) * line
            bold = len(lines) == 1 or index < len(lines) - 1
            axes.text(
                1 + written.leader / wide, y / height, text, transform=axes.transAxes, color=theme.text(label.colour),
                fontsize=written.size, fontweight="bold" if bold else "normal", va="center",
            )  # fmt: skip


def _tie(
    axes: Axes,
    labels: Sequence[EdgeLabel],
    ends: Sequence[float],
    heights: Sequence[float],
    places: Sequence[float],
    wide: float,
    leader: float,
) -> None:
    """Mark the ends of lines, and lead those at the edge on to their labels; all in shares of the axes."""
    from matplotlib.collections import CircleCollection, LineCollection

    if not labels:
        return
    bend, last = 1 + (leader - _LEADER + 6) / wide, 1 + (leader - 6) / wide
    leaders = [
        # A bracket is met level with its label.
        ([(bend, place), (last, place)], label.colour)
        if label.bracket
        else ([(end, y), (max(end, bend), y), (last, place)], label.colour)
        for label, end, y, place in zip(labels, ends, heights, places, strict=True)
        if end >= _EARLY
    ]
    if leaders:
        paths, colours = zip(*leaders, strict=True)
        lines = LineCollection(
            list(paths), colors=list(colours), linewidths=1.5, transform=axes.transAxes, clip_on=False
        )
        axes.add_collection(lines, autolim=False)
    marked = [(at, label.colour) for *at, label in zip(ends, heights, labels, strict=True) if label.marked]
    dots = CircleCollection(
        [64.0], offsets=[at for at, _ in marked], offset_transform=axes.transAxes,
        facecolors=[colour for _, colour in marked], linewidths=0, clip_on=False, zorder=4,
    )  # fmt: skip
    axes.add_collection(dots, autolim=False)


def _draw_bracket(axes: Axes, between: Sequence[float], wide: float, colour: str) -> None:
    """A bracket beside the ends of two lines, at these shares of the height."""
    low, high = between
    at, foot = 1 + 12 / wide, 1 + 6 / wide
    axes.plot(
        [foot, at, at, foot], [low, low, high, high], color=colour, linewidth=2, clip_on=False,
        transform=axes.transAxes, scalex=False, scaley=False,
    )  # fmt: skip
