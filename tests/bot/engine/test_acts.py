"""The words of an act as the options of its command."""

from __future__ import annotations

import pytest

from bot.engine.acts import act_choices, act_line, act_options
from bot.engine.request import Request
from bot.engine.router import Router
from commands import COMMANDS
from commands.framework.command import UsageError
from commands.framework.form import FormMistake

ROUTER = Router(COMMANDS)


def options_of(name: str, verb: str, **given: str) -> dict[str, str]:
    command = COMMANDS.named(name)
    act = command.act(verb) if command else None
    assert command
    assert act
    return act_options(command, act, given)


@pytest.mark.parametrize(
    ("name", "verb", "given", "line"),
    [
        ("alert", "snooze", {"number": "3", "days": "7"}, "/alert snooze 3 7"),
        ("alert", "quiet", {"here": "here", "hours": "off"}, "/alert quiet here off"),
        ("digest", "edit", {"number": "3", "time": "9 am", "zone": "Berlin"}, "/digest edit 3 09:00 Berlin"),
        ("watchlist", "remove", {"symbols": "rut, ndx", "whose": "here"}, "/watchlist remove rut, ndx here"),
        ("portfolio", "add", {"holdings": "10 AAPL at 150"}, "/portfolio add 10 AAPL at 150"),
        ("rank", "best", {}, "/rank best"),
        ("rank", "lead", {"market": "rut", "against": "spx", "unit": "month"}, "/rank lead month rut spx"),
        ("rank", "losing", {"market": "nasdaq 100"}, "/rank losing nasdaq 100"),
        (
            "history",
            "lead",
            {"size": "5", "window": "63", "symbol": "rut", "against": "ndx"},
            "/history lead 5 63 rut ndx",
        ),
        ("history", "lead", {"against": "ndx"}, "/history rut lead ndx"),
        ("history", "down", {"size": "3", "dates": "dates"}, "/history down 3 dates"),
        ("history", "thrust", {"symbol": "spx"}, "/history thrust spx"),
    ],
)
def test_words_of_an_act_make_the_line_that_would_be_typed(
    name: str, verb: str, given: dict[str, str], line: str
) -> None:
    call = ROUTER.read(Request(command=name, options=options_of(name, verb, **given)))
    assert call.text == line


def test_a_word_of_another_kind_is_refused_by_its_name() -> None:
    with pytest.raises(UsageError, match="“soon” does not fit “days” of /alert"):
        options_of("alert", "snooze", number="3", days="soon")


@pytest.mark.parametrize(
    ("name", "verb", "given"),
    [
        ("rank", "best", {"market": "rut spx"}),
        ("rank", "run", {"market": "rut", "against": "spx ndx"}),
        ("history", "up", {"size": "much"}),
        ("history", "record", {"symbol": "rut spx"}),
    ],
)
def test_what_an_act_of_a_question_cannot_take_is_refused(
    name: str, verb: str, given: dict[str, str]
) -> None:
    with pytest.raises(UsageError):
        options_of(name, verb, **given)


def test_a_market_that_is_given_already_is_not_offered_again() -> None:
    command = COMMANDS.named("history")
    act = command.act("lead") if command else None
    assert act
    offered = {c.value for c in act_choices(act, "against", "", {"symbol": "spx", "against": ""})}
    assert offered
    assert "spx" not in offered


def test_what_is_no_section_is_a_mistake_of_its_input() -> None:
    command = COMMANDS.named("digest")
    act = command.act("subscribe") if command else None
    assert act
    assert act.form
    with pytest.raises(FormMistake) as mistake:
        act_line(ROUTER, act, act.form, {"zone": "Berlin", "sections": "breadth weather"})
    assert mistake.value.name == "sections"
    assert [c.value for c in act_choices(act, "sections", "breadth m", {})] == ["breadth macro"]
