"""Acts: a verb with typed words."""

from __future__ import annotations

from typing import Annotated

from commands.forms.watchlist import ADD
from commands.framework.command import act, form_act
from commands.framework.parsers import Number


def test_words_are_typed_as_in_a_signature() -> None:
    made = act("snooze", "Keep quiet", number=int, days=Annotated[int | None, "how many"], here=bool)
    assert [(p.name, p.required) for p in made.parameters] == [
        ("number", True),
        ("days", False),
        ("here", False),
    ]
    assert made.parameters[1].argument_type == Number(whole=True, description="how many")


def test_an_act_with_a_form_has_its_inputs() -> None:
    made = form_act(ADD, "Follow markets")
    assert made.verb == "add"
    assert [p.name for p in made.parameters] == ["symbols", "whose"]
