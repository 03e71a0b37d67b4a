"""The digest's picture: level, ladder, breadth and sectors in one, fit for a phone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from charts.layout.box import Box, heading, write
from charts.layout.text import fitted, plain
from charts.pictures.bars import RankedBars
from charts.pictures.breadth import BreadthChart
from charts.pictures.ladder import LadderChart
from charts.pictures.level import LevelChart
from charts.spec import Caption

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from charts.theme import Theme

_GAP = 40.0


@dataclass(frozen=True, slots=True, eq=False)
class Dashboard:
    """Four parts, each named by its own caption's title. A part that is None leaves its place to a
    line that says so: `missing` gives the words per part name ("breadth": "members not stored
    yet"). Ladders show their first measure."""

    caption: Caption
    level: LevelChart | None = None
    ladder: LadderChart | None = None
    breadth: BreadthChart | None = None
    sectors: RankedBars | None = None
    missing: tuple[tuple[str, str], ...] = ()
    upright: ClassVar[bool] = False  # the digest is read on desktops, too

    @property
    def shape(self) -> tuple[int, int]:
        return 1200, 1200

    def draw(self, figure: Figure, theme: Theme) -> None:
        parts = (("level", self.level), ("ladder", self._short_ladder()), ("breadth", self.breadth))
        cells = [
            cell for row in Box.body(figure).rows(1, 1, gap=_GAP) for cell in row.columns(1, 1, gap=_GAP)
        ]
        for (name, part), cell in zip((*parts, ("sectors", self.sectors)), cells, strict=True):
            if part is None:
                self._absent(figure, cell, name, theme)
            else:
                part.place(figure, heading(figure, cell, part.caption.title, theme, 24, lines=2), theme)

    def _short_ladder(self) -> LadderChart | None:
        return self.ladder and LadderChart(self.ladder.caption, self.ladder.rungs, self.ladder.measures[:1])

    def _absent(self, figure: Figure, cell: Box, name: str, theme: Theme) -> None:
        room = heading(figure, cell, name.capitalize(), theme, 24, colour=theme.faint)
        words = dict(self.missing).get(name, "not available")
        lines, size = fitted(plain(f"No {name}: {words}"), room.width, ((24.0, 4), (21.0, 4)))
        for index, line in enumerate(lines):
            write(figure, room.left, room.top - 40 - index * size * 1.3, line, colour=theme.faint, size=size)
