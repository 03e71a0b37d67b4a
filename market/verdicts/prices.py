"""Verdicts on levels and changes: at the close, and failing that during the session."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pandas as pd

from market.bars import Bars
from market.claims.amounts import AmountUnit, Bound
from market.claims.changes import ChangeClaim
from market.claims.levels import LevelClaim, LevelRelation
from market.claims.sentence import Basis
from market.formatting import NEW_YORK, change, level
from market.symbols import Symbol
from market.verdicts.data import JudgementData, Window, at_utc, bar_on, window
from market.verdicts.verdict import ClaimOutcome, Verdict, holds

_BAR = timedelta(minutes=5)
_FORMULA = "close / base close − 1"


def judge_level(claim: LevelClaim, symbol: Symbol, data: JudgementData) -> ClaimOutcome:
    """Is the session's close (open, high, low) the figure, as precisely as it is written?"""
    bars, day = data.of(symbol), data.session(claim.when)
    bar = bar_on(bars, day)
    low, high, close = float(bar["low"]), float(bar["high"]), float(bar["close"])
    inside = _range_contains_level(claim, low, high)
    inputs = (f"close {level(close)} on {day}", f"low {level(low)}, high {level(high)}")
    if claim.basis is Basis.SESSION:
        statement = f"the day’s range on {day} was {level(low)} to {level(high)}"
        return ClaimOutcome(holds(inside), statement, "low ≤ figure ≤ high", inputs, bars.source)
    value = {Basis.OPEN: float(bar["open"]), Basis.HIGH: high, Basis.LOW: low}.get(claim.basis, close)
    right, named = _is_at_level(claim, value), {Basis.OPEN: "opened at", Basis.HIGH: "high", Basis.LOW: "low"}
    statement = f"{named.get(claim.basis, 'closed at')} {level(value)} on {day}"
    formula = f"|{claim.basis} − figure| ≤ half of the figure’s last place"
    if right and claim.up is not None:
        moved = window(data, bars.closes, claim.when, symbol.label)
        if (moved.points > 0) is not claim.up:
            statement += f", {change(moved.change)} from {level(moved.base)}"
            return ClaimOutcome(Verdict.FAILS, statement, formula, inputs, bars.source)
    if right or claim.basis is not Basis.CLOSE or not inside:
        return ClaimOutcome(holds(right), statement, formula, inputs, bars.source)
    statement += (
        f"; {_first_bar_inside(data, symbol, day, lambda lo, hi: _range_contains_level(claim, lo, hi))}"
    )
    return ClaimOutcome(Verdict.DURING, statement, formula, inputs, bars.source)


def judge_change(claim: ChangeClaim, symbol: Symbol, data: JudgementData) -> ClaimOutcome:
    """Did it go that way, by that much? Funds and stocks by price and with dividends: where the two
    disagree, the reading decides."""
    bars = data.of(symbol)
    by_price = window(data, bars.closes, claim.when, symbol.label)
    outcome = _by_price(claim, symbol, data, bars, by_price)
    if symbol.is_index or claim.basis is not Basis.CLOSE or outcome.verdict is Verdict.DURING:
        return outcome
    total = window(data, bars.total, claim.when, symbol.label)
    with_dividends = holds(_change_matches(claim, total))
    if with_dividends is outcome.verdict:
        return outcome
    statement = (
        f"{change(by_price.change)} by price, {change(total.change)} with dividends, to {by_price.day}"
    )
    return ClaimOutcome(Verdict.DEPENDS, statement, _FORMULA, outcome.inputs, bars.source)


