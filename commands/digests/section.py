"""One section of the daily read, as the command for it answers."""

from __future__ import annotations

from dataclasses import dataclass

from charts.spec import Chart
from commands.framework.ask import Ask
from commands.framework.figure import Figure
from commands.framework.reply import Release
from market.provenance import Provenance


@dataclass(frozen=True, slots=True)
class SectionResult:
    """One section; its sentence, or why it is missing, or neither where there is nothing to say.

    question: the command whose evidence stands for the sentence.
    chart: its picture, for the dashboard.
    provenance: that of its figures; its notes are what a reader must know of them.
    figures: those of the answer behind it, each with its own date.
    released: figures of the economy with the days on which they came out.
    partial: whether a part of the answer behind it is missing for now.
    """

    label: str
    sentence: str = ""
    question: str = ""
    chart: Chart | None = None
    provenance: Provenance | None = None
    figures: tuple[Figure, ...] = ()
    released: tuple[Release, ...] = ()
    missing: str = ""
    partial: bool = False


def asked(ask: Ask, label: str, question: str) -> SectionResult:
    """The section that is the answer to `question`."""
    reply = ask.soon(question)
    if reply.error:
        return SectionResult(label, missing=reply.headline)
    return SectionResult(
        label,
        reply.headline,
        question,
        reply.chart,
        reply.provenance,
        figures=reply.figures,
        released=reply.released,
        partial=reply.partial,
    )
