"""What is written in a cell, and how large: decided from a table of the font's widths, without opening it.

Whoever builds a picture has to say how many members it names, before any process draws it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from charts.layout.text import LINE_HEIGHT

SIZES = (34.0, 28.0, 25.0, 22.0, 20.0)
LISTED = 3  # further rows at most
_SMALL = 20.0  # their size
_SIDES, _ENDS = 8.0, 6.0  # left free: left and right together, above and below together
_SIDE = 0.08  # of a wide cell
NO_BREAK = "\u00a0"  # a space at which a name is wrapped only when nothing else fits
_FIRST, _WIDEST = 32, 1700  # a space; wider than any letter of the font's Latin alphabets
# The widest that the hinter draws each letter at these sizes, from the space to the tilde, in thousandths
# of the size: up to 18 % more than the advance widths that DejaVu Sans states.
_BOLD = (
    364, 471, 536, 858, 728, 1050, 893, 322, 500, 500, 546, 880, 400, 465, 400, 364, 706, 706, 706, 706,
    706, 706, 706, 706, 706, 706, 412, 412, 853, 880, 853, 608, 1000, 786, 786, 750, 850, 715, 700, 853,
    858, 393, 393, 800, 650, 1036, 858, 853, 750, 853, 786, 731, 795, 822, 786, 1120, 786, 728, 765,
    471, 364, 500, 850, 520, 520, 700, 750, 600, 736, 700, 425, 736, 750, 364, 364, 700, 364, 1091, 750,
    700, 750, 736, 550, 618, 550, 750, 650, 929, 650, 650, 618, 728, 400, 728, 880,
)  # fmt: skip
_LIGHT = (
    334, 425, 500, 900, 700, 981, 794, 304, 405, 405, 523, 874, 327, 389, 334, 356, 657, 657, 657, 657,
    657, 657, 657, 657, 657, 657, 356, 356, 874, 874, 874, 556, 1032, 734, 687, 719, 785, 667, 612, 809,
    778, 304, 318, 667, 607, 889, 778, 817, 612, 817, 723, 654, 619, 778, 708, 1011, 708, 623, 723, 445,
    356, 405, 859, 534, 516, 635, 667, 556, 657, 654, 362, 657, 667, 304, 318, 612, 304, 1011, 667, 621,
    667, 657, 484, 556, 455, 667, 612, 834, 612, 612, 556, 635, 360, 667, 874,
)  # fmt: skip
_OTHERS = {"−": 874, "–": 520, "…": 1040, NO_BREAK: 364}


@dataclass(frozen=True, slots=True)
class TextLine:
    """One line of text in a cell; `size` in points."""

    text: str
    size: float
    bold: bool

    @property
    def height(self) -> float:
        return self.size * LINE_HEIGHT


@lru_cache(maxsize=8192)
def reach(text: str, size: float, bold: bool = True) -> float:
    """How wide a line of text is drawn at most, in points: the sum of its letters' widths."""
    widths = _BOLD if bold else _LIGHT
    total = 0
    for letter in text:
        place = ord(letter) - _FIRST
        total += widths[place] if 0 <= place < len(widths) else _OTHERS.get(letter, _WIDEST)
    return total * size / 1000


def rows(name: str, figure: str, more: Sequence[str], width: float, height: float) -> tuple[TextLine, ...]:
    """The rows of a cell of `width` by `height` points, from top to bottom: the name (in two lines
    where it has two words) above its figure, both as large as they fit, then as many of `more` as
    there is room for. In a flat cell both stand in one row. Nothing is cut: () where they do not fit."""
    if not name.strip():
        return ()
    across, down = width - max(_SIDES, width * _SIDE), height - _ENDS
    for size in SIZES:
        figures = _figures(figure, size)
        if reach(figure, figures.size, bold=False) > across:
            continue
        lines = _wrapped(name, across, size)
        found = (*(TextLine(line, size, bold=True) for line in lines), figures)
        if lines and _tall(found) <= down:
            return (*found, *_listed(more, across, down - _tall(found)))
    flat = _flat(name, figure)
    if flat.height <= down and reach(flat.text, flat.size) <= across:
        return (flat,)
    return rows(name.replace(NO_BREAK, " "), figure, more, width, height) if NO_BREAK in name else ()


def least(name: str, figure: str) -> float:
    """The smallest area, in square points, of a cell that can hold both in one row or two."""
    size = SIZES[-1]
    pair = (TextLine(name, size, bold=True), _figures(figure, size))
    flat = _flat(name, figure)
    across = max(reach(row.text, row.size, row.bold) for row in pair)
    return min(
        (across + _SIDES) * (_tall(pair) + _ENDS),
        (reach(flat.text, flat.size) + _SIDES) * (flat.height + _ENDS),
    )


def _figures(figure: str, size: float) -> TextLine:
    return TextLine(figure, size * 0.9, bold=False)


def _flat(name: str, figure: str) -> TextLine:
    return TextLine(f"{name} {figure}", SIZES[-1], bold=True)


def _tall(found: Sequence[TextLine]) -> float:
    return sum(row.height for row in found)


def _wrapped(name: str, room: float, size: float) -> tuple[str, ...]:
    """`name` in one line or two; () where it does not fit."""
    if reach(name, size) <= room:
        return (name,)
    words = name.split(" ")
    for cut in range(len(words) - 1, 0, -1):
        lines = " ".join(words[:cut]), " ".join(words[cut:])
        if all(reach(line, size) <= room for line in lines):
            return lines
    return ()


def _listed(more: Sequence[str], room: float, height: float) -> list[TextLine]:
    """The first of `more`, as many as fit one below the other."""
    found: list[TextLine] = []
    for text in more[: int(height / (_SMALL * LINE_HEIGHT))]:
        if reach(text, _SMALL, bold=False) > room:
            break
        found.append(TextLine(text, _SMALL, bold=False))
    return found
