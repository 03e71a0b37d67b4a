"""How a plain question was read: the line that stands before its answer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.engine.asked_figure import asked_figure
from bot.engine.request import Request
from commands.framework.reply import Reply


def reading_of(line: str, request: Request, reply: Reply, services: Mapping[Any, Any]) -> str:
    """What the question takes for granted and is not so, the command that it was read as, what that leaves
    out, and the figure that it names where the answer begins with another: "The Dow Jones is not up on 2026-01-22:
    −0.50%. I read this as /quote dji."

    services: of the request, by type.
    """
    without = f", without “{' '.join(request.ignored)}”" if request.ignored else ""
    read = f"I read this as {line}{without}. {asked_figure(request.words, line, reply)}".strip()
    if request.premise is None:
        return read
    from commands.inputs.premise import LeadPremise, correction, lead_correction  # these load pandas
    from market.services.prices import Market

    if isinstance(request.premise, LeadPremise):
        return f"{lead_correction(request.premise, reply)} {read}".strip()
    return f"{correction(request.premise, services[Market])} {read}".strip()
