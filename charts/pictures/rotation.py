"""Rotation: one market against another, and where funds stand and are going."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from charts.layout.box import Box, canvas, heading
from charts.layout.key import KeyEntry, draw_key
from charts.layout.scale import Scale, per_cent, plain_level
from charts.layout.stack import PanelSpec, StyledLine, labels_of, stack
from charts.layout.text import plain
from charts.layout.text_width import width
from charts.spec import Caption, Frame, Line, add_to_alt, put_in_frame
from charts.theme import LIGHT, mix
from market.formatting import Unit, brief, written

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from charts.theme import Theme

TRAILS_NAME = "Above or below its own average against SPY, three months"
_ABREAST = 4  # small panels
_HEAD, _NAME, _GAP, _DOT = 24.0, 20.0, 10.0, 9.0  # points


@dataclass(frozen=True, slots=True, eq=False)
class Trail:
    """One fund's way through the plane, oldest first.

    strength: how far its relative strength lies above its own average (0.02 is 2 % above).
    momentum: how that changed over the window (0.01 is 1 % higher). Both fractions, one a session, same length;
        the last is now.
    ticker: what it is called in its panel; empty for the label.
    shorter: stand beside it for a label that has no room, the longest first.
    """

    label: str
    strength: NDArray[np.float64]
    momentum: NDArray[np.float64]
    ticker: str = ""
    shorter: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class RotationChart:
    """A ratio of two prices, above where funds stand and are going.

    ratio: the price of the first over that of the second (any scale), in the colour of its market, the first.
    averages: of it on the same scale, labelled "50-day".
    trails: a small panel each; may be empty, then the ratio takes the whole picture.
    """

    caption: Caption
    ratio: Line
    averages: tuple[Line, ...] = ()
    trails: tuple[Trail, ...] = ()

    def __post_init__(self) -> None:
        put_in_frame(self, self.caption.frame or Frame.of(self.ratio), "ratio", "averages")
        funds = [(t.ticker or t.label, brief(float(t.strength[-1]), Unit.CHANGE)) for t in self.ranked()]
        add_to_alt(self, [*labels_of(self.panels(LIGHT)), *funds])

    @property
    def shape(self) -> tuple[int, int]:
        return (1200, 1200) if self.trails else (1200, 675)

    def draw(self, figure: Figure, box: Box, theme: Theme) -> None:
        if not self.trails:
            stack(figure, box, self.panels(theme), theme)
            return
        upper, lower = box.rows(1, 2.4, gap=12) if box.narrow else box.rows(2, 3, gap=24)
        stack(figure, upper, self.panels(theme), theme)
        self._multiples(figure, lower, theme)

    def panels(self, theme: Theme) -> list[PanelSpec]:
        """The ratio with its averages."""
        lines, own = (self.ratio, *self.averages), theme.of_markets([self.ratio.market])
        pens = [
            StyledLine(line, colour, _ratio, line.label, width=4.0 if line is self.ratio else 2.5)
            for line, colour in zip(lines, (*own, *theme.averages), strict=False)
        ]
        scale = Scale.of([pen.line.values for pen in pens], plain_level, count=3)
        return [PanelSpec(tuple(pens[::-1]), scale, unit=Unit.RATIO if scale.high >= 2 else Unit.LEVEL)]

    def ranked(self) -> list[Trail]:
        """The strongest first."""
        return sorted(self.trails, key=lambda trail: -float(trail.strength[-1]))

    def _multiples(self, figure: Figure, box: Box, theme: Theme) -> None:
        """A small panel a fund, the strongest first, all on one scale."""
        gaining, fading = KeyEntry("s", "gaining", theme.up), KeyEntry("s", "fading", theme.down)
        box = heading(figure, box, TRAILS_NAME, theme, lines=2)
        box = draw_key(figure, box, [gaining, fading], theme)
        trails = self.ranked()
        values = np.concatenate([trail.strength for trail in trails])
        values = np.append(values[np.isfinite(values)], 0.0)
        scale = Scale.of([values], per_cent, margin=0.08)
        rows = box.rows(*[1] * -(-len(trails) // _ABREAST), gap=8)
        cells = [cell for row in rows for cell in row.columns(*[1] * _ABREAST, gap=20)]
        for trail, cell in zip(trails, cells, strict=False):
            self._multiple(figure, cell, trail, scale, theme)

    def _multiple(self, figure: Figure, cell: Box, trail: Trail, scale: Scale, theme: Theme) -> None:
        """One fund: its ticker and strength, and beside the ticker its name where all of it fits."""
        axes = canvas(figure, cell)
        ticker, now = plain(trail.ticker or trail.label), brief(float(trail.strength[-1]), Unit.CHANGE)
        line, colour = cell.height - _HEAD, theme.up if float(trail.momentum[-1]) >= 0 else theme.down
        axes.text(0, line, ticker, fontsize=_HEAD, color=theme.ink, fontweight="bold")
        axes.text(cell.width, line, now, fontsize=_HEAD, color=theme.text(colour), ha="right")
        used = width(ticker, _HEAD, True) + width(now, _HEAD) + 2 * _GAP
        names = [plain(name) for name in (trail.label, *trail.shorter) if name not in ("", trail.ticker)]
        if name := next((n for n in names if used + width(n, _NAME) <= cell.width), ""):
            axes.text(width(ticker, _HEAD, True) + _GAP, line, name, fontsize=_NAME, color=theme.faint)
        room = cell.height - _HEAD - _GAP
        x = np.linspace(0.0, cell.width - _DOT, len(trail.strength))
        up, zero = scale.positions(trail.strength) * room, scale.position(0.0) * room
        axes.fill_between(x, up, zero, color=mix(theme.background, colour, 0.35), linewidth=0)
        axes.plot([0, cell.width - _DOT], [zero] * 2, color=theme.faint, linewidth=1.5)
        axes.plot(x, up, color=colour, linewidth=3)
        axes.plot(x[-1:], up[-1:], "o", color=colour, markersize=_DOT)


def _ratio(value: float) -> str:
    return written(value, Unit.RATIO) if value >= 1 else written(value, Unit.LEVEL)
