"""Verdicts on superlatives and on distances from a record: completed sessions only."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta

import pandas as pd

from market.analytics.gaps import first_gap
from market.analytics.ranking import Ranking, RankUnit, changes, rank_values
from market.bars import Bars
from market.claims.drawdowns import Distance, DrawdownClaim
from market.claims.expressions.when import Turn, When
from market.claims.sentence import Basis
from market.claims.superlatives import ExtremeClaim
from market.errors import NoData
from market.formatting import change, level, ordinal
from market.symbols import Symbol
from market.verdicts.data import JudgementData, closes_to, refuse_gap, start_of
from market.verdicts.verdict import ClaimOutcome, Tried, Verdict, holds

# Below the highest close, as fractions; a bull market is as far above the lowest as a bear market below the highest.
CORRECTION, BEAR = 0.10, 0.20


def judge_extreme(claim: ExtremeClaim, symbol: Symbol, data: JudgementData) -> ClaimOutcome:
    """Is it the highest (lowest) close, or the best (worst) day, week, month …, after the time named? The periods that
    stand beside are tried before it is not: as they are, and their own highest close and best day."""
    outcome = _judge_extreme(claim, symbol, data)
    if claim.either and outcome.verdict is Verdict.FAILS:
        other = _judge_extreme(replace(claim, high=not claim.high), symbol, data)
        outcome = other if other.verdict is Verdict.HOLDS else outcome
    for period in claim.nearby if outcome.verdict is Verdict.FAILS else ():
        for within in _within(claim, period, data.of(symbol)):
            with suppress(NoData):
                tried = _judge_extreme(within, symbol, data)
                if tried.verdict is Verdict.HOLDS:
                    return tried
    return outcome


def _within(claim: ExtremeClaim, period: When, bars: Bars) -> Iterator[ExtremeClaim]:
    """ "the second quarter was its best since 2020", "in April it closed at its highest since 2020": the period itself,
    where it may be meant, and its day."""
    if claim.change and period.unit != "day":
        if period.unit in ("week", "month", "quarter", "year"):
            yield replace(claim, when=period, unit=period.unit)
        return
    closes = bars.closes if bars.has_levels else bars.total
    values = closes.pct_change(fill_method=None) if claim.change else closes
    part = values.loc[pd.Timestamp(period.first or period.last) : pd.Timestamp(period.last)].dropna()
    if not part.empty:
        yield replace(
            claim, when=When(part.index[int(part.argmax() if claim.high else part.argmin())].date())
        )


def _judge_extreme(claim: ExtremeClaim, symbol: Symbol, data: JudgementData) -> ClaimOutcome:
    bars, series = closes_to(symbol, claim.when, data)
    claim = replace(claim, since=replace(claim.since, named=start_of(claim.since, series, symbol)))
    if not claim.change:
        return _highest(claim, bars, series, symbol)
    return _best_or_worst(claim, bars, series, data)


def _highest(claim: ExtremeClaim, bars: Bars, series: pd.Series[float], symbol: Symbol) -> ClaimOutcome:
    day, named = series.index[-1].date(), claim.since.named or series.index[0].date()
    value = float(series.iloc[-1])
    between = series.loc[pd.Timestamp(named) + pd.Timedelta(days=1) :].iloc[:-1]
    beyond = between[between >= value] if claim.high else between[between <= value]
    if beyond.empty:
        refuse_gap(first_gap(between), bars)
    side = "as high" if claim.high else "as low"
    statement = f"closed at {level(value)} on {day}"
    if len(beyond):
        statement += f"; {level(float(beyond.iloc[-1]))} on {beyond.index[-1].date()} was {side}"
    else:
        statement += f"; none of the {len(between):,} closes between was {side}"
    verdict = holds(beyond.empty)
    if verdict is Verdict.FAILS and bars.has_levels and claim.basis is Basis.SESSION:
        column = bars.frame["high" if claim.high else "low"]
        prints = column.loc[pd.Timestamp(named) + pd.Timedelta(days=1) : series.index[-1]]
        best = prints.idxmax() if claim.high else prints.idxmin()
        verdict = holds(best == series.index[-1])
        statement += f"; its {'high' if claim.high else 'low'} was {level(float(prints.iloc[-1]))}"
    inputs = (f"close {level(value)} on {day}", f"closes after {named}")
    return ClaimOutcome(
        verdict, statement, f"no close since is {side}", inputs, bars.source, value, named, day
    )


def _best_or_worst(
    claim: ExtremeClaim, bars: Bars, series: pd.Series[float], data: JudgementData
) -> ClaimOutcome:
    """The newest period, and where it is not over on the last session, the one before as well."""
    unit = RankUnit(claim.unit)
    values = _changes(series, unit, claim.points)
    tried: list[tuple[Tried, Ranking]] = []
    whole = unit in (RankUnit.DAY, RankUnit.START) or _is_over(series, unit, data)
    for back in (0,) if whole else (0, 1):
        ranking = rank_values(values.iloc[: len(values) - back], claim.high, claim.since.named)
        way = ranking.current.value > 0 if claim.high else ranking.current.value < 0
        right = holds(ranking.rank == (claim.rank or 1) and way)
        words = f"the {unit} to {ranking.current.last}"
        tried.append((Tried(words, _shown(ranking.current.value, claim.points), right), ranking))
    best = next((pair for pair in tried if pair[0].verdict is Verdict.HOLDS), tried[0])
    outcome, ranking = best
    statement = f"{outcome.actual} in {outcome.words}; " + _rank_words(ranking, claim)
    if claim.rank and ranking.unknown:
        raise NoData(f"There is no close for the {unit} to {ranking.unknown[0]}, which may stand before it.")
    if not ranking.since_is_sure and outcome.verdict is Verdict.HOLDS and ranking.unknown:
        raise NoData(
            f"There is no close for the {unit} to {ranking.unknown[0]}, which may have been further."
        )
    return ClaimOutcome(
        outcome.verdict,
        statement,
        f"no {unit} since is {_way(claim)}, close over the close before it − 1",
        (f"{ranking.count:,} periods after {claim.since.named}",),
        bars.source,
        ranking.current.value,
        ranking.current.base,
        ranking.current.last,
        tuple(pair[0] for pair in tried),
    )


def _changes(series: pd.Series[float], unit: RankUnit, points: bool) -> pd.DataFrame:
    values = changes(series, unit)
    if not points:
        return values
    bases = series.reindex(pd.DatetimeIndex(values["base"])).to_numpy()
    return values.assign(change=values["change"] * bases)


def _is_over(series: pd.Series[float], unit: RankUnit, data: JudgementData) -> bool:
    """Does the newest period end with the newest session?"""
    last: date = series.index[-1].date()
    following = data.calendar.sessions(last, last + timedelta(days=10))
    after = following[1] if len(following) > 1 else last + timedelta(days=1)
    if unit is RankUnit.WEEK:
        return after.isocalendar()[:2] != last.isocalendar()[:2]
    months = {RankUnit.MONTH: 1, RankUnit.QUARTER: 3, RankUnit.YEAR: 12}[unit]
    return (after.year * 12 + after.month - 1) // months != (last.year * 12 + last.month - 1) // months


def _shown(value: float, points: bool) -> str:
    return f"{value:+,.2f} points".replace("-", "−") if points else change(value)


def _rank_words(ranking: Ranking, claim: ExtremeClaim) -> str:
    if claim.rank:
        return f"{ordinal(ranking.rank)} of {ranking.count:,} since {claim.since.named}"
    if ranking.rank == 1:
        return f"none of the {ranking.count - 1:,} before it since {claim.since.named} was {_way(claim)}"
    runner = ranking.runners_up[0]
    return f"{_shown(runner.value, claim.points)} to {runner.last} was {_way(claim)}"


def _way(claim: ExtremeClaim) -> str:
    return "better" if claim.high else "worse"


def judge_drawdown(claim: DrawdownClaim, symbol: Symbol, data: JudgementData) -> ClaimOutcome:
    """How far is it from its highest close, or the high of the session it names?"""
    bars, series = closes_to(symbol, claim.when, data)
    day, close = series.index[-1].date(), float(series.iloc[-1])
    low = claim.distance is Distance.BULL or (claim.peak is not None and claim.peak.turn is Turn.LOW)
    part = series.dropna()
    if claim.peak is not None and claim.peak.first:
        part = part.loc[pd.Timestamp(claim.peak.first) : pd.Timestamp(claim.peak.named or day)]
    elif low:
        part = part.iloc[-252:]
    if claim.distance is Distance.RECOVERED:
        part = part[part.index < pd.Timestamp(day)]
    if part.empty:
        raise NoData(f"There are no closes of {symbol.label} for that time.")
    place = int(part.argmin() if low else part.argmax())
    peak, peak_day = float(part.iloc[place]), part.index[place].date()
    distance = close / peak - 1.0
    match claim.distance:
        case Distance.WITHIN:
            right = abs(distance) * 100 <= (claim.amount.value if claim.amount else 0.0)
        case Distance.CORRECTION:
            right = distance <= -CORRECTION
        case Distance.BEAR:
            right = distance <= -BEAR
        case Distance.BULL:
            right = distance >= BEAR
        case Distance.RECOVERED:
            right = close >= peak
    side = "lowest" if low else "highest"
    away = f"{change(distance)} from its {side} close of {level(peak)} on {peak_day}"
    statement = f"closed at {level(close)} on {day}, {away}"
    inputs = (f"close {level(close)} on {day}", f"{side} close {level(peak)} on {peak_day}")
    formula = "close / highest close − 1" if not low else "close / lowest close − 1"
    return ClaimOutcome(holds(right), statement, formula, inputs, bars.source, distance, peak_day, day)
