"""What has happened since the last close: futures, Asia, Europe, the dollar, oil and yields, each at its own time."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime

from charts.pictures.bars import Bar, RankedBars
from commands.digests.section import SectionResult
from commands.framework.figure import Figure
from commands.presentation.figure_keys import subject
from commands.presentation.wording import caption
from market.bars import Bars
from market.calendars.trading_days import futures_session, trading_days
from market.errors import MarketError, ProviderError
from market.formatting import NEW_YORK, Unit, change, lead, level, listed, moment
from market.provenance import Provenance, combined
from market.services.overnight import OvernightMove, since_close
from market.services.prices import Market
from market.symbols import Symbol

FUTURES = tuple(Symbol.parse(ticker) for ticker in ("RTY=F", "ES=F"))
OTHERS = tuple(Symbol.parse(ticker) for ticker in ("DX-Y.NYB", "CL=F", "^TNX", "^N225", "^STOXX50E"))
LABEL = "Since the close"


@dataclass(frozen=True, slots=True)
class Overnight:
    """What has traded since New York's last close.

    futures: how futures moved, which stands first; empty where they have not traded.
    section: the others, with all figures and the picture; what is withheld is named in its notes.
    """

    futures: str
    section: SectionResult


def since_the_close(market: Market) -> Overnight:
    """What is stale, or has no time of its own, is withheld."""
    state = market.state()
    if futures_session(state.at) <= state.last_completed:
        return Overnight("", SectionResult(LABEL))  # nothing has opened since
    moves, used, withheld = list[OvernightMove](), list[Bars](), dict[str, list[str]]()
    for symbol, bars in _loaded(market, (*FUTURES, *OTHERS)):
        move = _move(market, symbol, bars)
        if isinstance(move, str):
            withheld.setdefault(move, []).append(symbol.label)
        elif move is not None and not isinstance(bars, MarketError):
            moves.append(move)
            used.append(bars)
    every = len(FUTURES) + len(OTHERS)
    named = "; ".join(
        f"{listed(labels) if len(labels) < every else 'all'} ({why})" for why, labels in withheld.items()
    )
    note = (f"Withheld of what trades outside New York’s hours: {named}.",) if named else ()
    if not moves:
        return Overnight("", SectionResult(LABEL, provenance=Provenance("", state.at, notes=note)))
    origin = combined(*used)
    first = [move for move in moves if move.symbol in FUTURES]
    rest = [move for move in moves if move.symbol not in FUTURES]
    newest = max(move.at for move in moves).astimezone(NEW_YORK)
    rows = tuple(_bar(move) for move in moves if not move.symbol.is_level)
    alt = f"Changes since New York's last close: {moves_words(moves, state.at)}."
    section = SectionResult(
        LABEL,
        f"{moves_words(rest, state.at)}." if rest else "",
        f"/quote {moves[0].symbol.word}",
        RankedBars(caption(f"{LABEL}, by {newest:%H:%M} ET", alt, *used), rows),
        replace(origin, notes=(*note, *origin.notes)),
        figures=tuple(figure for move in moves for figure in _figures(move)),
    )
    return Overnight(moves_words(first, state.at), section)


def moves_words(moves: Sequence[OvernightMove], now: datetime) -> str:
    """Each move, and behind those of one time the time: "Nikkei 225 −0.42% (close 01:30 ET)"."""
    said, together = list[str](), list[str]()
    for place, move in enumerate(moves):
        together.append(_moved(move))
        when = _when(move, now)
        if place + 1 == len(moves) or _when(moves[place + 1], now) != when:
            said.append(f"{', '.join(together)} ({when})")
            together = []
    return "; ".join(said)


def _loaded(market: Market, symbols: Sequence[Symbol]) -> list[tuple[Symbol, Bars | MarketError]]:
    """All of them side by side, each with its bars or why it has none; a stand-in is no answer here."""
    with suppress(MarketError):  # who fails is named below
        market.many(symbols)
    loaded = list[tuple[Symbol, Bars | MarketError]]()
    for symbol in symbols:
        try:
            loaded.append((symbol, market.bars(symbol)))
        except MarketError as problem:
            loaded.append((symbol, problem))
    return loaded


def _move(market: Market, symbol: Symbol, bars: Bars | MarketError) -> OvernightMove | str | None:
    days, state = trading_days(symbol.ticker, market.calendar), market.state()
    if isinstance(bars, MarketError) or days is None:
        return (
            str(bars).split(". ")[0].removesuffix(".")
            if isinstance(bars, ProviderError)
            else "no prices here"
        )
    return since_close(bars, state.last_completed, days, state.at)


def _bar(move: OvernightMove) -> Bar:
    return Bar(
        move.symbol.label, move.change, short=move.symbol.label.replace(" 2000", "").replace(" 500", "")
    )


def _moved(move: OvernightMove) -> str:
    name = move.symbol.label
    if move.symbol.is_level:
        return f"{name} {level(move.last)}%, {lead(move.change / 100)}"
    return f"{name} {change(move.change)}"


def _when(move: OvernightMove, now: datetime) -> str:
    at, today = move.at.astimezone(NEW_YORK), now.astimezone(NEW_YORK).date()
    day = "" if at.date() == today else f"{at:%a %m-%d} "
    return f"{'' if move.so_far else 'close '}{day}{at:%H:%M} ET"


def _figures(move: OvernightMove) -> tuple[Figure, ...]:
    word, when = subject(move.symbol), moment(move.at)
    key = "points" if move.symbol.is_level else "change"
    unit = Unit.RATIO if move.symbol.is_level else Unit.CHANGE
    name = f"{move.symbol.label} since the close"
    return (
        Figure(f"{word}.{key}.since_close", move.change, unit, name, when),
        Figure(f"{word}.last.since_close", move.last, Unit.LEVEL, f"{name}: price", when),
    )
