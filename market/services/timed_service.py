"""Base of services whose calls end in time."""

from __future__ import annotations

from copy import copy
from typing import Self

from market.clock import Deadline

PATIENCE = 7 / 8  # of a request's time may go into waiting for the provider; the rest is for the answer


class TimedService:
    """A service whose calls wait `seconds` at most, or all together until the deadline of a request."""

    _until: Deadline | None = None

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds

    def within(self, deadline: Deadline) -> Self:
        """This service for one request: all its calls together end by `deadline`."""
        view = copy(self)
        view._until = Deadline.after(deadline.remaining() * PATIENCE)
        return view

    @property
    def _deadline(self) -> Deadline:
        """Until when a call that begins now may wait for its provider."""
        return self._until or Deadline.after(self._seconds)
