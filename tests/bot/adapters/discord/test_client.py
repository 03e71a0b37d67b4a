"""Behaviour against simcord, an in-process Discord that runs discord.py's real machinery. What it
stands in for: REST, the gateway and the checks of the server. What it cannot see: a blocked loop
and real sockets (test_program.py)."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import discord
import pytest
import simcord

from bot.adapters.discord.client import DiscordClient
from bot.adapters.discord.message import Message
from bot.adapters.discord.schema import CHECK
from bot.engine.engine import Engine
from bot.engine.request import Request
from charts.theme import Mode
from commands.framework.reply import Reply
from market.errors import ProviderDown
from tests.bot.adapters.discord.conftest import COMMANDS
from tests.bot.adapters.discord.rules import above, buttons, of_type, texts, title
from tests.bot.pictures import PIXEL, Pool


@dataclass
class World:
    env: Any
    guild: Any
    channel: Any
    ann: Any
    bob: Any
    face: DiscordClient


@pytest.fixture
def simcord_bot(make_face: Callable[..., DiscordClient]) -> DiscordClient:
    return make_face()


@pytest.fixture
def world(simcord_env: Any, simcord_bot: DiscordClient) -> World:
    guild = simcord_env.create_guild()
    channel = guild.create_text_channel("markets")
    ann, bob = (guild.add_member(simcord_env.create_user(name)) for name in ("ann", "bob"))
    return World(simcord_env, guild, channel, ann, bob, simcord_bot)


async def test_plain_words_and_commands_are_asked_in_one_place(world: World) -> None:
    by_name = await world.ann.slash(world.channel, "compare", symbols="rut ndx", period="3y")
    by_words = await world.ann.slash(world.channel, "market", question="/compare rut ndx 3y")
    assert title(by_words.response) == title(by_name.response)


async def test_a_question_in_a_thread_names_the_channel_above_it(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    above: list[str] = []
    ask = world.face.engine.ask

    async def noted(request: Request, *rest: Any, **more: Any) -> Reply:
        above.append(request.above)
        return await ask(request, *rest, **more)

    monkeypatch.setattr(world.face.engine, "ask", noted)
    began = world.env.backend.create_thread(world.channel.id, "on it", world.ann.id)
    thread = type(world.channel)(world.env, world.guild, began)
    await world.ann.slash(thread, "market", question="/compare rut ndx 3y")
    await world.ann.slash(world.channel, "market", question="/compare rut ndx 3y")
    assert above == [str(world.channel.id), ""]


async def test_a_question_is_deferred_and_then_answered_in_place(world: World) -> None:
    result = await world.ann.slash(world.channel, "compare", symbols="rut ndx", period="3y")
    callback, edit = (
        r for r in world.env.http_requests if "/interactions/" in r.path or "/webhooks/" in r.path
    )
    assert callback.json == {"type": 5}
    assert edit.method == "PATCH"
    assert result.followups == []
    assert edit.json["flags"] == 1 << 15
    assert texts(result.response) == [
        "-# /compare rut ndx 3y\n### ▲ Russell 2000 led by +8.55 points over 3 years.",
        "**Close** 2,718.77 (2026-01-22)",
        "```\nMarket        Change\nRussell 2000  +9.54%\n```",
        "-# All by price return.",
        "-# Source: Sample · as of 2026-01-22 16:00 ET · <t:1769115600:f>",
    ]


async def test_the_picture_is_an_attachment_with_alternative_text(world: World) -> None:
    result = await world.ann.slash(world.channel, "compare", symbols="rut ndx", period="3y")
    (picture,) = result.response.attachments
    assert picture.filename == "chart.png"
    assert picture.description == "Line chart: rut ndx 3y"
    assert picture.size == len(PIXEL)
    (gallery,) = of_type(result.response, 12)
    assert gallery["items"][0]["description"] == "Line chart: rut ndx 3y"


async def test_dates_that_the_list_lacks_have_their_own_option(world: World) -> None:
    result = await world.ann.slash(
        world.channel, "compare", symbols="rut ndx", period="1y", dates="since 2024-10-01"
    )
    assert above(result.response) == "/compare rut ndx since 2024-10-01"


async def test_switches_and_number_lists_reach_the_command(world: World) -> None:
    result = await world.ann.slash(world.channel, "quote", symbol="russell 2000", sma="50 200", log=True)
    assert title(result.response) == "rut sma (50, 200) log True."
    plain = await world.ann.slash(world.channel, "quote", symbol="rut", log=False)
    assert title(plain.response) == "rut sma () log False."


async def test_symbols_complete_after_the_words_before_them(world: World) -> None:
    choices = await world.ann.autocomplete(world.channel, "compare", "symbols", "rut nd")
    assert choices[0]["value"] == "rut ndx"
    assert len(choices) <= 25


@pytest.mark.parametrize("typed", ["", "r", "rut", "s&p", "rut ndx spx nas", "zzzz", "russel 2000", "é" * 90])
def test_completion_takes_less_than_a_tenth_of_a_second(engine: Engine, typed: str) -> None:
    engine.complete("compare", "symbols", "warm")
    began = time.perf_counter()
    engine.complete("compare", "symbols", typed)
    assert time.perf_counter() - began < 0.1


async def test_a_button_answers_in_the_same_message_for_anybody(world: World) -> None:
    asked = await world.ann.slash(world.channel, "compare", symbols="rut ndx")
    before = len(world.channel.history())
    pressed = await world.bob.click(asked.response, label="Light picture")
    assert len(world.channel.history()) == before
    message = world.channel.last_message
    assert message.id == asked.response.id
    assert len(message.attachments) == 1
    assert "Dark picture" in buttons(asked.response)
    assert pressed.followups == []


async def test_the_light_button_draws_light_and_periods_stay_light(world: World, pool: Pool) -> None:
    asked = await world.ann.slash(world.channel, "compare", symbols="rut ndx")
    await world.ann.click(asked.response, label="Light picture")
    await world.ann.select(asked.response, ["/compare rut ndx 5y"])
    assert pool.modes == [Mode.DARK, Mode.LIGHT, Mode.LIGHT]
    assert above(asked.response) == "/compare rut ndx 5y"


async def test_more_than_five_periods_become_a_menu_that_marks_the_one_shown(world: World) -> None:
    asked = await world.ann.slash(world.channel, "compare", symbols="rut ndx", period="3y")
    (menu,) = of_type(asked.response, 3)
    assert [option["label"] for option in menu["options"]] == ["1M", "3M", "6M", "YTD", "1Y", "3Y", "5Y"]
    assert [option["label"] for option in menu["options"] if option.get("default")] == ["3Y"]


async def test_a_button_lives_after_a_restart(world: World, make_face: Callable[..., DiscordClient]) -> None:
    asked = await world.ann.slash(world.channel, "compare", symbols="rut ndx")
    await world.env.restart_bot(make_face())
    await world.bob.select(asked.response, ["/compare rut ndx 6m"])
    assert above(asked.response) == "/compare rut ndx 6m"
    assert len(asked.response.attachments) == 1


async def test_commands_are_registered_only_when_they_changed(
    world: World, make_face: Callable[..., DiscordClient]
) -> None:
    def upserts() -> int:
        return sum(1 for r in world.env.http_requests if r.method == "PUT" and r.path.endswith("/commands"))

    assert upserts() == 1
    await world.env.restart_bot(make_face())
    assert upserts() == 1
    world.face.mark.write_text("other commands")
    await world.env.restart_bot(make_face())
    assert upserts() == 2


async def test_a_failed_registration_stops_nothing_and_is_tried_again(
    make_face: Callable[..., DiscordClient],
) -> None:
    face = make_face()
    env = simcord.run(face, check_errors=False)._env
    env.inject_error("PUT", "/applications/*/commands", status=400)
    await env.start()
    assert not face.mark.exists()
    await env.restart_bot(make_face())
    assert face.mark.exists()
    await env.shutdown()


async def test_a_disk_that_cannot_be_written_stops_nothing(make_face: Callable[..., DiscordClient]) -> None:
    face = make_face()
    face.mark = face.mark / "below" / "a file"
    face.mark.parent.parent.write_text("a file where a folder should be")
    async with simcord.run(face) as env:
        ann = env.create_user("ann")
        assert title((await ann.slash("quote", symbol="rut")).response)


async def test_a_line_that_cannot_be_removed_gives_no_second_apology(world: World) -> None:
    world.env.inject_error("DELETE", "/webhooks/*/messages/@original", status=403, code=50013)
    result = await world.ann.slash(world.channel, "unlucky")
    assert len(result.followups) == 1
    assert result.response.content == "Answered in private."


async def test_a_private_command_shows_to_the_asker_alone(world: World) -> None:
    result = await world.ann.slash(world.channel, "exposure", holdings="AAPL 40, NVDA 25")
    assert result.ephemeral
    assert title(result.response) == "Holdings AAPL 40, NVDA 25."
    pressed = await world.ann.click(result.response, label="Again")
    assert title(result.response) == "Holdings NVDA 25."
    assert pressed.followups == []
    assert world.channel.history(viewer=world.bob) == []


async def test_any_question_can_be_asked_privately(world: World) -> None:
    result = await world.ann.slash(world.channel, "compare", symbols="rut ndx", private=True)
    assert result.ephemeral


async def test_a_message_of_an_earlier_release_stays_and_its_buttons_answer_the_presser(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Those had embeds. Their form is kept: nothing in them is edited."""

    def with_an_embed(_message: Message) -> dict[str, Any]:
        view = discord.ui.View(timeout=None)
        view.add_item(discord.ui.Button(label="Dow", custom_id="bw1:d:/quote dji"))
        return {"embeds": [discord.Embed(title="Older.")], "view": view}

    with monkeypatch.context() as earlier:
        earlier.setattr("bot.adapters.discord.interaction.shown", with_an_embed)
        asked = await world.ann.slash(world.channel, "quote", symbol="rut")
    pressed = await world.bob.click(asked.response, label="Dow")
    assert pressed.ephemeral
    assert title(pressed.response).startswith("dji")
    assert asked.response.embeds[0].title == "Older."


