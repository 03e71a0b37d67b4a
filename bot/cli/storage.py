"""The doctor's rows about what is stored: the database, Slack's tokens, and who may read the files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from bot.adapters.platform import Diagnosis, Health
from bot.settings import OperatorError, Settings
from market.private_files import open_to_others

_WHAT = "database"


def database(settings: Settings) -> Diagnosis:
    """A value is written to the database and removed; a file is read from end to end, too. Nothing is
    migrated, and no file made."""
    from bot.store.store import database_url, open_database
    from bot.unavailable import StorageUnavailable, name_of
    from market.fetching.database import sqlite_path

    try:
        engine = open_database(database_url(settings))
    except StorageUnavailable as problem:
        return Diagnosis(_WHAT, Health.BAD, problem.cause, problem.remedy)
    except OperatorError as problem:
        return Diagnosis(_WHAT, Health.BAD, str(problem), "Look at DATABASE_URL.")
    try:
        path = sqlite_path(engine)
        if path is not None and not path.exists():
            return Diagnosis(_WHAT, Health.GOOD, f"{path} will be made at the first use")
        return _tried(engine, name_of(engine.url))
    except StorageUnavailable as problem:
        return Diagnosis(_WHAT, Health.BAD, problem.cause, problem.remedy)
    finally:
        engine.dispose()


def _tried(engine: Any, name: str) -> Diagnosis:
    """`engine`: SQLAlchemy's, whose types are the store's alone. Raises StorageUnavailable."""
    from bot.store.key_value import NamedValues
    from bot.store.migrate import current, head, revisions
    from bot.store.store import integrity
    from market.clock import SystemClock
    from market.fetching.database import is_sqlite

    if damage := integrity(engine):
        mend = "Stop the program, move the file away and put a copy back (docs/operations.md)."
        return Diagnosis(_WHAT, Health.BAD, f"{name} is damaged: {damage}", mend)
    revision = current(engine)
    if revision is not None and revision not in revisions():
        says = f"{name} is at revision {revision}, which is newer than this program"
        return Diagnosis(_WHAT, Health.BAD, says, "Install the newer release, or put back the copy it made.")
    if revision is not None:
        NamedValues(engine, SystemClock()).probe()
    if revision == head():
        return Diagnosis(_WHAT, Health.GOOD, f"{name} can be written and read")
    if is_sqlite(engine):
        return Diagnosis(_WHAT, Health.GOOD, f"{name} will be migrated at the next start")
    says = f"{name} is at revision {revision}, and this program needs {head()}"
    return Diagnosis(_WHAT, Health.BAD, says, "bellwether migrate")


def tokens(settings: Settings) -> Diagnosis:
    """How the tokens of Slack's installations are stored, and whether the key opens them."""
    from bot.store.installations import InstallationTokens, count_tokens
    from bot.store.store import database_url, open_database
    from bot.store.token_cipher import KEY_FILE, key_source
    from bot.unavailable import StorageUnavailable
    from market.clock import SystemClock
    from market.fetching.database import sqlite_path

    what, many = "stored tokens", bool(settings.slack_client_id and settings.slack_client_secret)
    try:
        engine = open_database(database_url(settings))
        path = sqlite_path(engine)
        if path is not None and not path.exists():
            return Diagnosis(what, Health.OFF, "none")
        count = count_tokens(engine, SystemClock())
        if not many and not count.encrypted and not count.clear:
            return Diagnosis(what, Health.OFF, "none")
        missing = settings.secret_key is None and settings.database_url is None
        if count.encrypted and missing and not (settings.data_dir / KEY_FILE).exists():
            says = f"{count.encrypted} encrypted, and the key file {settings.data_dir / KEY_FILE} is missing"
            return Diagnosis(what, Health.BAD, says, "Put the key file back, or set BELLWETHER_SECRET_KEY.")
        opened = InstallationTokens.open(engine, SystemClock(), settings)
        opened.check()
    except StorageUnavailable as problem:
        return Diagnosis(what, Health.OFF, f"not looked at: {problem.cause}", problem.remedy)
    except OperatorError as problem:
        return Diagnosis(what, Health.BAD, str(problem), "docs/security.md, keys")
    says = f"{count.encrypted} encrypted, {count.clear} in clear; the key is in {key_source(settings)}"
    if count.clear or (many and not count.writing):
        mend = "Once no worker of an older release runs: bellwether slack rotate-key"
        return Diagnosis(what, Health.BAD if count.clear else Health.GOOD, says, mend)
    return Diagnosis(what, Health.GOOD, says)


def privacy(settings: Settings) -> Diagnosis:
    """Whether the data folder is closed to other users of this machine."""
    place = settings.data_dir
    try:
        wide = [path for path in (place, *_files(place)) if open_to_others(path)]
    except OSError as problem:
        return Diagnosis("file rights", Health.OFF, problem.strerror or "cannot be read")
    if place not in wide:
        return Diagnosis("file rights", Health.GOOD, "other users cannot enter the data folder")
    others = [path.name for path in wide if path != place]
    says = f"other users can enter {place}" + (f" and open {', '.join(others)}" if others else "")
    return Diagnosis("file rights", Health.BAD if others else Health.GOOD, says, f"chmod -R go-rwx {place}")


def _files(place: Path) -> list[Path]:
    return [path for path in sorted(place.iterdir()) if path.suffix in (".sqlite3", ".key")]
