"""Candles of the session in progress: all of the session on the axis, each bar at its time."""

from __future__ import annotations

import numpy as np
import pytest
from matplotlib.collections import PolyCollection

from charts.drawing.render import compose
from tests.charts.gallery import intraday


def test_bars_stand_at_their_times_and_a_missing_one_leaves_a_gap() -> None:
    chart = intraday()
    [axes] = compose(chart).axes
    assert axes.get_xlim() == (0.0, 78.0)  # 09:30 to 16:00
    [body] = [c for c in axes.collections if isinstance(c, PolyCollection)]
    middles = [np.asarray(path.vertices)[:4, 0].mean() for path in body.get_paths()]
    assert middles == pytest.approx([0.5, 1.5, *np.arange(3.5, 24.0)])


def test_full_hours_and_the_close_before_are_named() -> None:
    [axes] = compose(intraday()).axes
    words = [text.get_text() for text in axes.texts]
    assert {"10:00", "12:00", "16:00", "so far", "close before", "2,400.00"} <= set(words)
