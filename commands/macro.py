"""`/macro`: the economy at a glance, or one of its series beside small against large."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

import pandas as pd

from charts.pictures.macro import MacroPanel, MacroRow
from charts.spec import Caption
from commands.framework.alternatives import offer_alternatives
from commands.framework.command import command
from commands.framework.figure import Figure
from commands.framework.reply import Action, Column, Fact, Headline, Release, Reply, Table
from commands.inputs.economic_series import (
    SeriesSummary,
    SeriesWord,
    SizeRatio,
    changed,
    evidence,
    flip,
    glance,
    period_of,
    rank,
    small_against_large,
    years,
)
from commands.inputs.macro_series import one_series
from commands.presentation.wording import listed, opened
from market.datasets.economic_series import PANEL, EconomicSeries, Frequency
from market.datasets.macro_observations import YEARS
from market.errors import MarketError, NoData
from market.formatting import Unit, written
from market.provenance import Provenance, combined
from market.services.macro import MacroService
from market.services.prices import Market

SeriesName = Annotated[EconomicSeries | None, SeriesWord()]


@command("/macro", "/macro unemployment", "/macro 10y", "/macro curve", terms={"years": YEARS})
def macro(series: SeriesName = None, *, economy: MacroService, market: Market) -> Reply:
    """The economy's figures, how unusual they are, and how they went with small against large.

    Real GDP growth (annual rate), payrolls (monthly change), unemployment, initial claims (average of
    four weeks), financial conditions (NFCI; above zero is tighter than average), the high-yield
    spread, the 10-year yield and its real part. Type /macro unemployment to see one drawn, with
    recessions shaded; also /macro 2y and /macro curve.

    Formula: percentile = (count below + half of those equal) / count, over the last {years} years
    (Langford 2006). Association = Pearson's correlation of the figure's change with the log change
    of Russell 2000 / S&P 500, month by month (quarter by quarter for GDP), over {years} years. It is no
    cause, and no forecast: figures are published after the period they are about, and revised.
    Source: FRED, St. Louis Fed; recessions are those dated by the NBER, from its published dates where
    the source has none.
    """
    with offer_alternatives("/smallcaps", "/rotation", "/breadth"):
        beside = small_against_large(market)
        return one_series(series, economy, beside) if series else _panel(economy, beside)


@dataclass(frozen=True, slots=True, eq=False)
class _Found:
    """The panel's series that could be had, in its order, and a sentence for each that could not."""

    glances: tuple[SeriesSummary, ...]
    missing: tuple[str, ...]

    @property
    def extreme(self) -> SeriesSummary:
        """The one that is furthest from the middle of its last ten years."""
        return max(self.glances, key=lambda each: abs(each.reading.percentile - 0.5))

    @property
    def provenance(self) -> Provenance:
        return combined(*(each.seen for each in self.glances))


def _panel(economy: MacroService, beside: SizeRatio) -> Reply:
    found = _found(economy, beside.ratio)
    headline = _headline(found)
    facts = tuple(_fact(each) for each in found.glances)
    return Reply(
        headline=str(headline),
        title=headline.title,
        facts=facts,
        table=_table(found.glances),
        chart=_chart(headline, found),
        notes=(
            flip(found.extreme),
            *found.missing,
            *beside.notes,
            *_unreleased(found.glances),
            *_notes(found.glances),
        ),
        actions=(
            *(Action(each.series.name, f"/macro {each.series}") for each in found.glances),
            Action("Yield curve", "/macro curve"),
            Action("Rotation", "/rotation"),
        ),
        evidence=tuple(evidence(each) for each in found.glances),
        released=tuple(
            Release(fact.label, fact.text, summary.seen.released)
            for fact, summary in zip(facts, found.glances, strict=True)
            if summary.series.frequency is not Frequency.DAILY  # yields come out every day
        ),
        provenance=found.provenance.named(beside.named(found.provenance.source)),
        command="/macro",
    )


def _found(economy: MacroService, ratio: pd.Series[float] | None) -> _Found:
    glances, missing, failures = list[SeriesSummary](), list[str](), list[MarketError]()
    for series, outcome in zip(PANEL, economy.many(PANEL), strict=True):
        try:
            if isinstance(outcome, MarketError):
                raise outcome
            glances.append(glance(outcome, ratio))
        except MarketError as problem:
            failures.append(problem)
            missing.append(f"Without {series.name}: {problem}")
    if not glances:
        raise failures[0] if failures else NoData("There are no economic series. Try again later.")
    return _Found(tuple(glances), tuple(missing))


def _headline(found: _Found) -> Headline:
    said = {each.series.word: written(each.reading.last, each.series.unit) for each in found.glances}
    words = {"gdp": "real growth is", "unemployment": "unemployment", "10y": "the 10-year yield"}
    parts = [f"{words[word]} {said[word]}" for word in words if word in said]
    extreme = found.extreme
    far = (
        f"furthest from the middle of its last {years(extreme)} is {extreme.series.name}, at "
        f"{written(extreme.reading.last, extreme.series.unit)} the {rank(extreme)} percentile"
    )
    return Headline(opened(listed(parts)), f"; {far}") if parts else Headline(opened(far))


def _fact(each: SeriesSummary) -> Fact:
    detail = f"{changed(each)} on the one before; {rank(each)} percentile of {years(each)}"
    about = period_of(each.reading.on, each.series)
    key = f"macro.{each.series.word}"
    figures = (
        Figure(f"{key}.change", each.reading.change, each.series.change_unit),
        Figure(f"{key}.percentile", each.reading.percentile, Unit.SHARE),
        Figure(f"{key}.on", each.reading.on.isoformat(), Unit.DATE),
    )
    return Fact(
        each.series.name,
        each.reading.last,
        each.series.unit,
        detail,
        about,
        each.seen.source,
        key=f"{key}.last",
        figures=figures,
    )


def _table(glances: Sequence[SeriesSummary]) -> Table:
    columns = [Column("Series"), Column("Last"), Column("Change"), Column("For"), Column("Released")]
    columns += [Column("Percentile", Unit.SHARE), Column("With small / large", Unit.RATIO)]
    rows = tuple(
        (
            each.series.name,
            written(each.reading.last, each.series.unit),
            changed(each),
            period_of(each.reading.on, each.series),
            written(each.seen.released, Unit.DATE),
            each.reading.percentile,
            each.association.correlation if each.association else None,
        )
        for each in glances
    )
    return Table(tuple(columns), rows, title="The economy")


def _chart(headline: Headline, found: _Found) -> MacroPanel:
    rows = tuple(
        MacroRow(
            label=each.series.name,
            value=written(each.reading.last, each.series.unit),
            change=changed(each),
            released="" if each.seen.released is None else f"{each.seen.released}",
            percentile=each.reading.percentile,
        )
        for each in found.glances
    )
    figures = "; ".join(f"{row.label} {row.value}" for row in rows)
    alt = f"A row for each economic series with its last value, change and ten-year percentile. {figures}. {headline}"
    words = Caption(
        title=headline.title,
        provenance=found.provenance,
        alt=alt[:1000],
        subtitle="last value, change on the one before, release, and percentile of the last ten years",
    )
    return MacroPanel(words, rows)


def _unreleased(glances: Sequence[SeriesSummary]) -> tuple[str, ...]:
    if all(each.seen.released for each in glances):
        return ()
    return ("Without some dates of release: the source states them only when it is asked with a key.",)


def _notes(glances: Sequence[SeriesSummary]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(note for each in glances for note in each.seen.notes))
