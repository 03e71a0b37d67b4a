"""Posting unasked against simcord, which keeps permissions and history as Discord does, and against
the stand-in on sockets, which keeps nonces and fails as networks do."""

from __future__ import annotations

import asyncio
import gc
import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import discord
import pytest
from pydantic import SecretStr

from bot.adapters.discord import components
from bot.adapters.discord.interaction import UploadBuffer
from bot.adapters.discord.poster import DiscordPoster, mark_of, nonce_of
from bot.adapters.discord.refusals import CHANNEL_REFUSALS
from bot.adapters.poster import (
    CLOCKS_DIFFER,
    TOO_MUCH,
    Ambiguous,
    Held,
    Permanent,
    Post,
    Poster,
    Reach,
    Retryable,
)
from bot.settings import Settings
from charts.spec import Picture
from commands.framework.ports import MentionedGroup, Place
from commands.framework.reply import Action, Fact, Reply
from market.provenance import UNDATED, Provenance
from tests.bot.adapters.discord.rules import texts, title
from tests.bot.adapters.discord.standin import CHANNEL, TOKEN, Discord
from tests.bot.pictures import PIXEL, line

DIGEST = Reply(
    "Nothing notable happened.",
    chart=line("digest"),
    actions=(Action("Small caps", "/quote rut"),),
    provenance=Provenance("Sample", UNDATED),
    command="/digest",
)
KEY = "subscription-7:2026-01-22"
SINCE = datetime(2026, 1, 1, tzinfo=UTC)  # where simcord's clock stands; the stand-in's is the machine's


async def test_a_post_has_its_picture_its_buttons_and_a_mark(
    poster: Poster, channel: Any, simcord_env: Any
) -> None:
    sent = await poster.post(Post(str(channel.id), DIGEST, KEY, Picture(PIXEL, "Line chart.", 1, 1)))
    message = channel.last_message
    assert str(message.id) == sent
    assert title(message) == "Nothing notable happened."
    assert texts(message)[-1] == f"-# Source: Sample · {mark_of(KEY)}"
    assert message.attachments[0].description == "Line chart."
    (request,) = (r for r in simcord_env.http_requests if r.path.endswith("/messages") and r.method == "POST")
    assert request.json["nonce"] == nonce_of(KEY)
    assert request.json["enforce_nonce"] is True
    assert request.json["allowed_mentions"]["parse"] == []
    assert len(nonce_of(KEY)) <= 25


async def test_a_post_is_found_by_its_key_and_no_other(
    poster: Poster, channel: Any, simcord_env: Any
) -> None:
    sent = await poster.post(Post(str(channel.id), DIGEST, KEY))
    ann = simcord_env.guild.add_member(simcord_env.create_user("ann"))
    await ann.send(channel, f"as if: {mark_of('other')}")
    assert await poster.find(str(channel.id), KEY, SINCE) == sent
    assert await poster.find(str(channel.id), "other", SINCE) is None


async def test_a_button_under_a_post_answers_the_presser_and_leaves_the_post(
    poster: Poster, channel: Any, simcord_env: Any
) -> None:
    await poster.post(Post(str(channel.id), DIGEST, KEY))
    ann = simcord_env.guild.add_member(simcord_env.create_user("ann"))
    pressed = await ann.click(channel.last_message, label="Small caps")
    assert pressed.ephemeral
    assert title(pressed.response).startswith("rut")
    assert title(channel.history()[-1]) == "Nothing notable happened."


@pytest.mark.parametrize(
    ("status", "code", "kind", "words"),
    [
        (403, 50013, Permanent, "I may not post in that channel"),
        (404, 10003, Permanent, "That channel is gone"),
        (401, 0, Held, "BELLWETHER_DISCORD_TOKEN"),
        (400, 50035, Held, "Discord refused the post \\(code 50035\\)"),
        (429, 0, Retryable, "slow down"),
        (503, 0, Ambiguous, "Discord failed \\(HTTP 503\\)"),
    ],
)
async def test_failures_say_whether_repeating_is_harmless(
    poster: Poster, channel: Any, simcord_env: Any, status: int, code: int, kind: type[Exception], words: str
) -> None:
    simcord_env.inject_error("POST", "/channels/*/messages", status=status, code=code)
    with pytest.raises(kind, match=words):
        await poster.post(Post(str(channel.id), DIGEST, KEY))
    assert channel.history() == []


