"""The links that add the bot."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import discord
import pytest

from bot.adapters.discord.invite import application_id, invite_link, personal_link
from bot.settings import Settings

# discord.py's own name of View Channel is read_messages.
GRANTED = {
    "read_messages", "send_messages", "send_messages_in_threads", "embed_links", "attach_files", "read_message_history",
}  # fmt: skip


def settings(**values: str) -> Settings:
    return Settings(_env_file=None, **values)  # type: ignore[call-arg,arg-type]  # pydantic reads them


def test_the_link_asks_for_the_least() -> None:
    asked = parse_qs(urlsplit(invite_link("1234")).query)
    permissions = discord.Permissions(int(asked["permissions"][0]))
    assert {name for name, granted in permissions if granted} == GRANTED | {"read_messages"} - {
        "view_channel"
    }
    assert asked["client_id"] == ["1234"]
    assert asked["scope"] == ["bot applications.commands"]


def test_the_personal_link_installs_commands_for_one_account() -> None:
    asked = parse_qs(urlsplit(personal_link(1234)).query)
    assert asked == {"client_id": ["1234"], "scope": ["applications.commands"], "integration_type": ["1"]}


@pytest.mark.parametrize(
    ("values", "found"),
    [
        ({"discord_application_id": " 1234 "}, "1234"),
        ({"discord_token": "MTIzNDU2Nzg5MDEyMzQ1Njc4.G.x"}, "123456789012345678"),
        ({"discord_token": "no-token"}, ""),
        ({"discord_token": "%%%"}, ""),
        ({}, ""),
    ],
)
def test_the_application_is_known_from_the_setting_or_the_token(values: dict[str, str], found: str) -> None:
    assert application_id(settings(**values)) == found
