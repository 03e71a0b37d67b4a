"""The answer of `/portfolio`, from the positions that its owner stored. It is private."""

from __future__ import annotations

from dataclasses import dataclass

from charts.pictures.waterfall import Waterfall
from commands.framework.reply import Action, Column, Evidence, Fact, Headline, Reply, Table, Visibility
from commands.holdings.positions import UNNAMED, PricedPositions, shares
from commands.inputs.looked_through import lists_of_funds, stated_weights
from commands.presentation.attribution_words import moved_words
from commands.presentation.figure_keys import closed_at, span
from commands.presentation.holdings_waterfall import holdings_waterfall
from commands.presentation.picture_titles import moved_roundly
from commands.presentation.wording import dates_words, direction
from market.analytics.portfolio import ActiveShare, ValuedHolding, ValuedPortfolio, active_share
from market.datasets.members import RUSSELL_2000
from market.errors import MarketError
from market.formatting import Unit, change, level, listed, share
from market.period import Period
from market.services.members import MemberService
from market.symbols import Symbol

INDEX = "IWM"  # whose list the active share is measured against


def portfolio_answer(held: PricedPositions, period: Period, members: MemberService) -> Reply:
    """What the holdings are worth, have gained and gave over `period`."""
    headline, main = _headline(held), held.main
    return Reply(
        headline=str(headline),
        title=headline.title,
        facts=(*_facts(held, period), *_active(held, members)),
        table=_table(held, period),
        chart=_chart(held, headline),
        notes=(
            *(_about(holding) for part in held.by_currency.values() for holding in part.holdings),
            *(
                ("Each currency is by itself, without exchange rates; the picture is of the first.",)
                if len(held.by_currency) > 1
                else ()
            ),
            "Price return of the shares that you hold now, without dividends.",
            *held.prices.notes(max(part.end for part in held.by_currency.values())),
            "Only you see this. It is kept until you remove it: /portfolio remove, or /privacy erase.",
        ),
        actions=(
            Action("5 days", "/portfolio 5d"),
            Action("Year to date", "/portfolio ytd"),
            Action("Stored about you", "/privacy"),
        ),
        evidence=_evidence(held),
        visibility=Visibility.PRIVATE,
        direction=direction(main.change if main and not held.why_change else float("nan")),
        provenance=held.provenance,
        command=f"/portfolio {period}",
        shareable=False,
        kept=False,
    )  # fmt: skip


def _headline(held: PricedPositions) -> Headline:
    part = held.main
    if part is None or held.why:
        return Headline("What your holdings are worth together is not known", f": {held.why}")
    when = dates_words(part.base, part.end, part.sessions)
    whose = "Your holdings" if len(held.by_currency) == 1 else f"Your holdings in {held.currency}"
    moved = moved_words(part.change).replace("was unchanged", "were unchanged")
    if held.why_change:
        return Headline(
            f"{whose} are worth {level(part.value)}{_money(held.currency)}", f"; {_unknown(held, when)}"
        )
    worth = f", to {level(part.value)}{_money(held.currency)}"
    gained = f"; that is {change(part.gained)} on what they cost" if part.gained == part.gained else ""
    return Headline(f"{whose} {moved} {when}", worth + gained, f"{whose} {moved_roundly(part.change)} {when}")


def _unknown(held: PricedPositions, when: str) -> str:
    return f"what they did {when} is not known: {held.why_change}"


def _money(currency: str) -> str:
    return "" if currency == UNNAMED else f" {currency}"


def _facts(held: PricedPositions, period: Period) -> list[Fact]:
    """The whole of each currency."""
    facts = []
    for currency, part in held.by_currency.items():
        word = "" if currency == held.currency else f".{currency.lower()}"
        label = "" if not word else f" in {currency}"
        at, why, why_change = closed_at(part.end), held.lack or part.why, held.lack or part.why_change
        over = dates_words(part.base, part.end, part.sessions)
        unsaid = [h.ticker for h in part.holdings if h.paid != h.paid]
        uncosted = why or (f"what {listed(unsaid)} cost was not said" if unsaid else "")
        money = "" if currency == UNNAMED else currency
        figures = (
            ("Value", "value", part.value, Unit.LEVEL, why, money),
            ("Cost", "paid", part.paid, Unit.LEVEL, uncosted, money),
            ("Gain", "gain", part.gain, Unit.LEVEL, uncosted, money),
            ("Gain on the cost", "gained", part.gained, Unit.CHANGE, uncosted, "price return"),
            ("Change", f"change.{span(period)}", part.change, Unit.CHANGE, why_change, over),
        )  # fmt: skip
        facts += [
            Fact(
                f"{name}{label}", None if reason else value, unit, reason or detail, at, held.provenance.source,
                key=f"holdings.{key}{word}", why=reason,
            )
            for name, key, value, unit, reason, detail in figures
        ]  # fmt: skip
    return facts


