"""The poster for Discord: digests and alerts, each marked so that it is not posted twice."""

from __future__ import annotations

import asyncio
import hashlib
import sys
import time
from collections.abc import Awaitable, Callable
from datetime import datetime

import discord

from bot.adapters.discord import limits, rights
from bot.adapters.discord.components import texts
from bot.adapters.discord.failures import FAILURES, classified, no_channel
from bot.adapters.discord.message import to_message
from bot.adapters.discord.prepared import BLANK_MARK, PreparedPost, send_encoded
from bot.adapters.discord.proxies import use_proxies
from bot.adapters.discord.rate_limits import bound_rate_limits, paced
from bot.adapters.discord.serve import point_at
from bot.adapters.discord.threads import begun, is_missing
from bot.adapters.formatting.message_cache import MessageCache
from bot.adapters.poster import CLOCKS_DIFFER, TOO_MUCH, Ambiguous, Permanent, Post
from bot.adapters.posting_rate import PostingRate, shared_state
from bot.settings import Settings
from charts.theme import Mode
from commands.framework.ports import MentionedGroup, Place
from market.fetching.rate_limit import LocalRateLimitState

SECONDS = 30.0  # for one post, uploads included
PER_SECOND = 47.0  # requests of all workers; Discord allows a bot 50, and a turn may be a little late
_MESSAGES = 32  # remembered; a morning has a few dozen
_HISTORY = 1000  # messages looked through for an earlier post, a hundred a request
_UNSEEN = "I cannot see that channel. Give me View Channel there, or choose another one."


