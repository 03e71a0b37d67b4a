"""Several questions in one text: "where did the dow close, and is it broad?"."""

from __future__ import annotations

import re

from bot.language.phrases import single_words

_ASKING = "|".join(
    sorted(
        single_words(
            "what who how why when where which is are was were did does do has have can show chart compare give tell "
            "plot list"
        )
    )
)
_BORDER = re.compile(
    rf"[?;!]\s+(?=\w)|[,.]?\s+(?:and|also|plus|but|und)\s+(?:also\s+)?(?=(?:{_ASKING})\b)",
    re.I,
)
_MOST = 3


def clauses(text: str) -> tuple[str, ...]:
    """The parts of `text` that may each be a question, where there are several.

    >>> clauses("where did the dow close, and which sectors led?"), clauses("the dow and the s&p")
    (('where did the dow close', 'which sectors led?'), ())
    """
    parts = tuple(part.strip() for part in _BORDER.split(text) if part.strip())
    return parts if 1 < len(parts) <= _MOST else ()
