"""Runs counted at once against runs counted one by one."""

from __future__ import annotations

import doctest

import numpy as np
import pandas as pd

import market.analytics.run_lengths
from market.analytics.run_lengths import newest, run_lengths


def test_the_worked_examples_hold() -> None:
    assert doctest.testmod(market.analytics.run_lengths).failed == 0


def test_runs_are_as_long_as_when_they_are_counted_one_by_one() -> None:
    random = np.random.default_rng(5)
    flags, years = random.random(500) < 0.7, np.sort(random.integers(2015, 2026, 500))
    free, yearly = [0], [0]
    for n, flag in enumerate(flags):
        free.append(free[-1] + 1 if flag else 0)
        is_same = n > 0 and years[n] == years[n - 1]
        yearly.append((yearly[-1] if is_same else 0) + 1 if flag else 0)
    assert run_lengths(flags).tolist() == free[1:]
    assert run_lengths(flags, new_each=pd.Series(years)).tolist() == yearly[1:]
    assert free != yearly


def test_nothing_has_no_runs() -> None:
    assert newest([]).tolist() == run_lengths([]).tolist() == []
