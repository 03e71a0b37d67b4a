"""The evidence behind an answer, as an answer of its own."""

from __future__ import annotations

from dataclasses import replace

from commands.framework.reply import Action, Fact, Reply
from commands.presentation.csv_export import tables


def evidence_of(reply: Reply) -> Reply:
    """The formula, inputs and source behind each sentence of `reply`, with its picture's series as files."""
    facts = tuple(
        Fact(e.statement, f"{e.formula}; {'; '.join(e.inputs)}", source=e.source) for e in reply.evidence
    )
    return replace(
        reply,
        headline=f"What stands behind “{reply.headline}”",
        facts=facts or reply.facts,
        notes=reply.notes
        if facts
        else (*reply.notes, "Each figure above is quoted as it stands in the source."),
        table=None,
        chart=None,
        attachments=tables(reply.chart),
        actions=(Action("Back to the answer", reply.command),),
        evidence=(),
        command=f"/evidence {reply.command.removeprefix('/')}",
    )
