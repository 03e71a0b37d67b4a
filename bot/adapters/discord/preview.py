"""A message as Discord gets it, as JSON: for the web console's preview, and for tests."""

from __future__ import annotations

from typing import Any

import discord

from bot.adapters.discord import components
from bot.adapters.discord.message import PICTURE, Message, to_message
from charts.theme import Mode
from commands.framework.reply import Reply

_FLAGS = discord.MessageFlags(components_v2=True).value


def payload(message: Message) -> dict[str, Any]:
    """The JSON part of the request that posts `message`."""
    return {
        "flags": _FLAGS,
        "components": message.components,
        "attachments": [
            {"id": index, "filename": upload.name}
            | ({"description": upload.description} if upload.description else {})
            for index, upload in enumerate(message.uploads)
        ],
        "allowed_mentions": {"parse": []},
    }


def discord_preview(
    reply: Reply, picture_url: str = "", mode: Mode = Mode.DARK, answer: str = "", whole: bool = False
) -> dict[str, Any]:
    """`reply` as Discord would get it; the picture is shown from `picture_url`, where there is one. `answer`: the id
    under which it is kept. `whole`: as after a press on "All figures"."""
    message = to_message(reply, mode=mode, answer=answer, whole=whole)
    shown = payload(message)
    if reply.chart is not None and picture_url:
        alt = reply.chart.caption.alt
        gallery = components.gallery(PICTURE, alt)
        gallery["items"][0]["media"]["url"] = picture_url
        shown["components"][0]["components"].insert(1, gallery)
        shown["attachments"].insert(0, {"id": 0, "filename": PICTURE, "description": alt})
    return shown
