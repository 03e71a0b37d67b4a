"""The faces as one: how each shows a reply, read back from what it would really send."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import jsonschema
from rich.cells import cell_len
from rich.console import Console

from bot.adapters.console import to_message as to_console
from bot.adapters.discord.controls import command_of
from bot.adapters.discord.message import to_message as to_discord
from bot.adapters.discord.preview import payload as discord_payload
from bot.adapters.formatting.document import DOCUMENT_SCHEMA
from bot.adapters.mcp.message import to_message as to_mcp
from bot.adapters.slack.message import Image
from bot.adapters.slack.message import to_message as to_slack
from bot.adapters.web.message import to_message as to_web
from charts.spec import Picture
from commands.framework.reply import Reply
from tests.bot.adapters.discord import rules as discord_rules
from tests.bot.adapters.slack.rules import ALIVE, OWN_TIME, texts
from tests.bot.adapters.slack.rules import broken as broken_on_slack

ANSWER = "A" * 22
WHY = "Too many pictures are being drawn right now. Try again in a few seconds."


@dataclass(frozen=True, slots=True)
class Shown:
    """`parts`: what is read or heard, piece by piece, as the platform would show it. `commands`: the
    follow-ups that can be pressed or read. `broken`: limits exceeded. `alive`: what would ping,
    link, style or steer though it came as words. `left_out`: the face says that something is."""

    parts: tuple[str, ...]
    commands: tuple[str, ...] = ()
    broken: tuple[str, ...] = ()
    alive: tuple[str, ...] = ()
    left_out: bool = False

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.parts).split())


Face = Callable[..., Shown]
"""Shows a reply; with `failed`, its picture could not be drawn."""


def on_console(reply: Reply, *, failed: bool = False, columns: int = 100) -> Shown:
    """In a terminal with colours. A picture there is a file, written by whoever asked."""
    sink = io.StringIO()
    Console(
        file=sink, width=columns, force_terminal=True, color_system="standard", legacy_windows=False
    ).print(to_console(reply))
    printed = sink.getvalue()
    plain = re.sub(r"\x1b\[[\d;]*m", "", printed)
    lines = plain.splitlines()
    alive = re.findall(r"[^\n\t\x20-\x7e\u00a0-\U0010ffff]", plain) + re.findall(r"\x1b\]8", printed)
    wide = tuple(line for line in lines if cell_len(line) > columns)
    commands = " ".join(plain.split()).rpartition("Next: ")[2].split(" · ")
    return Shown(tuple(lines), tuple(commands), wide, tuple(alive))


def on_web(reply: Reply, *, failed: bool = False) -> Shown:
    """The page's JSON. That the page shows it as text alone is tested in a browser."""
    message = to_web(reply, "/picture/x" if reply.chart else None)
    json.dumps(message, allow_nan=False)
    parts = [message["headline"], message["sources"], *message["notes"], *message["more"]]
    parts += [" ".join(fact.values()) for fact in message["facts"]]
    if found := message["table"]:
        parts += [
            found["title"],
            *(c["label"] for c in found["columns"]),
            *(cell for row in found["rows"] for cell in row),
        ]
    if message["picture"]:
        parts += [message["picture"]["alt"], *([WHY] if failed else [])]
    asking = [*message["periods"], *message["actions"]]
    parts += [action["label"] for action in asking]
    commands = [action["command"] for action in asking]
    if message["evidence"]:
        commands.append(f"/evidence {message['command'].removeprefix('/')}")
    return Shown(tuple(parts), tuple(commands))


def on_slack(reply: Reply, *, failed: bool = False, newer: bool = False) -> Shown:
    image = Image(reply.chart.caption.alt, file_id="F1") if reply.chart and not failed else None
    message = to_slack(reply, image, no_picture=WHY if failed else "", newer=newer)
    blocks = message["blocks"]
    elements = [e for block in blocks if block["type"] == "actions" for e in block["elements"]]
    parts = [
        part.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&") for part in slack_texts(blocks)
    ]
    alive = ALIVE.findall(message["text"])
    if message["mrkdwn"] or message["unfurl_links"] or message["unfurl_media"]:
        alive.append("markup, links")
    broken = broken_on_slack(blocks)
    live = [problem for problem in broken if "alive" in problem or "live" in problem]
    return Shown(
        tuple(parts),
        tuple(element["value"] for element in elements),
        tuple(problem for problem in broken if problem not in live),
        (*alive, *live),
        any("not shown: a Slack message" in part for part in parts),
    )


def slack_texts(blocks: list[dict[str, Any]]) -> list[str]:
    """What is read: a moment as where dates are not known."""
    return [OWN_TIME.sub(lambda date: date[0].rpartition("|")[2].rstrip(">"), text) for text in texts(blocks)]


def slack_commands(element: dict[str, Any]) -> list[str]:
    """What a control of Slack's asks; a button that refers to the answer stands for the command of old."""
    if element["type"] == "static_select":
        return [option["value"] for option in element["options"]]
    kind, value = element["action_id"].partition(":")[0], str(element["value"])
    command = value.partition(" ")[2] if kind.startswith("stored-") else value
    return [f"/evidence {command.removeprefix('/')}" if kind == "stored-evidence" else command]


