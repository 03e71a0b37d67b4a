"""The links that add the bot, with the least that it needs."""

from __future__ import annotations

import discord

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
