"""The real engine over four small commands, and a pool that draws one grey pixel."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Annotated, Any, Literal

import discord
import pytest

from bot.adapters.discord.client import DiscordClient
from bot.adapters.discord.poster import DiscordPoster
from bot.adapters.poster import Poster
from bot.engine.engine import Engine
from commands.framework.command import Command, command
from commands.framework.parameters import Count, PrefixedNumbers, Symbols
from commands.framework.parsers import RemainingText
from commands.framework.reply import Action, Column, Direction, Evidence, Fact, Reply, Table, Visibility
from market.errors import NoData
from market.formatting import Unit
from market.period import COMMON, ONE_YEAR, Period
from market.provenance import Provenance
from market.symbols import Symbol
from tests.bot.pictures import CLOSE, Pool, line


@pytest.fixture
async def simcord_env(simcord_env: Any) -> Any:
    """simcord's Discord, which waits for an answer as long as a busy machine takes."""
    simcord_env.settle_timeout = 60.0
    return simcord_env


@pytest.fixture
def simcord_bot(make_face: Callable[..., DiscordClient]) -> DiscordClient:
    return make_face()


@pytest.fixture
def channel(simcord_env: Any) -> Any:
    return simcord_env.create_guild().create_text_channel("digest")


@pytest.fixture
def poster(simcord_env: Any, simcord_bot: DiscordClient) -> Poster:
    async def log_in() -> discord.Client:
        return simcord_bot

    return DiscordPoster(log_in)


@command("/compare rut ndx")
def compare(symbols: Annotated[Symbols, Count(2, 8)], period: Period = ONE_YEAR) -> Reply:
    """How markets did against each other."""
    words = " ".join(symbol.word for symbol in symbols)
    return Reply(
        headline=f"Russell 2000 led by +8.55 points {period.words}.",
        facts=(Fact("Close", 2718.77, Unit.LEVEL, "2026-01-22"),),
        table=Table((Column("Market"), Column("Change", Unit.CHANGE)), (("Russell 2000", 0.0954),)),
        chart=line(f"{words} {period}"),
        notes=("All by price return.",),
        actions=tuple(Action(p.text.upper(), f"/compare {words} {p}") for p in COMMON),
        evidence=(Evidence("It led.", "a - b", ("a", "b"), "Sample"),),
        direction=Direction.UP,
        provenance=Provenance("Sample", CLOSE),
    )


@command("/quote rut")
def quote(
    symbol: Symbol, sma: Annotated[tuple[int, ...], PrefixedNumbers("sma", 1, 400)] = (), log: bool = False
) -> Reply:
    """The last price of one market."""
    return Reply(
        headline=f"{symbol.word} sma {sma} log {log}.",
        actions=(Action("Mine", "/exposure AAPL 40"), Action("Broken", "/quote !!!")),
    )


@command("/exposure AAPL 40, NVDA 25", visibility=Visibility.PRIVATE)
def exposure(holdings: str) -> Reply:
    """What a list of holdings is exposed to. Shown to you alone."""
    return Reply(
        headline=f"Holdings {holdings}.",
        visibility=Visibility.PRIVATE,
        chart=line("holdings"),
        actions=(Action("Again", "/exposure NVDA 25"),),
    )


Prose = Annotated[str, RemainingText("an article or a message", prose=True)]


@command("/check Small caps closed at a record.")
def check(claim: Prose, strictness: Literal["loose", "strict"] = "loose") -> Reply:
    """Which claims in a text hold."""
    return Reply(headline=f"Checked {strictness}: {claim}")


@command("/unlucky")
def unlucky() -> Reply:
    """A question that has no answer."""
    raise NoData("No bars for it. Try /quote rut.")


COMMANDS: tuple[Command, ...] = (compare, quote, exposure, check, unlucky)


@pytest.fixture
def pool() -> Pool:
    return Pool()


@pytest.fixture
def engine(pool: Pool) -> Iterator[Engine]:
    engine = Engine(COMMANDS, lambda request, deadline: {}, pool=pool, asks_per_minute=1000)  # type: ignore[arg-type]  # a stand-in
    yield engine
    engine._threads.shutdown()


@pytest.fixture
def make_face(engine: Engine, tmp_path: Path) -> Callable[..., DiscordClient]:
    """Makes a face as a fresh process would: same engine, same mark on disk."""
    return lambda **options: DiscordClient(
        engine, tmp_path / "mark", shard_count=1, guild_ready_timeout=0.2, **options
    )
