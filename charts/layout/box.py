"""Where things go: rectangles in points on a figure of 1,200 points' width, or 720 upright."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.text import Text

    from charts.theme import Theme

NARROW = 800.0  # points of width; below, labels and axes share the room of what is drawn


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle; `left` and `bottom` from the figure's lower left corner."""

    left: float
    bottom: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.left + self.width

    @property
    def top(self) -> float:
        return self.bottom + self.height

    @property
    def narrow(self) -> bool:
        return self.width < NARROW

    @classmethod
    def body(cls, figure: Figure) -> Box:
        """The part of the figure that the renderer leaves to the chart."""
        wide, high = extent(figure)
        pars = figure.subplotpars
        return cls(
            pars.left * wide,
            pars.bottom * high,
            (pars.right - pars.left) * wide,
            (pars.top - pars.bottom) * high,
        )

    def inset(self, left: float = 0, right: float = 0, top: float = 0, bottom: float = 0) -> Box:
        return Box(
            self.left + left,
            self.bottom + bottom,
            max(self.width - left - right, 1.0),
            max(self.height - top - bottom, 1.0),
        )

    def rows(self, *shares: float, gap: float = 0) -> tuple[Box, ...]:
        """Split from top to bottom in these proportions."""
        free, top, out = self.height - gap * (len(shares) - 1), self.top, []
        for share in shares:
            height = free * share / sum(shares)
            out.append(Box(self.left, top - height, self.width, height))
            top -= height + gap
        return tuple(out)

    def columns(self, *shares: float, gap: float = 0) -> tuple[Box, ...]:
        """Split from left to right in these proportions."""
        free, left, out = self.width - gap * (len(shares) - 1), self.left, []
        for share in shares:
            width = free * share / sum(shares)
            out.append(Box(left, self.bottom, width, self.height))
            left += width + gap
        return tuple(out)

    def panel(self, figure: Figure) -> Axes:
        """Bare axes that fill the box: no axis is ever drawn by matplotlib, scales write their own."""
        from charts.layout.bare_axes import BareAxes

        wide, high = extent(figure)
        place = (self.left / wide, self.bottom / high, self.width / wide, self.height / high)
        return figure.add_axes(BareAxes(figure, place))


def canvas(figure: Figure, box: Box) -> Axes:
    """Axes whose units are points from the lower left corner of `box`; nothing is drawn yet."""
    axes = box.panel(figure)
    axes.set_xlim(0, box.width)
    axes.set_ylim(0, box.height)
    return axes


def extent(figure: Figure) -> tuple[float, float]:
    """Width and height of the figure in points."""
    return figure.get_figwidth() * 72, figure.get_figheight() * 72


def write(
    figure: Figure,
    x: float,
    y: float,
    text: str,
    *,
    colour: str,
    size: float,
    bold: bool = False,
    align: str = "left",
) -> Text:
    """One line of text at a point of the figure; `text` must be plain already."""
    wide, high = extent(figure)
    return figure.text(
        x / wide,
        y / high,
        text,
        color=colour,
        fontsize=size,
        fontweight="bold" if bold else "normal",
        ha=align,
        va="baseline",
    )


def heading(
    figure: Figure,
    box: Box,
    text: str,
    theme: Theme,
    size: float = 24,
    *,
    colour: str = "",
    reach: float = 0.0,
    lines: int = 1,
) -> Box:
    """Write a panel's name along the top of `box`, in up to `lines` lines, as far as `reach` where
    that is further right; gives what is left of the box below it."""
    from charts.layout.text import fitted, kept_together, plain, with_dates
    from charts.layout.text_width import LINE_HEIGHT

    room = max(box.width, reach - box.left)
    wrapped, _ = fitted(kept_together(with_dates(plain(text))), room, ((size, lines),), bold=True)
    for index, line in enumerate(wrapped):
        y = box.top - size - index * size * LINE_HEIGHT
        write(figure, box.left, y, line, colour=colour or theme.ink, size=size, bold=True)
    return box.inset(top=size * (0.25 + LINE_HEIGHT * max(len(wrapped), 1)))
