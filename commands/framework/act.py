"""The verbs of a command with their parameters, for platforms that have subcommands."""

from __future__ import annotations

import typing
from dataclasses import dataclass
from typing import Annotated, Any

from commands.framework.form import CommandForm
from commands.framework.form_types import parameter_of
from commands.framework.parameters import Parameter, argument_type_for
from commands.framework.parsers import Flag


@dataclass(frozen=True, slots=True)
class Act:
    """One verb of a command.

    summary: at most 100 characters.
    parameters: its words, in the order in which they are typed after the verb. One that bears the name of a
        parameter of the command is that parameter; the others make the command's free text, or its list of markets.
    form: what asks for them where none is given, and makes the command line of what is given.
    """

    verb: str
    summary: str
    parameters: tuple[Parameter, ...] = ()
    form: CommandForm | None = None


def act(verb: str, summary: str, /, **hints: Any) -> Act:
    """An act whose words have types as in a command's signature; one that may be left out ends in `| None`, or is
    a switch."""
    return Act(verb, summary, tuple(_parameter(name, hint) for name, hint in hints.items()))


def form_act(form: CommandForm, summary: str) -> Act:
    """An act whose words are the inputs of `form`."""
    return Act(form.opens.split()[-1], summary, tuple(map(parameter_of, form.all_inputs)), form)


def _parameter(name: str, hint: Any) -> Parameter:
    argument_type = argument_type_for(name, hint)
    declared = typing.get_args(hint)[0] if typing.get_origin(hint) is Annotated else hint
    optional = type(None) in typing.get_args(declared) or isinstance(argument_type, Flag)
    return Parameter(name, argument_type, not optional, None, argument_type.description)
