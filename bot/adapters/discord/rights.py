"""Permissions in a channel, computed from what Discord's REST API says."""

from __future__ import annotations

import re

import discord

from commands.framework.ports import MentionedGroup, Place

_NEEDED = {
    "view_channel": "View Channel",
    "send_messages": "Send Messages",
    "embed_links": "Embed Links",
    "attach_files": "Attach Files",
    "read_message_history": "Read Message History",
}
_NEEDED_IN_THREADS = {
    "create_public_threads": "Create Public Threads",
    "send_messages_in_threads": "Send Messages in Threads",
}
NO_THREADS = (
    "There are no threads in a direct conversation, nor in a thread. Leave out “thread”, or choose a channel."
)
_KINDS = {
    discord.ChannelType.forum: "forum",
    discord.ChannelType.media: "media channel",
    discord.ChannelType.category: "category",
}
_INSTEAD = "Choose a text channel, or a thread."
_ROLE = re.compile(r"<@&(\d+)>|(\d{17,20})")
_MENTIONING = "Mention @everyone, @here, and All Roles"
_NO_ROLES = "There are no roles here. Leave the mention out."
_EVERYBODY = "A post cannot mention everyone. Name a role instead."
_ELSEWHERE = "That channel is on another server. Ask there."
_STRANGER = "You are no member of that channel's server. Ask somebody who is."


async def may_post(client: discord.Client, channel_id: int, threads: bool = False) -> str | None:
    """None when the bot may post with pictures there, with `threads` in threads below its posts, too; else one sentence
    with what is missing.

    Like all functions here it raises what discord.py raises.
    """
    channel = await client.fetch_channel(channel_id)
    if isinstance(channel, (discord.ForumChannel, discord.CategoryChannel)):
        return f"Nothing can be posted in a {_KINDS.get(channel.type, 'channel of that kind')} itself. {_INSTEAD}"
    if threads and isinstance(channel, (discord.Thread, discord.abc.PrivateChannel)):
        return NO_THREADS
    granted = await _granted_to_us(client, channel)
    needed = _NEEDED | (_NEEDED_IN_THREADS if threads else {})
    missing = [words for name, words in needed.items() if not getattr(granted, name)]
    if not missing:
        return None
    return f"I may not post there yet: give me {', '.join(missing)} in that channel's permissions."


async def may_look(client: discord.Client, channel_id: int) -> bool:
    """True when the bot may read the channel's history."""
    return (await _granted_to_us(client, await client.fetch_channel(channel_id))).read_message_history


async def may_manage(
    client: discord.Client, place: Place, person: int, admins_only: bool = False
) -> str | None:
    """None when the person has Manage Channel there (with `admins_only`: Manage Server); else a sentence."""
    channel = await client.fetch_channel(int(place.channel))
    if isinstance(channel, discord.abc.PrivateChannel) or str(channel.guild.id) != place.workspace:
        return _ELSEWHERE
    granted = await _granted_if_member(client, channel, person)
    if granted is None:
        return _STRANGER
    needed, words = (granted.manage_guild, "Manage Server") if admins_only else (granted.manage_channels, "")
    if needed and granted.view_channel:
        return None
    return f"That is for people with {words or 'Manage Channel'} there. Ask one of them."


async def group(client: discord.Client, place: Place, person: int, word: str) -> MentionedGroup | str:
    """The role that `word` names (`<@&id>`, its id or name), where that person and the bot may mention it in the
    channel; else a sentence."""
    if not place.workspace:
        return _NO_ROLES
    guild = await client.fetch_guild(int(place.workspace), with_counts=False)
    name, by_id = word.removeprefix("@").casefold(), _ROLE.fullmatch(word)
    if name in ("everyone", "here"):
        return _EVERYBODY
    named = (r for r in guild.roles if r.name.removeprefix("@").casefold() == name)
    role = guild.get_role(int(by_id[1] or by_id[2])) if by_id else next(named, None)
    if role is None:
        return f"This server has no role {word[:60]}. Choose one of its roles."
    if role.is_default():
        return _EVERYBODY
    channel = await client.fetch_channel(int(place.channel))
    if isinstance(channel, discord.abc.PrivateChannel) or channel.guild.id != guild.id:
        return _ELSEWHERE
    if not role.mentionable:
        granted = await _granted_if_member(client, channel, person)
        if granted is None or not granted.mention_everyone:
            return f"Only people with “{_MENTIONING}” may have @{role.name} mentioned. Ask one of them."
        if not (await _granted_to_us(client, channel)).mention_everyone:
            return (
                f"I may not mention @{role.name}: let anyone mention it in the role's settings, or give me "
                f"“{_MENTIONING}” in that channel."
            )
    return MentionedGroup(str(role.id), role.name)


async def named(client: discord.Client, guild_id: int, name: str) -> str | None:
    """The id of the server's channel of this name; of several one that can be posted to."""
    guild = await client.fetch_guild(guild_id, with_counts=False)
    found = [c for c in await guild.fetch_channels() if c.name.casefold() == name.casefold()]
    return next((str(c.id) for c in sorted(found, key=lambda c: not hasattr(c, "send"))), None)


async def _granted_to_us(
    client: discord.Client, channel: discord.abc.GuildChannel | discord.Thread | discord.abc.PrivateChannel
) -> discord.Permissions:
    """The bot's own permissions; in a private conversation, all."""
    if client.user is None or isinstance(channel, discord.abc.PrivateChannel):
        return discord.Permissions.all()
    return await _granted(client, channel, client.user.id)


async def _granted_if_member(
    client: discord.Client, channel: discord.abc.GuildChannel | discord.Thread, person: int
) -> discord.Permissions | None:
    """A person's permissions; None for somebody who is no member of the server."""
    try:
        return await _granted(client, channel, person)
    except discord.NotFound as missing:
        if missing.code != 10007:  # unknown member
            raise
        return None


async def _granted(
    client: discord.Client, channel: discord.abc.GuildChannel | discord.Thread, member_id: int
) -> discord.Permissions:
    """A member's permissions: roles of the server, overwrites of the channel; a thread has its
    parent's."""
    guild = await client.fetch_guild(channel.guild.id, with_counts=False)
    member = await guild.fetch_member(member_id)
    if not isinstance(channel, discord.Thread):
        return (await guild.fetch_channel(channel.id)).permissions_for(member)
    granted = (await guild.fetch_channel(channel.parent_id)).permissions_for(member)
    granted.send_messages = granted.send_messages_in_threads
    return granted
