"""`/rank`: the best, the worst, the longest, the largest lead: where the newest stands in its history."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Literal

from commands.framework.alternatives import offer_alternatives
from commands.framework.command import Arguments, UsageError, act, command
from commands.framework.parameters import Count, Symbols
from commands.framework.reply import Reply
from commands.inputs.basket import Basket, basket
from commands.inputs.measured_levels import refuse_levels
from commands.presentation.rank_words import PERIODS
from commands.ranks.first_time import RECORD, first_reply
from commands.ranks.ranked import ranked_reply
from commands.ranks.runs import run_reply
from market.analytics.ranking import Ranking, RankUnit, period_end, rank_changes, rank_leads
from market.calendars.calendar import Calendar
from market.calendars.trading_days import TradingDays, trading_days
from market.errors import NoData
from market.services.prices import Market
from market.symbols import Symbol

SUBJECT = (Symbol.parse("rut"),)
_OTHERS = 5  # runners-up
Kind = Literal["best", "worst", "lead", "run", "losing", "first"]
Span = Literal["day", "week", "month", "quarter", "year", "start"]
Of = Literal[Span, "record"]
_OF = Annotated[Span | None, "of what: day, week, month, quarter, year; a start of a year without it"]
_FIRST_OF = Annotated[
    Literal["day", "week", "month", "quarter", "year", "record"] | None,
    "of what: day, week, month, quarter, year (up or down), or record closes",
]
_BEYOND = Annotated[float | None, "or beyond which level it closed: 2700"]
_MARKET = Annotated[Symbol | None, "the market; the Russell 2000 without it"]
_FIRST = Annotated[Symbol, "the market: rut"]
_AHEAD = Annotated[Symbol | None, "a second market, to count the sessions ahead of it or behind it"]


def _unused(typed: Arguments) -> tuple[str, ...]:
    kind = typed.get("kind")
    of_none = ("unit",) if kind in ("run", "losing") else ()
    return of_none if kind == "first" else (*of_none, "at")


@command(
    "/rank best start rut",
    "/rank worst week spx",
    "/rank lead month rut spx",
    "/rank run rut spx",
    "/rank first week rut",
    "/rank first rut 2700",
    acts=(
        act("best", "Where the newest stands among the best, and since when none was as good", unit=_OF,
            market=_MARKET),
        act("worst", "Where the newest stands among the worst, and since when none was as bad", unit=_OF,
            market=_MARKET),
        act("lead", "The same of one market less another",
            market=_FIRST, against=Annotated[Symbol, "the other market: spx"], unit=_OF),
        act("run", "The longest runs of sessions up, or ahead of a second market", market=_FIRST, against=_AHEAD),
        act("losing", "The longest runs of sessions down, or behind a second market", market=_FIRST, against=_AHEAD),
        act("first", "When it last was as now: up, ahead of a second market, beyond a level, at a record",
            market=_FIRST, against=_AHEAD, unit=_FIRST_OF, at=_BEYOND),
    ),
    unused=_unused,
)  # fmt: skip
def rank(
    kind: Annotated[
        Kind,
        "best, worst, lead (over a second market), run or losing (in a row up, down), first (time since)",
    ] = "best",
    unit: Annotated[
        Of | None,
        "of what: day, week, month, quarter, year, start (of a year), record (first)",
    ] = None,
    symbols: Annotated[Symbols, Count(1, 2)] = SUBJECT,
    at: Annotated[float | None, "first: above or below which level"] = None,
    *,
    market: Market,
) -> Reply:
    """Where the newest day, week, month, quarter, year or start of a year stands in the whole history.

    Best and worst: its rank, since when none was as good (or as bad), the runners-up, and how long the
    history is. Lead: the same of one market less another. Run: sessions in a row up, or ahead of a second
    market; losing: down, or behind it. First: when it last rose or fell as now (was ahead, closed beyond that
    level, at a record), and how many in a row it is since. A start of a year goes from the last close of the year
    before to the same day of each year; weeks, months, quarters and years are the calendar's. Of one that is not
    over its change so far is ranked.

    Formula: change = last close of the period / last close before it − 1, completed sessions, price return
    for an index and total return for funds and shares. Equal values share a rank. A period with a missing
    close has no value; where one could hide a better one, since when is not said.
    """
    if kind == "first":
        return _first(market, unit, symbols, at)
    unit = unit or "start"
    if unit == RECORD:
        raise UsageError("Records have no rank.", (f"/rank first record {symbols[0].word}",))
    if kind == "lead" and len(symbols) < 2:
        raise UsageError(
            "A lead needs two markets: the first less the second.", ("/rank lead month rut spx",)
        )
    if kind in ("best", "worst") and len(symbols) > 1:
        raise UsageError(
            f"The {kind} of one market is looked for; two have a lead.",
            (
                f"/rank {kind} {unit} {symbols[0].word}",
                f"/rank lead {unit} {symbols[0].word} {symbols[1].word}",
            ),
        )
    refuse_levels(symbols, "best or worst period")
    with offer_alternatives(f"/quote {symbols[0].word}", "/smallcaps"):
        held = basket(market, symbols, asked=True)
        if kind not in ("best", "worst"):
            _require_all(held, symbols)
        if kind in ("run", "losing"):
            return run_reply(held, losing=kind == "losing")
        result = _ranking(held, kind, RankUnit(PERIODS[unit]))
    days = trading_days(symbols[0].ticker, market.calendar) or market.calendar
    return ranked_reply(held, kind, unit, result, _is_over(result, RankUnit(PERIODS[unit]), days))


def _first(market: Market, unit: str | None, symbols: tuple[Symbol, ...], at: float | None) -> Reply:
    """When it last was as the newest is."""
    of_closes, word = at is not None or unit == RECORD, symbols[0].word
    if unit == "start" or (of_closes and (len(symbols) > 1 or (unit and at is not None))):
        raise UsageError(
            "A first is one of days, weeks, months, quarters or years, of one market’s records, or beyond one level.",
            (f"/rank first week {word}", f"/rank first record {word}"),
        )
    if at is None:
        refuse_levels(symbols, "rise or record")
    with offer_alternatives(f"/quote {word}", "/smallcaps"):
        held = basket(market, symbols, asked=True)
        _require_all(held, symbols)
        return first_reply(held, None if of_closes else RankUnit(unit or "day"), at)


def _require_all(held: Basket, symbols: tuple[Symbol, ...]) -> None:
    """One market beside another is no answer about one alone, nor about a fund beside itself."""
    if lost := next((symbol for symbol in symbols if symbol.ticker not in held.bars), None):
        why = held.doubtful.get(lost.ticker) or held.reason or f"There are no prices of {lost.label}."
        raise NoData(f"{why} One of the two markets alone is another question.")
    if len({bars.symbol for bars in held.all}) < len(symbols):
        stands_in = next(b for s, b in zip(symbols, held.all, strict=True) if b.symbol != s)
        raise NoData(f"{stands_in.notes[0]} It cannot be set beside itself.")


def _ranking(held: Basket, kind: Kind, unit: RankUnit) -> Ranking:
    bars = held.all
    if kind == "lead" and len(bars) > 1:
        return rank_leads(bars[0].total, bars[1].total, unit, top=_OTHERS)
    return rank_changes(bars[0].total, unit, best=kind != "worst", top=_OTHERS)


def _is_over(result: Ranking, unit: RankUnit, days: Calendar | TradingDays) -> bool:
    """Whether the newest period has no further session."""
    last, end = result.current.last, period_end(result.current.last, unit)
    return not days.sessions(last + timedelta(days=1), end)
