from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from slack_sdk.oauth.installation_store import Installation
from slack_sdk.oauth.installation_store.sqlalchemy import SQLAlchemyInstallationStore

from bot.engine.content import Content
from bot.engine.conversation import Conversation
from bot.store import schema
from bot.store.composed import ComposedReplies
from bot.store.ledger import Ledger, LedgerLine, Stage
from bot.store.privacy import _OWNED
from bot.store.store import Store
from commands.framework.ports import Alert, Holder, Person, Place, Section, State, Subscription
from commands.framework.reply import Reply
from market.alerts.rules import AlertRule
from market.analytics.portfolio import Position
from market.calendars.quiet_hours import QuietHours
from market.calendars.schedule import Days, Edition, Schedule, time_of
from market.clock import FixedClock

HERE, ELSEWHERE = Place("slack", "T1", "C1"), Place("slack", "T1", "C2")
DUE = datetime(2026, 1, 22, 7, 30, tzinfo=UTC)
MORNING = Schedule(Edition.MORNING, "Europe/Berlin", time_of("08:30"), Days.parse("mon-fri"))


@pytest.fixture
def store(database: sa.Engine, clock: FixedClock) -> Store:
    return Store.over(database, clock)


def test_a_digest_comes_back_as_it_was_kept(store: Store) -> None:
    kept = store.subscriptions.add(
        Subscription(HERE, "U1", MORNING, (Section.SMALL_CAPS, Section.MACRO), next_due=DUE)
    )
    assert kept.id > 0
    assert store.subscriptions.of_channel(HERE) == [kept]
    closing = Subscription(HERE, "U1", Schedule(Edition.CLOSE, "UTC"), next_due=DUE)
    assert store.subscriptions.add(closing).schedule == closing.schedule


def test_a_channel_sees_its_own_digests_only(store: Store) -> None:
    kept = store.subscriptions.add(Subscription(HERE, "U1", MORNING))
    assert store.subscriptions.of_channel(ELSEWHERE) == []
    assert store.subscriptions.get(ELSEWHERE, kept.id) is None
    assert store.subscriptions.get(HERE, kept.id) == kept


def test_a_number_is_never_given_out_twice(store: Store) -> None:
    first = store.subscriptions.add(Subscription(HERE, "U1", MORNING))
    store.subscriptions.remove(first)
    assert store.subscriptions.add(Subscription(HERE, "U1", MORNING)).id != first.id


def test_only_running_digests_whose_time_has_come_are_due(store: Store, clock: FixedClock) -> None:
    now = clock.now()
    due = store.subscriptions.add(Subscription(HERE, "U1", MORNING, next_due=now))
    store.subscriptions.add(Subscription(HERE, "U1", MORNING, next_due=now + timedelta(minutes=1)))
    store.subscriptions.add(Subscription(HERE, "U1", MORNING, state=State.PAUSED, next_due=now))
    with store.engine.begin() as c:
        assert store.subscriptions.due(c, now, 10) == [due]


def test_alerts_come_back_as_they_were_kept(store: Store) -> None:
    kept = store.alerts.add(Alert(HERE, "U1", AlertRule.parse("rut above 2750 again after 1%")))
    assert store.alerts.of_person(Person("slack", "T1", "U1")) == [kept]
    assert store.alerts.of_channel(HERE) == [kept]
    assert store.alerts.of_channel(ELSEWHERE) == []
    store.alerts.remove(kept)
    assert store.alerts.all() == []


def test_a_watchlist_keeps_its_order_and_knows_no_doubles(store: Store) -> None:
    mine, ours = Holder("slack", "T1", "U1"), Holder("slack", "T1", "C1", shared=True)
    store.watchlists.add(mine, ["IWM", "AAPL"])
    store.watchlists.add(mine, ["AAPL", "NVDA"])
    store.watchlists.add(ours, ["SPY"])
    assert store.watchlists.tickers(mine) == ("IWM", "AAPL", "NVDA")
    assert store.watchlists.remove(mine, ["IWM", "QQQ"]) == 1
    assert store.watchlists.tickers(mine) == ("AAPL", "NVDA")
    assert store.watchlists.tickers(ours) == ("SPY",)


