from __future__ import annotations

import pytest

from bot.engine.forms import form_named, form_of, line_of, without_forms
from bot.engine.request import Request
from bot.engine.router import Router
from commands import COMMANDS
from commands.framework.form import FormMistake
from commands.framework.reply import Action, Reply

ROUTER = Router(COMMANDS)


@pytest.mark.parametrize(
    "request_",
    [
        Request(text="/digest subscribe"),
        Request(text="Digest Subscribe"),
        Request(command="alert", options={"verb": "new"}),
        Request(command="check"),
        Request(text="/watchlist add"),
    ],
)
def test_a_line_without_its_words_opens_the_form(request_: Request) -> None:
    assert form_of(ROUTER, request_) is not None


@pytest.mark.parametrize(
    "request_",
    [
        Request(text="/digest"),
        Request(text="/digest subscribe 08:30 Europe/Berlin"),
        Request(text="/alert list"),
        Request(command="alert", options={"rule": "rut record"}),
        Request(text="/smallcaps"),
        Request(text=""),
    ],
)
def test_whatever_asks_something_opens_none(request_: Request) -> None:
    assert form_of(ROUTER, request_) is None


def test_a_face_without_forms_shows_no_button_that_opens_one() -> None:
    buttons = (Action("New alert", "/alert new"), Action("Mine", "/alert list"))
    assert without_forms(ROUTER, Reply("So.", actions=buttons)).actions == buttons[1:]
    assert without_forms(ROUTER, Reply("So.", actions=buttons[1:])).actions == buttons[1:]


def test_words_that_do_not_fit_the_command_are_a_mistake_of_the_form() -> None:
    form = form_named(ROUTER, "/watchlist add")
    assert form is not None
    assert line_of(ROUTER, form, {"symbols": "rut"}) == "/watchlist add mine rut"
    with pytest.raises(FormMistake) as mistake:
        line_of(ROUTER, form, {"symbols": "!!!"})
    assert mistake.value.name == "symbols"
    assert form_named(ROUTER, "/digest forget") is None
