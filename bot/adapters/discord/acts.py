"""Subcommands: each is an act of a command, with typed options."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

import discord

from bot.adapters.discord.forms import FilledForm
from bot.adapters.discord.request import asker_of, option_word
from bot.adapters.discord.schema import PRIVATE, SUBCOMMAND
from bot.engine.acts import act_line, act_options
from bot.engine.engine import apology
from bot.engine.request import Request
from bot.engine.router import Router
from commands.framework.command import Act, UsageError
from commands.framework.form import FormMistake
from commands.framework.reply import Reply
from market.errors import MarketError


def subcommand_of(data: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The subcommand with its options; None for a command without, also one that an earlier release registered."""
    return next((option for option in data.get("options", ()) if option["type"] == SUBCOMMAND), None)


def asked_by_act(router: Router, interaction: discord.Interaction) -> Request | FilledForm | Reply | None:
    """The question that a subcommand asks, its form where that is to be filled in, or what is wrong with its options;
    None for a command without subcommands."""
    data = cast("Mapping[str, Any]", interaction.data or {})
    chosen = subcommand_of(data)
    if chosen is None:
        return None
    command = router.find(data["name"])
    act = command.act(chosen["name"]) if command else None
    if command is None or act is None:
        return apology("This command is from another version. Press Ctrl+R, or see /help", "/help")
    given = words_given(act, chosen)
    if act.form is not None:
        if not given:
            return FilledForm(act.form, {})
        try:
            return Request(text=act_line(router, act, act.form, given), asker=asker_of(interaction))
        except FormMistake as mistake:
            return FilledForm(act.form, given, mistake)
    try:
        options = act_options(command, act, given)
    except (UsageError, MarketError) as problem:
        return apology(str(problem))
    private = any(o["name"] == PRIVATE and o["value"] is True for o in chosen.get("options", ()))
    return Request(command=command.name, options=options, asker=asker_of(interaction), private=private)


def words_given(act: Act, chosen: Mapping[str, Any]) -> dict[str, str]:
    """The options of a subcommand as they would be typed, by name."""
    given = {option["name"]: option.get("value") for option in chosen.get("options", ())}
    words = {parameter.name: option_word(parameter, given) for parameter in act.parameters}
    return {name: word for name, word in words.items() if word}
