"""A reply as the page's JSON. Everything is text; the page never interprets it as mark-up."""

from __future__ import annotations

from typing import Any

from bot.request import Request
from bot.text import text_of
from commands.asker import Asker
from commands.reply import Reply, Visibility
from market.numbers import Unit


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
        "facts": [{"label": f.label, "text": f.text} for f in reply.facts],
        "table": _table(reply),
        "notes": list(reply.notes),
        "actions": [{"label": a.label, "command": a.command} for a in reply.actions],
        "evidence": bool(reply.evidence),
        "picture": {"url": picture, "alt": reply.chart.caption.alt} if reply.chart and picture else None,
        "files": [
            {"name": a.name, "type": a.media_type, "content": a.content.decode("utf-8", "replace")}
            for a in reply.attachments
        ],
        "text": text_of(reply),
    }


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
