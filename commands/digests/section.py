"""One section of the daily read, as the command for it answers."""

from __future__ import annotations

from dataclasses import dataclass

from charts.spec import Chart
from commands.framework.ask import Ask


@dataclass(frozen=True, slots=True)
class SectionResult:
    """One section: its sentence and the question whose evidence stands behind it, or why it is
    missing. `chart`: its picture, for the dashboard. `notes`: what a reader must know of it."""

    label: str
    sentence: str = ""
    question: str = ""
    missing: str = ""
    chart: Chart | None = None
    notes: tuple[str, ...] = ()


def asked(ask: Ask, label: str, question: str) -> SectionResult:
    reply = ask(question)
    if reply.error:
        return SectionResult(label, missing=reply.headline)
    return SectionResult(label, reply.headline, question, chart=reply.chart)
