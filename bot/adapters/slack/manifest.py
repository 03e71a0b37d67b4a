"""The app manifest that an operator pastes into Slack, generated from the commands."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.adapters.formatting.truncate import cut, width
from bot.adapters.slack.blocks import limits
from bot.adapters.slack.request import CHECK, UMBRELLA
from commands.framework.command import Command

EVENTS_PATH, INSTALL_PATH, REDIRECT_PATH = "/slack/events", "/slack/install", "/slack/oauth_redirect"

SCOPES: dict[str, str] = {
    "app_mentions:read": "to hear @bellwether compare rut ndx",
    "assistant:write": "to be an agent of Slack's, with suggested questions and a status while it reads",
    "channels:history": "to look for a digest in a public channel before it is posted again",
    "channels:read": "whether a digest can be posted in a public channel, and to hear that I was added to one",
    "chat:write": "to answer and to post digests",
    "commands": "slash commands and the message shortcut",
    "files:read": "to know when an uploaded picture is ready to be shown",
    "files:write": "to upload pictures and data files",
    "groups:history": "as channels:history, in private channels",
    "groups:read": "as channels:read, in private channels",
    "im:history": "to hear direct messages",
    "links:read": "to see a link to an answer in the console, where the console has an address",
    "links:write": "to show that answer below the link",
    "im:write": "to tell the owner of a digest, in private, that it is paused",
    "usergroups:read": "to mention a user group in a digest or an alert, where somebody asks for it",
    "users:read": "the asker's time zone, and whether they are a guest",
}
EVENTS = (
    "app_home_opened",
    "app_mention",
    "app_uninstalled",
    "link_shared",
    "member_joined_channel",
    "message.im",
    "tokens_revoked",
)
_OPTIONAL = frozenset(
    {
        "assistant:write",  # an app that was made before is no agent, and is answered all the same
        "links:read",  # without these a link stays a link
        "links:write",
        "usergroups:read",  # without it no user group is mentioned
    }
)
PROMPTS = (
    "Are small caps leading?",
    "Is the move broad?",
    "Why did the Russell 2000 move?",
    "What happened after record closes?",
)
"""The questions that Slack suggests in Messages; at most four."""
_AGENT = (
    "Ask about US markets in plain words: whether small caps lead, whether a move is broad, whether it is unusual, "
    "what followed earlier ones. Every figure is computed from data, with its source and its date. No advice."
)


def scopes(slackbot: bool) -> list[str]:
    """What an installation asks for; with `slackbot` also that Slackbot may use the tools."""
    return [*SCOPES, *(["mcp:connect"] if slackbot else [])]


def lacking(answer: AsyncSlackResponse) -> tuple[str, ...]:
    """The scopes of `SCOPES` that the token of this answer was not granted. Slack lists the granted ones in
    a header of every answer; empty when it does not."""
    granted = str(answer.headers.get("x-oauth-scopes") or "").split(",")
    return tuple(scope for scope in SCOPES if granted[0] and scope not in granted and scope not in _OPTIONAL)


class ManifestError(Exception):
    """The commands exceed a limit of Slack's. The sentence says which one and by how much."""


