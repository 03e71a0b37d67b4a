"""The text of a treemap's cell: its rows and their sizes, decided by bounds of width, without the font.

The number of members that a picture names is stated in its text, so it is computed before the picture is drawn.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from charts.layout.text_width import LINE_HEIGHT, NO_BREAK, width_bound

SIZES = (34.0, 28.0, 25.0, 22.0, 20.0)
LISTED = 3  # further rows at most
_SMALL = 20.0  # their size
_SIDES, _ENDS = 8.0, 6.0  # left free: left and right together, above and below together
_SIDE = 0.08  # of a wide cell


@dataclass(frozen=True, slots=True)
class TextLine:
    """One line of text in a cell; `size` in points."""

    text: str
    size: float
    bold: bool

    @property
    def height(self) -> float:
        return self.size * LINE_HEIGHT


def rows(name: str, figure: str, more: Sequence[str], width: float, height: float) -> tuple[TextLine, ...]:
    """The rows of a cell of `width` by `height` points, from top to bottom: the name (in two lines
    where it has two words) above its figure, both as large as they fit, then as many of `more` as
    there is room for. In a flat cell both stand in one row. Nothing is cut: () where they do not fit."""
    if not name.strip():
        return ()
    across, down = width - max(_SIDES, width * _SIDE), height - _ENDS
    for size in SIZES:
        figures = _figures(figure, size)
        if width_bound(figure, figures.size, bold=False) > across:
            continue
        lines = _wrapped(name, across, size)
        found = (*(TextLine(line, size, bold=True) for line in lines), figures)
        if lines and _tall(found) <= down:
            return (*found, *_listed(more, across, down - _tall(found)))
    flat = _flat(name, figure)
    if flat.height <= down and width_bound(flat.text, flat.size) <= across:
        return (flat,)
    return rows(name.replace(NO_BREAK, " "), figure, more, width, height) if NO_BREAK in name else ()


def least(name: str, figure: str) -> float:
    """The smallest area, in square points, of a cell that can hold both in one row or two."""
    size = SIZES[-1]
    pair = (TextLine(name, size, bold=True), _figures(figure, size))
    flat = _flat(name, figure)
    across = max(width_bound(row.text, row.size, row.bold) for row in pair)
    return min(
        (across + _SIDES) * (_tall(pair) + _ENDS),
        (width_bound(flat.text, flat.size) + _SIDES) * (flat.height + _ENDS),
    )


def _figures(figure: str, size: float) -> TextLine:
    return TextLine(figure, size * 0.9, bold=False)


def _flat(name: str, figure: str) -> TextLine:
    return TextLine(f"{name} {figure}", SIZES[-1], bold=True)


def _tall(found: Sequence[TextLine]) -> float:
    return sum(row.height for row in found)


def _wrapped(name: str, room: float, size: float) -> tuple[str, ...]:
    """`name` in one line or two; () where it does not fit."""
    if width_bound(name, size) <= room:
        return (name,)
    words = name.split(" ")
    for cut in range(len(words) - 1, 0, -1):
        lines = " ".join(words[:cut]), " ".join(words[cut:])
        if all(width_bound(line, size) <= room for line in lines):
            return lines
    return ()


def _listed(more: Sequence[str], room: float, height: float) -> list[TextLine]:
    """The first of `more`, as many as fit one below the other."""
    found: list[TextLine] = []
    for text in more[: int(height / (_SMALL * LINE_HEIGHT))]:
        if width_bound(text, _SMALL, bold=False) > room:
            break
        found.append(TextLine(text, _SMALL, bold=False))
    return found
