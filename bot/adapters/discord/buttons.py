"""Buttons and menus that work after a restart, since the custom_id carries the follow-up command; and the view that
holds a message's components."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Protocol, Self, cast

import discord

from bot.adapters.discord.components import Component
from bot.adapters.discord.controls import (
    ANSWER,
    BUTTON,
    EVIDENCE,
    MENU,
    SHARE,
    WHOLE,
    command_of,
    mode_of,
)
from bot.engine.answer_presses import AnswerPress, PressKind
from charts.theme import Mode

_KINDS = {EVIDENCE: PressKind.EVIDENCE, SHARE: PressKind.SHARE, WHOLE: PressKind.WHOLE}


class ButtonClient(Protocol):
    """The part of the client that a button calls."""

    async def press(self, interaction: discord.Interaction, command: str | None, mode: Mode) -> None: ...

    async def press_answer(self, interaction: discord.Interaction, press: AnswerPress) -> None: ...


class MessageControl(discord.ui.DynamicItem[Any], template="(?!)"):
    """A control below a message, made anew when it is used; each kind has a template for its custom_id."""

    def __init__(self, item: discord.ui.Item[Any], match: re.Match[str]) -> None:
        self.match = match
        super().__init__(item)

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction, item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        return cls(item, match)


class FollowUp(MessageControl, template=BUTTON):
    """A button that asks one follow-up command."""

    async def callback(self, interaction: discord.Interaction) -> None:
        command, mode = command_of(self.match["body"]), mode_of(self.match["mode"])
        await cast(ButtonClient, interaction.client).press(interaction, command, mode)


class AnswerButton(MessageControl, template=ANSWER):
    """A button that refers to the answer above it."""

    async def callback(self, interaction: discord.Interaction) -> None:
        part, command = self.match["part"], command_of(self.match["body"] or "") or ""
        kind = _KINDS.get(part, PressKind.COLOURS)
        mode = mode_of(part) if kind is PressKind.COLOURS else Mode.DARK
        press = AnswerPress(kind, self.match["answer"], mode, command)
        await cast(ButtonClient, interaction.client).press_answer(interaction, press)


class PeriodMenu(MessageControl, template=MENU):
    """A menu of periods, for more of them than fit into a row of buttons."""

    async def callback(self, interaction: discord.Interaction) -> None:
        command, mode = command_of(self.item.values[0]), mode_of(self.match["mode"])
        await cast(ButtonClient, interaction.client).press(interaction, command, mode)


ITEMS: tuple[type[discord.ui.DynamicItem[Any]], ...] = (FollowUp, AnswerButton, PeriodMenu)


class Layout(discord.ui.LayoutView):
    """Components that are JSON already, in the form that discord.py sends: what the preview shows is what goes
    out. It holds no items: buttons are found by their ids (`ITEMS`), so discord.py keeps no reference to it."""

    def __init__(self, components: Sequence[Component]) -> None:
        super().__init__(timeout=None)
        self._components = [*components]

    def to_components(self) -> list[dict[str, Any]]:
        return self._components

    def has_components_v2(self) -> bool:
        return True
