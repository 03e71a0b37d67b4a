"""Links that add the bot to a server or an account, with the least permissions."""

from __future__ import annotations

import base64
import binascii

import discord

from bot.settings import Settings

# Answers to commands need none of these; digests, alerts and finding one's own posts do.
PERMISSIONS = discord.Permissions(
    view_channel=True,
    send_messages=True,
    send_messages_in_threads=True,
    embed_links=True,
    attach_files=True,
    read_message_history=True,
)


def invite_link(application_id: str | int) -> str:
    """Adds the bot to a server. Opened by somebody who may manage it."""
    return discord.utils.oauth_url(
        int(application_id), permissions=PERMISSIONS, scopes=("bot", "applications.commands")
    )


def personal_link(application_id: str | int) -> str:
    """Adds the commands to one person's account, for use anywhere."""
    return (
        discord.utils.oauth_url(int(application_id), scopes=("applications.commands",))
        + "&integration_type=1"
    )


def application_id(settings: Settings) -> str:
    """The application's id: as set, else from the bot token, whose first part holds it. Empty
    when neither tells."""
    if settings.discord_application_id:
        return settings.discord_application_id.strip()
    token = settings.discord_token.get_secret_value().strip() if settings.discord_token else ""
    first = token.split(".")[0]
    try:
        decoded = base64.b64decode(first + "=" * (-len(first) % 4), altchars=b"-_", validate=True).decode(
            "ascii"
        )
    except (binascii.Error, ValueError):
        return ""
    return decoded if decoded.isdigit() else ""
