"""Which form a question opens, and the command line of a form that was filled in."""

from __future__ import annotations

import dataclasses

from bot.engine.request import Request
from bot.engine.router import Router
from commands.framework.command import UsageError
from commands.framework.form import CommandForm, FormMistake, FormValues
from commands.framework.reply import Reply
from market.errors import MarketError


def form_of(router: Router, request: Request) -> CommandForm | None:
    """The form that the question opens; None where it asks something. May load the command."""
    typed = " ".join((request.command, *request.options.values())) if request.command else request.text
    words = typed.casefold().removeprefix("/").split()
    if not 1 <= len(words) <= 2:
        return None
    command = router.find(words[0])
    form = command.form if command else None
    return form if form and form.opens.removeprefix("/").split() == words else None


def form_named(router: Router, opens: str) -> CommandForm | None:
    """The form that this line opens; None where a later release has none."""
    return form_of(router, Request(text=opens))


def without_forms(router: Router, reply: Reply) -> Reply:
    """`reply` without the buttons that open forms, for a face that has none."""
    actions = tuple(action for action in reply.actions if not form_named(router, action.command))
    return reply if actions == reply.actions else dataclasses.replace(reply, actions=actions)


def line_of(router: Router, form: CommandForm, values: FormValues) -> str:
    """The command line for what was put in. Raises FormMistake, for the first input where the words do not fit
    the command."""
    line = form.line(values)
    try:
        router.read(Request(text=line))
    except (UsageError, MarketError) as problem:
        raise FormMistake(form.inputs[0].name, str(problem)) from None
    return line
