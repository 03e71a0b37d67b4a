"""A reply as a Discord message: one embed as the platform's JSON, controls, files. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from bot.adapters.discord import limits
from bot.adapters.discord.controls import Controls, controls_of
from bot.adapters.discord.tables import left_out, table_text
from bot.adapters.discord.text import code, filled, inert, line, pages, plain, shortened, visible
from bot.adapters.formatting.fold import FoldedReply, folded
from bot.adapters.formatting.text import aside, source_line, text_of
from bot.adapters.formatting.truncate import cut, width
from charts.theme import DARK, Mode
from commands.framework.reply import Direction, Fact, Reply

if TYPE_CHECKING:
    from charts.drawing.render import Picture

PICTURE = "chart.png"
_COLOURS = {Direction.UP: DARK.up, Direction.DOWN: DARK.down, Direction.FLAT: DARK.faint}
_ARROWS = {Direction.UP: "▲ ", Direction.DOWN: "▼ ", Direction.FLAT: ""}
_SHORT = 32  # characters of a value that may stand beside others


@dataclass(frozen=True, slots=True)
class Upload:
    name: str
    content: bytes
    description: str = ""


@dataclass(frozen=True, slots=True)
class Message:
    """A message before it is sent.

    embed: Discord's JSON.
    uploads: the picture first, where there is one.
    """

    embed: dict[str, Any]
    controls: Controls = field(default_factory=Controls)
    uploads: tuple[Upload, ...] = ()


def to_message(
    reply: Reply,
    picture: Picture | None = None,
    mode: Mode = Mode.DARK,
    *,
    trouble: str = "",
    mark: str = "",
    answer: str = "",
    alone: bool = False,
    about: str = "",
    whole: bool = False,
    link: str = "",
) -> Message:
    """`reply` within the platform's limits.

    `trouble`: why there is no picture.
    `mark`: appended to the footer, so that a post can be found again.
    `answer`: the id under which the reply is kept, for its buttons.
    `alone`: only the asker sees it.
    `about`: the address of the message that it is about.
    `whole`: nothing is folded. Without an `answer` there is nothing to press for the rest, so it is whole, too.
    `link`: the answer's address in a browser.
    """
    fold = folded(reply) if answer and not whole else FoldedReply(reply, False)
    reply = fold.front
    controls = controls_of(reply, mode, answer, alone=alone, about=about, is_folded=fold.is_folded, link=link)
    uploads, too_large = _uploads(reply, picture)
    notes = [trouble] if trouble else []
    notes += [f"The file {name} is too large for Discord." for name in too_large]
    if controls.dropped:
        notes.append(f"Follow-ups that no button can hold here: {controls.dropped}. Type them as commands.")
    embed = _embed(replace(reply, notes=(*notes, *reply.notes)), mark)
    if uploads and uploads[0].name == PICTURE:
        # Discord reads the alternative text of an embedded picture from the embed, and that of
        # the same file in a list of attachments from the file: both get it.
        embed["image"] = {"url": f"attachment://{PICTURE}", "description": uploads[0].description}
    return Message(embed, controls, uploads)


def to_content(reply: Reply) -> str:
    """The reply as one plain message, for when Discord refuses the full one."""
    return shortened(filled(inert(text_of(reply))), limits.CONTENT)


def _embed(reply: Reply, mark: str) -> dict[str, Any]:
    """Fixed parts first, then notes, figures and table in what remains of 6,000 characters."""
    embed: dict[str, Any] = {"type": "rich", "color": int(_colour(reply).removeprefix("#"), 16)}
    headline = _ARROWS[reply.direction] + line(reply.headline)
    lead = "" if width(headline) <= limits.TITLE else shortened(headline, 1500)
    if not lead:
        embed["title"] = headline
    above = plain(reply.reading) or code(reply.command)
    if visible(above):
        embed["author"] = {"name": cut(above, 250 if reply.reading else 120)}
    if footer := _footer(reply, mark):
        embed["footer"] = {"text": footer}
    if reply.as_of:
        embed["timestamp"] = reply.as_of.isoformat()
    used = sum(
        width(t) for t in (embed.get("title", ""), lead, embed.get("author", {}).get("name", ""), footer)
    )
    room = limits.EMBED_TOTAL - used - 120  # for the two lines that say what did not fit
    notes = _notes(reply.notes)
    room -= sum(_size(field) for field in notes)
    facts = _facts(reply, limits.FIELDS - len(notes), room)
    room -= sum(_size(field) for field in facts)
    table = table_text(reply.table, min(room, limits.DESCRIPTION - width(lead) - 120)) if reply.table else ""
    more = left_out(len(reply.facts) - len(facts), "figures")
    if description := "\n".join(part for part in (lead, table, more) if part):
        embed["description"] = description
    if fields := [*facts, *notes]:
        embed["fields"] = fields
    return embed


def _colour(reply: Reply) -> str:
    return DARK.accent if reply.error else _COLOURS[reply.direction]


def _footer(reply: Reply, mark: str) -> str:
    parts = (cut(plain(source_line(reply)), 700), mark)
    return " · ".join(part for part in parts if visible(part))


def _notes(notes: Sequence[str]) -> list[dict[str, Any]]:
    """The notes as one or two full-width fields."""
    text = "\n".join(inert(note) for note in notes)
    return [
        {"name": "Notes, continued" if number else "Notes", "value": filled(page), "inline": False}
        for number, page in enumerate(pages(text, limits.FIELD_VALUE, 2) if text else ())
    ]


def _facts(reply: Reply, most: int, room: int) -> list[dict[str, Any]]:
    fields: list[dict[str, Any]] = []
    for fact in reply.facts[:most]:
        value = shortened(filled(inert(_value(fact, reply.sources))), limits.FIELD_VALUE)
        name = shortened(line(fact.label), limits.FIELD_NAME)
        field = {"name": name, "value": value, "inline": width(value) <= _SHORT}
        room -= _size(field)
        if room < 0:
            break
        fields.append(field)
    return fields


def _value(fact: Fact, sources: str) -> str:
    """The figure; its own time and source below where the footer does not name them."""
    own = aside(fact, sources)
    return f"{fact.text}\n{own}" if own else fact.text


def _size(field: dict[str, Any]) -> int:
    return width(field["name"]) + width(field["value"])


def _uploads(reply: Reply, picture: Picture | None) -> tuple[tuple[Upload, ...], list[str]]:
    """The files to upload, and the names of those that are too large."""
    wanted = [Upload(PICTURE, picture.png, cut(plain(picture.alt), limits.ALT_TEXT))] if picture else []
    wanted += [Upload(a.name, a.content) for a in reply.attachments]
    fitting: list[Upload] = []
    too_large: list[str] = []
    room = limits.REQUEST_BYTES - 1_000_000  # for the JSON beside the files
    for upload in wanted:
        size = len(upload.content)
        if size > limits.FILE_BYTES or size > room or len(fitting) == limits.FILES:
            too_large.append(upload.name)
            continue
        room -= size
        fitting.append(upload)
    return tuple(fitting), too_large
