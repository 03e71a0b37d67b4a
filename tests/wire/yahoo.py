"""A loopback replay of Yahoo's wire: TLS, cookie, consent, crumb, chart, quote, facts, faults.

The real yfinance and curl talk to it under Yahoo's own host names; only port and address are led
to loopback, so TLS, cookies and crumbs work as they do live.

    with YahooWire(now=datetime(2026, 1, 22, 16, 30, tzinfo=UTC)) as wire:
        wire.know("^RUT", daily, instrument="INDEX", intraday=five_minutes)
        source = YahooSource(YahooClient(folder, wire.session()), Calendar())
        wire.fail("chart", THROTTLED)
        wire.mend()
        assert wire.count("chart") == 1
"""

from __future__ import annotations

import json
import tempfile
import threading
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Self
from urllib.parse import unquote, urlsplit

import pandas as pd
from curl_cffi import CurlOpt
from curl_cffi.requests import Response
from yfinance import cache
from yfinance.data import SingletonMeta, YfData

from market.calendars.calendar import Calendar
from market.sources.yahoo.http_session import YahooSession
from tests.wire.certificate import server_context
from tests.wire.listing import Listing
from tests.wire.server import Answer, Asked, Misbehaviour, Server, hang, reset, trickle

HOSTS = (
    "fc.yahoo.com",
    "guce.yahoo.com",
    "consent.yahoo.com",
    "finance.yahoo.com",
    "query1.finance.yahoo.com",
    "query2.finance.yahoo.com",
)

THROTTLED = Answer(429, "Too Many Requests\r\n")
BAD_GATEWAY = Answer(502, "<html><body><h1>502 Bad Gateway</h1></body></html>")
WEB_PAGE = Answer(200, "<!DOCTYPE html><html lang='en'><body>We will be right back</body></html>")
MALFORMED = Answer(200, '{"chart":{"result":[{"meta":{"curren')
EMPTY = Answer(200, {"chart": {"result": [], "error": None}})
NO_ROWS = Answer(
    200,
    {
        "chart": {
            "result": [
                {
                    "meta": {
                        "currency": "USD",
                        "symbol": "^GSPC",
                        "instrumentType": "INDEX",
                        "regularMarketTime": 1769115601,
                        "exchangeTimezoneName": "America/New_York",
                        "currentTradingPeriod": {
                            "pre": {
                                "timezone": "EST",
                                "start": 1769072400,
                                "end": 1769092200,
                                "gmtoffset": -18000,
                            },
                            "regular": {
                                "timezone": "EST",
                                "start": 1769092200,
                                "end": 1769115600,
                                "gmtoffset": -18000,
                            },
                            "post": {
                                "timezone": "EST",
                                "start": 1769115600,
                                "end": 1769130000,
                                "gmtoffset": -18000,
                            },
                        },
                        "dataGranularity": "1d",
                        "validRanges": ["1d", "max"],
                    },
                    "indicators": {"quote": [{}], "adjclose": [{}]},
                }
            ],
            "error": None,
        }
    },
)
NOT_FOUND = Answer(
    404,
    {
        "chart": {
            "result": None,
            "error": {"code": "Not Found", "description": "No data found, symbol may be delisted"},
        }
    },
)
RESET = reset
HANG = hang
TRICKLE = trickle
_INVALID_CRUMB = Answer(
    401, {"finance": {"result": None, "error": {"code": "Unauthorized", "description": "Invalid Crumb"}}}
)


@dataclass(frozen=True, slots=True)
class Hold:
    """A fault that keeps answers back until `gate` is set, then lets them go as usual."""

    gate: threading.Event


Fault = Answer | Misbehaviour | Hold

FAULTS: dict[str, Fault] = {
    "throttled": THROTTLED,
    "bad gateway": BAD_GATEWAY,
    "web page": WEB_PAGE,
    "malformed": MALFORMED,
    "empty": EMPTY,
    "not found": NOT_FOUND,
    "reset": RESET,
    "hang": HANG,
    "trickle": TRICKLE,
}
SLOW = ("hang", "trickle")  # those that a test has to wait out


