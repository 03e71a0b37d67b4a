"""Every source brings every service, and loads only its own parts."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.settings import Settings, SettingsError
from bot.wiring.sources import SourceContext, build_data, calendar_of
from commands import COMMANDS
from commands.framework.ask import Ask
from commands.framework.asker import Asker
from commands.framework.registry import CommandRegistry
from commands.news import news
from commands.valuation import valuation
from market.analytics.valuation import RUNGS
from market.calendars.calendar import Calendar
from market.clock import Deadline, FixedClock
from market.datasets.economic_series import ALL
from market.datasets.members import RUSSELL_2000
from market.errors import MarketError
from market.fetching.blob_store import BlobStore
from market.fetching.panel_store import StoredPanels
from market.fetching.rate_limit import RateLimitExceeded
from market.services.data_services import SERVICES, DataServices, Sources, data_over
from market.services.news import RateLimitedFacts
from market.sources.yahoo.client import YahooClient
from market.sources.yahoo.facts import YahooFacts
from market.symbols import Symbol
from tests.wire.yahoo import BAD_GATEWAY, YahooWire, fresh_process

AFTER_CLOSE = datetime(2026, 1, 22, 22, 0, tzinfo=UTC)


@pytest.mark.parametrize("kind", ["sample", "yahoo", "files"])
def test_each_source_brings_every_service_for_a_request(tmp_path: Path, kind: str) -> None:
    source = f"files:{tmp_path}" if kind == "files" else kind
    data = build_data(Settings(source=source, data_dir=tmp_path), FixedClock(AFTER_CLOSE))
    assert set(data.within(Deadline.after(1))) == set(SERVICES)


def folder_of(tmp_path: Path, name: str, **closes: float) -> Path:
    """A folder with a file of one session for each ticker."""
    folder = tmp_path / name
    folder.mkdir()
    for ticker, close in closes.items():
        rows = [f"{day},{close},{close},{close},{close},1000" for day in ("2026-01-21", "2026-01-22")]
        (folder / f"{ticker}.csv").write_text("\n".join(["date,open,high,low,close,volume", *rows]))
    return folder


def test_what_the_first_source_lacks_is_asked_of_the_next_and_named(tmp_path: Path) -> None:
    first, second = folder_of(tmp_path, "first", IWM=101), folder_of(tmp_path, "a, b", IWM=7, SPY=102)
    data = build_data(
        Settings(source=f"files:{first},files:{second}", data_dir=tmp_path), FixedClock(AFTER_CLOSE)
    )
    assert data.market.bars(Symbol.parse("iwm")).frame["close"].iloc[-1] == 101
    stand_in = data.market.bars(Symbol.parse("spy"))
    assert stand_in.frame["close"].iloc[-1] == 102
    assert any("these figures come from Own files" in note for note in stand_in.notes)


def test_each_source_of_a_chain_is_asked_at_its_own_rate(tmp_path: Path) -> None:
    chain = build_data(Settings(source=f"files:{tmp_path},yahoo", data_dir=tmp_path)).sources
    assert chain.store is None
    (yahoo,) = chain.fallbacks
    assert yahoo.store is not None
    assert yahoo.pace is not chain.pace


@pytest.mark.parametrize("source", ["sample,yahoo", "yahoo,sample"])
def test_the_invented_market_stands_in_for_nothing(tmp_path: Path, source: str) -> None:
    with pytest.raises(SettingsError, match="invented"):
        build_data(Settings(source=source, data_dir=tmp_path))


@pytest.mark.parametrize(
    ("source", "part"), [("bloomberg", "bloomberg"), ("yahoo,bloomberg", "yahoo,bloomberg"), ("", "")]
)
def test_a_source_that_is_not_registered_is_named_with_those_that_are(
    tmp_path: Path, source: str, part: str
) -> None:
    with pytest.raises(SettingsError, match=f"“{part}” is no data source. Use sample, yahoo, files"):
        build_data(Settings(source=source, data_dir=tmp_path))


def test_a_key_comes_from_the_environment_and_is_asked_for_by_its_name(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("BELLWETHER_SOURCE_KEYS__KEYED", "planted-key")
    settings = Settings(data_dir=tmp_path)
    context = SourceContext("", settings, FixedClock(AFTER_CLOSE), Calendar())
    assert context.key("keyed") == "planted-key"
    assert "planted-key" not in repr(context)
    with pytest.raises(SettingsError, match="Set BELLWETHER_SOURCE_KEYS__OTHER to your key"):
        context.key("other")


def test_a_source_of_prices_alone_has_every_service_and_says_what_it_lacks(tmp_path: Path) -> None:
    prices = build_data(Settings(source=f"files:{tmp_path}", data_dir=tmp_path)).sources.prices
    data = data_over(Sources(prices=prices), FixedClock(AFTER_CLOSE), Calendar())
    symbol = Symbol.parse("iwm")
    for question, lacking in (
        (lambda: data.facts.news(symbol), "This bot’s source has no news"),
        (lambda: data.facts.earnings(symbol), "has no earnings dates"),
        (lambda: data.macro.series(ALL[0]), "has no economic series"),
        (lambda: data.members.members(RUSSELL_2000), "has no list of members of the Russell 2000"),
        (data.valuation.valuation, "has no valuations"),
    ):
        with pytest.raises(MarketError, match=lacking):
            question()
    assert data.sources.panels.closes(RUSSELL_2000).empty
    assert data.sources.snapshots.all() == ()


def test_commands_want_only_what_is_wired() -> None:
    wired = {*SERVICES, Asker, CommandRegistry, Ask}
    market_questions = [
        c for c in COMMANDS if c.name in ("smallcaps", "valuation", "macro", "news", "calendar")
    ]
    for command in market_questions:
        assert set(command.services.values()) <= wired, command.name


def test_the_sample_market_loads_neither_database_nor_yahoo(tmp_path: Path) -> None:
    program = (
        "import sys\nfrom bot.wiring.sources import build_data\nfrom bot.settings import Settings\n"
        "build_data(Settings(source='sample'))\n"
        "print([m for m in ('sqlalchemy', 'yfinance', 'curl_cffi', 'pyarrow.parquet') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=Path(__file__).parents[3],
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.stdout.strip() == "[]", done.stderr


def test_yahoo_keeps_its_data_in_the_data_folder_or_in_the_database(tmp_path: Path) -> None:
    own = build_data(Settings(source="yahoo", data_dir=tmp_path / "own"))
    assert isinstance(own.sources.panels, StoredPanels)
    assert own.sources.store is not None
    own.sources.store.put("kind", "key", b"x", {}, AFTER_CLOSE)
    assert (tmp_path / "own" / "market.sqlite3").exists()
    url = f"sqlite:///{tmp_path / 'shared.db'}"
    settings = Settings(source="yahoo", data_dir=tmp_path / "none", DATABASE_URL=url)  # type: ignore[call-arg]
    shared = build_data(settings)
    assert shared.sources.store is not None
    shared.sources.store.put("kind", "key", b"x", {}, AFTER_CLOSE)
    assert (tmp_path / "shared.db").exists()
    assert not (tmp_path / "none" / "market.sqlite3").exists()


def test_all_processes_of_an_installation_ask_yahoo_at_one_rate(tmp_path: Path) -> None:
    paces = [build_data(Settings(source="yahoo", data_dir=tmp_path)).sources.pace for _process in range(2)]
    for pace in 4 * paces:  # eight in a row after a rest
        with pace.turn(Deadline.after(5.0)):
            pass
    with pytest.raises(RateLimitExceeded), paces[0].turn(Deadline.after(0.1)):
        pass


def test_an_address_that_is_no_database_is_told_to_the_operator_without_its_secrets(tmp_path: Path) -> None:
    settings = Settings(
        source="yahoo",
        data_dir=tmp_path,
        DATABASE_URL="nonsense:planted-password",  # type: ignore[call-arg]
    )
    with pytest.raises(SettingsError) as told:
        build_data(settings)
    assert "planted-password" not in str(told.value)


@pytest.fixture
def wire() -> Iterator[YahooWire]:
    fresh_process()
    with YahooWire(now=AFTER_CLOSE) as wire:
        yield wire


@pytest.fixture
def yahoo(wire: YahooWire, tmp_path: Path) -> Iterator[DataServices]:
    """The services over real yfinance, led to loopback."""
    plain = build_data(Settings(source="yahoo", data_dir=tmp_path))
    client = YahooClient(tmp_path / "yahoo", wire.session())
    facts = RateLimitedFacts(YahooFacts(client), plain.sources.pace)
    yield data_over(replace(plain.sources, facts=facts), FixedClock(AFTER_CLOSE), plain.calendar)
    client.close()
    assert isinstance(plain.sources.store, BlobStore)
    plain.sources.store.close()


def quotes(wire: YahooWire) -> None:
    for number, (_rung, ticker) in enumerate(RUNGS):
        quote = {
            "symbol": ticker,
            "longName": ticker,
            "trailingPE": 30.0 - number,
            "forwardPE": 25.0 - number,
            "priceToBook": 5.0,
            "regularMarketTime": int(datetime(2026, 1, 22, 21, tzinfo=UTC).timestamp()),
        }
        wire.facts["quote", ticker] = {"quoteResponse": {"result": [quote], "error": None}}
        wire.facts["summary", ticker] = {"quoteSummary": {"result": [{"quoteType": {}}], "error": None}}


def test_valuation_over_real_yfinance_is_stored_and_stands_when_yahoo_is_down(
    yahoo: DataServices, wire: YahooWire
) -> None:
    quotes(wire)
    reply = valuation.run(valuations=yahoo.valuation.within(Deadline.after(8)))
    assert (
        "Small caps were 8.3% cheaper than large caps by forward P/E (22.00 against 24.00)" in reply.headline
    )
    assert "Yahoo Finance" in reply.sources
    wire.fail("quote", BAD_GATEWAY)
    wire.fail("summary", BAD_GATEWAY)
    later = data_over(yahoo.sources, FixedClock(AFTER_CLOSE.replace(day=27)), yahoo.calendar)
    stale = valuation.run(valuations=later.valuation.within(Deadline.after(8)))
    assert "on 2026-01-22" in stale.headline
    assert any("as of 2026-01-22" in note for note in stale.notes)


def test_news_over_real_yfinance(yahoo: DataServices, wire: YahooWire) -> None:
    story: dict[str, Any] = {
        "content": {
            "title": "Small caps <b>rise</b>",
            "pubDate": "2026-01-22T20:00:00Z",
            "provider": {"displayName": "The Paper"},
            "canonicalUrl": {"url": "https://example.com/a"},
        }
    }
    wire.facts["news", "IWM"] = {"data": {"tickerStream": {"stream": [story]}}}
    reply = news.run(Symbol.parse("iwm"), facts=yahoo.facts.within(Deadline.after(8)), market=yahoo.market)
    assert [(f.label, f.text) for f in reply.facts] == [
        ("The Paper, 2026-01-22 15:00 ET", "Small caps <b>rise</b>")
    ]
    wire.fail("news", BAD_GATEWAY)
    later = data_over(yahoo.sources, FixedClock(AFTER_CLOSE.replace(hour=23)), yahoo.calendar)
    stale = news.run(Symbol.parse("iwm"), facts=later.facts.within(Deadline.after(8)), market=yahoo.market)
    assert stale.facts[0].text == "Small caps <b>rise</b>"
    assert any("This is what it said at 2026-01-22 17:00 ET." in note for note in stale.notes)


def test_days_closed_at_short_notice_are_a_setting(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("BELLWETHER_CLOSED_DAYS", "2026-02-13, 2026-03-02")
    calendar = calendar_of(Settings(data_dir=tmp_path))
    assert not calendar.is_session(date(2026, 2, 13))
    assert not calendar.is_session(date(2026, 3, 2))
    assert calendar.is_session(date(2026, 3, 3))