async def test_a_history_that_cannot_be_read_is_an_error_not_a_no(
    poster: Poster, channel: Any, simcord_env: Any
) -> None:
    simcord_env.inject_error("GET", "/channels/*/messages", status=403, code=50013)
    with pytest.raises(Permanent):
        await poster.find(str(channel.id), KEY, SINCE)


async def test_a_history_that_discord_hides_is_an_error_not_a_no(poster: Poster, simcord_env: Any) -> None:
    """Without the permission Discord shows an empty history and no error."""
    guild = simcord_env.create_guild()
    deny = discord.PermissionOverwrite(read_message_history=False)
    hidden = guild.create_text_channel("hidden", overwrites={guild.default_role: deny})
    await poster.post(Post(str(hidden.id), DIGEST, KEY))
    with pytest.raises(Permanent, match="Give me Read Message History there"):
        await poster.find(str(hidden.id), KEY, SINCE)
    assert "Read Message History" in (await poster.may_post(str(hidden.id)) or "")
    fresh = guild.create_text_channel("fresh")
    assert await poster.find(str(fresh.id), KEY, SINCE) is None


async def test_what_is_missing_is_named_before_the_first_post(
    poster: Poster, simcord_env: Any, channel: Any
) -> None:
    assert await poster.may_post(str(channel.id)) is None
    guild = simcord_env.guild
    deny = discord.PermissionOverwrite(attach_files=False, embed_links=False)
    quiet = guild.create_text_channel("quiet", overwrites={guild.default_role: deny})
    said = await poster.may_post(str(quiet.id))
    assert (
        said == "I may not post there yet: give me Embed Links, Attach Files in that channel's permissions."
    )
    assert await poster.may_post("1") == (
        "I cannot see that channel. Give me View Channel there, or choose another one."
    )


async def test_the_owner_is_written_to_in_a_conversation_of_two(poster: Poster, simcord_env: Any) -> None:
    simcord_env.create_guild()
    ann = simcord_env.create_user("ann")
    assert await poster.find(f"@{ann.id}", "notice", SINCE) is None
    sent = await poster.post(Post(f"@{ann.id}", DIGEST, "notice"))
    assert await poster.find(f"@{ann.id}", "notice", SINCE) == sent
    assert await poster.may_post(f"@{ann.id}") is None
    assert any(r.path.endswith("/users/@me/channels") for r in simcord_env.http_requests)


async def test_where_nothing_can_be_posted_is_refused_however_it_is_named(
    poster: Poster, simcord_env: Any
) -> None:
    guild = simcord_env.create_guild()
    for make, kind in ((guild.create_forum_channel, "forum"), (guild.create_category, "category")):
        place = make("ideas")
        said = await poster.may_post(str(place.id))
        assert said == f"Nothing can be posted in a {kind} itself. Choose a text channel, or a thread."
        by_name = await poster.named(str(guild.id), "ideas")
        assert "Nothing can be posted" in (await poster.may_post(str(by_name)) or "")
    text = guild.create_text_channel("ideas")
    assert await poster.named(str(guild.id), "ideas") == str(text.id)


