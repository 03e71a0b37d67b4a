"""The view of App Home: a person's digests, alerts and watchlists with their next times, and three examples."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.adapters.formatting.truncate import cut
from bot.adapters.slack.blocks.text import escaped, own_time, plain
from bot.adapters.slack.message import Audience, Block, button
from bot.adapters.welcome import EXAMPLES, QUIET, WHAT
from charts.theme import Mode
from commands.framework.asker import Asker
from commands.framework.reply import Action

_SECTIONS, _ITEMS = 4, 15  # 4 x (15 + 5) blocks beside the ten around them, of Slack's 100
_WHAT, _STATE = 300, 200
_CHANNEL = re.compile(r"[CG][A-Z0-9]{1,30}")


@dataclass(frozen=True, slots=True)
class HomeItem:
    """A digest, an alert or a watchlist.

    channel: Slack's id of the channel that it posts to; empty for what is the person's own.
    state: a few words, before the time where it has one.
    at: when it is posted or evaluated next (UTC).
    """

    what: str
    channel: str = ""
    state: str = ""
    at: datetime | None = None
    action: Action | None = None


@dataclass(frozen=True, slots=True)
class HomeSection:
    """The items of one kind.

    empty: the text where there is none.
    action: shows them, or how to begin.
    """

    title: str
    items: tuple[HomeItem, ...]
    empty: str = ""
    action: Action | None = None


HomeSections = Callable[[Asker, frozenset[str] | None], Awaitable[Sequence[HomeSection]]]
"""Reads the sections for a person and the channels (by id) that they are in; None where those are unknown."""


def home(sections: Sequence[HomeSection] = (), mode: Mode = Mode.DARK) -> dict[str, Any]:
    """The view for views.publish. Pressing a button is answered in a direct message.

    What people and commands have written is plain text; markup holds ids and times alone.
    """
    view = _View(mode)
    view.header("Bellwether")
    view.text(f"{WHAT}. Write in Messages, mention me in a channel, or press an example.")
    view.buttons(EXAMPLES)
    for section in sections[:_SECTIONS]:
        view.divider()
        view.header(section.title)
        for item in section.items[:_ITEMS]:
            view.item(item)
        if not section.items:
            view.text(section.empty)
        elif len(section.items) > _ITEMS:
            view.text(f"and {len(section.items) - _ITEMS} more")
        if section.action:
            view.buttons((section.action,))
    view.divider()
    view.text(QUIET)
    return {"type": "home", "blocks": view.blocks}


class _View:
    """Blocks under construction, and the number of the next button."""

    def __init__(self, mode: Mode) -> None:
        self.blocks: list[Block] = []
        self._mode, self._pressable = mode, 0

    def header(self, text: str) -> None:
        self.blocks.append({"type": "header", "text": plain(cut(text, 150))})

    def text(self, text: str) -> None:
        self.blocks.append({"type": "section", "text": plain(cut(text, 1000))})

    def divider(self) -> None:
        self.blocks.append({"type": "divider"})

    def buttons(self, actions: Sequence[Action]) -> None:
        self.blocks.append({"type": "actions", "elements": [self._button(action) for action in actions]})

    def item(self, item: HomeItem) -> None:
        block: Block = {"type": "section", "text": plain(cut(item.what, _WHAT))}
        fields = [field for field in (_when(item), _where(item.channel)) if field]
        if fields:
            block["fields"] = fields
        if item.action:
            block["accessory"] = self._button(item.action)
        self.blocks.append(block)

    def _button(self, action: Action) -> Block:
        self._pressable += 1
        return button(action.label, action.command, "ask", Audience.DIRECT, self._mode, self._pressable)


def _where(channel: str) -> Block | None:
    if not channel:
        return None
    if not _CHANNEL.fullmatch(channel):
        return plain("In Messages")
    return {"type": "mrkdwn", "text": f"In <#{channel}>", "verbatim": True}


def _when(item: HomeItem) -> Block | None:
    """The time in the reader's own zone, New York's where a client does not know dates."""
    if item.at is None:
        return plain(cut(item.state, _STATE)) if item.state else None
    date = own_time(item.at)
    return date | {"text": f"{escaped(cut(item.state, _STATE))} {date['text']}"}