async def test_a_private_follow_up_of_a_public_answer_is_a_message_of_its_own(world: World) -> None:
    asked = await world.ann.slash(world.channel, "quote", symbol="rut")
    pressed = await world.bob.click(asked.response, label="Mine")
    assert pressed.ephemeral
    assert title(pressed.response) == "Holdings AAPL 40."
    assert title(asked.response) == "rut sma () log False."


async def test_an_apology_is_shown_to_the_asker_alone(world: World) -> None:
    result = await world.ann.slash(world.channel, "unlucky")
    (apology,) = result.followups
    assert apology.ephemeral
    assert result.response is None
    assert "No bars" in title(apology)
    assert world.channel.history(viewer=world.bob) == []


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"symbol": "!!!"}, "I know no symbol"),
        ({"symbol": "rut", "sma": "0"}, "“sma” takes numbers from 1 to 400; 0 is outside."),
        ({"symbol": "rut ndx"}, "“rut ndx” does not fit “symbol” of /quote."),
    ],
)
async def test_words_that_do_not_fit_are_refused_before_anybody_else_sees_anything(
    world: World, options: dict[str, str], says: str
) -> None:
    result = await world.ann.slash(world.channel, "quote", **options)
    (callback,) = [call for call in world.env.http_requests if call.path.endswith("/callback")]
    assert callback.json["type"] == 4
    assert callback.json["data"]["flags"] & 64
    assert says in title(result.response)
    assert result.followups == []


