"""The markets of a watchlist, ranked by what they did."""

from __future__ import annotations

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
    if not ranked and len(list_.levels) == len(list_.held.bars):
        raise NoData(f"{' '.join(list_.notes(period))} Add a market to the list.")
    if not ranked:
        advice = "Ask again tomorrow." if period == ONE_DAY else "Try a shorter period."
        raise NoData(f"None of the {len(symbols)} markets has a close at both ends {period.words}. {advice}")
    bars = list_.held.bars
    labels = {ticker: held.symbol.label for ticker, held in bars.items()}
    headline = compared([(labels[ticker], by) for ticker, by in ranked], list_.over(period))
    rows = tuple((labels[t], by, float(bars[t].closes.iloc[-1])) for t, by in ranked)
    measured, end = dict(ranked), list_.end(period)
    young = [
        labels[t]
        for t, held in bars.items()
        if t not in {*measured, *list_.levels} and held.last_session >= end
    ]
    missing = (f"Without a close at both ends: {listed(young)}.",) if young else ()
    every = list_.held.all
    alt = f"Ranked bars: {', '.join(f'{labels[t]} {change(by)}' for t, by in ranked)}."
    return Reply(
        str(headline),
        title=headline.title,
        table=Table(
            (
                Column("Market"),
                Column("Change", Unit.CHANGE, f"{{}}.return.{span(period)}"),
                Column("Last close", Unit.LEVEL),
            ),
            rows,
            keys=tuple(subject(bars[t].symbol) for t, _by in ranked),
            dates=(closed_at(end),) * len(rows),
        ),
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
