"""The market regime by the published rule: who leads, how broadly, and what would end it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from market.analytics.regime_rule import RULE, RegimeLabel
from market.analytics.standing_verdict import standing_verdicts
from market.errors import NoBar, NoData

LARGE, SMALL, EQUAL = "SPY", "IWM", "RSP"
CORE = (LARGE, SMALL, EQUAL)
DEFENSIVE = ("XLP", "XLV", "XLU")  # staples, health care, utilities
CYCLICAL = ("XLY", "XLI", "XLF", "XLB")  # discretionary, industrials, financials, materials
SECTORS = ("XLK", "XLF", "XLV", "XLY", "XLP", "XLE", "XLI", "XLB", "XLU", "XLRE", "XLC")
LISTED = {
    "XLRE": date(2015, 10, 8),
    "XLC": date(2018, 6, 19),
}  # first sessions; the others are older than RSP
FUNDS = (*CORE, *SECTORS)

_Row = tuple[float, float, float, float, float]


@dataclass(frozen=True, slots=True)
class Flip:
    """Were `reading` to move from `value` past `threshold`, the others unchanged, the standing verdict's own
    condition would fail where it holds, or hold again where it fails, and the session would read as
    `becomes`.

    at: whether reaching the threshold is enough. Fractions.
    """

    reading: str
    value: float
    threshold: float
    at: bool
    becomes: RegimeLabel

    @property
    def distance(self) -> float:
        return self.threshold - self.value


@dataclass(frozen=True, slots=True, eq=False)
class Regime:
    """The market regime by the rule, session by session, to the newest one with all its inputs.

    readings: sessions × the rule's five readings; NaN for a session that lacks an input.
    raw: each session's own reading, None where there is none.
    verdicts: the standing one; None where a session without inputs leaves it open.
    held: sessions it has stood, the newest among them; None where such a session leaves its start open.
    since: the first of these.
    failed: sessions in a row up to now on which the verdict's own condition failed; 0 while it holds.
    flips: what would make its condition fail (or hold again, while it fails), the nearest first in units of
        the reading's own yearly variation.
    sectors: the sector funds that the newest reading is made of: all that were listed then.
    """

    readings: pd.DataFrame
    raw: pd.Series[str]
    verdicts: pd.Series[str]
    held: int | None
    since: date | None
    failed: int
    flips: tuple[Flip, ...]
    sectors: tuple[str, ...]

    @property
    def verdict(self) -> RegimeLabel:
        return RegimeLabel(self.verdicts.iloc[-1])

    @property
    def reading(self) -> RegimeLabel:
        return RegimeLabel(self.raw.iloc[-1])

    @property
    def end(self) -> date:
        day: date = self.raw.index[-1].date()
        return day


@dataclass(frozen=True, slots=True)
class SessionReading:
    """What the newest session with all its inputs reads as by itself, whatever verdict stands.

    values: the five readings by name, as `readings` has them.
    """

    end: date
    values: dict[str, float]
    name: RegimeLabel


def session_reading(totals: pd.DataFrame) -> SessionReading:
    """The newest session's own reading. `totals` as in `market_regime`. Raises NoData as `readings` does."""
    frame = readings(totals)
    end: date = frame.index[-1].date()
    values = {str(name): float(value) for name, value in frame.iloc[-1].items()}
    return SessionReading(end, values, RULE.read(**values))


def market_regime(totals: pd.DataFrame, *, begins_open: bool = False) -> Regime:
    """The market regime by `RULE`. `totals`: sessions × tickers of `FUNDS`, adjusted closes, NaN where one has
    no bar. Every session is judged on itself and those before it. `begins_open`: a fund's first sessions are in doubt,
    so that a verdict may stand already at the first that is judged.

    The rule, its windows and thresholds are our own; the readings are total returns of funds.
    Raises NoData where a fund is missing that was listed then, with too few sessions, and where missing
    sessions leave open which verdict stands.

    >>> days = pd.bdate_range("2026-01-01", periods=30)
    >>> rise = pd.Series([1.002**n for n in range(30)], index=days)
    >>> funds = pd.DataFrame({t: rise for t in FUNDS}) * 100
    >>> str(market_regime(funds).verdict), market_regime(funds).held
    ('broad advance', 9)
    >>> str(market_regime(funds.assign(IWM=rise**2)).verdict)
    'small-cap-led'
    """
    frame = readings(totals)
    rows: list[_Row | None] = [
        None if np.isnan(values).any() else (values[0], values[1], values[2], values[3], values[4])
        for values in frame.to_numpy(dtype=float).tolist()
    ]
    standing = list(
        standing_verdicts(
            rows,
            read=lambda row: RULE.read(*row),
            holds=lambda name, row: RULE.holds(RegimeLabel(name), *row),
            names=tuple(RegimeLabel),
            ends_after=RULE.ends_after,
            begins_open=begins_open,
        )
    )
    newest, now = standing[-1], rows[-1]
    if newest.verdict is None or newest.failed is None or now is None:
        raise _open(totals, frame)
    spread = frame.iloc[-252:].std()
    flips = sorted(
        _flips(RegimeLabel(newest.verdict), dict(zip(frame.columns, now, strict=True))),
        key=lambda flip: abs(flip.distance) / (float(spread[flip.reading]) or 1.0),
    )
    base = pd.Timestamp(totals.index[totals.index.searchsorted(frame.index[-1]) - RULE.window])
    return Regime(
        readings=frame,
        raw=pd.Series([str(RULE.read(*row)) if row else None for row in rows], frame.index, dtype=object),
        verdicts=pd.Series([state.verdict for state in standing], frame.index, dtype=object),
        held=None if newest.since is None else len(rows) - newest.since,
        since=None if newest.since is None else frame.index[newest.since].date(),
        failed=newest.failed,
        flips=tuple(flips),
        sectors=required(base.date()),
    )


