"""Every way Yahoo fails: the answer comes in time, says what is so, and the process recovers."""

from __future__ import annotations

import logging
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from pathlib import Path

import pytest

from market.clock import Deadline
from market.errors import EmptyAnswer, MarketError, ProviderDown, Throttled, UnknownSymbol, Unlisted
from market.sources import History
from market.sources.yahoo.client import YahooClient
from market.sources.yahoo.prices import YahooSource
from market.symbols import Symbol
from tests.wire.server import Answer
from tests.wire.yahoo import (
    BAD_GATEWAY,
    EMPTY,
    HANG,
    MALFORMED,
    NOT_FOUND,
    RESET,
    SLOW,
    THROTTLED,
    TRICKLE,
    WEB_PAGE,
    Fault,
    Hold,
    YahooWire,
)

RUT, ZZAQ = Symbol.parse("rut"), Symbol.parse("ZZAQ")
SHORT = 0.6  # seconds: enough for a healthy answer, short enough for a test that waits it out
AMPLE = 8.0
NOTHING = Answer(200, {})
SLACK = 2.0  # what a busy machine may add; without a deadline these cases take 30 to 130 seconds

TOLD: dict[str, tuple[Fault, type[MarketError], str]] = {
    "throttled": (THROTTLED, Throttled, "throttling us"),
    "bad gateway": (BAD_GATEWAY, ProviderDown, "HTTP 502"),
    "web page": (WEB_PAGE, ProviderDown, "something else came instead of data"),
    "malformed": (MALFORMED, ProviderDown, "an answer that cannot be read"),
    "half a document": (Answer(200, {"chart": {"result": [{"meta": {}}]}}), ProviderDown, "cannot be read"),
    "empty": (EMPTY, EmptyAnswer, "no data for ^RUT at the moment"),
    "nothing": (NOTHING, EmptyAnswer, "no data for ^RUT at the moment"),
    "not found": (NOT_FOUND, Unlisted, "no data for ^RUT at the moment"),
    "not found, by a proxy": (Answer(404, "<html>nginx</html>"), ProviderDown, "HTTP 404"),
    "another error": (Answer(200, {"finance": {"error": {"code": "?"}}}), ProviderDown, "instead of data"),
    "no such route": (Answer(404, {"finance": {"error": {"code": "?"}}}), ProviderDown, "HTTP 404"),
    "refused": (Answer(401, {"finance": {"error": {"code": "Unauthorized"}}}), ProviderDown, "HTTP 401"),
    "reset": (RESET, ProviderDown, "the connection broke off"),
    "hang": (HANG, ProviderDown, "no answer in time"),
    "trickle": (TRICKLE, ProviderDown, "no answer in time"),
}


def ask(source: YahooSource, wire: YahooWire, seconds: float = AMPLE, symbol: Symbol = RUT) -> History:
    return source.history(symbol, None, wire.now, Deadline.after(seconds))


def failure(source: YahooSource, wire: YahooWire, seconds: float, symbol: Symbol = RUT) -> MarketError:
    """The error of one ask, which must come within its deadline."""
    start = time.monotonic()
    with pytest.raises(MarketError) as caught:
        ask(source, wire, seconds, symbol)
    assert time.monotonic() - start < seconds + SLACK
    return caught.value


@pytest.mark.parametrize(
    ("route", "warm"), [("chart", True), ("*", False)], ids=["chart, later", "all, at first"]
)
@pytest.mark.parametrize("name", TOLD)
def test_a_failing_chart_says_what_is_so_and_recovers_in_the_same_process(
    source: YahooSource, wire: YahooWire, name: str, route: str, warm: bool
) -> None:
    fault, kind, words = TOLD[name]
    if warm:
        ask(source, wire)
    wire.fail(route, fault)
    error = failure(source, wire, SHORT if name in SLOW else AMPLE)
    assert type(error) is kind
    assert words in str(error)
    assert "delisted" not in str(error)
    wire.mend()
    assert len(ask(source, wire).frame) == 78


@pytest.mark.parametrize("route", ["crumb", "cookie"])
@pytest.mark.parametrize("name", TOLD)
def test_prices_come_without_cookie_or_crumb(
    source: YahooSource, wire: YahooWire, name: str, route: str
) -> None:
    wire.fail(route, TOLD[name][0])
    assert len(ask(source, wire, 3 if name in SLOW else AMPLE).frame) == 78
    wire.mend()
    assert len(ask(source, wire).frame) == 78


def test_throttled_for_ten_minutes_means_throttled_for_ten_minutes(
    source: YahooSource, wire: YahooWire
) -> None:
    wire.fail("*", THROTTLED, lasting=timedelta(minutes=10))
    for _ in range(10):
        assert isinstance(failure(source, wire, AMPLE), Throttled)
        wire.now += timedelta(minutes=1)
    assert ask(source, wire).final


