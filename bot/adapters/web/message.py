"""A reply as the page's JSON. All of it is text that the page never reads as markup."""

from __future__ import annotations

import base64
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from bot.adapters.formatting.fold import current_period, folded, fresh_first, periods_of
from bot.adapters.formatting.text import aside, legible, source_line, text_of
from bot.engine.forms import without_forms
from bot.engine.request import Request
from charts.drawing.interactive import is_interactive
from charts.shape import PHONE_SIZE, Shape, size_of
from charts.spec import Chart
from commands.framework.asker import Asker
from commands.framework.reply import Action, Fact, Reply, Table, Visibility
from market.formatting import MISSING, Unit, written
from market.verdicts.verdict import Verdict

if TYPE_CHECKING:
    from bot.engine.router import Router

_MARKS = {
    Verdict.HOLDS: "holds",
    Verdict.FAILS: "fails",
    Verdict.DURING: "partly",
    Verdict.DEPENDS: "partly",
}  # any other verdict is none
_POSTS_NOTHING = "This page posts nothing by itself: set alerts and digests in Slack or Discord."


def asker_of(person: str) -> Asker:
    """Who asks on the page. `person`: a digest of the session, which rate limits and stored lists belong to."""
    return Asker("web", person=person, channel=person, direct=True, manages=True)


def to_request(text: str, person: str, visitor: bool = False) -> Request:
    """A question typed on the page. `visitor`: it came without a session."""
    return Request(text=text, asker=asker_of(person), visitor=visitor)


def possible(reply: Reply, router: Router) -> Reply:
    """`reply` without the buttons that this face would refuse: it has no forms, and posts nothing by itself. A note
    says so of the latter."""
    reply = without_forms(router, reply)
    wanted = tuple(a for a in reply.actions if not (_posts(a.command) and not router.asks(a.command)))
    if wanted == reply.actions:
        return reply
    notes = reply.notes if reply.error else (*reply.notes, _POSTS_NOTHING)
    return replace(reply, actions=wanted, notes=notes)


def _posts(command: str) -> bool:
    return command.startswith(("/alert ", "/digest "))


def to_message(reply: Reply, picture: str | None, answer: str = "") -> dict[str, Any]:
    """`picture`: the address of the PNG without its mode, or None. `answer`: the id under which it is kept.

    `shown` counts the facts before the fold; `more` are the notes behind it; the table is behind it where the
    answer is `folded`.
    """
    fold = folded(reply)
    periods = periods_of(reply.actions)
    periods = periods if len(periods) > 1 else ()
    current = current_period(reply, periods)
    message: dict[str, Any] = {
        "id": answer,
        "reading": reply.reading,
        "headline": legible(reply.headline).strip() or MISSING,
        "title": reply.title,
        "direction": str(reply.direction),
        "error": reply.error,
        "private": reply.visibility is Visibility.PRIVATE,
        "sample": reply.sample,
        "sources": source_line(reply),
        "command": reply.command,
        "folded": fold.is_folded,
        "facts": [_fact(fact, reply) for fact in (fresh_first(reply) if fold.is_folded else reply.facts)],
        "shown": len(fold.front.facts),
        "table": _table(reply.table),
        "notes": list(fold.front.notes),
        "more": [note for note in reply.notes if note not in fold.front.notes],
        "periods": [_action(action) | {"current": action is current} for action in periods],
        "actions": [_action(action) for action in reply.actions if action not in periods],
        "evidence": bool(reply.evidence),
        "picture": _picture(reply.chart, picture),
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


def _action(action: Action) -> dict[str, Any]:
    return {"label": action.label, "command": action.command}


def _fact(fact: Fact, reply: Reply) -> dict[str, str]:
    return {
        "label": fact.label,
        "value": written(fact.value, fact.unit),
        "detail": fact.detail,
        "own": aside(fact, reply.sources),
        "mark": _mark(fact) if reply.claims else "",
    }


def _mark(fact: Fact) -> str:
    """The sign beside a verdict, never instead of it: holds, fails, partly or none."""
    said = str(fact.value).casefold()
    return next((_MARKS.get(verdict, "none") for verdict in Verdict if said.startswith(verdict)), "")


def _picture(chart: Chart | None, address: str | None) -> dict[str, Any] | None:
    if chart is None or address is None:
        return None
    width, height = size_of(chart, Shape.WIDE)
    return {
        "url": address,
        "alt": chart.caption.alt,
        "width": width,
        "height": height,
        "upright": size_of(chart, Shape.PHONE) == PHONE_SIZE,
        "interactive": is_interactive(chart),
    }


def _table(table: Table | None) -> dict[str, Any] | None:
    if table is None:
        return None
    return {
        "title": table.title,
        "columns": [
            {"label": column.label, "figures": position > 0 and column.unit is not Unit.TEXT}
            for position, column in enumerate(table.columns)
        ],
        "rows": [list(row) for row in table.texts()],
    }
