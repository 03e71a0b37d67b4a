"""A section keeps what its command answered, or why there is no answer."""

from __future__ import annotations

from datetime import UTC, datetime

from commands.digests.section import SectionResult, asked
from commands.framework.ask import Ask
from commands.framework.reply import Release, Reply
from market.provenance import Provenance

ORIGIN = Provenance("FRED", datetime(2026, 1, 22, tzinfo=UTC), stale=True, notes=("FRED is not answering.",))
RELEASES = (Release("Payrolls", "+50,000", None),)


def test_an_answer_keeps_its_origin_and_its_releases() -> None:
    section = asked(
        Ask(lambda question, by: Reply("Calm.", provenance=ORIGIN, released=RELEASES)), "Macro", "/macro"
    )
    assert section == SectionResult("Macro", "Calm.", "/macro", provenance=ORIGIN, released=RELEASES)


def test_an_apology_is_why_it_is_missing() -> None:
    section = asked(Ask(lambda question, by: Reply("No members yet.", error=True)), "Breadth", "/breadth")
    assert section == SectionResult("Breadth", missing="No members yet.")
