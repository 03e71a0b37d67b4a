"""The HTTP session beneath yfinance: one deadline over all requests of a call, and plain failures.

yfinance's own `timeout=` bounds one request, not the call, and it reads outages as delistings.
Here every request of a call shares the call's deadline, and what a status or a body means is said
where it arrives. Import this module only when Yahoo is asked: it loads yfinance and curl_cffi.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from curl_cffi.requests import Response, Session
from curl_cffi.requests.exceptions import ConnectionError as BrokenConnection
from curl_cffi.requests.exceptions import Timeout
from yfinance.cache import get_cookie_cache
from yfinance.exceptions import YFRateLimitError

from market.clock import Deadline
from market.errors import ProviderDown
from market.sources.yahoo.errors import TITLE, NotListed

_COOKIE_HOSTS = {"fc.yahoo.com", "guce.yahoo.com", "consent.yahoo.com"}
_CRUMB_PATH = "/v1/test/getcrumb"
_CRUMB = re.compile(r"[\w.\\/+=-]{1,40}")  # Yahoo's have 11 such characters; error pages have others


class YahooSession(Session[Response]):
    """A browser-like session for yfinance. Use it inside `within(deadline)`; each thread has its
    own deadline, cookies are shared.

    Raises from any request: YFRateLimitError (429), NotListed (404 in Yahoo's own words),
    ProviderDown (5xx, a second refusal, anything but the data asked for), and curl_cffi's
    exceptions for what happens on the wire, Timeout among them once the deadline has passed.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"impersonate": "chrome", **options})
        self._call = threading.local()

    @contextmanager
    def within(self, deadline: Deadline) -> Iterator[None]:
        """All requests of this thread inside the block share `deadline`."""
        self._call.deadline, self._call.refused = deadline, set()
        try:
            yield
        finally:
            del self._call.deadline, self._call.refused

    def request(self, method: Any, url: str, *args: Any, **options: Any) -> Response:
        """One request in what remains of the deadline. yfinance's own timeout is ignored."""
        options["timeout"] = self._allowance(url)
        response = super().request(method, url, *args, **options)
        address = urlsplit(url)
        if address.path == _CRUMB_PATH:
            self._check_crumb(address.hostname, response)
        elif address.path.startswith(("/v", "/ws/", "/xhr/")) and address.hostname not in _COOKIE_HOSTS:
            self._check_data(address.path, response)
        return response

    def _allowance(self, url: str) -> float:
        remaining: float = self._call.deadline.remaining()
        if remaining < 0.001:  # curl takes 0 for "wait for ever"
            raise Timeout("the deadline has passed")
        address = urlsplit(url)
        # Prices come without cookie and crumb too, so a silent cookie host must leave time for them.
        ticket = address.hostname in _COOKIE_HOSTS or address.path == _CRUMB_PATH
        return remaining / 3 if ticket else remaining

    def _check_data(self, path: str, response: Response) -> None:
        status = response.status_code
        if status == 429:
            raise YFRateLimitError
        if status == 404 and _is_data(response):  # said by the service itself, not by a proxy
            raise NotListed
        if status >= 500 or status == 404 or (status >= 400 and path in self._call.refused):
            raise ProviderDown(TITLE, f"HTTP {status}")
        if status >= 400:  # yfinance asks once more with another cookie and crumb
            self._call.refused.add(path)
        elif not _is_data(response) and not _asks_consent(response):
            raise ProviderDown(TITLE, "something else came instead of data")

    def _check_crumb(self, host: str | None, response: Response) -> None:
        """yfinance would keep whatever text comes here as the crumb, error pages included."""
        text = response.text
        if response.status_code == 429 or "Too Many Requests" in text:
            raise YFRateLimitError
        if response.ok and "<html>" in text and host == "query1.finance.yahoo.com":
            return  # yfinance knows this one: it turns to the consent page for another cookie
        if response.status_code in (401, 403):  # the cookie has lost its worth, and yfinance stored it
            self.cookies.clear()
            get_cookie_cache().store("curlCffi", None)
        if not response.ok or not _CRUMB.fullmatch(text):
            raise BrokenConnection("no crumb")


def _is_data(response: Response) -> bool:
    """A document of the service asked, not a page and not Yahoo's general error document."""
    start = response.content[:40].split()
    return bool(start) and start[0][:1] in (b"{", b"[") and not b"".join(start).startswith(b'{"finance"')


def _asks_consent(response: Response) -> bool:
    return (urlsplit(response.url).hostname or "").endswith("consent.yahoo.com")
