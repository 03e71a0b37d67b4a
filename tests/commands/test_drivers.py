"""`/drivers` on the sample market and on real funds."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from commands.drivers import SERIES
from market.analytics.drivers import LEAST, REFIT, TESTED, WINDOW


def shown(reply) -> dict[str, object]:
    return {figure.key: figure.value for figure in reply.figures}


def test_it_says_that_association_is_no_cause(sample) -> None:
    reply = sample("/drivers")
    assert not reply.error
    if reply.chart:
        assert any(note.startswith("Association, not cause") for note in reply.notes)
    else:
        assert f"{LEAST:.1%} is asked for" in reply.headline
        assert not any(f.is_shown for f in reply.figures if ".part." in f.key)


@pytest.mark.realdata
def test_real_parts_are_those_of_plain_least_squares(real, real_data: Path) -> None:
    reply = real("/drivers 5d")
    closes = pd.read_parquet(real_data / "etf_adjclose.parquet")
    moves = closes.pct_change(fill_method=None)
    series = pd.DataFrame(
        {name: moves[own] - (moves[other] if other else 0.0) for name, own, other in SERIES}
    )
    table = pd.concat([moves["IWM"] - moves["SPY"], series], axis=1).dropna().to_numpy()
    y, x = table[:, 0], table[:, 1:]
    told = np.zeros(len(y))
    parts = np.zeros_like(x)
    mean = np.zeros(len(y))
    for start in range(len(y) - TESTED, len(y), REFIT):
        design = np.column_stack([np.ones(WINDOW), x[start - WINDOW : start]])
        slopes = np.linalg.solve(design.T @ design, design.T @ y[start - WINDOW : start])
        stop = min(start + REFIT, len(y))
        parts[start:stop] = x[start:stop] * slopes[1:]
        told[start:stop] = slopes[0] + parts[start:stop].sum(axis=1)
        mean[start:stop] = y[start - WINDOW : start].mean()
    figures = shown(reply)
    errors, spread = (y - told)[-TESTED:], (y - mean)[-TESTED:]
    assert figures["drivers.iwm.spy.out_of_sample"] == pytest.approx(
        1 - (errors @ errors) / (spread @ spread)
    )
    assert figures["drivers.iwm.spy.biotech.part.5d"] == pytest.approx(parts[-5:, 1].sum(), abs=1e-9)
    assert figures["drivers.iwm.spy.lead.5d"] == pytest.approx(y[-5:].sum())
    assert figures["drivers.iwm.spy.out_of_sample"] > LEAST
