"""Verdicts on economic figures, against the series as it stands now."""

from __future__ import annotations

from datetime import timedelta

import pandas as pd

from market.claims.amounts import Amount, AmountUnit
from market.claims.dates import When
from market.claims.macro_prints import MacroPrintClaim
from market.datasets.economic_series import Frequency, Measure
from market.datasets.macro_observations import Observations
from market.errors import NoData
from market.formatting import written
from market.verdicts.data import JudgementData
from market.verdicts.verdict import ClaimOutcome, holds

_REVISED = "as published up to now, later revisions included"


def judge_print(claim: MacroPrintClaim, data: JudgementData) -> ClaimOutcome:
    """Is the figure that of the month (quarter, week, day) named, or else of the newest one that
    was out by then?"""
    observed = data.series.get(claim.series.id)
    if observed is None:
        raise NoData(
            data.problems.get(claim.series.id) or f"There are no figures of {claim.series.name} here."
        )
    figures = _figures(observed)
    place = _place(figures, claim, data)
    value, on = float(figures.iloc[place]), figures.index[place].date()
    unit = claim.series.unit
    statement = f"{written(value, unit)} {_period(on, claim.series.frequency)}"
    right = claim.level is None or _matches(claim.level, value)
    if place > 0:
        before = float(figures.iloc[place - 1])
        step = value - before
        statement += f", {written(before, unit)} before"
        if claim.change is not None:
            right = right and _matches(claim.change, step if claim.up else -step)
        if claim.up is not None:
            right = right and (step > 0) is claim.up and step != 0
    inputs = (f"{claim.series.id} {on}: {written(value, unit)}", _REVISED)
    return ClaimOutcome(holds(right), statement, "the published observation", inputs, observed.source)


def _figures(observed: Observations) -> pd.Series[float]:
    """The figures as news quote them: claims of the week, not their average of four."""
    if observed.series.measure is Measure.DIFFERENCE:
        return observed.read
    return observed.values * observed.series.scale


def _place(figures: pd.Series[float], claim: MacroPrintClaim, data: JudgementData) -> int:
    when, frequency = claim.when, claim.series.frequency
    if frequency is Frequency.DAILY:
        day = pd.Timestamp(data.session(when))
        if day not in figures.index:
            raise NoData(f"There is no figure of {claim.series.name} on {day.date()}.")
        return int(figures.index.searchsorted(day))
    if when.first is not None and when.unit in ("month", "quarter"):
        return _observation_of_period(figures, claim, when)
    if when.exact and pd.Timestamp(when.last) in figures.index:
        return int(figures.index.searchsorted(pd.Timestamp(when.last)))
    latest = pd.Timestamp(min(when.last, data.last) - timedelta(days=claim.series.lag))
    place = int(figures.index.searchsorted(latest, side="right")) - 1
    if place < 0:
        raise NoData(f"No figure of {claim.series.name} was out by {when.last}.")
    return place


def _observation_of_period(figures: pd.Series[float], claim: MacroPrintClaim, when: When) -> int:
    """The observation of the month or quarter that is named."""
    inside = [
        n
        for n, day in enumerate(figures.index)
        if when.first and when.first <= day.date() <= (when.named or when.last)
    ]
    if len(inside) != 1:
        raise NoData(f"There is no one figure of {claim.series.name} for {when.words or when.first}.")
    return inside[0]


def _matches(amount: Amount, value: float) -> bool:
    factor = {
        AmountUnit.PERCENT: 100.0,
        AmountUnit.PERCENTAGE_POINTS: 100.0,
        AmountUnit.BASIS_POINTS: 10_000.0,
    }.get(amount.unit, 1.0)
    return amount.matches(value * factor)


def _period(on: object, frequency: Frequency) -> str:
    stamp = pd.Timestamp(str(on))
    match frequency:
        case Frequency.QUARTERLY:
            return (
                f"in the {('first', 'second', 'third', 'fourth')[stamp.quarter - 1]} quarter of {stamp.year}"
            )
        case Frequency.MONTHLY:
            return f"in {stamp:%B %Y}"
        case Frequency.WEEKLY:
            return f"in the week to {stamp.date()}"
        case _:
            return f"on {stamp.date()}"
