"""What a market did over a period: its headline, figures and evidence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd

from commands.framework.figure import Figure
from commands.framework.reply import Evidence, Fact, Headline
from commands.presentation.figure_keys import closed_at, no_bar, record_figures, span, subject
from commands.presentation.picture_titles import level_title, moved_title
from commands.presentation.wording import between_words, opened, record_words, so_far_words, the
from market.analytics.gaps import first_gap
from market.analytics.performance import change_over, drawdown
from market.analytics.records import record_closes
from market.bars import Bars, RunningBar
from market.catalog import SymbolKind
from market.formatting import Unit, change, level, moved_points, written
from market.inspection.currency import unit_words
from market.period import Period


@dataclass(frozen=True, slots=True, eq=False)
class PeriodMove:
    """A market over a period.

    closes: from the base to the end.
    change: a fraction; NaN where either has no close.
    """

    bars: Bars
    period: Period
    closes: pd.Series[float]
    change: float
    base: date
    end: date

    @classmethod
    def of(cls, bars: Bars, period: Period) -> PeriodMove:
        """The change of `bars` over `period`. Raises NoData as `Period.cut` does."""
        return cls(bars, period, period.cut(bars.closes), *change_over(bars.closes, period))

    @property
    def first(self) -> float:
        return float(self.closes.iloc[0])

    @property
    def last(self) -> float:
        return float(self.closes.iloc[-1])

    @property
    def amount(self) -> str:
        """The change as it is written: of a measured level in points."""
        return moved_points(self.last - self.first) if self.bars.symbol.is_level else change(self.change)

    @property
    def when(self) -> str:
        """ "over 1 year", "on 2026-01-22"."""
        return f"on {self.end}" if self.period.sessions == 1 else self.measured.words

    @property
    def measured(self) -> Period:
        """The period, or as much of it as there are closes of."""
        return self.period.measured(self.base, self.end, self.bars.due)


def so_far_headline(move: PeriodMove, running: RunningBar) -> Headline:
    """Where the market is in its session in progress, and then what it did up to the last close."""
    bars, unit = move.bars, unit_words(move.bars.currency)
    last, base = (f"{level(price)}{f' {unit}' if unit else ''}" for price in (running.last, move.last))
    return Headline(
        so_far_words(the(bars.symbol.label), last, change(bars.running_change), base, running.at),
        f"; it moved {move.amount} {move.when}",
    )


def move_headline(move: PeriodMove) -> Headline:
    """What it did, or why that is not known."""
    name, unit = the(move.bars.symbol.label), unit_words(move.bars.currency)
    if move.change != move.change:  # there is no close to measure the period from, or none that it ends with
        gap = move.base if move.first != move.first else move.end
        return Headline(opened(f"{name}’s change {move.when} is not known"), f": {no_bar(gap, move.bars)}")
    between = between_words(move.measured, move.base, move.end)
    return Headline(
        opened(f"{name} moved {move.amount} {move.when}"),
        f"{between}, to {level(move.last)}{f' {unit}' if unit else ''}",
    )


def extreme_headline(move: PeriodMove, side: str) -> Headline:
    """Its lowest ("low") or highest ("high") close and when that was, then what it did; only the latter where a
    session has no close."""
    if first_gap(move.closes) is not None:
        return move_headline(move)
    place = int(move.closes.argmin() if side == "low" else move.closes.argmax())
    at = move.closes.index[place].date()
    name, unit = the(move.bars.symbol.label), unit_words(move.bars.currency)
    value = f"{level(float(move.closes.iloc[place]))}{f' {unit}' if unit else ''}"
    return Headline(
        opened(f"{name}’s {side}est close {move.when} was {value}, on {at}"),
        f"; it moved {move.amount} {move.when}{between_words(move.measured, move.base, move.end)}",
    )


def move_evidence(move: PeriodMove) -> Evidence:
    """The two closes behind the headline."""
    return Evidence(
        f"{move.amount} {move.when}",
        "last close − base close, in points"
        if move.bars.symbol.is_level
        else "last close / base close − 1 (price return)",
        (
            f"{written(move.first, Unit.LEVEL)} on {move.base}",
            f"{written(move.last, Unit.LEVEL)} on {move.end}",
        ),
        move.bars.source,
    )


def move_facts(move: PeriodMove) -> list[Fact]:
    """Close, change and extremes; of what can be held drawdown and record, too."""
    bars, closes, words = move.bars, move.closes, move.measured.words
    word, asked, end = subject(bars.symbol), span(move.period), closed_at(move.end)
    unit = unit_words(bars.currency)
    close = Fact(
        "Last close",
        move.last,
        Unit.LEVEL,
        f"{unit}, {move.end}" if unit else str(move.end),
        as_of=end,
        key=f"{word}.close",
        why=no_bar(first_gap(closes.iloc[-1:]), bars),
    )
    if bars.symbol.is_level:
        return [close, Fact("Change", move.amount, detail=words), *_extremes(move)]
    records = record_closes(bars.closes.loc[: closes.index[-1]])
    return [
        close,
        Fact(
            "Base close",
            move.first,
            Unit.LEVEL,
            str(move.base),
            as_of=closed_at(move.base),
            key=f"{word}.close",
        ),
        Fact(
            "Change",
            move.change,
            Unit.CHANGE,
            f"{_points(move)}{words}, price return",
            end,
            key=f"{word}.change.{asked}",
            why=no_bar(first_gap(closes.iloc[[0, -1]]), bars),
        ),
        *_extremes(move),
        _worst(move),
        Fact("Record", record_words(records, bars), as_of=end, figures=record_figures(word, records, bars)),
    ]


def _points(move: PeriodMove) -> str:
    """The change of an index in its points, as people tell it."""
    return f"{moved_points(move.last - move.first)}, " if move.bars.symbol.kind is SymbolKind.INDEX else ""


def _extremes(move: PeriodMove) -> list[Fact]:
    """The highest and the lowest close; withheld where it may have been on a session without one."""
    closes, word, asked = move.closes, subject(move.bars.symbol), span(move.period)
    why, end = no_bar(first_gap(closes), move.bars), closed_at(move.end)
    return [
        Fact(
            f"{kind.capitalize()} close",
            None if why else value,
            Unit.LEVEL,
            f"of those known {level(value)} on {at:%Y-%m-%d}; {why}" if why else f"{at:%Y-%m-%d}",
            as_of=end,
            key=f"{word}.{kind}.{asked}",
            why=why,
            figures=(
                Figure(f"{word}.{kind}_on.{asked}", None if why else f"{at:%Y-%m-%d}", Unit.DATE, why=why),
            ),
        )
        for kind, value, at in (
            ("highest", float(closes.max()), closes.idxmax()),
            ("lowest", float(closes.min()), closes.idxmin()),
        )
    ]


def _worst(move: PeriodMove) -> Fact:
    falls = drawdown(move.closes)
    worst, why = float(falls.min()), no_bar(first_gap(move.closes), move.bars)
    when = f"on {falls.idxmin():%Y-%m-%d}, within the period" if worst < 0 else "within the period"
    return Fact(
        "Worst drawdown",
        None if why else worst,
        Unit.CHANGE,
        why or when,
        as_of=closed_at(move.end),
        key=f"{subject(move.bars.symbol)}.worst_drawdown.{span(move.period)}",
        why=why,
    )


def move_title(move: PeriodMove, headline: Headline, when: str) -> str:
    """The finding in round figures."""
    label = move.bars.symbol.label
    if move.change != move.change:
        return headline.title
    if move.bars.symbol.is_level:
        return level_title(label, move.last - move.first, when)
    return moved_title(label, move.change, when)
