"""The rest of a digest in a thread below its headline, against simcord."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import discord
import pytest

from bot.adapters.poster import Permanent, Post, Poster
from commands.framework.reply import Reply

HEAD, REST = Reply("Nothing notable happened."), Reply("The rest of the digest of 2026-01-22.")
SINCE = datetime(2026, 1, 1, tzinfo=UTC)


async def test_it_is_posted_in_a_thread_of_the_headline_and_found_there(
    poster: Poster, channel: Any, simcord_env: Any
) -> None:
    place = str(channel.id)
    head = await poster.post(Post(place, HEAD, "k"))
    rest = await poster.post(Post(place, REST, "k:thread", under=head))
    (began,) = (r for r in simcord_env.http_requests if r.path.endswith("/threads") and r.method == "POST")
    assert began.json["name"] == "The rest of the digest of 2026-01-22"
    assert rest not in [str(message.id) for message in channel.history()]
    assert await poster.find(place, "k:thread", SINCE, head) == rest
    assert await poster.find(place, "k:thread", SINCE) is None
    again = await poster.post(Post(place, REST, "k:other", under=head))  # the thread is there already
    assert await poster.find(place, "k:other", SINCE, head) == again


async def test_a_thread_that_was_never_begun_holds_no_post(poster: Poster, channel: Any) -> None:
    head = await poster.post(Post(str(channel.id), HEAD, "k"))
    assert await poster.find(str(channel.id), "k:thread", SINCE, head) is None


async def test_a_missing_permission_is_named_beforehand_and_permanent_afterwards(
    poster: Poster, simcord_env: Any
) -> None:
    guild, deny = simcord_env.create_guild(), discord.PermissionOverwrite(create_public_threads=False)
    channel = guild.create_text_channel("narrow", overwrites={guild.default_role: deny})
    place = str(channel.id)
    head = await poster.post(Post(place, HEAD, "k"))
    assert await poster.may_post(place) is None
    assert "Create Public Threads" in (await poster.may_post(place, threads=True) or "")
    with pytest.raises(Permanent):
        await poster.post(Post(place, REST, "k:thread", under=head))


async def test_a_direct_conversation_has_no_threads(poster: Poster) -> None:
    assert "no threads in a direct conversation" in (await poster.may_post("@1", threads=True) or "")
