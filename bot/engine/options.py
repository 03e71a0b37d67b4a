"""Options that come by name (Discord, MCP): each is read by its own parameter, or refused by name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from commands.framework.command import Command, UsageError
from commands.framework.parameters import Parameter
from commands.framework.parsers import ManySymbols, RemainingText

JOINING = frozenset({"vs", "vs.", "versus", "against", "and", "with", "&"})
_LONGEST_SHOWN = 40


def option_values(
    command: Command, options: Mapping[str, str], parameters: Sequence[Parameter] | None = None
) -> dict[str, Any]:
    """The value of each option that is given, free text aside; `parameters`: other ones than the command's.

    Raises UsageError that names the option whose value is of another kind, and UnknownSymbol.
    """
    return {
        parameter.name: _value(command, parameter, options[parameter.name])
        for parameter in (command.parameters if parameters is None else parameters)
        if options.get(parameter.name) and not isinstance(parameter.argument_type, RemainingText)
    }


def needs_others(command: Command, name: str, given: str) -> UsageError:
    """The sentence for a value that fits its option, and means something else without those before it."""
    return UsageError(
        f"“{_shown(given)}” as “{name}” of /{command.name} needs the options before it, too. Try {command.usage}",
        command.offers[:1],
    )


def _unfit(command: Command, parameter: Parameter, given: str) -> UsageError:
    return UsageError(
        f"“{_shown(given)}” does not fit “{parameter.name}” of /{command.name}. "
        f"It takes {parameter.description}. Try {command.usage}",
        command.offers[:1],
    )


def _shown(given: str) -> str:
    return given if len(given) <= _LONGEST_SHOWN else given[: _LONGEST_SHOWN - 1] + "…"


def _value(command: Command, parameter: Parameter, given: str) -> Any:
    if isinstance(parameter.argument_type, ManySymbols):
        return _symbols(command, parameter, given)
    words = given.split()
    try:
        taken = parameter.argument_type.parse(words)
    except ValueError as problem:  # the type's own sentence, written to be shown
        raise UsageError(str(problem), command.offers[:1]) from None
    if taken is None or taken[1] < len(words):
        raise _unfit(command, parameter, given)
    return taken[0]


def _symbols(command: Command, parameter: Parameter, given: str) -> tuple[Any, ...]:
    words = [
        word for word in given.replace(",", " ").replace(";", " ").split() if word.casefold() not in JOINING
    ]
    symbols: tuple[Any, ...] = ()
    while words:
        taken = parameter.argument_type.parse(words)
        if taken is None:
            raise _unfit(command, parameter, given)
        symbols += taken[0]
        words = words[taken[1] :]
    return symbols
