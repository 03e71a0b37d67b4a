"""The engine with a few commands, and the SDK's own client; the stand-in is a render pool of one grey pixel."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date
from typing import Annotated, Literal

import pytest

from bot.engine.engine import Engine
from commands.framework.command import command, verbs
from commands.framework.parameters import Count, PrefixedNumbers, Symbols
from commands.framework.reply import Action, Evidence, Fact, Reply
from market.formatting import Unit
from market.period import Period
from market.provenance import Provenance
from market.symbols import Symbol
from tests.bot.pictures import CLOSE, Pool, line

STALE = Provenance("Sample", CLOSE, stale=True, notes=("The provider does not answer.",))


@command("/draw rut")
def draw(
    symbol: Symbol,
    period: Period | None = None,
    style: Annotated[Literal["line", "candles"], "line, or candles"] = "line",
    sma: Annotated[tuple[int, ...], PrefixedNumbers("sma", 2, 400), "averages: sma 50 200"] = (),
) -> Reply:
    """One market's picture."""
    return Reply(
        f"{symbol.word} {period} {style} {sma}",
        facts=(
            Fact("Close", 2718.77, Unit.LEVEL, as_of="2026-01-22 close", source="Sample", key="rut.close"),
        ),
        chart=line(symbol.word),
        actions=(Action("3Y", f"/draw {symbol.word} 3y"),),
        evidence=(Evidence("It closed.", "the last close", ("2026-01-22",), "Sample"),),
        notes=STALE.notes,
        provenance=STALE,
    )


@command("/pair rut ndx")
def pair(
    symbols: Annotated[Symbols, Count(2, 3)],
    on: date | None = None,
    least: Annotated[float | None, "per cent"] = None,
    loud: Annotated[bool, "in capitals"] = False,
) -> Reply:
    """Two or three markets."""
    words = f"{' '.join(symbol.word for symbol in symbols)} {on} {least}"
    return Reply(words.upper() if loud else words)


@command("/stored", changes=verbs("add"), overview="/stored")
def stored(verb: Annotated[Literal["show", "add"], "show or add"] = "show") -> Reply:
    """What is stored."""
    return Reply(verb)


@pytest.fixture
def pool() -> Pool:
    return Pool()


@pytest.fixture
async def engine(pool: Pool) -> AsyncIterator[Engine]:
    made = Engine(
        (draw, pair, stored),
        lambda _request, _deadline: {},
        pool=pool,  # type: ignore[arg-type]  # the edge of these tests
        asks_per_minute=10,
    )
    yield made
    await made.close()
