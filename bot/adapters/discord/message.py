"""A reply as a Discord message: one container of components, controls, files. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.adapters.discord import components, limits
from bot.adapters.discord.components import Component
from bot.adapters.discord.controls import ALL_FIGURES, Button, Controls, controls_of
from bot.adapters.discord.tables import left_out, table_text
from bot.adapters.discord.text import filled, inert, line, plain, shortened, visible
from bot.adapters.formatting.fold import FoldedReply, folded
from bot.adapters.formatting.text import aside, source_line, text_of
from bot.adapters.formatting.truncate import cut, width
from charts.spec import Picture
from charts.theme import DARK, Mode
from commands.framework.reply import Direction, Fact, Reply

PICTURE = "chart.png"
_COLOURS = {Direction.UP: DARK.up, Direction.DOWN: DARK.down, Direction.FLAT: DARK.faint}
_ARROWS = {Direction.UP: "▲ ", Direction.DOWN: "▼ ", Direction.FLAT: ""}
# What each part may take of limits.TEXT; the table gets what the others leave.
_READING, _COMMAND, _HEADLINE, _SOURCES, _NOTES = 300, 120, 1200, 600, 1200
_LABEL, _VALUE = 160, 700
_SPARE = 200  # lines about what is missing, and the breaks between parts
_FIXED = 10  # components besides uploads and controls: the container, six texts, picture, section, line


@dataclass(frozen=True, slots=True)
class Upload:
    name: str
    content: bytes
    description: str = ""


@dataclass(frozen=True, slots=True)
class Message:
    """A message before it is sent.

    colour: of the container's edge.
    body: its components above the footer.
    footer: source and as-of time, as Discord's markdown; empty for none.
    tail: the components below it: files, then rows of controls.
    uploads: the picture first, where there is one.
    mention: the mention of a role above everything, as Discord's markdown; empty for none.
    """

    colour: int
    body: tuple[Component, ...]
    footer: str = ""
    tail: tuple[Component, ...] = ()
    uploads: tuple[Upload, ...] = ()
    mention: str = ""

    @property
    def components(self) -> list[Component]:
        footer = [components.text(self.footer)] if self.footer else []
        above = [components.text(self.mention)] if self.mention else []
        return [*above, components.container(self.colour, [*self.body, *footer, *self.tail])]


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
    """`reply` within the platform's limits: sentence, picture, figures, table, notes, source, controls.

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
    uploads, too_large = _uploads(reply, picture)
    room = limits.COMPONENTS - _FIXED - len(uploads)
    controls = controls_of(
        reply, mode, answer, alone=alone, about=about, is_folded=fold.is_folded, link=link, room=room
    )
    notes = [trouble] if trouble else []
    notes += [f"The file {name} is too large for Discord." for name in too_large]
    if controls.dropped:
        notes.append(f"Follow-ups that no button can hold here: {controls.dropped}. Type them as commands.")
    head, footer = _head(reply), _footer(reply, mark)
    texts = _Texts(replace(reply, notes=(*notes, *reply.notes)), width(head) + width(footer))
    opening, controls = _opening(controls, texts.facts)
    shown = [upload for upload in uploads if upload.name == PICTURE]
    figures = components.section(texts.facts, opening) if opening else components.text(texts.facts)
    body = [
        components.text(head),
        *(components.gallery(PICTURE, upload.description) for upload in shown),
        *([figures] if texts.facts else []),
        *([components.text(texts.table)] if texts.table else []),
        *([components.separator()] if texts.notes or footer else []),
        *([components.text(texts.notes)] if texts.notes else []),
    ]
    tail = [components.file(upload.name) for upload in uploads if upload.name != PICTURE]
    return Message(_colour(reply), tuple(body), footer, (*tail, *components.rows(controls)), uploads)


