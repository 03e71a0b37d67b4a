"""Base of services whose calls end in time."""

from __future__ import annotations

import pytest

from market.clock import Deadline
from market.services.timed_service import TimedService


class Asked(TimedService):
    """Says how long a call that begins now may wait."""

    def patience(self) -> float:
        return self._deadline.remaining()


def test_a_request_shares_seven_eighths_of_its_time_and_a_call_alone_has_its_own(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now = 100.0
    monkeypatch.setattr("market.clock.time.monotonic", lambda: now)
    service = Asked(seconds=8.0)
    of_request = service.within(Deadline.after(16.0))
    assert (service.patience(), of_request.patience()) == (8.0, 14.0)
    now += 13.0
    assert (service.patience(), of_request.patience()) == (8.0, 1.0)
    now += 1.0
    assert (service.patience(), of_request.patience()) == (8.0, 0.0)
