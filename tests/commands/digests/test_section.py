"""A section keeps what its command answered, or why there is no answer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from commands.digests.section import SectionResult, asked, questions
from commands.framework.ask import Ask
from commands.framework.ports import Section
from commands.framework.reply import Release, Reply
from commands.inputs.basket import Basket
from market.datasets.members import RUSSELL_2000
from market.period import ONE_DAY, Period
from market.provenance import Provenance
from tests.commands.desk import Desk

ORIGIN = Provenance("FRED", datetime(2026, 1, 22, tzinfo=UTC), stale=True, notes=("FRED is not answering.",))
RELEASES = (Release("Payrolls", "+50,000", None),)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    found = Desk(tmp_path)
    yield found
    found.close()


def test_an_answer_keeps_its_origin_and_its_releases() -> None:
    section = asked(
        Ask(lambda question, by: Reply("Calm.", provenance=ORIGIN, released=RELEASES)), "Macro", "/macro"
    )
    assert section == SectionResult("Macro", "Calm.", "/macro", provenance=ORIGIN, released=RELEASES)


@pytest.mark.parametrize(("behind", "newest"), [(0, "2026-01-21"), (1, "2026-01-21"), (4, "2026-01-15")])
def test_breadth_is_asked_for_no_later_than_members_prices_go(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, behind: int, newest: str
) -> None:
    members = desk.app.members
    whole = members.panel(RUSSELL_2000)
    cut = replace(whole, closes=whole.closes.iloc[: len(whole.closes) - behind])
    monkeypatch.setattr(type(members), "panel", lambda members, universe: cut)
    asked_for = questions(desk.app.market, members, Basket({}), Period.parse("2026-01-21..2026-01-21"))
    assert asked_for[Section.BREADTH].endswith(f"..{newest}")
    assert asked_for[Section.SECTORS] == "/sectors 2026-01-21..2026-01-21"


def test_a_day_without_a_date_is_asked_for_as_it_is(desk: Desk) -> None:
    asked_for = questions(desk.app.market, desk.app.members, Basket({}), ONE_DAY)
    assert asked_for == {Section.BREADTH: "/breadth", Section.SECTORS: "/sectors 1d"}


def test_an_apology_is_why_it_is_missing() -> None:
    section = asked(Ask(lambda question, by: Reply("No members yet.", error=True)), "Breadth", "/breadth")
    assert section == SectionResult("Breadth", missing="No members yet.")
