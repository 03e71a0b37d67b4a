from __future__ import annotations

import pytest

from commands.forms.check import PASTE
from commands.framework.form import FormMistake


def test_the_text_is_checked_on_its_day() -> None:
    assert PASTE.line({"text": " Small caps led.\nAgain. "}) == "/check Small caps led.\nAgain."
    assert (
        PASTE.line({"text": "Small caps led.", "day": "2026-01-22"}) == "/check on 2026-01-22 Small caps led."
    )


@pytest.mark.parametrize(
    ("values", "name"), [({"text": " "}, "text"), ({"text": "Up.", "day": "today"}, "day")]
)
def test_a_mistake_is_said_of_its_input(values: dict[str, str], name: str) -> None:
    with pytest.raises(FormMistake) as mistake:
        PASTE.line(values)
    assert mistake.value.name == name
