"""`/sectors`: which parts of the economy lead."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

import pandas as pd

from charts.pictures.bars import Bar, RankedBars
from charts.spec import Frame
from commands.framework.alternatives import offer_alternatives, over
from commands.framework.command import command
from commands.framework.figure import Figure
from commands.framework.reply import Action, Column, Evidence, Fact, Headline, Reply, Table
from commands.inputs.basket import Basket, fund_basket
from commands.inputs.members_so_far import SO_FAR, so_far_words
from commands.inputs.own_sectors import OwnSectors, own_sectors
from commands.inputs.sector_gaps import left_out, small_fund_notes, why_unknown
from commands.inputs.sectors_so_far import totals_so_far
from commands.presentation.figure_keys import closed_at, returned, span
from commands.presentation.picture_titles import compared_title
from commands.presentation.sector_names import SHORTER_SECTORS
from commands.presentation.surprise_words import sizes_fact
from commands.presentation.wording import caption, dated, direction, period_actions
from market.analytics.performance import to_catch_up
from market.analytics.rotation import CYCLICAL, DEFENSIVE
from market.analytics.sectors import FUNDS, SMALL, Sector, Sectors, kind_of, survey
from market.datasets.members import RUSSELL_2000
from market.formatting import Unit, change, is_nothing, lead, listed, moment, points_of
from market.period import ONE_DAY, Period, words_to
from market.provenance import Provenance, combined
from market.services.members import MemberService
from market.services.prices import Market
from market.symbols import Symbol

ONE_MONTH = Period.parse("1m")


@command("/sectors", "/sectors ytd", "/sectors 1y")
def sectors(period: Period = ONE_MONTH, *, market: Market, members: MemberService) -> Reply:
    """Which of the eleven sectors lead, large and small caps, cyclical against defensive.

    Large caps by the Select Sector SPDR funds of the S&P 500, small caps by the Russell 2000's own members
    of the sector and by Invesco's funds of the S&P SmallCap 600 (none for real estate and communication
    services), with dividends. Cyclical are discretionary, industrials, financials and materials; defensive are
    staples, health care and utilities. Cyclical sectors ahead mean that investors pay for growth in the economy.

    Formula: change = last adjusted close / base − 1, of members the mean weighted by today's list; cyclical
    less defensive = difference of the two means, in points; small less large = the mean of it over the sectors
    that have both funds.
    """
    with offer_alternatives(f"/compare rut spx {period}", "/breadth", "/macro"):
        funds = fund_basket(market, FUNDS)
        live = totals_so_far(market, funds) if period == ONE_DAY else None
        totals, at = live or (funds.totals, None)
        with funds.excused():
            result = over(period, "/sectors", partial(survey, totals))
    when, asked = words_to(period, result.base, result.end, market.state().last_completed), span(period)
    as_of = ""
    own = own_sectors(market, members, RUSSELL_2000, result.base, result.end)
    origin = combined(*funds.all)
    if at is not None:
        funds, origin = replace(funds, running=""), replace(origin, as_of=at)
        when, asked, as_of = so_far_words(moment(at)), SO_FAR, moment(at)
    headline = _headline(result, own, when)
    best = result.rows[0]
    return Reply(
        headline=str(headline),
        title=headline.title,
        facts=dated(
            (*_facts(result, asked), _sizes(result, totals, asked)),
            as_of or closed_at(result.end),
            funds.all[0].source,
        ),
        table=_table(result, own, asked, as_of, funds),
        chart=_chart(headline, result, own, origin, when if as_of else ""),
        notes=(
            _flip(result, period),
            *left_out(result, funds),
            *small_fund_notes(result, funds),
            *own.notes,
        ),
        actions=(
            *period_actions("/sectors", period),
            Action("Heatmap", f"/heatmap sectors {period}"),
            Action("Rotation", "/rotation"),
            Action(
                f"{_name(best.ticker)} against the S&P 500", f"/compare {best.ticker.lower()} spy {period}"
            ),
        ),
        evidence=_evidence(result, funds.all[0].source, as_of),
        direction=direction(best.change),
        provenance=combined(origin, *((own.panel,) if own.panel else ())),
        partial=bool(funds.reason) or own.partial,
        command=f"/sectors {period}",
    )


def _name(ticker: str) -> str:
    return Symbol.parse(ticker).label


def _headline(result: Sectors, own: OwnSectors, when: str) -> Headline:
    best, worst = result.rows[0], result.rows[-1]
    without = f"Without {listed([_name(ticker) for ticker in result.lacking])}, " if result.lacking else ""
    which = f"the {'other ' if without else ''}S&P 500 sectors {when}"
    first, last = _name(best.ticker), _name(worst.ticker)
    led = f"{first} led {which} with {change(best.change)} and {last} trailed with {change(worst.change)}"
    if best.change < 0:
        led = f"{first} fell the least of {which} ({change(best.change)}) and {last} the most ({change(worst.change)})"
    side = f"{points_of(result.spread)} {'ahead of' if result.spread > 0 else 'behind'}"
    if is_nothing(result.spread):
        side = "level with"
    count = len(result.rows)
    rose = f"all {count}" if result.rising == count else f"{result.rising or 'none'} of {count}"
    against = f"; cyclical sectors were {side} defensive ones" if result.spread == result.spread else ""
    ends = (first, best.change), (last, worst.change)
    return Headline(
        f"{without}{led}",
        f"; {rose} rose{against}{f'; {own.words}' if own.words else ''}",
        f"{without}{compared_title(ends[0], ends[1], when.partition(' (')[0])}",
    )


def _facts(result: Sectors, asked: str) -> list[Fact]:
    best, worst = result.rows[0], result.rows[-1]
    why, rated = _why(result.lacking), len(result.rows)
    facts = [
        _extreme("Best", best, why, f"sectors.best.{asked}"),
        _extreme("Worst", worst, why, f"sectors.worst.{asked}"),
        Fact(
            "Rising",
            f"{result.rising} of {rated} sectors{f'; {why}' if why else ''}",
            figures=(
                Figure(f"sectors.rising.{asked}", None if why else result.rising, Unit.COUNT, why=why),
                Figure(f"sectors.count.{asked}", None if why else rated, Unit.COUNT, why=why),
                Figure(f"sectors.best_name.{asked}", None if why else best.ticker, why=why),
                Figure(f"sectors.worst_name.{asked}", None if why else worst.ticker, why=why),
            ),
        ),
        _balance(result, asked),
    ]
    if _has_small(result):
        both = [row for row in result.rows if row.small_change is not None]
        ahead = sum((row.small_change or 0.0) > row.change for row in both)
        late = [row.small_ticker for row in both if row.small_change != row.small_change]
        why = _why([*(ticker for ticker in result.lacking if ticker in SMALL), *late])
        facts.append(
            Fact(
                "Small less large",
                result.small_lead,
                Unit.LEAD,
                why or f"small ahead in {ahead} of {len(both)} sectors",
                key=f"sectors.small_less_large.{asked}",
                why=why,
            )
        )
    return facts


def _sizes(result: Sectors, totals: pd.DataFrame, asked: str) -> Fact:
    """How large the moves of the best and the worst sector are beside what is usual for them."""
    ends = dict.fromkeys(row.ticker for row in (result.rows[0], result.rows[-1]))
    return sizes_fact({_name(ticker): totals[ticker] for ticker in ends}, result.base, result.end, asked)


def _why(lacking: Sequence[str]) -> str:
    """Why a figure of all sectors is not known; empty where it is."""
    return f"not known without {listed(lacking)}" if lacking else ""


def _extreme(label: str, row: Sector, why: str, key: str) -> Fact:
    """The best or the worst sector; of those that are known where others lack."""
    name = _name(row.ticker)
    if why:
        return Fact(
            label, None, Unit.CHANGE, f"{why}; of the others {name} {change(row.change)}", key=key, why=why
        )
    return Fact(label, row.change, Unit.CHANGE, name, key=key)


def _balance(result: Sectors, asked: str) -> Fact:
    why = _why([ticker for ticker in result.lacking if ticker in (*CYCLICAL, *DEFENSIVE)])
    return Fact(
        "Cyclical less defensive",
        result.spread,
        Unit.LEAD,
        why or f"{change(result.cyclical)} against {change(result.defensive)}",
        key=f"sectors.balance.{asked}",
        why=why,
        figures=(
            Figure(f"sectors.cyclical.{asked}", result.cyclical, Unit.CHANGE, why=why),
            Figure(f"sectors.defensive.{asked}", result.defensive, Unit.CHANGE, why=why),
        ),
    )


def _table(result: Sectors, own: OwnSectors, asked: str, as_of: str, funds: Basket) -> Table:
    columns = [Column("Sector"), Column("S&P 500", Unit.CHANGE, f"{{}}.{returned(funds.all[0])}.{asked}")]
    unknown = (Sector(ticker, float("nan"), "", None, kind_of(ticker)) for ticker in result.lacking)
    sectors = (*result.rows, *unknown)
    rows: list[tuple[float | str | None, ...]] = [(_name(row.ticker), row.change) for row in sectors]
    if own.changes:
        columns.append(Column("Russell 2000", Unit.CHANGE, f"{{}}.russell2000.{asked}"))
        rows = [(*cells, own.of(row.ticker)) for cells, row in zip(rows, sectors, strict=True)]
    if _has_small(result):
        columns += [
            Column("SmallCap 600", Unit.CHANGE, f"{{}}.small_sibling.{asked}"),
            Column("Small less large", Unit.LEAD),
        ]
        rows = [(*cells, row.small_change, _gap(row)) for cells, row in zip(rows, sectors, strict=True)]
    columns.append(Column("Kind"))
    rows = [(*cells, row.kind) for cells, row in zip(rows, sectors, strict=True)]
    keys, dates = (
        tuple(row.ticker.lower() for row in sectors),
        (as_of or closed_at(result.end),) * len(rows),
    )
    reasons = tuple(
        why_unknown(row.ticker if row.change != row.change else row.small_ticker or row.ticker, result, funds)
        for row in sectors
    )
    return Table(tuple(columns), tuple(rows), f"{result.base} to {as_of or result.end}", keys, dates, reasons)


def _has_small(result: Sectors) -> bool:
    """Whether there are small-cap sector funds."""
    return any(row.small_change is not None for row in result.rows)


def _gap(row: Sector) -> float | None:
    return None if row.small_change is None else row.small_change - row.change


def _chart(headline: Headline, result: Sectors, own: OwnSectors, origin: Provenance, when: str) -> RankedBars:
    bars = tuple(_bar(row, own.of(row.ticker) if own.changes else row.small_change) for row in result.rows)
    figures = ", ".join(f"{bar.label} {change(bar.value or 0.0)}" for bar in bars)
    alt = f"Ranked bars of sector funds, {result.base} to {result.end}: {figures}. {headline}"
    frame = Frame(result.base, result.end)
    both = "funds and members" if own.changes else "funds"
    said = f"Total return of {both}, {when or frame.dates}"
    words = caption(headline.over_picture, alt, origin, subtitle=said, frame=frame)
    beside = f"{own.universe.name} by its members" if own.changes else "S&P SmallCap 600"
    return RankedBars(words, bars, Unit.CHANGE, ("S&P 500", beside))


def _bar(row: Sector, small: float | None) -> Bar:
    name = _name(row.ticker)
    shorter = next(iter(SHORTER_SECTORS.get(name, ())), row.ticker)
    return Bar(name, row.change, small if small == small else None, row.kind, shorter)


def _flip(result: Sectors, period: Period) -> str:
    if period.last:
        return ""
    first, second = result.rows[:2]
    needed = to_catch_up(first.change, second.change)
    balance = (
        f"; the balance of cyclical and defensive would turn with {points_of(result.spread)}"
        if result.spread == result.spread
        else ""
    )
    return (
        f"What would change it: {_name(second.ticker)} would lead if it did {points_of(needed)} better "
        f"than {_name(first.ticker)} from here{balance}."
    )


def _evidence(result: Sectors, source: str, as_of: str) -> tuple[Evidence, ...]:
    last = "last price / close at the base" if as_of else "adjusted close / adjusted close at the base"
    evidence = [
        Evidence(
            f"{_name(row.ticker)} {change(row.change)}",
            f"{last} − 1{'' if as_of else ' (total return)'}",
            (row.ticker, f"{result.base} to {as_of or result.end}"),
            source,
        )
        for row in result.rows
    ]
    if result.spread != result.spread:
        return tuple(evidence)
    cyclical = Evidence(
        f"Cyclical less defensive {lead(result.spread)}",
        "mean change of XLY, XLI, XLF, XLB less mean change of XLP, XLV, XLU",
        (change(result.cyclical), change(result.defensive)),
        source,
    )
    return (*evidence, cyclical)
