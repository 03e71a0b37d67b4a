"""A reply as a Slack message: pure, within every limit, its text never read as markup."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from bot.adapters.formatting.fold import BUTTONS, FoldedReply, current_period, folded, periods_of
from bot.adapters.formatting.text import aside, legible, source_line, text_of
from bot.adapters.formatting.truncate import cut, width
from bot.adapters.slack.blocks import limits
from bot.adapters.slack.blocks.data_blocks import chart_block, table_blocks
from bot.adapters.slack.blocks.text import CharacterBudget, escaped, labelled, left_out, own_time, plain, rich
from charts.spec import RenderedChart
from charts.theme import Mode
from commands.framework.reply import Action, Reply
from market.formatting import MISSING, moment

Block = dict[str, Any]
Payload = dict[str, Any]

OPENED = "open"  # id of a button that is an address: Slack tells of the press, and nothing is to be done

# What each part may take of limits.MESSAGE; the table gets what the others leave, 2,500 at least.
_HEADLINE, _SOURCES, _ACTIONS, _NOTES, _FACTS = 600, 400, 3000, 2000, 3500
_READING = 300
_CHART = 1000  # at most, with 20 bars
_LABEL, _VALUE = 120, 700
_REFERENCE = 400  # characters of an answer's id and its command in a button
_MOST_NOTES, _MOST_FACTS = 12, 20


class Audience(StrEnum):
    """Who sees a message; its buttons act accordingly."""

    CHANNEL = "channel"
    ASKER = "asker"  # ephemeral, in a channel
    DIRECT = "direct"  # the asker's conversation with the bot


@dataclass(frozen=True, slots=True)
class Image:
    """A picture that Slack can show: an uploaded file's id, or an address (previews only)."""

    alt: str
    file_id: str = ""
    url: str = ""


def to_message(
    reply: Reply,
    image: Image | None = None,
    *,
    no_picture: str = "",
    mode: Mode = Mode.DARK,
    audience: Audience = Audience.CHANNEL,
    answer: str = "",
    whole: bool = False,
    link: str = "",
    stays: bool = False,
    newer: bool = False,
) -> Payload:
    """`text` and `blocks` for chat.postMessage, chat.postEphemeral and response URLs alike.

    `no_picture`: why a picture is missing. `mode`: the colours of the picture shown; the buttons
    remember it, and `audience` with it. `answer`: the id under which the reply is kept, to which colours,
    evidence and sharing refer; without it they ask the command again. `whole`: nothing is folded; without an
    `answer`, to which the press for the rest refers, nothing is either. `link`: the answer's address in a browser.
    `stays`: its follow-ups are answered beside it, to the asker alone.
    `newer`: long tables in pages, and bars where there is no picture, by blocks that not every workspace takes.
    """
    fold = folded(reply) if answer and not whole else FoldedReply(reply, False)
    reply = fold.front
    room = CharacterBudget(limits.MESSAGE)
    reading = room.take(reply.reading, _READING)
    headline = rich(room.take(reply.headline, _HEADLINE), bold=not reply.error)
    sources = room.take(_source_line(reply), _SOURCES)
    bars = chart_block(reply.chart) if newer and image is None else None
    room.left -= _CHART if bars else 0
    picture = [_image_block(image, room)] if image else [bars] if bars else []
    actions = _buttons(reply, mode, audience, answer, room, fold.is_folded, link, stays)
    missing = [no_picture] if no_picture else []
    notes = _notes([*missing, *reply.notes], room)
    facts = _facts(reply, room)
    table = table_blocks(reply.table, room, newer=newer) if reply.table else []
    first = [{"type": "context", "elements": [plain(reading)]}] if reading else []
    blocks = [*first, headline, *picture, *facts, *table, *notes]
    if sources:
        own = [own_time(reply.as_of)] if reply.as_of and moment(reply.as_of) in sources else []
        blocks.append({"type": "context", "elements": [plain(sources), *own]})
    if actions:
        blocks.append({"type": "actions", "elements": actions})
    return _payload(reply, blocks)