def test_what_the_channels_of_a_workspace_keep_is_read_together(store: Store) -> None:
    far = Place("discord", "T2", "C1")
    store.watchlists.add(Holder("slack", "T1", "C1", shared=True), ["SPY", "IWM"])
    store.watchlists.add(Holder("slack", "T1", "C2"), ["AAPL"])  # a person's
    store.watchlists.add(Holder("discord", "T2", "C1", shared=True), ["QQQ"])
    store.watchlists.add(Holder("slack", "T1", "C2", shared=True), ["QQQ"])
    assert store.watchlists.shared_in("slack", "T1") == {"C1": ("SPY", "IWM"), "C2": ("QQQ",)}
    record = AlertRule.parse("rut record")
    for place in (HERE, far, HERE):
        store.alerts.add(Alert(place, "U1", record))
    store.alerts.add(Alert(HERE, "U1", AlertRule.parse("rut above 2750 again after 1%"), armed=False))
    assert store.alerts.armed_in("slack", "T1") == {"C1": (record, record)}
    assert store.alerts.armed_in("slack", "T9") == {}
    assert store.watchlists.shared_in("slack", "T9") == {}


def test_when_digests_were_last_posted_is_read_together(store: Store, clock: FixedClock) -> None:
    ids = [store.subscriptions.add(Subscription(HERE, "U1", MORNING)).id for _ in range(3)]
    lines = [
        LedgerLine(f"{id}:{day}", "digest", id, HERE, "U1", date(2026, 1, day), DUE, {}, stage=stage)
        for id, day, stage in (
            (ids[0], 21, Stage.SENT),
            (ids[1], 21, Stage.SENT),
            (ids[2], 21, Stage.SKIPPED),
        )
    ]
    with store.engine.begin() as c:
        store.ledger.write(c, lines, "")
        clock.at += timedelta(days=1)
        store.ledger.write(c, [replace(lines[1], key="again")], "")
    now = clock.now()
    far = store.subscriptions.add(Subscription(Place("slack", "T2", "C1"), "U1", MORNING)).id
    with store.engine.begin() as c:
        store.ledger.write(c, [replace(lines[0], key="far", subject=far)], "")
    assert store.subscriptions.last_posted_in("slack", "T1") == {ids[0]: now - timedelta(days=1), ids[1]: now}
    assert store.subscriptions.last_posted(ids[1]) == now
    assert store.subscriptions.last_posted(ids[2]) is None


async def test_an_event_is_seen_for_the_first_time_exactly_once(store: Store) -> None:
    asked = await asyncio.gather(*(store.seen.first_time("Ev1") for _ in range(8)))
    assert sorted(asked) == [False] * 7 + [True]


def test_marks_are_overwritten(store: Store) -> None:
    assert store.marks.get("discord commands") is None
    store.marks.set("discord commands", "abc")
    store.marks.set("discord commands", "def")
    assert store.marks.get("discord commands") == "def"


def _fill(store: Store, clock: FixedClock) -> None:
    for owner in ("U1", "U2"):
        kept = store.subscriptions.add(Subscription(HERE, owner, MORNING, next_due=DUE))
        store.alerts.add(Alert(HERE, owner, AlertRule.parse("rut record")))
        store.watchlists.add(Holder("slack", "T1", owner), ["IWM"])
        line = LedgerLine(f"digest:{kept.id}", "digest", kept.id, HERE, owner, date(2026, 1, 22), DUE, {})
        with store.engine.begin() as c:
            Ledger(store.engine, clock).write(c, [line], "batch")
        store.portfolios.add(
            Holder("slack", "T1", owner), [Position("IWM", 10, 150.0, date(2026, 1, 22), 259.65)]
        )
        store.welcomes.claim(Place("slack", "T1", f"D{owner}"), owner)
        store.quiet.set(Person("slack", "T1", owner), QuietHours.parse("22:00-07:00 Europe/Berlin"))
        store.questions.remember(Conversation("slack", "T1", "C1", "", owner), "/quote rut")
    store.watchlists.add(Holder("slack", "T1", "C1", shared=True), ["SPY"])


