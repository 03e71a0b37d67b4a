"""Horizontal bars with their names and figures: rankings, and small panels of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from charts.layout.box import Box, canvas
from charts.layout.key import KeyEntry, draw_key
from charts.layout.text import plain, readable, shortened, widest, with_dates
from charts.layout.text_width import width
from charts.shape import APART, FEW_ROWS, MARGIN, PHONE_POINTS, PITCH, Shape, bars_size
from charts.spec import Caption, add_to_alt
from market.formatting import MISSING, Unit, brief, written

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from charts.theme import Theme

MARKERS = (("o", False), ("o", True), ("D", False), ("D", True), ("s", False), ("s", True))
MOST = 16  # rows; of more, both ends are shown
_LARGEST, _SMALLEST = 25.0, 12.0
_READABLE = 24.0  # the least size on a phone
_GAP = 10.0
_DOT = 15.0  # points across
_SIGN = 30.0  # points that the sign of a group takes


@dataclass(frozen=True, slots=True)
class Bar:
    """One row.

    value, other: raw, in the picture's unit; `other` is its counterpart; None is missing and written so.
    group: marked by a sign before the label.
    short: stands for a label that has no room.
    colour: of the market that it is of; empty for one by the sign of the value.
    """

    label: str
    value: float | None
    other: float | None = None
    group: str = ""
    short: str = ""
    colour: str = ""


@dataclass(frozen=True, slots=True)
class RankedBars:
    """Bars from the highest value to the lowest, missing ones last, whatever their order here; where they are
    `ranked` already, as they stand.

    names: what `value` and `other` are ("large caps", "small caps"); with both, a row holds two dots.
    exact: the figures of two dots keep their second decimal.
    Of more than 16 bars the highest and the lowest are shown, and how many are not.
    """

    caption: Caption
    bars: tuple[Bar, ...]
    unit: Unit = Unit.CHANGE
    names: tuple[str, str] = ("", "")
    ranked: bool = False
    exact: bool = False

    def __post_init__(self) -> None:
        text = written if self.exact else brief
        pairs = [(bar.label, text(bar.other, self.unit)) for bar in self.bars if bar.other is not None]
        add_to_alt(self, [(f"{self.names[1]}: {label}", figure) for label, figure in pairs[:1]] + pairs[1:])

    @property
    def shape(self) -> tuple[int, int]:
        return bars_size(len(self.bars), Shape.WIDE)

    @property
    def phone(self) -> tuple[int, int]:
        return bars_size(len(self.bars), Shape.PHONE)

    def draw(self, figure: Figure, box: Box, theme: Theme) -> None:
        signs = group_signs(self.bars, theme)
        key = [*signs.values()]
        if any(bar.other is not None for bar in self.bars) and all(self.names):
            key += pair_key(self.names, theme)
        box = draw_key(figure, box, key, theme)
        most = min(MOST, max(int(box.height // 34), 3))
        bar_rows(figure, box, self.rows(most), self.unit, theme, signs, exact=self.exact)

    @property
    def labels(self) -> list[tuple[str, str]]:
        """Name and figure of each bar, in the order in which they are shown."""
        return [(row.label, written(row.value, self.unit)) for row in self.rows() if isinstance(row, Bar)]

    def rows(self, most: int = MOST) -> list[Bar | str]:
        """The bars in the order in which they are shown, of more than `most` both ends."""
        return _ends_of([*self.bars] if self.ranked else ranked(self.bars), most)


def ranked(bars: Iterable[Bar]) -> list[Bar]:
    """From the highest value to the lowest, missing ones last."""
    return sorted(bars, key=lambda bar: (bar.value is None, -(bar.value or 0.0)))


def group_signs(bars: Sequence[Bar], theme: Theme) -> dict[str, KeyEntry]:
    """A sign for each group, the same whatever the order of the bars."""
    groups = sorted({bar.group for bar in bars if bar.group})
    return {
        group: KeyEntry(marker, group, theme.faint, hollow)
        for group, (marker, hollow) in zip(groups, MARKERS, strict=False)
    }


def pair_key(names: tuple[str, str], theme: Theme) -> list[KeyEntry]:
    """What the two dots of a row are."""
    return [KeyEntry("o", names[0], theme.up), KeyEntry("o", names[1], theme.down, hollow=True)]


def bar_rows(
    figure: Figure,
    box: Box,
    rows: Sequence[Bar | str],
    unit: Unit,
    theme: Theme,
    signs: Mapping[str, KeyEntry] | None = None,
    bracket: bool = False,
    exact: bool = False,
) -> None:
    """Draw bars from top to bottom, labels left, each figure at the end of its bar; where some have a
    counterpart, dots on one line instead, with both figures right. A text among `rows` takes a line of
    its own. `signs`: what stands before the label of a bar of each group. `bracket`: a further row with the
    way from the lowest value to the highest. `exact`: see `RankedBars`."""
    if not rows:
        return
    bars = [row for row in rows if isinstance(row, Bar)]
    paired = any(bar.other is not None for bar in bars)
    known = [bar.value for bar in bars if bar.value is not None and bar.value == bar.value]
    bracket = bracket and len(known) > 1 and written(min(known), unit) != written(max(known), unit)
    count = len(rows) + bracket
    pitch = min(box.height / count, PITCH if len(rows) > FEW_ROWS else APART)
    size = max(min(_LARGEST, pitch * 0.66), _READABLE if _is_whole_phone(box) else _SMALLEST)
    left = _SIGN if signs and any(bar.group in signs for bar in bars) else 0.0
    room = box.width * 0.42 - left
    labels = _labels(bars, room, size)
    names = left + widest(labels, size) + 14
    axes = canvas(figure, box)
    if paired:
        track: _Track = _Track.of_pairs(bars, unit, size, names, box, written if exact else brief)
    else:
        track = _Track.of([bar.value for bar in bars], unit, size, names, box.width)
    if track.column is not None or paired:
        axes.plot(
            [track.zero] * 2, [box.height - len(rows) * pitch, box.height], color=theme.grid, linewidth=2
        )
    texts = iter(labels)
    for index, row in enumerate(rows):
        middle = box.height - (index + 0.5) * pitch
        if isinstance(row, str):
            axes.text(0, middle, plain(row), fontsize=size, color=theme.faint, va="center")
            continue
        if signs and (sign := signs.get(row.group)):
            _draw_sign(axes, sign, middle, theme)
        axes.text(left, middle, next(texts), fontsize=size, color=theme.ink, va="center")
        if paired:
            track.dots(axes, middle, row, theme)
        else:
            track.bar(axes, middle, pitch * 0.62, row, theme)
    if bracket:
        track.bracket(axes, box.height - (count - 0.5) * pitch, min(known), max(known), box.width, theme)


def _is_whole_phone(box: Box) -> bool:
    """True of a phone's picture within its margins, false of a part of it: there letters may be smaller."""
    return box.narrow and box.width >= PHONE_POINTS - 2 * MARGIN


