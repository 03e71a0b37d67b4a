"""Completion of several markets in a row: the words before stay, and none is offered twice."""

from __future__ import annotations

from collections.abc import Sequence

from market import symbols as catalogue
from market.errors import MarketError
from market.symbols import Symbol

_LONGEST = 6  # words of a name


def market_names(prefix: str, most: int) -> list[tuple[str, Symbol]]:
    """What may follow, as the words that stay and the market after them: the longest name that is begun; after
    a space a further market, too, and first where the words are a whole name. Nothing beyond the `most` there
    may be."""
    words, between = prefix.split(), prefix != prefix.rstrip() or not prefix
    offered: list[tuple[str, Symbol]] = []
    for start in range(len(words)) if between else range(len(words) - 1):
        begun = catalogue.begun(" ".join(words[start:]) + " " * between)
        if begun and (offered := _after(words[:start], begun, most)):
            break
    if between:
        further = _after(words, catalogue.complete(""), most)
        offered = further + offered if catalogue.find(" ".join(words)) else offered + further
    elif not offered:
        offered = _after(words[:-1], catalogue.complete(words[-1]), most)
    return offered


def _after(before: Sequence[str], candidates: Sequence[Symbol], most: int) -> list[tuple[str, Symbol]]:
    """The candidates that are not among the words before; empty where there is no room, or where a word
    before names no market."""
    chosen = known_markets(before)
    if chosen is None or len(chosen) >= most:
        return []
    keep, taken = "".join(f"{word} " for word in before), {symbol.ticker for symbol in chosen}
    return [(keep, symbol) for symbol in candidates if symbol.ticker not in taken]


def known_markets(words: Sequence[str]) -> tuple[Symbol, ...] | None:
    """The markets that the words name; None where a word names none that can be."""
    markets: tuple[Symbol, ...] = ()
    rest = [word.strip(",;") for word in words]
    while rest:
        lengths = range(min(_LONGEST, len(rest)), 1, -1)
        length = next((count for count in lengths if catalogue.find(" ".join(rest[:count]))), 1)
        try:
            markets += (Symbol.parse(" ".join(rest[:length])),)
        except MarketError:
            return None
        rest = rest[length:]
    return markets
