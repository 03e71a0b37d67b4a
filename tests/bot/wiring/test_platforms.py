"""A new face is one entry: a toy platform, registered here only, serves, posts a digest and is diagnosed."""

from __future__ import annotations

import asyncio
import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.adapters.platform import (
    Ability,
    ChannelSyntax,
    Diagnosis,
    Health,
    Platform,
    ProcessContext,
    SinglePoster,
)
from bot.adapters.poster import Post
from bot.cli.doctor import findings
from bot.engine.request import Request
from bot.settings import Settings
from bot.wiring.app import App, build_app
from bot.wiring.platforms import PLATFORMS
from bot.wiring.run import can_post, configured, serve_jobs, share
from charts.drawing.pool import RenderPool
from commands.framework.asker import Asker
from commands.framework.ports import Place, Section, Subscription
from commands.framework.reply import Reply
from market.calendars.schedule import Days, Edition, Schedule
from tests.bot.posters import OpenPoster

PATIENCE = 60.0


class Toy(OpenPoster):
    """A platform that posts into a list, and answers what is in its inbox when it starts to serve."""

    def __init__(self) -> None:
        self.inbox: list[str] = []
        self.posts: list[tuple[str, Reply]] = []
        self.posted, self.closed = asyncio.Event(), False

    def entry(self) -> Platform:
        return Platform(
            name="toy",
            title="Toy",
            help="Answer in a list.",
            settings=lambda settings: Ability.CONNECT | Ability.POST,
            serve=self.serve,
            diagnose=self.diagnose,
            poster=self.open,
            channel_syntax=ChannelSyntax("~{id}~", re.compile(r"~(?P<id>\w+)~")),
        )

    async def serve(self, context: ProcessContext, stop: asyncio.Event) -> None:
        context.offline["Toy"] = stop.is_set
        for text in self.inbox:
            asker = Asker("toy", "T1", "lobby", "somebody")
            self.posts.append(("lobby", await context.engine.ask(Request(text=text, asker=asker))))
        await stop.wait()

    async def diagnose(self, settings: Settings) -> Diagnosis:
        return Diagnosis("Toy", Health.GOOD, f"{len(self.posts)} posts")

    async def open(self, context: ProcessContext) -> SinglePoster:
        return SinglePoster(self, self.close)

    async def close(self) -> None:
        self.closed = True

    async def post(self, post: Post) -> str:
        self.posts.append((post.channel, post.reply))
        self.posted.set()
        return f"post-{len(self.posts)}"


@pytest.fixture
def app(tmp_path: Path) -> Iterator[App]:
    interval = sys.getswitchinterval()
    yield build_app(Settings(source="sample", data_dir=tmp_path), pool=lambda: RenderPool(0))
    sys.setswitchinterval(interval)


async def test_a_toy_platform_serves_and_gets_its_digest(app: App) -> None:
    toy, stop, store = Toy(), asyncio.Event(), app.keeping.store
    toy.inbox.append("/quote rut")
    registry = (toy.entry(),)
    assert configured(app.settings, registry) == registry
    assert can_post(app.settings, registry)
    due = datetime.now(UTC).replace(second=0, microsecond=0)
    schedule = Schedule(Edition.MORNING, "UTC", due.time(), Days.parse("daily"))
    place = Place("toy", "T1", "news")
    store.subscriptions.add(Subscription(place, "U1", schedule, (Section.SMALL_CAPS,), next_due=due))

    context, posters = share(app, registry)
    serving = asyncio.create_task(registry[0].serve(context, stop))
    working = asyncio.create_task(serve_jobs(app, posters, stop))
    await asyncio.wait_for(toy.posted.wait(), PATIENCE)
    assert await context.unready() is None
    stop.set()
    assert await context.unready() == "no connection to Toy"
    await asyncio.wait_for(asyncio.gather(serving, working), PATIENCE)
    replies = dict(toy.posts)
    assert "2,718.77" in replies["lobby"].headline
    assert replies["news"].chart is not None
    assert await posters.poster(Place("slack", "T1", "C1")) is None  # not in this registry
    await posters.close()
    await app.close()
    assert toy.closed


def test_a_toy_platform_is_in_the_doctors_table(app: App) -> None:
    rows = [finding.what for finding in findings(app, (*PLATFORMS, Toy().entry()))]
    assert rows[-5:] == ["Slack", "Discord", "web console", "MCP", "Toy"]


def test_platforms_are_told_apart_by_their_names() -> None:
    names = [platform.name for platform in PLATFORMS]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize(
    ("platform", "word", "channel"),
    [
        ("slack", "<#C0123|general>", "C0123"),
        ("slack", "#C0123", "C0123"),
        ("slack", "G0123", "G0123"),
        ("slack", "<#CABCDEFGH>", "CABCDEFGH"),
        ("slack", "<#CABCDEFGH|close>", "CABCDEFGH"),
        ("slack", "CLOSE", None),
        ("slack", "#CLOSE", None),
        ("slack", "<#close>", None),
        ("slack", "#general", None),
        ("discord", "<#123456789012345678>", "123456789012345678"),
        ("discord", "123456789012345", "123456789012345"),
        ("discord", "20260122", None),
    ],
)
def test_a_channel_is_read_as_its_platform_writes_it(platform: str, word: str, channel: str | None) -> None:
    (syntax,) = [p.channel_syntax for p in PLATFORMS if p.name == platform]
    assert syntax is not None
    assert syntax.read(word) == channel
    assert channel is None or syntax.read(syntax.write(channel)) == channel