def test_a_person_gets_and_erases_everything_of_theirs_and_nothing_of_others(
    store: Store, clock: FixedClock
) -> None:
    _fill(store, clock)
    contents = ComposedReplies(store.engine, clock)
    contents.keep("0a", Content(Reply("IWM +0.76%, of 1 watched.")))
    export = store.privacy.export(Person("slack", "T1", "U1"))
    assert {table: len(rows) for table, rows in export.items()} == {  # type: ignore[arg-type]  # rows are lists
        "subscriptions": 1,
        "alerts": 1,
        "watchlists": 1,
        "positions": 1,
        "deliveries": 1,
        "answers": 0,
        "last_questions": 1,
        "welcomes": 1,
        "quiet_hours": 1,
    }
    assert store.privacy.erase(Person("slack", "T1", "U1")) == 8
    assert not any(store.privacy.export(Person("slack", "T1", "U1")).values())
    assert contents.find("0a") is None
    assert store.watchlists.tickers(Holder("slack", "T1", "U2")) == ("IWM",)
    assert [p.ticker for p in store.portfolios.positions(Holder("slack", "T1", "U2"))] == ["IWM"]
    assert store.watchlists.tickers(Holder("slack", "T1", "C1", shared=True)) == ("SPY",)


def test_a_person_and_a_channel_of_one_id_erase_their_own_list_only(store: Store):
    person, channel = Holder("slack", "T1", "X1"), Holder("slack", "T1", "X1", shared=True)
    store.watchlists.add(person, ["IWM"])
    store.watchlists.add(channel, ["SPY", "QQQ"])
    rows: Any = store.privacy.export(Person("slack", "T1", "X1"))["watchlists"]
    assert [row["ticker"] for row in rows] == ["IWM"]
    assert store.watchlists.remove(channel, ["IWM", "QQQ"]) == 1
    assert store.watchlists.tickers(person) == ("IWM",)
    assert store.privacy.erase(Person("slack", "T1", "X1")) == 1
    assert store.watchlists.tickers(person) == ()
    assert store.watchlists.tickers(channel) == ("SPY",)


def test_a_workspace_erases_all_of_it(store: Store, clock: FixedClock):
    _fill(store, clock)
    store.privacy.erase_workspace("slack", "T1")
    assert not any(store.privacy.export_workspace("slack", "T1").values())


def test_what_slacks_own_library_keeps_of_an_installation_is_told_and_goes_with_it(store: Store) -> None:
    kept = SQLAlchemyInstallationStore("client", store.engine)
    kept.create_tables()  # type: ignore[no-untyped-call]  # slack_sdk leaves it untyped
    for person, team in (("U1", "T1"), ("U2", "T1"), ("U1", "T2")):
        kept.save(
            Installation(
                app_id="A1", user_id=person, team_id=team, bot_token="planted", bot_id="B", bot_user_id="UB"
            )
        )
    assert "planted" not in str(store.privacy.export_workspace("slack", "T1"))
    export = store.privacy.export(Person("slack", "T1", "U1"))
    assert export["slack_installations"] == ["credentials, not shown"]
    assert store.privacy.erase(Person("slack", "T1", "U1")) == 1
    assert kept.find_bot(enterprise_id=None, team_id="T1") is not None  # the workspace's, not theirs
    assert store.privacy.erase_workspace("slack", "T1") >= 2
    assert kept.find_bot(enterprise_id=None, team_id="T1") is None
    assert kept.find_bot(enterprise_id=None, team_id="T2") is not None


def test_every_table_that_names_a_workspace_is_part_of_an_erasure() -> None:
    named = {m.class_ for m in schema.StoreTable.registry.mappers if hasattr(m.class_, "workspace")}
    # Which organisation a workspace belongs to is nobody's own; it goes with the workspace.
    assert named - {schema.OrganisationRow} == {table for table, _column in _OWNED}
