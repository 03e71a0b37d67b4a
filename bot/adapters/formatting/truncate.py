"""Truncation of text to a platform's limits, never inside a number or a written character."""

from __future__ import annotations

import re
import unicodedata
from itertools import takewhile

# A figure with all that belongs to it: sign, currency, separators, per cent, unit ("−1,234.5%", "3y").
_NUMBER = re.compile(r"[+\-−–$€£¥]*\d[\w.,:/%+\-−–\u00a0\u2009\u202f]*", re.ASCII)
_JOINER = "\u200d"


def width(text: str) -> int:
    """Length in UTF-16 code units, as the strictest platform counts; at least `len(text)`."""
    return len(text) + sum(character > "\uffff" for character in text)


def cut(text: str, limit: int) -> str:
    """`text` in at most `limit` UTF-16 code units (1 or more), with " …" where something was cut.

    Cuts between words; inside a word only when it fills more than half of the limit, and then
    never inside a number or a character that is written with several code points.
    """
    if width(text) <= limit:
        return text
    ending = " …" if limit > 1 else "…"
    fitting = _fitting(text, limit - width(ending))
    between_words = max((i for i in range(fitting + 1) if text[i] in " \n\t"), default=0)
    end = between_words if between_words > fitting // 2 else _inside_word(text, fitting)
    beginning = text[:end].rstrip()
    return beginning + ending if beginning else "…"


def _fitting(text: str, limit: int) -> int:
    """How many leading code points fit into `limit` code units."""
    used = 0
    for index, character in enumerate(text):
        used += width(character)
        if used > limit:
            return index
    return len(text)


def _inside_word(text: str, end: int) -> int:
    """The last place at or before `end` that splits neither a number nor a written character."""
    for number in _NUMBER.finditer(text):
        if number.start() >= end:
            break
        if number.end() > end:
            end = number.start()
            break
    while end and _joined(text, end):
        end -= 1
    return end


def _joined(text: str, at: int) -> bool:
    """True when the code points on both sides of `at` make one written character."""
    before, after = text[at - 1], text[at]
    if _JOINER in (before, after) or unicodedata.category(after) in ("Mn", "Mc", "Me"):
        return True
    if (
        "\U0001f3fb" <= after <= "\U0001f3ff" or "\U000e0020" <= after <= "\U000e007f"
    ):  # skin tones, flag tags
        return True
    flags = sum(1 for _ in takewhile(_is_flag_letter, reversed(text[:at])))
    return _is_flag_letter(after) and flags % 2 == 1


def _is_flag_letter(character: str) -> bool:
    return "\U0001f1e6" <= character <= "\U0001f1ff"
