"""Whatever a person stored, and wherever: after an erasure no row of any table names them or their conversations."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa

from bot.engine.conversation import Conversation
from bot.engine.shown_answers import shown_answer
from bot.store.ledger import LedgerLine
from bot.store.schema import StoreTable
from bot.store.store import Store
from charts.theme import Mode
from commands.framework.asker import Asker
from commands.framework.ports import Alert, Holder, Person, Place, Subscription
from commands.framework.reply import Reply, Visibility
from market.alerts.rules import AlertRule
from market.analytics.portfolio import Position
from market.calendars.quiet_hours import QuietHours
from market.clock import FixedClock
from tests.bot.jobs.stage import DUE, SCHEDULE

HOURS = QuietHours.parse("22:00-07:00 UTC")
# Tables that hold nothing of anybody's: workers, keys of events, marks, and contents and pictures of an hour.
NOBODYS = {"workers", "seen", "marks", "contents", "pictures", "organisations"}
# Everywhere that somebody can ask: with two platforms' direct conversations, a workspace alone and in an organisation.
PLACES = [
    Asker("slack", "T1", "CHERE", "UANN"),
    Asker("slack", "T1", "DANN", "UANN", direct=True),
    Asker("slack", "T1", "DANN", "UANN", direct=True, scope="E1"),
    Asker("discord", "G1", "CHERE", "UANN", scope=""),
    Asker("discord", "", "DANN", "UANN", direct=True, scope=""),
]
Act = Callable[[Store, Asker], object]


def place_of(asker: Asker) -> Place:
    return Place(asker.platform, asker.workspace, asker.channel)


def _digest(store: Store, asker: Asker) -> None:
    kept = store.subscriptions.add(Subscription(place_of(asker), asker.person, SCHEDULE, next_due=DUE))
    key = f"digest:{kept.id}:{asker.platform}"
    line = LedgerLine(key, "digest", kept.id, place_of(asker), asker.person, date(2026, 1, 22), DUE, {})
    with store.engine.begin() as c:
        store.ledger.write(c, [line], "batch")


def _quiet(store: Store, asker: Asker) -> None:
    store.quiet.set(Person.who_asks(asker), HOURS)
    if asker.direct:  # as /alert quiet here
        store.quiet.set(place_of(asker), HOURS, asker.person)


def _answer(store: Store, asker: Asker) -> None:
    store.answers.keep(shown_answer(Reply("It rose."), None, Mode.DARK, asker, Visibility.PRIVATE, ""))


def _lists(store: Store, asker: Asker) -> None:
    store.watchlists.add(Holder.person(asker), ["IWM"])
    if asker.direct:
        store.watchlists.add(Holder.channel(asker), ["SPY"])


ACTS: dict[str, Act] = {
    "subscriptions": _digest,
    "alerts": lambda s, a: s.alerts.add(Alert(place_of(a), a.person, AlertRule.parse("rut record"))),
    "watchlists": _lists,
    "positions": lambda s, a: s.portfolios.add(
        Holder.person(a), [Position("IWM", 10, 150.0, date(2026, 1, 22), 259.65)]
    ),
    "answers": _answer,
    "last_questions": lambda s, a: s.questions.remember(
        Conversation(a.platform, a.workspace, a.channel, "1769.1", a.person), "/quote rut"
    ),
    "welcomes": lambda s, a: s.welcomes.claim(place_of(a), a.person) if a.direct else None,
    "quiet_hours": _quiet,
}


def naming(store: Store, *words: str) -> set[str]:
    """The tables of the database, slack_sdk's as well, in which a value holds one of these words."""
    found = set[str]()
    with store.engine.connect() as c:
        for table in sa.inspect(store.engine).get_table_names():
            rows: list[Any] = list(c.execute(sa.text(f'SELECT * FROM "{table}"')))  # our own tables
            found |= {table for row in rows for value in row for word in words if word in str(value)}
    return found


@pytest.fixture
def store(database: sa.Engine, clock: FixedClock) -> Store:
    return Store.over(database, clock)


def test_every_table_has_an_act_that_fills_it_or_is_nobodys() -> None:
    assert set(ACTS) | {"deliveries"} | NOBODYS == set(StoreTable.metadata.tables)


@pytest.mark.parametrize("asker", PLACES, ids=lambda a: f"{a.platform}-{a.channel}-{a.scope}")
def test_an_erasure_leaves_no_row_that_names_the_person(store: Store, asker: Asker) -> None:
    for act in ACTS.values():
        act(store, asker)
    before = naming(store, "UANN", "DANN")
    assert before >= set(ACTS) - (set() if asker.direct else {"welcomes"})
    store.privacy.erase(Person.who_asks(asker))
    assert naming(store, "UANN", "DANN") == set()


def test_the_erasure_may_be_asked_for_anywhere_else(store: Store) -> None:
    direct = Asker("slack", "T1", "DANN", "UANN", direct=True)
    for act in ACTS.values():
        act(store, direct)
    store.privacy.erase(Person.who_asks(Asker("slack", "T1", "CELSE", "UANN")))
    assert naming(store, "UANN", "DANN") == set()


def test_hours_of_a_conversation_that_an_earlier_release_saved_go_from_within_it(store: Store) -> None:
    store.quiet.set(Place("slack", "T1", "DANN"), HOURS)
    store.quiet.set(Place("slack", "T1", "CHERE"), HOURS)
    store.privacy.erase(Person.who_asks(Asker("slack", "T1", "DANN", "UANN", direct=True)))
    assert store.quiet.of(Place("slack", "T1", "DANN")) is None
    assert store.quiet.of(Place("slack", "T1", "CHERE")) == HOURS


def test_what_another_person_set_in_a_conversation_of_two_stays(store: Store) -> None:
    place = Place("slack", "T1", "DTWO")
    store.quiet.set(place, HOURS, "UBOB")
    store.privacy.erase(Person.who_asks(Asker("slack", "T1", "DTWO", "UANN", direct=True)))
    assert store.quiet.of(place) == HOURS
    store.privacy.erase(Person.who_asks(Asker("slack", "T1", "CHERE", "UBOB")))
    assert store.quiet.of(place) is None
