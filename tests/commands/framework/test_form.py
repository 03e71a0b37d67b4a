"""All forms keep to the limits of the platforms that show them."""

from __future__ import annotations

import pytest

from commands import COMMANDS
from commands.framework.command import Command
from commands.framework.form import CommandForm, InputKind

FORMS = {command.form.opens: (command, command.form) for command in COMMANDS if command.form}


def test_there_are_four() -> None:
    assert sorted(FORMS) == ["/alert new", "/check", "/digest subscribe", "/watchlist add"]


@pytest.mark.parametrize(("command", "form"), FORMS.values(), ids=FORMS)
def test_a_form_fits(command: Command, form: CommandForm) -> None:
    """Slack: 24 characters of a title and a button, 75 of a choice. Discord: five inputs, 45 characters of a
    label, 100 of a hint and of a choice's value."""
    assert form.opens.split()[0] == f"/{command.name}"
    assert max(len(form.title), len(form.submit)) <= 24
    assert 1 <= len(form.inputs) <= 5
    assert len({wanted.name for wanted in form.inputs}) == len(form.inputs)
    for wanted in form.all_inputs:
        assert 1 <= len(wanted.label) <= 45
        assert len(wanted.hint) <= 100
        assert bool(wanted.choices) == (wanted.kind in (InputKind.CHOICE, InputKind.CHOICES))
        values = [choice.value for choice in wanted.choices]
        assert len(set(values)) == len(values) <= 25
        assert all(
            1 <= len(choice.label) <= 75 and 1 <= len(choice.value) <= 100 for choice in wanted.choices
        )
        assert wanted.kind is not InputKind.CHOICE or wanted.value in values
