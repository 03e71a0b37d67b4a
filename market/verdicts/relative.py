"""Verdicts on two markets beside each other: performance and volatility."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace

import pandas as pd

from market.analytics.gaps import first_gap
from market.analytics.performance import daily_returns
from market.analytics.ranking import RankUnit, changes
from market.analytics.risk import WINDOWS, volatility
from market.bars import Bars
from market.claims.comparisons import ComparisonClaim, VolatilityClaim
from market.claims.expressions.amounts import AmountUnit
from market.errors import NoData
from market.formatting import change, lead, share
from market.symbols import Symbol
from market.verdicts.data import JudgementData, Window, refuse_gap, window
from market.verdicts.verdict import ClaimOutcome, Verdict, holds

PERSISTENT = 2 / 3  # of the sessions ahead since the base


def judge_comparison(claim: ComparisonClaim, own: Symbol, other: Symbol, data: JudgementData) -> ClaimOutcome:
    """Which of the two did better: where no time is said and it is so over another one that is near, the reading
    decides."""
    outcome = _compared(claim, own, other, data)
    same, near = claim.when.others, claim.nearby
    for when in (*same, *near) if outcome.verdict is Verdict.FAILS else ():
        with suppress(NoData):
            over = _compared(replace(claim, when=when), own, other, data)
            if over.verdict is Verdict.HOLDS:
                statement = f"{outcome.statement}; {over.statement}"
                stated = claim.margin or claim.ratio or when in same
                verdict = Verdict.HOLDS if stated else Verdict.DEPENDS
                return replace(outcome, verdict=verdict, statement=statement)
    return outcome


def _compared(claim: ComparisonClaim, own: Symbol, other: Symbol, data: JudgementData) -> ClaimOutcome:
    """By price and, for funds and stocks, with dividends: where the two disagree, the reading decides."""
    pair = data.of(own), data.of(other)
    by_price = _windows(claim, data, pair, "closes")
    verdict = holds(_margin_matches(claim, *by_price))
    lead_points = by_price[0].change - by_price[1].change
    statement = (
        f"{own.label} {change(by_price[0].change)}, {other.label} {change(by_price[1].change)} "
        f"({lead(lead_points)}) {_period_words(claim, by_price[0])}"
    )
    inputs = tuple(
        f"{b.symbol.label} {w.base:,.2f} on {w.base_day}, {w.close:,.2f} on {w.day}"
        for b, w in zip(pair, by_price, strict=True)
    )
    if (
        not (own.is_index and other.is_index)
        and holds(_margin_matches(claim, *_windows(claim, data, pair, "total"))) != verdict
    ):
        verdict, statement = Verdict.DEPENDS, f"{statement} by price; with dividends it is the other way"
    if claim.each and not claim.when.one_day:
        verdict, statement = _in_each(claim, pair, by_price[0])
    if verdict is Verdict.HOLDS and claim.persistent and not claim.when.one_day:
        part = _share_ahead(claim, pair, by_price[0])
        verdict = holds(part >= PERSISTENT)
        statement += (
            f"; ahead on {share(part)} of the sessions" if claim.ahead else f"; behind on {share(part)}"
        )
    formula = "own change − the other’s change, in percentage points"
    return ClaimOutcome(verdict, statement, formula, inputs, pair[0].source)


def judge_volatility(claim: VolatilityClaim, own: Symbol, other: Symbol, data: JudgementData) -> ClaimOutcome:
    """Whose annualised realised volatility is higher, over 20, 60 and 252 sessions or the period named."""
    day = data.session(claim.when)
    pair = data.of(own), data.of(other)
    both = pd.concat(
        [b.total.loc[: pd.Timestamp(day)] for b in pair], axis=1, join="inner", keys=["own", "other"]
    )
    if claim.when.one_day:
        spans = {f"{n} sessions": n for n in WINDOWS}
    else:
        base = pd.Timestamp(data.base_session(claim.when))
        spans = {f"the sessions since {base.date()}": int((both.index > base).sum())}
    verdicts, parts = set(), []
    for words, count in spans.items():
        if len(both) <= count or count < 2:
            raise NoData(f"There are fewer than {count} daily returns.")
        _refuse_gap(both.iloc[-count - 1 :], pair)
        values = [volatility(daily_returns(both[side]).iloc[-count:]) for side in ("own", "other")]
        verdicts.add(holds((values[0] > values[1]) is claim.more))
        parts.append(f"{share(values[0])} against {share(values[1])} over {words}")
    verdict = verdicts.pop() if len(verdicts) == 1 else Verdict.DEPENDS
    statement = f"realised volatility {', '.join(parts)}, to {day}"
    inputs = (f"daily returns of {own.label} and {other.label} up to {day}",)
    return ClaimOutcome(
        verdict, statement, "standard deviation of daily returns × √252", inputs, pair[0].source
    )


def _windows(
    claim: ComparisonClaim, data: JudgementData, pair: tuple[Bars, Bars], basis: str
) -> tuple[Window, Window]:
    own, other = (
        window(data, b.closes if basis == "closes" else b.total, claim.when, b.symbol.label) for b in pair
    )
    return own, other


def _margin_matches(claim: ComparisonClaim, own: Window, other: Window) -> bool:
    if claim.ratio is not None:
        up = claim.ahead is (claim.ratio.value > 1)
        fits = own.change * other.change > 0 and claim.ratio.matches(own.change / other.change)
        return fits and (own.change > 0) is up
    gap = (own.change - other.change) * (1 if claim.ahead else -1)
    if gap <= 0:
        return False
    if claim.margin is None:
        return True
    # Editors subtract the figures that they print.
    printed = abs(round(own.change * 100, 2) - round(other.change * 100, 2)) / 100
    scale = 10_000 if claim.margin.unit is AmountUnit.BASIS_POINTS else 100
    return claim.margin.matches(gap * scale) or claim.margin.matches(printed * scale)


def _in_each(claim: ComparisonClaim, pair: tuple[Bars, Bars], moved: Window) -> tuple[Verdict, str]:
    """The lead in each week, month or quarter of the period."""
    upto, unit = pd.Timestamp(moved.day), RankUnit(claim.each)
    both = pd.concat([b.closes.loc[:upto] for b in pair], axis=1, join="inner", keys=["own", "other"])
    gaps = changes(both["own"], unit)["change"] - changes(both["other"], unit)["change"]
    inside = gaps.loc[pd.Timestamp(moved.base_day) + pd.Timedelta(days=1) :]
    _refuse_gap(inside, pair)
    right = bool(len(inside)) and bool((inside > 0).all() if claim.ahead else (inside < 0).all())
    parts = ", ".join(f"{lead(float(gap))} to {pd.Timestamp(str(day)).date()}" for day, gap in inside.items())
    return holds(right), f"{pair[0].symbol.label} against {pair[1].symbol.label} by {claim.each}: {parts}"


def _share_ahead(claim: ComparisonClaim, pair: tuple[Bars, Bars], moved: Window) -> float:
    """Of the sessions since the base, those on which the change since the base was the higher
    (with `ahead` False: the lower) one."""
    both = pd.concat([b.closes for b in pair], axis=1, join="inner", keys=["own", "other"])
    part = both.loc[pd.Timestamp(moved.base_day) : pd.Timestamp(moved.day)]
    _refuse_gap(part, pair)
    since = (part / part.iloc[0]).iloc[1:]
    ahead = since["own"] > since["other"] if claim.ahead else since["own"] < since["other"]
    return float(ahead.mean())


def _refuse_gap(values: pd.Series[float] | pd.DataFrame, pair: tuple[Bars, Bars]) -> None:
    """Raises NoData where a close of one of the two is missing."""
    if (gap := first_gap(values)) is not None:
        refuse_gap(gap, next((bars for bars in pair if bars.gaps(gap, gap)), pair[0]))


def _period_words(claim: ComparisonClaim, moved: Window) -> str:
    return f"on {moved.day}" if claim.when.one_day else f"from {moved.base_day} to {moved.day}"
