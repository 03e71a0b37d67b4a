"""A real aiohttp server and client on loopback, over an engine with a few commands; the stand-in is
a render pool that gives one grey pixel."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from playwright.sync_api import Browser

from bot.adapters.answer_links import AnswerLinks
from bot.adapters.web.console import Console, application
from bot.engine.engine import Engine
from bot.engine.shown_answers import AnswerKeeper
from bot.wiring.platforms import PLATFORMS
from commands.framework.asker import Asker
from commands.framework.command import command
from commands.framework.reply import Action, Attachment, Evidence, Fact, Reply, Visibility
from market.formatting import Unit
from market.provenance import Provenance
from tests.bot.adapters.web.browser import DESKTOP, Visit, chromium, free_port, program
from tests.bot.kept import store_in
from tests.bot.pictures import CLOSE, Pool, Tall, words

LINKS = AnswerLinks("https://bot.example", b"k" * 32)
TOKEN = "planted-web-token-1234"
Client = TestClient[web.Request, web.Application]


@command("/chart rut")
def chart(market: str) -> Reply:
    """One market's picture."""
    return Reply(
        f"{market} closed at 2,718.77.",
        facts=(Fact("Close", 2718.77, Unit.LEVEL, "on 2,698.17", as_of="2026-01-22 close", source="Sample"),),
        chart=Tall(words(market)),
        actions=(Action("3Y", f"/chart {market} 3y"),),
        evidence=(Evidence("It closed.", "the last close", ("2026-01-22",), "Sample"),),
        attachments=(Attachment("series.csv", b"\xff\x00,1\n"),),
        provenance=Provenance("Sample", CLOSE),
        visibility=Visibility.PRIVATE,
    )


@command("/whoami")
def whoami(*, asker: Asker) -> Reply:
    """What the bot knows about the asker."""
    return Reply(f"{asker.platform} {asker.person} direct={asker.direct} manages={asker.manages}")


@command("/note", changes=True)
def note() -> Reply:
    """Changes something that is kept."""
    return Reply("Noted.")


class Gate:
    """Held until opened; tells when somebody stands before it."""

    def __init__(self) -> None:
        self.reached, self._open = threading.Event(), threading.Event()

    def wait(self) -> None:
        self.reached.set()
        assert self._open.wait(10)

    def open(self) -> None:
        self._open.set()


@command("/slow")
def slow(*, gate: Gate) -> Reply:
    """An answer that waits until it is let go."""
    gate.wait()
    return Reply("At last.")


@pytest.fixture
def pool() -> Pool:
    return Pool()


@pytest.fixture
def gate() -> Iterator[Gate]:
    made = Gate()
    yield made
    made.open()


@pytest.fixture
async def engine(pool: Pool, gate: Gate) -> AsyncIterator[Engine]:
    made = Engine(
        (chart, whoami, note, slow),
        lambda request, _deadline: {Asker: request.asker, Gate: gate},
        pool=pool,  # type: ignore[arg-type]  # the edge of these tests
        asks_per_minute=30,
    )
    yield made
    await made.close()


@pytest.fixture
def app(engine: Engine, keeper: AnswerKeeper) -> Callable[..., web.Application]:
    """Makes the application over the engine, with the options of `application`."""
    previews = {platform.name: platform.preview for platform in PLATFORMS if platform.preview}
    return lambda is_public=False, **options: application(
        Console(engine, previews, keeper, LINKS, is_public=is_public), **options
    )


@pytest.fixture
async def keeper(tmp_path: Path) -> AsyncIterator[AnswerKeeper]:
    """Over a real database."""
    store = store_in(tmp_path)
    made = AnswerKeeper(lambda: store.answers)
    yield made
    await made.close()
    store.close()


Serve = Callable[..., Awaitable[Client]]


@pytest.fixture
async def serve(app: Callable[..., web.Application]) -> AsyncIterator[Serve]:
    """Starts the application and gives a browser-like client: it keeps cookies."""
    clients: list[Client] = []

    async def started(**options: Any) -> Client:
        client = TestClient(TestServer(app(**options)), cookie_jar=aiohttp.CookieJar(unsafe=True))
        await client.start_server()
        clients.append(client)
        return client

    yield started
    await asyncio.gather(*(client.close() for client in clients))


@pytest.fixture
async def client(serve: Serve) -> Client:
    return await serve()


async def ask(client: Client, text: str, **headers: str) -> dict[str, Any]:
    answer = await client.post("/api/ask", json={"text": text}, headers=headers)
    assert answer.status == 200, await answer.text()
    said: dict[str, Any] = await answer.json()
    return said


# ---- the real program and a real browser, once a module


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as found:
        yield found


@pytest.fixture(scope="module")
def address(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with program(tmp_path_factory.mktemp("console"), free_port()) as at:
        yield at


@pytest.fixture
def visit(browser: Browser, address: str, request: pytest.FixtureRequest) -> Iterator[Visit]:
    """A fresh window, dark unless the test says otherwise; whatever it does, nothing to complain of."""
    options: dict[str, Any] = {"viewport": DESKTOP, "color_scheme": "dark"} | getattr(request, "param", {})
    context = browser.new_context(**options)
    made = Visit.in_context(context, address)
    yield made
    context.close()
    assert made.complaints == []
