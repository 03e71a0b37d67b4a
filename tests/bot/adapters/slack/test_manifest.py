"""The generated manifest and the Home view, against Slack's documented limits (numbers repeated
here on purpose)."""

from __future__ import annotations

import dataclasses
import json
from datetime import UTC, datetime

import pytest
import yaml

from bot.adapters.slack.manifest import EVENTS, SCOPES, ManifestError, as_json, as_yaml, manifest
from bot.language.interpreter import RuleInterpreter
from commands import COMMANDS as REAL
from market.clock import FixedClock
from tests.bot.adapters.slack.conftest import COMMANDS, compare


def test_every_command_has_its_own_name_and_the_umbrella_is_first() -> None:
    slashes = manifest(COMMANDS)["features"]["slash_commands"]
    assert [s["command"] for s in slashes] == ["/market", *(f"/{c.name}" for c in COMMANDS)]
    assert slashes[1]["usage_hint"] == "<symbols> [period]"
    assert slashes[1]["description"] == "How markets did against each other."


@pytest.mark.parametrize("commands", [COMMANDS, REAL], ids=["of these tests", "of the program"])
def test_it_is_inside_slacks_limits(commands) -> None:
    made = manifest(commands)
    display, features = made["display_information"], made["features"]
    assert len(display["name"]) <= 35
    assert len(display["description"]) <= 140
    assert 174 <= len(display["long_description"]) <= 4000
    assert len(features["slash_commands"]) <= 50
    assert all(len(s["command"]) <= 32 and s["description"] for s in features["slash_commands"])
    (shortcut,) = features["shortcuts"]
    assert (shortcut["type"], shortcut["callback_id"], shortcut["name"]) == (
        "message",
        "check_claims",
        "Check the market claims",
    )
    assert len(shortcut["name"]) <= 24
    assert len(shortcut["description"]) <= 150


def test_every_command_of_the_program_is_registered_with_its_words() -> None:
    slashes = {s["command"]: s for s in manifest(REAL)["features"]["slash_commands"]}
    assert set(slashes) == {"/market", *(f"/{command.name}" for command in REAL)}
    assert all(slashes[f"/{c.name}"]["description"] == c.summary for c in REAL)  # none is cut


def test_without_an_address_it_is_socket_mode_and_with_one_it_is_http() -> None:
    local, public = manifest(COMMANDS), manifest(COMMANDS, "https://bot.example/")
    assert local["settings"]["socket_mode_enabled"] is True
    assert local["settings"]["token_rotation_enabled"] is False
    assert "https" not in json.dumps(local)
    assert public["settings"]["socket_mode_enabled"] is False
    assert public["settings"]["token_rotation_enabled"] is True
    assert public["settings"]["event_subscriptions"]["request_url"] == "https://bot.example/slack/events"
    assert public["oauth_config"]["redirect_urls"] == ["https://bot.example/slack/oauth_redirect"]
    assert {s["url"] for s in public["features"]["slash_commands"]} == {"https://bot.example/slack/events"}


def test_events_have_their_scopes_and_every_scope_its_reason() -> None:
    assert set(EVENTS) == {
        "app_mention",
        "message.im",
        "app_home_opened",
        "app_uninstalled",
        "link_shared",
        "member_joined_channel",
        "tokens_revoked",
    }
    assert {"app_mentions:read", "im:history", "chat:write", "commands", "files:write", "files:read"} <= set(
        SCOPES
    )
    assert not {"chat:write.public", "channels:join", "users:read.email", "admin"} & set(SCOPES)
    assert {"links:read", "links:write"} <= set(SCOPES)
    assert all(SCOPES.values())


def test_it_is_an_agent_whose_suggestions_are_answered() -> None:
    view = manifest(REAL)["features"]["agent_view"]
    assert 0 < len(view["agent_description"]) <= 300
    assert 0 < len(view["suggested_prompts"]) <= 4
    assert "assistant:write" in SCOPES
    read = RuleInterpreter(REAL, FixedClock(datetime(2026, 1, 23, tzinfo=UTC)).now, None)
    asked = [read(prompt["message"], "") for prompt in view["suggested_prompts"]]
    assert [getattr(each, "text", each) for each in asked] == [
        "/smallcaps",
        "/breadth",
        "/why rut",
        "/history record rut",
    ]


def test_slackbot_is_told_of_the_tools_where_they_have_an_address() -> None:
    without = manifest(COMMANDS)
    assert "mcp_servers" not in without
    assert "mcp:connect" not in without["oauth_config"]["scopes"]["bot"]
    made = manifest(COMMANDS, tools="https://bot.example/mcp")
    (server,) = made["mcp_servers"].values()
    assert server == {"url": "https://bot.example/mcp", "auth_type": "slack_identity_auth"}
    assert "mcp:connect" in made["oauth_config"]["scopes"]["bot"]
    assert yaml.safe_load(as_yaml(made)) == made


def test_links_unfold_where_the_console_has_an_address() -> None:
    assert "unfurl_domains" not in manifest(COMMANDS)["features"]
    made = manifest(COMMANDS, "https://bot.example", "https://console.example:8443")
    assert made["features"]["unfurl_domains"] == ["console.example"]


def test_yaml_and_json_say_the_same() -> None:
    made = manifest(COMMANDS, "https://bot.example")
    assert yaml.safe_load(as_yaml(made)) == json.loads(as_json(made)) == made


def test_commands_that_do_not_fit_are_refused_by_name() -> None:
    long = dataclasses.replace(compare, name="x" * 40)
    with pytest.raises(ManifestError, match="longer than Slack's 32"):
        manifest((long,))
    with pytest.raises(ManifestError, match="twice"):
        manifest((compare, compare))
    many = tuple(dataclasses.replace(compare, name=f"c{i}") for i in range(60))
    with pytest.raises(ManifestError, match="50 slash commands an app; there are 61"):
        manifest(many)
