from __future__ import annotations

import sqlite3
from datetime import UTC, date, datetime
from typing import Any

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from bot.store.composed import StoredPictures
from bot.store.ledger import Stage
from bot.store.migrate import current, head, migrate, revisions
from bot.store.schema import StoreTable
from bot.store.store import Store
from bot.store.workers import WorkerRecord, WorkerTable
from charts.spec import Picture
from commands.framework.ports import Holder, Person, Place, State
from market.clock import FixedClock
from market.fetching.database import is_sqlite

PLACE = Place("slack", "T1", "C1")
NOW = datetime(2026, 1, 22, 7, 30, tzinfo=UTC)
# Tables without code: workers of earlier releases that share the database read them for /privacy.
RETIRED = {"installations", "exposures"}
# What each revision's tables held, as that revision wrote it.
WHERE = {"platform": "slack", "workspace": "T1"}
ROWS: dict[str, list[tuple[str, dict[str, Any]]]] = {
    "0001": [
        (
            "subscriptions",
            WHERE
            | {
                "channel": "C1",
                "owner": "U1",
                "edition": "morning",
                "zone": "Europe/Berlin",
                "at": "08:30",
                "days": "market days",
                "sections": "small-caps,compare",
                "state": "paused",
                "next_due": None,
                "created": NOW,
            },
        ),
        (
            "alerts",
            WHERE
            | {
                "channel": "C1",
                "owner": "U1",
                "rule": "rut above 2750 again after 1%",
                "armed": False,
                "snoozed_until": NOW,
                "checked": date(2026, 1, 21),
                "created": NOW,
            },
        ),
        ("watchlists", WHERE | {"holder": "C1", "shared": True, "ticker": "IWM"}),
        (
            "deliveries",
            WHERE
            | {
                "channel": "C1",
                "key": "digest:1:morning:2026-01-21",
                "kind": "digest",
                "subject": 1,
                "owner": "U1",
                "day": date(2026, 1, 21),
                "due": NOW,
                "content": {"edition": "morning"},
                "state": "sent",
                "not_before": NOW,
                "changed": NOW,
                "message": "1769.1",
            },
        ),
        ("workers", {"slot": "worker-1", "incarnation": "worker-1:a", "pulse": 7, "started": NOW}),
        ("seen", {"key": "slack:Ev1", "at": NOW}),
    ],
    "0002": [
        ("marks", {"name": "discord commands", "value": "abc", "at": NOW}),
        ("installations", WHERE | {"person": "U1", "record": {"bot_id": "B1"}, "at": NOW}),
        ("exposures", WHERE | {"person": "U1", "holdings": "AAPL 40, IWM 60", "at": NOW}),
    ],
    "0003": [("pictures", {"key": "0a", "png": b"png", "alt": "alt", "width": 1, "height": 1, "at": NOW})],
    "0004": [("contents", {"key": "0b", "reply": "{}", "at": NOW})],
    "0005": [("organisations", WHERE | {"organisation": "E1"})],
    "0006": [
        (
            "answers",
            WHERE
            | {
                "channel": "C1",
                "id": "0123456789abcdefghijkl",
                "thread": "1769.1",
                "owner": "U1",
                "visibility": "private",
                "version": 1,
                "reply": '{"Reply": {"headline": "It rose."}}',
                "chart": None,
                "mode": "dark",
                "png": None,
                "width": 0,
                "height": 0,
                "at": NOW,
            },
        )
    ],
    "0007": [
        (
            "last_questions",
            WHERE | {"channel": "C1", "thread": "", "owner": "U1", "line": "/quote rut", "at": NOW},
        )
    ],
    "0008": [("welcomes", WHERE | {"channel": "D1", "owner": "U1", "at": NOW})],
    "0009": [
        (
            "positions",
            WHERE
            | {
                "holder": "U1",
                "ticker": "IWM",
                "quantity": 2.5,
                "cost": None,
                "day": NOW.date(),
                "close": 259.65,
            },
        )
    ],
    "0010": [("quiet_hours", WHERE | {"channel": "", "owner": "U1", "hours": "22:00-07:00 Europe/Berlin"})],
    "0011": [],  # a column alone
    "0012": [],
    "0013": [],
}


