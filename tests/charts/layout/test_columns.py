"""Upright bars from zero to their values."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure

from charts.layout.columns import draw_columns


def test_a_bar_goes_from_zero_to_its_value_and_a_missing_one_is_not_drawn() -> None:
    axes = Figure().add_axes((0, 0, 1, 1))
    draw_columns(axes, np.arange(3.0), np.array([2.0, np.nan, -1.0]), ["#111111", "#222222", "#333333"], 0.4)
    [bars] = axes.collections
    corners = [np.asarray(path.vertices)[:4] for path in bars.get_paths()]
    assert [(c[:, 0].min(), c[:, 0].max()) for c in corners] == [(-0.4, 0.4), (1.6, 2.4)]
    assert [(c[:, 1].min(), c[:, 1].max()) for c in corners] == [(0.0, 2.0), (-1.0, 0.0)]
    assert len(bars.get_facecolors()) == 2  # type: ignore[attr-defined]  # a PolyCollection
