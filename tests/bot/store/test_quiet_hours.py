"""Quiet hours are a person's in their whole scope, or a channel's, and go with them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from bot.store.store import Store
from commands.framework.ports import Alert, Person, Place
from market.alerts.rules import AlertRule
from market.calendars.quiet_hours import QuietHours
from market.clock import FixedClock

HOURS = QuietHours.parse("10:00-12:00 UTC")
NOW, END = datetime(2026, 1, 22, 11, tzinfo=UTC), datetime(2026, 1, 22, 12, tzinfo=UTC)
RULE = AlertRule.parse("rut record")


@pytest.fixture
def store(database: sa.Engine, clock: FixedClock) -> Store:
    return Store.over(database, clock)


@pytest.mark.parametrize(
    ("person", "where", "until"),
    [
        (Person("slack", "T1", "U1"), Place("slack", "T1", "C9"), END),
        (Person("slack", "T1", "U1"), Place("slack", "T2", "C9"), None),
        (Person("slack", "T1", "U1", "E1"), Place("slack", "T1", "C9"), END),
        (Person("discord", "", "U1", ""), Place("discord", "G1", "C9"), END),
        (Person("discord", "G1", "U2", ""), Place("discord", "G1", "C9"), None),
    ],
)
def test_a_persons_hours_hold_wherever_their_id_is_theirs(
    store: Store, person: Person, where: Place, until: datetime | None
) -> None:
    store.quiet.set(person, QuietHours.parse("01:00-02:00 UTC"))
    store.quiet.set(person, HOURS)
    assert store.quiet.of(person) == HOURS
    assert store.quiet.until(Alert(where, "U1", RULE), NOW) == until
    assert store.privacy.erase(person) == 1
    assert store.quiet.of(person) is None
    assert store.quiet.until(Alert(where, "U1", RULE), NOW) is None


def test_a_channels_hours_hold_for_everybody_there(store: Store) -> None:
    here = Place("slack", "T1", "C1")
    store.quiet.set(here, HOURS)
    assert store.quiet.until(Alert(here, "U7", RULE), NOW) == END
    assert store.quiet.until(Alert(Place("slack", "T1", "C2"), "U7", RULE), NOW) is None
    assert store.quiet.of(Person("slack", "T1", "")) is None
    store.quiet.set(here, None)
    assert store.quiet.of(here) is None


def test_a_place_without_a_channel_has_nobodys_hours(store: Store) -> None:
    ann, nowhere = Person("slack", "T1", "U1"), Place("slack", "T1", "")
    store.quiet.set(ann, HOURS)
    assert store.quiet.of(nowhere) is None
    store.quiet.set(nowhere, None)
    assert store.quiet.of(ann) == HOURS


def test_the_hours_of_a_direct_conversation_go_with_its_person(store: Store) -> None:
    store.quiet.set(Place("discord", "", "d7"), HOURS)
    assert store.privacy.erase(Person("discord", "", "7", "", "d8")) == 0
    assert store.privacy.erase(Person("discord", "", "7", "", "d7")) == 1


def test_peoples_hours_go_with_the_last_workspace_of_their_organisation(store: Store) -> None:
    ann = Person("slack", "T1", "U1", "E1")
    store.quiet.set(ann, HOURS)
    store.privacy.erase_workspace("slack", "T1", "E1")
    assert store.quiet.of(ann) is None
