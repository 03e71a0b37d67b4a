"""`/evidence`: what stands behind an answer, sentence by sentence."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from dataclasses import fields, replace

from charts.spec import Line
from commands.command import UsageError, command
from commands.reply import Action, Attachment, Fact, Reply


class Ask:
    """Answers a question the way the router does; injected, since commands know no router."""

    def __init__(self, answer: Callable[[str], Reply]) -> None:
        self._answer = answer

    def __call__(self, question: str) -> Reply:
        return self._answer(question)


@command("/evidence compare rut ndx")
def evidence(question: str, *, ask: Ask) -> Reply:
    """The formula, inputs with dates and source behind each sentence of an answer, and its series.

    Write the question again after the word: /evidence compare rut ndx 3y. The series behind the
    picture come as a CSV file: one row a session, one column a line.
    """
    if question.strip().removeprefix("/").startswith("evidence"):
        raise UsageError(
            "That is evidence of evidence. Try /evidence compare rut ndx.", ("/evidence compare rut ndx",)
        )
    reply = ask(question)
    if reply.error:
        return reply
    facts = tuple(
        Fact(e.statement, f"{e.formula}; {'; '.join(e.inputs)}", source=e.source) for e in reply.evidence
    )
    table = series_csv(reply)
    return replace(
        reply,
        headline=f"What stands behind “{reply.headline}”",
        facts=facts or reply.facts,
        notes=reply.notes
        if facts
        else (*reply.notes, "Each figure above is quoted as it stands in the source."),
        table=None,
        chart=None,
        attachments=(Attachment("series.csv", table),) if table else (),
        actions=(Action("Back to the answer", reply.command),),
        evidence=(),
        command=f"/evidence {reply.command.removeprefix('/')}",
    )


def series_csv(reply: Reply) -> bytes:
    """Every line of the picture as CSV, sessions in rows; empty bytes without a picture."""
    lines = _lines(reply.chart)
    if not lines:
        return b""
    by_session: dict[str, dict[int, float]] = {}
    for position, line in enumerate(lines):
        for session, value in zip(line.sessions.astype(str), line.values, strict=True):
            by_session.setdefault(session, {})[position] = float(value)
    sink = io.StringIO()
    writer = csv.writer(sink, lineterminator="\n")
    writer.writerow(["session", *(line.label for line in lines)])
    for session in sorted(by_session):
        row = by_session[session]
        cells = [row.get(i, float("nan")) for i in range(len(lines))]
        writer.writerow([session, *("" if cell != cell else repr(cell) for cell in cells)])
    return sink.getvalue().encode()


def _lines(value: object) -> list[Line]:
    """The lines of a chart spec, wherever its fields hold them."""
    if isinstance(value, Line):
        return [value]
    if isinstance(value, tuple):
        return [line for item in value for line in _lines(item)]
    if hasattr(value, "__dataclass_fields__"):
        return [line for field in fields(value) for line in _lines(getattr(value, field.name))]  # type: ignore[arg-type]  # checked above
    return []
