"""Long lines keep their peaks, troughs, ends and gaps."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from charts.layout.decimate import thinned


@given(st.integers(1, 20_000), st.integers(0, 2**32 - 1))
def test_a_thinned_line_keeps_its_ends_its_peak_and_its_trough(count: int, seed: int) -> None:
    y = np.random.default_rng(seed).normal(size=count).cumsum()
    x = np.arange(count, dtype="float64")
    fewer, kept = thinned(x, y, columns=300)
    assert (fewer[0], fewer[-1], kept[0], kept[-1]) == (x[0], x[-1], y[0], y[-1])
    assert (kept.min(), kept.max()) == (y.min(), y.max())
    assert len(kept) <= 4 * 300 + 1
    assert np.array_equal(y[fewer.astype(int)], kept)  # nothing is invented


def test_a_gap_stays_a_gap() -> None:
    y = np.arange(9000.0)
    y[4000:4500] = np.nan
    x, kept = thinned(np.arange(9000.0), y, columns=300)
    assert np.isnan(kept[(x >= 4000) & (x < 4500)]).all()
    assert np.isnan(kept).any()
    assert np.isfinite(kept[(x < 4000) | (x >= 4500)]).all()


def test_a_short_line_is_left_alone() -> None:
    x, y = np.arange(50.0), np.arange(50.0)
    assert thinned(x, y)[1] is y
