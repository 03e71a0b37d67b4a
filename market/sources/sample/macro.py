"""The sample market's economy: series that follow its own bear markets, as an economy would."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from threading import Lock

import numpy as np
import pandas as pd

from market.clock import Deadline
from market.datasets.economic_series import EconomicSeries
from market.datasets.first_releases import first_release, out_by
from market.datasets.macro_observations import Observations
from market.errors import NoData
from market.provenance import Provenance
from market.sources.sample.factors import Floats, factors, generator
from market.sources.sample.members import SAMPLE_TITLE
from market.sources.sample.rates import ten_year
from market.sources.sample.sessions import session_index

_SLUMP = 0.16  # of `_slack` from which on a month is called a recession
_STARTS = {"BAMLH0A0HYM2": "1996-12-31", "DFII10": "2003-01-02"}


class SampleMacro:
    """`MacroSource` of the sample market. A moment knows what the agencies' calendars have released."""

    key = "sample"
    title = SAMPLE_TITLE
    sample = True
    local = True

    def __init__(self) -> None:
        self._lock = Lock()  # the whole economy is made at the first question, once

    def observations(self, series: EconomicSeries, now: datetime, deadline: Deadline) -> Observations:
        """Raises NoData before the first release."""
        with self._lock:
            values = out_by(series, _economy()[series.id].loc[_STARTS.get(series.id) :], now)
        if values.empty:
            raise NoData(f"The sample market has no values of {series.name} yet.")
        released = first_release(series, values.index[-1].date()).date()
        return Observations(series, values, Provenance(SAMPLE_TITLE, now, sample=True), released)


@cache
def _economy() -> dict[str, pd.Series[float]]:
    """Every series by FRED's id, in FRED's unit."""
    slack = _slack()
    weekly = slack.resample("W-SAT").last()
    monthly = slack.resample("MS").mean()
    quarterly = slack.resample("QS").mean()
    stress = pd.Series(factors().stress, session_index())
    ten = pd.Series(ten_year(), session_index())
    curve = 1.1 - 2.5 * (0.12 - slack).clip(lower=-0.3) + _wander("curve", len(slack), 0.02, 200.0)
    two = (ten - curve).clip(lower=0.1)
    jobs = (
        170.0 - 1500.0 * monthly.diff().fillna(0.0) * 4 - 350.0 * monthly + _noise("jobs", len(monthly), 60.0)
    )
    claims = 205_000 + 520_000 * weekly + _noise("claims", len(weekly), 9_000.0)
    conditions = -0.62 + 0.28 * (stress.resample("W-FRI").mean().clip(upper=6.0) - 1.0)
    growth = 3.0 - 14.0 * quarterly + _noise("gdp", len(quarterly), 1.2)
    return {
        "A191RL1Q225SBEA": growth.round(1),
        "PAYEMS": (102_500 + jobs.cumsum()).round(0),
        "UNRATE": (3.9 + 13.0 * monthly.rolling(6, min_periods=1).mean()).round(1),
        "ICSA": (claims / 1000).round(0) * 1000,
        "NFCI": conditions.round(3),
        "BAMLH0A0HYM2": (2.0 + 1.5 * stress.ewm(span=20).mean().clip(upper=8.0)).round(2),
        "DGS10": ten,
        "DGS2": two.round(2),
        "T10Y2Y": (ten - two).round(2),
        "DFII10": (ten - 2.3 + _wander("inflation", len(slack), 0.015, 250.0)).round(2),
        "USREC": (monthly > _SLUMP).astype("float64"),
    }


def _slack() -> pd.Series[float]:
    """How far the economy runs below itself, per session: a slow echo of the market's drawdown."""
    path = np.cumsum(factors().market)
    fall = 1.0 - np.exp(path - np.maximum.accumulate(path))
    return pd.Series(fall, session_index()).ewm(halflife=120).mean()


def _noise(name: str, count: int, scale: float) -> Floats:
    return np.asarray(scale * generator(f"macro {name}").standard_normal(count))


def _wander(name: str, count: int, scale: float, memory: float) -> Floats:
    """A slow swing around nothing, `scale` a day, forgotten after about `memory` days."""
    steps = pd.Series(_noise(name, count, scale))
    return np.asarray(steps.ewm(alpha=1 / memory).mean().to_numpy() * np.sqrt(memory) * 3)
