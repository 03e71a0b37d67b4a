"""Slack's payloads (commands, mentions, buttons, shortcuts) to requests. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.adapters.slack.blocks.text import read
from bot.adapters.slack.message import Audience
from bot.engine.request import Request
from charts.theme import Mode
from commands.framework.asker import Asker

UMBRELLA = "/market"
CHECK = "check_claims"
PRESSED = re.compile(
    r"^(?P<kind>ask|beside|period|(?:stored-)?(?:evidence|share)|stored-(?:colours|whole))"
    r":(?P<audience>channel|asker|direct):(?P<mode>dark|light):\d+$"
)
# Messages in which people speak; the other subtypes are edits, joins and the like.
_SPOKEN = frozenset({"", "file_share", "me_message", "thread_broadcast"})
_RUNS = frozenset({"rich_text_section", "rich_text_quote", "rich_text_preformatted"})  # elements of one line
_ADDRESSED = re.compile(r"^(\s*<@[^>]+>[\s,:]*)+")


@dataclass(frozen=True, slots=True)
class ButtonPress:
    """A pressed button.

    kind: "ask", "beside" (ask, and leave the message as it is), "evidence", "share", "colours" or "whole".
    audience: who sees the message that it is on.
    mode: the colours of the picture there, or those wanted.
    answer: the id of the answer that it refers to; empty where it asks a command.
    """

    kind: str
    audience: Audience
    mode: Mode
    answer: str = ""


@dataclass(frozen=True, slots=True)
class SlackRequest:
    """A request and where its answer goes.

    key: equal for repeated deliveries of the same event.
    reply_url: the response URL; without it `channel` and `thread` are used.
    home: the workspace that the asker is said to come from; empty where Slack does not say.
    enterprise: the organisation of the workspace that is asked in.
    trigger: opens a modal once, within three seconds; empty where nothing was pressed or typed after a slash.
    """

    request: Request
    key: str
    channel: str
    thread: str = ""
    reply_url: str = ""
    press: ButtonPress | None = None
    home: str = ""
    enterprise: str = ""
    trigger: str = ""

    @property
    def person(self) -> str:
        return self.request.asker.person


def to_request(payload: Mapping[str, Any]) -> SlackRequest | None:
    """The request of a slash command, mention, direct message, pressed button or message shortcut; None
    for events that ask nothing (edits, joins, other bots)."""
    if "command" in payload:
        return _command(payload)
    kind = payload.get("type")
    if kind == "block_actions":
        return _button(payload)
    if kind == "message_action":
        return _shortcut(payload)
    if kind == "event_callback":
        return _event(payload)
    return None


def _command(payload: Mapping[str, Any]) -> SlackRequest:
    name, text = payload["command"], read(payload.get("text") or "")
    # Under the umbrella people write commands, with or without a slash, and plain questions.
    question = (text or "/help") if name == UMBRELLA else f"{name} {text}".strip()
    channel = payload.get("channel_id", "")
    return SlackRequest(
        request=Request(
            text=question, asker=_asker(payload, payload.get("team_id"), channel, payload["user_id"])
        ),
        key=f"command:{payload.get('trigger_id', '')}",
        channel=channel,
        reply_url=payload.get("response_url", ""),
        enterprise=_enterprise(payload),
        trigger=payload.get("trigger_id", ""),
    )


def _event(payload: Mapping[str, Any]) -> SlackRequest | None:
    event = payload["event"]
    direct = event.get("type") == "message" and event.get("channel_type") == "im"
    if not direct and event.get("type") != "app_mention":
        return None
    if (event.get("subtype") or "") not in _SPOKEN or event.get("bot_id") or not event.get("user"):
        return None
    text = read(_ADDRESSED.sub("", event.get("text") or ""))
    if not text and (forwarded := "\n".join(map(_quoted, event.get("attachments") or ())).strip()):
        text = f"/check {forwarded}"  # what somebody forwards without a word is to be looked at
    thread = str(event.get("thread_ts") or "")
    begins = direct and not thread  # Messages shows each question with its answers as a thread
    thread = str(event.get("ts") or "") if begins else thread
    return SlackRequest(
        request=Request(
            text=text or "/help",
            asker=_asker(payload, asked_in(payload), event["channel"], event["user"]),
            thread=thread,
            begins_thread=begins,
        ),
        key=f"event:{payload.get('event_id', '')}",
        channel=event["channel"],
        thread=thread,
        home=event.get("user_team") or event.get("source_team") or event.get("team") or "",
        enterprise=_enterprise(payload),
    )


def _button(payload: Mapping[str, Any]) -> SlackRequest | None:
    action = payload["actions"][0]
    pressed = PRESSED.match(action.get("action_id", ""))
    if pressed is None:
        return None
    person = payload["user"]["id"]
    channel = (payload.get("channel") or {}).get("id", person)  # App Home has no channel: answer directly
    message = payload.get("message") or {}
    kind, value = pressed["kind"].removeprefix("stored-"), action.get("value", "")
    if kind == "period":  # a menu asks as a button does
        kind, value = "ask", (action.get("selected_option") or {}).get("value", "")
    answer, _, command = value.partition(" ") if pressed["kind"].startswith("stored-") else ("", "", value)
    asker = _asker(payload, _team(payload), channel, person)
    return SlackRequest(
        # A follow-up may change something, for it says so; whatever repeats a command may not.
        request=Request(
            text=command,
            asker=asker,
            reads_only=kind != "ask",
            thread=_thread(message) or _thread(payload.get("container") or {}),
        ),
        key=f"button:{payload.get('trigger_id') or action.get('action_ts', '')}",
        channel=channel,
        thread=_thread(message) or _thread(payload.get("container") or {}),
        reply_url=payload.get("response_url", ""),
        press=ButtonPress(kind, Audience(pressed["audience"]), Mode(pressed["mode"]), answer),
        home=payload["user"].get("team_id") or "",
        enterprise=_enterprise(payload),
        trigger=payload.get("trigger_id", "") if kind == "ask" else "",
    )


def submitted(payload: Mapping[str, Any], where: Mapping[str, str], line: str) -> SlackRequest:
    """The request of a modal that was filled in. `where`: the workspace, channel, thread and response URL of the
    question that opened it."""
    team = where.get("workspace") or _team(payload)  # a form that an older release opened does not say it
    asker = _asker(payload, team, where["channel"], payload["user"]["id"])
    return SlackRequest(
        request=Request(text=line, asker=asker),
        key=f"form:{payload['view']['id']}",
        channel=where["channel"],
        thread=where["thread"],
        reply_url=where["reply_url"],
        home=payload["user"].get("team_id") or "",
        enterprise=_enterprise(payload),
    )


def _shortcut(payload: Mapping[str, Any]) -> SlackRequest | None:
    if payload.get("callback_id") != CHECK:
        return None
    message, channel = payload.get("message") or {}, payload["channel"]["id"]
    text = _quoted(message)
    asker = _asker(payload, _team(payload), channel, payload["user"]["id"])
    return SlackRequest(
        request=Request(text=f"/check {text}", asker=asker, private=True),
        key=f"shortcut:{payload.get('trigger_id', '')}",
        channel=channel,
        thread=_thread(message),
        reply_url=payload.get("response_url", ""),
        home=payload["user"].get("team_id") or "",
        enterprise=_enterprise(payload),
    )


def _quoted(message: Mapping[str, Any]) -> str:
    """What the message says: its text; the blocks of one that has none, or only their summary; its attachments."""
    own, blocks = read(message.get("text") or ""), read("\n".join(_words(message.get("blocks") or ())))
    attached = "\n".join(_quoted(each) for each in message.get("attachments") or ())
    return "\n".join(part for part in (blocks if len(blocks) > len(own) else own, attached) if part)


def _words(block: object) -> Iterator[str]:
    """The texts in blocks, in their order; a run of rich text is one."""
    if isinstance(block, Mapping):
        if block.get("type") == "actions":
            return
        parts, text = block.get("elements") or (), block.get("text")
        if block.get("type") in _RUNS:
            yield "".join(str(part.get("text") or part.get("url") or "") for part in parts)
        elif isinstance(text, str):
            yield text
        else:
            yield from _words([text, *(block.get("fields") or ()), *parts, *(block.get("rows") or ())])
    elif isinstance(block, Sequence) and not isinstance(block, str):
        for each in block:
            yield from _words(each)


def _thread(message: Mapping[str, Any]) -> str:
    """The thread that a message is in; empty for one in the channel itself, answers to it or not."""
    thread = str(message.get("thread_ts") or "")
    return "" if thread in (message.get("ts"), message.get("message_ts")) else thread


def asked_in(payload: Mapping[str, Any]) -> str:
    """The workspace of ours that an event came to. In a channel shared with others, the event's own may be
    the sender's."""
    return str(_ours(payload).get("team_id") or payload.get("team_id") or "")


