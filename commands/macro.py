"""`/macro`: the economy at a glance, or one of its series beside small against large."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
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
    overdue,
    period_of,
    rank,
    small_against_large,
    undated,
    years,
)
from commands.inputs.macro_series import one_series
from commands.presentation.picture_titles import round_rate
from commands.presentation.wording import opened
from market.datasets.economic_series import PANEL, EconomicSeries, Frequency
from market.datasets.macro_observations import YEARS, month_ends
from market.errors import MarketError, NoData
from market.formatting import NEW_YORK, Unit, day, listed, written
from market.notes import merged
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
        today = market.state().at.astimezone(NEW_YORK).date()
        reply = one_series(series, economy, beside) if series else _panel(economy, beside)
        return replace(reply, notes=(*_overdue(economy, series, today), *reply.notes))


def _overdue(economy: MacroService, series: EconomicSeries | None, today: date) -> tuple[str, ...]:
    """Which series should have had a next value by today."""
    wanted = (series,) if series else PANEL
    late = [overdue(seen, today) for seen in economy.many(wanted) if not isinstance(seen, MarketError)]
    return tuple(sentence for sentence in late if sentence)


@dataclass(frozen=True, slots=True, eq=False)
class _PanelResult:
    """The panel of series.

    glances: those that could be had, in the panel's order.
    missing: a sentence for each that could not.
    """

    glances: tuple[SeriesSummary, ...]
    missing: tuple[str, ...]

    @property
    def extreme(self) -> SeriesSummary:
        """The one that is furthest from the middle of its last ten years."""
        return max(self.glances, key=lambda summary: abs(summary.reading.percentile - 0.5))

    @property
    def provenance(self) -> Provenance:
        return combined(*(summary.seen for summary in self.glances))


def _panel(economy: MacroService, beside: SizeRatio) -> Reply:
    panel = _read_panel(economy, beside.ratio)
    headline = _headline(panel)
    facts = tuple(_fact(summary) for summary in panel.glances)
    return Reply(
        headline=str(headline),
        title=headline.title,
        facts=facts,
        table=_table(panel.glances),
        chart=_chart(headline, panel),
        notes=(
            flip(panel.extreme),
            *panel.missing,
            *beside.notes,
            undated(panel.glances),
            *_notes(panel.glances),
        ),
        actions=(
            *(Action(summary.series.name, f"/macro {summary.series}") for summary in panel.glances),
            Action("Yield curve", "/macro curve"),
            Action("Rotation", "/rotation"),
        ),
        evidence=tuple(evidence(summary) for summary in panel.glances),
        released=tuple(
            Release(fact.label, fact.text, summary.seen.released)
            for fact, summary in zip(facts, panel.glances, strict=True)
            if summary.series.frequency is not Frequency.DAILY  # yields come out every day
        ),
        provenance=panel.provenance.named(beside.named(panel.provenance.source)),
        command="/macro",
    )


def _read_panel(economy: MacroService, ratio: pd.Series[float] | None) -> _PanelResult:
    glances, missing, failures = list[SeriesSummary](), list[str](), list[MarketError]()
    ratio = None if ratio is None else month_ends(ratio)
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
    return _PanelResult(tuple(glances), tuple(missing))


def _headline(panel: _PanelResult) -> Headline:
    by_word = {summary.series.word: summary for summary in panel.glances}
    words = {"gdp": "real growth", "unemployment": "unemployment", "10y": "the 10-year yield"}
    said = [word for word in words if word in by_word]

    def sentence(figure: Callable[[SeriesSummary], str]) -> str:
        parts = [
            f"{words[word]}{' is' if word == said[0] else ''} {figure(by_word[word])} "
            f"for {period_of(by_word[word].reading.on, by_word[word].series)}"
            for word in said
        ]
        return opened(listed(parts))

    extreme = panel.extreme
    far = (
        f"furthest from the middle of its last {years(extreme)} is {extreme.series.named}: "
        f"{written(extreme.reading.last, extreme.series.unit)}, the {rank(extreme)} percentile"
    )
    exact = sentence(lambda summary: written(summary.reading.last, summary.series.unit))
    if not exact:
        return Headline(opened(far))
    return Headline(exact, f"; {far}", sentence(lambda s: round_rate(s.reading.last)))


def _fact(summary: SeriesSummary) -> Fact:
    detail = f"{changed(summary)} on the one before; {rank(summary)} percentile of {years(summary)}"
    about = period_of(summary.reading.on, summary.series)
    key = f"macro.{summary.series.word}"
    figures = (
        Figure(f"{key}.change", summary.reading.change, summary.series.change_unit),
        Figure(f"{key}.percentile", summary.reading.percentile, Unit.SHARE),
        Figure(f"{key}.on", summary.reading.on.isoformat(), Unit.DATE),
    )
    return Fact(
        summary.series.name,
        summary.reading.last,
        summary.series.unit,
        detail,
        about,
        summary.seen.source,
        key=f"{key}.last",
        figures=figures,
    )


def _table(glances: Sequence[SeriesSummary]) -> Table:
    columns = [Column("Series"), Column("Last"), Column("Change"), Column("For"), Column("Released")]
    columns += [Column("Percentile", Unit.SHARE), Column("With small / large", Unit.RATIO)]
    rows = tuple(
        (
            summary.series.name,
            written(summary.reading.last, summary.series.unit),
            changed(summary),
            period_of(summary.reading.on, summary.series),
            written(summary.seen.released, Unit.DATE),
            summary.reading.percentile,
            summary.association.correlation if summary.association else None,
        )
        for summary in glances
    )
    return Table(tuple(columns), rows, title="The economy")


def _chart(headline: Headline, panel: _PanelResult) -> MacroPanel:
    rows = tuple(
        MacroRow(
            label=summary.series.name,
            value=written(summary.reading.last, summary.series.unit),
            change=changed(summary),
            released="" if summary.seen.released is None else day(summary.seen.released),
            percentile=summary.reading.percentile,
        )
        for summary in panel.glances
    )
    figures = "; ".join(f"{row.label} {row.value}" for row in rows)
    alt = f"A row for each economic series with its last value, change and ten-year percentile. {figures}. {headline}"
    words = Caption(
        title=headline.over_picture,
        provenance=panel.provenance,
        alt=alt[:1000],
        subtitle="last value and percentile of the last ten years",
    )
    return MacroPanel(words, rows)


def _notes(glances: Sequence[SeriesSummary]) -> tuple[str, ...]:
    return merged(note for summary in glances for note in summary.seen.notes)
