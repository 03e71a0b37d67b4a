"""The markets of a watchlist, ranked by what they did."""

from __future__ import annotations

from collections.abc import Sequence

from charts.pictures.bars import Bar, RankedBars
from commands.framework.command import UsageError
from commands.framework.reply import Action, Column, Evidence, Reply, Table, Visibility
from commands.framework.watched import WatchedLists, Whose
from commands.inputs.list_performance import ListPerformance, compared, list_performance
from commands.presentation.figure_keys import closed_at, span, subject
from commands.presentation.wording import caption, direction
from market.errors import NoData
from market.formatting import Unit, change, level, listed
from market.period import ONE_DAY, Period
from market.provenance import combined
from market.services.prices import Market

SPANS = ("1d", "5d", "1m", "ytd", "1y")
_EMPTY: dict[Whose, tuple[str, tuple[str, ...]]] = {
    "watchlist": (
        "You follow nothing yet, nor does this channel. Add what you want to see: /watchlist add iwm spy",
        ("/watchlist add iwm spy", "/movers"),
    ),
    "here": (
        "This channel follows nothing yet. Who manages it adds what you want to see: /watchlist add here iwm",
        ("/watchlist show here", "/movers"),
    ),
}


def ranking(market: Market, watching: WatchedLists, whose: Whose, period: Period) -> Reply:
    """The best first; a person's own list for them alone. Raises UsageError for an empty list,
    MarketError when nothing can be had."""
    symbols, own = watching(whose)
    if not symbols:
        raise UsageError(*_EMPTY[whose])
    list_ = list_performance(market, symbols)
    ranked = sorted(list_.changes(period).items(), key=lambda pair: (-pair[1], pair[0]))
    if not ranked:
        raise _unranked(list_, period, len(symbols))
    bars = list_.held.bars
    labels = {ticker: held.symbol.label for ticker, held in bars.items()}
    headline = compared([(labels[ticker], by) for ticker, by in ranked], list_.over(period))
    measured, end = {*dict(ranked), *list_.levels}, list_.end(period)
    young = [labels[t] for t, held in bars.items() if t not in measured and held.last_session >= end]
    missing = (f"Without a close at both ends: {listed(young)}.",) if young else ()
    every = list_.held.all
    alt = f"Ranked bars: {', '.join(f'{labels[t]} {change(by)}' for t, by in ranked)}."
    return Reply(
        str(headline),
        title=headline.title,
        table=_table(ranked, list_, period),
        chart=RankedBars(
            caption(headline.over_picture, alt, *every), tuple(Bar(labels[t], by) for t, by in ranked)
        ),
        visibility=Visibility.PRIVATE if own else Visibility.PUBLIC,
        notes=(
            "With dividends for funds and stocks, price alone for indices.",
            *missing,
            *list_.notes(period),
        ),
        actions=(
            *(Action(word.upper(), f"/movers {whose} {word}") for word in SPANS),
            Action(labels[ranked[0][0]], f"/chart {bars[ranked[0][0]].symbol.word} 1y"),
        ),
        evidence=tuple(_evidence(labels[ticker], by, list_, ticker, period) for ticker, by in ranked[:3]),
        direction=direction(ranked[0][1]),
        provenance=combined(*every),
        command=f"/movers {whose} {period}",
    )


def _unranked(list_: ListPerformance, period: Period, number: int) -> NoData:
    """Why none of the list's markets is ranked."""
    if len(list_.levels) == len(list_.held.bars):
        return NoData(f"{' '.join(list_.notes(period))} Add a market to the list.")
    advice = "Ask again tomorrow." if period == ONE_DAY else "Try a shorter period."
    return NoData(f"None of the {number} markets has a close at both ends {period.words}. {advice}")


def _table(ranked: Sequence[tuple[str, float]], list_: ListPerformance, period: Period) -> Table:
    held = [(list_.held.bars[ticker], by) for ticker, by in ranked]
    columns = (
        Column("Market"),
        Column("Change", Unit.CHANGE, f"{{}}.return.{span(period)}"),
        Column("Last close", Unit.LEVEL),
    )
    return Table(
        columns,
        tuple((bars.symbol.label, by, float(bars.closes.iloc[-1])) for bars, by in held),
        keys=tuple(subject(bars.symbol) for bars, _by in held),
        dates=(closed_at(list_.end(period)),) * len(held),
    )


def _evidence(label: str, by: float, list_: ListPerformance, ticker: str, period: Period) -> Evidence:
    part = period.cut(list_.totals)[ticker]
    ends = (part.index[0].date(), part.index[-1].date())
    return Evidence(
        f"{label} {change(by)}",
        "close (adjusted for funds and stocks) / close at the base − 1",
        (
            f"{level(float(part.iloc[-1]))} on {ends[1]}",
            f"{level(float(part.iloc[0]))} on {ends[0]}, the base",
        ),
        list_.held.bars[ticker].source,
    )