async def test_an_apology_never_replaces_a_good_answer(world: World) -> None:
    asked = await world.ann.slash(world.channel, "quote", symbol="rut")
    pressed = await world.bob.click(asked.response, label="Broken")
    assert title(asked.response) == "rut sma () log False."
    (apology,) = pressed.followups
    assert apology.ephemeral
    assert "I know no symbol" in title(apology)


async def test_a_mistake_of_ours_is_logged_and_apologised_for(
    world: World, pool: Pool, caplog: pytest.LogCaptureFixture
) -> None:
    pool.modes = None  # type: ignore[assignment]  # the next picture raises AttributeError
    result = await world.ann.slash(world.channel, "compare", symbols="rut ndx")
    assert title(result.response).startswith("Something went wrong on my side.")
    assert "AttributeError" in caplog.text


async def test_when_the_picture_fails_the_words_arrive_with_the_reason(world: World, pool: Pool) -> None:
    pool.failing = "The picture could not be drawn; the figures in the text stand."
    result = await world.ann.slash(world.channel, "compare", symbols="rut ndx")
    assert result.response.attachments == []
    assert f"-# {pool.failing}" in "\n".join(texts(result.response))
    assert of_type(result.response, 12) == []


async def test_when_discord_refuses_the_picture_the_words_arrive(world: World) -> None:
    world.env.inject_error("PATCH", "/webhooks/*/messages/@original", status=413, code=40005)
    result = await world.ann.slash(world.channel, "compare", symbols="rut ndx")
    assert result.response.attachments == []
    assert "-# Discord did not take the picture." in texts(result.response)
    assert "Light picture" in buttons(result.response)


