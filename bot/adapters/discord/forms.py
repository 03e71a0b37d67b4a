"""Forms as Discord's modals: sent instead of an answer, sent back as the command that they make."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, cast

import discord

from bot.adapters.discord import components, limits
from bot.adapters.discord.controls import Button, Controls, encoded
from bot.adapters.discord.interaction import UNREACHABLE, log, worded
from bot.adapters.discord.request import asker_of
from bot.adapters.discord.schema import POSTABLE
from bot.adapters.formatting.truncate import cut
from bot.engine.engine import apology
from bot.engine.forms import form_named, form_of, line_of
from bot.engine.request import Request
from bot.engine.router import Router
from charts.theme import Mode
from commands.framework.form import CommandForm, FormInput, FormMistake, FormValues, InputKind
from commands.framework.reply import Reply

_FORM = "bw1form:"  # how the custom_id of a modal begins; the line that opens it follows
_FIRST = 900  # the id of the text that keeps the first input; the others follow
_CHANNEL = re.compile(r"<#(\d+)>")
UNKNOWN_FORM = apology("This form is from an older version. Ask with a command.", "/help")
_PLACES = [discord.ChannelType(number) for number in POSTABLE]


@dataclass(frozen=True, slots=True)
class FilledForm:
    """A form with what was put in.

    mistake: what is wrong with it.
    """

    form: CommandForm
    values: FormValues
    mistake: FormMistake | None = None


async def offer_form(router: Router, interaction: discord.Interaction, request: Request) -> bool:
    """Show the form that the question opens, with what the message of a pressed button says was put in. False where
    it asks something."""
    form = form_of(router, request)
    if form is None:
        return False
    await show_form(interaction, FilledForm(form, _kept_in(interaction.message, form)))
    return True


async def show_form(interaction: discord.Interaction, filled: FilledForm) -> None:
    shown = modal(filled, interaction)
    shown.stop()  # it is read by its custom_id, in whichever process it comes back: discord.py need not keep it
    try:
        await interaction.response.send_modal(shown)
    except UNREACHABLE as problem:
        log.warning("form not shown", extra={"error": worded(problem)})


def modal(filled: FilledForm, interaction: discord.Interaction) -> discord.ui.Modal:
    """Without the choice of a channel where there are none. A mistake is said beside its input. Options for which a
    form has no room stand in its custom_id, so that they come back with it."""
    asker, form, mistake = asker_of(interaction), filled.form, filled.mistake
    beside = "".join(f"\n{w.name}={filled.values[w.name]}" for w in form.more if filled.values.get(w.name))
    shown = discord.ui.Modal(title=form.title, custom_id=f"{_FORM}{form.opens}{beside}")
    for wanted in form.inputs:
        if wanted.kind is InputKind.CHANNEL and interaction.guild_id is None:
            continue
        field = _field(wanted, filled.values.get(wanted.name) or wanted.at_first(asker))
        said = str(mistake) if mistake and mistake.name == wanted.name else wanted.hint
        hint = cut(said, limits.INPUT_HINT) or None
        shown.add_item(discord.ui.Label(text=wanted.label, description=hint, component=field))
    return shown


def _field(wanted: FormInput, value: str) -> discord.ui.Item[Any]:
    match wanted.kind:
        case InputKind.CHOICE | InputKind.CHOICES:
            several = wanted.kind is InputKind.CHOICES
            chosen = value.split() if several else [value]
            options = [
                discord.SelectOption(label=choice.label, value=choice.value, default=choice.value in chosen)
                for choice in wanted.choices
            ]
            return discord.ui.Select(
                custom_id=wanted.name,
                options=options,
                min_values=int(wanted.required),
                max_values=len(options) if several else 1,
                required=wanted.required,
            )
        case InputKind.CHANNEL:
            return discord.ui.ChannelSelect(
                custom_id=wanted.name,
                channel_types=_PLACES,
                min_values=int(wanted.required),
                required=wanted.required,
                default_values=[discord.Object(int(found[1]))]
                if (found := _CHANNEL.fullmatch(value))
                else [],
            )
        case _:
            text = wanted.kind is InputKind.TEXT
            most = limits.INPUT if text else limits.INPUT_LINE
            return discord.ui.TextInput(
                custom_id=wanted.name,
                style=discord.TextStyle.paragraph if text else discord.TextStyle.short,
                default=value[:most] or None,
                required=wanted.required,
                max_length=most,
            )


def filled_in(router: Router, interaction: discord.Interaction) -> FilledForm | None:
    """What a modal brings; None for a form of an older version."""
    data = cast("Mapping[str, Any]", interaction.data or {})
    opens, *beside = str(data.get("custom_id", "")).removeprefix(_FORM).split("\n")
    form = form_named(router, opens)
    given = {name: value for name, _, value in (each.partition("=") for each in beside)}
    return FilledForm(form, given | dict(_put_in(data.get("components", ())))) if form else None


def question_of(router: Router, interaction: discord.Interaction, filled: FilledForm) -> Request | Reply:
    """The question that a filled form makes, or what is wrong with what was put in."""
    try:
        line = line_of(router, filled.form, filled.values)
    except FormMistake as mistake:
        label = next(wanted.label for wanted in filled.form.all_inputs if wanted.name == mistake.name)
        return apology(f"{label}: {mistake}")
    return Request(text=line, asker=asker_of(interaction))


def put_in_again(filled: FilledForm) -> tuple[components.Component, ...]:
    """What was put in, in words, and the button that opens the form with it: a form cannot be answered with a form,
    and nothing is kept but the message itself."""
    values = [(n, w.label, filled.values.get(w.name, "")) for n, w in enumerate(filled.form.all_inputs)]
    kept = [
        components.text(f"-# {label}\n{value}") | {"id": _FIRST + n} for n, label, value in values if value
    ]
    button = Button("Open the form again", encoded(filled.form.opens, Mode.DARK) or "")
    return (components.separator(), *kept, *components.rows(Controls(buttons=(button,))))


def _kept_in(message: discord.Message | None, form: CommandForm) -> dict[str, str]:
    """What `put_in_again` wrote into the message."""
    if message is None:
        return {}
    shown = (part for box in message.components for part in getattr(box, "children", ()))
    kept = {part.id: part.content for part in shown if isinstance(part, discord.TextDisplay)}
    found = {wanted.name: kept.get(_FIRST + n, "") for n, wanted in enumerate(form.all_inputs)}
    return {name: content.partition("\n")[2] for name, content in found.items() if content}


def _put_in(fields: Any) -> Iterator[tuple[str, str]]:
    for label in fields:
        field = label.get("component") or {}
        chosen = field.get("values") or ()
        if field.get("type") == discord.ComponentType.channel_select.value:
            chosen = [f"<#{channel}>" for channel in chosen]
        yield field.get("custom_id", ""), field.get("value") or " ".join(chosen)
