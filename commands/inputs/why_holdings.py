"""The answer of `/why` about somebody's own holdings: private, and stored nowhere."""

from __future__ import annotations

import pandas as pd

from commands.framework.alternatives import offer_alternatives
from commands.framework.reply import Action, Column, Evidence, Fact, Headline, Reply, Table, Visibility
from commands.inputs.basket import Basket, basket
from commands.presentation.attribution_words import moved_words
from commands.presentation.figure_keys import closed_at, span
from commands.presentation.holdings_waterfall import holdings_waterfall
from commands.presentation.picture_titles import moved_roundly
from commands.presentation.wording import dated, dates_words, direction
from market.analytics.attribution import Attribution, HeldUnits, attribute
from market.analytics.exposure import Holdings
from market.errors import NoData
from market.formatting import Unit, lead, points_of, share, written
from market.period import Period
from market.provenance import combined
from market.services.prices import Market


def why_holdings(market: Market, held: Holdings, period: Period) -> Reply:
    """Contributions of the holdings over `period`, their weights being those at its start."""
    with offer_alternatives("/exposure AAPL 40, NVDA 25, IWM 35", "/quote rut"):
        prices = basket(market, held.symbols, levels=False)
        result = _result(held, prices, period)
    labels = {line.symbol.ticker: line.symbol.label for line in held.lines}
    headline = _headline(result, labels)
    asked = span(period)
    facts = (
        Fact("Change of the whole", result.explained, Unit.CHANGE, key=f"contribution.holdings.explained.{asked}"),
        Fact(
            "Coverage", f"{len(result.parts)} of {len(held.lines)} holdings",
            detail=f"{share(result.covered)} of the weight",
        ),
        Fact("Period", f"{result.base} to {result.end}"),
    )  # fmt: skip
    return Reply(
        headline=str(headline),
        title=headline.title,
        facts=dated(facts, closed_at(result.end), prices.all[0].source),
        table=_table(result, labels, asked),
        chart=holdings_waterfall(
            headline.over_picture,
            str(headline),
            [(labels[part.ticker], part.contribution) for part in result.parts],
            result.explained,
            prices.all,
        ),
        notes=(*_about(held, result), *prices.notes(result.end), "Only you see this; nothing of it is stored."),
        actions=(
            Action("What they hang on", f"/exposure {_typed(held)}"),
            Action("The Russell 2000", f"/why rut {period}"),
        ),
        evidence=tuple(
            Evidence(
                f"{labels[p.ticker]} {lead(p.contribution)}",
                "weight at the base × change (adjusted closes)",
                (share(p.weight), f"{result.base} to {result.end}"),
                prices.bars[p.ticker].source,
            )
            for p in result.parts
        ),
        visibility=Visibility.PRIVATE,
        direction=direction(result.explained),
        provenance=combined(*prices.all),
        shareable=False,
        kept=False,
    )  # fmt: skip


def _result(held: Holdings, prices: Basket, period: Period) -> Attribution:
    closes = prices.totals
    part = period.cut(closes)
    weights = pd.Series({line.symbol.ticker: line.weight for line in held.lines})
    base = part.iloc[0].reindex(weights.index)
    if base.isna().all():
        raise NoData(f"None of these holdings has a price of {part.index[0].date()}. Ask for another period.")
    units = HeldUnits(weights / base, weights)
    return attribute(closes, units, pd.Series(weights.index, weights.index), period)


def _headline(result: Attribution, labels: dict[str, str]) -> Headline:
    when = dates_words(result.base, result.end, result.sessions)
    first = result.parts[0]
    verb = "gave" if first.contribution >= 0 else "took"
    more = f"; {labels[first.ticker]} {verb} {points_of(first.contribution)} of it"
    whole = result.covered > 1 - 1e-9
    moved = moved_words(result.explained)
    whose = "Your holdings" if whole else f"The {share(result.covered)} of your holdings that is priced"
    return Headline(
        f"{whose} {moved.replace('was', 'were') if whole else moved} {when}",
        more,
        f"{whose} {moved_roundly(result.explained)} {when}",
    )


def _table(result: Attribution, labels: dict[str, str], asked: str) -> Table:
    columns = (
        Column("Holding"),
        Column("Contribution", Unit.LEAD, f"contribution.holdings.member.{{}}.{asked}"),
        Column("Weight at the base", Unit.SHARE),
        Column("Change", Unit.CHANGE),
    )
    rows = tuple((labels[p.ticker], p.contribution, p.weight, p.change) for p in result.parts)
    keys = tuple(p.ticker.lower() for p in result.parts)
    return Table(columns, rows, "By holding", keys, (closed_at(result.end),) * len(rows))


def _about(held: Holdings, result: Attribution) -> tuple[str, ...]:
    notes = [f"The weights are taken as those of {result.base}, and held since."]
    if held.given is None:
        notes.append("No weights were given, so all count equally.")
    if result.covered < 1 - 1e-9:
        missing = share(1 - result.covered)
        notes.append(f"{missing} of the weight has no price at both ends and is left out.")
    return tuple(notes)


def _typed(held: Holdings) -> str:
    return ", ".join(f"{line.symbol.ticker} {written(line.weight * 100, Unit.RATIO)}" for line in held.lines)
