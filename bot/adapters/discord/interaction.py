"""The answer to one interaction: acknowledged at once, then sent once, with simpler fallbacks."""

from __future__ import annotations

import io
import logging
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import aiohttp
import discord

from bot.adapters.discord.buttons import Layout
from bot.adapters.discord.components import Component
from bot.adapters.discord.message import Message, to_message, to_plain_message, with_put_in, without_uploads
from bot.adapters.discord.request import is_direct
from charts.theme import Mode
from commands.framework.reply import Reply, Visibility

log = logging.getLogger("bellwether.discord")

UNREACHABLE = (discord.HTTPException, discord.RateLimited, aiohttp.ClientError, OSError)


class InteractionReply:
    """The answer to one interaction.

    hidden: only the asker sees it.
    in_place: it replaces the message whose button was pressed.
    beside: it is a message of its own beside that one, for all.
    put_in: components for what was put into the form that asks; shown where the answer is an error.
    """

    def __init__(
        self,
        interaction: discord.Interaction,
        *,
        hidden: bool,
        in_place: bool = False,
        beside: bool = False,
        put_in: Sequence[Component] = (),
    ) -> None:
        self.put_in = put_in
        self.interaction, self.hidden, self.in_place, self.beside = interaction, hidden, in_place, beside

    async def acknowledge(self) -> bool:
        """Defer the answer, before anything slow. False when it cannot be given any more: the three seconds
        are over (code 10062), or another process has acknowledged it (40060)."""
        try:
            if self.in_place or self.beside:
                await self.interaction.response.defer()
            else:
                await self.interaction.response.defer(thinking=True, ephemeral=self.hidden)
        except UNREACHABLE as problem:
            log.warning("interaction not acknowledged", extra={"error": worded(problem)})
            return False
        return True

    async def refuse(self, sentence: str) -> None:
        """Send `sentence` to the asker instead of acknowledging."""
        try:
            await self.interaction.response.send_message(sentence, ephemeral=True)
        except UNREACHABLE as problem:
            log.warning("interaction not refused", extra={"error": worded(problem)})

    async def refuse_with(self, reply: Reply) -> None:
        """The same with a whole reply: the first thing that the asker sees."""
        parts = shown(with_put_in(to_message(reply), self.put_in))
        try:
            await self.interaction.response.send_message(**parts, ephemeral=True)
        except UNREACHABLE as problem:
            log.warning("interaction not refused", extra={"error": worded(problem)})

    @property
    def alone(self) -> bool:
        """Whether only the asker sees it where others are, too."""
        return self.hidden and not is_direct(self.interaction)

    def seen_by(self, reply: Reply) -> Visibility:
        """Whether others see the answer, too."""
        alone = self.hidden or is_direct(self.interaction)
        return Visibility.PRIVATE if alone else reply.visibility

    @property
    def may_attach(self) -> bool:
        """True where files may be attached; always outside guilds, which have no permissions."""
        return self.interaction.guild_id is None or self.interaction.app_permissions.attach_files

    async def answer(self, reply: Reply, message: Message, mode: Mode) -> None:
        """Send `message`; when Discord refuses it, without its files, and at last as plain text."""
        attempts = [shown(with_put_in(message, self.put_in) if reply.error else message)]
        if message.uploads:
            trouble = f"Discord did not take the {'picture' if reply.chart else 'file'}."
            attempts.append(shown(without_uploads(message, trouble)))
        attempts.append(shown(to_plain_message(reply)))
        show = self._sender(reply)
        for attempt in attempts:
            try:
                await show(**attempt)
            except (discord.NotFound, *UNREACHABLE[1:]) as problem:
                log.warning("answer not delivered", extra={"error": worded(problem)})
                return
            except discord.HTTPException as problem:
                log.warning("answer refused by Discord", extra={"error": worded(problem)})
            else:
                return

    def _sender(self, reply: Reply) -> Callable[..., Awaitable[None]]:
        """How to send it: into the deferred message, or as a separate one where that would show a private
        answer to all, or would replace a good answer by an error."""
        if self.beside:
            return self._apart if reply.error else self._beside
        private = reply.visibility is Visibility.PRIVATE and not (self.hidden or is_direct(self.interaction))
        if self.in_place and (private or reply.error):
            return self._apart
        return self._instead if private else self._edit

    async def _edit(self, *, files: Sequence[discord.File] = (), **parts: Any) -> None:
        # Files are named, so that none of the message before stays; they are sent anew.
        await self.interaction.edit_original_response(**parts, attachments=files)

    async def _beside(self, **parts: Any) -> None:
        await self.interaction.followup.send(**parts)

    async def _apart(self, **parts: Any) -> None:
        await self.interaction.followup.send(ephemeral=True, **parts)

    async def _instead(self, **parts: Any) -> None:
        """Send to the asker alone although the deferral was public. The first message after a public deferral
        replaces it and is public too, so a placeholder is sent first."""
        await self.interaction.edit_original_response(content="Answered in private.")
        await self._apart(**parts)
        try:
            await self.interaction.delete_original_response()
        except UNREACHABLE as problem:
            log.warning("placeholder not deleted", extra={"error": worded(problem)})


class UploadBuffer(io.BytesIO):
    """A picture on its way, freed with its last reference.

    discord.py replaces a buffer's `close` by one bound to the buffer, so that aiohttp does not close what may be sent
    again. That circle would keep every picture until the collector's next full round: 50 MB of them.
    """

    def close(self) -> None:
        """Nothing: it may be sent again."""

    def __setattr__(self, name: str, value: object) -> None:
        """Nothing: no `close` of discord.py's is needed."""


def shown(message: Message) -> dict[str, Any]:
    """The arguments for discord.py to send `message`."""
    return {"view": Layout(message.components), "files": files_of(message)}


def files_of(message: Message) -> list[discord.File]:
    return [
        discord.File(UploadBuffer(upload.content), upload.name, description=upload.description or None)
        for upload in message.uploads
    ]


def worded(problem: BaseException) -> str:
    """An error for the log: its class and Discord's code, never a body, an address or a token."""
    if isinstance(problem, discord.HTTPException):
        return f"{type(problem).__name__} {problem.status} (code {problem.code})"
    return type(problem).__name__
