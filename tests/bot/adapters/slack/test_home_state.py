"""What stands on the Home: a person's own and their channels', never another's, each with its next time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, time

import pytest
import sqlalchemy as sa

from bot.adapters.slack.home import HomeItem, HomeSection
from bot.adapters.slack.home_state import read_home
from bot.store.store import Store
from commands.framework.asker import Asker
from commands.framework.ports import Alert, Holder, Place, State, Subscription
from market.alerts.rules import AlertRule
from market.calendars.calendar import Calendar
from market.calendars.schedule import Days, Edition, Schedule
from market.clock import FixedClock

ANN = Asker("slack", "T1", "", "U1", direct=True)
HERE, SECRET = Place("slack", "T1", "C1"), Place("slack", "T1", "CSECRET")
MORNING = Schedule(Edition.MORNING, "Europe/Berlin", time(8, 30), Days())
DUE = datetime(2026, 1, 23, 7, 30, tzinfo=UTC)
CLOSE = datetime(2026, 1, 22, 21, 0, tzinfo=UTC)
CALENDAR = Calendar()


@pytest.fixture
def store(database: sa.Engine, clock: FixedClock) -> Store:
    return Store.over(database, clock)


def items(sections: Sequence[HomeSection], title: str) -> tuple[HomeItem, ...]:
    return next(section.items for section in sections if section.title == title)


def test_digests_are_the_persons_and_those_of_their_channels_only(store: Store, clock: FixedClock) -> None:
    store.subscriptions.add(Subscription(HERE, "U2", MORNING, next_due=DUE))
    store.subscriptions.add(Subscription(SECRET, "U2", MORNING, next_due=DUE))
    store.subscriptions.add(Subscription(Place("slack", "T1", "D1"), "U1", MORNING, next_due=DUE))
    store.subscriptions.add(Subscription(Place("slack", "T2", "C1"), "U1", MORNING, next_due=DUE))
    shown = items(read_home(store, ANN, frozenset({"C1"}), CALENDAR, clock.now()), "Digests")
    assert [(item.channel, item.state, item.at) for item in shown] == [
        ("C1", "Next", DUE),
        ("D1", "Next", DUE),
    ]
    assert shown[0].action is not None
    assert shown[0].action.command == "/digest test 1 <#C1>"


def test_a_paused_digest_says_why_and_has_no_time(store: Store, clock: FixedClock) -> None:
    kept = store.subscriptions.add(Subscription(HERE, "U1", MORNING, next_due=DUE))
    store.subscriptions.change(
        replace(kept, state=State.PAUSED, reason="The channel is gone.", next_due=None)
    )
    (item,) = items(read_home(store, ANN, frozenset(), CALENDAR, clock.now()), "Digests")
    assert (item.state, item.at) == ("Paused: The channel is gone.", None)


@pytest.mark.parametrize(
    ("now", "state", "at"),
    [
        ("2026-01-22T12:00", "Looked at every minute from", "2026-01-22T14:30"),
        ("2026-01-22T15:00", "Looked at every minute until", "2026-01-22T21:00"),
        ("2026-01-23T22:00", "Looked at every minute from", "2026-01-26T14:30"),
    ],
)
def test_alerts_say_when_they_are_looked_at(store: Store, now: str, state: str, at: str) -> None:
    store.alerts.add(Alert(HERE, "U1", AlertRule.parse("rut above 2750")))
    store.alerts.add(Alert(HERE, "U2", AlertRule.parse("rut record")))
    moment = datetime.fromisoformat(now).replace(tzinfo=UTC)
    (item,) = items(read_home(store, ANN, frozenset({"C1"}), CALENDAR, moment), "Your alerts")
    assert (item.what, item.state, item.at) == (
        "rut above 2750",
        state,
        datetime.fromisoformat(at).replace(tzinfo=UTC),
    )


def test_alerts_at_the_close_and_quiet_ones_say_so(store: Store, clock: FixedClock) -> None:
    store.alerts.add(Alert(HERE, "U1", AlertRule.parse("rut record")))
    store.alerts.add(Alert(HERE, "U1", AlertRule.parse("rut above 2750"), snoozed_until=DUE))
    record, quiet = items(read_home(store, ANN, None, CALENDAR, clock.now()), "Your alerts")
    assert (record.state, record.at) == ("Judged after the close of", CLOSE)
    assert (quiet.state, quiet.at) == ("Quiet until", DUE)


def test_watchlists_of_the_person_and_their_channels(store: Store, clock: FixedClock) -> None:
    store.watchlists.add(Holder("slack", "T1", "U1"), ["IWM", "AAPL"])
    store.watchlists.add(Holder("slack", "T1", "U2"), ["SPY"])
    store.watchlists.add(Holder("slack", "T1", "C1", shared=True), ["^RUT", "QQQ"])
    store.watchlists.add(Holder("slack", "T1", "CSECRET", shared=True), ["DIA"])
    mine, channel = items(read_home(store, ANN, frozenset({"C1"}), CALENDAR, clock.now()), "Watchlists")
    assert (mine.what, mine.channel, mine.at) == ("IWM, AAPL", "", CLOSE)
    assert channel.what == "^RUT, QQQ"
    assert channel.action is not None
    assert channel.action.command == "/compare rut qqq"


def test_where_slack_does_not_tell_the_channels_it_says_so(store: Store, clock: FixedClock) -> None:
    store.subscriptions.add(Subscription(HERE, "U2", MORNING, next_due=DUE))
    sections = read_home(store, ANN, None, CALENDAR, clock.now())
    assert "only what is yours" in sections[0].empty
    assert items(sections, "Digests") == ()