def fill(engine: sa.Engine, revision: str) -> None:
    for older in revisions()[: revisions().index(revision) + 1]:
        with engine.begin() as c:
            for table, row in ROWS[older]:
                reflected = sa.Table(table, sa.MetaData(), autoload_with=c)
                c.execute(sa.insert(reflected).values(row))


def test_an_empty_database_becomes_the_schema_of_the_code(empty: sa.Engine) -> None:
    assert migrate(empty, NOW) is None
    assert current(empty) == head()
    with empty.connect() as c:
        opts = {"compare_type": True, "include_name": lambda name, _kind, _parents: name not in RETIRED}
        context = MigrationContext.configure(c, opts=opts)
        assert compare_metadata(context, StoreTable.metadata) == []


def test_there_is_a_row_for_every_table() -> None:
    filled = {table for revision in revisions() for table, _row in ROWS[revision]}
    assert filled == set(StoreTable.metadata.tables) | RETIRED


@pytest.mark.parametrize("revision", revisions())
def test_data_of_every_earlier_revision_comes_along(
    empty: sa.Engine, revision: str, clock: FixedClock
) -> None:
    migrate(empty, NOW, revision)
    fill(empty, revision)
    migrate(empty, NOW)
    assert current(empty) == head()
    store, later = Store.over(empty, clock), revision != "0001"
    (subscription,) = store.subscriptions.of_channel(PLACE)
    assert subscription.owner == "U1"
    assert subscription.state is State.PAUSED
    assert subscription.reason == ("" if later else "paused before reasons were kept")
    (alert,) = store.alerts.of_person(Person("slack", "T1", "U1"))
    assert (str(alert.rule), alert.armed) == ("rut above 2750 again after 1%", False)
    assert (alert.snoozed_until, alert.checked) == (NOW, date(2026, 1, 21))
    assert store.watchlists.tickers(Holder("slack", "T1", "C1", shared=True)) == ("IWM",)
    (line,) = store.ledger.listed(Stage.SENT)
    assert (line.message, line.attempts, line.begun) == ("1769.1", 0, None)
    assert WorkerTable(empty, clock).living() == [WorkerRecord("worker-1", "worker-1:a", 7)]
    assert store.marks.get("discord commands") == ("abc" if later else None)
    picture = StoredPictures(empty, clock).find("0a")
    assert picture == (Picture(b"png", "alt", 1, 1) if revision >= "0003" else None)
    answer = store.answers.find("0123456789abcdefghijkl")
    assert (answer.reply.headline if answer else None) == ("It rose." if revision >= "0006" else None)


def test_a_worker_of_an_earlier_release_finds_the_tables_that_it_reads(empty: sa.Engine):
    migrate(empty, NOW)
    assert set(sa.inspect(empty).get_table_names()) >= RETIRED


def test_a_worker_of_an_earlier_release_goes_on_adding_rows(empty: sa.Engine, clock: FixedClock) -> None:
    migrate(empty, NOW)
    fill(empty, "0001")
    (subscription,) = Store.over(empty, clock).subscriptions.of_channel(PLACE)
    assert subscription.threaded is False
    assert subscription.mentions is None


def test_migrating_twice_changes_nothing(empty: sa.Engine):
    migrate(empty, NOW)
    assert migrate(empty, NOW) is None


def test_a_file_is_copied_before_it_is_touched(empty: sa.Engine) -> None:
    migrate(empty, NOW, "0001")
    fill(empty, "0001")
    backup = migrate(empty, NOW)
    if not is_sqlite(empty):
        assert backup is None
        return
    assert backup is not None
    assert backup.name == "bellwether-0001-20260122T073000Z.backup.sqlite3"
    with sqlite3.connect(backup) as copy:
        assert copy.execute("SELECT version_num FROM alembic_version").fetchone() == ("0001",)
        assert copy.execute("SELECT count(*) FROM subscriptions").fetchone() == (1,)
    copy.close()
