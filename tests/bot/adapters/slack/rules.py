"""Slack's rules for messages, as a stand-in enforces them: written apart from the adapter's own limits, from the
documents, plus slack_sdk's own validation of each block, or our schemas of those that it does not know."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from jsonschema import Draft202012Validator
from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from tests.bot.adapters.slack.block_schemas import SCHEMAS

HOME = 100  # blocks of a Home; only there are channels by their id, and times, markup
_IDS = re.compile(r"<#[CG][A-Z0-9]+>|<!date\^[0-9]+\^[a-z_{} ]+\|[-0-9: ]+ET>")
OWN_TIME = re.compile(r"<!date\^[0-9]+\^\{date_short_pretty\} \{time\}\|[-0-9: ]+ ET>")
MENTION = re.compile(r"<!subteam\^S[A-Z0-9]+>")  # may be the whole first block of a post
ALIVE = re.compile(r"<[!@#]|<https?:|<mailto:")


def broken(
    blocks: Sequence[Mapping[str, Any]], *, most: int = 50, ready_files: frozenset[str] | None = None
) -> list[str]:
    """What Slack would refuse. `ready_files`: uploads it has looked at (None: do not check)."""
    found = [] if len(blocks) <= most else [f"{len(blocks)} blocks"]
    action_ids: list[str] = []
    for block in blocks:
        found += [
            f"{block['type']}: {problem}" for problem in _block(block, ready_files, is_home=most == HOME)
        ]
        action_ids += [e["action_id"] for e in _objects(block) if "action_id" in e]
    if len(action_ids) != len(set(action_ids)):
        found.append("an action_id is there twice")
    if sum("table" in block["type"] for block in blocks) > 1:
        found.append("two tables")
    if sum(block["type"] == "data_visualization" for block in blocks) > 2:
        found.append("three charts")
    total = sum(_width(text) for block in blocks for text in _strings(block))
    if most == 50 and total > 13_200:
        found.append(f"{total} characters in all blocks")
    return found


def broken_modal(view: Mapping[str, Any]) -> list[str]:
    """What Slack would refuse in a modal."""
    found = broken(view["blocks"], most=HOME)
    View(**json.loads(json.dumps(view))).validate_json()
    for block in view["blocks"]:
        if block["type"] != "input" or _width(block["label"]["text"]) > 2000 or not block["block_id"]:
            found.append(f"no input: {block}")
        if _width((block.get("hint") or {}).get("text", "")) > 2000:
            found.append("a hint is too long")
    return found


def texts(blocks: Sequence[Mapping[str, Any]]) -> list[str]:
    """Everything a reader sees or hears, without button values."""
    return [text for block in blocks for text in _strings(block, seen=True)]


def _block(block: Mapping[str, Any], ready_files: frozenset[str] | None, *, is_home: bool) -> Iterator[str]:
    parsed = Block.parse(json.loads(json.dumps(block, allow_nan=False)))
    if parsed is not None:
        parsed.validate_json()
    elif block["type"] in SCHEMAS:
        yield from (
            error.message for error in Draft202012Validator(SCHEMAS[block["type"]]).iter_errors(block)
        )
    else:
        yield "no such block"
        return
    yield from _texts(block, is_home)
    match block["type"]:
        case "section":
            yield from _too_many("fields", block.get("fields", ()), 10)
            for field in block.get("fields", ()):
                if _width(field["text"]) > 2000:
                    yield "a field is too long"
            if "text" in block and _width(block["text"]["text"]) > 3000:
                yield "text is too long"
        case "header":
            if _width(block["text"]["text"]) > 150 or block["text"]["type"] != "plain_text":
                yield "header is too long or not plain"
        case "context":
            yield from _too_many("elements", block["elements"], 10)
        case "actions":
            yield from _too_many("elements", block["elements"], 25)
        case "table":
            yield from _too_many("rows", block["rows"], 100)
            yield from _too_many("column_settings", block.get("column_settings", ()), 20)
            yield from _table(block)
        case "data_table":
            yield from _table(block)
        case "data_visualization":
            for series in block["chart"]["series"]:
                if [point["label"] for point in series["data"]] != block["chart"]["axis_config"][
                    "categories"
                ]:
                    yield "a series does not have one value for every category"
        case "image":
            yield from _image(block, ready_files)
    for menu in (item for item in _objects(block) if item.get("type") == "static_select"):
        yield from _menu(menu)
    for button in _buttons(block):
        if not 1 <= _width(button["text"]["text"]) <= 75 or button["text"]["type"] != "plain_text":
            yield "button text"
        if _width(button.get("url", "")) > 3000 or ("url" not in button and "value" not in button):
            yield "button without an act"
        if _width(button.get("value", "")) > 2000 or not 1 <= _width(button["action_id"]) <= 255:
            yield "button value or action_id"


def _menu(menu: Mapping[str, Any]) -> Iterator[str]:
    if not 1 <= len(menu["options"]) <= 100:
        yield f"{len(menu['options'])} options"
    for option in menu["options"]:
        if not 1 <= _width(option["text"]["text"]) <= 75 or not 1 <= _width(option["value"]) <= 150:
            yield "an option's text or value"
    if "initial_option" in menu and menu["initial_option"] not in menu["options"]:
        yield "the chosen option is none of the menu's"


def _texts(block: Mapping[str, Any], is_home: bool) -> Iterator[str]:
    for item in _objects(block):
        text, kind = item.get("text"), item.get("type")
        if not isinstance(text, str):
            continue
        if is_home and kind == "mrkdwn":
            text = _IDS.sub("-", text)
        if kind == "mrkdwn" and OWN_TIME.fullmatch(text):
            continue  # a moment, and nothing else in that element
        if not text:
            yield "an empty text"
        if kind == "mrkdwn" and (ALIVE.search(text) or not item.get("verbatim")):
            yield f"markup is alive: {text[:60]}"
        if kind == "plain_text" and item.get("emoji") is not False:
            yield "emoji codes are alive"
        if kind in ("link", "user", "channel", "broadcast", "usergroup", "emoji"):
            yield f"a live {kind}"


def _table(block: Mapping[str, Any]) -> Iterator[str]:
    rows = block["rows"]
    if len({len(row) for row in rows}) != 1:
        yield "rows of different lengths"
    yield from _too_many("columns", rows[0], 20)
    if sum(_width(cell["text"]) for row in rows for cell in row) > 10_000:
        yield "more than 10,000 characters"


def _image(block: Mapping[str, Any], ready_files: frozenset[str] | None) -> Iterator[str]:
    if not 1 <= _width(block["alt_text"]) <= 2000:
        yield "alt_text"
    if ("image_url" in block) == ("slack_file" in block):
        yield "needs either image_url or slack_file"
    if ready_files is not None and "slack_file" in block and block["slack_file"]["id"] not in ready_files:
        yield "invalid slack file"


def _too_many(what: str, items: Sequence[Any], most: int) -> Iterator[str]:
    if len(items) > most:
        yield f"{len(items)} {what}"


def _buttons(block: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return [item for item in _objects(block) if item.get("type") == "button"]


def _objects(value: Any) -> Iterator[Mapping[str, Any]]:
    if isinstance(value, Mapping):
        yield value
        for item in value.values():
            yield from _objects(item)
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from _objects(item)


def _strings(block: Mapping[str, Any], *, seen: bool = False) -> Iterator[str]:
    wanted = ("text", "alt_text", "caption", "title", "label", "name") + (() if seen else ("value",))
    for item in _objects(block):
        yield from (item[key] for key in wanted if isinstance(item.get(key), str))


def _width(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
