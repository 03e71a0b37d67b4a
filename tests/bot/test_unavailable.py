"""Every way in which a database is away, on both kinds: one error, a cause, a remedy, and no secret."""

from __future__ import annotations

import logging
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
import sqlalchemy as sa

from bot.settings import OperatorError, Settings
from bot.store.store import Store, UnavailableDatabase, open_database
from bot.unavailable import (
    StorageUnavailable,
    cause_of,
    name_of,
    report,
    storage_errors,
)
from commands.framework.ports import Holder
from market.clock import SystemClock

YOU = Holder("console", "", "you")


def opened(folder: Path) -> Store:
    return Store.open(Settings(_env_file=None, data_dir=folder), SystemClock())  # type: ignore[call-arg]  # pydantic's own switch


def damage(path: Path, kind: str) -> None:
    whole = path.read_bytes()
    if kind == "text":
        path.write_bytes(b"no database, however long it may be" * 100)
    elif kind == "cut":
        path.write_bytes(whole[: len(whole) // 4])
    elif kind == "overwritten":
        path.write_bytes(whole[:4096] + os.urandom(len(whole) - 4096))
    else:
        path.unlink()
        path.mkdir()


@pytest.mark.parametrize("kind", ["text", "cut", "overwritten", "folder"])
def test_a_damaged_file_is_named_with_its_cause_and_remedy(tmp_path: Path, kind: str) -> None:
    opened(tmp_path).close()
    damage(tmp_path / "bellwether.sqlite3", kind)
    with pytest.raises(StorageUnavailable) as caught:
        opened(tmp_path).watchlists.tickers(YOU)
    assert f"The database {tmp_path / 'bellwether.sqlite3'} " in caught.value.cause
    assert caught.value.remedy
    assert str(caught.value) == f"{caught.value.cause}. {caught.value.remedy}"


def test_a_file_that_is_put_back_is_used_without_a_new_start(tmp_path: Path) -> None:
    opened(tmp_path).close()
    path = tmp_path / "bellwether.sqlite3"
    whole = path.read_bytes()
    store = opened(tmp_path)
    damage(path, "overwritten")
    with pytest.raises(StorageUnavailable):
        store.watchlists.tickers(YOU)
    for companion in tmp_path.glob("bellwether.sqlite3*"):
        companion.unlink()
    path.write_bytes(whole)
    store.marks.set("name", "value")
    assert store.marks.get("name") == "value"
    store.close()


def test_an_emptied_file_is_the_operators_and_a_copy_put_back_is_used(tmp_path: Path) -> None:
    opened(tmp_path).close()
    path = tmp_path / "bellwether.sqlite3"
    whole = path.read_bytes()
    store = opened(tmp_path)
    store.engine.dispose()
    path.write_bytes(b"")
    with pytest.raises(StorageUnavailable, match="has lost its tables"):
        store.watchlists.tickers(YOU)
    path.write_bytes(whole)
    assert store.watchlists.tickers(YOU) == ()
    store.close()


def test_a_folder_that_cannot_be_made_is_no_traceback() -> None:
    with pytest.raises(StorageUnavailable, match="/proc/self/nope"):
        opened(Path("/proc/self/nope"))


def test_a_server_that_is_away_is_named_without_its_password() -> None:
    engine = open_database("postgresql://somebody:planted@127.0.0.1:1/market")
    with pytest.raises(StorageUnavailable) as caught, engine.connect():
        pass
    assert str(caught.value).startswith("The database market on 127.0.0.1:1 cannot be reached. ")
    assert "planted" not in str(caught.value) + repr(caught.value)
    engine.dispose()


@pytest.mark.postgres
@pytest.mark.parametrize("server", ["postgresql"], indirect=True)
def test_what_a_server_refuses_by_a_mistake_of_ours_is_none_of_it(database: sa.Engine) -> None:
    with pytest.raises(sa.exc.ProgrammingError), database.connect() as c:
        c.execute(sa.text("SELECT * FROM nowhere"))
    with database.begin() as c:
        c.execute(sa.text("SET TRANSACTION READ ONLY"))
        with pytest.raises(StorageUnavailable, match="takes no writes"):
            c.execute(sa.text("INSERT INTO marks VALUES ('a', 'b', now())"))
    with pytest.raises(StorageUnavailable) as cut, database.connect() as c:  # as a restarted server does
        c.execute(sa.text("SELECT pg_terminate_backend(pg_backend_pid())"))
    assert isinstance(cut.value, UnavailableDatabase)
    assert cut.value.connection_invalidated
    with database.connect() as c:
        assert c.scalar(sa.text("SELECT 1")) == 1


def test_the_job_queue_sees_the_error_that_it_tries_again_after(tmp_path: Path) -> None:
    opened(tmp_path).close()
    damage(tmp_path / "bellwether.sqlite3", "text")
    with pytest.raises(sa.exc.OperationalError) as caught:
        opened(tmp_path)
    assert isinstance(caught.value.orig, sqlite3.DatabaseError)


@pytest.mark.parametrize(
    ("state", "word"),
    [
        ("08006", "broke the connection"),
        ("53100", "full disk"),
        ("53300", "no more connections"),
        ("53200", "out of resources"),
        ("57P03", "shutting down or starting"),
        ("28P01", "user or the password"),
        ("3D000", "does not exist"),
        ("25006", "takes no writes"),
        ("58030", "trouble with its disk"),
        ("XX001", "damaged"),
        ("42501", "rights"),
        ("42P01", None),  # a table that is missing
        ("23505", None),  # a row that exists
        ("40P01", None),  # a deadlock, tried again elsewhere
        ("55P03", None),  # a lock that is waited for
        ("57014", None),  # a statement's time ran out
    ],
)
def test_a_servers_codes_are_told_apart(state: str, word: str | None) -> None:
    problem = psycopg.OperationalError()
    problem.sqlstate = state
    found = cause_of(problem, "The database x")
    assert (found is None) if word is None else (found is not None and word in found[0])


def test_other_errors_are_nobodys_fault_here() -> None:
    assert cause_of(ValueError("x"), "The database x") is None
    with pytest.raises(sqlite3.ProgrammingError), storage_errors("The database x"):
        raise sqlite3.ProgrammingError("a mistake of ours")
    with pytest.raises(StorageUnavailable, match="The key file x: permission denied"):  # noqa: SIM117
        with storage_errors("The key file x"):
            raise PermissionError(13, "Permission denied")


def test_a_name_holds_neither_user_nor_password() -> None:
    assert (
        name_of(sa.make_url("postgresql://u:p@db.example:5433/market"))
        == "The database market on db.example:5433"
    )
    assert name_of(sa.make_url("postgresql:///market")) == "The database market on this machine"
    assert name_of(sa.make_url("sqlite:////var/x.sqlite3")) == "The database /var/x.sqlite3"


def test_the_same_trouble_is_one_line_a_minute_without_a_trace(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    for _question in range(50):
        report(StorageUnavailable("The database x is damaged", "Put the copy back."))
    report(OperatorError("Run `bellwether migrate` first."))
    assert caplog.messages == [
        "The database x is damaged. Put the copy back.",
        "Run `bellwether migrate` first.",
    ]
    assert not any(record.exc_info for record in caplog.records)


def test_the_error_costs_no_sqlalchemy() -> None:
    program = "import sys, bot.unavailable; print('sqlalchemy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
