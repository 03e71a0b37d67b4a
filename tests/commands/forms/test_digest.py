from __future__ import annotations

import pytest

from commands.forms.digest import SUBSCRIBE
from commands.framework.asker import Asker
from commands.framework.form import FormMistake

FILLED = {"time": "08:30", "zone": "Europe/Berlin", "days": "market days", "channel": "", "sections": ""}


@pytest.mark.parametrize(
    ("changed", "line"),
    [
        ({}, "/digest subscribe market days 08:30 Europe/Berlin"),
        ({"time": "7pm", "zone": "new york"}, "/digest subscribe market days 19:00 America/New_York"),
        ({"time": ""}, "/digest subscribe market days 08:30 Europe/Berlin"),
        ({"days": "close", "time": "whatever"}, "/digest subscribe close Europe/Berlin"),
        ({"days": "weekly sat"}, "/digest subscribe weekly sat 08:30 Europe/Berlin"),
        (
            {"channel": "<#C2>", "sections": "macro breadth"},
            "/digest subscribe market days 08:30 Europe/Berlin <#C2> macro breadth",
        ),
        ({"mention": "@traders"}, "/digest subscribe market days 08:30 Europe/Berlin mention @traders"),
        ({"mention": "mention <@&7>"}, "/digest subscribe market days 08:30 Europe/Berlin mention <@&7>"),
    ],
)
def test_what_was_put_in_makes_the_line(changed: dict[str, str], line: str) -> None:
    assert SUBSCRIBE.line(FILLED | changed) == line


@pytest.mark.parametrize(
    ("changed", "name", "sentence"),
    [
        ({"time": "noonish"}, "time", "no time of day"),
        ({"zone": "Berln"}, "zone", "Europe/Berlin"),
        ({"zone": ""}, "zone", "no time zone"),
        ({"mention": "@traders and @desk"}, "mention", "one role or group"),
    ],
)
def test_a_mistake_is_said_of_its_input(changed: dict[str, str], name: str, sentence: str) -> None:
    with pytest.raises(FormMistake, match=sentence) as mistake:
        SUBSCRIBE.line(FILLED | changed)
    assert mistake.value.name == name


def test_the_time_zone_of_the_asker_stands_in_it_and_nobody_elses() -> None:
    zone = next(wanted for wanted in SUBSCRIBE.inputs if wanted.name == "zone")
    assert zone.at_first(Asker(zone="Europe/Berlin")) == "Europe/Berlin"
    assert zone.at_first(Asker()) == ""
