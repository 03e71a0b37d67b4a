"""What is checked of a claim, in words, and the command that shows more of it."""

from __future__ import annotations

from datetime import timedelta

from market.claims.expressions.when import Turn, When
from market.symbols import Symbol


def at_time(when: When) -> str:
    """`on 2026-01-22`, `over 5 sessions to 2026-01-22`."""
    if when.turn is not Turn.NONE:
        side = "lowest" if when.turn is Turn.LOW else "highest"
        after = f" after {when.first}" if when.first and when.first.year > 1900 else ""
        return f"from the {side} close{after}, to {when.last}"
    if when.first is not None:
        return f"after the close before {when.first}, to {when.last}"
    if when.sessions > 1:
        return f"over {when.sessions} sessions to {when.last}"
    return f"on {when.last}"


def after_time(symbol: Symbol, what: str, since: When) -> str:
    """What is compared with those after the time named."""
    stretch = f"after {since.named}" if since.named and since.named.year > 1900 else "over the whole history"
    return f"{symbol.label}, {what} {stretch}"


def plural(unit: str) -> str:
    """`days`, `starts of a year`."""
    head, _, rest = unit.partition(" ")
    return f"{head}s {rest}".rstrip()


def chart_command(symbol: Symbol, period: str = "3m") -> str:
    return f"/chart {symbol.word} {period}"


def why_command(symbol: Symbol, when: When) -> str:
    """Who made the move of that day or that stretch; empty where no period says it."""
    if when.one_day:
        return f"/why {symbol.word} {when.last}"
    if when.first is None or when.turn is not Turn.NONE or when.end is not None:
        return ""
    return f"/why {symbol.word} {when.first - timedelta(days=1)}..{when.last}"
