"""Discord's rules for messages of components, written apart from the adapter's own limits, from the documents; and
readers of such messages. Discord's own schema is asked in test_components.py."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

INSIDE = {1: {2, 3}, 9: {10}, 17: {1, 9, 10, 12, 13, 14}}  # what may be in a row, a section, a container
MARKS = re.compile(r"^(?:-# |### )", re.MULTILINE)  # small type and the sentence: our own lines begin so

OWN_TIME = re.compile(r"(^| · )<t:\d+:f>(?=$| · )", re.MULTILINE)  # in the reader's own zone


def walk(components: Sequence[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    """Every component, nested ones too."""
    for component in components:
        yield component
        yield from walk(component.get("components", ()))
        if "accessory" in component:
            yield component["accessory"]


def of_type(message: Any, *types: int) -> list[Mapping[str, Any]]:
    """The components of a payload, or of a message as it was shown, that are of these types."""
    found = message["components"] if isinstance(message, Mapping) else message.components
    components = [c if isinstance(c, Mapping) else c.to_dict() for c in found]
    return [component for component in walk(components) if component["type"] in types]


def texts(message: Any) -> list[str]:
    return [str(component["content"]) for component in of_type(message, 10)]


def title(message: Any) -> str:
    """The sentence."""
    return next(line[4:] for line in "\n".join(texts(message)).splitlines() if line.startswith("### "))


def above(message: Any) -> str:
    """The command, or how a question was read, above the sentence."""
    return texts(message)[0].partition("\n")[0].removeprefix("-# ")


def buttons(message: Any) -> dict[str, str]:
    return {str(c["label"]): str(c.get("custom_id", "")) for c in of_type(message, 2)}


def broken(message: Mapping[str, Any]) -> list[str]:
    """What Discord's documented limits and rules forbid in `message`."""
    every = [*walk(message["components"])]
    problems = [] if len(every) <= 40 else [f"{len(every)} components"]
    if message["flags"] != 1 << 15 or {"content", "embeds"} & message.keys():
        problems.append("no message of components")
    total = sum(map(_units, texts(message)))
    if total > 4000:
        problems.append(f"{total} characters of text")
    ids = [component["custom_id"] for component in every if "custom_id" in component]
    if len(ids) != len(set(ids)):
        problems.append("a custom_id is there twice")
    named = [upload["filename"] for upload in message["attachments"]]
    seen = [media["url"].removeprefix("attachment://") for component in every for media in _media(component)]
    if len(seen) != len(named) or {url for url in seen if "//" not in url} - {
        *named
    }:  # a preview's has an address
        problems.append(f"files {named}, shown {seen}")
    for component in every:
        problems += _broken(component)
    if len(named) > 10:
        problems.append("files")
    json.dumps(message)
    return problems


def _broken(component: Mapping[str, Any]) -> Iterator[str]:
    inside = component.get("components", ())
    kind = component["type"]
    if not {child["type"] for child in inside} <= INSIDE.get(kind, set()):
        yield f"{kind} holds what it may not"
    match kind:
        case 1 if len(inside) > (1 if inside[0]["type"] == 3 else 5):
            yield "a row is too long"
        case 2:
            yield from _length("label", component["label"], 80)
            if "url" not in component:
                yield from _length("custom_id", component["custom_id"], 100)
        case 3:
            yield from _length("custom_id", component["custom_id"], 100)
            if not 1 <= len(component["options"]) <= 25:
                yield "options"
            for option in component["options"]:
                yield from _length("option label", option["label"], 100)
                yield from _length("option value", option["value"], 100)
        case 9 if not 1 <= len(inside) <= 3:
            yield "texts of a section"
        case 10:
            yield from _length("text", component["content"], 4000)
        case 12:
            for item in component["items"]:
                yield from _length("alternative text", item["description"], 1024)


def _media(component: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    if component["type"] == 13:
        return [component["file"]]
    return [item["media"] for item in component["items"]] if component["type"] == 12 else []


def _length(name: str, text: str, most: int) -> Iterator[str]:
    if not 1 <= _units(text) <= most or not text.strip():
        yield f"{name}: {_units(text)} of {most}"


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