def to_plain_message(reply: Reply) -> Message:
    """The reply as one plain text, for when Discord refuses the full one."""
    said = shortened(filled(inert(text_of(reply))), limits.TEXT)
    return Message(_colour(reply), (components.text(said),))


def mentioning(message: Message, role: str) -> Message:
    """The same with a mention of the role with this id; empty for nobody."""
    return replace(message, mention=f"<@&{role}>") if role else message


def with_put_in(message: Message, kept: Sequence[Component]) -> Message:
    """The same with what was put into a form below the sentence, as far as all of it fits."""
    room = limits.TEXT - sum(map(width, components.texts([*message.components, *kept])))
    return replace(message, body=(*message.body, *kept)) if kept and room >= 0 else message


def without_uploads(message: Message, trouble: str) -> Message:
    """The same without its picture and files; `trouble`: why."""
    head, *rest = (c for c in message.body if c["type"] != components.GALLERY)
    tail = tuple(c for c in message.tail if c["type"] != components.FILE)
    body = (head, components.text(f"-# {inert(trouble)}"), *rest)
    return replace(message, body=body, tail=tail, uploads=())


class _Texts:
    """The parts of a message that share what Discord allows of text: facts, then the table, then notes; `used`:
    characters of head and footer."""

    def __init__(self, reply: Reply, used: int) -> None:
        room = limits.TEXT - used - _SPARE
        self.notes = _notes(reply.notes)
        room -= width(self.notes)
        lines = _facts(reply, room)
        more = left_out(len(reply.facts) - len(lines), "figures")
        self.facts = "\n".join([*lines, more] if more else lines)
        room -= width("\n".join(lines))
        self.table = table_text(reply.table, room) if reply.table else ""


def _opening(controls: Controls, figures: str) -> tuple[Button | None, Controls]:
    """The button for all figures, which stands beside the first of them, and the controls without it."""
    found = next((b for b in controls.buttons if b.custom_id.startswith(ALL_FIGURES)), None)
    if found is None or not figures:
        return None, controls
    return found, replace(controls, buttons=tuple(b for b in controls.buttons if b is not found))


def _head(reply: Reply) -> str:
    """How a question was read, or the command, in small type; below it the sentence."""
    above = shortened(line(reply.reading), _READING) if visible(plain(reply.reading)) else ""
    if not above and visible(plain(reply.command)):
        above = shortened(line(reply.command), _COMMAND)
    sentence = shortened(line(_ARROWS[reply.direction] + reply.headline), _HEADLINE)
    return f"-# {above}\n### {sentence}" if above else f"### {sentence}"


def _colour(reply: Reply) -> int:
    colour = DARK.accent if reply.error else _COLOURS[reply.direction]
    return int(colour.removeprefix("#"), 16)


def _footer(reply: Reply, mark: str) -> str:
    """Source and as-of time, then the same moment in the reader's own zone."""
    source = source_line(reply)
    own = f"<t:{int(reply.as_of.timestamp())}:f>" if reply.as_of else ""
    parts = (shortened(line(source), _SOURCES) if visible(plain(source)) else "", own, mark)
    said = " · ".join(part for part in parts if part)
    return f"-# {said}" if said else ""


def _notes(notes: Sequence[str]) -> str:
    """A line in small type each."""
    lines = [each for note in notes for each in inert(note).splitlines() if visible(each)]
    return shortened("\n".join(f"-# {each.strip()}" for each in lines), _NOTES)


def _facts(reply: Reply, room: int) -> list[str]:
    lines: list[str] = []
    for fact in reply.facts:
        said = f"**{shortened(line(fact.label), _LABEL)}** {_value(fact, reply.sources)}"
        room -= width(said) + 1
        if room < 0:
            break
        lines.append(said)
    return lines


def _value(fact: Fact, sources: str) -> str:
    """The figure; its own time and source behind it where the footer does not name them."""
    own = aside(fact, sources)
    return shortened(line(f"{fact.text} · {own}" if own else fact.text), _VALUE)


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
