"""`/valuation`: are small caps cheap against large caps?"""

from __future__ import annotations

from charts.pictures.ladder import RungMeasure
from charts.pictures.valuation import ValuationChart
from charts.spec import Caption, Line
from commands.framework.alternatives import offer_alternatives
from commands.framework.command import command
from commands.framework.figure import Figure
from commands.framework.reply import Action, Column, Direction, Evidence, Fact, Headline, Reply, Table
from commands.presentation.figure_keys import closed_at
from commands.presentation.picture_titles import round_share
from commands.presentation.wording import dated
from market.analytics.valuation import LARGE, LOSS_MAKERS, SMALL, Multiple, Spread, Valuation
from market.formatting import Unit, day, level, moment, ordinal, share
from market.services.valuation import ValuationService

PREFERRED = (Multiple.FORWARD_PE, Multiple.TRAILING_PE, Multiple.PRICE_TO_BOOK)
FEW = 60  # stored sessions below which a percentile says little
_NAMES = {
    Multiple.TRAILING_PE: "Trailing P/E",
    Multiple.FORWARD_PE: "Forward P/E",
    Multiple.PRICE_TO_BOOK: "Price-to-book",
}


@command("/valuation", terms={"small": SMALL, "large": LARGE, "few": FEW})
def valuation(*, valuations: ValuationService) -> Reply:
    """Are small caps cheap against large caps? The multiples of the size ladder's funds.

    Trailing P/E is the price over the last twelve months' earnings, forward P/E over those expected
    for the next twelve, price-to-book over the companies' net assets; each for a whole fund, as its
    provider states it. Companies with losses: most providers leave them out of a fund's P/E, which
    flatters small caps; price-to-book counts every company.

    Formula: discount = 1 − multiple of small ({small}) / multiple of large ({large}). Its percentile is that
    of the ratio small / large among the snapshots stored so far, one a session: the share below it
    and half of those equal (Langford 2006). History begins with the first snapshot, so the answer says how
    many there are, and that fewer than {few} say little. Source: the provider of prices named below the answer.
    """
    with offer_alternatives("/ladder", "/compare iwm spy 5y", "/macro"):
        snapshot = valuations.valuation()
    first = _preferred(snapshot)
    headline = _headline(snapshot, first)
    return Reply(
        headline=str(headline),
        title=headline.title,
        facts=dated(_facts(snapshot), moment(snapshot.as_of), snapshot.source),
        table=_table(snapshot),
        chart=_chart(headline, snapshot, first),
        notes=(_flip(first), _missing(snapshot), _young(first), LOSS_MAKERS, *snapshot.notes),
        actions=(
            Action("Size ladder", "/ladder"),
            Action("Small against large", "/compare iwm spy 5y"),
            Action("Rotation", "/rotation"),
            Action("The economy", "/macro"),
            Action("Risk of small caps", "/risk iwm spy"),
        ),
        evidence=_evidence(snapshot),
        direction=Direction.FLAT,
        provenance=snapshot.provenance,
        command="/valuation",
    )


def _preferred(snapshot: Valuation) -> Spread | None:
    by_multiple = {spread.multiple: spread for spread in snapshot.spreads}
    return next((by_multiple[multiple] for multiple in PREFERRED if multiple in by_multiple), None)


def _headline(snapshot: Valuation, first: Spread | None) -> Headline:
    if first is None:
        rungs = " and ".join(rung.rung.lower() for rung in snapshot.rungs) or "no size"
        return Headline(
            f"Small caps cannot be set against large caps: of {SMALL} and {LARGE} no multiple came on "
            f"{snapshot.session}",
            f"; known is {rungs}",
        )
    side = "cheaper" if first.discount >= 0 else "dearer"
    pair = f"{level(first.small)} against {level(first.large)}"
    return Headline(
        f"Small caps were {share(abs(first.discount))} {side} than large caps by {first.multiple.words} "
        f"({pair}) on {snapshot.session}",
        _percentile(first),
        f"Small caps were {round_share(first.discount)} {side} than large caps by {first.multiple.words}",
    )


def _percentile(spread: Spread) -> str:
    """Where the ratio stands; higher is dearer."""
    if spread.percentile is None:
        return ", the first snapshot stored"
    rank = ordinal(round(spread.percentile * 100))
    return f"; their relative price is at the {rank} percentile of the {spread.count:,} sessions stored"


