"""Forms on Discord: the real commands and database, simcord's Discord, which checks modals."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import discord
import pytest

from bot.adapters.discord.client import DiscordClient
from bot.engine.request import Request
from bot.settings import Settings
from bot.wiring.app import App, build_app
from tests.bot.adapters.discord.rules import title
from tests.bot.channels import OpenChannels
from tests.bot.pictures import Pool


@pytest.fixture
def app(tmp_path: Path, pool: Pool) -> Iterator[App]:
    made = build_app(
        Settings(source="sample", data_dir=tmp_path, asks_per_minute=10_000, deadline=60),
        pool=lambda: pool,  # type: ignore[arg-type,return-value]  # the edge of these tests
        places=OpenChannels,
    )
    # simcord's clock jumps over the time that a thread takes: the figures are there before they are asked for.
    assert not made.engine.answer(Request(text="/quote rut")).error
    yield made
    made.keeping.close()


@pytest.fixture
def simcord_bot(app: App, tmp_path: Path) -> DiscordClient:
    return DiscordClient(app.engine, tmp_path / "mark", shard_count=1)


@dataclass
class Server:
    """A server with a manager of its channels."""

    guild: Any
    channel: Any
    ann: Any
    face: DiscordClient

    async def fill_in(self, shown: Any, **put_in: Any) -> Any:
        texts = {name for name, wanted in inputs(shown).items() if wanted["type"] == 4}
        values = {name: value if name in texts else [value] for name, value in put_in.items()}
        answered = await self.ann.submit_modal(shown, values)
        await self.face.admission.idle()
        return answered


@pytest.fixture
def server(simcord_env: Any, simcord_bot: DiscordClient) -> Server:
    guild = simcord_env.create_guild()
    role = guild.create_role("keepers", permissions=discord.Permissions(manage_channels=True))
    ann = guild.add_member(simcord_env.create_user("ann"), roles=[role])
    return Server(guild, guild.create_text_channel("markets"), ann, simcord_bot)


def inputs(shown: Any) -> dict[str, Any]:
    return {label["component"]["custom_id"]: label["component"] for label in shown.modal["components"]}


async def test_a_digest_is_set_up_in_a_form_that_asks_for_the_time_zone(server: Server, app: App) -> None:
    shown = await server.ann.slash(server.channel, "digest", verb="subscribe")
    assert "value" not in inputs(shown)["zone"]  # Discord tells nobody's
    other = server.guild.create_text_channel("mornings")
    answered = await server.fill_in(shown, time="07:45", zone="new york", days="daily", channel=other)
    assert answered.ephemeral
    (kept,) = app.keeping.store.subscriptions.of_workspace("discord", str(server.guild.id))
    assert kept.schedule.words == "07:45 America/New_York, daily"
    assert kept.place.channel == str(other.id)


async def test_a_mistake_is_said_to_the_asker_alone_with_a_button_that_opens_the_form_again(
    server: Server, app: App
) -> None:
    shown = await server.ann.slash(server.channel, "digest", verb="subscribe")
    wrong = await server.fill_in(shown, time="08:30", zone="Berln", days="close")
    assert wrong.ephemeral
    assert "Time zone: “Berln” is no time zone" in title(wrong.response)
    again = await server.ann.click(wrong.response, label="Open the form again")
    assert again.modal["title"] == "New digest"
    assert app.keeping.store.subscriptions.of_workspace("discord", str(server.guild.id)) == []


async def test_words_without_a_time_zone_are_asked_for_one(server: Server, app: App) -> None:
    asked = await server.ann.slash(server.channel, "digest", verb="subscribe", details="08:30 daily")
    assert "In which time zone?" in title(asked.response)
    await server.ann.slash(server.channel, "digest", verb="subscribe", details="close")
    await server.face.admission.idle()
    (kept,) = app.keeping.store.subscriptions.of_workspace("discord", str(server.guild.id))
    assert kept.schedule.words == "20 minutes after each close"


@pytest.mark.parametrize(
    ("name", "options", "put_in", "said"),
    [
        ("alert", {"verb": "new"}, {"market": "rut", "event": "{market} record", "again": "once"}, "Alert 1 is set"),
        ("watchlist", {"verb": "add"}, {"symbols": "rut", "whose": "mine"}, "Added Russell 2000"),
        ("check", {}, {"text": "The Russell 2000 closed at 2,718.77 on 2026-01-22."}, "hold"),
    ],
)  # fmt: skip
async def test_every_form_makes_its_command(
    server: Server, name: str, options: dict[str, str], put_in: dict[str, str], said: str
) -> None:
    shown = await server.ann.slash(server.channel, name, **options)
    answered = await server.fill_in(shown, **put_in)
    assert said in title(answered.response)


async def test_in_a_direct_message_no_channel_is_asked_for(server: Server) -> None:
    shown = await server.ann.user.slash("digest", verb="subscribe")
    assert "channel" not in inputs(shown)