def with_file(payload: Payload, file_id: str) -> Payload:
    """The same message with its picture under another file id: each workspace uploads its own."""
    blocks = [
        {**block, "slack_file": {"id": file_id}} if "slack_file" in block else block
        for block in payload["blocks"]
    ]
    return {**payload, "blocks": blocks}


def mentioning(payload: Payload, group: str) -> Payload:
    """The same with a mention of the user group with this id above it; empty for nobody. It is the only markup that
    can notify anybody: all other texts are plain or escaped."""
    if not group:
        return payload
    mention = f"<!subteam^{group}>"
    first = {"type": "section", "text": {"type": "mrkdwn", "text": mention, "verbatim": True}}
    return {**payload, "text": f"{mention} {payload['text']}", "blocks": [first, *payload["blocks"]]}


def to_plain_message(reply: Reply, why: str) -> Payload:
    """The fallback when Slack refused the blocks: the whole reply as one plain text, then `why`."""
    text = cut(f"{text_of(reply)}\n\n{why}", limits.TEXT - 100)
    return _payload(reply, [{"type": "section", "text": plain(text)}])


def _payload(reply: Reply, blocks: list[Block]) -> Payload:
    return {
        "text": escaped(cut(legible(reply.headline), _HEADLINE)),
        "blocks": blocks,
        "mrkdwn": False,
        "unfurl_links": False,
        "unfurl_media": False,
    }


def _source_line(reply: Reply) -> str:
    return " · ".join(part for part in (source_line(reply), cut(legible(reply.command), 150)) if part)


def _image_block(image: Image, room: CharacterBudget) -> Block:
    block: Block = {"type": "image", "alt_text": room.take(image.alt, limits.ALT) or "A chart"}
    if image.file_id:
        block["slack_file"] = {"id": image.file_id}
    else:
        block["image_url"] = image.url
    return block


def _notes(notes: Sequence[str], room: CharacterBudget) -> list[Block]:
    with room.part(_NOTES) as part:
        shown = [text for note in notes[:_MOST_NOTES] if (text := part.take(note, _NOTES))]
    blocks: list[Block] = [
        {"type": "context", "elements": [plain(note) for note in shown[start : start + limits.CONTEXT]]}
        for start in range(0, len(shown), limits.CONTEXT)
    ]
    return blocks + left_out(room, notes=len(notes) - len(shown))


def _facts(reply: Reply, room: CharacterBudget) -> list[Block]:
    """Two columns of label over value; a time only where the source line does not give it."""
    fields, facts = [], reply.facts
    with room.part(_FACTS) as part:
        for fact in facts[:_MOST_FACTS]:
            pieces = (fact.text, aside(fact, reply.sources))
            value = legible(" · ".join(piece for piece in pieces if piece)).strip() or MISSING
            label, value = part.take(fact.label, _LABEL) or MISSING, part.take(value, _VALUE)
            if not value:
                break
            fields.append(labelled(label, value))
    blocks: list[Block] = [
        {"type": "section", "fields": fields[start : start + limits.FIELDS]}
        for start in range(0, len(fields), limits.FIELDS)
    ]
    return blocks + left_out(room, figures=len(facts) - len(fields))


