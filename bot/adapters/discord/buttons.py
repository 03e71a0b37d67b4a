"""Buttons and menus that work after a restart, since the custom_id carries the follow-up command; and the view that
holds a message's components."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Protocol, cast

import discord

from bot.adapters.discord.components import Component
from bot.adapters.discord.controls import (
    ANSWER,
    BUTTON,
    EVIDENCE,
    MENU,
    SHARE,
    WHOLE,
    Button,
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


class FollowUp(discord.ui.DynamicItem[discord.ui.Button[Any]], template=BUTTON):
    """One follow-up command."""

    def __init__(self, button: Button) -> None:
        self.match = re.fullmatch(BUTTON, button.custom_id)
        super().__init__(discord.ui.Button(label=button.label, custom_id=button.custom_id))

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction, item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> FollowUp:
        return cls(Button(cast("discord.ui.Button[Any]", item).label or "", match.string))

    async def callback(self, interaction: discord.Interaction) -> None:
        if self.match:  # the template has already matched
            command, mode = command_of(self.match["body"]), mode_of(self.match["mode"])
            await cast(ButtonClient, interaction.client).press(interaction, command, mode)


class AnswerButton(discord.ui.DynamicItem[discord.ui.Button[Any]], template=ANSWER):
    """A button that refers to the answer above it."""

    def __init__(self, button: Button) -> None:
        self.match = re.fullmatch(ANSWER, button.custom_id)
        super().__init__(discord.ui.Button(label=button.label, custom_id=button.custom_id))

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction, item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> AnswerButton:
        return cls(Button(cast("discord.ui.Button[Any]", item).label or "", match.string))

    async def callback(self, interaction: discord.Interaction) -> None:
        if self.match:  # the template has already matched
            part, command = self.match["part"], command_of(self.match["body"] or "") or ""
            kind = _KINDS.get(part, PressKind.COLOURS)
            mode = mode_of(part) if kind is PressKind.COLOURS else Mode.DARK
            press = AnswerPress(kind, self.match["answer"], mode, command)
            await cast(ButtonClient, interaction.client).press_answer(interaction, press)


class PeriodMenu(discord.ui.DynamicItem[discord.ui.Select[Any]], template=MENU):
    """A menu of periods, for more of them than fit into a row of buttons."""

    def __init__(self, item: discord.ui.Select[Any], mode: Mode) -> None:
        self.mode = mode
        super().__init__(item)

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction, item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> PeriodMenu:
        return cls(cast("discord.ui.Select[Any]", item), mode_of(match["mode"]))

    async def callback(self, interaction: discord.Interaction) -> None:
        command = command_of(self.item.values[0])
        await cast(ButtonClient, interaction.client).press(interaction, command, self.mode)


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
