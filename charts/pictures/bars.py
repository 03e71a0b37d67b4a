"""Horizontal bars with their names and figures: rankings, and small panels of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from charts.layout.box import Box, heading
from charts.layout.text import plain, shortened
from charts.layout.text_width import width
from charts.spec import Caption
from market.formatting import MISSING, Unit, written

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from charts.theme import Theme

MARKS = "●○◆◇▲△■□"  # tell groups apart without colour
_MOST = 16  # rows; of more, both ends are shown
_LARGEST, _SMALLEST = 25.0, 12.0
_GAP = 10.0


@dataclass(frozen=True, slots=True)
class Bar:
    """One row. `value` (and `other`, its counterpart) are raw, in the picture's unit; None is
    missing and written so. `group` is marked by a sign before the label."""

    label: str
    value: float | None
    other: float | None = None
    group: str = ""


@dataclass(frozen=True, slots=True)
class RankedBars:
    """`bars` from the highest value to the lowest, missing ones last, whatever their order here.
    `names`: what `value` and `other` are ("large", "small"); bars of `other` are hollow. Of more
    than 16 bars the highest and the lowest are shown, and how many are not."""

    caption: Caption
    bars: tuple[Bar, ...]
    unit: Unit = Unit.CHANGE
    names: tuple[str, str] = ("", "")

    @property
    def shape(self) -> tuple[int, int]:
        rows = min(len(self.bars), _MOST)
        return 1200, max(675, 230 + rows * (64 if self._paired else 44))

    @property
    def _paired(self) -> bool:
        return any(bar.other is not None for bar in self.bars)

    def draw(self, figure: Figure, theme: Theme) -> None:
        self.place(figure, Box.body(figure), theme)

    def place(self, figure: Figure, box: Box, theme: Theme) -> None:
        """Draw into a part of the figure."""
        groups = tuple(dict.fromkeys(bar.group for bar in self.bars if bar.group))
        key = [f"{mark} {group}" for mark, group in zip(MARKS, groups, strict=False)]
        if self._paired and all(self.names):
            key += [f"■ {self.names[0]}", f"□ {self.names[1]}"]
        if key:
            box = heading(figure, box, "   ".join(key), theme, 23)
        ranked = sorted(self.bars, key=lambda bar: (bar.value is None, -(bar.value or 0.0)))
        marked = [_marked(bar, groups) for bar in ranked]
        bar_rows(figure, box, _ends_of(marked), self.unit, theme)


@dataclass(frozen=True, slots=True)
class RungMeasure:
    """One figure for every rung: `values` (and `others`, the equal-weighted ones) are raw in
    `unit`, one per rung; None is missing."""

    name: str
    unit: Unit
    values: tuple[float | None, ...]
    others: tuple[float | None, ...] | None = None


def grid(
    figure: Figure,
    box: Box,
    rungs: Sequence[str],
    measures: Sequence[RungMeasure],
    columns: int,
    theme: Theme,
) -> None:
    """Small panels of bars, `columns` abreast, the same rungs in each."""
    count = -(-len(measures) // columns)
    for index, band in enumerate(box.rows(*[1] * count, gap=22)):
        cells = band.columns(*[1] * columns, gap=36)
        for measure, cell in zip(measures[index * columns : (index + 1) * columns], cells, strict=False):
            room = heading(figure, cell, measure.name, theme, 24)
            others = measure.others or (None,) * len(rungs)
            bars = [Bar(*parts) for parts in zip(rungs, measure.values, others, strict=True)]
            bar_rows(figure, room, bars, measure.unit, theme)


def bar_rows(figure: Figure, box: Box, rows: Sequence[Bar | str], unit: Unit, theme: Theme) -> None:
    """Draw bars from top to bottom, labels left, each figure at the end of its bar. A text among
    `rows` takes a line of its own."""
    if not rows:
        return
    bars = [row for row in rows if isinstance(row, Bar)]
    paired = any(bar.other is not None for bar in bars)
    pitch = min(box.height / len(rows), 90.0 if paired else 56.0)
    size = max(min(_LARGEST, pitch * 0.66), _SMALLEST)
    figures = max(min(size, pitch * 0.42), _SMALLEST) if paired else size
    room = box.width * 0.42
    names = max(width(shortened(plain(bar.label), room, size), size) for bar in bars) + 14
    axes = canvas(figure, box)
    track = _Track.of([v for bar in bars for v in (bar.value, bar.other)], unit, figures, names, box.width)
    for index, row in enumerate(rows):
        middle = box.height - (index + 0.5) * pitch
        if isinstance(row, str):
            axes.text(0, middle, plain(row), fontsize=size, color=theme.faint, va="center_baseline")
            continue
        label = shortened(plain(row.label), room, size)
        axes.text(0, middle, label, fontsize=size, color=theme.ink, va="center_baseline")
        lanes = ((row.value, False), (row.other, True)) if paired else ((row.value, False),)
        for lane, (value, hollow) in enumerate(lanes):
            thick = pitch * (0.34 if paired else 0.62)
            at = middle + (pitch * (0.21 - 0.42 * lane) if paired else 0.0)
            track.draw(axes, at, thick, value, hollow, theme)


@dataclass(frozen=True, slots=True)
class _Track:
    """Where values lie across a row: `zero` and `scale` in points; `size` of the figures, which
    stand at the ends of their bars, or in a column that ends at `column` where some are negative."""

    unit: Unit
    zero: float
    scale: float
    size: float
    column: float | None

    @classmethod
    def of(cls, values: Sequence[float | None], unit: Unit, size: float, left: float, right: float) -> _Track:
        known = [v for v in values if v is not None and v == v]
        low, high = min([0.0, *known]), max([0.0, *known])
        figures = max((width(written(v, unit), size) + _GAP for v in known), default=0.0)
        scale = max(right - left - figures, 1.0) / ((high - low) or 1.0)
        return cls(unit, left - low * scale, scale, size, right if low < 0 else None)

    def draw(
        self, axes: Axes, at: float, thick: float, value: float | None, hollow: bool, theme: Theme
    ) -> None:
        from matplotlib.patches import Rectangle

        if value is None or value != value:
            x = self.zero + _GAP if self.column is None else self.column
            side = "left" if self.column is None else "right"
            axes.text(x, at, MISSING, fontsize=self.size, color=theme.faint, ha=side, va="center")
            return
        colour = theme.up if value >= 0 else theme.down
        end, inner = self.zero + value * self.scale, thick - (3 if hollow else 0)
        axes.add_patch(
            Rectangle(
                (min(self.zero, end), at - inner / 2), max(abs(end - self.zero), 1.5), inner,
                facecolor=theme.background if hollow else colour, edgecolor=colour, linewidth=3 if hollow else 0,
            )
        )  # fmt: skip
        x, side = (end + _GAP, "left") if self.column is None else (self.column, "right")
        figure = written(value, self.unit)
        axes.text(x, at, figure, fontsize=self.size, color=theme.ink, ha=side, va="center_baseline")


def canvas(figure: Figure, box: Box) -> Axes:
    """Axes whose units are points from the lower left corner of `box`; nothing is drawn yet."""
    axes = box.panel(figure)
    axes.set_xlim(0, box.width)
    axes.set_ylim(0, box.height)
    return axes


def _marked(bar: Bar, groups: tuple[str, ...]) -> Bar:
    if bar.group not in groups[: len(MARKS)]:
        return bar
    return Bar(f"{MARKS[groups.index(bar.group)]} {bar.label}", bar.value, bar.other)


def _ends_of(bars: list[Bar]) -> list[Bar | str]:
    if len(bars) <= _MOST:
        return [*bars]
    half = (_MOST - 1) // 2
    return [*bars[:half], f"… {len(bars) - 2 * half} more …", *bars[-half:]]
