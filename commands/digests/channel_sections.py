"""The sections of the daily read that are the channel's own: its watchlist and its alerts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from commands.digests.section import SectionResult
from commands.inputs.list_performance import list_performance
from commands.presentation.wording import opened
from market.alerts.evaluate import judge, near
from market.alerts.rules import AlertRule
from market.bars import Bars
from market.errors import MarketError
from market.formatting import change, listed
from market.period import ONE_DAY, Period
from market.provenance import combined
from market.services.prices import Market

NEAR = 0.01  # of the figure: an alert whose level is this close is named
MOVERS = 3


def watched(market: Market, tickers: tuple[str, ...], span: Period, session: date) -> SectionResult:
    """The markets on the channel's list that moved most."""
    if not tickers:
        return SectionResult("Watchlist")
    try:
        list_ = list_performance(market, tickers)
    except MarketError as problem:
        return SectionResult("Watchlist", missing=str(problem))
    end = list_.end(span)
    moved = sorted(list_.changes(span).items(), key=lambda pair: -abs(pair[1]))
    said = listed([f"{list_.held.bars[ticker].symbol.label} {change(by)}" for ticker, by in moved[:MOVERS]])
    if not said:
        return SectionResult("Watchlist", missing=f"no changes are known up to {end}.")
    over = "" if span == ONE_DAY else f" {span.words}"
    on = "" if end == session else f" to {end}" if over else f" on {end}"
    counted = f"{len(moved)} of " if len(moved) < len(tickers) else ""
    return SectionResult(
        "Watchlist",
        f"{said}{over}{on}, of {counted}{len(tickers)} watched.",
        f"/movers here {span}",
        provenance=replace(combined(*list_.held.all), notes=list_.notes(span)),
    )


def is_near(away: float) -> bool:
    """Whether a level `away` from the figure (a fraction of it, either way) is close to it. Rounded,
    so that 101 is one per cent from 100 whatever the last bit of their ratio."""
    return round(abs(away), 9) <= NEAR


def near_alerts(market: Market, rules: tuple[AlertRule, ...]) -> SectionResult:
    """Alerts of the channel whose level is near the last close."""
    said, names, bars = list[str](), list[str](), list[Bars]()
    for rule in rules:
        try:
            held = {symbol.ticker: market.completed(market.bars(symbol)) for symbol in rule.symbols}
            away = near(rule, judge(rule, held), held)
        except MarketError:
            continue  # an alert that cannot be judged now is not near anything
        if away is not None and is_near(away):
            said.append(f"“{rule}” is {change(away)} away")
            names.append(rule.symbols[0].word)
            bars.extend(held.values())
    if not said:
        return SectionResult("Alerts near")
    sentence = f"{opened(listed(said))}."
    return SectionResult("Alerts near", sentence, f"/quote {names[0]}", provenance=combined(*bars))
