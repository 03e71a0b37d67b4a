"""A waterfall: how parts add up to a whole, one row a part."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from charts.layout.box import Box, canvas
from charts.layout.text import plain, shortened
from charts.layout.text_width import width
from charts.shape import APART, FEW_ROWS, PITCH, Shape, bars_size
from charts.spec import Caption
from market.formatting import Unit, written

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from charts.theme import Theme

_LARGEST, _SMALLEST, _NAMES = 26.0, 18.0, 0.8  # letters in points; those of names are a share of them
_TALLER = 1.6  # rows with names are so many times as high
_GAP = 16.0
_PHONE_ROW, _READABLE = 34.0, 24.0  # points of a row and of its letters on a phone, at least


@dataclass(frozen=True, slots=True)
class Step:
    """One part. `value` is raw, in the picture's unit.

    names: what mattered in it, in small letters.
    shorter: labels for where the first has no room, the longest first.
    """

    label: str
    value: float
    names: str = ""
    shorter: tuple[str, ...] = ()

    def written(self, room: float, size: float) -> str:
        """The longest of its labels that fits into `room`."""
        labels = [plain(label) for label in (self.label, *self.shorter)]
        fitting = (label for label in labels if width(label, size) <= room)
        return next(fitting, shortened(labels[-1], room, size))


@dataclass(frozen=True, slots=True)
class Waterfall:
    """Parts from the top row down, each bar beginning where the one above it ended.

    steps: their values add up to that of `total`, which is the last row and begins at zero.
    """

    caption: Caption
    steps: tuple[Step, ...]
    total: Step
    unit: Unit = Unit.LEAD

    @property
    def labels(self) -> list[tuple[str, str]]:
        """Name and figure of each step."""
        return [(step.label, written(step.value, self.unit)) for step in self.steps]

    @property
    def shape(self) -> tuple[int, int]:
        rows = sum(_height(step) for step in (*self.steps, self.total))
        if len(self.steps) < FEW_ROWS:
            return bars_size(len(self.steps) + 1, Shape.WIDE)
        return 1200, int(max(min(675, 230 + PITCH * rows), 230 + 46 * rows))

    @property
    def phone(self) -> tuple[int, int]:
        return bars_size(len(self.steps) + 1, Shape.PHONE)

    def draw(self, figure: Figure, box: Box, theme: Theme) -> None:
        steps = _fewer(self.steps, int(box.height // _PHONE_ROW) - 1) if box.narrow else self.steps
        rows = (*steps, self.total)
        pitch = min(box.height / sum(_height(row) for row in rows), PITCH if len(rows) > FEW_ROWS else APART)
        size = max(min(_LARGEST, pitch * 0.6), _READABLE if box.narrow else _SMALLEST)
        axes = canvas(figure, box)
        left = max(width(row.written(box.width * 0.4, size), size) for row in rows) + _GAP
        figures = max(width(written(row.value, self.unit), size) for row in rows) + _GAP
        scale = _Scale.of(steps, self.total, left, box.width - figures)
        top, reached = box.height, 0.0
        for row in rows:
            start = 0.0 if row is self.total else reached
            reached = start + row.value
            high = pitch * _height(row)
            _row(axes, row, (top, high), (left, box.width), size, self.unit, theme)
            middle = top - pitch / 2
            scale.bar(axes, (start, reached), (middle, pitch * 0.6), row is self.total, theme)
            if row is not self.total:
                ends = scale.zero + reached * scale.unit
                below = top - high if _names_reach(row, size, box.width) > ends - _GAP else middle
                scale.link(axes, reached, (below, top - high - pitch * 0.2), theme)
            top -= high


def _fewer(steps: tuple[Step, ...], most: int) -> tuple[Step, ...]:
    """`steps` for a phone, without their names; of more than `most` the largest and the last one, what is
    not explained, with the others as one before it."""
    plainer = tuple(replace(step, names="") for step in steps)
    if len(plainer) <= most:
        return plainer
    first, last = plainer[:-1], plainer[-1]
    kept = sorted(sorted(range(len(first)), key=lambda i: -abs(first[i].value))[: max(most - 2, 1)])
    others = [step for i, step in enumerate(first) if i not in kept]
    rest = Step(f"{len(others)} others", sum(step.value for step in others))
    return (*(first[i] for i in kept), rest, last)


def _height(step: Step) -> float:
    return _TALLER if step.names else 1.0


def _row(
    axes: Axes,
    row: Step,
    at: tuple[float, float],
    across: tuple[float, float],
    size: float,
    unit: Unit,
    theme: Theme,
) -> None:
    """Label, figure and names of one row. `at`: its top and height; `across`: where bars begin, and the end."""
    (top, high), (_left, right) = at, across
    middle = top - high / _height(row) / 2
    label = row.written(right * 0.4, size)
    axes.text(0, middle, label, fontsize=size, color=theme.ink, va="center")
    text = written(row.value, unit)
    axes.text(right, middle, text, fontsize=size, color=theme.ink, ha="right", va="center")
    if row.names:
        names, small = _names(row, size, right)
        axes.text(0, top - high * 0.76, names, fontsize=small, color=theme.text(theme.faint), va="center")


def _names(row: Step, size: float, room: float) -> tuple[str, float]:
    """The names of a row as they are written, and the size of their letters."""
    small = max(size * _NAMES, _SMALLEST)
    return shortened(plain(row.names), room, small), small


def _names_reach(row: Step, size: float, room: float) -> float:
    """How far to the right they reach."""
    return width(*_names(row, size, room)) if row.names else 0.0


@dataclass(frozen=True, slots=True)
class _Scale:
    """Where values lie across a row: `zero` and `unit` in points."""

    zero: float
    unit: float

    @classmethod
    def of(cls, steps: tuple[Step, ...], total: Step, left: float, right: float) -> _Scale:
        sums, reached = [0.0, total.value], 0.0
        for step in steps:
            reached += step.value
            sums.append(reached)
        low, high = min(sums), max(sums)
        unit = max(right - left, 1.0) / ((high - low) or 1.0)
        return cls(left - low * unit, unit)

    def bar(
        self, axes: Axes, ends: tuple[float, float], at: tuple[float, float], whole: bool, theme: Theme
    ) -> None:
        from matplotlib.patches import Rectangle

        (first, last), (middle, thick) = ends, at
        colour = theme.up if last >= first else theme.down
        x, wide = self.zero + min(first, last) * self.unit, max(abs(last - first) * self.unit, 1.5)
        axes.add_patch(
            Rectangle(
                (x, middle - thick / 2), wide, thick,
                facecolor=colour, edgecolor=theme.ink if whole else colour, linewidth=2.5 if whole else 0,
            )
        )  # fmt: skip

    def link(self, axes: Axes, reached: float, between: tuple[float, float], theme: Theme) -> None:
        """The thin line from the end of a bar to the beginning of the next."""
        x = self.zero + reached * self.unit
        axes.plot([x, x], list(between), color=theme.faint, linewidth=1.2, zorder=0)
