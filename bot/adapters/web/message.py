"""A reply as the page's JSON. All of it is text that the page never reads as markup."""

from __future__ import annotations

import base64
from typing import Any

from bot.adapters.formatting.text import aside, legible, source_line, text_of
from bot.engine.request import Request
from charts.shape import Shape, size_of
from commands.framework.asker import Asker
from commands.framework.reply import Fact, Reply, Visibility
from market.formatting import MISSING, Unit, written


def to_request(text: str, person: str, visitor: bool = False) -> Request:
    """A question typed on the page. `person`: a digest of the session,
    which rate limits and stored lists belong to. `visitor`: it came without a session."""
    asker = Asker("web", person=person, channel=person, direct=True, manages=True)
    return Request(text=text, asker=asker, visitor=visitor)


def to_message(reply: Reply, picture: str | None) -> dict[str, Any]:
    """`picture`: the address of the PNG without its mode, or None."""
    message: dict[str, Any] = {
        "reading": reply.reading,
        "headline": legible(reply.headline).strip() or MISSING,
        "direction": str(reply.direction),
        "error": reply.error,
        "private": reply.visibility is Visibility.PRIVATE,
        "sample": reply.sample,
        "sources": source_line(reply),
        "command": reply.command,
        "facts": [_fact(fact, reply.sources) for fact in reply.facts],
        "table": _table(reply),
        "notes": list(reply.notes),
        "actions": [{"label": a.label, "command": a.command} for a in reply.actions],
        "evidence": bool(reply.evidence),
        "picture": _picture(reply, picture),
        "files": [
            {"name": a.name, "type": a.media_type, "base64": base64.b64encode(a.content).decode()}
            for a in reply.attachments
        ],
        "text": text_of(reply),
    }
    return {name: _legible(value) for name, value in message.items()}


def _legible(value: Any) -> Any:
    """`value` with every text made legible."""
    if isinstance(value, str):
        return legible(value)
    if isinstance(value, list):
        return [_legible(item) for item in value]
    if isinstance(value, dict):
        return {name: _legible(item) for name, item in value.items()}
    return value


def _fact(fact: Fact, sources: str) -> dict[str, str]:
    return {
        "label": fact.label,
        "value": written(fact.value, fact.unit),
        "detail": fact.detail,
        "own": aside(fact, sources),
    }


def _picture(reply: Reply, address: str | None) -> dict[str, Any] | None:
    if reply.chart is None or address is None:
        return None
    width, height = size_of(reply.chart, Shape.WIDE)
    return {"url": address, "alt": reply.chart.caption.alt, "width": width, "height": height}


def _table(reply: Reply) -> dict[str, Any] | None:
    if reply.table is None:
        return None
    return {
        "title": reply.table.title,
        "columns": [
            {"label": column.label, "figures": position > 0 and column.unit is not Unit.TEXT}
            for position, column in enumerate(reply.table.columns)
        ],
        "rows": [list(row) for row in reply.table.texts()],
    }