def _by_price(
    claim: ChangeClaim, symbol: Symbol, data: JudgementData, bars: Bars, moved: Window
) -> ClaimOutcome:
    inputs = (f"close {level(moved.close)} on {moved.day}", f"base {level(moved.base)} on {moved.base_day}")
    statement = f"{change(moved.change)} at the close of {moved.day}"
    if claim.amount is not None and claim.amount.unit is not AmountUnit.PERCENT:
        statement = f"{moved.points:+,.2f} points".replace("-", "−") + f" at the close of {moved.day}"
    if not claim.when.one_day:
        statement += f" from {moved.base_day}"
    right = _change_matches(claim, moved)
    if not right and claim.when.since and (other := _other_start(claim, bars, moved)):
        statement += f"; {change(other.change)} from {other.base_day}"
        return ClaimOutcome(Verdict.DEPENDS, statement, _FORMULA, inputs, bars.source)
    if not claim.when.one_day or claim.amount is None:
        return ClaimOutcome(holds(right), statement, _FORMULA, inputs, bars.source)
    bar = bar_on(bars, moved.day)
    low, high = float(bar["low"]), float(bar["high"])
    if claim.basis is Basis.HIGH:
        most = Window(moved.base_day, moved.day, moved.base, high if claim.up else low)
        statement = f"{change(most.change)} at the most, at {level(most.close)} on {moved.day}"
        return ClaimOutcome(
            holds(_change_matches(claim, most)), statement, "high / base close − 1", inputs, bars.source
        )
    inside = _range_contains_change(claim, moved.base, low, high)
    if claim.basis is Basis.SESSION:
        statement = (
            f"between {change(low / moved.base - 1)} and {change(high / moved.base - 1)} on {moved.day}"
        )
        return ClaimOutcome(
            holds(inside), statement, "low / base − 1 ≤ figure ≤ high / base − 1", inputs, bars.source
        )
    if right or not inside:
        return ClaimOutcome(holds(right), statement, _FORMULA, inputs, bars.source)
    first = _first_bar_inside(
        data, symbol, moved.day, lambda lo, hi: _range_contains_change(claim, moved.base, lo, hi)
    )
    return ClaimOutcome(Verdict.DURING, f"{statement}; {first}", _FORMULA, inputs, bars.source)


def _other_start(claim: ChangeClaim, bars: Bars, moved: Window) -> Window | None:
    """A close within what "since …" names ("since April") from which the claim would hold."""
    if claim.when.first is None or claim.when.named is None:
        return None
    named = bars.closes.loc[pd.Timestamp(claim.when.first) : pd.Timestamp(claim.when.named)]
    for stamp, base in named.items():
        start = Window(pd.Timestamp(str(stamp)).date(), moved.day, float(base), moved.close)
        if _change_matches(claim, start):
            return start
    return None


def _is_at_level(claim: LevelClaim, value: float) -> bool:
    if claim.relation is LevelRelation.ABOVE:
        return value > claim.amount.value
    if claim.relation is LevelRelation.BELOW:
        return value < claim.amount.value
    return claim.amount.matches(value)


def _range_contains_level(claim: LevelClaim, low: float, high: float) -> bool:
    """Did prices from `low` to `high` contain what is claimed?"""
    if claim.relation is LevelRelation.ABOVE:
        return high > claim.amount.value
    if claim.relation is LevelRelation.BELOW:
        return low < claim.amount.value
    least, most = claim.amount.interval
    return low <= most and high >= least


def _change_matches(claim: ChangeClaim, moved: Window) -> bool:
    sign = 1.0 if claim.up else -1.0
    if moved.points * sign <= 0:
        return False
    if claim.amount is None:
        return True
    figure = moved.change * 100 if claim.amount.unit is AmountUnit.PERCENT else moved.points
    return claim.amount.matches(figure * sign)


def _range_contains_change(claim: ChangeClaim, base: float, low: float, high: float) -> bool:
    """Did prices from `low` to `high` contain the change that is claimed?"""
    if claim.amount is None or claim.amount.bound is Bound.UNDER:
        return False  # every session that rises passes through less
    sign = 1.0 if claim.up else -1.0
    ends = []
    for value in claim.amount.interval:
        step = value / 100 * base if claim.amount.unit is AmountUnit.PERCENT else value
        ends.append(base + sign * step)
    return low <= max(ends) and high >= min(ends)


def _first_bar_inside(
    data: JudgementData, symbol: Symbol, day: date, contains: Callable[[float, float], bool]
) -> str:
    """When it was first so: by five-minute bars where there are any, else by the day's range."""
    prints = data.prints(symbol, day)
    if prints is not None:
        for start, low, high in zip(prints.index, prints["low"], prints["high"], strict=True):
            if contains(float(low), float(high)):
                begin = at_utc(start).astimezone(NEW_YORK)
                return f"first inside the {begin:%H:%M}–{begin + _BAR:%H:%M} ET bar"
    return "inside the day’s range"