async def test_when_discord_refuses_everything_rich_plain_words_arrive(world: World) -> None:
    world.env.inject_error("PATCH", "/webhooks/*/messages/@original", status=400, code=50035, times=2)
    result = await world.ann.slash(world.channel, "compare", symbols="rut ndx")
    (said,) = texts(result.response)
    assert said.startswith("Russell 2000 led by +8.55 points over 1 year.")


async def test_without_leave_to_attach_the_words_say_so(make_face: Callable[..., DiscordClient]) -> None:
    async with simcord.run(make_face()) as env:
        guild = env.create_guild()
        deny = discord.PermissionOverwrite(attach_files=False)
        channel = guild.create_text_channel("quiet", overwrites={guild.default_role: deny})
        ann = guild.add_member(env.create_user("ann"))
        result = await ann.slash(channel, "compare", symbols="rut ndx")
        assert result.response
        assert result.response.attachments == []
        assert "Attach Files" in "\n".join(texts(result.response))


async def test_a_message_can_be_checked_from_its_menu(world: World) -> None:
    claim = await world.bob.send(world.channel, "Small caps **closed** at a record @everyone")
    result = await world.ann.context_menu(world.channel, CHECK, claim)
    assert result.response.ephemeral
    assert of_type(result.response, 2)[0]["url"].endswith(f"/{world.guild.id}/{world.channel.id}/{claim.id}")
    assert title(result.response) == (
        "Checked loose: Small caps \\*\\*closed\\*\\* at a record @\u200beveryone"
    )


async def test_it_answers_in_direct_messages(world: World) -> None:
    carl = world.env.create_user("carl")
    result = await carl.slash("quote", symbol="rut")
    assert title(result.response) == "rut sma () log False."


async def test_a_second_process_that_was_faster_is_left_alone(world: World, pool: Pool) -> None:
    world.env.inject_error("POST", "/interactions/*/callback", status=400, code=40060)
    result = await world.ann.slash(world.channel, "compare", symbols="rut ndx")
    assert result.response is None
    assert pool.modes == []


async def test_beyond_the_seats_people_are_told_to_come_back(
    engine: Engine, make_face: Callable[..., DiscordClient]
) -> None:
    async with simcord.run(make_face(most=0)) as env:
        channel = env.create_guild().create_text_channel("markets")
        ann = env.guild.add_member(env.create_user("ann"))
        result = await ann.slash(channel, "quote", symbol="rut")
        assert result.ephemeral
        assert result.response
        assert result.response.content.startswith("I have more questions than I can answer")


async def test_a_closing_face_finishes_what_it_began_and_takes_nothing_new(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, finish = asyncio.Event(), asyncio.Event()

    async def slow(request: Request) -> Reply:
        begun.set()
        await finish.wait()
        return Reply("Done.")

    monkeypatch.setattr(world.face.engine, "ask", slow)
    admission = world.face.admission
    with admission.admitted():
        closing = asyncio.create_task(admission.close(5))
        await asyncio.sleep(0)
        late = await world.ann.slash(world.channel, "quote", symbol="rut")
        assert late.response.content.startswith("I am restarting")
        assert not closing.done()
    assert await closing == 0
    assert not begun.is_set()


async def test_a_provider_that_hangs_delays_no_acknowledgement(world: World) -> None:
    """The provider answers nothing until the deferral has been sent, and then fails."""
    deferred: list[bool] = []

    def deferrals() -> list[Any]:
        return [r.json for r in list(world.env.http_requests) if r.path.endswith("/callback")]

    def services(_request: Request, _deadline: object) -> dict[Any, Any]:
        patience = time.monotonic() + 10
        while time.monotonic() < patience and not deferrals():
            time.sleep(0.001)  # a worker thread; the loop goes on
        deferred.append(bool(deferrals()))
        raise ProviderDown("Yahoo Finance", "no answer in time")

    world.face.engine = Engine(COMMANDS, services)
    result = await world.ann.slash(world.channel, "compare", symbols="rut ndx")
    await world.face.engine.close()
    assert deferred == [True]
    assert deferrals() == [{"type": 5}]
    (problem,) = result.followups or [result.response]
    assert "Yahoo Finance is not answering" in title(problem)
