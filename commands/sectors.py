"""`/sectors`: which parts of the economy lead."""

from __future__ import annotations

from functools import partial

from charts.pictures.bars import Bar, RankedBars
from commands.framework.alternatives import offer_alternatives, over
from commands.framework.command import command
from commands.framework.figure import Figure
from commands.framework.reply import Action, Column, Evidence, Fact, Headline, Reply, Table
from commands.inputs.basket import Basket, basket
from commands.presentation.figure_keys import closed_at, span
from commands.presentation.wording import caption, dated, direction, period_actions
from market.analytics.sectors import FUNDS, SMALL, Sector, Sectors, survey
from market.formatting import Unit, change, lead
from market.period import Period
from market.provenance import combined
from market.services.prices import Market
from market.symbols import Symbol

ONE_MONTH = Period.parse("1m")


@command("/sectors", "/sectors ytd", "/sectors 1y")
def sectors(period: Period = ONE_MONTH, *, market: Market) -> Reply:
    """Which of the eleven sectors lead, large and small caps, cyclical against defensive.

    Large caps by the Select Sector SPDR funds of the S&P 500, small caps by Invesco's funds of the
    S&P SmallCap 600 (none for real estate and communication services), with dividends. Cyclical
    are discretionary, industrials, financials and materials; defensive are staples, health care
    and utilities. Cyclical sectors ahead mean that investors pay for growth in the economy.

    Formula: change = last adjusted close / base − 1; cyclical less defensive = difference of the
    two means, in points; small less large = the mean of it over the sectors that have both.
    """
    with offer_alternatives(f"/compare rut spx {period}", "/breadth", "/macro"):
        funds = basket(market, FUNDS, levels=False)
        result = over(period, "/sectors", partial(survey, funds.totals))
    headline = _headline(result, period)
    best = result.rows[0]
    return Reply(
        headline=str(headline),
        title=headline.title,
        facts=dated(_facts(result, span(period)), f"{result.end} close", funds.all[0].source),
        table=_table(result, span(period)),
        chart=_chart(headline, result, funds),
        notes=(_flip(result), *_missing(result, funds), *_basket_notes(result, funds)),
        actions=(
            *period_actions("/sectors"),
            Action("Heatmap", f"/heatmap sectors {period}"),
            Action("Rotation", "/rotation"),
            Action(
                f"{_name(best.ticker)} against the S&P 500", f"/compare {best.ticker.lower()} spy {period}"
            ),
        ),
        evidence=_evidence(result, funds),
        direction=direction(result.spread),
        provenance=combined(*funds.all),
        command=f"/sectors {period}",
    )


def _name(ticker: str) -> str:
    return Symbol.parse(ticker).label


def _headline(result: Sectors, period: Period) -> Headline:
    best, worst = result.rows[0], result.rows[-1]
    side = "ahead of" if result.spread > 0 else "behind"
    against = (
        f"; cyclical sectors were {lead(abs(result.spread)).removeprefix('+')} {side} defensive ones"
        if result.spread == result.spread
        else ""
    )
    return Headline(
        f"{_name(best.ticker)} led the sectors {period.words} with {change(best.change)} and "
        f"{_name(worst.ticker)} trailed with {change(worst.change)}",
        f"; {result.rising} of {len(result.rows)} rose{against}",
    )


def _facts(result: Sectors, asked: str) -> list[Fact]:
    best, worst = result.rows[0], result.rows[-1]
    facts = [
        Fact("Best", best.change, Unit.CHANGE, _name(best.ticker), key=f"sectors.best.{asked}"),
        Fact("Worst", worst.change, Unit.CHANGE, _name(worst.ticker), key=f"sectors.worst.{asked}"),
        Fact(
            "Rising",
            f"{result.rising} of {len(result.rows)} sectors",
            figures=(
                Figure(f"sectors.rising.{asked}", result.rising, Unit.COUNT),
                Figure(f"sectors.count.{asked}", len(result.rows), Unit.COUNT),
                Figure(f"sectors.best_name.{asked}", best.ticker),
                Figure(f"sectors.worst_name.{asked}", worst.ticker),
            ),
        ),
        Fact(
            "Cyclical less defensive",
            result.spread,
            Unit.LEAD,
            f"{change(result.cyclical)} against {change(result.defensive)}",
            key=f"sectors.balance.{asked}",
            figures=(
                Figure(f"sectors.cyclical.{asked}", result.cyclical, Unit.CHANGE),
                Figure(f"sectors.defensive.{asked}", result.defensive, Unit.CHANGE),
            ),
        ),
    ]
    if result.small_lead == result.small_lead:
        both = [row for row in result.rows if row.small_change is not None]
        ahead = sum((row.small_change or 0.0) > row.change for row in both)
        facts.append(
            Fact(
                "Small less large",
                result.small_lead,
                Unit.LEAD,
                f"small ahead in {ahead} of {len(both)} sectors",
                key=f"sectors.small_less_large.{asked}",
            )
        )
    return facts


