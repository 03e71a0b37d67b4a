"""Text from and to Slack: decoding of its markup, and escaping into it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from bot.adapters.formatting.text import legible
from bot.adapters.formatting.truncate import cut, width
from market.formatting import moment

_LINK = re.compile(r"<([^<>|]*)(?:\|([^<>]*))?>")
_LEFT_OUT = 120  # characters of the line about what is missing
_MARKUP = re.compile(r"[*_~`<>]|:[\w+\-]+:")


def read(text: str) -> str:
    """What a person typed, decoded from Slack's encoding: links and mentions as their labels, & < > as such."""

    def words(link: re.Match[str]) -> str:
        target, label = link.group(1), link.group(2)
        if target.startswith("#"):
            return target  # a channel by its id: names are not unique to us, and /digest knows ids
        if target.startswith("!subteam^"):  # a user group: by its handle, or by its id where that is left out
            return "@" + (label or target.removeprefix("!subteam^")).removeprefix("@")
        if label:
            return label
        return "" if target[:1] in ("@", "!") else target.removeprefix("mailto:")

    plain = _LINK.sub(words, text)
    for entity, character in (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")):
        plain = plain.replace(entity, character)
    return plain.strip().strip("`").strip()


def escaped(text: str) -> str:
    """`text` for Slack's markup, escaped so that no mention, channel or link can start in it."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def plain(text: str) -> dict[str, Any]:
    """A text object in which nothing is markup: no mention, link, style or emoji code."""
    return {"type": "plain_text", "text": text or "–", "emoji": False}


def labelled(label: str, value: str) -> dict[str, Any]:
    """A text object with the label over the value; the label is bold unless a character of either would be
    read as markup."""
    if _MARKUP.search(label + value):
        return plain(f"{label}\n{value}")
    return {"type": "mrkdwn", "text": f"*{escaped(label)}*\n{escaped(value)}", "verbatim": True}


def rich(text: str, *, bold: bool = False) -> dict[str, Any]:
    """A rich-text block. Its style is structured data, so nothing in `text` is read as markup."""
    element: dict[str, Any] = {"type": "text", "text": text or "–"}
    if bold:
        element["style"] = {"bold": True}
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [element]}]}


def own_time(at: datetime) -> dict[str, Any]:
    """A moment in the reader's own zone; New York's where a client does not know dates."""
    date = f"<!date^{int(at.timestamp())}^{{date_short_pretty}} {{time}}|{moment(at)}>"
    return {"type": "mrkdwn", "text": date, "verbatim": True}


class CharacterBudget:
    """The characters that a message has left (UTF-16 code units). Longer text is cut between words."""

    def __init__(self, left: int) -> None:
        self.left = left

    def take(self, text: str, most: int) -> str:
        """`text` without invisible characters, cut to `most` and to what is left; empty when fewer than eight
        characters would fit."""
        text, most = legible(text), min(most, self.left)
        if not text or most < min(8, width(text)):
            return ""
        shown = cut(text, most)
        self.left -= width(shown)
        return shown

    @contextmanager
    def part(self, most: int) -> Iterator[CharacterBudget]:
        """A budget of at most `most` inside this one; what it uses is taken from this one too."""
        start = min(most, self.left)
        room = CharacterBudget(start)
        yield room
        self.left -= start - room.left


def left_out(room: CharacterBudget, **counts: int) -> list[dict[str, Any]]:
    """One line with how many notes, figures, rows or columns were left out; empty when none."""
    counted = " and ".join(f"{count:,} more {what}" for what, count in counts.items() if count)
    if not counted:
        return []
    line = room.take(f"{counted} not shown: a Slack message has no room for more.", _LEFT_OUT)
    return [{"type": "context", "elements": [plain(line)]}]
