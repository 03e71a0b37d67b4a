"""From words to a command's arguments: the typed signature is the only schema."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.engine.options import JOINING, needs_others, option_values
from bot.engine.request import Request
from bot.engine.typed_text import DASHES, ENDING, cleaned, words_of_command
from commands.framework.command import Command, UsageError
from commands.framework.parameters import Parameter
from commands.framework.parsers import ManySymbols, OneSymbol, RemainingText
from commands.framework.registry import CommandRegistry
from market.errors import MarketError
from market.period import Period
from market.symbols import printable

LONGEST = 600  # characters of a question; only free text (an article to check) may be longer
LONGEST_TEXT = 40_000
LONGEST_WORD = 100  # characters, outside of free text
_WORDS = re.compile(r"[\s,;]+")


@dataclass(frozen=True, slots=True)
class Call:
    """A command with its arguments read. `text` is the canonical question that reads the same."""

    command: Command
    arguments: Mapping[str, Any]
    text: str
    private: bool = False

    @property
    def changes(self) -> bool:
        """True where running it changes what is stored."""
        return self.command.changes(self.arguments)

    @property
    def shareable(self) -> bool:
        """True where its answer may be shown to others: no confirmation, and no list of somebody's own."""
        return not (self.changes or self.command.unshared(self.arguments))


class Router:
    """Knows the commands by name and reads questions against their signatures."""

    def __init__(self, commands: Sequence[Command]) -> None:
        self.commands = (
            commands if isinstance(commands, CommandRegistry) else CommandRegistry.holding(commands)
        )

    def find(self, name: str) -> Command | None:
        return self.commands.named(name.casefold().removeprefix("/"))

    def asks(self, text: str) -> bool:
        """True for a question that changes nothing."""
        try:
            return not self.read(Request(text=text)).changes
        except (UsageError, MarketError):
            return False

    def read(self, request: Request, today: date | None = None) -> Call:
        """The call that `request` asks for. `today` dates periods such as `july` and `last week`.

        Raises UsageError or MarketError (BadPeriod, UnknownSymbol) with a sentence to show.
        """
        text = cleaned(self._typed(request) if request.command else request.text)
        if len(text) > LONGEST_TEXT:
            raise UsageError(
                f"That is {len(text):,} characters; I read {LONGEST_TEXT:,} at most. Send the part that matters."
            )
        name, _, rest = text.removeprefix("/").partition(" ")
        command = self.find(name.split("\n")[0].rstrip(ENDING))
        if command is None:
            raise self._unknown(name)
        if len(text) > LONGEST and not any(
            isinstance(p.argument_type, RemainingText) for p in command.parameters
        ):
            raise UsageError(
                f"That is {len(text):,} characters; a question has at most {LONGEST}. Try {command.usage}",
                _offered(command),
            )
        rest = text.removeprefix("/")[len(command.name) :].lstrip(ENDING).strip()
        if not any(
            isinstance(p.argument_type, RemainingText) and p.argument_type.prose for p in command.parameters
        ):
            rest = words_of_command(rest)  # prose keeps its dashes and dots: there they are punctuation
            longest = max(_WORDS.split(rest), key=len)
            if len(longest) > LONGEST_WORD:
                raise UsageError(
                    f"“{longest[:30]}…” has {len(longest):,} characters; no name or number is that long. "
                    f"Try {command.usage}",
                    _offered(command),
                )
        by_name = self._by_name(command, request)
        arguments, private = _arguments(command, rest)
        for option, value in by_name.items():
            if arguments.get(option) != value:  # as words it would mean something else
                raise needs_others(command, option, request.options[option])
        if today:
            arguments = {n: v.on(today) if isinstance(v, Period) else v for n, v in arguments.items()}
        return Call(command, arguments, f"/{command.name} {rest}".strip(), private or request.private)

    @staticmethod
    def _by_name(command: Command, request: Request) -> dict[str, Any]:
        if not request.command:
            return {}
        typed = {name: words_of_command(cleaned(given)) for name, given in request.options.items()}
        return option_values(command, typed)

    def _typed(self, request: Request) -> str:
        """The options as they would be typed; free text last, for it takes all that follows."""
        command, given = self.find(request.command), request.options
        free = (
            {p.name for p in command.parameters if isinstance(p.argument_type, RemainingText)}
            if command
            else set()
        )
        if command:
            given = {**_before(command, given), **given}
        ordered = sorted(given, key=lambda name: name in free)
        return " ".join((request.command, *(given[name] for name in ordered if given[name])))

    def _unknown(self, name: str) -> UsageError:
        from rapidfuzz import process

        shown = printable(name)[:40]
        near = process.extract(name[:40].casefold(), self.commands.names, limit=3, score_cutoff=55)
        named = [self.commands.named(match) for match, _score, _index in near]
        usages = tuple(command.usage for command in named if command)
        offers = tuple(offer for command in named if command for offer in _offered(command))
        if not shown:
            return UsageError(
                "Ask me something, such as /smallcaps or /compare rut ndx.", ("/smallcaps", "/help")
            )
        hint = f"Did you mean {' or '.join(usages)}?" if usages else "Type /help to see what I can answer."
        return UsageError(f"I have no command “{shown}”. {hint}", offers or ("/help",))


