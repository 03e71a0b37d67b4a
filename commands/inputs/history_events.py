"""The events of `/history`: how they are asked for, said, and found in the data."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

import pandas as pd

from commands.framework.command import UsageError
from commands.inputs.basket import basket
from commands.presentation.wording import the
from market.analytics import base_rates
from market.bars import Bars
from market.datasets.members import UNIVERSES, MemberPanel
from market.errors import NoData
from market.services.members import MemberService
from market.services.prices import Market
from market.symbols import Symbol

EventName = Literal["record", "lead", "thrust", "drawdown", "up", "down"]
SUBJECT, BENCHMARK = Symbol.parse("rut"), Symbol.parse("spx")
DEFAULT_SIZES = {"lead": 5.0, "drawdown": 10.0, "up": 3.0, "down": 3.0}
DEFAULT_SESSIONS = 63


@dataclass(frozen=True, slots=True)
class EventQuery:
    """The event as asked for. `size`: points or per cent as written."""

    event: EventName
    size: float
    window: int
    symbol: Symbol
    against: Symbol

    @property
    def fraction(self) -> float:
        return self.size / 100

    @property
    def text(self) -> str:
        """The canonical question."""
        words = ["/history", str(self.event)]
        if self.event in DEFAULT_SIZES:
            words.append(f"{self.size:g}")
        if self.event == "lead":
            return " ".join((*words, str(self.window), self.symbol.word, self.against.word))
        return " ".join((*words, self.symbol.word))

    @property
    def milder(self) -> EventQuery | None:
        """The same event at half the size, which happens more often; None for one without a size."""
        return replace(self, size=self.size / 2) if self.event in DEFAULT_SIZES else None

    @property
    def words(self) -> str:
        """The event in a sentence: "a record close of the Russell 2000"."""
        name = the(self.symbol.label)
        match self.event:
            case "record":
                return f"a record close of {name}"
            case "lead":
                over = the(self.against.label)
                return f"{name} first leading {over} by {self.size:g} points over {self.window} sessions"
            case "drawdown":
                return f"{name} first closing {self.size:g}% below its high"
            case "thrust":
                return f"a breadth thrust of {name}’s members"
        return f"a day {self.event} at least {self.size:g}% of {name}"


def asked_event(
    event: EventName, size: float | None, window: int | None, symbol: Symbol, against: Symbol
) -> EventQuery:
    value = abs(size) if size is not None else DEFAULT_SIZES.get(event, 0.0)
    if event in DEFAULT_SIZES and not 0 < value < (90 if event == "drawdown" else 1000):
        usage = f"/history {event} {DEFAULT_SIZES[event]:g} {symbol.word}"
        raise UsageError(f"“{size:g}” is no size for this event. Try {usage}.", (usage,))
    span = window or DEFAULT_SESSIONS
    if not 1 <= span <= 756:
        usage = f"/history lead {value:g} {DEFAULT_SESSIONS} {symbol.word}"
        raise UsageError(
            f"A lead is measured over 1 to 756 sessions; {span} is outside. Try {usage}.", (usage,)
        )
    if event == "lead" and symbol.ticker == against.ticker:
        usage = f"/history lead {value:g} {span} rut spx"
        raise UsageError(f"{symbol.label} cannot lead itself. Try {usage}.", (usage,))
    return EventQuery(event, value, span, symbol, against)


def observed(
    asked: EventQuery, market: Market, members: MemberService
) -> tuple[Bars, pd.Series[bool], tuple[str, ...]]:
    """The market's bars, where the event happened, and what a reader must know."""
    wanted = (asked.symbol, asked.against) if asked.event == "lead" else (asked.symbol,)
    held = basket(market, wanted)
    if len(held.bars) < len(wanted):
        market.many(wanted)  # raises what is the matter with one of them
    bars, notes = held.all[0], held.notes(held.all[0].last_session)
    closes = bars.closes
    match asked.event:
        case "record":
            return bars, base_rates.record(closes), notes
        case "lead":
            return bars, base_rates.lead(closes, held.all[1].closes, asked.fraction, asked.window), notes
        case "drawdown":
            return bars, base_rates.fall(closes, asked.fraction), notes
        case "thrust":
            panel = _panel(asked.symbol, members)
            return bars, base_rates.thrust(panel.breadth.advancing), (*notes, *panel.notes)
    move = asked.fraction if asked.event == "up" else -asked.fraction
    return bars, base_rates.day_move(closes, move), notes


def _panel(symbol: Symbol, members: MemberService) -> MemberPanel:
    universe = next((u for u in UNIVERSES if symbol.ticker in (u.index, u.fund)), None)
    if universe is None:
        raise NoData(
            f"I know no members of {symbol.label}. Ask for /history thrust rut or /history thrust spx."
        )
    return members.panel(universe)
