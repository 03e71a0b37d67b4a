"""What a question reads, in words, told before it is answered."""

from __future__ import annotations

import pytest

from bot.engine.engine import Engine
from bot.engine.progress import read_for
from bot.engine.request import Request
from bot.settings import Settings
from bot.wiring.app import build_app
from market.services.members import MemberService


class Listed:
    """A member service whose list has been read, or not."""

    def __init__(self, count: int | None) -> None:
        self.count = count

    def listed(self, _universe: object) -> int | None:
        return self.count


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    return build_app(Settings(source="sample", data_dir=tmp_path_factory.mktemp("data"))).engine


@pytest.mark.parametrize(
    ("line", "count", "words"),
    [
        ("/breadth", 1930, "the 1,930 members of the Russell 2000"),
        ("/movers sp500", None, "the members of the S&P 500"),
        ("/compare rut ndx", 1930, "prices"),
        ("/macro", 1930, "economic series"),
        ("/news aapl", 1930, "news and dates"),
        ("/valuation", 1930, "valuations"),
        ("/help", 1930, ""),
        ("/watchlist add aapl", 1930, ""),
    ],
)
def test_it_names_the_data_of_the_question(engine: Engine, line: str, count: int | None, words: str) -> None:
    assert read_for(engine.router.read(Request(line)), {MemberService: Listed(count)}) == words


async def test_it_is_told_once_a_question_is_understood_and_not_for_one_that_is_not(engine: Engine) -> None:
    told: list[str] = []
    reply = await engine.ask(Request("/about"), told.append)
    assert not reply.error
    assert told == ["prices"]
    await engine.ask(Request("/compare"), told.append)
    assert told == ["prices"]
