"""Providers that are asked by one request: every bad day of the wire is told as what it is, in time."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from market.clock import Deadline
from market.datasets.economic_series import EconomicSeries
from market.datasets.members import RUSSELL_2000
from market.errors import ProviderDown, Throttled
from market.sources.fred import FredSource
from market.sources.ishares import ISharesLists
from tests.market.sources.loopback import Loopback

NOW = datetime(2026, 1, 22, 22, 0, tzinfo=UTC)
GOOD = {
    "fred": "observation_date,DGS10\n2026-01-20,4.30\n2026-01-21,4.26\n",
    "ishares": 'Ticker,Name,Sector,Asset Class,Weight (%)\n"BE","BLOOM ENERGY","Industrials","Equity","1.93"\n',
}
Ask = Callable[..., object]


@pytest.fixture(params=GOOD)
def ask(request: pytest.FixtureRequest, loopback: Loopback) -> Ask:
    """One question to the provider, which answers well for now."""
    loopback.answer = lambda path, query: (200, GOOD[request.param])

    def fred(seconds: float = 5.0) -> object:
        source = FredSource(graph=loopback.base, api=loopback.base)
        return source.observations(EconomicSeries.parse("10y"), NOW, Deadline.after(seconds)).values.tolist()

    def ishares(seconds: float = 5.0) -> object:
        return ISharesLists(loopback.base).members(RUSSELL_2000, NOW, Deadline.after(seconds)).tickers

    return {"fred": fred, "ishares": ishares}[request.param]


def test_a_good_answer_is_read(ask: Ask) -> None:
    assert ask() in ([4.30, 4.26], ["BE"])


def test_429_is_throttling_and_says_when_to_come_back(loopback: Loopback, ask: Ask) -> None:
    loopback.answer = lambda path, query: (429, "slow down")
    for said, wait in (
        ("120", timedelta(minutes=2)),
        ("3600", timedelta(hours=1)),
        ("999999999", timedelta(hours=1)),
        ("99999999999999", timedelta(hours=1)),
        ("9" * 5000, timedelta(hours=1)),  # more digits than Python makes a number of
    ):
        loopback.headers = {"Retry-After": said}
        with pytest.raises(Throttled) as caught:
            ask()
        assert caught.value.retry_at == NOW + wait
    loopback.headers = {"Retry-After": "Thu, 22 Jan 2026 22:05:00 GMT"}
    with pytest.raises(Throttled) as caught:
        ask()
    assert caught.value.retry_at is None


@pytest.mark.parametrize("status", [400, 404, 500, 502])
def test_any_other_status_is_an_outage_and_recovers(loopback: Loopback, ask: Ask, status: int) -> None:
    good = loopback.answer
    loopback.answer = lambda path, query: (status, "<html>Bad</html>")
    with pytest.raises(ProviderDown, match=f"HTTP status {status}"):
        ask()
    loopback.answer = good
    assert ask()


@pytest.mark.parametrize("fault", ["hang", "trickle", "reset"])
def test_a_wire_that_does_not_deliver_ends_by_the_deadline(loopback: Loopback, ask: Ask, fault: str) -> None:
    loopback.fault = fault
    start = time.monotonic()
    with pytest.raises(ProviderDown):
        ask(seconds=0.4)
    assert time.monotonic() - start < 1.5


def test_nothing_is_asked_once_the_deadline_has_passed(loopback: Loopback, ask: Ask) -> None:
    with pytest.raises(ProviderDown):
        ask(seconds=0.0)
    assert loopback.asked == []
