"""The types a command's words can have.

A command annotates its parameters with `Symbol`, `Period`, `Windows`, `Literal[...]`, `bool`, `date`, `int`,
`float`, `str` (the rest of the text), or `Annotated[tuple[...], marker]` with the markers `Count`
and `PrefixedNumbers`, or with a argument_type of its own. An `Annotated[..., "text"]` string overrides the description.
"""

from __future__ import annotations

import dataclasses
import types
import typing
from datetime import date
from typing import Annotated, Any, Literal

from commands.framework.parsers import (
    ArgumentType,
    Choice,
    Day,
    Flag,
    ManySymbols,
    Number,
    NumbersAfter,
    OneOf,
    OneSymbol,
    PeriodWord,
    PrefixedNumbers,
    RemainingText,
    Symbols,
)
from commands.framework.two_periods import TwoPeriods
from market.period import Period
from market.symbols import Symbol
from market.windows import Windows

__all__ = ["ArgumentType", "Choice", "Count", "PrefixedNumbers", "Symbols", "argument_type_for"]


@dataclasses.dataclass(frozen=True, slots=True)
class Parameter:
    """A typed word, or run of words.

    argument_type: reads it, completes it and has its closed list of choices.
    description: what a face shows beside it; at most 100 characters.
    """

    name: str
    argument_type: ArgumentType
    required: bool
    default: Any
    description: str


@dataclasses.dataclass(frozen=True, slots=True)
class Count:
    """`Annotated[Symbols, Count(2, 8)]`: from `least` to `most` symbols."""

    least: int
    most: int


def argument_type_for(name: str, hint: Any) -> ArgumentType:
    """The argument_type of an annotation. Raises TypeError for a type that has none, at import time."""
    description, marker = "", None
    if typing.get_origin(hint) is Annotated:
        hint, *extras = typing.get_args(hint)
        description = next((e for e in extras if isinstance(e, str)), "")
        marker = next((e for e in extras if not isinstance(e, str)), None)
    argument_type = marker if isinstance(marker, ArgumentType) else _plain_argument_type(name, hint, marker)
    return _described(argument_type, description) if description else argument_type


def _plain_argument_type(name: str, hint: Any, marker: Any) -> ArgumentType:
    if typing.get_origin(hint) in (types.UnionType, typing.Union):
        (hint,) = [arm for arm in typing.get_args(hint) if arm is not type(None)]
    if isinstance(marker, Count):
        return ManySymbols(marker.least, marker.most)
    if isinstance(marker, PrefixedNumbers):
        return NumbersAfter(marker)
    if typing.get_origin(hint) is Literal:
        words = tuple(str(word) for word in typing.get_args(hint))
        return OneOf(words, f"{name}: {', '.join(words)}"[:100])
    argument_types: dict[Any, ArgumentType] = {
        Symbol: OneSymbol(),
        Period: PeriodWord(),
        Windows: TwoPeriods(),
        bool: Flag(name.replace("_", "-"), f"{name}: on or off"),
        int: Number(whole=True),
        float: Number(),
        date: Day(),
        str: RemainingText(),
    }
    if hint not in argument_types:
        raise TypeError(f"no words can be read as {hint!r} (parameter {name})")
    return argument_types[hint]


def _described(argument_type: ArgumentType, description: str) -> ArgumentType:
    return dataclasses.replace(argument_type, description=description[:100])  # type: ignore[type-var]  # argument_types are dataclasses
