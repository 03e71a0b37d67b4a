"""How a post may fail, and for how long a refusal may ask to be waited for."""

from __future__ import annotations

import pytest

from bot.adapters.poster import LONGEST_WAIT, Retryable


@pytest.mark.parametrize(
    ("asked", "waited"),
    [
        (-1.0, 0.0),
        (0.0, 0.0),
        (LONGEST_WAIT, LONGEST_WAIT),
        (LONGEST_WAIT + 1, LONGEST_WAIT),
        (1e14, LONGEST_WAIT),
    ],
)
def test_a_wait_has_bounds_whatever_a_platform_asks_for(asked: float, waited: float) -> None:
    assert Retryable("Slow down.", asked).retry_after == waited
