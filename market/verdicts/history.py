"""Verdicts on records, extremes and streaks: completed sessions only."""

from __future__ import annotations

import pandas as pd

from market.analytics.gaps import first_gap, hidden_extreme
from market.analytics.leadership import leadership, streak
from market.analytics.performance import daily_returns
from market.analytics.records import Records, record_closes
from market.bars import Bars
from market.claims.expressions.spans import has_hardly_begun
from market.claims.expressions.when import When
from market.claims.records import RecordClaim
from market.claims.sentence import Basis
from market.claims.streak_claims import StreakClaim
from market.errors import NoData
from market.formatting import change, level, ordinal
from market.symbols import Symbol
from market.verdicts.data import JudgementData, bar_on, close_on, closes_to, refuse_gap
from market.verdicts.verdict import ClaimOutcome, Verdict, holds

_RULE = "a completed close above every earlier close in the history"
_LOW_RULE = "a completed close below every earlier close in the history"


def judge_record(claim: RecordClaim, symbol: Symbol, data: JudgementData) -> ClaimOutcome:
    """Is it a record close? A high above the record with a close below is one of the session only."""
    bars, day = data.of(symbol), data.session(claim.when)
    close = close_on(bars.closes, day, symbol.label)
    closes = bars.closes.loc[: pd.Timestamp(day)]
    bar = bar_on(bars, day)
    earlier = bars.frame.loc[: pd.Timestamp(day)].iloc[:-1]
    if not claim.high:
        lowest = float(earlier["close"].min())
        refuse_gap(hidden_extreme(closes, min(close, lowest), high=False), bars)
        statement = f"closed at {level(close)} on {day}; the lowest close before was {level(lowest)}"
        history = f"history from {closes.index[0].date()}"
        return ClaimOutcome(holds(close < lowest), statement, _LOW_RULE, (history,), bars.source)
    records = record_closes(closes)
    refuse_gap(records.uncounted if claim.nth is not None else records.unknown, bars)
    inputs = (f"close {level(close)} on {day}", f"history from {records.history_from}")
    if claim.within is not None and not (records.at_record and claim.times is None):
        return _within(claim, claim.within, bars, closes, records)
    statement, counted = _record_words(records, closes, claim)
    if records.at_record or claim.times is not None:
        return ClaimOutcome(holds(counted), statement, _RULE, inputs, bars.source)
    high = float(bar["high"])
    if claim.basis is Basis.SESSION:
        right = high > float(earlier["high"].max())
        statement += f"; its high was {level(high)}, the highest before {level(float(earlier['high'].max()))}"
        return ClaimOutcome(holds(right), statement, "a high above every earlier high", inputs, bars.source)
    if high > records.level and (claim.nth, claim.run, claim.since) == (None, None, None):
        statement += f"; its high of {level(high)} was an intraday record only"
        return ClaimOutcome(Verdict.DURING, statement, _RULE, inputs, bars.source)
    return ClaimOutcome(Verdict.FAILS, statement, _RULE, inputs, bars.source)


def _within(
    claim: RecordClaim, period: When, bars: Bars, closes: pd.Series[float], records: Records
) -> ClaimOutcome:
    """Was there a record close in the period that is named (or as many as are claimed), up to the last of `closes`?"""
    first, last = pd.Timestamp(period.first or records.last), pd.Timestamp(records.last)
    inside = records.sessions[(records.sessions >= first) & (records.sessions <= last)]
    newest = f", the newest on {inside[-1].date()}" if len(inside) else ""
    statement = f"{len(inside)} record closes from {first.date()} to {last.date()}{newest}"
    inputs = (f"closes up to {last.date()}", f"history from {records.history_from}")
    right = len(inside) == claim.times if claim.times is not None else len(inside) > 0
    verdict = holds(right)
    if not right and claim.times is None:
        highs = bars.frame["high"].loc[:last].dropna()
        best = highs.loc[first:].max() if not highs.loc[first:].empty else None
        if best is not None and best > max(highs.loc[: first - pd.Timedelta(days=1)].max(), records.level):
            verdict, statement = (
                Verdict.DURING,
                f"{statement}; a high of {level(float(best))} was above every earlier one",
            )
    return ClaimOutcome(verdict, statement, _RULE, inputs, bars.source, None, first.date(), last.date())


def _record_words(records: Records, closes: pd.Series[float], claim: RecordClaim) -> tuple[str, bool]:
    """What the closes say, and whether what is claimed beside the record is right."""
    close = float(closes.iloc[-1])
    if claim.times is not None:
        return f"{records.in_year} record closes in {records.last.year} up to {records.last}", (
            records.in_year == claim.times
        )
    if not records.at_record:
        words = f"closed at {level(close)} on {records.last}, {change(records.below)} from the record close"
        return f"{words} of {level(records.level)} on {records.day}", False
    statement = (
        f"closed at {level(close)} on {records.last}, the {ordinal(records.in_year)} record close of the year"
    )
    counted = claim.nth in (None, records.in_year)
    if claim.run is not None:
        run = streak(closes > closes.cummax().ffill().shift(1)).length
        statement += f", {run} in a row"
        counted = counted and run == claim.run
    if claim.since is not None and claim.since.named is not None and len(records.sessions) > 1:
        before = records.sessions[-2].date()
        statement += f"; the record close before was on {before}"
        first = min(claim.since.first or before, claim.since.named)  # "since Jan. 27": that day's own
        counted = counted and first <= before <= claim.since.named
    return statement, counted


