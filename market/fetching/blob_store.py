"""What is stored: compressed blobs in one table of an SQLite file or a PostgreSQL database."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    LargeBinary,
    MetaData,
    String,
    Table,
    case,
    cast,
    or_,
    select,
)
from sqlalchemy.exc import IntegrityError, ProgrammingError, SQLAlchemyError
from sqlalchemy.schema import CreateTable

from market.errors import StoreFailed
from market.fetching.database import open_engine, upsert
from market.private_files import private_folder

BLOBS = Table(
    "market_blobs",
    MetaData(),
    Column("kind", String(32), primary_key=True),
    Column("key", String(128), primary_key=True),
    Column("at", String(32), nullable=False),  # ISO 8601 in UTC, of one width: sorts as time does
    Column("meta", String, nullable=False),  # JSON
    Column("data", LargeBinary, nullable=False),
)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
BUSY_SECONDS = 2.0  # how long a write waits for another process's; well inside a request's deadline
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Blob:
    """Stored bytes, what they are (`meta`, JSON-able), and the moment (UTC) they were true."""

    data: bytes
    meta: dict[str, Any]
    at: datetime


class BlobStore:
    """Blobs by (kind, key), each replaced as a whole in one transaction: a reader sees the old one
    or the new one, and a process killed in the middle of a write leaves the old one.

    Safe for threads and for several processes on one file. Raises StoreFailed only.
    """

    def __init__(self, url: str) -> None:
        """`url`: an SQLAlchemy address such as `sqlite:////var/lib/market.db`, or `postgresql://…`.

        Raises StoreFailed for an address that names no database this program can talk to."""
        try:
            self._engine = open_engine(url, busy_seconds=BUSY_SECONDS, durable=False)
        except (SQLAlchemyError, ImportError, ValueError):  # ImportError: a database without its driver
            raise StoreFailed(
                "DATABASE_URL names no database that can be used here. Write postgresql://… or sqlite:///…"
            ) from None
        self._ready = False

    def get(self, kind: str, key: str) -> Blob | None:
        """The blob of this name; None when there is none."""
        query = select(BLOBS.c.data, BLOBS.c.meta, BLOBS.c.at).where(BLOBS.c.kind == kind, BLOBS.c.key == key)
        row = self._run(lambda connection: connection.execute(query).first())
        return Blob(row.data, json.loads(row.meta), datetime.fromisoformat(row.at)) if row else None

    def put(self, kind: str, key: str, data: bytes, meta: Mapping[str, Any], at: datetime) -> None:
        """Store `data`, true at `at`, in place of what is there; what is there stays when it is newer,
        so that an answer that comes late cannot undo a later one."""
        row = upsert(self._engine, BLOBS).values(
            kind=kind, key=key, data=data, meta=json.dumps(dict(meta)), at=_written(at)
        )
        replacement = row.on_conflict_do_update(
            index_elements=[BLOBS.c.kind, BLOBS.c.key],
            set_={"data": row.excluded.data, "meta": row.excluded.meta, "at": row.excluded.at},
            where=BLOBS.c.at <= row.excluded.at,
        )
        self._run(lambda connection: connection.execute(replacement))

    def claim(self, kind: str, key: str, owner: str, now: datetime, until: datetime) -> bool:
        """Become or stay the one owner of this name up to `until`; False while another's time lasts.
        One statement, so that of two processes at once only one is told True."""
        row = upsert(self._engine, BLOBS).values(
            kind=kind, key=key, data=b"", meta=json.dumps(owner), at=_written(until)
        )
        mine_or_free = or_(BLOBS.c.meta == row.excluded.meta, BLOBS.c.at <= _written(now))
        taking = row.on_conflict_do_update(
            index_elements=[BLOBS.c.kind, BLOBS.c.key],
            set_={"meta": row.excluded.meta, "at": row.excluded.at},
            where=mine_or_free,
        )
        return self._run(lambda connection: connection.execute(taking).rowcount) > 0

    def disclaim(self, kind: str, key: str, owner: str) -> None:
        """End what `claim` began; another's claim stays."""
        mine = (BLOBS.c.kind == kind) & (BLOBS.c.key == key) & (BLOBS.c.meta == json.dumps(owner))
        self._run(lambda connection: connection.execute(BLOBS.delete().where(mine)))

    def advance(
        self,
        kind: str,
        key: str,
        now: datetime,
        floor: datetime,
        step: timedelta,
        within: timedelta,
        sane: timedelta,
    ) -> datetime | None:
        """Move the moment kept under this name on by `step`, from where it is or from `floor` if that
        is later. Where it was moved from; None, and nothing is moved, when that is more than `within`
        after `now`. A moment more than `sane` after `now` is not believed, and taken for `now`.

        One statement, so that of several processes each gets a moment of its own. The moment is kept
        as a number (microseconds since 1970, in `meta`), with which both databases can calculate.
        """
        if floor > now + within:
            return None
        first, step_by = _counted(floor), step // MICROSECOND
        kept = cast(BLOBS.c.meta, BigInteger)
        start = case(
            (kept > _counted(now + sane), max(first, _counted(now))), (kept > first, kept), else_=first
        )
        row = upsert(self._engine, BLOBS).values(
            kind=kind, key=key, data=b"", meta=str(first + step_by), at=_written(now)
        )
        moving = row.on_conflict_do_update(
            index_elements=[BLOBS.c.kind, BLOBS.c.key],
            set_={"meta": cast(start + step_by, String), "at": row.excluded.at},
            where=start <= _counted(now + within),
        ).returning(BLOBS.c.meta)
        moved = self._run(lambda connection: connection.execute(moving).scalar_one_or_none())
        return None if moved is None else EPOCH + int(moved) * MICROSECOND - step

    def keys(self, kind: str) -> tuple[str, ...]:
        """All keys of this kind, in order."""
        query = select(BLOBS.c.key).where(BLOBS.c.kind == kind).order_by(BLOBS.c.key)
        return tuple(self._run(lambda connection: connection.execute(query).scalars().all()))

    def remove(self, kind: str, keys: Collection[str]) -> None:
        """Forget these blobs (some thousands at most); one that is not there is no mistake."""
        removal = BLOBS.delete().where(BLOBS.c.kind == kind, BLOBS.c.key.in_(keys))
        self._run(lambda connection: connection.execute(removal))

    def close(self) -> None:
        """Give the connections back."""
        self._engine.dispose()

    def _run(self, work: Callable[[Connection], T]) -> T:
        try:
            if not self._ready:
                # On PostgreSQL the loser of two processes that both find no table is told that it exists.
                with suppress(IntegrityError, ProgrammingError), self._engine.begin() as connection:
                    connection.execute(CreateTable(BLOBS, if_not_exists=True))
            with self._engine.begin() as connection:
                outcome = work(connection)
            self._ready = True
        except SQLAlchemyError as error:
            raise StoreFailed(
                "The stored market data cannot be reached. Whoever runs this bot can ask bellwether doctor why."
            ) from error
        return outcome


def open_store(path: Path) -> BlobStore:
    """The store in the SQLite file `path`; the file and its folder are made when missing. Where they
    cannot be made, every call of the store fails, and answers go on without it."""
    with suppress(OSError):
        private_folder(path.parent)
    return BlobStore(f"sqlite:///{path.absolute()}")


def _written(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def _counted(at: datetime) -> int:
    return (at - EPOCH) // MICROSECOND
