"""`/exposure`: what a list of holdings hangs on. Answered to the asker only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from charts.pictures.bars import Bar
from charts.pictures.weights import WeightsChart
from commands.framework.command import UsageError, command
from commands.framework.reply import Action, Column, Evidence, Fact, Headline, Reply, Table, Visibility
from commands.inputs.basket import Basket, basket
from commands.inputs.looked_through import holdings_looked_through, through_facts, through_notes, where_words
from commands.inputs.measured_levels import refuse_levels
from commands.presentation.figure_keys import closed_at, no_bar, subject
from commands.presentation.wording import caption, dated, the
from market.analytics.exposure import (
    MEGA_TECH,
    MOST,
    BadHoldings,
    Holdings,
    PortfolioBeta,
    Sensitivity,
    parse,
    sensitivity,
)
from market.analytics.look_through import LookThrough
from market.analytics.risk import YEAR
from market.bars import Bars
from market.errors import MarketError
from market.formatting import Unit, day, listed, share, written
from market.provenance import combined
from market.services.members import MemberService
from market.services.prices import Market
from market.symbols import Symbol

INDICES = tuple(Symbol.parse(word) for word in ("spx", "ndx", "rut", "dji"))
WHOLE = ((99.5, 100.5), (0.995, 1.005))  # sums of weights that are a rounded whole, not another scale
_BY_FUND = " (by its fund "
USAGE = "/exposure AAPL 40, NVDA 25, IWM 35"


@command(
    USAGE,
    "/exposure spy 60; agg 40",
    visibility=Visibility.PRIVATE,
    terms={"year": YEAR, "most": MOST},
    kept=False,
)
def exposure(
    holdings: Annotated[str, "holdings with weights: AAPL 40, NVDA 25, IWM 35"],
    *,
    market: Market,
    members: MemberService,
) -> Reply:
    """What a list of holdings hangs on: concentration, mega-cap technology, beta to each index.

    Write names or tickers, {most} at most, with weights on any scale (shares of a whole, per cent, amounts of
    money); they are normalised to 100 %, and without weights taken as equal parts. Only you see the
    answer, and nothing of it is stored.

    Formula: HHI = Σ weight² (Herfindahl-Hirschman, 1/n for equal parts to 1 for a single holding);
    effective number = 1 / HHI; beta = covariance of the portfolio's daily returns (weights held
    constant) with the index's over the index's variance, {year} sessions. Mega-cap technology is what
    you hold of Apple, Microsoft, Nvidia, Alphabet, Amazon, Meta, Broadcom and Tesla, and of the fund MAGS:
    directly, and through funds whose list of holdings is stored. Funds that cannot be looked through are named.
    """
    try:
        read = parse(holdings)
    except BadHoldings as problem:
        raise UsageError(str(problem), (USAGE,)) from None
    refuse_levels(read.symbols, "part in a portfolio")
    prices = _prices(market, read)
    seen = holdings_looked_through(read, members)
    headline = _headline(read, prices, seen)
    facts = _facts(read, prices, seen)
    used = prices.basket.all
    end = prices.result.end if prices.result else market.state().last_completed
    return Reply(
        headline=str(headline),
        title=headline.title,
        facts=dated(facts, closed_at(end), used[0].source if used else ""),
        table=_table(read),
        chart=_chart(headline, read, prices) if used else None,
        notes=(
            *_about(read),
            *through_notes(seen),
            *prices.notes,
            "Only you see this; nothing of it is stored.",
        ),
        actions=_actions(read),
        evidence=_evidence(read, prices),
        visibility=Visibility.PRIVATE,
        provenance=combined(*used) if used else None,
    )


@dataclass(frozen=True, slots=True)
class _Prices:
    """Prices of the holdings.

    result: None where there are no prices.
    """

    basket: Basket
    result: Sensitivity | None
    notes: tuple[str, ...]


def _prices(market: Market, read: Holdings) -> _Prices:
    try:
        held = basket(market, read.symbols, levels=False)
        indices = basket(market, INDICES)
        betas = sensitivity(read.lines, held.totals, {_label(t, b): b.total for t, b in indices.bars.items()})
    except MarketError as problem:
        return _Prices(Basket({}), None, (f"Without betas: {problem}",))
    merged = Basket(
        {**indices.bars, **held.bars}, (*held.missing, *indices.missing), held.failure, held.running
    )
    lack = "lacks" if len(betas.left_out) == 1 else "lack"
    out = f"Betas without {listed(betas.left_out)}, which {lack} a year of prices." if betas.left_out else ""
    return _Prices(merged, betas, (*((out,) if out else ()), *merged.notes(betas.end)))


def _label(ticker: str, bars: Bars) -> str:
    """The index, or the index and the fund that stands in for it."""
    if bars.symbol.ticker == ticker:
        return bars.symbol.label
    index = next(symbol for symbol in INDICES if symbol.ticker == ticker)
    return f"{index.label}{_BY_FUND}{bars.symbol.label})"


def _headline(read: Holdings, prices: _Prices, seen: LookThrough) -> Headline:
    largest = read.lines[0]
    count = f"{len(read.lines)} holding{'s'[: len(read.lines) != 1]}"
    title = (
        f"These {count} spread risk like {written(read.effective_number, Unit.RATIO)} equal ones"
        if len(read.lines) > 1
        else f"This is one holding, {largest.symbol.label}"
    )
    more = f"; {where_words(seen)}"
    for name, beta in _shown(prices.result)[:1]:
        more += (
            f", and a 1% day of {the(name)} has gone with {written(beta.value, Unit.RATIO)}% in "
            f"{_whose(prices.result)}"
        )
    number = f"{read.effective_number:.1f}".removesuffix(".0")
    rounded = f"These {count} spread risk like {number} equal ones" if len(read.lines) > 1 else ""
    return Headline(title, more, rounded)


def _shown(result: Sensitivity | None) -> list[tuple[str, PortfolioBeta]]:
    """The betas that are known, by index."""
    return [(label, beta) for label, beta in (result.betas.items() if result else ()) if not beta.gap]


def _whose(result: Sensitivity | None) -> str:
    """What the betas are of: all that is held, or the part of it that has prices."""
    return (
        "theirs"
        if not result or not result.left_out
        else f"the {share(result.covered)} of the weight that has prices"
    )


def _facts(read: Holdings, prices: _Prices, seen: LookThrough) -> list[Fact]:
    largest, of_all = read.lines[0], f"of {len(read.lines)} holdings"
    facts = [
        Fact(
            "Largest holding",
            largest.weight,
            Unit.SHARE,
            largest.symbol.label,
            key="portfolio.largest_weight",
        ),
        Fact(
            "HHI",
            read.hhi,
            Unit.RATIO,
            f"{written(1 / len(read.lines), Unit.RATIO)} would be equal parts",
            key="portfolio.hhi",
        ),
        Fact("Effective number", read.effective_number, Unit.RATIO, of_all, key="portfolio.effective_number"),
        *through_facts(seen),
    ]
    if result := prices.result:
        of = f", {share(result.covered)} of the weight" if result.left_out else ""
        facts += [
            Fact(
                f"Beta to {the(label)}",
                beta.value,
                Unit.RATIO,
                _why(beta, prices.basket) or f"{beta.sessions} sessions{of}",
                closed_at(beta.end),
                key=f"{'portfolio_part' if result.left_out else 'portfolio'}.beta.{_word(label)}",
                why=_why(beta, prices.basket),
            )
            for label, beta in result.betas.items()
        ]
    return facts


def _why(beta: PortfolioBeta, held: Basket) -> str:
    """Why a beta is withheld; empty where it is not."""
    if beta.gap and (lacking := held.bars.get(beta.lacking)):
        return lacking.lack(beta.gap, beta.lacking)
    return no_bar(beta.gap, *held.all)


def _word(label: str) -> str:
    """The word in a figure's key: the index's, or that of the fund by which it is known."""
    index, _, fund = label.partition(_BY_FUND)
    return subject(Symbol.parse(fund.rstrip(")") or index))


def _table(read: Holdings) -> Table:
    columns = (
        Column("Holding"),
        Column("Ticker"),
        Column("Weight", Unit.SHARE),
        Column("Mega-cap technology"),
    )
    rows = tuple(
        (h.symbol.name, h.symbol.ticker, h.weight, "yes" if h.symbol.ticker in MEGA_TECH else "")
        for h in read.lines
    )
    return Table(columns, rows)


def _chart(headline: Headline, read: Holdings, prices: _Prices) -> WeightsChart:
    bars = tuple(Bar(h.symbol.label, h.weight) for h in read.lines)
    betas = {label: beta.value for label, beta in _shown(prices.result)}
    weights = ", ".join(f"{bar.label} {share(bar.value or 0.0)}" for bar in bars[:12])
    said = "".join(f", beta to {the(label)} {written(beta, Unit.RATIO)}" for label, beta in betas.items())
    subtitle = ""
    if betas and (result := prices.result):
        priced = f" of {share(result.covered)} of the weight" if result.left_out else ""
        subtitle = f"Betas{priced}, to {day(result.end)}"
    words = caption(
        headline.over_picture,
        f"Bars of weights: {weights}{said}. {headline}",
        *prices.basket.all,
        subtitle=subtitle,
    )
    return WeightsChart(words, bars, tuple(Bar(label, beta) for label, beta in betas.items()))


def _about(read: Holdings) -> tuple[str, ...]:
    sentences = [_flip(read)] if len(read.lines) > 1 else []
    if read.given is None:
        sentences.append("No weights were given, so all count equally.")
    elif not any(low <= read.given <= high for low, high in WHOLE):
        sentences.append(f"The weights add up to {written(read.given, Unit.RATIO)}; they are scaled to 100%.")
    if read.merged:
        names = listed([symbol.ticker for symbol in read.merged])
        sentences.append(
            f"{names} came more than once and {'is' if len(read.merged) == 1 else 'are'} merged."
        )
    return tuple(sentences)


def _flip(read: Holdings) -> str:
    """What halving the largest holding, spread over the others as they are, would do."""
    first, *rest = (line.weight for line in read.lines)
    scale = (1 - first / 2) / (1 - first)
    hhi = (first / 2) ** 2 + sum((weight * scale) ** 2 for weight in rest)
    to = "spread over the others" if len(rest) > 1 else f"moved to {read.lines[1].symbol.label}"
    return (
        f"What would change it: with half of {read.lines[0].symbol.label} {to} the effective number would go from "
        f"{written(read.effective_number, Unit.RATIO)} to {written(1 / hhi, Unit.RATIO)}."
    )


def _actions(read: Holdings) -> tuple[Action, ...]:
    largest = read.lines[0].symbol
    against = "ndx" if largest.word == "spx" else "spx"
    actions = [Action(f"Risk of {largest.label}", f"/risk {largest.word} {against}")]
    if 2 <= len(read.lines) <= 8:
        actions.append(Action("Compare them", f"/compare {' '.join(s.word for s in read.symbols)} 1y"))
    return (*actions, Action("Concentration of the index", "/concentration"))


def _evidence(read: Holdings, prices: _Prices) -> tuple[Evidence, ...]:
    weights = tuple(f"{h.symbol.ticker} {share(h.weight)}" for h in read.lines[:10])
    source = prices.basket.all[0].source if prices.basket.bars else "your list"
    evidence = [Evidence(f"HHI {written(read.hhi, Unit.RATIO)}", "Σ weight²", weights, "your list")]
    if result := prices.result:
        evidence += [
            Evidence(
                f"Beta to {the(label)} {written(beta.value, Unit.RATIO)}",
                "covariance of the portfolio’s daily returns with the index’s / variance of the index’s",
                (
                    f"{beta.sessions} sessions to {beta.end}",
                    f"{share(result.covered)} of the weight priced",
                ),
                source,
            )
            for label, beta in _shown(result)
        ]
    return tuple(evidence)
