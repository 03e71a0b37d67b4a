"""Captions and lines that the picture tests share."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import numpy as np
import pytest

from charts.spec import Caption, Line

AS_OF = datetime(2026, 1, 22, 21, 0, tzinfo=UTC)


@pytest.fixture
def caption() -> Caption:
    return Caption(
        "Russell 2000 closed at 2,718.77", "Yahoo Finance", AS_OF, "The Russell 2000 over six months."
    )


@pytest.fixture
def line() -> Callable[..., Line]:
    """`line(label, count, seed)`: a random walk over `count` weekdays to 2026-01-22."""

    def build(label: str = "RUT", count: int = 120, seed: int = 1, start: float = 100.0) -> Line:
        days = np.busday_offset("2026-01-22", np.arange(1 - count, 1), roll="backward").astype(
            "datetime64[D]"
        )
        steps = np.random.default_rng(seed).normal(0.0003, 0.012, count)
        return Line(label, days, start * np.exp(np.cumsum(steps)))

    return build
