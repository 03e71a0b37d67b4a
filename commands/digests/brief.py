"""What one digest is to say."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from commands.framework.ports import Section
from market.alerts.rules import AlertRule
from market.calendars.schedule import Edition

_NEW_YORK = ZoneInfo("America/New_York")


@dataclass(frozen=True, slots=True)
class Brief:
    """A digest to compose. Equal briefs of equal data are equal replies.

    watched: tickers of the channel's list.
    waiting: rules of the channel's armed alerts.
    since: from which day on releases are news; None for the last session's.
    """

    edition: Edition = Edition.MORNING
    sections: tuple[Section, ...] = tuple(Section)
    watched: tuple[str, ...] = ()
    waiting: tuple[AlertRule, ...] = ()
    since: date | None = None

    @property
    def command(self) -> str:
        """The text that asks for the same edition and sections: "/digest now morning breadth"."""
        return f"/digest now {' '.join((self.edition, *self.sections))}"


def news_since(posted: datetime | None) -> date | None:
    """From which day on releases are news to those who read the digest posted at `posted`.

    Releases are known by their day alone. Those that matter come before noon in New York, so a
    digest posted in the morning may not have had its own day's: rather named twice than never.
    """
    if posted is None:
        return None
    there = posted.astimezone(_NEW_YORK)
    return there.date() if there.time() < time(12) else there.date() + timedelta(days=1)
