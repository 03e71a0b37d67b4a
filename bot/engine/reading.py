"""How a plain question was read: the line that stands before its answer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.engine.request import Request


def reading_of(line: str, request: Request, services: Mapping[Any, Any]) -> str:
    """What the question takes for granted and is not so, the command that it was read as, and what that leaves
    out: "The Dow Jones is not up on 2026-01-22: −0.50%. I read this as /quote dji."

    services: of the request, by type.
    """
    without = f", without “{' '.join(request.ignored)}”" if request.ignored else ""
    read = f"I read this as {line}{without}."
    if request.premise is None:
        return read
    from commands.inputs.premise import correction  # these load pandas
    from market.services.prices import Market

    return f"{correction(request.premise, services[Market])} {read}".strip()
