"""The terminal: a question typed, an answer in rich text, the picture as a file."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from rich.console import Console, Group, RenderableType
from rich.table import Table as RichTable
from rich.text import Text

from bot.request import Request
from commands.asker import Asker
from commands.reply import Direction, Reply
from market.numbers import Unit

_MARKS = {
    Direction.UP: ("▲", "bright_blue"),
    Direction.DOWN: ("▼", "dark_orange"),
    Direction.FLAT: ("•", "white"),
}


def to_request(line: str) -> Request:
    """A line typed in the terminal."""
    return Request(text=line, asker=Asker(platform="console", direct=True, person="you"))


def to_message(reply: Reply) -> RenderableType:
    """The reply for a terminal. Everything is literal text: no mark-up in it is interpreted."""
    mark, colour = ("!", "yellow") if reply.error else _MARKS[reply.direction]
    parts: list[RenderableType] = [Text.assemble((f"{mark} ", colour), (reply.headline, "bold"))]
    if reply.facts:
        facts = RichTable.grid(padding=(0, 2))
        for fact in reply.facts:
            facts.add_row(Text(fact.label, style="dim"), Text(fact.text))
        parts += [Text(), facts]
    if reply.table:
        parts += [Text(), _table(reply)]
    if reply.notes:
        parts += [Text(), *(Text(f"– {note}") for note in reply.notes)]
    if reply.sources:
        parts += [Text(), Text(reply.sources, style="black on yellow" if reply.sample else "dim")]
    if reply.actions:
        nexts = dict.fromkeys(action.command for action in reply.actions)
        parts.append(Text("Next: " + "  ·  ".join(nexts), style="dim"))
    return Group(*parts)


def _table(reply: Reply) -> RichTable:
    assert reply.table is not None  # noqa: S101  # the caller has looked
    table = RichTable(title=Text(reply.table.title) if reply.table.title else None, title_justify="left")
    for position, column in enumerate(reply.table.columns):
        figures = position > 0 and column.unit is not Unit.TEXT
        table.add_column(Text(column.label), justify="right" if figures else "left", no_wrap=figures)
    for row in reply.table.texts():
        table.add_row(*(Text(cell) for cell in row))
    return table


def as_json(reply: Reply, picture: str | None = None) -> str:
    """The reply for programs: raw values with units, and the same values as written."""
    document: Mapping[str, Any] = {
        "headline": reply.headline,
        "error": reply.error,
        "sample": reply.sample,
        "as_of": reply.as_of.isoformat() if reply.as_of else None,
        "sources": reply.sources,
        "command": reply.command,
        "visibility": str(reply.visibility),
        "facts": [
            {
                "label": f.label,
                "value": _plain(f.value),
                "unit": str(f.unit),
                "text": f.text,
                "as_of": f.as_of,
                "source": f.source,
            }
            for f in reply.facts
        ],
        "table": {
            "title": reply.table.title,
            "columns": [{"label": c.label, "unit": str(c.unit)} for c in reply.table.columns],
            "rows": [[_plain(cell) for cell in row] for row in reply.table.rows],
        }
        if reply.table
        else None,
        "notes": list(reply.notes),
        "actions": [{"label": a.label, "command": a.command} for a in reply.actions],
        "picture": {"file": picture, "alt": reply.chart.caption.alt} if reply.chart else None,
    }
    return json.dumps(document, ensure_ascii=False, indent=2)


def _plain(value: object) -> object:
    if isinstance(value, float):
        return value if value == value and abs(value) != float("inf") else None
    return value if value is None or isinstance(value, (int, str)) else str(value)


def show(console: Console, reply: Reply) -> None:
    """Print the reply."""
    console.print(to_message(reply))
