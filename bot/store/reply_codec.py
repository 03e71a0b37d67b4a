"""A reply as JSON and back: what one worker has composed is posted by others, too."""

from __future__ import annotations

import base64
import dataclasses
import json
from collections.abc import Mapping
from datetime import date, datetime
from enum import Enum
from typing import Any

from charts.spec import Caption, Frame, RenderedChart
from commands.framework.checked_claim import CheckedClaim, TriedReading
from commands.framework.figure import Figure
from commands.framework.reply import (
    Action,
    Attachment,
    Column,
    Direction,
    Evidence,
    Fact,
    Release,
    Reply,
    Table,
    Visibility,
)
from market.formatting import Unit
from market.provenance import Provenance

_PARTS: Mapping[str, type] = {
    each.__name__: each
    for each in (
        Reply,
        Fact,
        Figure,
        Table,
        Column,
        Action,
        Evidence,
        Release,
        Attachment,
        RenderedChart,
        Caption,
        Frame,
        Provenance,
        CheckedClaim,
        TriedReading,
    )
}
_WORDS: Mapping[str, type[Enum]] = {each.__name__: each for each in (Unit, Visibility, Direction)}


class Unreadable(ValueError):
    """This text is no reply as this release writes it."""


def written(reply: Reply) -> str:
    """The reply as JSON. Raises TypeError for what another process could not show: a chart that is yet to be drawn."""
    return json.dumps(_plain(reply), ensure_ascii=False)


def read(text: str) -> Reply:
    """What `written` was given. Raises Unreadable."""
    try:
        reply = _thing(json.loads(text))
    except (ValueError, TypeError, KeyError) as problem:
        raise Unreadable(str(problem)) from problem
    if not isinstance(reply, Reply):
        raise Unreadable(f"a {type(reply).__name__}")
    return reply


def _plain(thing: Any) -> Any:
    name = type(thing).__name__
    if isinstance(thing, tuple):
        return [_plain(each) for each in thing]
    if _PARTS.get(name) is type(thing) and dataclasses.is_dataclass(thing):
        return {name: {f.name: _plain(getattr(thing, f.name)) for f in dataclasses.fields(thing)}}
    if _WORDS.get(name) is type(thing):
        return {name: thing.value}
    if isinstance(thing, datetime):
        return {"moment": thing.isoformat()}
    if isinstance(thing, date):
        return {"day": thing.isoformat()}
    if isinstance(thing, bytes):
        return {"bytes": base64.b64encode(thing).decode()}
    if thing is None or isinstance(thing, str | int | float):
        return thing
    raise TypeError(f"a {name} cannot be written")


def _thing(plain: Any) -> Any:
    if isinstance(plain, list):
        return tuple(_thing(each) for each in plain)
    if not isinstance(plain, dict):
        return plain
    ((name, value),) = plain.items()
    if name == "moment":
        return datetime.fromisoformat(value)
    if name == "day":
        return date.fromisoformat(value)
    if name == "bytes":
        return base64.b64decode(value)
    if name in _WORDS:
        return _WORDS[name](value)
    return _PARTS[name](**{field: _thing(each) for field, each in value.items()})
