"""What people typed, without what phones, word processors and chats make of it."""

from __future__ import annotations

import re

from market.symbols import printable

_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»″", '"') | dict.fromkeys("‘’‚‛‹›′", "'"))
_MARKS = str.maketrans(
    dict.fromkeys("‐‑‒–−﹣－", "-")
    | dict.fromkeys("，、", ", ")
    | {"—": "--", "―": "--", "…": "..", "‥": "..", "／": "/", "＃": "#", "；": "; "}
)
ENDING = "?!.…:"
"""What ends a sentence, and is no part of a word before it."""
DASHES = frozenset({"-", "--"})
# In the order in which they are applied.
_WRITTEN = (
    # Quotes around words, and a chat's bold and code.
    (re.compile(r"""(?<!\w)["'`*]+(?=[\w$^])|(?<=[\w%.])["'`*]+(?!\w)"""), ""),
    (re.compile(r"(?<=\d)--(?=\d)"), "-"),
    (re.compile(r"(\d{4}-\d\d-\d\d)-(?=\d{4}-\d\d-\d\d)"), r"\1.."),
    (re.compile(r"(?<!\S)--(?=\w)"), ""),  # a switch of a command line: --candles
    (re.compile(r"(?<=[^\W\d]) -{1,2} (?=\d)"), " "),  # AAPL - 40; a range of dates keeps its dash
)


def cleaned(text: str) -> str:
    """Typographic quotes as on a keyboard, no control or invisible characters."""
    straight = text.translate(_QUOTES)
    return "\n".join(" ".join(printable(line).split()) for line in straight.splitlines()).strip()


def words_of_command(text: str) -> str:
    """Cleaned text that is no prose, in the signs of a keyboard and without those that only stand around words."""
    text = text.translate(_MARKS)
    for pattern, into in _WRITTEN:
        text = pattern.sub(into, text)
    return text.strip()
