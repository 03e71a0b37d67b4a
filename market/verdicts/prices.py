"""Verdicts on levels: at the close, and failing that during the session."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import date
from functools import partial

import pandas as pd

from market.bars import Bars
from market.claims.changes import ChangeClaim
from market.claims.expressions.amounts import AmountUnit
from market.claims.expressions.when import Turn, When
from market.claims.levels import LevelClaim, LevelRelation
from market.claims.sentence import Basis
from market.errors import NoData
from market.formatting import change, level
from market.symbols import Symbol
from market.verdicts.changes import SizeOfLevel, from_extreme, judge_change
from market.verdicts.data import JudgementData, bar_on, window
from market.verdicts.prints import first_bar_inside
from market.verdicts.verdict import ClaimOutcome, Verdict, holds

_WITHIN = ("In ", "in ", "During ", "during ")  # a period of which any close may be meant
_WHOLE = 1_000  # levels of which the decimals may be cut off


def judge_level(claim: LevelClaim, symbol: Symbol, data: JudgementData) -> ClaimOutcome:
    """Is the session's close (open, high, low) the figure, as precisely as it is written? Other days that the words may
    mean are tried before it is not."""
    outcome = _on_day(claim, symbol, data)
    for when in (*claim.when.others, *claim.nearby) if outcome.verdict is not Verdict.HOLDS else ():
        with suppress(NoData):
            other = _on_day(replace(claim, when=when), symbol, data)
            if other.verdict is Verdict.HOLDS:
                return other
    within = claim.when.first is not None and claim.when.words.startswith(_WITHIN)
    if within and claim.basis is Basis.CLOSE and outcome.verdict is not Verdict.HOLDS:
        return _any_close(claim, symbol, data) or outcome
    return outcome


def judge_change_or_level(claim: ChangeClaim, symbol: Symbol, data: JudgementData) -> ClaimOutcome:
    """The change that is claimed; of as many points as the level has, that level."""
    try:
        return judge_change(claim, symbol, data)
    except SizeOfLevel:
        if claim.amount is None:
            raise
        amount = replace(claim.amount, unit=AmountUnit.PLAIN)
        own = LevelClaim(
            place=claim.place, subject=claim.subject, amount=amount, when=claim.when, basis=claim.basis, up=claim.up,
            nearby=claim.nearby,
        )  # fmt: skip
        return judge_level(own, symbol, data)


def _any_close(claim: LevelClaim, symbol: Symbol, data: JudgementData) -> ClaimOutcome | None:
    """ "In April it closed at 52.33", not "ended April at …": the newest close of the period that is so."""
    bars, last = data.of(symbol), data.session(claim.when)
    part = bars.closes.loc[pd.Timestamp(claim.when.first or last) : pd.Timestamp(last)].dropna()
    right = part[[_is_at_level(claim, float(value)) for value in part]]
    if right.empty:
        return None
    day = right.index[-1].date()
    return _on_day(replace(claim, when=When(day), up=None), symbol, data)


def _on_day(claim: LevelClaim, symbol: Symbol, data: JudgementData) -> ClaimOutcome:
    bars, day = data.of(symbol), data.session(claim.when)
    if not bars.has_levels:
        raise NoData(f"Only adjusted closes of {symbol.label} are known here, no prices.")
    if claim.before:
        return _level_before(claim, symbol, data, bars)
    if claim.basis is Basis.SESSION:
        return _in_range(claim, symbol, bars, day)
    bar = bar_on(bars, day)
    low, high, close = float(bar["low"]), float(bar["high"]), float(bar["close"])
    if claim.basis in (Basis.HIGH, Basis.LOW):
        if low != low:
            raise NoData(f"Only closes of {symbol.label} are known here on {day}, no high and low.")
        if claim.when.first is not None:
            return _furthest(claim, bars, data.base_session(claim.when), day)
    value = {Basis.OPEN: float(bar["open"]), Basis.HIGH: high, Basis.LOW: low}.get(claim.basis, close)
    named = {Basis.OPEN: "opened at", Basis.HIGH: "high", Basis.LOW: "low"}.get(claim.basis, "closed at")
    right, statement = _is_at_level(claim, value), f"{named} {level(value)} on {day}"
    verdict = holds(right)
    if right and claim.up is not None:
        moved = window(data, bars.closes, claim.when, symbol.label)
        if (moved.points > 0) is not claim.up:
            verdict = Verdict.FAILS
            statement += f", {change(moved.change)} from {level(moved.base)}"
    elif not right and claim.basis in (Basis.HIGH, Basis.LOW) and _is_at_level(claim, close):
        verdict = Verdict.DEPENDS  # "peaked at 52.33": of the closes
        statement += f", closed at {level(close)}"
    elif not right and claim.basis is Basis.CLOSE and _range_contains_level(claim, low, high):
        verdict = Verdict.DURING
        inside = partial(_range_contains_level, claim)
        statement += f"; {first_bar_inside(data, symbol, day, inside)}"
    formula = f"|{claim.basis} − figure| ≤ half of the figure’s last place"
    return ClaimOutcome(verdict, statement, formula, _inputs(bar, day, low, high), bars.source)


def _in_range(claim: LevelClaim, symbol: Symbol, bars: Bars, day: date) -> ClaimOutcome:
    """ "traded at 31" on the day; "was at 31 in March" on any day of it."""
    bar, first = bar_on(bars, day), claim.when.first
    part = bars.frame.loc[pd.Timestamp(first or day) : pd.Timestamp(day)]
    low, high = float(part["low"].min()), float(part["high"].max())
    if low != low:
        raise NoData(f"Only closes of {symbol.label} are known here on {day}, no high and low.")
    range_of = f"the day’s range on {day}" if first is None else f"the range from {first} to {day}"
    statement = f"{range_of} was {level(low)} to {level(high)}"
    verdict = holds(_range_contains_level(claim, low, high))
    return ClaimOutcome(verdict, statement, "low ≤ figure ≤ high", _inputs(bar, day, low, high), bars.source)


def _inputs(bar: pd.Series[float], day: date, low: float, high: float) -> tuple[str, str]:
    return f"close {level(float(bar['close']))} on {day}", f"low {level(low)}, high {level(high)}"


def _furthest(claim: LevelClaim, bars: Bars, base: date, day: date) -> ClaimOutcome:
    """ "in April it went as high as 52.33": the highest price or the highest close of the time that is named."""
    part = bars.frame.loc[pd.Timestamp(base) + pd.Timedelta(days=1) : pd.Timestamp(day)]
    high = claim.basis is Basis.HIGH
    column = "high" if high else "low"
    prices = [part[name].dropna() for name in (column, "close")]
    ends = [(series.max() if high else series.min()) for series in prices if not series.empty]
    if len(ends) < len(prices):
        raise NoData(f"There are no prices from {base} to {day}.")
    right = any(_is_at_level(claim, float(value)) for value in ends)
    statement = f"{column} {level(float(ends[0]))}, {column}est close {level(float(ends[1]))}, up to {day}"
    formula = f"the {column}est price or close of the time named"
    return ClaimOutcome(holds(right), statement, formula, (f"bars after {base}",), bars.source)


def _level_before(claim: LevelClaim, symbol: Symbol, data: JudgementData, bars: Bars) -> ClaimOutcome:
    """The close that the change is measured from."""
    moved = window(data, bars.closes, claim.when, symbol.label)
    print_then = from_extreme(claim.when, bars, moved) if claim.when.turn is not Turn.NONE else None
    before = ", the close before" if claim.when.turn is Turn.NONE else ""
    statement = f"closed at {level(moved.base)} on {moved.base_day}{before}"
    if print_then is not None:
        statement += f"; the session’s {claim.when.turn} {level(print_then.base)} on {print_then.base_day}"
    inputs = (f"close {level(moved.base)} on {moved.base_day}",)
    formula = "|close before − figure| ≤ half of the figure’s last place"
    bases = [moved.base, *([print_then.base] if print_then else [])]
    verdict = holds(any(_is_at_level(claim, base) for base in bases))
    return ClaimOutcome(
        verdict, statement, formula, inputs, bars.source, moved.base, moved.base_day, moved.base_day
    )


def _is_at_level(claim: LevelClaim, value: float) -> bool:
    if claim.relation is LevelRelation.ABOVE:
        return value > claim.amount.value
    if claim.relation is LevelRelation.BELOW:
        return value < claim.amount.value
    amount = claim.amount  # "closed at 45,166" for 45,166.64: whole points may be cut off
    cut_off = amount.step == 1.0 and amount.value >= _WHOLE and int(value) == amount.value
    return amount.matches(value) or cut_off


def _range_contains_level(claim: LevelClaim, low: float, high: float) -> bool:
    """Did prices from `low` to `high` contain what is claimed?"""
    if claim.relation is LevelRelation.ABOVE:
        return high > claim.amount.value
    if claim.relation is LevelRelation.BELOW:
        return low < claim.amount.value
    least, most = claim.amount.interval
    return low <= most and high >= least