def _before(command: Command, given: Mapping[str, str]) -> dict[str, str]:
    """Defaults for the markets left out before one that is given: in a line of words the given one would take their
    place."""
    markets = [p for p in command.parameters if isinstance(p.argument_type, OneSymbol)]
    last = max((n for n, p in enumerate(markets) if given.get(p.name)), default=0)
    return {p.name: p.default.word for p in markets[:last] if p.default and not given.get(p.name)}


def _offered(command: Command) -> tuple[str, ...]:
    """The example to press: the usage, unless that would change something."""
    return command.offers[:1]


def _arguments(command: Command, text: str) -> tuple[dict[str, Any], bool]:
    spans = [(m.start(), m.group()) for m in re.finditer(r"\S+", text)]
    words = [_bare(word) for _start, word in spans]
    values: dict[str, Any] = {}
    typed: dict[str, list[str]] = {}
    private, position = False, 0
    while position < len(words):
        free_text = _free_text(command, values)
        if free_text and not _strict(command, words[position:], values):
            values[free_text.name] = text[spans[position][0] :]
            typed[free_text.name] = words[position:]
            break
        word = words[position].casefold()
        if word == "private" or word in JOINING or word in DASHES:
            private = private or word == "private"
            position += 1
            continue
        name, used = _take_one(command, words[position:], values)
        typed.setdefault(name, []).extend(words[position : position + used])
        position += used
    _refuse_unused(command, values, typed)
    for parameter in command.parameters:
        _finish(command, parameter, values)
    return values, private


def _refuse_unused(command: Command, values: Mapping[str, Any], typed: Mapping[str, Sequence[str]]) -> None:
    """Raise UsageError where something was typed that the call has no use for: its answer would be taken for one to
    all words."""
    unused = [name for name in command.unused(values) if name in typed]
    if unused:
        rest = " ".join(word for name, words in typed.items() if name not in unused for word in words)
        shown = " ".join(word for name in unused for word in typed[name])
        line = f"/{command.name} {rest}"
        raise UsageError(f"{line} has no use for “{shown[:60]}”. Leave it out.", (line,))


def _bare(word: str) -> str:
    """A word without the quotes around it and without what ends a sentence: `"rut"?` is `rut`."""
    bare = word.strip("\"'").rstrip(ENDING + "\"'")
    return bare if any(map(str.isalnum, bare)) else word


def _free_text(command: Command, values: Mapping[str, Any]) -> Parameter | None:
    """The parameter that swallows the rest, once nothing greedy before it is still open."""
    for parameter in command.parameters:
        if parameter.argument_type.greedy and parameter.name not in values:
            return parameter if isinstance(parameter.argument_type, RemainingText) else None
    return None


def _strict(
    command: Command, words: Sequence[str], values: dict[str, Any]
) -> tuple[Parameter, Any, int] | None:
    """The first parameter of a closed form that the words fit."""
    for parameter in command.parameters:
        if parameter.argument_type.greedy or parameter.name in values:
            continue
        try:
            taken = parameter.argument_type.parse(words)
        except ValueError as problem:  # the argument_type's own sentence, written to be shown
            raise UsageError(str(problem), _offered(command)) from None
        if taken:
            return parameter, taken[0], taken[1]
    return None


def _take_one(command: Command, words: Sequence[str], values: dict[str, Any]) -> tuple[str, int]:
    """Give the next word or words to the parameter they fit: its name, and the number of words used."""
    if found := _strict(command, words, values):
        parameter, value, used = found
        values[parameter.name] = value
        return parameter.name, used
    plain = [word.strip(",;") for word in words]
    if not plain[0]:
        return "", 1
    for parameter in command.parameters:
        argument_type = parameter.argument_type
        open_ = isinstance(argument_type, OneSymbol) and parameter.name not in values
        if not (open_ or isinstance(argument_type, ManySymbols)):
            continue
        taken = argument_type.parse(plain)
        if taken:
            already = values.get(parameter.name, ()) if isinstance(argument_type, ManySymbols) else None
            values[parameter.name] = taken[0] if already is None else already + taken[0]
            return parameter.name, taken[1]
    raise UsageError(_leftover(command, words[0]), _offered(command))


def _leftover(command: Command, word: str) -> str:
    from rapidfuzz import process

    choices = [choice for p in command.parameters for choice in p.argument_type.choices]
    near = process.extractOne(word.casefold()[:40], choices, score_cutoff=60) if choices else None
    shown = word if len(word) <= 40 else word[:39] + "…"
    hint = f"Did you mean “{near[0]}”?" if near else f"It works like this: {command.usage}"
    return f"/{command.name} has no use for “{shown}”. {hint}"


def _finish(command: Command, parameter: Parameter, values: dict[str, Any]) -> None:
    """Fill in the default, or say what is missing or too much."""
    argument_type = parameter.argument_type
    if isinstance(argument_type, ManySymbols):
        count = len(values.get(parameter.name, ()))
        wanted = (
            f"{argument_type.least} to {argument_type.most} symbols"
            if argument_type.most > argument_type.least
            else f"{argument_type.least} symbols"
        )
        if count > argument_type.most:
            raise UsageError(
                f"/{command.name} takes {wanted}; you gave {count}. Leave some out: {command.usage}",
                _offered(command),
            )
        if (parameter.required or count) and count < argument_type.least:
            raise UsageError(
                f"/{command.name} needs {wanted}; you gave {count}. Try {command.usage}", _offered(command)
            )
    if parameter.name in values:
        return
    if parameter.required:
        raise UsageError(
            f"/{command.name} needs {parameter.description}. Try {command.usage}", _offered(command)
        )
    values[parameter.name] = parameter.default
