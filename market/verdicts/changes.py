"""Verdicts on changes: every natural reading of the words is tried before one does not hold."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta

import pandas as pd

from market.bars import Bars
from market.claims.changes import ChangeClaim
from market.claims.expressions.amounts import AmountUnit, Bound
from market.claims.expressions.spans import stretch
from market.claims.expressions.when import Turn, When
from market.claims.sentence import Basis
from market.errors import NoData
from market.formatting import change
from market.symbols import Symbol
from market.verdicts.data import JudgementData, Window, bar_on, window
from market.verdicts.prints import first_bar_inside
from market.verdicts.verdict import ClaimOutcome, Tried, Verdict, holds

FLAT, NEARLY_FLAT = 0.002, 0.003  # as a fraction: up to the one it was flat, beyond the other it was not
_LARGE = 5.0  # per cent: more than a day brings, so that a longer time may be meant that is not said
_QUARTER, _YEAR = timedelta(days=91), timedelta(days=365)
_DAY = "on the day"
_LEVEL_SIZED = 0.5  # of the base: no index changes by as many points
_FORMULA = "close / base close − 1"
_BEST = (Verdict.HOLDS, Verdict.DEPENDS, Verdict.DURING, Verdict.FAILS)
_STRETCHES = ("week", "month", "quarter", "year")


class SizeOfLevel(NoData):
    """A number of points is as large as the level: "went with 48.057,75 points out of trading"."""


@dataclass(frozen=True, slots=True)
class _Reading:
    """One natural reading: what was tried, and the two closes.

    stated: the words say it, or a heading does.
    """

    words: str
    when: When
    moved: Window
    stated: bool = True


def judge_change(claim: ChangeClaim, symbol: Symbol, data: JudgementData) -> ClaimOutcome:
    """Did it go that way, by that much? A bare number may be per cent or points."""
    amount = claim.amount
    if amount is None or amount.unit is not AmountUnit.PLAIN:
        return _judged(claim, symbol, data)
    as_share, as_points = (
        replace(claim, amount=replace(amount, unit=unit)) for unit in (AmountUnit.PERCENT, AmountUnit.POINTS)
    )
    outcome = _judged(as_share, symbol, data)
    if outcome.verdict is Verdict.HOLDS:
        return outcome
    return min(outcome, _judged(as_points, symbol, data), key=lambda judged: _BEST.index(judged.verdict))


def _judged(claim: ChangeClaim, symbol: Symbol, data: JudgementData) -> ClaimOutcome:
    """Funds and stocks by price and with dividends: where the two
    disagree over a longer time, the reading decides."""
    bars = data.of(symbol)
    readings, problem = _readings(claim, symbol, bars, data)
    if not readings:
        raise problem or NoData(f"There are no prices of {symbol.label} for that time.")
    first = readings[0]
    tried = tuple(
        Tried(r.words, _shown(claim, r.moved), holds(change_matches(claim, r.moved))) for r in readings
    )
    right = [r for r in readings if change_matches(claim, r.moved)]
    if not right and claim.amount and _is_size_of_level(claim, first.moved):
        raise SizeOfLevel(f"{claim.amount.text} is the size of the level itself, not of a change")
    if claim.when.vague:
        raise NoData(f"The words “{claim.when.words}” name no time that can be looked up")
    if claim.basis is not Basis.CLOSE and claim.when.one_day and not claim.context:
        return _during(claim, bars, first, tried)
    if right and right[0].stated:
        return _with_dividends(claim, symbol, data, bars, right[0], first, tried)
    day = next((r for r in readings if r.words == _DAY), first)
    if claim.when.one_day and not claim.context and bars.has_levels and _was_inside(claim, bars, day.moved):
        low_high = _first_print(claim, symbol, data, day.moved)
        statement = f"{_statement(claim, day.moved)}; {low_high}"
        return _outcome(claim, Verdict.DURING, statement, bars, day.moved, tried)
    if right:
        holding = f"{right[0].words}: {_statement(claim, right[0].moved)}"
        statement = f"{holding}; {first.words}: {_shown(claim, first.moved)}"
        return _outcome(claim, Verdict.DEPENDS, statement, bars, right[0].moved, tried)
    if claim.when.since and (other := _other_start(claim, bars, first.moved)):
        statement = f"{_statement(claim, first.moved)}; {_shown(claim, other)} from {other.base_day}"
        return _outcome(claim, Verdict.DEPENDS, statement, bars, first.moved, tried)
    if problem is not None:  # a reading that nobody here has the prices for may be the one that is meant
        raise problem
    verdict = Verdict.FAILS
    if claim.flat and abs(first.moved.change) < NEARLY_FLAT:
        verdict = Verdict.DEPENDS
    return _outcome(claim, verdict, _statement(claim, first.moved), bars, first.moved, tried)


def _readings(
    claim: ChangeClaim, symbol: Symbol, bars: Bars, data: JudgementData
) -> tuple[list[_Reading], NoData | None]:
    """The readings that have data, the stated ones first, and why the first has none."""
    series = bars.closes if bars.has_levels else bars.total
    out: list[_Reading] = []
    problem: NoData | None = None
    for when, stated in _whens(claim):
        try:
            moved = window(data, series, when, symbol.label)
        except NoData as reason:
            # The text may have spoken of a time before this market's prices begin.
            passing = when in claim.nearby and when.last < pd.Timestamp(series.index[0]).date()
            problem = problem or (reason if stated and not passing else None)
            if not out and when is claim.when and not claim.context:
                return [], reason
            continue
        words = f"on {moved.day}" if when.one_day and when in claim.nearby else _words(when, moved)
        out.append(_Reading(words, when, moved, stated))
        if when.turn is not Turn.NONE and bars.has_levels and (base := from_extreme(when, bars, moved)):
            out.append(_Reading(f"from the session’s {when.turn}", when, base, stated))
    return out, problem


def _whens(claim: ChangeClaim) -> Iterator[tuple[When, bool]]:
    """What the words can mean: as said, what else the same words mean, a heading's period; without a time for "is up"
    the week, month, quarter and year, and so for what is more than a day brings, which may be since a low or a high."""
    for when in (*claim.context, claim.when, *claim.when.others, *claim.nearby):
        yield when, True
    large = _is_longer_than_a_day(claim)
    if claim.amount is not None and not claim.when.words and (claim.open or large):
        for unit in _STRETCHES:
            yield stretch(unit, claim.when.last), False
        yield replace(claim.when, sessions=2), False
        for turn in (Turn.LOW, Turn.HIGH) if large else ():
            for span in (_QUARTER, _YEAR):
                last = claim.when.last
                yield When(last, last - span, named=last, unit="span", turn=turn), False


def _is_longer_than_a_day(claim: ChangeClaim) -> bool:
    """Is it told as a story ("recovered, adding 13.6 %") and too much for a session of an index?"""
    amount, market = claim.amount, claim.subject.symbol
    if amount is None or amount.unit is not AmountUnit.PERCENT or amount.step >= 1 or amount.value < _LARGE:
        return False
    return claim.unsure is None and not amount.signed and market.is_index and not market.is_level


def from_extreme(when: When, bars: Bars, moved: Window) -> Window | None:
    """The same measured from the session's own low or high instead of the close."""
    column = "low" if when.turn is Turn.LOW else "high"
    last = min(when.named or moved.day, moved.day)
    part = bars.frame[column].loc[pd.Timestamp(when.first or last) : pd.Timestamp(last)].dropna()
    if part.empty:
        return None
    place = int(part.argmin() if when.turn is Turn.LOW else part.argmax())
    return Window(part.index[place].date(), moved.day, float(part.iloc[place]), moved.close)


