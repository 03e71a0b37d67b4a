"""The client: events in, replies out. Nothing here knows a command by name."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import discord

from bot.adapters.answer_links import AnswerLinks
from bot.adapters.discord.acts import asked_by_act
from bot.adapters.discord.buttons import ITEMS
from bot.adapters.discord.completion import complete
from bot.adapters.discord.forms import (
    UNKNOWN_FORM,
    FilledForm,
    filled_in,
    offer_form,
    put_in_again,
    question_of,
    show_form,
)
from bot.adapters.discord.interaction import UNREACHABLE, InteractionReply, worded
from bot.adapters.discord.message import Message, to_message
from bot.adapters.discord.proxies import use_proxies
from bot.adapters.discord.rate_limits import bound_rate_limits
from bot.adapters.discord.request import asker_of, is_older, target_link, to_request
from bot.adapters.discord.schema import application_commands, fingerprint
from bot.adapters.discord.welcome import greet
from bot.adapters.formatting.undrawn import offering_another_try
from bot.adapters.welcome import Greeter
from bot.engine.admission import AdmissionLimiter
from bot.engine.answer_presses import AnswerPress, PressKind, pressed
from bot.engine.early_refusal import early_refusal
from bot.engine.request import Request
from bot.engine.shown_answers import AnswerKeeper, ShownAnswer, shown_answer
from charts.spec import Picture, PictureError
from charts.theme import Mode
from commands.framework.reply import Reply, Visibility
from market.private_files import private_folder, write_private

if TYPE_CHECKING:
    from bot.engine.engine import Engine

log = logging.getLogger("bellwether.discord")

MOST_AT_ONCE = 64  # interactions in flight; the next is told to come back
PICTURE_SECONDS = 20.0
_FIRST = -1  # stands for all shards until the first has connected


class DiscordClient(discord.AutoShardedClient):
    """Discord's side of `engine`.

    mark: the file that remembers which commands are registered. `connected` is set while every shard has its
        session.
    keeper: keeps the answers that buttons refer to.
    links: their addresses in a browser.
    greeter: posts welcomes; without it there are none.
    """

    def __init__(
        self,
        engine: Engine,
        mark: Path,
        *,
        mode: Mode = Mode.DARK,
        most: int = MOST_AT_ONCE,
        connected: asyncio.Event | None = None,
        keeper: AnswerKeeper | None = None,
        links: AnswerLinks | None = None,
        greeter: Greeter | None = None,
        **options: Any,
    ) -> None:
        super().__init__(
            intents=discord.Intents(guilds=True),  # names and permissions of channels; nothing privileged
            allowed_mentions=discord.AllowedMentions.none(),
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            max_messages=None,
            max_ratelimit_timeout=30.0,
            **options,
        )
        use_proxies(self)
        bound_rate_limits(self.http)
        self.engine, self.mark, self.mode = engine, mark, mode
        self.keeper, self.links, self.greeter = keeper, links, greeter
        self.admission = AdmissionLimiter(most)
        self.connected = connected or asyncio.Event()
        self.down_since: dict[int, float] = {}  # shards without a session, by the loop's clock

    async def setup_hook(self) -> None:
        self.down_since[_FIRST] = asyncio.get_running_loop().time()
        self.add_dynamic_items(*ITEMS)
        await self.register_commands()

    async def register_commands(self) -> None:
        """Tell Discord the commands, only when they are not those it was told last. A failure is
        logged: the ones registered before keep working."""
        registration = application_commands(self.engine.commands)
        application, told = (
            cast(int, self.application_id),
            f"{self.application_id} {fingerprint(registration)}",
        )
        try:
            if self.mark.exists() and self.mark.read_text() == told:
                return
            await self.http.bulk_upsert_global_commands(application, cast(Any, registration))
            log.info("%d commands registered", len(registration))
            private_folder(self.mark.parent)
            write_private(self.mark, told.encode())
        except UNREACHABLE as problem:  # an OSError may also be the disk's
            log.error("registering the commands did not succeed: %s", worded(problem))

    async def on_interaction(self, interaction: discord.Interaction) -> None:
        """Slash commands, message commands and completion; buttons find their own way to `press`."""
        if interaction.type is discord.InteractionType.application_command:
            asked = asked_by_act(self.engine.router, interaction) or to_request(interaction, self.engine.find)
            if isinstance(asked, FilledForm):
                await show_form(interaction, asked)
            elif isinstance(asked, Reply) or not await offer_form(self.engine.router, interaction, asked):
                await self._asked(interaction, asked)
        elif interaction.type is discord.InteractionType.modal_submit:
            filled = filled_in(self.engine.router, interaction)
            asked = question_of(self.engine.router, interaction, filled) if filled else UNKNOWN_FORM
            await self._asked(interaction, asked, filled)
        elif interaction.type is discord.InteractionType.autocomplete:
            await complete(self.engine, interaction)

    async def _asked(
        self, interaction: discord.Interaction, asked: Request | Reply, filled: FilledForm | None = None
    ) -> None:
        """Answer a question, or refuse it with what is wrong; `filled`: the form that asks it."""
        put_in = put_in_again(filled) if filled else ()
        if isinstance(asked, Reply):
            await InteractionReply(interaction, hidden=True, put_in=put_in).refuse_with(asked)
            return
        turn = InteractionReply(interaction, hidden=asked.private or self._is_private(asked), put_in=put_in)
        if isinstance(checked := await early_refusal(self.engine, asked), Reply):
            await turn.refuse_with(checked)  # before a deferral that all would see
        else:
            await self._serve(turn, checked, self.mode)

    async def on_guild_join(self, guild: discord.Guild) -> None:
        if self.greeter is not None:
            await greet(self.greeter, guild, self.mode)

    async def press(self, interaction: discord.Interaction, command: str | None, mode: Mode) -> None:
        """A button: the answer replaces the message, which keeps its visibility. Under a post that nobody asked
        for (a digest), under one of an earlier release, and for private commands, it is a new one for the presser."""
        message = interaction.message
        ephemeral = message is not None and message.flags.ephemeral
        asked = message.interaction_metadata if message else None
        request = Request(text=command or "", asker=asker_of(interaction), private=ephemeral)
        turn = InteractionReply(interaction, hidden=True, in_place=False)
        if command and await offer_form(self.engine.router, interaction, request):
            return
        if command is None:
            await turn.refuse("This button is from an older version. Ask with a command: /help")
        elif ephemeral and asked is not None and asked.user.id != interaction.user.id:
            await turn.refuse("This answer is private. Ask for your own with the same command.")
        elif asked is None or is_older(message) or (self._is_private(request) and not ephemeral):
            await self._serve(turn, request, mode)
        else:
            await self._serve(InteractionReply(interaction, hidden=ephemeral, in_place=True), request, mode)

    async def press_answer(self, interaction: discord.Interaction, press: AnswerPress) -> None:
        """A button that refers to the answer above it: the same answer in other colours, or its evidence, in the
        place of the message; beside one of an earlier release, to the presser."""
        message = interaction.message
        ephemeral = message is not None and message.flags.ephemeral
        if press.kind is PressKind.SHARE:
            await self._serve(InteractionReply(interaction, hidden=False, beside=True), press, self.mode)
            return
        if press.kind is PressKind.WHOLE and not ephemeral:
            await self._serve(InteractionReply(interaction, hidden=True), press, self.mode)
            return
        older = is_older(message)
        turn = InteractionReply(interaction, hidden=ephemeral or older, in_place=not older)
        await self._serve(turn, press, press.mode)

    async def _serve(self, turn: InteractionReply, asked: Request | AnswerPress, mode: Mode) -> None:
        if refusal := self.admission.refusal:
            await turn.refuse(refusal)
            return
        with self.admission.admitted():
            if not await turn.acknowledge():
                return
            reply, message = await self._answer(asked, mode, turn)
            await turn.answer(reply, message, mode)

    async def _answer(
        self, asked: Request | AnswerPress, mode: Mode, turn: InteractionReply
    ) -> tuple[Reply, Message]:
        try:
            earlier: ShownAnswer | None = None
            if isinstance(asked, Request):
                reply = await self.engine.ask(asked)
            else:
                find = self.keeper.find if self.keeper else None
                result = await pressed(self.engine, find, asked, asker_of(turn.interaction))
                earlier = result if isinstance(result, ShownAnswer) else None
                reply = result.reply if isinstance(result, ShownAnswer) else result
            picture, trouble = await self._picture(reply, mode, turn, earlier.picture if earlier else None)
            answer = self._kept(earlier, reply, picture, mode, turn)
            if trouble and turn.may_attach:
                reply = offering_another_try(reply)
            about = target_link(turn.interaction)
            whole = isinstance(asked, AnswerPress) and asked.kind is PressKind.WHOLE
            is_public = turn.seen_by(reply) is Visibility.PUBLIC
            link = self.links.page(answer) if self.links and is_public else ""
            message = to_message(
                reply,
                picture,
                mode,
                trouble=trouble,
                answer=answer,
                alone=turn.alone,
                about=about,
                whole=whole,
                link=link,
            )
            return reply, message
        except Exception:  # a mistake of ours must not leave the asker with "thinking…" for ever
            log.exception("an answer could not be shown")
            reply = Reply(
                "Something went wrong on my side. Try again, or ask something else: /help", error=True
            )
            return reply, to_message(reply)

    def _kept(
        self,
        earlier: ShownAnswer | None,
        reply: Reply,
        picture: Picture | None,
        mode: Mode,
        turn: InteractionReply,
    ) -> str:
        """The id under which the answer is kept; empty where no button would refer to it."""
        if earlier is not None and not (earlier.new and self.keeper):
            return earlier.id
        referred = reply.chart or reply.evidence or (turn.alone and reply.shareable)
        if self.keeper is None or reply.error or not reply.kept or not referred:
            return ""
        if earlier is not None:
            return self.keeper.keep(replace(earlier, picture=picture))
        asker = asker_of(turn.interaction)
        return self.keeper.keep(shown_answer(reply, picture, mode, asker, turn.seen_by(reply)))

    async def _picture(
        self, reply: Reply, mode: Mode, turn: InteractionReply, drawn: Picture | None
    ) -> tuple[Picture | None, str]:
        """The picture, or None and the reason as a sentence. `drawn`: made earlier."""
        if reply.chart is None:
            return None, ""
        if not turn.may_attach:
            return None, "I may not attach files here: allow “Attach Files” for me to see the picture."
        if drawn is not None:
            return drawn, ""
        try:
            return await asyncio.wait_for(self.engine.picture(reply.chart, mode), PICTURE_SECONDS), ""
        except PictureError as problem:
            return None, str(problem)
        except TimeoutError:
            return None, "The picture took too long to draw; the figures in the text stand."

    def _is_private(self, request: Request) -> bool:
        name = request.command or request.text.split(maxsplit=1)[0]
        command = self.engine.find(name)
        return command is not None and command.visibility is Visibility.PRIVATE

    async def on_error(self, event_method: str, /, *args: Any, **kwargs: Any) -> None:
        log.exception("an event of Discord was not handled: %s", event_method)

    async def on_shard_connect(self, shard_id: int) -> None:
        self._up(shard_id)

    async def on_shard_resumed(self, shard_id: int) -> None:
        self._up(shard_id)
        log.info("shard %d resumed its session", shard_id)

    async def on_shard_disconnect(self, shard_id: int) -> None:
        self.connected.clear()
        self.down_since.setdefault(shard_id, asyncio.get_running_loop().time())
        log.warning("shard %d lost its connection", shard_id)

    def _up(self, shard_id: int) -> None:
        self.down_since.pop(_FIRST, None)
        self.down_since.pop(shard_id, None)
        if not self.down_since:
            self.connected.set()

    async def close(self) -> None:
        self.connected.clear()
        await super().close()
