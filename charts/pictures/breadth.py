"""Breadth: the index above, the share of its members that take part below."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from charts.layout.box import Box
from charts.layout.key import KeyEntry, draw_key
from charts.layout.scale import Scale, plain_level, share
from charts.layout.series import spans_years
from charts.layout.stack import DrawnPanel, PanelSpec, StyledLine, labels_of, stack
from charts.spec import Caption, Frame, Line, add_to_alt, add_to_subtitle, put_in_frame
from charts.theme import LIGHT
from market import formatting

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from charts.theme import Theme


@dataclass(frozen=True, slots=True)
class DivergenceBand:
    """A run of sessions in which index and participation part.

    narrowing: the index rises while fewer members do; otherwise it falls while more hold up.
    """

    first: date
    last: date
    narrowing: bool


@dataclass(frozen=True, slots=True, eq=False)
class BreadthChart:
    """An index, and the share of its members that take part, on the same sessions.

    index: closes (or a fund's, or the advance-decline line where the index is not available).
    shares: one to three lines of fractions 0 to 1, such as the members above their 50- and their 200-day
        average, labelled so.
    divergences: shaded in both panels, ▼ where participation narrows and ▲ where it widens.
    name: of the lower panel.
    absent: what the lower panel says where `shares` have no value in these sessions.
    """

    caption: Caption
    index: Line
    shares: tuple[Line, ...]
    divergences: tuple[DivergenceBand, ...] = ()
    name: str = "Members above their average"
    absent: str = "No figures in these sessions"

    def __post_init__(self) -> None:
        put_in_frame(self, self.caption.frame or Frame.of(self.index), "index", "shares")
        if self._log:
            add_to_subtitle(self, "index on a log scale")
        add_to_alt(self, labels_of(self.panels(LIGHT)))

    @property
    def _log(self) -> bool:
        # An advance-decline line has values below zero.
        return bool((self.index.values > 0).all()) and spans_years(self.index.sessions)

    def draw(self, figure: Figure, box: Box, theme: Theme) -> None:
        box = draw_key(figure, box, self._key(theme), theme)
        panels = stack(figure, box, self.panels(theme), theme)
        for first, last, narrowing in self._bands(panels[0]):
            for panel in panels:
                panel.axes.axvspan(first - 0.5, last + 0.5, color=theme.tint, linewidth=0, zorder=0)
            panels[1].axes.plot(
                [(first + last) / 2], [0.95 if narrowing else 0.05], "v" if narrowing else "^",
                color=theme.accent, markersize=12,
            )  # fmt: skip

    def _bands(self, panel: DrawnPanel) -> list[tuple[float, float, bool]]:
        """First and last position of each divergence; those a hair apart are drawn as one."""
        hair = (panel.span.high - panel.span.low) * 0.02
        bands: list[tuple[float, float, bool]] = []
        for found in sorted(self.divergences, key=lambda divergence: divergence.first):
            first, last = panel.x(found.first), panel.x(found.last)
            if bands and bands[-1][2] is found.narrowing and first - bands[-1][1] < hair:
                first = bands.pop()[0]
            bands.append((first, last, found.narrowing))
        return bands

    def panels(self, theme: Theme) -> list[PanelSpec]:
        """The index, and the shares below it."""
        scale = Scale.of([self.index.values], plain_level, count=4, log=self._log)
        index = StyledLine(self.index, theme.ink, formatting.level)
        pens = [
            StyledLine(line, colour, formatting.share, line.label)
            for line, colour in zip(self.shares, theme.lines[5:], strict=False)
        ]
        part = Scale.of([], share, count=4, include=(0.0, 1.0), margin=0.0)
        return [
            PanelSpec((index,), scale, height=1.1),
            PanelSpec(tuple(pens), part, self.name, base=0.5, absent=self.absent, unit=formatting.Unit.SHARE),
        ]

    def _key(self, theme: Theme) -> list[KeyEntry]:
        kinds = {divergence.narrowing for divergence in self.divergences}
        words = {True: "index up, fewer members with it", False: "index down, more members hold up"}
        return [
            KeyEntry("v" if kind else "^", words[kind], theme.accent)
            for kind in (True, False)
            if kind in kinds
        ]
