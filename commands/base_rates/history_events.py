"""The events of `/history`: how they are asked for, said, and found in the data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import pandas as pd

from commands.framework.command import UsageError
from commands.framework.reply import Fact
from commands.inputs.basket import basket
from commands.inputs.measured_levels import refuse_levels
from commands.presentation.figure_keys import no_bar
from commands.presentation.wording import the
from market.analytics import base_rates
from market.analytics.gaps import first_gap, longest_whole
from market.analytics.performance import joined
from market.bars import Bars
from market.datasets.members import UNIVERSES, MemberPanel
from market.errors import NoData
from market.formatting import change, sessions
from market.provenance import Sourced
from market.services.members import MemberService
from market.services.prices import Market
from market.symbols import Symbol

EventName = Literal["record", "lead", "thrust", "drawdown", "up", "down", "analogues"]
SUBJECT, BENCHMARK = Symbol.parse("rut"), Symbol.parse("spx")
DEFAULT_SIZES = {"lead": 5.0, "drawdown": 10.0, "up": 3.0, "down": 3.0}
DEFAULT_SESSIONS = 63
_OPPOSITES = {
    "up": "/history down {size:g} {symbol.word}",
    "lead": "/history lead {size:g} {window} {against.word} {symbol.word}",
}
"""What a negative size asks for, of events that have a sign of their own; a fall of −3 % is one of 3 %."""


@dataclass(frozen=True, slots=True)
class EventQuery:
    """The event as asked for.

    size: points or per cent as written.
    like: of "analogues", what the days are, once that is known.
    """

    event: EventName
    size: float
    window: int
    symbol: Symbol
    against: Symbol
    like: str = ""

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
                return f"{name}’s first lead of {self.size:g} points over {over} in {sessions(self.window)}"
            case "drawdown":
                return f"{name}’s first close {self.size:g}% below its high"
            case "thrust":
                return f"a breadth thrust of {name}’s members"
            case "analogues":
                return self.like or "a day like the last"
        moved = "rose" if self.event == "up" else "fell"
        return f"a day on which {name} {moved} at least {self.size:g}%"


def _refuse_unused(
    event: EventName, size: float | None, window: int | None, symbol: Symbol, against: Symbol | None
) -> None:
    unused = ""
    if size is not None and event not in DEFAULT_SIZES:
        unused = f"size ({size:g})"
    elif event != "lead":
        unused = (
            f"number of sessions ({window})" if window else f"second market ({against})" if against else ""
        )
    if unused:
        usual = f" {DEFAULT_SIZES[event]:g}" if event in DEFAULT_SIZES else ""
        usage = f"/history {event}{usual} {symbol.word}"
        raise UsageError(f"“{event}” takes no {unused}. Try {usage}.", (usage,))


def asked_event(
    event: EventName, size: float | None, window: int | None, symbol: Symbol, against: Symbol | None
) -> EventQuery:
    """The event with its usual figures where none are given. Raises UsageError for a figure out of its bounds, and for
    what this event has no use for: a word that is not read would be taken for part of the question."""
    _refuse_unused(event, size, window, symbol, against)
    against = against or BENCHMARK
    if size is not None and size < 0 and event in _OPPOSITES:
        opposite = _OPPOSITES[event].format(
            size=-size, window=window or DEFAULT_SESSIONS, symbol=symbol, against=against
        )
        raise UsageError(
            f"“{event}” takes a size without a minus. For the opposite ask {opposite}.", (opposite,)
        )
    refuse_levels((symbol, against) if event == "lead" else (symbol,), "base rate")
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


@dataclass(frozen=True, slots=True, eq=False)
class ObservedEvent:
    """The event in the data.

    asked: the event of the markets that answered; a fund may stand in for its index.
    bars: the market's.
    closes: the longest stretch of them without a gap, on which the base rates are measured.
    happened: where the event took place, on the sessions of `closes`.
    notes: what a reader must know.
    facts: what the event itself is made of.
    sources: every dataset that the event or what followed is read from.
    """

    asked: EventQuery
    bars: Bars
    closes: pd.Series[float]
    happened: pd.Series[bool]
    notes: tuple[str, ...]
    facts: tuple[Fact, ...] = ()
    sources: tuple[Sourced, ...] = ()


def observed(asked: EventQuery, market: Market, members: MemberService) -> ObservedEvent:
    wanted = (asked.symbol, asked.against) if asked.event == "lead" else (asked.symbol,)
    held = basket(market, wanted)
    if len(held.bars) < len(wanted):
        market.many(wanted)  # raises what is the matter with one of them
    bars, other = held.all[0], held.all[-1]
    notes, columns = held.notes(bars.last_session), {"own": bars.closes}
    panels: tuple[MemberPanel, ...] = ()
    if asked.event == "lead":
        columns["other"] = other.closes
    elif asked.event == "thrust":
        panel = members_panel(asked.symbol, members, asked.event)
        panels = (panel,)
        notes, columns["other"] = (*notes, *panel.notes), panel.breadth.advancing.iloc[1:]
    frame = joined(columns)
    part = frame.loc[longest_whole(frame.min(axis=1, skipna=False)).index]
    closes = part["own"].rename(bars.symbol.label)
    return ObservedEvent(
        replace(asked, symbol=bars.symbol, against=other.symbol if asked.event == "lead" else asked.against),
        bars,
        closes,
        _happened(asked, part),
        (*_stretch(frame, part, asked, held.all), *notes),
        sources=(*held.all, *panels),
    )


def _happened(asked: EventQuery, part: pd.DataFrame) -> pd.Series[bool]:
    closes = part["own"]
    match asked.event:
        case "record":
            return base_rates.record(closes)
        case "lead":
            return base_rates.lead(closes, part["other"], asked.fraction, asked.window)
        case "drawdown":
            return base_rates.fall(closes, asked.fraction)
        case "thrust":
            return base_rates.thrust(part["other"])
    return base_rates.day_move(closes, asked.fraction if asked.event == "up" else -asked.fraction)


def _stretch(
    frame: pd.DataFrame, part: pd.DataFrame, asked: EventQuery, of: Sequence[Bars]
) -> tuple[str, ...]:
    """Why not the whole history is measured, where it is not."""
    gap = first_gap(frame)
    if gap is None:
        return ()
    of_members = asked.event == "thrust" and frame["own"].notna()[pd.Timestamp(gap)]
    why = f"there are no closes of its members for {gap}" if of_members else no_bar(gap, *of)
    return (
        f"Measured from {part.index[0].date()} to {part.index[-1].date()}, the longest stretch without a gap: {why}.",
    )


def members_panel(symbol: Symbol, members: MemberService, event: EventName) -> MemberPanel:
    """The closes of the members that an event counts. Raises NoData where they are not known."""
    universe = next((u for u in UNIVERSES if symbol.ticker in (u.index, u.fund)), None)
    if universe is None:
        raise NoData(
            f"I know no members of {symbol.label}. Ask for /history {event} rut or /history {event} spx."
        )
    return members.panel(universe)


CHOICE = 0.01  # a median that the choice of events moves by as much is said to be moved


def choice_note(outcome: base_rates.ForwardReturns) -> str:
    """How the choice of independent events moves the median, where it does."""
    forward, every, backward = map(change, outcome.picks)
    if max(outcome.picks) - min(outcome.picks) < CHOICE:
        return ""
    return (
        f"The choice of events moves it: after {outcome.horizon} the median is {forward} picked forward in time, "
        f"{every} over all {outcome.events} events, {backward} picked backward."
    )
