"""Times, zones, channels and several words as options."""

from __future__ import annotations

from datetime import time

import pytest

from commands.forms.digest import SUBSCRIBE
from commands.framework.form_types import (
    ChannelName,
    LabelledChoice,
    SomeOf,
    TimeOfDay,
    ZoneName,
    parameter_of,
)
from market.calendars.zones import zone_of


def test_every_input_of_a_form_is_an_option_of_its_kind() -> None:
    kinds = {wanted.name: type(parameter_of(wanted).argument_type) for wanted in SUBSCRIBE.inputs}
    assert kinds == {
        "time": TimeOfDay, "zone": ZoneName, "days": LabelledChoice, "channel": ChannelName, "sections": SomeOf,
    }  # fmt: skip
    assert not any(parameter_of(wanted).required for wanted in SUBSCRIBE.inputs)


@pytest.mark.parametrize("begun", ["", "new y", "ber", "europe/", "tok", "Sao P"])
def test_zones_are_completed_by_city_and_each_can_be_read(begun: str) -> None:
    offered = [choice.value for choice in ZoneName().complete(begun)]
    assert offered
    for zone in offered:
        assert zone_of(zone).key == zone
        assert "/" in zone
    assert not ZoneName().complete("atlantis")


def test_several_words_are_completed_one_after_another_and_none_twice() -> None:
    some = SomeOf(("breadth", "macro", "sectors"))
    assert [c.value for c in some.complete("breadth ")] == ["breadth macro", "breadth sectors"]
    assert some.complete("weather m") == ()
    assert some.parse(["macro,", "breadth"]) == (("macro", "breadth"), 2)
    assert some.parse(["weather"]) is None


def test_a_time_is_read_as_people_write_it() -> None:
    assert TimeOfDay().parse(["8:30", "pm"]) == (time(20, 30), 2)
