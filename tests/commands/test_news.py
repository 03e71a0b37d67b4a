"""`/news` quotes and adds nothing; whatever a headline holds, it is text."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.adapters.formatting.text import text_of
from commands.framework.reply import Reply
from commands.news import LONGEST, LONGEST_NAME, SUBJECT, news
from market.clock import Deadline, FixedClock
from market.datasets.facts import Earnings, Fundamentals, NewsItem
from market.errors import MarketError, ProviderDown
from market.services.news import NewsService
from market.sources.sample.prices import SAMPLE_NOW
from market.symbols import Symbol

LINK = "https://news.example/planted-link"
HOSTILE = (
    "<!channel> @everyone buy\u202e\u0000 now\n\n**bold** <script>alert(1)</script>",
    "[click](javascript:alert(1)) /alert rut > 1",
    "x" * 5000,
    "NaN",
)


@dataclass
class Wire:
    """A provider of headlines made by hand."""

    items: tuple[NewsItem, ...] = ()
    fault: MarketError | None = None
    title: str = "By hand"
    sample: bool = False
    local: bool = False
    asked: list[str] = field(default_factory=list)

    def fundamentals(self, symbol: Symbol, deadline: Deadline) -> Fundamentals:
        raise ProviderDown(self.title, "no answer in time")

    def news(self, symbol: Symbol, deadline: Deadline) -> tuple[NewsItem, ...]:
        self.asked.append(symbol.ticker)
        if self.fault:
            raise self.fault
        return self.items

    def earnings(self, symbol: Symbol, deadline: Deadline) -> Earnings | None:
        return None


@pytest.fixture(scope="module")
def market():
    from bot.settings import Settings
    from bot.wiring.app import build_app

    return build_app(Settings(source="sample")).market


def ask(wire: Wire, market) -> Reply:
    return news.run(SUBJECT, facts=NewsService(wire, FixedClock(SAMPLE_NOW)), market=market)


def written(*titles: str, publisher: str = "Wire") -> Wire:
    at = datetime(2026, 1, 22, 20, 0, tzinfo=UTC)
    return Wire(tuple(NewsItem(t, publisher, at - timedelta(hours=n), LINK) for n, t in enumerate(titles)))


def test_each_headline_has_its_source_and_time_and_nothing_else(market) -> None:
    reply = ask(written("Small caps rise", "Large caps too"), market)
    assert [(f.label, f.text) for f in reply.facts] == [
        ("Wire, 2026-01-22 15:00 ET", "Small caps rise"),
        ("Wire, 2026-01-22 14:00 ET", "Large caps too"),
    ]
    assert reply.headline == (
        "2 headlines about the Russell 2000; the newest is 2 hours old, of 2026-01-22 15:00 ET."
    )
    assert LINK not in text_of(reply)


@pytest.mark.parametrize("title", HOSTILE)
def test_a_hostile_headline_is_one_bounded_line_of_text(market, title: str) -> None:
    reply = ask(written(title, publisher=title), market)
    (found,) = reply.facts
    for text in (found.text, found.label):
        assert text.isprintable()
    assert len(found.text) <= LONGEST
    assert len(found.label) <= LONGEST_NAME + len(", 2026-01-22 15:00 ET")
    assert title.partition("\u202e")[0][:40] not in reply.headline
    assert all(title[:40] not in action.command for action in reply.actions)


def test_no_news_is_an_answer(market) -> None:
    reply = ask(Wire(), market)
    assert not reply.error
    assert reply.headline.startswith("By hand lists no headline about the Russell 2000")
    assert reply.notes[0] == "Headlines are asked for again after 10 minutes."


def test_a_headline_without_publisher_says_so(market) -> None:
    assert ask(written("A", publisher=""), market).facts[0].label.startswith("no publisher named")


def test_an_unknown_market_gets_the_nearest_names(sample) -> None:
    reply = sample("/news russel")
    assert reply.error
    assert "rut" in reply.headline


def test_a_source_without_news_says_which_has_them(tmp_path: Path) -> None:
    from tests.commands.conftest import conversation

    reply = conversation(f"files:{tmp_path}", "2026-01-22T17:00-05:00")("/news")
    assert reply.error
    assert "hold no news" in reply.headline
