"""The port of stored quiet hours."""

from __future__ import annotations

from typing import Protocol

from commands.framework.ports import Person, Place
from market.calendars.quiet_hours import QuietHours


class QuietTimes(Protocol):
    """Quiet hours of persons and of channels."""

    def of(self, whose: Person | Place) -> QuietHours | None: ...

    def set(self, whose: Person | Place, hours: QuietHours | None, owner: str = "") -> None:
        """None: it is never quiet. `owner`: who sets those of a direct conversation, which go with them."""
        ...
