from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from commands.framework.asker import Asker
from tests.commands.desk import ANA, BEN, Desk


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    found = Desk(tmp_path)
    yield found
    found.close()


def test_what_is_stored_is_counted_handed_out_and_erased_after_a_second_word(desk: Desk) -> None:
    desk.say("/watchlist add iwm")
    desk.say("/alert rut record")
    assert desk.say("/privacy").headline == "2 things stored about you."
    (attachment,) = desk.say("/privacy export").attachments
    assert json.loads(attachment.content)["alerts"][0]["rule"] == "rut record"
    asked = desk.say("/privacy erase")
    assert desk.say("/privacy").headline == "2 things stored about you."
    assert "/privacy erase yes" in [action.command for action in asked.actions]
    assert desk.say("/privacy erase yes").headline == "Erased: 2 things. Nothing about this is left."
    assert desk.say("/privacy").headline == "0 things stored about you."


def test_one_person_cannot_touch_what_is_anothers(desk: Desk) -> None:
    desk.say("/watchlist add iwm", ANA)
    desk.say("/privacy erase yes", BEN)
    assert desk.say("/privacy", ANA).headline == "1 thing stored about you."


def test_a_workspace_is_for_its_admins(desk: Desk) -> None:
    desk.say("/watchlist add iwm", BEN)
    assert desk.say("/privacy erase workspace yes", ANA).headline == "Only admins manage digests here."
    desk.doors.admins.add("U1")
    assert "installed again" in desk.say("/privacy erase workspace", ANA).notes[0]
    assert desk.say("/privacy erase workspace yes", ANA).headline.startswith("Erased: 1 thing")
    assert desk.say("/privacy", BEN).headline == "0 things stored about you."


def test_somebody_without_a_name_has_nothing_stored(desk: Desk) -> None:
    assert desk.say("/privacy", Asker()).error