@dataclass(frozen=True, slots=True)
class _Against:
    """The active share, and the day of the index's list."""

    share: ActiveShare
    day: str


def _active(held: PricedPositions, members: MemberService) -> list[Fact]:
    """How far the main currency's holdings are from small caps, funds looked through where their lists are stored."""
    part, label = held.main, f"Active share to {INDEX}"
    if part is None or held.why:
        return []
    key, at, source = f"holdings.active_share.{INDEX.lower()}", closed_at(part.end), held.provenance.source
    try:
        against = _against(part, members)
    except MarketError as problem:
        return [Fact(label, None, Unit.SHARE, str(problem), at, source, key=key, why=str(problem))]
    active, unseen = against.share, listed(list(against.share.unseen))
    same = f"{share(active.shared)} is as in its list of {against.day}"
    if not unseen:
        return [Fact(label, active.high, Unit.SHARE, same, at, source, key=key)]
    between = f"{share(active.low)} to {share(active.high)}"
    return [
        Fact(
            label,
            between,
            detail=f"{unseen} cannot be looked through; {same} at least",
            as_of=at,
            source=source,
        )
    ]


def _against(part: ValuedPortfolio, members: MemberService) -> _Against:
    index = members.members(RUSSELL_2000)
    symbols = [Symbol.parse(holding.ticker) for holding in part.holdings]
    lists, funds = lists_of_funds(symbols, members)
    weights = {holding.ticker: holding.value / part.value for holding in part.holdings}
    return _Against(active_share(weights, lists, funds, stated_weights(index)), str(index.day))


def _table(held: PricedPositions, period: Period) -> Table:
    several = len(held.by_currency) > 1
    columns = (
        Column("Holding"),
        Column("Shares"),
        Column("Close", Unit.LEVEL),
        Column("Value", Unit.LEVEL, "holdings.{}.value"),
        Column("Gain", Unit.LEVEL, "holdings.{}.gain"),
        Column("Gain on the cost", Unit.CHANGE, "holdings.{}.gained"),
        Column("Weight", Unit.SHARE, "holdings.{}.weight"),
        Column("Contribution", Unit.LEAD, f"contribution.holdings.member.{{}}.{span(period)}"),
    )
    rows, keys, dates, reasons = [], [], [], []
    for currency, part in held.by_currency.items():
        for h in part.holdings:
            label = f"{h.ticker} ({currency})" if several else h.ticker
            whole = float("nan") if held.lack else part.value
            gave = float("nan") if held.lack else h.contribution
            rows.append((label, shares(h.units), h.close, h.value, h.gain, h.gained, h.value / whole, gave))
            keys.append(h.ticker.lower().replace(".", "_"))
            dates.append(closed_at(part.end))
            unsaid = f"what {h.ticker} cost was not said" if h.paid != h.paid else ""
            reasons.append(
                h.why or held.lack or unsaid or h.why_change or part.why_change or "nothing was paid"
            )
    return Table(columns, tuple(rows), "By holding", tuple(keys), tuple(dates), tuple(reasons))


def _chart(held: PricedPositions, headline: Headline) -> Waterfall | None:
    """Contributions of the main currency's holdings."""
    part = held.main
    if part is None or held.why_change:
        return None
    return holdings_waterfall(
        headline.over_picture,
        f"{headline.title}.",
        [(holding.ticker, holding.contribution) for holding in part.holdings],
        part.change,
        held.prices.all,
    )


def _about(holding: ValuedHolding) -> str:
    if holding.why:
        return f"The value of {holding.ticker} is not known: {holding.why}."
    if holding.split != 1.0:
        many = shares(holding.split)
        return f"{holding.ticker} has split since you wrote it down: one share has become {many}."
    return ""


def _evidence(held: PricedPositions) -> tuple[Evidence, ...]:
    return tuple(
        Evidence(
            f"{holding.ticker} {level(holding.value)}{_money(currency)}",
            "shares × close; gain = value − what was paid",
            (f"{shares(holding.units)} shares", f"{level(holding.close)} on {part.end}"),
            held.prices.bars[holding.ticker].source,
        )
        for currency, part in held.by_currency.items()
        for holding in part.holdings
    )
