"""A reply as a document for programs (docs/json.md), and the JSON Schema of that document."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from commands.framework.checked_claim import CheckedClaim
from commands.framework.figure import Figure
from commands.framework.reply import Reply
from market.formatting import Unit

JSON_VERSION = 1  # fields are only added within a version


def as_json(reply: Reply, picture: str | None = None, *, ascii_only: bool = False) -> str:
    """The document as JSON text. `ascii_only`: other characters as escapes, for a pipe whose encoding lacks
    them."""
    return json.dumps(document_of(reply, picture), ensure_ascii=ascii_only, indent=2)


def document_of(reply: Reply, picture: str | None = None) -> dict[str, Any]:
    """Raw values with their units, and the same values as people read them.

    `picture`: the file that holds it.
    """
    return {
        "version": JSON_VERSION,
        "reading": reply.reading,
        "headline": reply.headline,
        "error": reply.error,
        "sample": reply.sample,
        "as_of": reply.as_of.isoformat() if reply.as_of else None,
        "stale": reply.stale,
        "sources": reply.sources,
        "command": reply.command,
        "visibility": str(reply.visibility),
        "figures": [_figure(figure) for figure in reply.figures],
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
        "evidence": [
            {"statement": e.statement, "formula": e.formula, "inputs": list(e.inputs), "source": e.source}
            for e in reply.evidence
        ],
        "claims": [_claim(claim) for claim in reply.claims],
        "actions": [{"label": a.label, "command": a.command} for a in reply.actions],
        "files": [
            {"name": a.name, "type": a.media_type, "content": a.content.decode("utf-8", "replace")}
            for a in reply.attachments
        ],
        "picture": {"file": picture, "alt": reply.chart.caption.alt} if reply.chart else None,
    }


def _claim(claim: CheckedClaim) -> Mapping[str, Any]:
    """One claim of a text that was checked; `from` and `to` are sessions."""
    names = {"first": "from", "last": "to"}
    fields = {names.get(key, key): _plain(value) for key, value in asdict(claim).items() if key != "readings"}
    return {**fields, "readings": [asdict(reading) for reading in claim.readings]}


def _figure(figure: Figure) -> Mapping[str, Any]:
    """One figure; what has no value is withheld, and says why."""
    return {
        "key": figure.key,
        "label": figure.label,
        "value": _plain(figure.value),
        "unit": str(figure.unit),
        "as_of": figure.iso_as_of,
        "source": figure.source,
        "status": "shown" if figure.is_shown else "withheld",
        "why": figure.why,
    }


def _plain(value: object) -> object:
    if isinstance(value, float):
        return value if value == value and abs(value) != float("inf") else None
    return value if value is None or isinstance(value, (int, str)) else str(value)


def _object(about: str = "", /, **properties: Any) -> dict[str, Any]:
    """An object with these fields, all of them required; others may be added later."""
    made = {"type": "object", "properties": properties, "required": [*properties]}
    return made | ({"description": about} if about else {})


def _list(of: Mapping[str, Any], about: str = "") -> dict[str, Any]:
    return {"type": "array", "items": of} | ({"description": about} if about else {})


_TEXT = {"type": "string"}
_COUNT = {"type": "integer"}
_SESSION = {"type": ["string", "null"]}
_RAW = {"type": ["number", "string", "boolean", "null"]}
_UNIT = {"type": "string", "enum": [str(unit) for unit in Unit]}

DOCUMENT_SCHEMA: Mapping[str, Any] = _object(
    version={"const": JSON_VERSION},
    headline={"type": "string", "description": "The answer in one sentence."},
    error={"type": "boolean", "description": "True for an apology; the headline says what to do next."},
    sample={"type": "boolean", "description": "True where the data are invented."},
    as_of={
        "type": ["string", "null"],
        "description": "The oldest moment that any figure is of; null where that is not stated.",
    },
    stale={
        "type": "boolean",
        "description": "True where newer data exist and could not be fetched; a note says why.",
    },
    sources=_TEXT,
    command={"type": "string", "description": "The question that gives this answer again."},
    visibility={"enum": ["public", "private"]},
    figures=_list(
        _object(
            key=_TEXT,
            label=_TEXT,
            value=_RAW,
            unit=_UNIT,
            as_of=_TEXT,
            source=_TEXT,
            status={"enum": ["shown", "withheld"]},
            why=_TEXT,
        ),
        "Every figure, raw: percentages are fractions. One without a value says why.",
    ),
    facts=_list(_object(label=_TEXT, value=_RAW, unit=_UNIT, text=_TEXT, as_of=_TEXT, source=_TEXT)),
    table={
        "anyOf": [
            {"type": "null"},
            _object(
                title=_TEXT,
                columns=_list(_object(label=_TEXT, unit=_UNIT)),
                rows=_list(_list(_RAW)),
            ),
        ]
    },
    notes=_list(_TEXT, "Caveats and staleness, a sentence each."),
    evidence=_list(
        _object(statement=_TEXT, formula=_TEXT, inputs=_list(_TEXT), source=_TEXT),
        "What stands behind each sentence.",
    ),
    claims=_list(
        _object(
            quote=_TEXT,
            start=_COUNT,
            end=_COUNT,
            kind=_TEXT,
            market=_TEXT,
            against=_TEXT,
            basis=_TEXT,
            claimed=_TEXT,
            actual={"type": ["number", "null"]},
            verdict=_TEXT,
            said=_TEXT,
            readings=_list(_object(words=_TEXT, actual=_TEXT, verdict=_TEXT)),
            **{"from": _SESSION, "to": _SESSION},
        ),
        "The claims of a text that was checked, in its order.",
    ),
    actions=_list(_object(label=_TEXT, command=_TEXT), "Questions to ask next."),
    files=_list(_object(name=_TEXT, type=_TEXT, content=_TEXT)),
    picture={"anyOf": [{"type": "null"}, _object(file={"type": ["string", "null"]}, alt=_TEXT)]},
)