@dataclass(frozen=True, slots=True)
class _Failing:
    fault: Fault
    ticker: str | None
    until: datetime | None


class YahooWire:
    """The stand-in. Set `now` at any time; `know` what it lists; `fail` routes and `mend` them.

    Routes: cookie, consent, crumb, probe (the time-zone look-up), chart, quote, summary,
    timeseries, news, search. `facts` holds the documents of quote, summary, news and search by
    ticker. `unresolvable`: True while no host name can be found. `asked` keeps (route, ticker) of
    every request, `crumbs` the crumbs that came with them.
    """

    def __init__(self, now: datetime, calendar: Calendar | None = None) -> None:
        self.now, self.calendar = now, calendar or Calendar()
        self.asked: list[tuple[str, str]] = []
        self.crumbs: set[str] = set()
        self.facts: dict[tuple[str, str], Any] = {}
        self.unresolvable = False
        self.most_at_once = 0
        self._listings: dict[str, Listing] = {}
        self._failing: dict[str, _Failing] = {}
        self._cookie, self._crumb, self._under_way = 1, 1, 0
        self._lock = threading.Lock()
        self._folder = tempfile.TemporaryDirectory()
        context, self._trust = server_context(HOSTS, Path(self._folder.name))
        self._server = Server(context, self._answer)

    def __enter__(self) -> Self:
        self._server.start()
        return self

    def __exit__(self, *_exception: object) -> None:
        self._server.stop()
        self._folder.cleanup()

    def session(self, trusting: bool = True) -> YahooSession:
        """A session for `YahooClient` that ends up here; one that is not `trusting` checks the
        certificate as it would live, and refuses ours."""
        return _LoopbackSession(self, self._server.port, str(self._trust) if trusting else True)

    def know(self, ticker: str, daily: pd.DataFrame, **details: Any) -> Listing:
        """Know `ticker` by these bars; `details` as in `Listing`."""
        listing = self._listings[ticker] = Listing(ticker, daily, **details)
        return listing

    def listing(self, ticker: str) -> Listing:
        """What `ticker` is known by; change it in place."""
        return self._listings[ticker]

    def fail(
        self, route: str, fault: Fault, ticker: str | None = None, lasting: timedelta | None = None
    ) -> None:
        """Answer `route` ("*": every route) with `fault`, for one ticker or all, until mended or
        until `now` has moved on by `lasting`."""
        self._failing[route] = _Failing(fault, ticker, self.now + lasting if lasting else None)

    def mend(self) -> None:
        """End all failing."""
        self._failing.clear()
        self.unresolvable = False

    def expire_crumb(self) -> None:
        """Refuse the crumbs given so far."""
        self._crumb += 1

    def expire_cookie(self) -> None:
        """Give no crumb for the cookies given so far, and refuse the crumbs."""
        self._cookie += 1
        self._crumb += 1

    def count(self, route: str, ticker: str | None = None) -> int:
        """How many requests a route has had."""
        return sum(asked == route and ticker in (None, about) for asked, about in tuple(self.asked))

    @property
    def counts(self) -> Counter[str]:
        return Counter(route for route, _ticker in tuple(self.asked))

    def _answer(self, asked: Asked) -> Answer | Misbehaviour:
        route, ticker = _route(asked)
        with self._lock:
            self.asked.append((route, ticker))
            self.crumbs |= {asked.query["crumb"]} if "crumb" in asked.query else set()
            self._under_way += 1
            self.most_at_once = max(self.most_at_once, self._under_way)
        try:
            fault = self._fault(route, ticker)
            if isinstance(fault, Hold):
                fault.gate.wait(30)
            elif fault is not None:
                return fault
            return self._proper(route, ticker, asked)
        finally:
            with self._lock:
                self._under_way -= 1

    def _fault(self, route: str, ticker: str) -> Fault | None:
        failing = self._failing.get(route) or self._failing.get("*")
        if failing is None or failing.ticker not in (None, ticker):
            return None
        return None if failing.until and self.now >= failing.until else failing.fault

    def _proper(self, route: str, ticker: str, asked: Asked) -> Answer:
        if route == "cookie":
            lasting = "Max-Age=31536000; Domain=.yahoo.com; Path=/; Secure; HttpOnly"
            return Answer(404, b"", {"Set-Cookie": f"A3=d=loopback{self._cookie}; {lasting}"})
        if route == "consent":
            return Answer(200, "<html><body>nothing to agree to here</body></html>")
        if route == "crumb":
            known = f"A3=d=loopback{self._cookie}" in asked.cookies
            return (
                Answer(200, f"crumb{self._crumb}", {"Content-Type": "text/plain"}) if known else Answer(401)
            )
        if route in ("chart", "probe"):
            listing = self._listings.get(ticker)
            if listing is None:
                return NOT_FOUND
            return Answer(200, listing.chart(asked.query, self.now, self.calendar))
        if route in ("quote", "summary") and asked.query.get("crumb") != f"crumb{self._crumb}":
            return _INVALID_CRUMB
        return self._fact(route, ticker)

    def _fact(self, route: str, ticker: str) -> Answer:
        document = self.facts.get((route, ticker))
        if document is not None:
            return Answer(200, document)
        if route == "summary":
            missing = {"code": "Not Found", "description": f"No fundamentals data found for symbol: {ticker}"}
            return Answer(404, {"quoteSummary": {"result": None, "error": missing}})
        if route == "quote":
            known = (self._listings.get(one) for one in ticker.split(","))
            quotes = [listing.quote(self.now, self.calendar) for listing in known if listing]
            return Answer(200, {"quoteResponse": {"result": quotes, "error": None}})
        if route == "news":
            return Answer(200, {"data": {"tickerStream": {"stream": []}}, "status": "OK"})
        if route == "timeseries":
            return Answer(200, {"timeseries": {"result": [], "error": None}})
        return Answer(200, {"quotes": [], "news": []})


