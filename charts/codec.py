"""A chart spec as bytes and back, so that its picture can be drawn again in other colours, later."""

from __future__ import annotations

import base64
import json
import zlib
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from importlib import import_module
from typing import Any

import numpy as np

from charts.spec import Caption, Chart, Frame, Line
from market.formatting import Unit
from market.provenance import Provenance

VERSION = 1
LARGEST = 32_000_000  # bytes of a spec unpacked; the longest series of eight markets take a tenth
_SHARED: dict[str, type] = {"Caption": Caption, "Frame": Frame, "Line": Line, "Provenance": Provenance}
_PICTURES = "charts.pictures."


class UnreadableChart(ValueError):
    """These bytes are no chart spec as this release packs it."""


def packed(chart: Chart) -> bytes:
    """Raises TypeError for a spec that is not one of `charts/pictures/`, or too large."""
    text = json.dumps({"version": VERSION, "chart": _plain(chart)}).encode()
    if len(text) > LARGEST:
        raise TypeError(f"a spec of {len(text):,} bytes is too large")
    return zlib.compress(text, 6)


def unpacked(content: bytes) -> Chart:
    """What `packed` was given. Raises UnreadableChart."""
    try:
        inflate = zlib.decompressobj()
        document = json.loads(inflate.decompress(content, LARGEST))
        if document["version"] != VERSION:
            raise UnreadableChart(f"version {document['version']}")
        chart = _value(document["chart"])
    except UnreadableChart:
        raise
    except (zlib.error, ValueError, TypeError, KeyError, AttributeError, ImportError) as problem:
        raise UnreadableChart(str(problem)) from problem
    if not isinstance(chart, Chart):
        raise UnreadableChart(f"a {type(chart).__name__}")
    return chart


def _plain(value: Any) -> Any:
    if value is None or type(value) in (str, int, float, bool):
        return value
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, np.ndarray):
        data = base64.b64encode(np.ascontiguousarray(value).tobytes()).decode()
        return {"array": [value.dtype.str, list(value.shape), data]}
    if isinstance(value, np.generic):
        return _plain(value.item())
    if isinstance(value, Unit):
        return {"unit": value.value}
    if isinstance(value, datetime):
        return {"moment": value.isoformat()}
    if isinstance(value, date):
        return {"date": value.isoformat()}
    if is_dataclass(value) and not isinstance(value, type):
        parts = {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
        return {"part": [_name(type(value)), parts]}
    raise TypeError(f"a {type(value).__name__} cannot be packed")


def _name(kind: type) -> str:
    if _SHARED.get(kind.__name__) is kind:
        return kind.__name__
    if not kind.__module__.startswith(_PICTURES):
        raise TypeError(f"a {kind.__name__} is no chart spec")
    return f"{kind.__module__.removeprefix(_PICTURES)}.{kind.__name__}"


def _kind(name: str) -> type:
    module, _, kind = name.rpartition(".")
    if not module:
        return _SHARED[name]
    if not module.isidentifier() or kind.startswith("_"):
        raise UnreadableChart(name)
    named = getattr(import_module(_PICTURES + module), kind)
    if not (isinstance(named, type) and is_dataclass(named) and named.__module__ == _PICTURES + module):
        raise UnreadableChart(name)
    return named


def _value(plain: Any) -> Any:
    if isinstance(plain, list):
        return tuple(_value(item) for item in plain)
    if not isinstance(plain, dict):
        return plain
    ((form, content),) = plain.items()
    match form:
        case "array":
            kind, shape, data = content
            return np.frombuffer(base64.b64decode(data), np.dtype(kind)).reshape(shape)
        case "unit":
            return Unit(content)
        case "moment":
            return datetime.fromisoformat(content)
        case "date":
            return date.fromisoformat(content)
        case "part":
            name, parts = content
            return _kind(name)(**{field: _value(part) for field, part in parts.items()})
    raise UnreadableChart(form)
