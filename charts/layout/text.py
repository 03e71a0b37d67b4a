"""Text in pictures: made inert, wrapped and shortened. All sizes are points."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from datetime import date
from functools import lru_cache

from charts.layout.text_width import NO_BREAK, glyphs, width
from market.formatting import day

_WRITTEN = {"≥": ">=", "≤": "<=", "≈": "~", "→": "to", "√": "root of "}  # what the font lacks
_DATE = re.compile(r"\b(\d{4}-\d\d)(-\d\d)?\b(?!-)")
_MONTH = "Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec"
_TOGETHER = re.compile(  # a name, a figure with its unit, a date: no line ends within
    rf"(?<=\bS&P) (?=\d)|(?<=\bRussell) (?=\d)|(?<=\bNasdaq) (?=Comp)|(?<=\bDow) (?=Jones)"
    rf"|(?<=\d) (?=(?:point|year|month|session|member|claim|of the)s?\b)|(?<=\d) (?=(?:{_MONTH})\b)"
    rf"|(?<=\b(?:{_MONTH})) (?=\d)|(?<=\bQ[1-4]) (?=\d)"
)
_FIGURE = re.compile(r"[\d+−-]")
_WIDEST = 2000  # characters looked at; nothing longer fits any picture


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """`text` as one inert line: no control, invisible or direction-changing characters, no line
    breaks, and none that the font has no glyph for."""
    kept = []
    for character in text[:_WIDEST]:
        category = unicodedata.category(character)
        if character.isspace():
            kept.append(" ")
        elif category[0] == "C" or category in ("Mn", "Me"):
            continue
        else:
            kept.append(character if ord(character) in glyphs() else _WRITTEN.get(character, ""))
    return " ".join("".join(kept).split())


def readable(name: str, short: str) -> str:
    """`name` as one inert line, or `short` where the font lacks a letter of it: never a part of a name."""
    letters = (c for c in name if unicodedata.category(c)[0] in "LNS" and c not in _WRITTEN)
    return plain(name) if not short or all(ord(c) in glyphs() for c in letters) else plain(short)


def with_dates(text: str) -> str:
    """`text` with its dates as people write them: 2026-01-22 becomes 22 Jan 2026, 2026-01 becomes Jan 2026."""
    return _DATE.sub(_day_words, text)


def _day_words(match: re.Match[str]) -> str:
    try:
        return (
            day(date.fromisoformat(match[0])) if match[2] else f"{date.fromisoformat(f'{match[1]}-01'):%b %Y}"
        )
    except ValueError:
        return match[0]


def kept_together(text: str) -> str:
    """`text` with spaces at which no line may end: within a name, a date, and between a figure and its unit."""
    return _TOGETHER.sub(NO_BREAK, text)


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
    text: str, room: float, fits: Sequence[tuple[float, int]], bold: bool = False
) -> tuple[tuple[str, ...], float]:
    """`text` wrapped into lines of `room` at the first of `fits`, pairs of a size and the most
    lines, that holds it all; at the last one the last line is shortened. Gives lines and size."""
    text = text[: max(most * _most(room, size) for size, most in fits)]
    for size, most in fits:
        lines = _wrapped(text, room, size, bold, most)
        if lines is not None:
            return lines, size
    wrapped = _wrapped(text, room, size, bold, len(text)) or ()
    rest = " ".join(wrapped[most - 1 :])
    return (*wrapped[: most - 1], shortened(rest, room, size, bold)), size


def balanced(lines: Sequence[str], size: float, bold: bool = False) -> tuple[str, ...]:
    """The same words in as many lines, of widths as even as they go: no word stands alone at the end."""
    words = kept_together(" ".join(lines)).split(" ")
    if len(lines) < 2 or len(words) < 2:
        return tuple(lines)
    whole = " ".join(lines)
    low, high = 0.0, max(width(line, size, bold) for line in lines)
    best = tuple(lines)
    for _ in range(8):
        middle = (low + high) / 2
        tried = _wrapped(" ".join(words), middle, size, bold, len(lines))
        if tried is not None and len(tried) == len(lines) and " ".join(tried) == whole:
            best, high = tried, middle
        else:
            low = middle
    return best


def parted(lines: Sequence[str], room: float, size: float, bold: bool = False) -> tuple[str, ...]:
    """The same words, a line for each part between " · ", where they take as many lines so; else ()."""
    parts = tuple(" ".join(lines).split(" · "))
    fit = len(lines) == len(parts) > 1 and all(width(part, size, bold) <= room for part in parts)
    return parts if fit else ()


def _most(room: float, size: float) -> int:
    """More characters than can fit into `room`: even the narrowest take a quarter of their size."""
    return int(max(room, 0.0) / (size * 0.25)) + 2


def _wrapped(text: str, room: float, size: float, bold: bool, most: int) -> tuple[str, ...] | None:
    """`text` in lines of `room`; None where it takes more than `most`. Measuring is slow, so a text
    that fits, and one that does not fit into a single line, are measured once."""
    lines: list[str] = []
    words = [word for word in text.split(" ") if word]
    while words:
        rest = " ".join(words)
        if width(rest, size, bold) <= room:
            return tuple(line.replace(NO_BREAK, " ") for line in (*lines, rest))
        if len(lines) == most - 1:
            return None
        count = 0
        while width(" ".join(words[: count + 1]), size, bold) <= room:
            count += 1
        if count:
            lines.append(" ".join(words[:count]))
            words = words[count:]
        elif NO_BREAK in words[0]:  # nothing else fits
            words[:1] = words[0].split(NO_BREAK)
        else:  # a single word wider than the line
            head = shortened(words[0], room, size, bold)[:-1] or words[0][:1]
            lines.append(head)
            words[:1] = [words[0][len(head) :]] if len(head) < len(words[0]) else []
    return tuple(line.replace(NO_BREAK, " ") for line in lines)
