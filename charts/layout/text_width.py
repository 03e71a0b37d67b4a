"""Widths of text in the pictures' font, in points: exact ones from the font, and upper bounds from a table.

The process that builds a spec must not import matplotlib, so it uses the bounds; the process that draws has
the font open and uses exact widths. A test holds the bounds to the font.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

FAMILY = "DejaVu Sans"  # ships with matplotlib, so pictures are the same on every machine
LINE_HEIGHT = 1.25  # of the size
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


@lru_cache(maxsize=8192)
def width(text: str, size: float, bold: bool = False) -> float:
    """The width of one line of text as it is drawn."""
    font = _font(bold)
    font.set_size(size, 72)
    font.set_text(text, 0.0)
    return float(font.get_width_height()[0]) / 64


@lru_cache(maxsize=8192)
def width_bound(text: str, size: float, bold: bool = True) -> float:
    """An upper bound of `width` without the font: the sum of its letters' greatest widths."""
    widths = _BOLD if bold else _LIGHT
    total = 0
    for letter in text:
        place = ord(letter) - _FIRST
        total += widths[place] if 0 <= place < len(widths) else _OTHERS.get(letter, _WIDEST)
    return total * size / 1000


@lru_cache(maxsize=1)
def glyphs() -> frozenset[int]:
    """The code points that the font can draw, light and bold."""
    return frozenset(_font(False).get_charmap()) & frozenset(_font(True).get_charmap())


def _font(bold: bool) -> Any:
    from matplotlib.font_manager import get_font

    return get_font(_font_path(bold))


@lru_cache(maxsize=2)
def _font_path(bold: bool) -> str:
    from matplotlib.font_manager import FontProperties, findfont

    return str(findfont(FontProperties(family=FAMILY, weight="bold" if bold else "normal")))
