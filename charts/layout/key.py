"""What marks and shades mean: drawn signs with their words, above a panel."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from charts.layout.box import Box, write
from charts.layout.text import plain, shortened
from charts.layout.text_width import LINE_HEIGHT, width

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from charts.theme import Theme

SIZE = 24.0
_SIGN, _GAP = 26.0, 28.0  # points that a sign takes, and between two entries


@dataclass(frozen=True, slots=True)
class KeyEntry:
    """One sign and its words.

    marker: as matplotlib names it: "D" a diamond, "s" a square, "v" and "^" triangles, "o" a circle.
    hollow: only its edge is drawn.
    """

    marker: str
    words: str
    colour: str
    hollow: bool = False


def draw_key(figure: Figure, box: Box, entries: Sequence[KeyEntry], theme: Theme) -> Box:
    """Write `entries` along the top of `box`, in as many rows as they need; gives what is left below."""
    if not entries:
        return box
    axes = box.panel(figure)
    axes.set_xlim(0, box.width)
    axes.set_ylim(0, box.height)
    left, row = 0.0, 0
    for entry in entries:
        words = shortened(plain(entry.words), box.width - _SIGN, SIZE)
        wide = _SIGN + width(words, SIZE)
        if left and left + wide > box.width:
            left, row = 0.0, row + 1
        base = box.top - SIZE - row * SIZE * LINE_HEIGHT
        fill = theme.background if entry.hollow else entry.colour
        axes.plot(
            [left + 9], [base - box.bottom + SIZE * 0.36], entry.marker, markersize=14, markerfacecolor=fill,
            markeredgecolor=entry.colour, markeredgewidth=2.5,
        )  # fmt: skip
        write(figure, box.left + left + _SIGN, base, words, colour=theme.faint, size=SIZE)
        left += wide + _GAP
    return box.inset(top=SIZE * (0.4 + LINE_HEIGHT * (row + 1)))
