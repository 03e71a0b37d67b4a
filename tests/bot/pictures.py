"""Pictures that nobody draws: a chart that is only its words, and a pool that gives one grey pixel."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from charts.shape import Shape
from charts.spec import Caption, Picture, PictureError
from charts.theme import Mode
from market.provenance import Provenance

CLOSE = datetime(2026, 1, 22, 21, 0, tzinfo=UTC)
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg=="
)
BUSY = "Too many pictures are being drawn right now. Try again in a few seconds."


@dataclass(frozen=True, slots=True)
class Line:
    caption: Caption

    def draw(self, figure: Any, box: Any, theme: Any) -> None:
        raise AssertionError("the pool of these tests draws nothing")


@dataclass(frozen=True, slots=True)
class Tall(Line):
    """A picture in a shape of its own."""

    shape: tuple[int, int] = (1200, 900)


def line(title: str) -> Line:
    return Line(words(title))


def words(title: str) -> Caption:
    return Caption(title, Provenance("Sample", CLOSE), f"Line chart: {title}")


class Pool:
    """Stands in for charts.drawing.pool.RenderPool. `failing`: the sentence to fail with. `modes`: those of
    the pictures it was asked for."""

    def __init__(self) -> None:
        self.failing = ""
        self.modes: list[Mode] = []

    async def picture(self, chart: Any, mode: Mode = Mode.DARK, shape: Shape | None = None) -> Picture:
        self.modes.append(mode)
        if self.failing:
            raise PictureError(self.failing)
        return Picture(PIXEL, chart.caption.alt, 1, 1)

    def close(self) -> None:
        pass
