"""Widths of text in the pictures' font, in points: exact ones from the font, and upper bounds from a table.

The process that builds a spec must not import matplotlib, so it uses the bounds; the process that draws has
the font open and uses exact widths. A test holds the bounds to the font.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

FONTS = Path(__file__).parents[1] / "fonts"
LINE_HEIGHT = 1.3  # of the size
NO_BREAK = "\u00a0"  # a space at which a name is wrapped only when nothing else fits
_MEASURED = 100.0  # size at which text is measured; without hinting widths grow with the size
_FIRST, _WIDEST = 32, 1164  # a space; wider than any letter of the font
# The advance width of each letter, from the space to the tilde, in thousandths of the size.
_BOLD = (
    236, 309, 471, 656, 600, 960, 713, 260, 337, 337, 556, 600, 299, 402, 299, 437, 600, 600, 600, 600,
    600, 600, 600, 600, 600, 600, 319, 319, 600, 600, 600, 493, 899, 672, 663, 642, 689, 600, 577, 712,
    719, 423, 545, 678, 521, 817, 719, 712, 641, 712, 664, 611, 580, 689, 638, 949, 655, 632, 599, 329,
    437, 329, 600, 559, 600, 559, 600, 513, 600, 558, 350, 545, 588, 275, 275, 562, 294, 888, 588, 563,
    600, 600, 393, 499, 374, 588, 524, 819, 544, 524, 502, 363, 376, 363, 600,
)  # fmt: skip
_LIGHT = (
    236, 284, 419, 713, 598, 927, 694, 242, 335, 335, 450, 600, 272, 399, 272, 383, 600, 600, 600, 600,
    600, 600, 600, 600, 600, 600, 292, 292, 600, 600, 600, 477, 891, 641, 653, 621, 671, 583, 559, 695,
    707, 400, 510, 634, 501, 812, 707, 708, 606, 708, 640, 581, 572, 678, 609, 891, 613, 593, 580, 317,
    383, 317, 600, 565, 600, 534, 580, 503, 580, 549, 324, 528, 568, 250, 250, 527, 272, 873, 568, 560,
    580, 580, 367, 487, 351, 568, 492, 768, 507, 499, 464, 343, 314, 343, 600,
)  # fmt: skip
_OTHERS = {"−": 600, "–": 588, "…": 869, "’": 292, NO_BREAK: 236}


@lru_cache(maxsize=8192)
def width(text: str, size: float, bold: bool = False) -> float:
    """The width of one line of text as it is drawn."""
    return sum(letter_extent(letter, bold, _MEASURED, 72)[0] for letter in text) * size / _MEASURED


@lru_cache(maxsize=8192)
def letter_extent(letter: str, bold: bool, size: float, dpi: float) -> tuple[float, float, float]:
    """Advance, ascent and descent of one letter in pixels. The font has neither kerning nor ligatures, so that a
    text is as wide as its letters."""
    from matplotlib.ft2font import LoadFlags

    font = _font(bold)
    font.set_size(size, dpi)
    font.set_text(letter, 0.0, flags=LoadFlags.NO_HINTING)
    advance, height = font.get_width_height()
    descent = font.get_descent()
    return advance / 64, (height - descent) / 64, descent / 64


@lru_cache(maxsize=8192)
def width_bound(text: str, size: float, bold: bool = True) -> float:
    """An upper bound of `width` without the font: the sum of its letters' widths."""
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


@lru_cache(maxsize=1)
def register_fonts() -> None:
    """Make the font known to matplotlib as “Bellwether Sans”, so that pictures are the same on every machine."""
    from matplotlib.font_manager import fontManager

    for bold in (False, True):
        fontManager.addfont(_font_path(bold))


def _font(bold: bool) -> Any:
    from matplotlib.font_manager import get_font

    return get_font(_font_path(bold))


def _font_path(bold: bool) -> str:
    return str(FONTS / f"BellwetherSans-{'Bold' if bold else 'Regular'}.ttf")
