"""Verdicts on economic figures, against the series as it stands now."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pandas as pd

from market.claims.expressions.amounts import Amount, AmountUnit
from market.claims.expressions.when import When
from market.claims.macro_prints import MacroPrintClaim, PrintRelation
from market.datasets.economic_series import Frequency, Measure
from market.datasets.first_releases import first_release, following, out_by
from market.datasets.macro_observations import Observations
from market.errors import NoData
from market.formatting import NEW_YORK, written
from market.verdicts.data import JudgementData
from market.verdicts.verdict import ClaimOutcome, holds

_EVENING = time(23)
_SLACK = {
    Frequency.WEEKLY: timedelta(4),
    Frequency.MONTHLY: timedelta(15),
    Frequency.QUARTERLY: timedelta(30),
}
_REVISED = "as published up to now, later revisions included"
# How far a figure is revised after its first release, in the series' own unit, by its word. Only the series as it
# stands now is known here; a text quotes what was published at the time.
REVISIONS = {"payrolls": 150_000.0, "claims": 12_000.0, "gdp": 0.012, "unemployment": 0.001, "nfci": 0.05}
# Of yields the figure here is the Treasury's for the day; the quotes that news give differ by some hundredths.
REVISIONS |= dict.fromkeys(("10y", "2y", "real"), 0.0003)


def judge_print(claim: MacroPrintClaim, data: JudgementData) -> ClaimOutcome:
    """Is the figure that of the month (quarter, week, day) named, or else of the newest one that
    was out by then? One that is not out yet is no data, and the one before never refutes."""
    observed = data.series.get(claim.series.id)
    if observed is None:
        raise NoData(
            data.problems.get(claim.series.id) or f"There are no figures of {claim.series.name} here."
        )
    figures = _figures(observed)
    places = _places(figures, claim, data)
    if claim.relation is PrintRelation.BEFORE:
        places = [place - 1 for place in places if place > 0]
    if not places:
        raise NoData(f"No figure of {claim.series.name} was out by {claim.when.last}.")
    place = next((p for p in places if _is_right(claim, figures, p)), places[0])
    value, on = float(figures.iloc[place]), figures.index[place].date()
    unit = claim.series.unit
    statement = f"{written(value, unit)} {_period(on, claim.series.frequency)}"
    if place > 0 and claim.relation is not PrintRelation.BEFORE:
        statement += f", {written(float(figures.iloc[place - 1]), unit)} before"
    inputs = (f"{claim.series.id} {on}: {written(value, unit)}", _REVISED)
    right = _is_right(claim, figures, place)
    reach = REVISIONS.get(claim.series.word, 0.0)
    if not right and reach and any(_is_right(claim, figures, p, reach) for p in places):
        raise NoData(
            f"{statement} as the series stands now; what was first published is not kept here, "
            "and revisions reach that far"
        )
    return ClaimOutcome(
        holds(right), statement, "the published observation", inputs, observed.source, value, on, on
    )


def _is_right(claim: MacroPrintClaim, figures: pd.Series[float], place: int, reach: float = 0.0) -> bool:
    """Is it that figure, that change and that direction? `reach`: up to so far beside it, too."""
    value = float(figures.iloc[place])
    if claim.relation in (PrintRelation.ABOVE, PrintRelation.BELOW) and claim.level is not None:
        limit = claim.level.value / _factor(claim.level)
        over = value - limit if claim.relation is PrintRelation.ABOVE else limit - value
        return over > -reach
    right = claim.level is None or _matches(claim.level, value, reach)
    if place > 0:
        step = value - float(figures.iloc[place - 1])
        if claim.change is not None:
            right = right and _matches(claim.change, -step if claim.up is False else step, reach)
        if claim.up is not None:
            right = right and (step * (1 if claim.up else -1) > 0 or (bool(reach) and abs(step) <= reach))
    return right


def _figures(observed: Observations) -> pd.Series[float]:
    """The figures as news quote them: claims of the week, not their average of four."""
    if observed.series.measure is Measure.DIFFERENCE:
        return observed.read
    return observed.values * observed.series.scale


def _places(figures: pd.Series[float], claim: MacroPrintClaim, data: JudgementData) -> list[int]:
    """Where the observations stand that can be meant, the likeliest first."""
    when, frequency = claim.when, claim.series.frequency
    if frequency is Frequency.DAILY:
        day = pd.Timestamp(data.session(when))
        if day not in figures.index and claim.relation is PrintRelation.BEFORE and day > figures.index[-1]:
            last = data.base_session(When(day.date()))  # "from 4.24 %", while the day's own is not out yet
            if figures.index[-1].date() == last:
                return [len(figures)]
        if day not in figures.index:
            raise NoData(f"There is no figure of {claim.series.name} on {day.date()} yet.")
        return [int(figures.index.searchsorted(day))]
    if when.first is not None and when.unit in ("month", "quarter"):
        return [_observation_of_period(figures, claim, when)]
    if frequency is Frequency.WEEKLY and (when.exact or (when.unit == "week" and when.named)):
        return _week_of(figures, when.named or when.last, claim)
    asked = min(when.last, data.last)
    due = len(out_by(claim.series, figures, datetime.combine(asked, _EVENING, NEW_YORK))) - 1
    if due < 0:
        raise NoData(f"No figure of {claim.series.name} was out by {when.last}.")
    newest = figures.index[due].date()
    due_by = first_release(claim.series, following(claim.series, newest)).date()
    if asked > due_by + _SLACK[frequency]:
        raise NoData(f"The newest figure of {claim.series.name} here is that {_period(newest, frequency)}.")
    # A week's figure is dated on its Friday or Saturday, and "last week" ends with its last session.
    weekend = timedelta(days=6 - asked.weekday() if when.unit == "week" else 0)
    started = int(figures.index.searchsorted(pd.Timestamp(asked + weekend), side="right")) - 1
    places = [due, *range(due + 1, min(started, due + 1) + 1)]
    return places[::-1] if when.unit == "week" else places


def _week_of(figures: pd.Series[float], day: date, claim: MacroPrintClaim) -> list[int]:
    place = int(figures.index.searchsorted(pd.Timestamp(day), side="right")) - 1
    if place < 0 or (day - figures.index[place].date()).days > 6:
        raise NoData(f"There is no figure of {claim.series.name} for the week to {day}.")
    return [place]


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


def _matches(amount: Amount, value: float, reach: float = 0.0) -> bool:
    low, high = amount.interval
    nearest = min(max(value * _factor(amount), low), high)
    return amount.matches(value * _factor(amount)) or abs(value - nearest / _factor(amount)) <= reach + 1e-12


def _factor(amount: Amount) -> float:
    return {
        AmountUnit.PERCENT: 100.0,
        AmountUnit.PERCENTAGE_POINTS: 100.0,
        AmountUnit.BASIS_POINTS: 10_000.0,
    }.get(amount.unit, 1.0)


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
