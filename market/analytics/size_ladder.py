"""The size ladder: from mega to micro caps, each rung by a fund that holds it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import pandas as pd

from market.analytics.gaps import first_gap
from market.analytics.performance import BASE_LACKS, drawdown, joined, listed_since, rebase
from market.analytics.risk import volatility
from market.errors import NoBar, NoData
from market.period import Period

LEAST_RETURNS = 20  # a shorter period is too short for a volatility; then the last 20 are taken


@dataclass(frozen=True, slots=True)
class Rung:
    """A size of company.

    cap: tickers of cap-weighted funds that hold it, the preferred first.
    equal: the same for equal-weighted ones, empty where there is no such fund.
    """

    name: str
    cap: tuple[str, ...]
    equal: tuple[str, ...] = ()


LADDER = (
    Rung("Mega", ("MGC", "OEF")),
    Rung("Large", ("SPY", "IWB"), ("RSP",)),
    Rung("Mid", ("IJH", "MDY"), ("EWMC",)),
    Rung("Small", ("IWM", "IJR"), ("EWSC",)),
    Rung("Micro", ("IWC",)),
)
FUNDS = tuple(ticker for rung in LADDER for ticker in (*rung.cap, *rung.equal))


@dataclass(frozen=True, slots=True)
class RungPerformance:
    """How one rung did over the period; fractions. `change` is NaN where the base has no bar. `volatility` is
    annualised, NaN with fewer than 20 returns in all; `drawdown` is from the highest close of the period, NaN
    where a session of it has no bar.

    above_200: the share of the rung's members above their 200-day average in the last session, None where the
        members are not known, NaN where their closes are not.
    """

    rung: str
    ticker: str
    equal: bool
    change: float
    volatility: float
    drawdown: float
    worst_drawdown: float
    above_200: float | None = None


@dataclass(frozen=True, slots=True, eq=False)
class SizeLadder:
    """The rungs of the size ladder over a period.

    steps: largest companies first, each size's cap-weighted fund before its equal-weighted.
    rebased: sessions × tickers, change since the base.
    closes: what it is made of, with the sessions that its volatilities reach back to.
    missing: rungs without a fund that reaches back to the base.
    """

    steps: tuple[RungPerformance, ...]
    rebased: pd.DataFrame
    closes: pd.DataFrame
    missing: tuple[str, ...]

    @property
    def base(self) -> date:
        day: date = self.rebased.index[0].date()
        return day

    @property
    def end(self) -> date:
        day: date = self.rebased.index[-1].date()
        return day

    @property
    def cap(self) -> tuple[RungPerformance, ...]:
        """The cap-weighted steps, largest companies first."""
        return tuple(step for step in self.steps if not step.equal)

    @property
    def ranked(self) -> tuple[RungPerformance, ...]:
        """The cap-weighted steps whose change is known, best first."""
        return tuple(sorted((s for s in self.cap if s.change == s.change), key=lambda step: -step.change))

    @property
    def leader(self) -> RungPerformance:
        return self.ranked[0]

    @property
    def laggard(self) -> RungPerformance:
        return self.ranked[-1]

    @property
    def slope(self) -> float:
        """The smallest rung's change less the largest's: above zero when small leads."""
        return self.cap[-1].change - self.cap[0].change

    @property
    def order(self) -> str:
        """ "smaller was better" or "larger was better" when every rung says so, else "no order"."""
        changes = [step.change for step in self.cap]
        if len(changes) > 2 and changes == sorted(changes):
            return "smaller was better"
        if len(changes) > 2 and changes == sorted(changes, reverse=True):
            return "larger was better"
        return "no order"


def size_ladder(
    totals: pd.DataFrame, period: Period, above_200: Mapping[str, pd.Series[float]] | None = None
) -> SizeLadder:
    """The ladder over `period`. `totals`: sessions × tickers, adjusted closes of the funds that
    could be had (NaN where one has none). `above_200`: by rung name, where members are known, the
    share by session: that of the ladder's own last session is taken, and none of another day.

    Each rung takes its first fund that has a close on or before the period's base day (for `max`,
    its first fund at all); all are then measured on the sessions they have in common.

    - change: last adjusted close over the base's, less one (total return).
    - volatility: annualised, of the period's daily returns, at least the last 20 (`market.analytics.risk`).
    - drawdown: last close over the highest of the period, less one; the worst of these.

    Raises NoData with fewer than two cap-weighted rungs, or of which fewer than two have the base.

    >>> import pandas as pd
    >>> days = pd.DatetimeIndex(["2025-12-31", "2026-01-02", "2026-01-05"])
    >>> funds = pd.DataFrame({"SPY": [100.0, 104, 102], "IJR": [50.0, 51, 53]}, index=days)
    >>> ladder = size_ladder(funds, Period.parse("ytd"))
    >>> [(s.rung, round(s.change, 2), round(s.drawdown, 4)) for s in ladder.steps]
    [('Large', 0.02, -0.0192), ('Small', 0.06, 0.0)]
    >>> ladder.leader.rung, round(ladder.slope, 2), ladder.missing
    ('Small', 0.04, ('Mega', 'Mid', 'Micro'))
    """
    chosen: list[tuple[Rung, str, bool]] = []
    missing = []
    reach = _reaching_back(totals, period)
    for rung in LADDER:
        cap, equal = _first(rung.cap, reach), _first(rung.equal, reach)
        if cap is None:
            missing.append(rung.name)
        chosen += [(rung, ticker, ticker is equal) for ticker in (cap, equal) if ticker is not None]
    if sum(not equal for _rung, _ticker, equal in chosen) < 2:
        raise NoData(
            "Fewer than two rungs of the size ladder have prices that far back. Try a shorter period."
        )
    common = joined({ticker: listed_since(totals[ticker]) for _rung, ticker, _equal in chosen})
    part = period.cut(common)
    rebased = rebase(part)
    returns = (common / common.shift(1) - 1.0).loc[: part.index[-1]].iloc[1:]
    count = max(len(part) - 1, LEAST_RETURNS)
    swings = returns.iloc[-count:]
    shares = {name: share.get(part.index[-1], float("nan")) for name, share in (above_200 or {}).items()}
    steps = tuple(
        _step(rung, ticker, equal, part[ticker], own, None if equal else shares.get(rung.name))
        for rung, ticker, equal in chosen
        for own in (_moves(totals[ticker].loc[: part.index[-1]], count),)
    )
    used = common.loc[: part.index[-1]].iloc[-len(swings) - 1 :]
    ladder = SizeLadder(steps, rebased, used, tuple(missing))
    if len(ladder.ranked) < 2:
        lacking = tuple(step.ticker for step in ladder.steps if step.change != step.change)
        form = f"Fewer than two rungs of the size ladder are known: {BASE_LACKS}"
        raise NoBar(lacking, (ladder.base,), form)
    return ladder


def _moves(closes: pd.Series[float], count: int) -> pd.Series[float]:
    """A fund's own newest daily returns, however young the others are."""
    own = listed_since(closes)
    return (own / own.shift(1) - 1.0).iloc[1:].iloc[-count:]


