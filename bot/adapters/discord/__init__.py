"""The Discord face."""

from bot.adapters.discord.invite import application_id, invite_link, personal_link
from bot.adapters.discord.message import to_message
from bot.adapters.discord.poster import DiscordPoster
from bot.adapters.discord.preview import discord_preview
from bot.adapters.discord.request import to_request
from bot.adapters.discord.serve import DiscordRefused, serve

__all__ = [
    "DiscordPoster",
    "DiscordRefused",
    "application_id",
    "discord_preview",
    "invite_link",
    "personal_link",
    "serve",
    "to_message",
    "to_request",
]
