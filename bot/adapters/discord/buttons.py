"""Buttons and menus that work after a restart: the custom_id carries the follow-up command."""

from __future__ import annotations

import re
from typing import Any, Protocol, cast

import discord

from bot.adapters.discord.controls import (
    ANSWER,
    BUTTON,
    EVIDENCE,
    MENU,
    SHARE,
    WHOLE,
    Button,
    Controls,
    Menu,
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
    def of(cls, menu: Menu) -> PeriodMenu:
        options = [
            discord.SelectOption(label=text, value=value, default=chosen)
            for text, value, chosen in menu.options
        ]
        mode = mode_of(menu.custom_id[-1])
        return cls(
            discord.ui.Select(placeholder=menu.placeholder, custom_id=menu.custom_id, options=options), mode
        )

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction, item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> PeriodMenu:
        return cls(cast("discord.ui.Select[Any]", item), mode_of(match["mode"]))

    async def callback(self, interaction: discord.Interaction) -> None:
        command = command_of(self.item.values[0])
        await cast(ButtonClient, interaction.client).press(interaction, command, self.mode)


ITEMS: tuple[type[discord.ui.DynamicItem[Any]], ...] = (FollowUp, AnswerButton, PeriodMenu)


def view_of(controls: Controls) -> discord.ui.View:
    view = discord.ui.View(timeout=None)
    if controls.menu and controls.menu.options:
        view.add_item(PeriodMenu.of(controls.menu))
    for button in controls.buttons:
        if button.address:
            view.add_item(discord.ui.Button(label=button.label, url=button.address))
            continue
        referring = re.fullmatch(ANSWER, button.custom_id)
        view.add_item(AnswerButton(button) if referring else FollowUp(button))
    return view