def _table(result: Sectors, asked: str) -> Table:
    columns = (
        Column("Sector"),
        Column("Large", Unit.CHANGE, f"{{}}.total.{asked}"),
        Column("Small", Unit.CHANGE, f"{{}}.small_sibling.{asked}"),
        Column("Small less large", Unit.LEAD),
        Column("Kind"),
    )
    rows = tuple(
        (_name(row.ticker), row.change, row.small_change, _gap(row), row.kind) for row in result.rows
    )
    keys, dates = tuple(row.ticker.lower() for row in result.rows), (closed_at(result.end),) * len(rows)
    return Table(columns, rows, f"{result.base} to {result.end}", keys, dates)


def _gap(row: Sector) -> float | None:
    return None if row.small_change is None else row.small_change - row.change


def _chart(headline: Headline, result: Sectors, funds: Basket) -> RankedBars:
    bars = tuple(Bar(_name(row.ticker), row.change, row.small_change, row.kind) for row in result.rows)
    figures = ", ".join(f"{bar.label} {change(bar.value or 0.0)}" for bar in bars)
    alt = f"Ranked bars of sector funds, {result.base} to {result.end}: {figures}. {headline}"
    title = headline.title
    words = caption(title, alt, *funds.all, subtitle=f"total return of funds, {result.base} to {result.end}")
    return RankedBars(words, bars, Unit.CHANGE, ("large caps", "small caps"))


def _flip(result: Sectors) -> str:
    first, second = result.rows[0], result.rows[1]
    needed = (1 + first.change) / (1 + second.change) - 1
    return (
        f"What would change it: {_name(second.ticker)} would lead if it did {lead(needed).removeprefix('+')} better "
        f"than {_name(first.ticker)} from here; the balance of cyclical and defensive would turn with "
        f"{lead(abs(result.spread)).removeprefix('+')}."
    )


def _missing(result: Sectors, funds: Basket) -> tuple[str, ...]:
    late = [ticker for ticker in result.missing if ticker in funds.bars]
    if not late:
        return ()
    return (
        f"Left out, since their funds have no price at the base of {result.base}: {', '.join(map(_name, late))}.",
    )


def _basket_notes(result: Sectors, funds: Basket) -> tuple[str, ...]:
    """The basket's notes; small-cap funds that nobody could have are one sentence, not nine."""
    small = [ticker for ticker in funds.missing if ticker in SMALL.values()]
    if len(small) < len(SMALL):
        return funds.notes(result.end)
    rest = tuple(ticker for ticker in funds.missing if ticker not in small)
    sentence = "Without the small-cap sector funds: there are no prices of them."
    return (sentence, *Basket(funds.bars, rest, funds.reason, funds.running).notes(result.end))


def _evidence(result: Sectors, funds: Basket) -> tuple[Evidence, ...]:
    source = funds.all[0].source
    evidence = [
        Evidence(
            f"{_name(row.ticker)} {change(row.change)}",
            "adjusted close / adjusted close at the base − 1 (total return)",
            (row.ticker, f"{result.base} to {result.end}"),
            source,
        )
        for row in result.rows
    ]
    cyclical = Evidence(
        f"Cyclical less defensive {lead(result.spread)}",
        "mean change of XLY, XLI, XLF, XLB less mean change of XLP, XLV, XLU",
        (change(result.cyclical), change(result.defensive)),
        source,
    )
    return (*evidence, cyclical)