def _reaching_back(totals: pd.DataFrame, period: Period) -> frozenset[str]:
    """The tickers that reach back far enough for `period`."""
    priced = totals.notna()
    if period.text != "max" and len(totals):
        base = pd.Timestamp(period.base_day(totals.index[-1].date()))
        priced = priced.iloc[: max(int(totals.index.searchsorted(base, side="right")), 1)]
    return frozenset(str(ticker) for ticker in totals.columns[priced.any().to_numpy()])


def _first(tickers: tuple[str, ...], reach: frozenset[str]) -> str | None:
    return next((ticker for ticker in tickers if ticker in reach), None)


def _step(
    rung: Rung,
    ticker: str,
    equal: bool,
    closes: pd.Series[float],
    returns: pd.Series[float],
    above: float | None,
) -> RungPerformance:
    depth, gap = drawdown(closes), first_gap(closes)
    return RungPerformance(
        rung=rung.name,
        ticker=ticker,
        equal=equal,
        change=float(closes.iloc[-1] / closes.iloc[0] - 1.0),
        volatility=volatility(returns) if len(returns) >= LEAST_RETURNS else float("nan"),
        drawdown=float("nan") if gap else float(depth.iloc[-1]),
        worst_drawdown=float("nan") if gap else float(depth.min()),
        above_200=above,
    )
