"""The types a command's words can have.

A command annotates its parameters with `Symbol`, `Period`, `Literal[...]`, `bool`, `date`, `int`,
`float`, `str` (the rest of the text), or `Annotated[tuple[...], marker]` with the markers `Count`
and `After`, or with a taker of its own. An `Annotated[..., "text"]` string overrides the description.
"""

from __future__ import annotations

import dataclasses
import types
import typing
from datetime import date
from typing import Annotated, Any, Literal

from commands.framework.parsers import (
    After,
    Choice,
    Day,
    Flag,
    ManySymbols,
    Number,
    NumbersAfter,
    OneOf,
    OneSymbol,
    PeriodWord,
    Rest,
    Symbols,
    Taker,
)
from market.period import Period
from market.symbols import Symbol

__all__ = ["After", "Choice", "Count", "Symbols", "Taker", "taker_for"]


@dataclasses.dataclass(frozen=True, slots=True)
class Count:
    """`Annotated[Symbols, Count(2, 8)]`: from `least` to `most` symbols."""

    least: int
    most: int


def taker_for(name: str, hint: Any) -> Taker:
    """The taker of an annotation. Raises TypeError for a type that has none, at import time."""
    description, marker = "", None
    if typing.get_origin(hint) is Annotated:
        hint, *extras = typing.get_args(hint)
        description = next((e for e in extras if isinstance(e, str)), "")
        marker = next((e for e in extras if not isinstance(e, str)), None)
    own_taker = hasattr(marker, "take")
    if not own_taker and typing.get_origin(hint) in (types.UnionType, typing.Union):
        (hint,) = [arm for arm in typing.get_args(hint) if arm is not type(None)]
    taker = typing.cast(Taker, marker) if own_taker else _plain_taker(name, hint, marker)
    return taker if not description else _described(taker, description)


def _plain_taker(name: str, hint: Any, marker: Any) -> Taker:
    if isinstance(marker, Count):
        return ManySymbols(marker.least, marker.most)
    if isinstance(marker, After):
        return NumbersAfter(marker)
    if typing.get_origin(hint) is Literal:
        words = tuple(str(word) for word in typing.get_args(hint))
        return OneOf(words, f"{name}: {', '.join(words)}"[:100])
    takers: dict[Any, Taker] = {
        Symbol: OneSymbol(),
        Period: PeriodWord(),
        bool: Flag(name.replace("_", "-"), f"{name}: on or off"),
        int: Number(whole=True),
        float: Number(),
        date: Day(),
        str: Rest(),
    }
    if hint not in takers:
        raise TypeError(f"no words can be read as {hint!r} (parameter {name})")
    return takers[hint]


def _described(taker: Taker, description: str) -> Taker:
    return dataclasses.replace(taker, description=description[:100])  # type: ignore[type-var]  # takers are dataclasses
