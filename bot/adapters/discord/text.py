"""Escaping for Discord's markdown: text is shown as typed and never formats, pings or links."""

from __future__ import annotations

import re

from bot.adapters.formatting.text import legible
from bot.adapters.formatting.truncate import cut, width

_MARKDOWN = re.compile(r"([\\`*_~|<\[\]])")
# At a line's start: headings, quotes, bullets and "2026. ", which would be renumbered as a list.
_LINE_START = re.compile(r"^([ \t]*)(-#|#{1,3}|>{1,3}|[+-]|\d+(?=\.))(?=\.?\s)", re.MULTILINE)
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):(?=//)")
_MENTION = re.compile(r"@(?=\S)")
_BREAK = "\u200b"


def plain(text: str) -> str:
    """For places without markdown (footer, author, labels): no control or direction characters,
    no mention. Zero-width joiners stay, since scripts and emoji need them."""
    return _MENTION.sub("@" + _BREAK, legible(text))


def inert(text: str) -> str:
    """Text for places with markdown: it reads exactly as `text`; nothing in it formats, pings or links."""
    escaped = _MARKDOWN.sub(r"\\\1", plain(text))
    escaped = _SCHEME.sub(r"\1\\:", escaped)
    return _LINE_START.sub(_escape_start, escaped)


def shortened(text: str, limit: int) -> str:
    """Inert `text` in at most `limit` units, never cut between a backslash and what it holds."""
    if width(text) <= limit:
        return text
    beginning = cut(text, limit).removesuffix("…").rstrip(" ")
    if (len(beginning) - len(beginning.rstrip("\\"))) % 2:
        beginning = beginning[:-1]
    return f"{beginning} …" if beginning else "…"


def line(text: str) -> str:
    """Text for a place of one line with markdown; a dash where nothing would be seen."""
    return filled(inert(" ".join(text.split())))


def visible(text: str) -> bool:
    """False where Discord would find `text` empty and refuse the message."""
    return bool(text.strip(" \n\t\u200b\u200d"))


def filled(text: str) -> str:
    return text if visible(text) else "–"


def _escape_start(match: re.Match[str]) -> str:
    indent, mark = match[1], match[2]
    return f"{indent}{mark}\\" if mark[0].isdigit() else f"{indent}\\{mark}"


def code(text: str) -> str:
    """Text for one cell of a code block: one line, and no backtick that could end the block."""
    return " ".join(plain(text).replace("`", "ˋ").split())
