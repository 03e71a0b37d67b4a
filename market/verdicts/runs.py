"""Verdicts on firsts, longest runs and moving averages: completed sessions only."""

from __future__ import annotations

from datetime import date

import pandas as pd

from market.analytics.gaps import first_gap
from market.analytics.ranking import RankUnit, changes, first_time
from market.analytics.run_lengths import run_lengths
from market.bars import Bars
from market.claims.averages import AverageClaim
from market.claims.firsts import FirstClaim, LongestRunClaim
from market.claims.sentence import Basis
from market.errors import NoData
from market.formatting import change, level
from market.symbols import Symbol
from market.verdicts.data import JudgementData, bar_on, closes_to, refuse_gap, start_of
from market.verdicts.verdict import ClaimOutcome, Verdict, holds


def judge_first(claim: FirstClaim, symbol: Symbol, data: JudgementData) -> ClaimOutcome:
    """Is it so now, and was it last so in the time named, and not after it?"""
    bars, closes = closes_to(symbol, claim.when, data)
    day = closes.index[-1].date()
    named = start_of(claim.since, closes, symbol)
    if claim.level is None:
        excess = _moves(closes, claim.unit, symbol) * (1 if claim.up else -1)
        word = f"{claim.unit} {'up' if claim.up else 'down'}"
    else:
        excess = (closes - claim.level.value) * (1 if claim.up else -1)
        word = f"close {'above' if claim.up else 'below'} {level(claim.level.value)}"
    refuse_gap(first_gap(excess.loc[pd.Timestamp(named) + pd.Timedelta(days=1) :].iloc[:-1]), bars)
    spell = first_time(excess)
    last = spell.last
    unique = last is None or last <= named
    new = claim.level is None or spell.length == 1
    right = spell.so and new and unique and _was_then(claim, bars, last)
    statement = f"closed at {level(float(closes.iloc[-1]))} on {day}, {'a' if spell.so else 'no'} {word}; "
    statement += f"the {word} before it was on {last}" if last else "there was none before"
    inputs = (f"closes up to {day}",)
    verdict = holds(right)
    if claim.level is not None and bars.has_levels and unique and not spell.so:
        bar = bar_on(bars, day)
        if bar["high"] > claim.level.value if claim.up else bar["low"] < claim.level.value:
            verdict, statement = Verdict.DURING, f"{statement}; beyond it during the session"
    return ClaimOutcome(verdict, statement, f"no {word} in between", inputs, bars.source, None, last, day)


def _moves(closes: pd.Series[float], unit: str, symbol: Symbol) -> pd.Series[float]:
    """The changes of every day, week or month. Raises NoData where there is only one."""
    moves: pd.Series[float] = changes(closes, RankUnit(unit))["change"]
    if len(moves) < 2:
        raise NoData(f"The prices of {symbol.label} begin on {closes.index[0].date()}.")
    return moves


def _was_then(claim: FirstClaim, bars: Bars, last: date | None) -> bool:
    """Was it so in the time named? A price of that session beyond the level counts, too."""
    first = claim.since.named if claim.since.others else claim.since.first
    if first is None or first.year <= 1900 or not claim.since.words or (last is not None and last >= first):
        return True
    if claim.level is None or not bars.has_levels:
        return False
    named = pd.Timestamp(claim.since.named or first)
    column = bars.frame["high" if claim.up else "low"].loc[pd.Timestamp(first) : named]
    beyond = column >= claim.level.value if claim.up else column <= claim.level.value
    return bool(beyond.any())


def judge_longest_run(claim: LongestRunClaim, symbol: Symbol, data: JudgementData) -> ClaimOutcome:
    """Was no run after the time named as long as the one that it ends with?"""
    bars, closes = closes_to(symbol, claim.when, data)
    named = start_of(claim.since, closes, symbol)
    moves = _moves(closes, claim.unit, symbol)
    same = moves > 0 if claim.up else moves < 0
    lengths = pd.Series(run_lengths(same), same.index)
    refuse_gap(first_gap(moves.loc[pd.Timestamp(named) + pd.Timedelta(days=1) :]), bars)
    ended = not same.iloc[-1]
    if claim.ended:
        lengths = lengths.iloc[:-1]
    length = int(lengths.iloc[-1])
    before = lengths.iloc[: len(lengths) - length]
    after = before.loc[pd.Timestamp(named) + pd.Timedelta(days=1) :]
    longer = after[after >= length]
    word = f"{claim.unit}s {'up' if claim.up else 'down'} in a row"
    statement = f"{length} {word} to {lengths.index[-1].date()}"
    if length and len(longer):
        statement += f"; {int(longer.iloc[-1])} to {longer.index[-1].date()}"
    elif length:
        statement += f"; none after {named} was as long"
    inputs = (f"{claim.unit}s after {named}",)
    right = length > 0 and longer.empty and (ended or not claim.ended)
    return ClaimOutcome(holds(right), statement, f"no run of {word} was as long", inputs, bars.source)


def judge_average(claim: AverageClaim, symbol: Symbol, data: JudgementData) -> ClaimOutcome:
    """The close against the simple average of so many closes up to it, or up to the one before."""
    bars, closes = closes_to(symbol, claim.when, data)
    if len(closes) <= claim.days:
        raise NoData(f"There are not {claim.days} closes of {symbol.label} up to {closes.index[-1].date()}.")
    if (gap := first_gap(closes.iloc[-claim.days - 1 :])) is not None:
        raise NoData(f"There is no close of {symbol.label} on {gap}, which the average needs.")
    day, value = closes.index[-1].date(), float(closes.iloc[-1])
    if claim.basis is Basis.SESSION and bars.has_levels:
        value = float(bar_on(bars, day)["high" if claim.above else "low"])
    averages = (float(closes.iloc[-claim.days :].mean()), float(closes.iloc[-claim.days - 1 : -1].mean()))
    verdict = holds(any(_is_beyond(claim, value / average - 1.0) for average in averages))
    average = averages[0]
    statement = (
        f"{level(value)} on {day}, {change(value / average - 1.0)} from the average of {level(average)}"
    )
    if verdict is Verdict.FAILS and claim.amount is None and claim.basis is Basis.CLOSE and bars.has_levels:
        bar = bar_on(bars, day)
        if bar["high"] > average if claim.above else bar["low"] < average:
            verdict, statement = Verdict.DURING, f"{statement}; beyond it during the session"
    inputs = (f"close {level(float(closes.iloc[-1]))} on {day}", f"{claim.days} closes up to {day}")
    formula = f"close / simple average of {claim.days} closes − 1"
    gap_to = value / average - 1.0
    return ClaimOutcome(
        verdict, statement, formula, inputs, bars.source, gap_to, closes.index[-claim.days].date(), day
    )


def _is_beyond(claim: AverageClaim, distance: float) -> bool:
    if distance == 0 or (distance > 0) is not claim.above:
        return False
    return claim.amount is None or claim.amount.matches(abs(distance) * 100)
