"""The order for a digest."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from commands.digests.brief import Brief, news_since
from commands.framework.ports import Section
from market.calendars.schedule import Edition
from market.clock import Deadline
from tests.commands.desk import Desk


@pytest.mark.parametrize(
    ("posted", "since"),
    [
        (datetime(2026, 1, 22, 7, 30, tzinfo=UTC), date(2026, 1, 22)),  # before New York has published
        (datetime(2026, 1, 22, 16, 59, tzinfo=UTC), date(2026, 1, 22)),
        (datetime(2026, 1, 22, 17, 0, tzinfo=UTC), date(2026, 1, 23)),  # noon in New York
        (datetime(2026, 1, 22, 21, 20, tzinfo=UTC), date(2026, 1, 23)),
        (None, None),
    ],
)
def test_releases_of_the_day_are_news_to_who_read_the_digest_that_morning(
    posted: datetime | None, since: date | None
) -> None:
    assert news_since(posted) == since


@pytest.mark.parametrize("edition", Edition)
def test_its_command_asks_for_the_same_edition_and_sections(tmp_path: Path, edition: Edition) -> None:
    desk, order = Desk(tmp_path), Brief(edition, (Section.BREADTH, Section.SMALL_CAPS))
    assert order.command == f"/digest now {edition} breadth small-caps"
    answered, typed = desk.engine.answer(order, Deadline.after(60.0)), desk.say(order.command)
    assert not answered.error
    assert (answered.headline, answered.facts, answered.actions) == (
        typed.headline,
        typed.facts,
        typed.actions,
    )
    assert answered.command == typed.command == order.command
    desk.close()
