"""The words of an act, given one by one, as the options of its command."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import time

from bot.engine.forms import line_of
from bot.engine.options import option_values
from bot.engine.router import Router
from commands.framework.command import Act, Command
from commands.framework.form import CommandForm, FormMistake, FormValues
from commands.framework.form_types import SomeOf
from commands.framework.parsers import Choice, ManySymbols, RemainingText


def act_options(command: Command, act: Act, given: Mapping[str, str]) -> dict[str, str]:
    """The options that the words of `act` make. Raises UsageError and MarketError for a word of another kind."""
    values = option_values(command, given, act.parameters)
    own = {parameter.name: parameter for parameter in command.parameters}
    words = [
        f"{value:%H:%M}" if isinstance(value := values.get(p.name), time) else given[p.name]
        for p in act.parameters
        if p.name not in own and given.get(p.name)
    ]
    options = {command.verb_name: act.verb} | {name: word for name, word in given.items() if name in own}
    if words:
        taking = (p for p in command.parameters if isinstance(p.argument_type, RemainingText | ManySymbols))
        options[next(taking).name] = " ".join(words)
    return options


def act_line(router: Router, act: Act, form: CommandForm, given: FormValues) -> str:
    """The command line of an act that has this form. Raises FormMistake."""
    for parameter in act.parameters:
        kind, words = parameter.argument_type, given.get(parameter.name, "").split()
        if isinstance(kind, SomeOf) and words and kind.parse(words) is None:
            raise FormMistake(parameter.name, f"Choose among {', '.join(kind.words)}.")
    return line_of(router, form, given)


def act_choices(act: Act, name: str, typed: str, given: FormValues) -> tuple[Choice, ...]:
    """Completions of a word of `act`: none that is given for another, and of a form's input none that could not be
    right beside what is given."""
    elsewhere = {word.casefold() for other, word in given.items() if other != name}
    found = next((p.argument_type.complete(typed) for p in act.parameters if p.name == name), ())
    offered = tuple(choice for choice in found if choice.value.casefold() not in elsewhere)
    form = act.form
    if form is None:
        return offered

    def fits(choice: Choice) -> bool:
        try:
            form.line({**given, name: choice.value})
        except FormMistake as mistake:
            return mistake.name != name
        return True

    return tuple(filter(fits, offered))