def _with_dividends(
    claim: ChangeClaim,
    symbol: Symbol,
    data: JudgementData,
    bars: Bars,
    right: _Reading,
    first: _Reading,
    tried: tuple[Tried, ...],
) -> ClaimOutcome:
    statement = _statement(claim, right.moved)
    if right is not first:
        statement = f"{right.words}: {statement}; {first.words}: {_shown(claim, first.moved)}"
    outcome = _outcome(claim, Verdict.HOLDS, statement, bars, right.moved, tried)
    when = right.when
    if symbol.is_index or when.one_day or when.turn is not Turn.NONE or not bars.has_levels:
        return outcome
    total = window(data, bars.total, when, symbol.label)
    if change_matches(claim, total):
        return outcome
    both = (
        f"{change(right.moved.change)} by price, {change(total.change)} with dividends, to {right.moved.day}"
    )
    return replace(outcome, verdict=Verdict.DEPENDS, statement=both)


def _during(claim: ChangeClaim, bars: Bars, first: _Reading, tried: tuple[Tried, ...]) -> ClaimOutcome:
    """A print told as a print: the session's high or low, or whether its range contained the figure."""
    moved = first.moved
    bar = bar_on(bars, moved.day)
    low, high = float(bar["low"]), float(bar["high"])
    if low != low or high != high:
        raise NoData(f"Only closes of {bars.symbol.label} are known here on {moved.day}, no high and low.")
    most = Window(moved.base_day, moved.day, moved.base, low if claim.up is False else high)
    if claim.basis is Basis.HIGH:
        statement = f"{_shown(claim, most)} at the most, at {most.close:,.2f} on {moved.day}"
        right = change_matches(claim, most)
    else:
        statement = (
            f"between {change(low / moved.base - 1)} and {change(high / moved.base - 1)} on {moved.day}"
        )
        right = range_contains_change(claim, moved.base, low, high)
    formula = "high or low / base close − 1"
    return replace(_outcome(claim, holds(right), statement, bars, most, tried), formula=formula)


