"""yfinance, tamed: loaded on first use, one session for everything, no call past its deadline."""

from __future__ import annotations

import contextlib
import logging
import threading
import warnings
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from market.clock import Deadline
from market.errors import MarketError, ProviderDown, Throttled
from market.private_files import private_file, private_folder
from market.sources.yahoo.errors import TITLE, NotListed

if TYPE_CHECKING:
    from market.sources.yahoo.http_session import YahooSession

Answer = TypeVar("Answer")
_log = logging.getLogger(__name__)
AT_ONCE = 4
_YFINANCE_FILES = ("cookies.db", "tkr-tz.db")  # made by yfinance with everybody's rights where missing


class YahooClient:
    """Asks Yahoo through yfinance. Thread-safe; at most `AT_ONCE` questions at a time.

    cache_dir: a folder that may be written, for yfinance's cookie.
    session: one made elsewhere (tests lead it to loopback); by default a browser-like one is made at first
        use.
    """

    def __init__(self, cache_dir: Path, session: YahooSession | None = None) -> None:
        self._cache_dir, self._session = cache_dir, session
        self._threads = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="yahoo")
        self._loading = threading.Lock()
        self._loaded: tuple[Any, YahooSession] | None = None

    def ask(self, ticker: str, deadline: Deadline, question: Callable[[Any], Answer]) -> Answer:
        """`question` of yfinance's `Ticker`, answered before `deadline` whatever happens.

        Raises Throttled, ProviderDown and NotListed. It runs in a thread of its
        own, as yfinance holds locks that no request timeout can end.
        """
        future = self._threads.submit(self._answer, ticker, deadline, question)
        try:
            return future.result(timeout=deadline.remaining())
        except TimeoutError:
            future.cancel()
            raise ProviderDown(TITLE, "no answer in time") from None

    def close(self) -> None:
        """Let go of the threads; questions under way end by their deadlines."""
        self._threads.shutdown(wait=False, cancel_futures=True)

    def _answer(self, ticker: str, deadline: Deadline, question: Callable[[Any], Answer]) -> Answer:
        yfinance, session = self._load()
        try:
            with session.within(deadline):
                return question(yfinance.Ticker(ticker, session=session))
        except (MarketError, NotListed):
            raise
        except Exception as error:  # yfinance raises anything when a document is not as it expects
            _log.info("asking Yahoo for %s failed: %s", ticker, type(error).__name__)
            raise _failure(error) from error
        finally:
            # yfinance keeps answers about the past, failed ones too, and would repeat them for ever.
            yfinance.data.YfData.cache_get.cache_clear()

    def _load(self) -> tuple[Any, YahooSession]:
        """yfinance, imported and set up once, as it takes a second and 60 MB; and the session."""
        with self._loading:
            if self._loaded is None:
                import pandas as pd
                import yfinance

                from market.sources.yahoo.http_session import YahooSession

                # After the import: yfinance puts its own filter in front.
                warnings.filterwarnings("ignore", category=pd.errors.Pandas4Warning, module="yfinance")
                logging.getLogger("yfinance").setLevel(logging.CRITICAL)  # it guesses; errors are told here
                yfinance.config.debug.hide_exceptions = False
                with contextlib.suppress(OSError):  # yfinance does without a folder it cannot write
                    private_folder(self._cache_dir)
                    for name in _YFINANCE_FILES:
                        private_file(self._cache_dir / name)
                yfinance.set_tz_cache_location(str(self._cache_dir))
                self._loaded = yfinance, self._session or YahooSession()
            return self._loaded


def _failure(error: Exception) -> MarketError:
    """What the failure means, in words that are safe to show."""
    from curl_cffi.requests import exceptions as curl
    from yfinance.exceptions import YFRateLimitError

    reasons: tuple[tuple[type[Exception], str], ...] = (
        (curl.Timeout, "no answer in time"),
        (curl.DNSError, "its address cannot be found"),
        (curl.SSLError, "no secure connection"),
        (curl.JSONDecodeError, "an answer that cannot be read"),
        (curl.RequestException, "the connection broke off"),
    )
    if isinstance(error, YFRateLimitError):
        return Throttled(TITLE)
    return ProviderDown(
        TITLE,
        next((words for kind, words in reasons if isinstance(error, kind)), "an answer that cannot be read"),
    )