def _enterprise(payload: Mapping[str, Any]) -> str:
    named = (payload.get("enterprise") or {}).get("id")
    return str(_ours(payload).get("enterprise_id") or payload.get("enterprise_id") or named or "")


def _ours(payload: Mapping[str, Any]) -> Mapping[str, Any]:
    """The installation of ours that an event came to."""
    installations: Sequence[Mapping[str, Any]] = payload.get("authorizations") or ({},)
    return installations[0]


def _team(payload: Mapping[str, Any]) -> str:
    """The workspace in which something was pressed. Where a whole organisation installed the app, Slack may leave it
    out: then the message's, for the person may come from elsewhere."""
    stated = (payload.get("team") or {}).get("id"), (payload.get("message") or {}).get("team")
    named = [str(team) for team in stated if str(team).startswith("T")]
    return named[0] if named else str(payload["user"].get("team_id", ""))


def _asker(payload: Mapping[str, Any], team: str | None, channel: str, person: str) -> Asker:
    direct = channel[:1] in ("D", "U", "W")
    return Asker(
        "slack", team or "", channel, person, manages=direct, direct=direct, scope=organisation(payload)
    )


def organisation(payload: Mapping[str, Any]) -> str | None:
    """The id of the Enterprise Grid that the workspace belongs to, in all of which a person has one id;
    None for a workspace of its own."""
    return _enterprise(payload) or None