def judge_streak(claim: StreakClaim, symbol: Symbol, data: JudgementData) -> ClaimOutcome:
    """Is the run of sessions (weeks, months) as long as it is said to be, and no longer?"""
    bars, closes = closes_to(symbol, claim.when, data)
    day = closes.index[-1].date()
    if claim.other is not None:
        return _judge_run_ahead(claim, bars, closes, data)
    closes = _by_unit(closes, claim.unit, data, whole=bool(claim.of or claim.at_least))
    moves = daily_returns(closes)
    ahead = moves > 0 if claim.up else moves < 0
    if claim.ended:
        refuse_gap(first_gap(moves.iloc[-1:]), bars)
        ended, ahead = not bool(ahead.iloc[-1]), ahead.iloc[:-1]
    if claim.of:
        return _some_of(claim, bars, ahead, symbol, moves)
    run = streak(ahead, known=moves.notna().reindex(ahead.index))
    enough = run.length >= claim.count if claim.at_least else run.length == claim.count
    if not (claim.at_least and enough):
        refuse_gap(run.unknown, bars)
    right = enough and (not claim.ended or ended)
    word = "up" if claim.up else "down"
    upto = closes.index[-2 if claim.ended else -1].date()
    statement = f"{run.length} {claim.unit}{'s'[: run.length != 1]} in a row {word}, to {upto}"
    if claim.ended:
        statement += f", then {change(float(moves.iloc[-1]))} on {day}"
    inputs = (f"closes up to {upto}", f"the run began on {run.start}" if run.start else "no run")
    formula = f"{claim.unit}s in a row with a {'higher' if claim.up else 'lower'} close than the one before"
    return ClaimOutcome(holds(right), statement, formula, inputs, bars.source)


def _some_of(
    claim: StreakClaim, bars: Bars, ahead: pd.Series[bool], symbol: Symbol, moves: pd.Series[float]
) -> ClaimOutcome:
    """So many of the last ones, in a row or not."""
    refuse_gap(first_gap(moves.iloc[-claim.of :]), bars)
    part = ahead.iloc[-claim.of :]
    count = int(part.sum())
    way = "up" if claim.up else "down"
    statement = f"{count} of the last {len(part)} {claim.unit}s {way}, to {part.index[-1].date()}"
    inputs = (f"{claim.unit}s from {part.index[0].date()} to {part.index[-1].date()}",)
    formula = f"{claim.unit}s with a close beyond the one before"
    return ClaimOutcome(holds(count == claim.count), statement, formula, inputs, bars.source)


def _judge_run_ahead(
    claim: StreakClaim, bars: Bars, closes: pd.Series[float], data: JudgementData
) -> ClaimOutcome:
    if claim.other is None or claim.unit != "day":
        raise NoData("Streaks against another market are counted in sessions here.")
    other = data.of(claim.other.symbol)
    sides = (closes, other.closes.loc[: closes.index[-1]])
    sides = sides if claim.up else sides[::-1]
    run = leadership(*sides).daily
    ended = claim.ended and run.length == 0
    if claim.ended:
        refuse_gap(run.unknown, bars)
        run = leadership(*(side.loc[: closes.index[-2]] for side in sides)).daily
    refuse_gap(run.unknown, bars)
    word = "ahead of" if claim.up else "behind"
    upto = closes.index[-2 if claim.ended else -1].date()
    text = f"{run.length} sessions in a row {word} {claim.other.symbol.label} up to {upto}"
    inputs = (f"both markets’ closes up to {closes.index[-1].date()}",)
    return ClaimOutcome(
        holds(run.length == claim.count and (ended or not claim.ended)),
        text,
        "daily change − the other’s daily change > 0",
        inputs,
        bars.source,
    )


def _by_unit(
    closes: pd.Series[float], unit: str, data: JudgementData, whole: bool = False
) -> pd.Series[float]:
    """The last close of each week or month; one that is not over is left out with `whole` and in its first days."""
    if unit == "day":
        return closes.iloc[-400:]
    days = pd.DatetimeIndex(closes.index)
    period = days.to_period({"week": "W-SUN", "month": "M", "quarter": "Q", "year": "Y"}[unit])
    last = days[-1].date()
    later = data.calendar.sessions(last, period[-1].end_time.date())
    if len(later) > 1 and (whole or has_hardly_begun(unit, last)):
        return closes.groupby(period).tail(1).iloc[-401:-1]
    if len(later) > 1:
        raise NoData(f"The {unit} of {last} was not over by then.")
    return closes.groupby(period).tail(1).iloc[-400:]