def test_being_throttled_costs_one_chart_request_an_ask(source: YahooSource, wire: YahooWire) -> None:
    ask(source, wire)
    wire.asked.clear()
    wire.fail("chart", THROTTLED)
    failure(source, wire, AMPLE)
    assert wire.counts == {"chart": 1}


def test_names_that_cannot_be_found_are_told_and_recovered_from(source: YahooSource, wire: YahooWire) -> None:
    wire.unresolvable = True
    assert "its address cannot be found" in str(failure(source, wire, AMPLE))
    assert wire.asked == []
    wire.mend()
    assert ask(source, wire).final


def test_only_a_ticker_that_nobody_vouches_for_is_unknown(source: YahooSource, wire: YahooWire) -> None:
    wire.fail("chart", NOT_FOUND)
    assert isinstance(failure(source, wire, AMPLE, ZZAQ), UnknownSymbol)
    with pytest.raises(ProviderDown, match="no data for ZZAQ"):  # bars of it are stored
        source.history(ZZAQ, date(2026, 1, 20), wire.now, Deadline.after(AMPLE))
    wire.mend()
    assert ask(source, wire, symbol=ZZAQ).final


@pytest.mark.parametrize(
    "name", ["throttled", "bad gateway", "web page", "malformed", "refused", "empty", "nothing"]
)
def test_an_outage_never_makes_a_ticker_unknown(source: YahooSource, wire: YahooWire, name: str) -> None:
    wire.fail("*", TOLD[name][0])
    assert not isinstance(failure(source, wire, AMPLE, ZZAQ), UnknownSymbol)


def test_a_deadline_that_has_passed_asks_nothing(source: YahooSource, wire: YahooWire) -> None:
    assert "no answer in time" in str(failure(source, wire, 0))
    assert wire.count("chart") == 0


def test_a_caller_in_a_hurry_does_not_wait_for_one_with_time(source: YahooSource, wire: YahooWire) -> None:
    gate = threading.Event()
    wire.fail("cookie", Hold(gate))  # yfinance keeps its lock while it waits for a cookie
    with ThreadPoolExecutor(1) as patient:
        waiting = patient.submit(ask, source, wire, 30)
        while not wire.count("cookie"):
            assert not waiting.done()
        assert "no answer in time" in str(failure(source, wire, SHORT))
        gate.set()
        assert waiting.result().final


def test_at_most_four_questions_are_on_the_wire_at_once(source: YahooSource, wire: YahooWire) -> None:
    ask(source, wire)
    gate = threading.Event()
    wire.fail("chart", Hold(gate))
    wire.asked.clear()
    with ThreadPoolExecutor(12) as callers:
        days = [date(2026, 1, day) for day in range(1, 13)]
        asks = [callers.submit(source.history, RUT, day, wire.now, Deadline.after(30)) for day in days]
        while wire.count("chart") < 4:
            pass
        assert wire.most_at_once == 4
        gate.set()
        assert all(ask.result().final for ask in asks)
    assert wire.most_at_once == 4
    assert wire.count("chart") == 12


def test_a_cache_folder_that_cannot_be_written_does_no_harm(
    wire: YahooWire, tmp_path_factory: pytest.TempPathFactory
) -> None:
    blocked = tmp_path_factory.mktemp("home") / "a file, no folder"
    blocked.write_text("")
    source = YahooSource(YahooClient(blocked / "yfinance", wire.session()), wire.calendar)
    assert ask(source, wire).final


def test_a_certificate_that_nobody_vouches_for_ends_the_conversation(wire: YahooWire, tmp_path: Path) -> None:
    source = YahooSource(YahooClient(tmp_path, wire.session(trusting=False)), wire.calendar)
    assert "no secure connection" in str(failure(source, wire, AMPLE))
    assert wire.asked == []


def test_yfinance_left_alone_takes_an_outage_for_a_delisting(
    wire: YahooWire, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Why all of this is there; and the replay leads yfinance astray as the live wire does."""
    import yfinance

    yfinance.set_tz_cache_location(str(tmp_path))
    yfinance.config.debug.hide_exceptions = True
    logging.getLogger("yfinance").setLevel(logging.NOTSET)
    wire.fail("chart", MALFORMED)
    session = wire.session()

    def january() -> int:
        with session.within(Deadline.after(AMPLE)):
            return len(yfinance.Ticker("^RUT", session=session).history(start="2026-01-02", end="2026-01-17"))

    assert january() == 0
    assert "possibly delisted" in caplog.text
    wire.mend()
    assert january() == 0  # it keeps the failed answer, and does not even ask
    assert (wire.count("probe"), wire.count("chart")) == (1, 1)
