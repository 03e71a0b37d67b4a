"""Words in pictures: made inert, measured, wrapped, shortened. All sizes are points."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

FAMILY = "DejaVu Sans"  # ships with matplotlib, so pictures are the same on every machine
LINE_HEIGHT = 1.25
_NO_GLYPH = "▯"
_FIGURE = re.compile(r"[\d+−-]")
_WIDEST = 2000  # characters looked at; nothing longer fits any picture


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """`text` as one inert line: no control, invisible or direction-changing characters, no line
    breaks, and a box for each character that the font has no glyph for."""
    kept = []
    for character in text[:_WIDEST]:
        category = unicodedata.category(character)
        if character.isspace():
            kept.append(" ")
        elif category[0] == "C" or category in ("Mn", "Me"):
            continue
        else:
            kept.append(character if ord(character) in _glyphs() else _NO_GLYPH)
    return " ".join("".join(kept).split())


@lru_cache(maxsize=8192)
def width(text: str, size: float, bold: bool = False) -> float:
    """How wide one line of text is drawn."""
    font = _font(bold)
    font.set_size(size, 72)
    font.set_text(text, 0.0)
    return float(font.get_width_height()[0]) / 64


def widest(texts: Sequence[str], size: float, bold: bool = False) -> float:
    """The width of the widest of `texts`; 0 for none."""
    return max((width(text, size, bold) for text in texts), default=0.0)


def shortened(text: str, room: float, size: float, bold: bool = False) -> str:
    """`text`, or as much of it as fits into `room` with an ellipsis, never a part of a figure; ""
    where nothing does."""
    if width(text, size, bold) <= room:
        return text
    low, high = 0, min(len(text), _most(room, size))
    while low < high:
        middle = (low + high + 1) // 2
        if width(text[:middle].rstrip() + "…", size, bold) <= room:
            low = middle
        else:
            high = middle - 1
    kept = text[:low]
    if _FIGURE.search(text[:low].rpartition(" ")[2]) and low < len(text) and text[low] != " ":
        kept = kept.rpartition(" ")[0]
    return kept.rstrip() + "…" if kept.strip() else ""


def fitted(
    text: str, room: float, sizes: tuple[float, ...], lines: int, bold: bool = False
) -> tuple[tuple[str, ...], float]:
    """`text` wrapped into at most `lines` lines of `room` at the first of `sizes` that holds it
    all; at the last size the last line is shortened. Gives the lines and the size."""
    text = text[: lines * _most(room, min(sizes))]
    for size in sizes:
        wrapped = _wrapped(text, room, size, bold)
        if len(wrapped) <= lines:
            return wrapped, size
    kept = list(wrapped[: lines - 1])
    rest = " ".join(wrapped[lines - 1 :])
    return (*kept, shortened(rest, room, size, bold)), size


def _most(room: float, size: float) -> int:
    """More characters than can fit into `room`: even the narrowest take a quarter of their size."""
    return int(max(room, 0.0) / (size * 0.25)) + 2


def _wrapped(text: str, room: float, size: float, bold: bool) -> tuple[str, ...]:
    lines: list[str] = []
    for word in text.split():
        joined = f"{lines[-1]} {word}" if lines else word
        if lines and width(joined, size, bold) <= room:
            lines[-1] = joined
            continue
        while word and width(word, size, bold) > room:  # a single word wider than the line
            head = shortened(word, room, size, bold)[:-1] or word[:1]
            lines.append(head)
            word = word[len(head) :]
        if word:
            lines.append(word)
    return tuple(lines)


def _font(bold: bool) -> Any:
    from matplotlib.font_manager import get_font

    return get_font(_font_path(bold))


@lru_cache(maxsize=2)
def _font_path(bold: bool) -> str:
    from matplotlib.font_manager import FontProperties, findfont

    return str(findfont(FontProperties(family=FAMILY, weight="bold" if bold else "normal")))


@lru_cache(maxsize=1)
def _glyphs() -> frozenset[int]:
    return frozenset(_font(False).get_charmap()) & frozenset(_font(True).get_charmap())
