"""A database that is away, damaged, full or read only, through the real program: doctor, questions, commands."""

from __future__ import annotations

import base64
import os
import shutil
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from slack_sdk.oauth.installation_store.models.installation import Installation
from slack_sdk.oauth.installation_store.sqlalchemy import SQLAlchemyInstallationStore

from bot.adapters.platform import Diagnosis, Health
from bot.cli.storage import database as database_row
from bot.cli.storage import privacy, tokens
from bot.settings import Settings
from bot.store.store import open_database
from tests.bot.cli.test_output import started
from tests.bot.program import run as bellwether

AWAY = "postgresql://somebody:planted@127.0.0.1:1/market"
APOLOGY = "I cannot reach my own storage at the moment"


def as_text(path: Path) -> None:
    path.write_bytes(b"no database, however long it may be" * 100)


def cut(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 4)


def overwritten(path: Path) -> None:
    whole = path.read_bytes()
    path.write_bytes(whole[:4096] + os.urandom(len(whole) - 4096))


def a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder as the program makes it, with something in it."""
    folder = tmp_path_factory.mktemp("made")
    assert bellwether("ask", "/watchlist add iwm", cwd=folder).returncode == 0
    return folder / "data"


@pytest.fixture
def home(made: Path, tmp_path: Path) -> Path:
    shutil.copytree(made, tmp_path / "data")
    return tmp_path


COMMANDS = (("jobs",), ("jobs", "retry", "x"), ("migrate",), ("worker",), ("slack", "rotate-key"))


def checked(
    run: Callable[..., subprocess.CompletedProcess[str]],
    name: str,
    commands: Sequence[tuple[str, ...]] = COMMANDS,
) -> None:
    """Commands of operators end in one line, a personal question in a sentence, others in their answers."""
    for words in commands:
        done = run(*words)
        assert (done.returncode, done.stdout) == (1, ""), (words, done)
        assert done.stderr.startswith(name)
        assert len(done.stderr.splitlines()) == 1, done.stderr
    personal = run("ask", "/watchlist show")
    assert personal.returncode == 1
    assert APOLOGY in personal.stdout
    assert name.split()[-1] in personal.stdout.replace("\n", "")
    assert "Something went wrong" not in personal.stdout
    assert personal.stderr == ""
    doctor = run("doctor")
    assert doctor.returncode == 1
    assert "✗ │ database" in doctor.stdout
    assert name in doctor.stdout
    assert "planted" not in doctor.stdout + personal.stdout
    other = run("ask", "/quote rut")
    assert (other.returncode, other.stderr) == (0, "")
    assert "closed at 2,718.77" in other.stdout


@pytest.mark.parametrize(
    ("damage", "commands"), [(as_text, COMMANDS), (cut, COMMANDS[:1]), (overwritten, ()), (a_folder, ())]
)
def test_a_damaged_file(
    home: Path, damage: Callable[[Path], None], commands: Sequence[tuple[str, ...]]
) -> None:
    path = home / "data" / "bellwether.sqlite3"
    damage(path)
    checked(lambda *words: bellwether(*words, cwd=home, COLUMNS="300"), f"The database {path}", commands)


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    place = "/proc/self/nope"
    checked(
        lambda *words: bellwether(*words, cwd=tmp_path, COLUMNS="300", BELLWETHER_DATA_DIR=place),
        f"The data folder {place}",
        COMMANDS[:2],
    )


def test_a_server_that_is_away(tmp_path: Path) -> None:
    checked(
        lambda *words: bellwether(*words, cwd=tmp_path, COLUMNS="300", DATABASE_URL=AWAY),
        "The database market on 127.0.0.1:1",
    )


@pytest.mark.parametrize("words", [("ask", "/watchlist add ijr"), ("worker",), ("doctor",)])
def test_a_file_that_may_not_grow(home: Path, words: tuple[str, ...]) -> None:
    """As on a full disk: every write fails."""
    done = started(words, home, most=512, COLUMNS="400")
    text = " ".join((done.stdout + done.stderr).decode().split())
    assert done.returncode == 1
    assert f"The database {home / 'data' / 'bellwether.sqlite3'} cannot be read or written" in text
    assert "Traceback" not in text
    assert "iwm" in bellwether("ask", "/watchlist show", cwd=home).stdout.casefold()  # nothing was lost


@pytest.mark.parametrize("words", [("ask", "/watchlist add ijr"), ("worker",), ("doctor",)])
def test_a_file_that_may_only_be_read(home: Path, words: tuple[str, ...]) -> None:
    """Opened read only, since a test may run as root, whom modes do not bind."""
    address = f"sqlite:///file:{home / 'data' / 'bellwether.sqlite3'}?mode=ro&uri=true"
    done = bellwether(*words, cwd=home, COLUMNS="400", DATABASE_URL=address)
    text = " ".join((done.stdout + done.stderr).split())
    assert done.returncode == 1
    assert "bellwether.sqlite3 may not be written" in text
    assert "Traceback" not in text


def test_a_database_of_a_newer_release_is_told_as_such(home: Path) -> None:
    database = open_database(f"sqlite:///{home / 'data' / 'bellwether.sqlite3'}")
    with database.begin() as c:
        c.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    database.dispose()
    for words in (("jobs",), ("migrate",), ("worker",)):
        done = bellwether(*words, cwd=home)
        assert (done.returncode, done.stdout) == (1, "")
        assert done.stderr.startswith("The database is at revision 9999, which is newer than this program.")
    assert "newer than this program" in bellwether("doctor", cwd=home, COLUMNS="300").stdout


def settings(folder: Path, **given: Any) -> Settings:
    return Settings(_env_file=None, data_dir=folder, **given)  # type: ignore[call-arg]  # pydantic's own switch


MANY = {"slack_client_id": "1.2", "slack_client_secret": "planted-secret"}


def test_doctor_makes_and_migrates_nothing(tmp_path: Path) -> None:
    row = database_row(settings(tmp_path))
    assert (row.health, row.says) == (
        Health.GOOD,
        f"{tmp_path / 'bellwether.sqlite3'} will be made at the first use",
    )
    assert tokens(settings(tmp_path)) == Diagnosis("stored tokens", Health.OFF, "none")
    assert list(tmp_path.iterdir()) == []


def test_doctor_says_how_tokens_lie(home: Path) -> None:
    place = home / "data"
    database = open_database(f"sqlite:///{place / 'bellwether.sqlite3'}")
    store = SQLAlchemyInstallationStore("1.2", database)
    store.create_tables()  # type: ignore[no-untyped-call]  # slack_sdk leaves it untyped
    store.save(
        Installation(
            app_id="A1", user_id="U1", team_id="T1", bot_token="xoxb-planted", bot_id="B", bot_user_id="U"
        )
    )
    row = tokens(settings(place, **MANY))
    assert (row.health, row.says.split(";")[0]) == (Health.BAD, "0 encrypted, 2 in clear")
    assert row.mend.endswith("bellwether slack rotate-key")

    done = bellwether("slack", "rotate-key", cwd=home)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("2 stored tokens are encrypted with the newest key of ")
    row = tokens(settings(place, **MANY))
    assert (row.health, row.says) == (
        Health.GOOD,
        f"2 encrypted, 0 in clear; the key is in {place / 'secret.key'}",
    )
    database.dispose()
    left = b"".join(path.read_bytes() for path in place.iterdir())
    assert b"planted" not in left

    other = base64.b64encode(os.urandom(32)).decode()
    assert tokens(settings(place, secret_key=other, **MANY)).health is Health.BAD
    done = bellwether("slack", "rotate-key", cwd=home, BELLWETHER_SECRET_KEY=other)
    assert (done.returncode, done.stdout) == (1, "")
    assert "another key" in done.stderr
    old = (place / "secret.key").read_text().strip()
    done = bellwether("slack", "rotate-key", cwd=home, BELLWETHER_SECRET_KEY=f"{other},{old}")
    assert done.returncode == 0
    assert tokens(settings(place, secret_key=other, **MANY)).health is Health.GOOD
    (place / "secret.key").unlink()
    row = tokens(settings(place, **MANY))
    assert (row.health, row.mend) == (Health.BAD, "Put the key file back, or set BELLWETHER_SECRET_KEY.")
    assert not (place / "secret.key").exists()


def test_doctor_says_who_else_can_read(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    assert privacy(settings(tmp_path)).health is Health.GOOD
    (tmp_path / "bellwether.sqlite3").touch(0o644)
    row = privacy(settings(tmp_path))
    assert (row.health, row.mend) == (Health.BAD, f"chmod -R go-rwx {tmp_path}")
    tmp_path.chmod(0o700)
    assert privacy(settings(tmp_path)).health is Health.GOOD