class DiscordPoster:
    """Satisfies `bot.adapters.poster.Poster` over REST alone; it needs no gateway connection.

    `log_in` gives a client that is logged in; it is asked at the first use, and again where it
    failed. The nonce comes from the key: Discord refuses a second message with the same one for a
    few minutes, also when discord.py itself repeats a request after a 502. For longer spans the
    footer carries the mark that `find` looks for in the channel's history.
    """

    def __init__(
        self,
        log_in: Callable[[], Awaitable[discord.Client]],
        mode: Mode = Mode.DARK,
        rate: PostingRate | None = None,
    ) -> None:
        """`rate`: the requests that all workers may make together."""
        self._log_in, self._mode = log_in, mode
        self.rate = rate or PostingRate(LocalRateLimitState(), PER_SECOND)
        self._client: discord.Client | None = None
        self._made = MessageCache[PreparedPost](_MESSAGES)
        self._logging_in = asyncio.Lock()
        self._monotonic, self._refused_at = time.monotonic, float("-inf")

    @classmethod
    def of(cls, settings: Settings) -> DiscordPoster:
        rate = PostingRate(shared_state(settings, "discord"), PER_SECOND)
        return cls(lambda: log_in(settings, rate), Mode(settings.theme), rate)

    async def close(self) -> None:
        if self._client is not None:
            await self._client.close()

    async def post(self, post: Post) -> str:
        prepared = self._made.of(
            post.reply, post.picture, sys.intern(post.mention), make=lambda: self._prepared(post)
        )
        try:
            async with asyncio.timeout(SECONDS):
                client, number = await self._connected(), await self._number(post.channel)
                if post.under:
                    number = await begun(client, number, int(post.under), post.reply.headline)
                parameters = await prepared.parameters(mark_of(post.key), nonce_of(post.key))
                # Not `Messageable.send`: it builds a view for each post, and a message of each answer.
                return str((await client.http.send_message(number, params=parameters))["id"])
        except FAILURES as problem:
            raise classified(problem) from None

    def _prepared(self, post: Post) -> PreparedPost:
        message = to_message(post.reply, post.picture, self._mode, mark=BLANK_MARK)
        return PreparedPost(message, post.mention)

    async def find(self, channel: str, key: str, since: datetime, under: str = "") -> str | None:
        mark, oldest, read = mark_of(key), since - CLOCKS_DIFFER, 0
        channel = under or channel  # a thread has the id of its message
        try:
            async with asyncio.timeout(SECONDS):
                client = await self._connected()
                # Newest first. With `after`, discord.py would send the same requests and keep what is
                # older from us; that it is there shows that we may read.
                async for message in (await self._target(channel)).history(limit=_HISTORY):
                    if message.created_at < oldest:
                        return None
                    if client.user == message.author and _is_marked(message, mark):
                        return str(message.id)
                    read += 1
                if not read:
                    await self._check_empty(channel)
        except FAILURES as problem:
            if under and is_missing(problem):
                return None  # the thread was never begun
            raise classified(problem) from None
        if read == _HISTORY:
            raise Ambiguous(TOO_MUCH)
        return None

    async def _check_empty(self, channel: str) -> None:
        """Discord shows an empty history, not an error, to whoever may not read it. Raises Permanent then."""
        if channel.startswith("@") or await rights.may_look(await self._connected(), int(channel)):
            return
        sentence = "I may not look through that channel. Give me Read Message History there."
        raise Permanent(sentence, "no history")

    async def may_post(self, channel: str, threads: bool = False) -> str | None:
        if channel.startswith("@"):
            return rights.NO_THREADS if threads else None
        if not channel.isdecimal():
            return _UNSEEN
        return await self._objection(lambda client: rights.may_post(client, int(channel), threads))

    async def may_manage(self, place: Place, person: str, admins_only: bool) -> str | None:
        if not place.channel.isdecimal():
            return _UNSEEN
        return await self._objection(
            lambda client: rights.may_manage(client, place, int(person), admins_only)
        )

    async def group(self, place: Place, person: str, word: str) -> MentionedGroup | str:
        try:
            async with asyncio.timeout(SECONDS):
                return await rights.group(await self._connected(), place, int(person), word)
        except FAILURES as problem:
            raise classified(problem) from None

    async def named(self, workspace: str, name: str) -> str | None:
        try:
            async with asyncio.timeout(SECONDS):
                return await rights.named(await self._connected(), int(workspace), name)
        except FAILURES as problem:
            raise classified(problem) from None

    async def _objection(self, question: Callable[[discord.Client], Awaitable[str | None]]) -> str | None:
        """Discord's objection to something in a channel, or the reason why it could not be asked."""
        try:
            async with asyncio.timeout(SECONDS):
                return await question(await self._connected())
        except FAILURES as problem:
            if isinstance(classified(problem), Permanent):
                return _UNSEEN
            return "Discord did not tell me what may be done there. Try again in a minute."

    async def _target(self, channel: str) -> discord.abc.Messageable:
        return (await self._connected()).get_partial_messageable(await self._number(channel))

    async def _number(self, channel: str) -> int:
        """The channel's id; for `@` and a person's id, that of the direct conversation with them."""
        number = channel.removeprefix("@")
        if not number.isdecimal():
            raise no_channel()
        if channel.startswith("@"):
            return (await (await self._connected()).create_dm(discord.Object(int(number)))).id
        return int(number)

    async def _connected(self) -> discord.Client:
        asked = self._monotonic()
        async with self._logging_in:
            if self._client is None:
                if self._refused_at >= asked:  # while this one waited: many posts make one attempt
                    raise discord.LoginFailure("the token was refused a moment ago")
                try:
                    self._client = await self._log_in()
                except discord.LoginFailure:
                    self._refused_at = self._monotonic()
                    raise
            return self._client


def _is_marked(message: discord.Message, mark: str) -> bool:
    """Whether it ends with `mark`; posts of earlier releases have it in the footer of an embed."""
    written = texts([component.to_dict() for component in message.components])
    footers = [embed.footer.text or "" for embed in message.embeds]
    return any(text.endswith(mark) for text in (*written, *footers))


async def log_in(settings: Settings, rate: PostingRate) -> discord.Client:
    """A client for REST alone, whose requests keep to `rate`. Raises what discord.py raises."""
    point_at(settings)
    client = discord.Client(
        intents=discord.Intents.none(), max_ratelimit_timeout=30.0, http_trace=paced(rate)
    )
    use_proxies(client)
    try:
        await client.login(
            settings.discord_token.get_secret_value().strip() if settings.discord_token else ""
        )
    except BaseException:  # also a cancellation must not leave the session open
        await client.close()
        raise
    bound_rate_limits(client.http)
    send_encoded(client.http)
    return client


def nonce_of(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()[: limits.NONCE]


def mark_of(key: str) -> str:
    """The end of a post's footer, by which `find` knows it again."""
    return f"ref {nonce_of(key)[:12]}"
