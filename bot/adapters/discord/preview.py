"""A message as Discord gets it, as JSON: for the web console's preview, and for tests."""

from __future__ import annotations

from typing import Any

from bot.adapters.discord.buttons import view_of
from bot.adapters.discord.message import PICTURE, Message, to_message
from charts.theme import Mode
from commands.framework.reply import Reply


def payload(message: Message) -> dict[str, Any]:
    """The JSON part of the request that posts `message`."""
    return {
        "embeds": [message.embed],
        "components": view_of(message.controls).to_components(),
        "attachments": [
            {"id": index, "filename": upload.name}
            | ({"description": upload.description} if upload.description else {})
            for index, upload in enumerate(message.uploads)
        ],
        "allowed_mentions": {"parse": []},
    }


def discord_preview(reply: Reply, picture_url: str | None = None, mode: Mode = Mode.DARK) -> dict[str, Any]:
    """`reply` as Discord would get it; the picture is shown from `picture_url`, where there is one."""
    shown = payload(to_message(reply, mode=mode))
    if reply.chart is not None and picture_url:
        alt = reply.chart.caption.alt
        shown["embeds"][0]["image"] = {"url": picture_url, "description": alt}
        shown["attachments"].insert(0, {"id": 0, "filename": PICTURE, "description": alt})
    return shown