def required(base: date) -> tuple[str, ...]:
    """The sector funds that were listed on the session from which returns are measured."""
    return tuple(ticker for ticker in SECTORS if ticker not in LISTED or LISTED[ticker] <= base)


def readings(totals: pd.DataFrame) -> pd.DataFrame:
    """The five readings per session, over `RULE.window` sessions; fractions:

    - `market`: return of large caps (SPY).
    - `small`: return of small caps (IWM) less `market`.
    - `narrow`: `market` less the return of the same companies equally weighted (RSP).
    - `defence`: mean return of the defensive sectors less that of the cyclical ones.
    - `rising`: share of the sector funds with a return above zero.

    From the first session with all of them to the last; a session inside that lacks one is NaN throughout.
    """
    funds = totals.reindex(columns=list(FUNDS))
    returns = funds / funds.shift(RULE.window) - 1.0
    bases = pd.Series(totals.index, totals.index).shift(RULE.window)
    young = pd.DataFrame({ticker: ~(bases >= pd.Timestamp(day)) for ticker, day in LISTED.items()})
    sectors = returns[list(SECTORS)].mask(young.reindex(columns=list(SECTORS), fill_value=False))
    needed = ~young.reindex(columns=list(SECTORS), fill_value=False)
    complete = (sectors.notna() | ~needed).all(axis=1) & returns[list(CORE)].notna().all(axis=1)
    market = returns[LARGE]
    frame = pd.DataFrame(
        {
            "market": market,
            "small": returns[SMALL] - market,
            "narrow": market - returns[EQUAL],
            "defence": returns[list(DEFENSIVE)].mean(axis=1) - returns[list(CYCLICAL)].mean(axis=1),
            "rising": (sectors > 0).sum(axis=1) / needed.sum(axis=1),
        }
    ).where(complete)
    if not complete.any():
        raise _without(totals)
    whole = complete.to_numpy().nonzero()[0]
    return frame.iloc[whole[0] : whole[-1] + 1]


def _without(totals: pd.DataFrame) -> NoData:
    """Why no session has all inputs: a fund that was listed is not there, or one has too few sessions."""
    held = {ticker: int(count) for ticker, count in totals.reindex(columns=list(FUNDS)).notna().sum().items()}
    if core := [ticker for ticker in CORE if not held[ticker]]:
        return NoData(f"The market regime cannot be judged without {' and '.join(core)}.")
    base = totals.index[-RULE.window - 1].date() if len(totals) > RULE.window else None
    absent = [t for t in (required(base) if base else SECTORS) if t not in totals or totals[t].isna().all()]
    if absent:
        number = {9: "nine", 10: "ten", 11: "eleven"}[len(required(base) if base else SECTORS)]
        return NoData(
            f"The market regime cannot be judged without {' and '.join(absent)}: its rule reads {number} sectors."
        )
    fewest = min((ticker for ticker in FUNDS if held[ticker]), key=held.__getitem__)
    short = f", and {fewest} has {held[fewest]}" if held[fewest] <= RULE.window else ""
    return NoData(f"Too few sessions for a market regime: its funds need {RULE.window + 1} in common{short}.")


def _open(totals: pd.DataFrame, frame: pd.DataFrame) -> NoData:
    """Why it is open which verdict stands: the newest session whose reading is not known, and what it lacks; where all
    readings are known, the session before the first of them."""
    unread = frame.index[frame.isna().any(axis=1)]
    begun = int(totals.index.searchsorted(frame.index[0]))
    place = int(totals.index.searchsorted(unread[-1])) if len(unread) else max(begun - 1, RULE.window)
    for at in (place, place - RULE.window):
        lacking = [ticker for ticker in FUNDS if ticker in totals and np.isnan(totals[ticker].iloc[at])]
        if lacking:
            break
    return NoBar(
        lacking,
        (totals.index[at].date(),),
        "Which market regime stands is open: {}, and the verdict before it may have ended since.",
    )


def _flips(verdict: RegimeLabel, now: dict[str, float]) -> Iterator[Flip]:
    """For each reading the nearest threshold beyond which the verdict's own condition changes sides."""
    holds = RULE.holds(verdict, **now)
    cuts = {
        "market": (0.0, -now["small"]),
        "small": (RULE.lead, -now["market"]),
        "narrow": (RULE.lead,),
        "defence": (RULE.defence,),
        "rising": (RULE.few, RULE.many),
    }
    for name, thresholds in cuts.items():
        for threshold in sorted(thresholds, key=lambda cut: abs(cut - now[name])):
            beyond = float(np.nextafter(threshold, np.inf if threshold >= now[name] else -np.inf))
            moved = {**now, name: beyond}
            if RULE.holds(verdict, **moved) is not holds:
                at = RULE.holds(verdict, **{**now, name: threshold}) is not holds
                yield Flip(name, now[name], threshold, at, RULE.read(**moved))
                break
