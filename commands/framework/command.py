"""`@command`: a typed signature becomes the one schema that every face reads."""

from __future__ import annotations

import inspect
import typing
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from commands.framework.form import CommandForm
from commands.framework.form_types import parameter_of
from commands.framework.parameters import Parameter, argument_type_for
from commands.framework.parsers import Flag
from commands.framework.reply import Reply, Visibility


class UsageError(Exception):
    """Words that do not fit the command; the sentence is safe to show and says what to do next.

    suggestions: full commands that would work, shown as buttons.
    """

    def __init__(self, sentence: str, suggestions: tuple[str, ...] = ()) -> None:
        self.suggestions = suggestions
        super().__init__(sentence)


Arguments = Mapping[str, Any]
Judgement = Callable[[Arguments], bool]
"""Says something of a call by its arguments."""
Unused = Callable[[Arguments], tuple[str, ...]]
"""Names parameters that are of no use beside what was typed, defaults left out."""


def verbs(*words: str) -> Judgement:
    """True for a call whose verb is one of these."""
    return lambda arguments: arguments.get("verb") in words


def _none(_arguments: Arguments) -> tuple[str, ...]:
    return ()


def _always(_arguments: Arguments) -> bool:
    return True


def _never(_arguments: Arguments) -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Command:
    """A question that the bot answers.

    usage: a working example.
    summary: the first line of the docstring.
    lesson: the rest of it: what the figure means, how it is computed, where the formula is from.
    services: keyword-only parameters by name, with their types.
    personal: words that make the answer somebody's own; without them it is the same for all.
    unused: the names of the parameters that a call has no use for, by what was typed.
    changes: whether a call changes what is stored; no button repeats such a call.
    unshared: whether its answer is the asker's own affair, such as a private list.
    overview: the question that shows how things stand after a change.
    kept: whether a face may keep its answers for their buttons.
    form: its inputs, for faces that can show them.
    acts: its verbs with their parameters, for platforms that have subcommands; empty for a command without verbs, and
        for one whose verbs all take the same.
    """

    name: str
    usage: str
    summary: str
    lesson: str
    parameters: tuple[Parameter, ...]
    services: dict[str, Any]
    run: Callable[..., Reply]
    visibility: Visibility = Visibility.PUBLIC
    examples: tuple[str, ...] = ()
    personal: frozenset[str] = frozenset()
    unused: Unused = _none
    changes: Judgement = _never
    unshared: Judgement = _never
    overview: str = ""
    kept: bool = True
    form: CommandForm | None = None
    acts: tuple[Act, ...] = ()

    def act(self, verb: str) -> Act | None:
        return next((act for act in self.acts if act.verb == verb), None)

    @property
    def verb_name(self) -> str:
        """The parameter whose words the verbs of its acts are."""
        verbs = {act.verb for act in self.acts}
        return next(p.name for p in self.parameters if verbs <= {*p.argument_type.choices})

    @property
    def shape(self) -> str:
        """`/compare <symbols> [period]`"""
        words = (f"<{p.name}>" if p.required else f"[{p.name}]" for p in self.parameters)
        return " ".join((f"/{self.name}", *words))

    @property
    def only_asks(self) -> bool:
        """True where no call of it changes anything that is stored."""
        return self.changes is _never

    @property
    def offers(self) -> tuple[str, ...]:
        """What a face may put on a button as an example: those that only ask, else the overview."""
        asking = tuple(e for e in (self.usage, *self.examples) if not self.changes(self._arguments_of(e)))
        return asking or (self.overview or f"/help {self.name}",)

    def _arguments_of(self, example: str) -> dict[str, Any]:
        """The verb of an example and the words after it: as much as `changes` asks for."""
        words = example.split()[1:]
        choices = {c for p in self.parameters if p.name == "verb" for c in p.argument_type.choices}
        verb = words.pop(0) if words and words[0] in choices else None
        rest = " ".join(words)
        given = {p.name: (rest if p.argument_type.greedy and rest else p.default) for p in self.parameters}
        return given | ({"verb": verb} if verb else {})


def command(
    usage: str,
    *examples: str,
    visibility: Visibility = Visibility.PUBLIC,
    personal: frozenset[str] = frozenset(),
    terms: Mapping[str, object] | None = None,
    unused: Unused = _none,
    changes: bool | Judgement = False,
    unshared: bool | Judgement = False,
    overview: str = "",
    kept: bool = True,
    form: CommandForm | None = None,
    acts: tuple[Act, ...] = (),
) -> Callable[[Callable[..., Reply]], Command]:
    """Turn a typed function into a Command named by the first word of `usage`.

    Positional parameters are typed words; keyword-only ones are services injected by type.
    `terms` fills the `{placeholders}` of the docstring, so that the lesson states a rule's numbers from the constants
    by which the rule decides. A call with a parameter that `unused` names is refused. `changes` and `unshared`: True
    or False for every call, or what decides by the arguments. Raises KeyError for a placeholder without a term.
    """

    def build(function: Callable[..., Reply]) -> Command:
        hints = typing.get_type_hints(function, include_extras=True)
        parameters, services = [], {}
        for name, declared in inspect.signature(function).parameters.items():
            if declared.kind is inspect.Parameter.KEYWORD_ONLY:
                services[name] = hints[name]
                continue
            argument_type = argument_type_for(name, hints[name])
            required = declared.default is inspect.Parameter.empty
            parameters.append(
                Parameter(
                    name,
                    argument_type,
                    required,
                    None if required else declared.default,
                    argument_type.description,
                )
            )
        summary, _, lesson = inspect.cleandoc(function.__doc__ or "").format_map(terms or {}).partition("\n")
        return Command(
            name=usage.split()[0].removeprefix("/"),
            usage=usage,
            summary=summary.strip(),
            lesson=lesson.strip(),
            parameters=tuple(parameters),
            services=services,
            run=function,
            visibility=visibility,
            examples=examples,
            personal=personal,
            unused=unused,
            changes=_judgement(changes),
            unshared=_judgement(unshared),
            overview=overview,
            kept=kept,
            form=form,
            acts=acts,
        )

    return build


def _judgement(given: bool | Judgement) -> Judgement:
    if callable(given):
        return given
    return _always if given else _never


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