def _buttons(
    reply: Reply,
    mode: Mode,
    audience: Audience,
    answer: str,
    room: CharacterBudget,
    is_folded: bool,
    link: str,
    stays: bool,
) -> list[Block]:
    """The menu of periods, follow-ups, then the buttons that every answer has: colours, evidence, sharing."""
    own = _answer_buttons(reply, mode, audience, answer) if answer else _asking_buttons(reply, mode, audience)
    if is_folded:
        own.insert(0, ("stored-whole", mode, "All figures", _reference(reply, answer)))
    periods = periods_of(reply.actions) if is_folded else ()
    menu = (
        [m for m in [_menu(reply, periods, mode, audience, room)] if m["options"]] if len(periods) > 1 else []
    )
    most = (BUTTONS if is_folded else limits.BUTTONS) - bool(link)
    kind = "beside" if stays else "ask"
    followups = [(kind, mode, a.label, a.command) for a in reply.actions if not menu or a not in periods]
    wanted = followups[: max(most - len(own), 0)] + own
    buttons: list[Block] = []
    with room.part(_ACTIONS) as part:
        for kind, colours, label, command in wanted:
            if command and width(command) <= min(limits.VALUE, part.left - limits.BUTTON):
                part.left -= width(command)
                text = part.take(label, limits.BUTTON) or "More"
                buttons.append(button(text, command, kind, audience, colours, len(buttons)))
    if link:
        opening = {"type": "button", "text": plain("Open in the browser"), "url": link, "action_id": OPENED}
        buttons.append(opening)
    return menu + buttons


def _menu(
    reply: Reply, periods: Sequence[Action], mode: Mode, audience: Audience, room: CharacterBudget
) -> Block:
    """The periods as one select menu, the current one chosen."""
    current = current_period(reply, periods)
    options, chosen = [], None
    with room.part(_ACTIONS) as part:
        for action in periods:
            if width(action.command) <= min(limits.OPTION_VALUE, part.left - limits.BUTTON):
                part.left -= width(action.command)
                option = {"text": plain(part.take(action.label, limits.BUTTON)), "value": action.command}
                options.append(option)
                chosen = option if action is current else chosen
    menu: Block = {
        "type": "static_select",
        "action_id": f"period:{audience}:{mode}:0",
        "placeholder": plain("Period"),
        "options": options,
    }
    return menu | ({"initial_option": chosen} if chosen else {})


def _reference(reply: Reply, answer: str) -> str:
    """The answer's id, and the command where there is room."""
    value = f"{answer} {reply.command}"
    return value if width(value) <= _REFERENCE else answer


def _answer_buttons(
    reply: Reply, mode: Mode, audience: Audience, answer: str
) -> list[tuple[str, Mode, str, str]]:
    """Kind, colours, label and value of each: the answer's id, and the command where there is room."""
    value = _reference(reply, answer)
    buttons = []
    if reply.chart is not None and not isinstance(reply.chart, RenderedChart):
        other = Mode.LIGHT if mode is Mode.DARK else Mode.DARK
        buttons.append(("stored-colours", other, f"{other.value.capitalize()} picture", value))
    if reply.evidence:
        buttons.append(("stored-evidence", mode, "Show the evidence", value))
    if audience is Audience.ASKER and reply.shareable:
        buttons.append(("stored-share", mode, "Share to channel", value))
    return buttons


def _asking_buttons(reply: Reply, mode: Mode, audience: Audience) -> list[tuple[str, Mode, str, str]]:
    """The same for an answer that is not kept: kind, colours, label and command of each."""
    if reply.error or not reply.command:
        return []
    buttons = []
    if reply.chart is not None and mode is Mode.DARK:
        buttons.append(("ask", Mode.LIGHT, "Light picture", reply.command))
    elif reply.chart is not None:
        buttons.append(("ask", Mode.DARK, "Dark picture", reply.command))
    if reply.evidence:
        question = reply.command.removeprefix("/")
        buttons.append(("evidence", mode, "Show the evidence", f"/evidence {question}"))
    if audience is Audience.ASKER and reply.shareable:
        buttons.append(("share", mode, "Share to channel", reply.command))
    return buttons


def button(label: str, command: str, kind: str, audience: Audience, mode: Mode, index: int) -> Block:
    """A button whose value is a command, or an answer's id with its command; its action_id says how to answer."""
    return {
        "type": "button",
        "text": plain(cut(label, limits.BUTTON)),
        "value": command,
        "action_id": f"{kind}:{audience}:{mode}:{index}",
    }
