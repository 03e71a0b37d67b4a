"""Many requests at once, each of which would fit alone."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, time
from threading import Barrier

import pytest
import sqlalchemy as sa

from bot.store.store import Store
from commands.framework.ports import Alert, Holder, Person, Place, Section, Subscription, TooMany
from market.alerts.rules import AlertRule
from market.analytics.portfolio import Position
from market.calendars.schedule import Days, Edition, Schedule
from market.clock import FixedClock

AT_ONCE, MOST = 6, 3
TICKERS = ("IWM", "SPY", "QQQ", "MDY", "IWC", "XLE")
PLACE = Place("slack", "T1", "C1")
ANA, HOLDER = Person("slack", "T1", "U1"), Holder("slack", "T1", "U1")
SCHEDULE = Schedule(Edition.MORNING, "UTC", time(8, 30), Days.parse("daily"))
DUE = datetime(2026, 1, 23, 8, 30, tzinfo=UTC)


@pytest.fixture
def store(database: sa.Engine, clock: FixedClock) -> Store:
    return Store.over(database, clock)


def _position(store: Store, ticker: str) -> None:
    store.portfolios.add(HOLDER, [Position(ticker, 1.0, None, date(2026, 1, 22), 1.0)], MOST)


def _watched(store: Store, ticker: str) -> None:
    store.watchlists.add(HOLDER, [ticker], MOST)


def _alert(store: Store, ticker: str) -> None:
    store.alerts.add(Alert(PLACE, "U1", AlertRule.parse(f"{ticker} above 9999")), ANA, MOST)


def _digest(store: Store, ticker: str) -> None:
    store.subscriptions.add(Subscription(PLACE, ticker, SCHEDULE, (Section.MACRO,), next_due=DUE), MOST)


@pytest.mark.parametrize(
    ("add", "kept"),
    [
        (_position, lambda store: store.portfolios.positions(HOLDER)),
        (_watched, lambda store: store.watchlists.tickers(HOLDER)),
        (_alert, lambda store: store.alerts.of_person(ANA)),
        (_digest, lambda store: store.subscriptions.of_channel(PLACE)),
    ],
)
def test_requests_at_once_do_not_pass_the_limit(
    store: Store, add: Callable[[Store, str], None], kept: Callable[[Store], tuple[object, ...]]
) -> None:
    together = Barrier(AT_ONCE)

    def fits(ticker: str) -> bool:
        together.wait(10)
        try:
            add(store, ticker)
        except TooMany:
            return False
        return True

    with ThreadPoolExecutor(AT_ONCE) as threads:
        fitted = list(threads.map(fits, TICKERS))
    assert fitted.count(True) == len(kept(store)) == MOST


def test_what_one_owner_keeps_leaves_others_alone_and_a_request_is_kept_whole_or_not(store: Store) -> None:
    store.watchlists.add(HOLDER, TICKERS[:2], MOST)
    with pytest.raises(TooMany):
        store.watchlists.add(HOLDER, TICKERS[2:4], MOST)
    store.watchlists.add(HOLDER, [TICKERS[1], TICKERS[2]], MOST)
    assert store.watchlists.tickers(HOLDER) == TICKERS[:3]
    store.watchlists.add(Holder("slack", "T1", "U2"), TICKERS[3:5], MOST)
    assert store.watchlists.tickers(Holder("slack", "T1", "U2")) == TICKERS[3:5]