def folded_on_slack(reply: Reply, *, failed: bool = False) -> Shown:
    """What is seen at once, and what one press on “All figures” brings."""
    image = Image(reply.chart.caption.alt, file_id="F1") if reply.chart and not failed else None
    first = to_slack(reply, image, no_picture=WHY if failed else "", answer=ANSWER)["blocks"]
    rest = to_slack(replace(reply, chart=None), answer=ANSWER, whole=True)["blocks"]
    elements = [e for block in (*first, *rest) if block["type"] == "actions" for e in block["elements"]]
    said = [*slack_texts(first), *slack_texts(rest)]
    parts = [part.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&") for part in said]
    broken = (*broken_on_slack(first), *broken_on_slack(rest))
    commands = tuple(command for element in elements for command in slack_commands(element))
    left_out = any("not shown: a Slack message" in part for part in parts)
    return Shown(tuple(parts), commands, broken, (), left_out)


def folded_on_discord(reply: Reply, *, failed: bool = False) -> Shown:
    """The same in Discord."""
    first = on_discord(reply, failed=failed, answer=ANSWER)
    rest = on_discord(replace(reply, chart=None), answer=ANSWER, whole=True)
    commands = (*first.commands, *rest.commands, *(["/evidence compare rut ndx"] if reply.evidence else []))
    return Shown(
        (*first.parts, *rest.parts),
        commands,
        (*first.broken, *rest.broken),
        (*first.alive, *rest.alive),
        first.left_out or rest.left_out,
    )


def on_discord(reply: Reply, *, failed: bool = False, **shape: Any) -> Shown:
    drawn = Picture(b"png", reply.chart.caption.alt, 1200, 675) if reply.chart and not failed else None
    message = discord_payload(to_discord(reply, drawn, trouble=WHY if failed else "", **shape))
    marked = [discord_rules.MARKS.sub("", text) for text in discord_rules.texts(message)]
    marked = [discord_rules.OWN_TIME.sub(r"\1", text) for text in marked]
    plain = [upload.get("description", "") for upload in message["attachments"]]
    pressable = discord_rules.of_type(message, 2, 3)
    plain += [component.get("label", "") for component in pressable]
    pressed = [c["custom_id"].split(":", 2) for c in pressable if c["type"] == 2]
    bodies = [body[22:] if kind == "bw2" else body for kind, _mode, body in pressed]
    bodies += [option["value"] for c in pressable for option in c.get("options", ())]
    alive = [] if message["allowed_mentions"] == {"parse": []} else ["mentions"]
    for text in marked:
        alive += _alive_in_markdown(text)
    alive += [text for text in plain if re.search(r"@(everyone|here)", text)]
    read = [_read_markdown(text) for text in marked] + [text.replace("\u200b", "") for text in plain]
    said = " ".join(read)
    return Shown(
        tuple(read),
        tuple(command_of(body) or "" for body in bodies if body),
        tuple(discord_rules.broken(message)),
        tuple(alive),
        "than fit here" in said or "no button can hold" in said,
    )


def on_mcp(reply: Reply, *, failed: bool = False) -> Shown:
    """The result as its JSON goes to an assistant, which reads it as text."""
    drawn = Picture(b"png", reply.chart.caption.alt, 1200, 675) if reply.chart and not failed else None
    result = to_mcp(reply, drawn, WHY if failed else "").model_dump(mode="json", by_alias=True)
    checked = jsonschema.Draft202012Validator(DOCUMENT_SCHEMA)
    broken = tuple(error.message for error in checked.iter_errors(result["structuredContent"]))
    text = tuple(part["text"] for part in result["content"] if part["type"] == "text")
    document = result["structuredContent"]
    commands = [action["command"] for action in document["actions"]]
    if document["evidence"]:  # it is there already: nothing is left to ask
        commands.append(f"/evidence {document['command'].removeprefix('/')}")
    if result["isError"] is not reply.error:
        broken += ("an error is not told as one",)
    return Shown(text, tuple(commands), broken)


def _alive_in_markdown(text: str) -> list[str]:
    """What Discord would obey: outside code blocks, whatever no backslash stands before."""
    outside = re.sub(r"```\n.*?\n```", "", text, flags=re.DOTALL)
    bare = re.sub(r"\\.", "x", outside, flags=re.DOTALL).replace("**", "·")
    return re.findall(r"[*_~|`<\[\]]|@\w|\w://|^\s*(?:#{1,3}|>|\d+\.) ", bare, flags=re.MULTILINE)


def _read_markdown(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text.replace("**", "").replace("```", "")).replace("\u200b", "")


FACES: dict[str, Face] = {
    "console": on_console,
    "a narrow console": partial(on_console, columns=60),
    "web": on_web,
    "Slack": on_slack,
    "Slack, newer blocks": partial(on_slack, newer=True),
    "Discord": on_discord,
    "Slack, folded": folded_on_slack,
    "Discord, folded": folded_on_discord,
    "MCP": on_mcp,
}