async def test_who_has_manage_channel_there_manages_its_digests(poster: Poster, simcord_env: Any) -> None:
    guild = simcord_env.create_guild()
    channel = guild.create_text_channel("markets")
    keeper = guild.create_role("keeper", permissions=discord.Permissions(manage_channels=True))
    ann = guild.add_member(simcord_env.create_user("ann"), roles=[keeper])
    ben = guild.add_member(simcord_env.create_user("ben"))
    place = Place("discord", str(guild.id), str(channel.id))
    assert await poster.may_manage(place, str(ann.id), False) is None
    assert "Manage Channel" in (await poster.may_manage(place, str(ben.id), False) or "")
    assert "Manage Server" in (await poster.may_manage(place, str(ann.id), True) or "")
    hidden = guild.create_text_channel(
        "hidden", overwrites={keeper: discord.PermissionOverwrite(manage_channels=False)}
    )
    away = Place("discord", str(guild.id), str(hidden.id))
    assert "Manage Channel" in (await poster.may_manage(away, str(ann.id), False) or "")
    stranger = simcord_env.create_user("eve")
    assert "no member" in (await poster.may_manage(place, str(stranger.id), False) or "")
    elsewhere = Place("discord", "1", str(channel.id))
    assert await poster.may_manage(elsewhere, str(ann.id), False) == (
        "That channel is on another server. Ask there."
    )
    assert await poster.named(str(guild.id), "markets") == str(channel.id)
    assert await poster.named(str(guild.id), "nowhere") is None


