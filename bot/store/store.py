"""The store: the repositories over one database, and how it is opened."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from bot.settings import OperatorError, Settings
from bot.store.alerts import StoredAlerts
from bot.store.answers import StoredAnswers
from bot.store.key_value import NamedValues, SeenEvents
from bot.store.ledger import Ledger
from bot.store.migrate import backed_up, current, head, migrate
from bot.store.people import Merged, merge_people
from bot.store.privacy import StoredPrivacy
from bot.store.subscriptions import StoredSubscriptions
from bot.store.watchlists import StoredWatchlists
from commands.framework.ports import Alerts, Limits, Privacy, Subscriptions, Watchlists
from market.clock import Clock
from market.fetching.database import driver_url, is_sqlite, open_engine

FILE = "bellwether.sqlite3"


class NotMigrated(OperatorError):
    """The database is older or newer than this program. The sentence says what to run."""


@dataclass(frozen=True, slots=True)
class Store:
    """The repositories over one database."""

    engine: sa.Engine
    subscriptions: StoredSubscriptions
    alerts: StoredAlerts
    watchlists: StoredWatchlists
    privacy: StoredPrivacy
    seen: SeenEvents
    marks: NamedValues
    ledger: Ledger
    answers: StoredAnswers
    limits: Limits

    @classmethod
    def over(cls, engine: sa.Engine, clock: Clock, limits: Limits | None = None) -> Store:
        return cls(
            engine,
            StoredSubscriptions(engine, clock),
            StoredAlerts(engine, clock),
            StoredWatchlists(engine),
            StoredPrivacy(engine),
            SeenEvents(engine, clock),
            NamedValues(engine, clock),
            Ledger(engine, clock),
            StoredAnswers(engine, clock),
            limits or Limits(),
        )

    @classmethod
    def open(cls, settings: Settings, clock: Clock) -> Store:
        """The store in the database that `settings` name. A file is migrated at once (after a backup);
        a server is migrated by `bellwether migrate` before the processes start.

        Raises NotMigrated.
        """
        engine = open_database(database_url(settings))
        if is_sqlite(engine):
            migrate(engine, clock.now())
        elif current(engine) != head():
            raise NotMigrated(
                f"The database is at revision {current(engine)} and this program needs {head()}. "
                "Run `bellwether migrate` first."
            )
        return cls.over(engine, clock, limits_of(settings))

    def services(self) -> Mapping[Any, Any]:
        """The services that commands ask for, by port."""
        return {
            Subscriptions: self.subscriptions,
            Alerts: self.alerts,
            Watchlists: self.watchlists,
            Privacy: self.privacy,
            Limits: self.limits,
        }

    def close(self) -> None:
        self.engine.dispose()


def database_url(settings: Settings) -> sa.URL:
    """The address in `DATABASE_URL`, else of the file in the data directory, whose folder is made."""
    if settings.database_url is None:
        settings.data_dir.mkdir(parents=True, exist_ok=True)
        return sa.URL.create("sqlite", database=str(settings.data_dir / FILE))
    return driver_url(settings.database_url.get_secret_value())


def open_database(url: sa.URL | str) -> sa.Engine:
    """An engine with as many connections as a worker's threads use at once. A server may have closed
    a connection since it was last used, so each is tested."""
    return open_engine(url, pool_size=10, max_overflow=20, pool_pre_ping=True)


def limits_of(settings: Settings) -> Limits:
    """The limits of what may be stored, from the settings."""
    return Limits(
        settings.alerts_per_person, settings.digests_per_channel, settings.digest_managers == "admins"
    )


def migrate_database(settings: Settings, now: datetime) -> tuple[str, Path | None]:
    """What `bellwether migrate` does: the revision arrived at, and the backup made of a file."""
    engine = open_database(database_url(settings))
    try:
        backup = migrate(engine, now)
        return current(engine) or "", backup
    finally:
        engine.dispose()


def merge_stored_people(settings: Settings, clock: Clock) -> tuple[Merged, Path | None]:
    """What `bellwether jobs merge-people` does, and the backup made of a file. Raises NotMigrated."""
    store = Store.open(settings, clock)
    try:
        backup = backed_up(store.engine, clock.now())
        return merge_people(store.engine, clock), backup
    finally:
        store.close()