def _outcome(
    claim: ChangeClaim, verdict: Verdict, statement: str, bars: Bars, moved: Window, tried: tuple[Tried, ...]
) -> ClaimOutcome:
    inputs = (f"close {moved.close:,.2f} on {moved.day}", f"base {moved.base:,.2f} on {moved.base_day}")
    actual = moved.change if in_per_cent(claim) else moved.points
    return ClaimOutcome(
        verdict, statement, _FORMULA, inputs, bars.source, actual, moved.base_day, moved.day, tried
    )


def _is_size_of_level(claim: ChangeClaim, moved: Window) -> bool:
    if in_per_cent(claim) or claim.amount is None:
        return False
    part = claim.amount.value / moved.base
    told_as_change = claim.up is not None and claim.subject.symbol.is_level  # the VIX may rise by half
    return part > _LEVEL_SIZED and not told_as_change


def in_per_cent(claim: ChangeClaim) -> bool:
    return claim.amount is None or claim.amount.unit is AmountUnit.PERCENT


def _shown(claim: ChangeClaim, moved: Window) -> str:
    return change(moved.change) if in_per_cent(claim) else f"{moved.points:+,.2f} points".replace("-", "−")


def _statement(claim: ChangeClaim, moved: Window) -> str:
    start = "" if claim.when.one_day and not claim.context and not claim.open else f" from {moved.base_day}"
    return f"{_shown(claim, moved)} at the close of {moved.day}{start}"


def _words(when: When, moved: Window) -> str:
    """A reading in words: "on the day", "over the week", "from 2026-01-28"."""
    if when.one_day:
        return _DAY
    if when.unit in _STRETCHES and not when.since:
        return f"over the {when.unit}"
    return f"from {moved.base_day}"


def _other_start(claim: ChangeClaim, bars: Bars, moved: Window) -> Window | None:
    """A close within what "since …" names ("since April") from which the claim would hold."""
    if claim.when.first is None or claim.when.named is None or claim.when.turn is not Turn.NONE:
        return None
    named = bars.closes.loc[pd.Timestamp(claim.when.first) : pd.Timestamp(claim.when.named)]
    for stamp, base in named.items():
        start = Window(pd.Timestamp(str(stamp)).date(), moved.day, float(base), moved.close)
        if start.base_day < moved.day and change_matches(claim, start):
            return start
    return None


def change_matches(claim: ChangeClaim, moved: Window) -> bool:
    """Is it that change? Without a direction in the words, either way."""
    if claim.flat:
        return abs(moved.change) <= FLAT
    sign = 1.0 if claim.up or (claim.up is None and moved.points >= 0) else -1.0
    if moved.points * sign < 0 or (moved.points == 0 and (claim.amount is None or claim.amount.value)):
        return False
    if claim.amount is None:
        return True
    figure = moved.change * 100 if claim.amount.unit is AmountUnit.PERCENT else moved.points
    return claim.amount.matches(figure * sign)


def _was_inside(claim: ChangeClaim, bars: Bars, moved: Window) -> bool:
    if claim.amount is None:
        return False
    bar = bar_on(bars, moved.day)
    return range_contains_change(claim, moved.base, float(bar["low"]), float(bar["high"]))


def _first_print(claim: ChangeClaim, symbol: Symbol, data: JudgementData, moved: Window) -> str:
    return first_bar_inside(
        data, symbol, moved.day, lambda lo, hi: range_contains_change(claim, moved.base, lo, hi)
    )


def range_contains_change(claim: ChangeClaim, base: float, low: float, high: float) -> bool:
    """Did prices from `low` to `high` contain the change that is claimed?"""
    if claim.amount is None:  # "was in the red in the morning"
        return claim.up is None or (high > base if claim.up else low < base)
    if claim.amount.bound is Bound.UNDER:
        return False  # every session that rises passes through less
    for sign in (1.0, -1.0) if claim.up is None else (1.0,) if claim.up else (-1.0,):
        ends = []
        for value in claim.amount.interval:
            step = value / 100 * base if claim.amount.unit is AmountUnit.PERCENT else value
            ends.append(base + sign * step)
        if low <= max(ends) and high >= min(ends):
            return True
    return False
