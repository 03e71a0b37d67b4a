"""Buttons in Discord refer to the answer that was shown: the real commands and database, simcord's Discord."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from bot.adapters.answer_links import AnswerLinks
from bot.adapters.discord.client import DiscordClient
from bot.engine.request import Request
from bot.engine.shown_answers import AnswerKeeper
from bot.settings import Settings
from bot.store.schema import AlertRow, AnswerRow, SubscriptionRow, WatchRow
from bot.store.store import Store
from bot.wiring.app import App, build_app
from charts.theme import Mode
from tests.bot.adapters.discord.rules import buttons, of_type, texts, title
from tests.bot.pictures import PIXEL, Pool

FORMS = ("New alert", "Add markets")


@pytest.fixture
def app(tmp_path: Path, pool: Pool) -> Iterator[App]:
    made = build_app(
        Settings(source="sample", data_dir=tmp_path, asks_per_minute=10_000),
        pool=lambda: pool,  # type: ignore[arg-type,return-value]  # the edge of these tests
    )
    # simcord's clock jumps over the time that a thread takes: the figures are there before it is asked.
    for question in ("/compare rut ndx", "/breadth", "/movers sp500", "/quote iwm", "/why"):
        assert not made.engine.answer(Request(text=question)).error
    yield made
    made.keeping.close()


@pytest.fixture
def store(app: App) -> Store:
    return app.keeping.store


@pytest.fixture
async def keeper(store: Store) -> AnswerKeeper:
    return AnswerKeeper(lambda: store.answers)


@pytest.fixture
def simcord_bot(app: App, keeper: AnswerKeeper, tmp_path: Path) -> DiscordClient:
    return DiscordClient(app.engine, tmp_path / "mark", shard_count=1, keeper=keeper)


@dataclass
class Guild:
    """A channel with two members. `slash` and `click` return when the answer is out."""

    channel: Any
    ann: Any
    bob: Any
    face: DiscordClient

    async def slash(self, who: Any, name: str, **options: Any) -> Any:
        asked = await who.slash(self.channel, name, **options)
        await self._quiet()
        return asked

    async def click(self, who: Any, message: Any, label: str) -> Any:
        pressed = await who.click(message, label=label)
        await self._quiet()
        return pressed

    async def _quiet(self) -> None:
        """Commands are answered in threads, for which simcord does not wait."""
        async with asyncio.timeout(30):
            await self.face.admission.idle()


@pytest.fixture
def guild(simcord_env: Any, simcord_bot: DiscordClient) -> Guild:
    server = simcord_env.create_guild()
    channel = server.create_text_channel("markets")
    ann, bob = (server.add_member(simcord_env.create_user(name)) for name in ("ann", "bob"))
    return Guild(channel, ann, bob, simcord_bot)


def state(store: Store) -> list[tuple[Any, ...]]:
    with store.engine.connect() as c:
        return [tuple(row) for t in (SubscriptionRow, AlertRow, WatchRow) for row in c.execute(sa.select(t))]


async def test_colours_and_evidence_are_those_of_the_answer_and_ask_nothing(
    guild: Guild, app: App, pool: Pool
) -> None:
    ann, bob = guild.ann, guild.bob
    asked = await guild.slash(ann, "compare", symbols="rut ndx")
    before = title(asked.response)
    app.engine.ask = None  # type: ignore[method-assign,assignment]  # asked, it fails
    await guild.click(bob, asked.response, label="Light picture")
    assert title(asked.response) == before
    assert pool.modes == [Mode.DARK, Mode.LIGHT]
    await guild.click(bob, asked.response, label="Dark picture")
    assert title(asked.response) == before
    assert pool.modes == [Mode.DARK, Mode.LIGHT]  # the picture that was kept
    assert asked.response.attachments[0].size == len(PIXEL)
    await guild.click(ann, asked.response, label="Show the evidence")
    assert title(asked.response).endswith(f"What stands behind “{before.removeprefix('▲ ')}”")
    assert {attachment.filename for attachment in asked.response.attachments} == {"series.csv"}


async def test_after_30_days_a_button_offers_to_ask_again_to_the_presser_alone(
    guild: Guild, store: Store, keeper: AnswerKeeper
) -> None:
    ann, bob = guild.ann, guild.bob
    asked = await guild.slash(ann, "compare", symbols="rut ndx")
    await keeper.written()
    with store.engine.begin() as c:
        row = c.execute(sa.select(AnswerRow)).one()
        c.execute(sa.update(AnswerRow).values(at=datetime.now(UTC) - timedelta(days=30, minutes=1)))
    assert (row.platform, row.visibility, row.png) == ("discord", "public", PIXEL)
    before = title(asked.response)
    pressed = await guild.click(bob, asked.response, label="Light picture")
    assert title(asked.response) == before
    (offer,) = pressed.followups
    assert offer.ephemeral
    assert "30 days" in title(offer)
    assert buttons(offer) == {"Ask again": "bw1:l:/compare rut ndx 1y"}


async def test_a_private_answer_shows_its_other_colours_to_its_asker(guild: Guild) -> None:
    ann, _bob = guild.ann, guild.bob
    asked = await guild.slash(ann, "breadth", private=True)
    before = title(asked.response)
    await guild.click(ann, asked.response, label="Light picture")
    assert asked.ephemeral
    assert title(asked.response) == before


async def test_holdings_are_not_kept(guild: Guild, store: Store, keeper: AnswerKeeper) -> None:
    ann, _bob = guild.ann, guild.bob
    asked = await guild.slash(ann, "exposure", holdings="AAPL 40, NVDA 25")
    assert {id[:4] for id in buttons(asked.response).values()} == {"bw1:"}
    await keeper.written()
    with store.engine.connect() as c:
        assert c.scalar(sa.select(sa.func.count()).select_from(AnswerRow)) == 0


async def test_without_room_to_keep_an_answer_its_buttons_ask_again(
    guild: Guild, keeper: AnswerKeeper, monkeypatch: pytest.MonkeyPatch
) -> None:
    ann, _bob = guild.ann, guild.bob
    monkeypatch.setattr(keeper, "_most", 0)
    asked = await guild.slash(ann, "compare", symbols="rut ndx")
    assert {id[:4] for id in buttons(asked.response).values()} == {"bw1:"}
    await guild.click(ann, asked.response, label="Light picture")
    assert "Dark picture" in buttons(asked.response)


async def test_a_checked_message_is_private_until_its_answer_is_shared(guild: Guild, app: App) -> None:
    claim = await guild.bob.send(guild.channel, "The Russell 2000 rose 0.8% on 2026-01-22.")
    asked = await guild.ann.context_menu(guild.channel, "Check the market claims", claim)
    await guild._quiet()
    assert asked.response.ephemeral
    assert list(buttons(asked.response))[-4:] == [
        "To the message", "Share here", "Show the evidence", "Light picture",
    ]  # fmt: skip
    app.engine.ask = None  # type: ignore[method-assign,assignment]  # asked, it fails
    shared = await guild.click(guild.ann, asked.response, label="Share here")
    (public,) = shared.followups
    assert not public.ephemeral
    assert title(public) == title(asked.response)
    assert "Share here" not in buttons(public)
    assert "Show the evidence" in buttons(public)


async def test_all_figures_come_to_the_presser_alone(guild: Guild, app: App) -> None:
    asked = await guild.slash(guild.ann, "breadth")
    seen = title(asked.response)
    assert len(of_type(asked.response, 9)[0]["components"][0]["content"].splitlines()) == 3
    app.engine.ask = None  # type: ignore[method-assign,assignment]  # asked, it fails
    pressed = await guild.click(guild.bob, asked.response, label="All figures")
    assert pressed.response.ephemeral
    assert (
        len([line for text in texts(pressed.response) for line in text.splitlines() if line[:2] == "**"]) > 3
    )
    assert "All figures" not in buttons(pressed.response)
    assert title(asked.response) == seen


async def test_a_public_answer_and_what_is_personal_offer_no_sharing(guild: Guild) -> None:
    for command, options in (("compare", {"symbols": "rut ndx"}), ("watchlist show", {})):
        asked = await guild.slash(guild.ann, command, **options)
        assert "Share here" not in buttons(asked.response)


async def test_no_button_changes_anything_unless_it_says_so(guild: Guild, app: App, store: Store) -> None:
    ann, _bob = guild.ann, guild.bob
    before = state(store)
    for command in app.engine.commands:
        if any(parameter.required for parameter in command.parameters):
            continue
        acts = [act for act in command.acts if not act.form]
        name = f"{command.name} {acts[0].verb}" if acts else command.name  # one that only asks stands first
        asked = await guild.slash(ann, name)
        if asked.modal:  # a form
            continue
        message = asked.response or asked.followups[0]
        for label in buttons(message):
            if label in ("Add the Russell 2000", "The next record", "Erase it", "Erase it all", *FORMS):
                continue
            again = await guild.slash(ann, name)
            await guild.click(ann, again.response or again.followups[0], label=label)
            assert state(store) == before, (command.name, label)


async def test_an_answer_for_all_opens_in_the_browser_and_a_private_one_does_not(
    guild: Guild, keeper: AnswerKeeper
) -> None:
    guild.face.links = links = AnswerLinks("https://bot.example", b"k" * 32)
    asked = await guild.slash(guild.ann, "compare", symbols="rut ndx")
    shown = of_type(asked.response, 2)
    (opening,) = (button for button in shown if button["label"] == "Open in the browser")
    assert await keeper.find(links.answer_in(opening["url"])) is not None
    assert len(shown) <= 5
    private = await guild.slash(guild.ann, "breadth", private=True)
    assert "Open in the browser" not in buttons(private.response)
    direct = await guild.ann.user.slash("compare", symbols="rut ndx")  # kept for its asker alone
    await guild._quiet()
    assert "Show the evidence" in buttons(direct.response)
    assert "Open in the browser" not in buttons(direct.response)
