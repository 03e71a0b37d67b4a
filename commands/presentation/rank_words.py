"""Where a period stands in its history, in words."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import pandas as pd

from commands.presentation.wording import the
from market.analytics.ranking import Ranking, RankUnit, changes, first_time, rank_values
from market.bars import Bars
from market.formatting import ordinal

EACH = {
    RankUnit.DAY: "daily",
    RankUnit.WEEK: "weekly",
    RankUnit.MONTH: "monthly",
    RankUnit.QUARTER: "quarterly",
    RankUnit.YEAR: "yearly",
}
PERIODS = {
    "day": "day",
    "week": "week",
    "month": "month",
    "quarter": "quarter",
    "year": "year",
    "start": "start of a year",
}


def period_label(last: str, unit: RankUnit) -> str:
    """A period by its last session: "2026-01-22", "week to 2026-01-23", "January 2026", "Q1 2026", "2026"."""
    day = date.fromisoformat(last)
    match unit:
        case RankUnit.DAY:
            return last
        case RankUnit.WEEK:
            return f"week to {last}"
        case RankUnit.MONTH:
            return f"{day:%B %Y}"
        case RankUnit.QUARTER:
            return f"Q{(day.month + 2) // 3} {day.year}"
        case RankUnit.YEAR:
            return str(day.year)
        case RankUnit.START:
            return f"start of {day.year}"


def newest_words(result: Ranking, unit: RankUnit) -> str:
    """The newest period behind a name in a sentence: "start of 2026 to 2026-01-22", "day of 2026-01-22"."""
    last = str(result.current.last)
    if unit is RankUnit.DAY:
        return f"day of {last}"
    if unit is RankUnit.START:
        return f"start of {result.current.last.year} to {last}"
    return f"{period_label(last, unit)}" if unit is RankUnit.WEEK else f"{period_label(last, unit)} to {last}"


def newest_time(result: Ranking, unit: RankUnit) -> str:
    """The same as a time: "on 2026-01-22", "in the week to 2026-01-23", "in January 2026 to 2026-01-22"."""
    if unit is RankUnit.DAY:
        return f"on {result.current.last}"
    the_one = "the " if unit in (RankUnit.WEEK, RankUnit.START) else ""
    return f"in {the_one}{newest_words(result, unit)}"


def rank_words(result: Ranking, unit: RankUnit, lead: bool = False) -> str:
    """ "best of 38 starts of a year", "4th worst of 1,988 weeks", and of one that has none beside it "only month"."""
    if result.count == 1:
        return "only start of a year" if unit is RankUnit.START else f"only {unit}"
    place = "" if result.rank == 1 else f"{ordinal(result.rank)} "
    many = "starts of a year" if unit is RankUnit.START else f"{unit}s"
    return f"{place}{side_words(result, lead)} of {result.count:,} {many}"


def hidden_words(bars: Iterable[Bars], result: Ranking, unit: RankUnit) -> str:
    """Why the rank is not known: a missing close, or a history in doubt, may hide a better one; else empty."""
    if cut := history_cut(bars):
        return cut
    if result.unknown:
        many = len(result.unknown)
        periods = f"{many} earlier {unit}{'s have' if many > 1 else ' has'}"
        return f"{periods} no value, because a close is missing or in doubt"
    return ""


def superlative(closes: pd.Series[float], unit: RankUnit, long_ago: int) -> str:
    """Behind a move in a headline: ", its worst week since the week to 2025-04-04", where none of at least `long_ago`
    periods before it was as large; ", its first weekly rise since the week to 2025-12-26", where as many before it were
    no rise; else empty, and where a missing close may hide one."""
    moves = changes(closes, unit)
    change = float(moves["change"].iloc[-1]) if len(moves) else float("nan")
    if change != change or change == 0 or len(moves) <= long_ago:
        return ""
    ranked, named = rank_values(moves, change > 0, None), "the " * (unit is RankUnit.WEEK)
    best = "best" if change > 0 else "worst"
    if ranked.as_good is None and ranked.since_is_sure:
        return f", its {best} {unit} since the history began on {ranked.history_from}"
    if ranked.as_good and ranked.since_is_sure and len(moves.loc[str(ranked.as_good.last) :]) - 2 >= long_ago:
        return f", its {best} {unit} since {named}{period_label(str(ranked.as_good.last), unit)}"
    spell = first_time(moves["change"] * (1 if change > 0 else -1))
    if spell.length == 1 and spell.gap is None and spell.before and spell.between >= long_ago:
        kind = f"{EACH[unit]} {'rise' if change > 0 else 'fall'}"
        return f", its first {kind} since {named}{period_label(str(spell.before), unit)}"
    return ""


def history_cut(bars: Iterable[Bars]) -> str:
    """That the earlier part of a history is left out because it is in doubt; empty where none is."""
    cut = [b for b in bars if b.missing and b.missing[0] < b.frame.index[0].date()]
    return (
        f"closes of {the(cut[0].symbol.label)} before {cut[0].frame.index[0].date()} are in doubt"
        if cut
        else ""
    )


def side_words(result: Ranking, lead: bool = False) -> str:
    """ "best", "worst", or "largest" of a lead."""
    return "largest" if lead else "best" if result.best else "worst"


def since_words(result: Ranking, unit: RankUnit, lead: bool = False) -> str:
    """Since when none was as good: ", the best since 2019"; where nothing can be said, why; empty where the one
    before was as good."""
    side = side_words(result, lead)
    if not result.since_is_sure:
        return f"; since when it is the {side} is unknown: an earlier close is missing or in doubt"
    if result.as_good is None:
        return f" since the history began on {result.history_from}"
    if result.as_good.last >= result.current.base or (
        unit is RankUnit.START and result.as_good.last.year == result.current.last.year - 1
    ):
        return ""  # the one before was as good
    label = period_label(str(result.as_good.last), unit).removeprefix("start of ")
    return f", the {side} since {'the ' if unit is RankUnit.WEEK else ''}{label}"
