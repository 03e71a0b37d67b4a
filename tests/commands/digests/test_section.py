"""A section keeps what its command answered, or why there is no answer."""

from __future__ import annotations

from datetime import UTC, date, datetime

from commands.digests.section import SectionResult, asked, breadth_question
from commands.framework.ask import Ask
from commands.framework.reply import Release, Reply
from market.period import ONE_DAY, Period
from market.provenance import Provenance

ORIGIN = Provenance("FRED", datetime(2026, 1, 22, tzinfo=UTC), stale=True, notes=("FRED is not answering.",))
RELEASES = (Release("Payrolls", "+50,000", None),)


def test_an_answer_keeps_its_origin_and_its_releases() -> None:
    section = asked(
        Ask(lambda question, by: Reply("Calm.", provenance=ORIGIN, released=RELEASES)), "Macro", "/macro"
    )
    assert section == SectionResult("Macro", "Calm.", "/macro", provenance=ORIGIN, released=RELEASES)


def test_breadth_is_asked_for_no_later_than_members_prices_go() -> None:
    day = Period.parse("2026-01-21..2026-01-21")
    assert breadth_question(day).endswith("2025-01-21..2026-01-21")
    assert breadth_question(day, date(2026, 1, 22)).endswith("2025-01-21..2026-01-21")
    assert breadth_question(day, date(2026, 1, 9)).endswith("2025-01-09..2026-01-09")
    assert breadth_question(ONE_DAY, date(2026, 1, 9)) == "/breadth"


def test_an_apology_is_why_it_is_missing() -> None:
    section = asked(Ask(lambda question, by: Reply("No members yet.", error=True)), "Breadth", "/breadth")
    assert section == SectionResult("Breadth", missing="No members yet.")
