"""The events of a session (`/help digest`), recomputed one session and one series at a time."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

STEPS = (0.50, 0.40, 0.30, 0.25, 0.20, 0.15, 0.10, 0.05)
Happened = tuple[str, str, str]  # date, kind, series; of a lead "^RUT ^GSPC"
Sizes = dict[Happened, float]
Values = np.ndarray[tuple[int], np.dtype[np.floating]]


def of_series(name: str, closes: pd.Series[float], is_index: bool, in_points: bool, first: str) -> Sizes:
    """Moves and 52-week extremes of one series; of an index also records, drawdown steps and ended runs."""
    values, out = closes.to_numpy(dtype="float64"), {}
    for n, day in enumerate(pd.DatetimeIndex(closes.index)):
        if str(day.date()) < first:
            continue
        kinds = {"move": _move(values, n, in_points), "extreme": _extreme(values, n)}
        if is_index:
            kinds |= {
                "record": float(values[n] > values[:n].max()),
                "drawdown": _step(values, n),
                "run end": _run(values, n),
            }
        if kinds.get("record"):
            kinds["extreme"] = 0.0
        out.update({(str(day.date()), kind, name): size for kind, size in kinds.items() if size})
    return out


def intraday(name: str, closes: pd.Series[float], highs: pd.Series[float], first: str) -> Sizes:
    """Sessions that traded above the record close before them and did not close there."""
    return {
        (str(day.date()), "intraday record", name): 1.0
        for n, day in enumerate(pd.DatetimeIndex(closes.index))
        if str(day.date()) >= first and highs.iloc[n] > closes.iloc[:n].max() >= closes.iloc[n]
    }


def leads(own: pd.Series[float], other: pd.Series[float], name: str, first: str) -> Sizes:
    """Leads of ten sessions and more, and the sessions that ended one."""
    days = own.index.intersection(other.index)
    a, b = own.loc[days].to_numpy(), other.loc[days].to_numpy()
    out, run = {}, 0
    for n in range(1, len(days)):
        day = str(pd.Timestamp(days[n]).date())
        if a[n] / a[n - 1] > b[n] / b[n - 1]:
            run += 1
            if run >= 10 and day >= first:
                out[day, "lead", name] = float(run)
        else:
            if run >= 10 and day >= first:
                out[day, "lead end", name] = float(run)
            run = 0
    return out


def of_members(name: str, panel: pd.DataFrame, first: str) -> Sizes:
    """Sessions on which 80 % of the members that moved moved one way, and Zweig's thrusts."""
    steps = panel.to_numpy(dtype="float64")
    up = (steps[1:] > steps[:-1]).sum(axis=1)
    down = (steps[1:] < steps[:-1]).sum(axis=1)
    share = up / (up + down)
    out: Sizes = {}
    averages: list[float] = []
    for n, day in enumerate(pd.DatetimeIndex(panel.index[1:])):
        averages.append(share[n] if not averages else averages[-1] + (share[n] - averages[-1]) * 2 / 11)
        text = str(day.date())
        if text < first:
            continue
        if share[n] >= 0.8:
            out[text, "one-sided", name] = float(share[n])
        if 1 - share[n] >= 0.8:
            out[text, "one-sided", name] = float(share[n] - 1)
        usable = averages[9:]  # ten sessions make an average
        if len(usable) > 10 and usable[-1] > 0.615 >= usable[-2] and min(usable[-11:-1]) < 0.4:
            out[text, "thrust", name] = 1.0
    return out


def turns(verdicts: pd.Series[str], first: str) -> Sizes:
    """Sessions whose verdict on the market regime is another than the one before."""
    pairs: Iterator[tuple[object, str, str]] = zip(
        verdicts.index[1:], verdicts.iloc[:-1], verdicts.iloc[1:], strict=True
    )
    days = (str(pd.Timestamp(str(day)).date()) for day, before, now in pairs if before != now)
    return {(day, "regime", "regime"): 1.0 for day in days if day >= first}


def _move(values: Values, n: int, in_points: bool) -> float:
    if n < 61:
        return 0.0
    part = values[n - 61 : n + 1]
    changes = part[1:] - part[:-1] if in_points else part[1:] / part[:-1] - 1
    usual = float(np.std(changes[:-1], ddof=1))
    times = float(changes[-1]) / usual if usual else 0.0
    return times if abs(times) >= 3 else 0.0


def _extreme(values: Values, n: int) -> float:
    if n < 251:
        return 0.0
    before = values[n - 251 : n]
    return 1.0 if values[n] > before.max() else -1.0 if values[n] < before.min() else 0.0


def _step(values: Values, n: int) -> float:
    top = int(np.argmax(values[: n + 1]))
    if top == n:
        return 0.0
    deepest = values[top + 1 : n].min(initial=values[top]) / values[top]
    now = values[n] / values[top]
    return next((depth for depth in STEPS if now <= 1 - depth + 1e-12 < deepest), 0.0)


def _run(values: Values, n: int) -> float:
    for sign in (1.0, -1.0):
        if n and (values[n] - values[n - 1]) * sign > 0:
            continue
        length, k = 0, n - 1
        while k > 0 and (values[k] - values[k - 1]) * sign > 0:
            length, k = length + 1, k - 1
        if length >= 7:
            return sign * length
    return 0.0
