"""App Home: what the bot can do, examples to press, and the person's own lists."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any

from bot.adapters.formatting.truncate import cut
from bot.adapters.slack import limits
from bot.adapters.slack.message import Audience, Block, button
from bot.adapters.slack.text import plain
from charts.theme import Mode
from commands.framework.asker import Asker
from commands.framework.command import Command
from commands.framework.reply import Action

_SECTIONS, _LINES, _ACTIONS = 5, 10, 5


@dataclass(frozen=True, slots=True)
class HomeSection:
    """One list on a person's Home, such as their watchlist."""

    title: str
    lines: tuple[str, ...]
    actions: tuple[Action, ...] = ()


HomeSections = Callable[[Asker], Awaitable[Sequence[HomeSection]]]
"""Reads a person's lists; empty ones are left out."""


def home(
    commands: Sequence[Command], sections: Sequence[HomeSection] = (), mode: Mode = Mode.DARK
) -> dict[str, Any]:
    """The view for views.publish. Pressing an example is answered in a direct message."""
    blocks: list[Block] = [
        {"type": "header", "text": plain("Ask about US markets")},
        _paragraph(
            "Write here in Messages, mention me in a channel, or type a slash command. "
            "Press an example and I answer in Messages."
        ),
    ]
    for section in sections[:_SECTIONS]:
        blocks += _section(section, mode, len(blocks))
    blocks.append({"type": "divider"})
    for command in commands[: limits.HOME_BLOCKS - len(blocks)]:
        offer = command.offers[0]
        example = button(offer, offer, "ask", Audience.DIRECT, mode, len(blocks))
        words = cut(f"{command.shape}\n{command.summary}", limits.TEXT)
        blocks.append({"type": "section", "text": plain(words), "accessory": example})
    return {"type": "home", "blocks": blocks}


def _section(section: HomeSection, mode: Mode, index: int) -> list[Block]:
    shown = [cut(line, 200) for line in section.lines[:_LINES]]
    if len(section.lines) > _LINES:
        shown.append(f"and {len(section.lines) - _LINES} more")
    blocks: list[Block] = [{"type": "divider"}, _paragraph("\n".join([cut(section.title, 150), *shown]))]
    if section.actions:
        buttons = [
            button(action.label, action.command, "ask", Audience.DIRECT, mode, index * 100 + number)
            for number, action in enumerate(section.actions[:_ACTIONS])
        ]
        blocks.append({"type": "actions", "elements": buttons})
    return blocks


def _paragraph(text: str) -> Block:
    return {"type": "section", "text": plain(text)}
