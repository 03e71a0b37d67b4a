"""Discord's application commands as JSON, generated from the commands' typed signatures."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from bot.adapters.discord import limits
from bot.adapters.formatting.truncate import cut
from commands.framework.command import Act, Command
from commands.framework.form_types import ChannelName, GroupName, LabelledChoice
from commands.framework.parameters import Parameter
from commands.framework.parsers import Flag, Number, PeriodWord
from commands.framework.reply import Visibility
from market.period import ALL_FORMS, Period

CHECK = "Check the market claims"  # the command in a message's menu
UMBRELLA = "market"  # the command for plain words
QUESTION = "question"
PRIVATE = "private"
POSTABLE = (0, 5, 10, 11, 12)  # text and announcement channels, and threads
SUBCOMMAND = 1  # type of an option
_SLASH, _MESSAGE = 1, 3
_STRING, _INTEGER, _BOOLEAN, _CHANNEL, _ROLE, _NUMBER = 3, 4, 5, 7, 8, 10
# Guilds, the bot's own direct messages, other direct messages; installed in a guild or by a person.
_PLACES = {"contexts": [0, 1, 2], "integration_types": [0, 1]}
_NAME = re.compile(r"[-_a-z0-9]{1,32}")


def application_commands(commands: Sequence[Command]) -> list[dict[str, Any]]:
    """The whole registration. Raises ValueError naming whatever breaks a limit of the platform."""
    registration = [*(_slash(command) for command in commands), _umbrella()]
    if any(command.name == "check" for command in commands):
        registration.append({"type": _MESSAGE, "name": CHECK, **_PLACES})
    if problems := list(broken_limits(registration)):
        raise ValueError("Discord would refuse these commands: " + "; ".join(problems))
    return registration


def fingerprint(registration: Iterable[dict[str, Any]]) -> str:
    """Equal for equal registrations, in every process."""
    return hashlib.sha256(json.dumps(list(registration), sort_keys=True).encode()).hexdigest()


def dates_option(parameter: Parameter) -> str:
    """The name of the option for periods that the closed list lacks: `dates` beside `period`."""
    return "dates" if parameter.name == "period" else f"{parameter.name}_dates"


def _slash(command: Command) -> dict[str, Any]:
    description = cut(command.summary or command.usage, limits.COMMAND_DESCRIPTION)
    told = {"type": _SLASH, "name": command.name, "description": description, **_PLACES}
    if command.acts:  # such a command cannot be used without one of them
        return told | {"options": [_subcommand(command, act) for act in command.acts]}
    return told | {"options": _all_options(command, command.parameters)}


def _subcommand(command: Command, act: Act) -> dict[str, Any]:
    description = cut(act.summary, limits.COMMAND_DESCRIPTION)
    options = _all_options(command, act.parameters)
    return {"type": SUBCOMMAND, "name": act.verb, "description": description, "options": options}


def _all_options(command: Command, parameters: Sequence[Parameter]) -> list[dict[str, Any]]:
    """Options of a command in the order that Discord wants: those that are required first."""
    options = [option for parameter in parameters for option in _options(parameter)]
    if command.visibility is Visibility.PUBLIC:
        options.append(_option(PRIVATE, "only you see the answer", _BOOLEAN))
    return sorted(options, key=lambda option: not option["required"])


def _umbrella() -> dict[str, Any]:
    """A question in plain words, which Discord sends no bot as a message."""
    options = [
        _option(QUESTION, "in plain words: how are small caps doing this year?", _STRING, required=True),
        _option(PRIVATE, "only you see the answer", _BOOLEAN),
    ]
    description = "Ask about US markets in plain words"
    return {"type": _SLASH, "name": UMBRELLA, "description": description, "options": options, **_PLACES}


def _options(parameter: Parameter) -> Iterator[dict[str, Any]]:
    argument_type, name, required = parameter.argument_type, parameter.name, parameter.required
    text = cut(parameter.description or name, limits.COMMAND_DESCRIPTION)
    match argument_type:
        case Flag():
            yield _option(name, text, _BOOLEAN)
        case Number():
            yield _option(name, text, _INTEGER if argument_type.whole else _NUMBER, required)
        case ChannelName():
            yield _option(name, text, _CHANNEL, required) | {"channel_types": list(POSTABLE)}
        case GroupName():
            yield _option(name, text, _ROLE, required)
        case LabelledChoice():
            listed = [(choice.label, choice.value) for choice in argument_type.offered]
            yield _option(name, text, _STRING, required, listed)
        case PeriodWord():
            forms = [(f"{form} · {Period.parse(form).words}", form) for form in ALL_FORMS]
            yield _option(name, text, _STRING, choices=forms)
            example = "instead of a period: since 2024-10-01, or 2022-01-03..2022-10-14"
            yield _option(dates_option(parameter), example, _STRING)
        case _ if 0 < len(argument_type.choices) <= limits.COMMAND_CHOICES:
            yield _option(name, text, _STRING, required, [(word, word) for word in argument_type.choices])
        case _:
            answers = {"autocomplete": True} if completes(parameter) else {}
            yield _option(name, text, _STRING, required) | answers


def completes(parameter: Parameter) -> bool:
    """Whether there is anything to offer before a letter is typed."""
    return bool(parameter.argument_type.complete(""))


def _option(
    name: str, description: str, kind: int, required: bool = False, choices: Iterable[tuple[str, str]] = ()
) -> dict[str, Any]:
    option: dict[str, Any] = {"type": kind, "name": name, "description": description, "required": required}
    if listed := [{"name": shown, "value": value} for shown, value in choices]:
        option["choices"] = listed
    return option


def broken_limits(registration: Sequence[dict[str, Any]]) -> Iterator[str]:
    """What Discord would refuse, a phrase each."""
    if len(registration) > limits.COMMANDS:
        yield f"{len(registration)} commands, {limits.COMMANDS} at most"
    for command in registration:
        where = f"/{command['name']}"
        if (size := _size(command)) > limits.COMMAND_TOTAL:
            yield f"{where} has {size} characters, {limits.COMMAND_TOTAL} at most"
        if command["type"] != _MESSAGE:
            yield from _broken(where, command)


def _broken(where: str, part: dict[str, Any]) -> Iterator[str]:
    """What would be refused of a command, a subcommand or an option, and of the options in it."""
    options, choices = part.get("options", []), part.get("choices", ())
    if not _NAME.fullmatch(part["name"]):
        yield f"{where}: the name {part['name']} is not 1 to 32 of a-z, 0-9, - and _"
    if not 1 <= len(part["description"]) <= limits.COMMAND_DESCRIPTION:
        yield f"{where}: the description of {part['name']} is not 1 to 100 characters"
    if len(choices) > limits.COMMAND_CHOICES:
        yield f"{where}: {part['name']} has {len(choices)} choices, {limits.COMMAND_CHOICES} at most"
    if len(options) > limits.COMMAND_OPTIONS:
        yield f"{where} has {len(options)} options, {limits.COMMAND_OPTIONS} at most"
    names = [option["name"] for option in options]
    yield from (
        f"{where} has two options {name}" for name in sorted({n for n in names if names.count(n) > 1})
    )
    for option in options:
        yield from _broken(where, option)


def _size(part: dict[str, Any]) -> int:
    """Characters that count: names, descriptions and values, all the way down."""
    own = sum(len(str(part.get(key, ""))) for key in ("name", "description", "value"))
    return own + sum(_size(inner) for key in ("options", "choices") for inner in part.get(key, ()))