def _draw_sign(axes: Axes, sign: KeyEntry, at: float, theme: Theme) -> None:
    fill = theme.background if sign.hollow else sign.colour
    axes.plot(
        [9], [at], sign.marker, markersize=12, markerfacecolor=fill, markeredgecolor=sign.colour,
        markeredgewidth=2,
    )  # fmt: skip


def _labels(bars: Sequence[Bar], room: float, size: float) -> list[str]:
    """What stands before each bar; where one name of a company has no room beside its ticker, none has it."""
    names = [with_dates(readable(bar.label, bar.short)) for bar in bars]
    wide = [bool(bar.short) and width(name, size) > room for bar, name in zip(bars, names, strict=True)]
    tickers = any(wide) and all(bar.short.split(",")[0].isupper() for bar in bars if bar.short)
    return [
        with_dates(plain(bar.short)) if bar.short and (tickers or long) else shortened(name, room, size)
        for bar, name, long in zip(bars, names, wide, strict=True)
    ]


@dataclass(frozen=True, slots=True)
class _Track:
    """Where values lie across a row.

    zero, scale: in points.
    size: of the figures, which stand at the ends of their bars, or in a column that ends at `column`
        where some are negative.
    pair: where the columns of the figures of two dots end.
    as_text: how these figures are written.
    """

    unit: Unit
    zero: float
    scale: float
    size: float
    column: float | None
    pair: tuple[float, float] = (0.0, 0.0)
    as_text: Callable[[float | None, Unit], str] = written

    @classmethod
    def of(cls, values: Sequence[float | None], unit: Unit, size: float, left: float, right: float) -> _Track:
        known = [v for v in values if v is not None and v == v]
        low, high = min([0.0, *known]), max([0.0, *known])
        figures = max((width(written(v, unit), size) + _GAP for v in known), default=0.0)
        scale = max(right - left - figures, 1.0) / ((high - low) or 1.0)
        return cls(unit, left - low * scale, scale, size, right if low < 0 else None)

    @classmethod
    def of_pairs(
        cls,
        bars: Sequence[Bar],
        unit: Unit,
        size: float,
        left: float,
        box: Box,
        as_text: Callable[[float | None, Unit], str],
    ) -> _Track:
        firsts = [bar.value for bar in bars if bar.value is not None]
        seconds = [bar.other for bar in bars if bar.other is not None]
        second = widest([as_text(v, unit) for v in seconds], size) + _GAP
        first = widest([as_text(v, unit) for v in firsts], size) + _GAP * 2
        low, high = min([0.0, *firsts, *seconds]), max([0.0, *firsts, *seconds])
        left, right = left + 12, box.width - first - second - 12  # of the dots
        scale = max(right - left, 1.0) / ((high - low) or 1.0)
        return cls(unit, left - low * scale, scale, size, None, (box.width - second, box.width), as_text)

    def bar(self, axes: Axes, at: float, thick: float, row: Bar, theme: Theme) -> None:
        from matplotlib.patches import Rectangle

        value, plain_colour = (
            row.value,
            theme.faint if self.unit is Unit.COUNT else "",
        )  # a number is no direction
        if value is None or value != value:
            x = self.zero + _GAP if self.column is None else self.column
            side = "left" if self.column is None else "right"
            axes.text(x, at, MISSING, fontsize=self.size, color=theme.faint, ha=side, va="center")
            return
        end = self.zero + value * self.scale
        axes.add_patch(
            Rectangle(
                (min(self.zero, end), at - thick / 2), max(abs(end - self.zero), 1.5), thick,
                facecolor=row.colour or plain_colour or (theme.up if value >= 0 else theme.down), linewidth=0,
            )
        )  # fmt: skip
        x, side = (end + _GAP, "left") if self.column is None else (self.column, "right")
        axes.text(x, at, written(value, self.unit), fontsize=self.size, color=theme.ink, ha=side, va="center")

    def bracket(self, axes: Axes, at: float, low: float, high: float, right: float, theme: Theme) -> None:
        """From the lowest value to the highest, open towards the rows above, with the points between them."""
        start, end = self.zero + low * self.scale, self.zero + high * self.scale
        across, up = [start, start, end, end], [at + 10, at, at, at + 10]
        axes.plot(across, up, color=theme.faint, linewidth=2.5)
        figure = written(high - low, Unit.LEAD if self.unit is Unit.CHANGE else self.unit).removeprefix("+")
        axes.text(
            right, at, figure, fontsize=self.size, color=theme.ink, fontweight="bold", ha="right",
            va="center",
        )  # fmt: skip

    def dots(self, axes: Axes, at: float, bar: Bar, theme: Theme) -> None:
        places = [
            None if value is None or value != value else self.zero + value * self.scale
            for value in (bar.value, bar.other)
        ]
        if len(both := [place for place in places if place is not None]) > 1:
            axes.plot(both, [at, at], color=theme.faint, linewidth=2, zorder=1)
        near = len(both) > 1 and abs(both[0] - both[1]) < 2 * _DOT  # then the ring is seen around the dot
        styles = ((theme.up, theme.up), ("none" if near else theme.background, theme.down))
        for place, (fill, edge) in zip(places, styles, strict=True):
            if place is not None:
                axes.plot(
                    [place], [at], "o", markersize=_DOT, markerfacecolor=fill, markeredgecolor=edge,
                    markeredgewidth=3, zorder=3,
                )  # fmt: skip
        colours = (theme.text(theme.up), theme.text(theme.down))
        for value, x, colour in zip((bar.value, bar.other), self.pair, colours, strict=True):
            text = self.as_text(value, self.unit)
            ink = theme.faint if text == MISSING else colour
            axes.text(x, at, text, fontsize=self.size, color=ink, ha="right", va="center")


def _ends_of(bars: list[Bar], most: int) -> list[Bar | str]:
    if len(bars) <= most:
        return [*bars]
    half = (most - 1) // 2
    return [*bars[:half], f"… {len(bars) - 2 * half} more …", *bars[-half:]]