def manifest(
    commands: Sequence[Command], url: str = "", address: str = "", tools: str = ""
) -> dict[str, Any]:
    """The manifest as Slack reads it. Without `url`: Socket Mode, one workspace, tokens that do not
    expire. With the public `url` of the web process: HTTP, OAuth install, rotating tokens. `address`: of the
    console; links to its answers unfold. `tools`: where Slackbot reaches the MCP server.

    Raises ManifestError.
    """
    base = url.rstrip("/")
    request_url = {"url": base + EVENTS_PATH} if base else {}
    events = {"request_url": base + EVENTS_PATH} if base else {}
    oauth: dict[str, Any] = {"scopes": {"bot": scopes(bool(tools))}}
    if base:
        oauth["redirect_urls"] = [base + REDIRECT_PATH]
    document = {
        "_metadata": {"major_version": 1, "minor_version": 1},
        "display_information": _display(),
        "features": {
            "agent_view": {
                "agent_description": _AGENT,
                "suggested_prompts": [{"title": question, "message": question} for question in PROMPTS],
            },
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": False,
            },
            "bot_user": {"display_name": "bellwether", "always_online": True},
            **({"unfurl_domains": [host]} if (host := urlsplit(address).hostname) else {}),
            "shortcuts": [
                {
                    "name": "Check the market claims",
                    "type": "message",
                    "callback_id": CHECK,
                    "description": "Check what a message says about markets against data",
                }
            ],
            "slash_commands": [_umbrella(request_url), *(_slash(c, request_url) for c in commands)],
        },
        "oauth_config": oauth,
        "settings": {
            "event_subscriptions": {**events, "bot_events": list(EVENTS)},
            "interactivity": {"is_enabled": True, **events},
            "org_deploy_enabled": False,
            "socket_mode_enabled": not base,
            "token_rotation_enabled": bool(base),
        },
    }
    if tools:
        document["mcp_servers"] = {"bellwether": {"url": tools, "auth_type": "slack_identity_auth"}}
    _check(document)
    return document


def as_json(document: dict[str, Any]) -> str:
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def as_yaml(document: dict[str, Any]) -> str:
    """YAML 1.2: every scalar is written as in JSON, which YAML contains."""
    return "\n".join(_lines(document, 0)) + "\n"


def _lines(value: Any, depth: int) -> list[str]:
    pad, lines = "  " * depth, []
    if isinstance(value, dict):
        for key, item in value.items():
            lines += _entry(f"{pad}{key}:", item, depth)
    else:
        for item in value:
            if isinstance(item, dict):
                first, *rest = _lines(item, depth + 1)
                lines += [f"{pad}- {first.lstrip()}", *rest]
            else:
                lines.append(f"{pad}- {json.dumps(item, ensure_ascii=False)}")
    return lines


def _entry(head: str, item: Any, depth: int) -> list[str]:
    if isinstance(item, (dict, list)) and item:
        return [head, *_lines(item, depth + 1)]
    return [f"{head} {json.dumps(item, ensure_ascii=False)}"]


def _display() -> dict[str, str]:
    return {
        "name": "Bellwether",
        "description": "Answers about US markets: a sentence, the figures behind it, and a chart.",
        "long_description": (
            "Bellwether answers questions about US markets: whether small caps lead, whether the move is "
            "broad, whether it is unusual, what happened the last times. Every answer is computed from "
            "data; it names the source and the time, and shows the formula on request. It compares and "
            "reports. It gives no advice."
        ),
        "background_color": "#14171c",
    }


def _umbrella(request_url: dict[str, str]) -> dict[str, Any]:
    return {
        "command": UMBRELLA,
        "description": "Every command in one: /market compare rut ndx",
        "usage_hint": "compare rut ndx",
        "should_escape": False,
        **request_url,
    }


def _slash(command: Command, request_url: dict[str, str]) -> dict[str, Any]:
    document = {
        "command": f"/{command.name}",
        "description": cut(command.summary, limits.COMMAND_DESCRIPTION),
        "should_escape": False,
        **request_url,
    }
    hint = command.shape.partition(" ")[2]
    return {**document, "usage_hint": cut(hint, limits.USAGE_HINT)} if hint else document


def _check(document: dict[str, Any]) -> None:
    slashes = document["features"]["slash_commands"]
    if len(slashes) > limits.COMMANDS:
        raise ManifestError(f"Slack takes {limits.COMMANDS} slash commands an app; there are {len(slashes)}.")
    names = [slash["command"] for slash in slashes]
    for name in names:
        if width(name) > limits.COMMAND:
            raise ManifestError(f"{name} is longer than Slack's {limits.COMMAND} characters.")
        if names.count(name) > 1:
            raise ManifestError(f"{name} is there twice; Slack takes each name once.")
    display = document["display_information"]
    for field, most in (
        ("name", limits.NAME),
        ("description", limits.DESCRIPTION),
        ("long_description", limits.LONG_DESCRIPTION),
    ):
        if width(display[field]) > most:
            raise ManifestError(f"The app's {field} is longer than Slack's {most:,} characters.")