@pytest.fixture
async def wire(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[tuple[Discord, DiscordPoster]]:
    """A poster of its own, logged in at the stand-in."""
    standin = Discord()
    await standin.start()
    monkeypatch.setattr(discord.http.Route, "BASE", standin.api)
    poster = DiscordPoster.of(Settings(discord_token=SecretStr(TOKEN)))
    yield standin, poster
    await poster.close()
    await standin.stop()


async def test_the_same_key_gives_one_message(wire: tuple[Discord, DiscordPoster]) -> None:
    standin, poster = wire
    first = await poster.post(Post(CHANNEL, DIGEST, KEY, Picture(PIXEL, "Line chart.", 1, 1)))
    assert await poster.post(Post(CHANNEL, DIGEST, KEY)) == first
    assert await poster.post(Post(CHANNEL, DIGEST, "another")) != first
    assert len(standin.posts) == 2


@pytest.mark.parametrize("fault", ["drop", 503])
async def test_a_post_whose_answer_was_lost_is_found_and_not_repeated(
    wire: tuple[Discord, DiscordPoster], fault: str | int
) -> None:
    standin, poster = wire
    standin.fault = fault
    with pytest.raises(Ambiguous):
        await poster.post(Post(CHANNEL, DIGEST, KEY))
    assert await poster.find(CHANNEL, KEY, SINCE) == standin.posts[0]["id"]
    assert len(standin.posts) == 1


async def test_a_post_that_many_messages_followed_is_found_page_by_page(
    wire: tuple[Discord, DiscordPoster],
) -> None:
    standin, poster = wire
    sent = await poster.post(Post(CHANNEL, DIGEST, KEY))
    standin.chat(250)
    standin.calls.clear()
    assert await poster.find(CHANNEL, KEY, SINCE) == sent
    assert len(standin.calls) == 3
    assert await poster.find(CHANNEL, "other", SINCE) is None


async def test_a_look_ends_at_the_given_moment_and_further_back_for_clocks_that_differ(
    wire: tuple[Discord, DiscordPoster],
) -> None:
    standin, poster = wire
    sent = await poster.post(Post(CHANNEL, DIGEST, KEY))
    written = discord.utils.snowflake_time(int(sent))
    standin.chat(150)
    assert await poster.find(CHANNEL, KEY, written + CLOCKS_DIFFER) == sent
    later = written + CLOCKS_DIFFER + timedelta(milliseconds=1)
    assert await poster.find(CHANNEL, KEY, later) is None
    standin.calls.clear()
    assert await poster.find(CHANNEL, KEY, written + timedelta(days=1)) is None
    assert len(standin.calls) == 1  # what is older is not asked for


async def test_more_messages_than_can_be_looked_through_are_no_no(
    wire: tuple[Discord, DiscordPoster],
) -> None:
    standin, poster = wire
    sent = await poster.post(Post(CHANNEL, DIGEST, KEY))
    standin.chat(999)
    assert await poster.find(CHANNEL, KEY, SINCE) == sent
    standin.chat(1)
    standin.calls.clear()
    with pytest.raises(Ambiguous) as told:
        await poster.find(CHANNEL, KEY, SINCE)
    assert str(told.value) == TOO_MUCH
    assert len(standin.calls) == 10


async def test_a_502_after_the_post_leaves_one_message(wire: tuple[Discord, DiscordPoster]) -> None:
    """discord.py repeats by itself after a 502; the nonce makes that harmless."""
    standin, poster = wire
    standin.fault = 502
    sent = await poster.post(Post(CHANNEL, DIGEST, KEY, Picture(PIXEL, "Line chart.", 1, 1)))
    assert [post["id"] for post in standin.posts] == [sent]
    (first, again) = (call.files for call in standin.calls if call.path.endswith("/messages"))
    assert list(first.values()) == list(again.values()) == [PIXEL]


async def test_a_picture_leaves_the_memory_with_its_post(wire: tuple[Discord, DiscordPoster]) -> None:
    _standin, poster = wire
    picture = Picture(PIXEL, "Line chart.", 1, 1)
    await poster.post(Post(CHANNEL, DIGEST, KEY, picture))
    gc.collect()
    gc.disable()
    try:
        for number in range(5):
            await poster.post(Post(CHANNEL, DIGEST, f"{number}", picture))
        left = [thing for thing in gc.get_objects() if isinstance(thing, UploadBuffer)]
    finally:
        gc.enable()
    assert left == []


async def test_nobody_there_is_safe_to_repeat_and_works_when_somebody_is(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(discord.http.Route, "BASE", "http://127.0.0.1:9/api/v10")
    poster = DiscordPoster.of(Settings(discord_token=SecretStr(TOKEN)))
    with pytest.raises(Retryable):
        await poster.post(Post(CHANNEL, DIGEST, KEY))
    standin = Discord()
    await standin.start()
    monkeypatch.setattr(discord.http.Route, "BASE", standin.api)
    assert await poster.post(Post(CHANNEL, DIGEST, KEY))
    await poster.close()
    await standin.stop()


@pytest.mark.parametrize("code", sorted(CHANNEL_REFUSALS))
async def test_what_the_channel_refuses_is_permanent(
    poster: Poster, channel: Any, simcord_env: Any, code: int
) -> None:
    simcord_env.inject_error("POST", "/channels/*/messages", status=403, code=code)
    with pytest.raises(Permanent) as raised:
        await poster.post(Post(str(channel.id), DIGEST, KEY))
    assert raised.value.code == str(code)


@pytest.mark.parametrize(
    ("body", "kind"), [('{"id": "7', "application/json"), ("{}", "application/json"), ("<html>", "text/html")]
)
async def test_an_answer_that_was_cut_leaves_it_open_and_the_post_is_found(
    wire: tuple[Discord, DiscordPoster], body: str, kind: str
) -> None:
    standin, poster = wire
    standin.fault = (200, body, kind)
    with pytest.raises(Ambiguous):
        await poster.post(Post(CHANNEL, DIGEST, KEY))
    assert await poster.find(CHANNEL, KEY, SINCE) == standin.posts[0]["id"]


@pytest.mark.parametrize("status", [403, 404, 407])
async def test_a_page_of_a_proxy_is_held(wire: tuple[Discord, DiscordPoster], status: int) -> None:
    standin, poster = wire
    standin.refusal = (status, "<html>Blocked by policy</html>", "text/html")
    with pytest.raises(Held, match=f"HTTP {status}"):
        await poster.post(Post(CHANNEL, DIGEST, KEY))
    assert standin.posts == []
    assert "Try again in a minute" in (await poster.may_post(CHANNEL) or "")


async def test_many_posts_that_wait_for_a_log_in_are_refused_by_one(
    wire: tuple[Discord, DiscordPoster],
) -> None:
    standin, _poster = wire
    poster = DiscordPoster.of(Settings(discord_token=SecretStr("wrong")))
    posts = (poster.post(Post(CHANNEL, DIGEST, f"{KEY}-{number}")) for number in range(20))
    assert {type(problem) for problem in await asyncio.gather(*posts, return_exceptions=True)} == {Held}
    assert len(standin.calls) == 1


async def test_a_bad_token_is_held_for_the_whole_platform(wire: tuple[Discord, DiscordPoster]) -> None:
    poster = DiscordPoster.of(Settings(discord_token=SecretStr("wrong")))
    with pytest.raises(Held, match="Set BELLWETHER_DISCORD_TOKEN anew") as raised:
        await poster.post(Post(CHANNEL, DIGEST, KEY))
    assert raised.value.reach is Reach.PLATFORM
    with pytest.raises(Permanent, match="no channel"):
        await wire[1].post(Post("general", DIGEST, KEY))


HOSTILE = Reply(
    "@everyone <@&77> <@42>", facts=(Fact("@here", "<@&77>"),), notes=("<@&77> @everyone",), command="/digest"
)


async def test_a_post_mentions_its_role_and_whatever_it_says_nobody_else(
    poster: Poster, channel: Any, simcord_env: Any
) -> None:
    role = simcord_env.guild.create_role("traders")
    await poster.post(Post(str(channel.id), HOSTILE, KEY, mention=str(role.id)))
    await poster.post(Post(str(channel.id), HOSTILE, "other"))
    with_role, without = (r.json for r in simcord_env.http_requests if r.path.endswith("/messages"))
    assert with_role["allowed_mentions"] == {"parse": [], "roles": [role.id]}
    assert without["allowed_mentions"] == {"parse": []}
    above, message = with_role["components"]
    assert above["content"] == f"<@&{role.id}>"
    said = [text for each in (message, *without["components"]) for text in components.texts([each])]
    assert said
    assert not [text for text in said if re.search(r"@[^\u200b\s]", text)]


async def test_a_post_with_a_picture_mentions_its_role_alone(
    poster: Poster, channel: Any, simcord_env: Any
) -> None:
    role = simcord_env.guild.create_role("traders")
    await poster.post(
        Post(str(channel.id), HOSTILE, KEY, Picture(PIXEL, "@everyone", 1, 1), mention=str(role.id))
    )
    assert [mentioned.id for mentioned in channel.last_message.role_mentions] == [role.id]
    assert not channel.last_message.mention_everyone


async def test_only_who_may_mention_a_role_may_have_it_mentioned(
    poster: Poster, channel: Any, simcord_env: Any
) -> None:
    guild = simcord_env.guild
    place = Place("discord", str(guild.id), str(channel.id))
    ann = guild.add_member(simcord_env.create_user("ann"))
    herald = guild.create_role("heralds", permissions=discord.Permissions(mention_everyone=True))
    ben = guild.add_member(simcord_env.create_user("ben"), roles=[herald])
    free, closed = guild.create_role("free", mentionable=True), guild.create_role("closed")

    async def asked(person: Any, word: str) -> MentionedGroup | str:
        return await poster.group(place, str(person.user.id), word)

    assert await asked(ann, f"<@&{free.id}>") == MentionedGroup(str(free.id), "free")
    assert await asked(ann, "@Free") == MentionedGroup(str(free.id), "free")
    assert "Only people with" in str(await asked(ann, "@closed"))
    assert await asked(ben, "@closed") == MentionedGroup(str(closed.id), "closed")
    deny, ours = discord.PermissionOverwrite(mention_everyone=False), guild.me.roles[-1]
    quiet = guild.create_text_channel("quiet", overwrites={ours: deny})
    elsewhere = Place("discord", str(guild.id), str(quiet.id))
    refused = await poster.group(elsewhere, str(ben.user.id), "@closed")
    assert "I may not mention @closed" in str(refused)
    for everybody in (f"<@&{guild.id}>", "@everyone", "@here"):
        assert "cannot mention everyone" in str(await asked(ben, everybody))
    assert await asked(ben, str(closed.id)) == MentionedGroup(str(closed.id), "closed")
    assert "Only people with" in str(
        await poster.group(place, "1", str(closed.id))
    )  # who has left the server
    assert "has no role" in str(await asked(ben, "<@&1>"))
    assert "no roles here" in str(await poster.group(Place("discord", "", str(channel.id)), "1", "@free"))
