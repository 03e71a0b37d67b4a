"""A reply as the page's JSON. Everything is text; the page never interprets it as mark-up."""

from __future__ import annotations

import base64
from typing import Any

from bot.request import Request
from bot.text import text_of
from charts.render import shape
from commands.asker import Asker
from commands.reply import Fact, Reply, Visibility
from market.numbers import Unit, written


def to_request(text: str, person: str) -> Request:
    """A question typed on the page. `person`: the session, so that budgets and lists are one's own."""
    return Request(text=text, asker=Asker("web", person=person, channel=person, direct=True, manages=True))


def to_message(reply: Reply, picture: str | None) -> dict[str, Any]:
    """`picture`: the address of the PNG without its mode, or None."""
    return {
        "headline": reply.headline,
        "direction": str(reply.direction),
        "error": reply.error,
        "private": reply.visibility is Visibility.PRIVATE,
        "sample": reply.sample,
        "sources": reply.sources,
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


def _fact(fact: Fact, sources: str) -> dict[str, str]:
    """`own`: the figure's time and source, where the answer's source line does not name them."""
    own = [part for part in (fact.as_of, fact.source) if part and part not in sources]
    return {
        "label": fact.label,
        "value": written(fact.value, fact.unit),
        "detail": fact.detail,
        "own": " · ".join(own),
    }


def _picture(reply: Reply, address: str | None) -> dict[str, Any] | None:
    if reply.chart is None or address is None:
        return None
    width, height = shape(reply.chart)
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
