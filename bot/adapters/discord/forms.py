"""Forms as Discord's modals: sent instead of an answer, sent back as the command that they make."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, cast

import discord

from bot.adapters.discord import limits
from bot.adapters.discord.interaction import UNREACHABLE, log, worded
from bot.adapters.discord.request import asker_of
from bot.adapters.discord.schema import POSTABLE
from bot.engine.forms import form_named, form_of, line_of
from bot.engine.request import Request
from bot.engine.router import Router
from commands.framework.form import CommandForm, FormInput, FormMistake, InputKind
from commands.framework.reply import Action, Reply, Visibility

_FORM = "bw1form:"  # how the custom_id of a modal begins; the line that opens it follows
_PLACES = [discord.ChannelType(number) for number in POSTABLE]


async def offer_form(router: Router, interaction: discord.Interaction, request: Request) -> bool:
    """Show the form that the question opens. False where it asks something."""
    form = form_of(router, request)
    if form is None:
        return False
    shown = modal(form, interaction)
    shown.stop()  # it is read by its custom_id, in whichever process it comes back: discord.py need not keep it
    try:
        await interaction.response.send_modal(shown)
    except UNREACHABLE as problem:
        log.warning("form not shown", extra={"error": worded(problem)})
    return True


def modal(form: CommandForm, interaction: discord.Interaction) -> discord.ui.Modal:
    """Without the choice of a channel where there are none."""
    asker = asker_of(interaction)
    shown = discord.ui.Modal(title=form.title, custom_id=f"{_FORM}{form.opens}")
    for wanted in form.inputs:
        if wanted.kind is InputKind.CHANNEL and interaction.guild_id is None:
            continue
        field = _field(wanted, wanted.at_first(asker))
        shown.add_item(discord.ui.Label(text=wanted.label, description=wanted.hint or None, component=field))
    return shown


def _field(wanted: FormInput, at_first: str) -> discord.ui.Item[Any]:
    match wanted.kind:
        case InputKind.CHOICE | InputKind.CHOICES:
            options = [
                discord.SelectOption(label=choice.label, value=choice.value, default=choice.value == at_first)
                for choice in wanted.choices
            ]
            most = len(options) if wanted.kind is InputKind.CHOICES else 1
            return discord.ui.Select(
                custom_id=wanted.name,
                options=options,
                min_values=int(wanted.required),
                max_values=most,
                required=wanted.required,
            )
        case InputKind.CHANNEL:
            return discord.ui.ChannelSelect(
                custom_id=wanted.name,
                channel_types=_PLACES,
                min_values=int(wanted.required),
                required=wanted.required,
            )
        case _:
            text = wanted.kind is InputKind.TEXT
            return discord.ui.TextInput(
                custom_id=wanted.name,
                style=discord.TextStyle.paragraph if text else discord.TextStyle.short,
                default=at_first or None,
                required=wanted.required,
                max_length=limits.INPUT if text else limits.INPUT_LINE,
            )


def filled_in(router: Router, interaction: discord.Interaction) -> Request | Reply:
    """The question that a modal makes, or what is wrong with what was put in."""
    data = cast("Mapping[str, Any]", interaction.data or {})
    opens = str(data.get("custom_id", "")).removeprefix(_FORM)
    form = form_named(router, opens)
    if form is None:
        return _wrong("This form is from an older version. Ask with a command.", "/help", "/help")
    try:
        line = line_of(router, form, dict(_put_in(data.get("components", ()))))
    except FormMistake as mistake:
        label = next(wanted.label for wanted in form.inputs if wanted.name == mistake.name)
        return _wrong(f"{label}: {mistake}", "Open the form again", form.opens)
    return Request(text=line, asker=asker_of(interaction))


def _wrong(sentence: str, label: str, command: str) -> Reply:
    return Reply(sentence, actions=(Action(label, command),), visibility=Visibility.PRIVATE, error=True)


def _put_in(components: Any) -> Iterator[tuple[str, str]]:
    for label in components:
        field = label.get("component") or {}
        chosen = field.get("values") or ()
        if field.get("type") == discord.ComponentType.channel_select.value:
            chosen = [f"<#{channel}>" for channel in chosen]
        yield field.get("custom_id", ""), field.get("value") or " ".join(chosen)
