"""A picture that fails takes nothing with it and can be asked for again."""

from __future__ import annotations

from bot.adapters.formatting.undrawn import TRY_AGAIN, offering_another_try
from commands.framework.reply import Action, Reply


def test_the_first_button_gives_the_same_answer_again() -> None:
    reply = Reply("It rose.", actions=(Action("1Y", "/chart rut 1y"),), command="/chart rut 3m")
    offered = offering_another_try(reply)
    assert offered.actions == (Action(TRY_AGAIN, "/chart rut 3m"), Action("1Y", "/chart rut 1y"))
    assert offered.headline == reply.headline


def test_what_no_command_gives_again_has_no_such_button() -> None:
    reply = Reply("It rose.")
    assert offering_another_try(reply) is reply