class _LoopbackSession(YahooSession):
    """The product's session; only port and address differ from live."""

    def __init__(self, wire: YahooWire, port: int, trust: str | bool) -> None:
        resolve = [f"{host}:{port}:127.0.0.1" for host in HOSTS]
        super().__init__(verify=trust, curl_options={CurlOpt.RESOLVE: resolve, CurlOpt.NOPROXY: "*"})
        self._wire, self._port = wire, port

    def request(self, method: Any, url: str, *args: Any, **options: Any) -> Response:
        host = urlsplit(url).hostname
        assert host in HOSTS, f"{host} is not on loopback"
        # curl refuses .onion names without asking any name server.
        there = f"{host}.onion" if self._wire.unresolvable else f"{host}:{self._port}"
        return super().request(method, url.replace(host, there, 1), *args, **options)


def fresh_process() -> None:
    """Make yfinance forget all it keeps in this process (session, cookie, crumb, cached answers),
    as if nobody had asked Yahoo yet."""
    SingletonMeta._instances.pop(YfData, None)
    YfData.cache_get.cache_clear()
    cache._CookieCacheManager._Cookie_cache = None
    cache._TzCacheManager._tz_cache = None


def _route(asked: Asked) -> tuple[str, str]:
    """The route's name, and the ticker asked about ("" where there is none)."""
    last = asked.path.rpartition("/")[2]
    if asked.host == "fc.yahoo.com":
        return "cookie", ""
    if asked.host in ("guce.yahoo.com", "consent.yahoo.com"):
        return "consent", ""
    if asked.path == "/v1/test/getcrumb":
        return "crumb", ""
    if asked.path.startswith("/v8/finance/chart/"):
        return ("probe" if asked.query.get("range") == "1d" else "chart"), unquote(last)
    if asked.path.startswith("/v10/finance/quoteSummary/"):
        return "summary", unquote(last)
    if asked.path.startswith("/v7/finance/quote"):
        return "quote", asked.query["symbols"]
    if asked.path.startswith("/ws/fundamentals-timeseries/"):
        return "timeseries", unquote(last)
    if asked.path == "/xhr/ncp":
        return "news", json.loads(asked.body)["serviceConfig"]["s"][0]
    if asked.path == "/v1/finance/search":
        return "search", asked.query["q"]
    raise AssertionError(f"Yahoo's wire has no {asked.path} here")
