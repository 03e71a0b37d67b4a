"""What a message says that somebody has checked in Discord."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import discord
import pytest

from bot.adapters.discord.request import to_request

RECORD = "The Russell 2000 closed at a record."


@pytest.mark.parametrize(
    ("message", "text"),
    [
        ({"content": RECORD}, RECORD),
        ({"content": "", "message_snapshots": [{"message": {"content": RECORD, "embeds": []}}]}, RECORD),
        ({"content": "https://news.example/1", "embeds": [{"title": RECORD}]}, f"https://news.example/1\n{RECORD}"),
        ({"content": "Really?", "message_snapshots": [{"message": {"embeds": [{"description": RECORD}]}}]},
         f"Really?\n{RECORD}"),
        ({"content": "", "attachments": [{"filename": "chart.png"}]}, ""),
    ],
)  # fmt: skip
def test_a_checked_message_is_read_with_what_it_embeds_and_forwards(
    message: dict[str, Any], text: str
) -> None:
    data = {
        "type": discord.AppCommandType.message.value,
        "target_id": "7",
        "resolved": {"messages": {"7": message}},
    }
    interaction: Any = SimpleNamespace(
        data=data, guild_id=1, channel_id=2, user=SimpleNamespace(id=3), context=SimpleNamespace(dm_channel=False),
        permissions=discord.Permissions(), is_user_integration=lambda: False, is_guild_integration=lambda: True,
    )  # fmt: skip
    assert to_request(interaction, lambda _name: None).text == f"/check {text}"
