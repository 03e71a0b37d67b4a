"""The digest's picture: a level, what else moved, breadth and who made the move in one, fit for a phone."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from charts.layout.box import Box, heading, write
from charts.layout.stack import PanelSpec, labels_of
from charts.layout.text import fitted, plain
from charts.pictures.bars import RankedBars
from charts.pictures.breadth import BreadthChart
from charts.pictures.ladder import LadderChart
from charts.pictures.level import LevelChart
from charts.pictures.waterfall import Waterfall
from charts.spec import Caption, add_to_alt
from charts.theme import LIGHT

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from charts.theme import Theme

_GAP, _BELOW_NAME = 40.0, 6.0
_UPRIGHT = (1.25, 0.9, 1.45, 1.0)  # shares of the height, one part below the other
_TALLER = (1.25, 1.5, 1.45, 1.0)  # with a ladder, whose rungs need room


@dataclass(frozen=True, slots=True, eq=False)
class Dashboard:
    """Four parts, each named by its own caption's title. A part that is None leaves its place to a
    line that says so: `missing` gives the words per part name ("breadth": "members not stored
    yet"). Ladders show their first measure.

    moves: stands in the ladder's place; `why` in the sectors'.
    """

    caption: Caption
    level: LevelChart | None = None
    ladder: LadderChart | None = None
    breadth: BreadthChart | None = None
    sectors: RankedBars | None = None
    missing: tuple[tuple[str, str], ...] = ()
    moves: RankedBars | None = None
    why: Waterfall | None = None

    def __post_init__(self) -> None:
        shares = labels_of(self.breadth.panels(LIGHT)[1:]) if self.breadth else []
        add_to_alt(self, [*shares, *(label for part in self.ranks if part for label in part.labels)])

    @property
    def shape(self) -> tuple[int, int]:
        return 1200, 1200

    @property
    def phone(self) -> tuple[int, int]:
        return 1080, int(580 * sum(self._shares))

    @property
    def _shares(self) -> tuple[float, ...]:
        return _TALLER if self.ladder and not self.moves else _UPRIGHT

    @property
    def ranks(self) -> tuple[RankedBars | LadderChart | None, Waterfall | RankedBars | None]:
        """The parts that are rows."""
        return self.moves or self._short_ladder(), self.why or self.sectors

    def panels(self, theme: Theme) -> list[PanelSpec]:
        """The level, and the breadth without its index, which is that level; none where a part is missing."""
        if not (self.level and self.breadth and all(self.ranks)):
            return []
        level, shares = self.level.panels(theme)[0], self.breadth.panels(theme)[1]
        return [replace(level, name=plain(self.level.caption.title)), shares]

    def draw(self, figure: Figure, box: Box, theme: Theme) -> None:
        upper, lower = self.ranks
        parts = (("level", self.level), ("ladder", upper), ("breadth", self.breadth), ("sectors", lower))
        rows = box.rows(*self._shares, gap=_GAP) if box.narrow else box.rows(1, 1, gap=_GAP)
        cells = [cell for row in rows for cell in ((row,) if box.narrow else row.columns(1, 1, gap=_GAP))]
        for (name, part), cell in zip(parts, cells, strict=True):
            if part is None:
                self._absent(figure, cell, name, theme)
            else:
                room = heading(figure, cell, part.caption.title, theme, 24, lines=2)
                part.draw(figure, room.inset(top=_BELOW_NAME), theme)

    def _short_ladder(self) -> LadderChart | None:
        return self.ladder and LadderChart(self.ladder.caption, self.ladder.rungs, self.ladder.measures[:1])

    def _absent(self, figure: Figure, cell: Box, name: str, theme: Theme) -> None:
        room = heading(figure, cell, name.capitalize(), theme, 24, colour=theme.faint)
        words = dict(self.missing).get(name, "not available")
        lines, size = fitted(plain(f"No {name}: {words}"), room.width, ((24.0, 4), (21.0, 4)))
        for index, line in enumerate(lines):
            write(figure, room.left, room.top - 40 - index * size * 1.3, line, colour=theme.faint, size=size)
