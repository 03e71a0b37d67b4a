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
from commands.framework.ports import MentionedGroup
from tests.bot.adapters.discord.rules import above, title
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
    shown = await server.ann.slash(server.channel, "digest subscribe")
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
    shown = await server.ann.slash(server.channel, "digest subscribe")
    wrong = await server.fill_in(shown, time="08:30", zone="Berln", days="close")
    assert wrong.ephemeral
    assert "Time zone: “Berln” is no time zone" in title(wrong.response)
    again = await server.ann.click(wrong.response, label="Open the form again")
    assert again.modal["title"] == "New digest"
    kept = inputs(again)
    assert [kept[name]["value"] for name in ("time", "zone")] == ["08:30", "Berln"]
    assert [o["value"] for o in kept["days"]["options"] if o.get("default")] == ["close"]
    assert app.keeping.store.subscriptions.of_workspace("discord", str(server.guild.id)) == []


async def test_a_digest_that_follows_the_exchange_needs_no_time_zone(server: Server, app: App) -> None:
    await server.ann.slash(server.channel, "digest subscribe", days="close")
    await server.face.admission.idle()
    (kept,) = app.keeping.store.subscriptions.of_workspace("discord", str(server.guild.id))
    assert kept.schedule.words == "20 minutes after each close"


@pytest.mark.parametrize(
    ("name", "put_in", "said"),
    [
        ("alert new", {"market": "rut", "event": "{market} record", "again": "once"}, "Alert 1 is set"),
        ("watchlist add", {"symbols": "rut", "whose": "mine"}, "Added Russell 2000"),
        ("check", {"text": "The Russell 2000 closed at 2,718.77 on 2026-01-22."}, "hold"),
    ],
)  # fmt: skip
async def test_every_form_makes_its_command(
    server: Server, name: str, put_in: dict[str, str], said: str
) -> None:
    shown = await server.ann.slash(server.channel, name)
    answered = await server.fill_in(shown, **put_in)
    assert said in title(answered.response)


async def test_a_long_text_and_a_channel_survive_a_mistake(server: Server) -> None:
    shown = await server.ann.slash(server.channel, "check")
    article = ("The Russell 2000 closed at a *record*. " * 90)[:3500].strip()
    wrong = await server.fill_in(shown, text=article, day="yesterday")
    again = await server.ann.click(wrong.response, label="Open the form again")
    assert inputs(again)["text"]["value"] == article
    shown = await server.ann.slash(server.channel, "digest subscribe")
    wrong = await server.fill_in(shown, time="25:00", zone="Berlin", days="daily", channel=server.channel)
    again = await server.ann.click(wrong.response, label="Open the form again")
    assert inputs(again)["channel"]["default_values"] == [{"id": server.channel.id, "type": "channel"}]


async def test_a_mistake_that_only_the_answer_finds_keeps_what_was_put_in(server: Server) -> None:
    shown = await server.ann.slash(server.channel, "watchlist add")
    wrong = await server.fill_in(shown, symbols="rut zzqqzz", whose="mine")
    again = await server.ann.click(wrong.response, label="Open the form again")
    assert inputs(again)["symbols"]["value"] == "rut zzqqzz"


async def test_options_that_are_not_enough_open_the_form_with_them(server: Server) -> None:
    shown = await server.ann.slash(server.channel, "digest subscribe", time="07:15", sections="breadth macro")
    labels = {label["component"]["custom_id"]: label for label in shown.modal["components"]}
    assert "is no time zone" in labels["zone"]["description"]
    kept = inputs(shown)
    assert kept["time"]["value"] == "07:15"
    assert [o["value"] for o in kept["sections"]["options"] if o.get("default")] == ["breadth", "macro"]


async def test_a_subcommand_asks_with_its_options(server: Server, app: App) -> None:
    for name, options, said in (
        (
            "digest subscribe",
            {"time": "0815", "zone": "new york", "days": "daily"},
            "08:15 America/New\\_York, daily",
        ),
        ("digest edit", {"number": 1, "time": "9 am", "zone": "Berlin"}, "09:00 Europe/Berlin"),
        (
            "alert new",
            {"market": "rut", "event": "{market} down {figure}% day", "figure": "2"},
            "Alert 1 is set",
        ),
        ("alert snooze", {"number": 1, "days": 7}, "is quiet until"),
        ("alert quiet", {"here": True, "hours": "22:00-07:00 Europe/Berlin"}, "It is quiet for this channel"),
        ("watchlist add", {"symbols": "rut", "whose": "here"}, "Added Russell 2000"),
        ("watchlist remove", {"symbols": "rut", "whose": "here"}, "Removed 1 of 1"),
        ("privacy erase", {"whose": "mine", "confirm": "yes"}, "Erased"),
    ):
        answered = await server.ann.slash(server.channel, name, **options)
        await server.face.admission.idle()
        assert answered.ephemeral
        assert said in title(answered.response), (name, title(answered.response))


async def test_a_question_is_asked_by_its_subcommand_for_all_or_for_oneself(server: Server, app: App) -> None:
    for name, options, said in (
        ("rank lead", {"market": "rut", "against": "spx", "unit": "month"}, "/rank lead month rut spx"),
        ("history down", {"size": 3.0, "symbol": "rut"}, "/history down 3 rut"),
        ("history lead", {"against": "ndx", "private": True}, "/history lead 5 63 rut ndx"),
    ):
        assert not app.engine.answer(Request(text=said)).error  # so that the figures are there, as above
        answered = await server.ann.slash(server.channel, name, **options)
        await server.face.admission.idle()
        assert answered.ephemeral == bool(options.get("private"))
        assert above(answered.response) == said
    refused = await server.ann.slash(server.channel, "history down", size=3.0, symbol="rut spx")
    assert refused.ephemeral
    assert "does not fit “symbol” of /history" in title(refused.response)


async def test_a_role_is_an_option_that_survives_the_form(server: Server, app: App) -> None:
    role = server.guild.create_role("traders")
    shown = await server.ann.slash(server.channel, "digest subscribe", time="07:15", mention=role)
    assert "mention" not in inputs(shown)
    wrong = await server.fill_in(shown, time="07:15", zone="Berln", days="daily")
    again = await server.ann.click(wrong.response, label="Open the form again")
    await server.fill_in(again, time="07:15", zone="Berlin", days="daily")
    await server.ann.slash(server.channel, "alert new", market="rut", mention=role)
    await server.face.admission.idle()
    (digest,) = app.keeping.store.subscriptions.of_workspace("discord", str(server.guild.id))
    (alert,) = app.keeping.store.alerts.all()
    assert digest.mentions == alert.mentions == MentionedGroup(f"<@&{role.id}>", f"<@&{role.id}>")
    edited = await server.ann.slash(
        server.channel, "digest edit", number=1, mention=server.guild.create_role("desk")
    )
    assert "Digest 1 is changed" in title(edited.response)


async def test_an_option_of_the_wrong_kind_is_refused_by_its_name(server: Server) -> None:
    refused = await server.ann.slash(server.channel, "digest edit", number=1, time="noonish")
    assert refused.ephemeral
    assert "noonish" in title(refused.response)


async def test_in_a_direct_message_no_channel_is_asked_for(server: Server) -> None:
    shown = await server.ann.user.slash("digest subscribe")
    assert "channel" not in inputs(shown)