def _facts(snapshot: Valuation) -> list[Fact]:
    facts = []
    for spread in snapshot.spreads:
        rank = "" if spread.percentile is None else f", {ordinal(round(spread.percentile * 100))} percentile"
        pair = f"{level(spread.small)} / {level(spread.large)}, discount {share(spread.discount)}{rank}"
        key = f"valuation.small_to_large.{spread.multiple}"
        figures = (
            Figure(f"{key}.small", spread.small, Unit.RATIO),
            Figure(f"{key}.large", spread.large, Unit.RATIO),
            Figure(f"{key}.percentile", spread.percentile, Unit.SHARE),
        )
        label = f"{_NAMES[spread.multiple]}, small / large"
        facts.append(Fact(label, spread.ratio, Unit.RATIO, pair, key=f"{key}.ratio", figures=figures))
    if snapshot.spreads:
        longest = max(snapshot.spreads, key=lambda spread: spread.count)
        facts.append(
            Fact(
                "History stored",
                longest.count,
                Unit.SESSIONS,
                f"since {min(s.since for s in snapshot.spreads)}",
            )
        )
    return facts


def _table(snapshot: Valuation) -> Table:
    columns = (
        Column("Size"),
        Column("Fund"),
        *(Column(name, Unit.RATIO, f"{{}}.{multiple}") for multiple, name in _NAMES.items()),
    )
    rows = tuple((r.rung, r.ticker, r.trailing_pe, r.forward_pe, r.price_to_book) for r in snapshot.rungs)
    keys, dates = tuple(r.ticker.lower() for r in snapshot.rungs), (closed_at(snapshot.session),) * len(rows)
    return Table(columns, rows, f"Multiples on {snapshot.session}", keys, dates)


def _chart(headline: Headline, snapshot: Valuation, first: Spread | None) -> ValuationChart:
    columns = {
        multiple: tuple(getattr(rung, multiple.value) for rung in snapshot.rungs) for multiple in Multiple
    }
    measures = tuple(
        RungMeasure(_NAMES[multiple], Unit.RATIO, values)
        for multiple, values in columns.items()
        if any(value is not None for value in values)
    )
    spread = None
    if first is not None:
        history = snapshot.history[str(first.multiple)].dropna() - 1.0
        spread = Line.of(f"{_NAMES[first.multiple]}, small over large less one", history)
    rungs = ", ".join(f"{rung.rung.lower()} ({rung.ticker})" for rung in snapshot.rungs)
    alt = f"Bars of the multiples of {rungs}, and the line of small over large since snapshots began. {headline}"
    words = Caption(
        title=headline.over_picture,
        provenance=snapshot.provenance,
        alt=alt[:1000],
        subtitle=f"Funds of the size ladder on {day(snapshot.session)}",
    )
    return ValuationChart(words, tuple(rung.rung for rung in snapshot.rungs), measures, spread)


def _flip(first: Spread | None) -> str:
    """What would close the gap, at the multiples' own earnings."""
    if first is None or first.ratio == 1.0:
        return ""
    needed = share(abs(1.0 / first.ratio - 1.0))
    verb, gap = ("gained", "discount") if first.discount > 0 else ("lost", "premium")
    return (
        f"What would change it: the {gap} by {first.multiple.words} would be gone if small caps {verb} {needed} "
        "on large caps while earnings stayed as they are."
    )


def _missing(snapshot: Valuation) -> str:
    """Which multiple could not be compared."""
    known_multiples = {spread.multiple for spread in snapshot.spreads}
    lacking = [multiple.words for multiple in Multiple if multiple not in known_multiples]
    if not lacking or not known_multiples:
        return ""
    return f"Without {' and '.join(lacking)}: the provider states none for {SMALL} or {LARGE}."


def _young(first: Spread | None) -> str:
    if first is None or first.count >= FEW:
        return ""
    return (
        f"A percentile of {first.count} stored sessions says little yet; one is added each session that "
        "somebody asks or “bellwether refresh valuation” runs."
    )


def _evidence(snapshot: Valuation) -> tuple[Evidence, ...]:
    return tuple(
        Evidence(
            f"Discount by {spread.multiple.words} {share(spread.discount)}",
            "1 − multiple of small / multiple of large; percentile of the ratio among the snapshots stored",
            (
                f"{SMALL} {level(spread.small)} and {LARGE} {level(spread.large)} on {snapshot.session}",
                f"{spread.count:,} snapshots since {spread.since}",
            ),
            snapshot.source,
        )
        for spread in snapshot.spreads
    )
