"""An answer whose picture could not be made: the text stands, and a button asks again."""

from __future__ import annotations

from dataclasses import replace

from commands.framework.reply import Action, Reply

TRY_AGAIN = "Try again"


def offering_another_try(reply: Reply) -> Reply:
    """`reply` with a button in front that gives the same answer again, picture included."""
    if not reply.command or reply.error:
        return reply
    return replace(reply, actions=(Action(TRY_AGAIN, reply.command), *reply.actions))
