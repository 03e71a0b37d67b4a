"""Bars that are copies of the one before them, or no bars at all."""

from __future__ import annotations

import numpy as np
import pytest

from market.inspection.repeated import repeated


def last(bars: list[tuple[float, float, float, float, float]]) -> bool:
    """Whether the last bar (open, high, low, close, volume) has the close of the one before instead of its own."""
    return bool(repeated(*(np.array(column) for column in zip(*bars, strict=True)))[-1])


@pytest.mark.parametrize("close", [5.0, 150.0])
def test_a_flat_bar_at_the_close_before_without_a_trade_is_none(close: float) -> None:
    before = (close, close + 1, close - 1, close, 900.0)
    assert last([before, (close, close, close, close, 0.0)])
    assert last([before, *[(close, close, close, close, 0.0)] * 2])
    assert not last([before, (close, close, close, close, 1.0)])
    assert not last([before, (close + 0.01, close + 0.01, close + 0.01, close + 0.01, 0.0)])
    assert not last([before, (close, close + 0.01, close, close, 0.0)])


def test_a_history_of_closes_alone_may_stand() -> None:
    assert not last([(16.0, 16.0, 16.0, 16.0, 0.0)] * 2)
    assert not last([(16.0, 17.0, 15.0, 16.0, 0.0), (16.0, 16.0, 16.0, 16.0, 0.0)]), "the VIX has stood"
    ranged = (16.0, 17.0, 15.0, 16.0, 900.0)
    assert last([ranged, *[(16.0, 16.0, 16.0, 16.0, 0.0)] * 10])
    assert not last([ranged, *[(16.0, 16.0, 16.0, 16.0, 0.0)] * 11])
