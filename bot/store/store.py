"""The store: the repositories over one database, and how it is opened."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from bot.settings import OperatorError, Settings, SettingsError
from bot.store.alerts import StoredAlerts
from bot.store.answers import StoredAnswers
from bot.store.key_value import NamedValues, SeenEvents
from bot.store.ledger import Ledger
from bot.store.migrate import backed_up, current, head, migrate, revisions
from bot.store.people import Merged, merge_people
from bot.store.portfolios import StoredPortfolios
from bot.store.privacy import StoredPrivacy
from bot.store.questions import StoredQuestions
from bot.store.quiet_hours import StoredQuietHours
from bot.store.subscriptions import StoredSubscriptions
from bot.store.watchlists import StoredWatchlists
from bot.store.welcomes import StoredWelcomes
from bot.unavailable import StorageUnavailable, cause_of, name_of, storage_errors
from commands.framework.portfolios import Portfolios
from commands.framework.ports import Alerts, Limits, Privacy, Subscriptions, Watchlists
from commands.framework.quiet_times import QuietTimes
from market.clock import Clock
from market.fetching.database import driver_url, is_sqlite, open_engine, sqlite_path
from market.private_files import private_folder

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
    portfolios: StoredPortfolios
    privacy: StoredPrivacy
    seen: SeenEvents
    marks: NamedValues
    ledger: Ledger
    answers: StoredAnswers
    questions: StoredQuestions
    welcomes: StoredWelcomes
    quiet: StoredQuietHours
    limits: Limits

    @classmethod
    def over(cls, engine: sa.Engine, clock: Clock, limits: Limits | None = None) -> Store:
        return cls(
            engine,
            StoredSubscriptions(engine, clock),
            StoredAlerts(engine, clock),
            StoredWatchlists(engine),
            StoredPortfolios(engine),
            StoredPrivacy(engine),
            SeenEvents(engine, clock),
            NamedValues(engine, clock),
            Ledger(engine, clock),
            StoredAnswers(engine, clock),
            StoredQuestions(engine, clock),
            StoredWelcomes(engine, clock),
            StoredQuietHours(engine),
            limits or Limits(),
        )

    @classmethod
    def open(cls, settings: Settings, clock: Clock) -> Store:
        """The store in the database that `settings` name. A file is migrated at once (after a backup);
        a server is migrated by `bellwether migrate` before the processes start.

        Raises NotMigrated and StorageUnavailable.
        """
        engine = open_database(database_url(settings))
        try:
            if is_sqlite(engine):
                _migrate(engine, clock.now())
            elif (revision := current(engine)) != head():
                raise NotMigrated(
                    f"The database is at revision {revision} and this program needs {head()}. "
                    "Run `bellwether migrate` first."
                )
        except BaseException:
            engine.dispose()
            raise
        return cls.over(engine, clock, limits_of(settings))

    def services(self) -> Mapping[Any, Any]:
        """The services that commands ask for, by port."""
        return {
            Subscriptions: self.subscriptions,
            Alerts: self.alerts,
            QuietTimes: self.quiet,
            Watchlists: self.watchlists,
            Portfolios: self.portfolios,
            Privacy: self.privacy,
            Limits: self.limits,
        }

    def close(self) -> None:
        self.engine.dispose()


def database_url(settings: Settings) -> sa.URL:
    """The address in `DATABASE_URL`, else of the file in the data directory, whose folder is made.

    Raises StorageUnavailable, and SettingsError for what is no address.
    """
    if settings.database_url is None:
        path = settings.data_dir / FILE
        with storage_errors(f"The data folder {settings.data_dir}"):
            private_folder(settings.data_dir)
        return sa.URL.create("sqlite", database=str(path))
    try:
        return driver_url(settings.database_url.get_secret_value())
    except sa.exc.ArgumentError:
        raise SettingsError("DATABASE_URL is no address of a database. Write postgresql://…") from None


def open_database(url: sa.URL | str) -> sa.Engine:
    """An engine with as many connections as a worker's threads use at once. A server may have closed
    a connection since it was last used, so each is tested."""
    engine = open_engine(url, pool_size=10, max_overflow=20, pool_pre_ping=True)
    name = name_of(engine.url)

    @sa.event.listens_for(engine, "handle_error")
    def translate(context: sa.engine.ExceptionContext) -> None:
        if not (found := cause_of(context.original_exception, name)):
            return
        if isinstance(context.original_exception, sqlite3.Error) and not context.is_pre_ping:
            # A file that was mended or put back is opened anew.
            context.is_disconnect = not _is_busy(context.original_exception)
        raise UnavailableDatabase(found, context) from context.original_exception

    return engine


class UnavailableDatabase(StorageUnavailable, sa.exc.OperationalError):
    """The failure in the kind that SQLAlchemy and the job queue expect: they try again after an OperationalError."""

    def __init__(self, found: tuple[str, str], context: sa.engine.ExceptionContext) -> None:
        original = context.original_exception
        sa.exc.OperationalError.__init__(
            self, None, None, original, connection_invalidated=context.is_disconnect
        )
        self.cause, self.remedy = found

    def __str__(self) -> str:
        return f"{self.cause}. {self.remedy}"


def _is_busy(problem: sqlite3.Error) -> bool:
    return problem.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY


def _migrate(engine: sa.Engine, now: datetime) -> Path | None:
    """Migrate to the newest revision. Raises NotMigrated for a database of a newer program."""
    revision = current(engine)
    if revision is not None and revision not in revisions():
        raise NotMigrated(
            f"The database is at revision {revision}, which is newer than this program. "
            "Install the newer release again, or put back the copy that it made."
        )
    with storage_errors(name_of(engine.url)):  # the backup is written beside the engine
        return migrate(engine, now)


def integrity(engine: sa.Engine) -> str:
    """What SQLite's own check says first of a damaged file; empty when it is sound, and for a server."""
    if not is_sqlite(engine):
        return ""
    with engine.connect() as connection:
        verdict = str(connection.exec_driver_sql("PRAGMA quick_check(1)").scalar())
    return "" if verdict == "ok" else " ".join(verdict.split())


def backups(engine: sa.Engine) -> list[Path]:
    """The copies of a SQLite file that migrations made, oldest first."""
    path = sqlite_path(engine)
    return sorted(path.parent.glob(f"{path.stem}-*.backup.sqlite3")) if path else []


def limits_of(settings: Settings) -> Limits:
    """The limits of what may be stored, from the settings."""
    return Limits(
        settings.alerts_per_person, settings.digests_per_channel, settings.digest_managers == "admins"
    )


def migrate_database(settings: Settings, now: datetime) -> tuple[str, Path | None]:
    """What `bellwether migrate` does: the revision arrived at, and the backup made of a file.

    Raises NotMigrated and StorageUnavailable.
    """
    engine = open_database(database_url(settings))
    try:
        backup = _migrate(engine, now)
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
