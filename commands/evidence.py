"""`/evidence`: what stands behind an answer, sentence by sentence."""

from __future__ import annotations

from typing import Annotated

from commands.framework.ask import Ask
from commands.framework.command import UsageError, command
from commands.framework.parsers import RemainingText
from commands.framework.reply import Reply
from commands.presentation.evidence_reply import evidence_of


@command("/evidence compare rut ndx")
def evidence(
    question: Annotated[str, RemainingText("a question again: compare rut ndx 3y", prose=True)], *, ask: Ask
) -> Reply:
    """The formula, inputs with dates and source behind each sentence of an answer, and its series.

    Write the question again after the word: /evidence compare rut ndx 3y. What is behind the
    picture comes as CSV files: lines with a row a session, bars and cells with a row each.
    """
    if question.strip().removeprefix("/").startswith("evidence"):
        raise UsageError(
            "That is evidence of evidence. Try /evidence compare rut ndx.", ("/evidence compare rut ndx",)
        )
    reply = ask(question)
    if reply.error:
        return reply
    return evidence_of(reply)
