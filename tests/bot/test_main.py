"""The command line as a newcomer types it: real processes."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.bot.program import ROOT, environment, run

# Nobody listens there: a provider cannot be reached, whatever network the machine has.
OFFLINE = {"HTTPS_PROXY": "http://127.0.0.1:9", "NO_PROXY": "", "BELLWETHER_DEADLINE": "4"}


def bellwether(*words: str, cwd: Path, **settings: str) -> subprocess.CompletedProcess[str]:
    """In a new interpreter."""
    return subprocess.run(
        [sys.executable, "-m", "bot", *words],
        cwd=cwd,
        env=environment(cwd, **settings),
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_the_demo_answers_four_questions_and_saves_their_pictures(tmp_path: Path) -> None:
    done = bellwether("demo", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    for question in ("/smallcaps", "/compare rut ndx", "/compare rut spx dji 3y", "/chart rut 1y candles"):
        assert question in done.stdout
    pictures = sorted((tmp_path / "demo").glob("*.png"))
    assert len(pictures) == 4
    assert all(p.read_bytes().startswith(b"\x89PNG") for p in pictures)
    assert "SAMPLE" in done.stdout
    assert "What to try next" in done.stdout


def test_ask_writes_the_picture_and_says_where(tmp_path: Path) -> None:
    done = run("ask", "/compare rut ndx 3y", "--png", "out.png", "--light", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "Picture: out.png" in done.stdout
    assert (tmp_path / "out.png").stat().st_size > 10_000


def test_ask_gives_programs_raw_values(tmp_path: Path) -> None:
    done = run("ask", "/smallcaps", "--json", cwd=tmp_path)
    answer = json.loads(done.stdout)
    close = next(f for f in answer["facts"] if f["label"] == "Close")
    assert close["value"] == 2718.77
    assert close["unit"] == "level"
    assert answer["sample"] is True
    assert answer["picture"]["alt"]


def test_a_question_that_cannot_be_answered_exits_with_one(tmp_path: Path) -> None:
    done = bellwether("ask", "/quote russel", cwd=tmp_path)
    assert done.returncode == 1
    assert "Did you mean rut" in done.stdout
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("ask", "/smallcaps", "--source", "nasdaq"), "is no data source"),
        (("ask", "/smallcaps", "--source", "files:/nowhere"), "There is no folder"),
        (("ask", "/smallcaps", "--at", "noon"), "write it with its zone"),
        (("ask", "/smallcaps", "--at", "2026-01-22T11:30"), "write it with its zone"),
    ],
)
def test_a_wrong_option_says_what_to_write(tmp_path: Path, words: tuple[str, ...], says: str) -> None:
    done = run(*words, cwd=tmp_path)
    assert done.returncode == 2
    assert says in " ".join(done.stderr.replace("│", " ").split())


def test_help_loads_neither_chat_clients_nor_yahoo_nor_the_calendar(tmp_path: Path) -> None:
    heavy = (
        "slack_bolt",
        "slack_sdk",
        "discord",
        "yfinance",
        "exchange_calendars",
        "sqlalchemy",
        "dbos",
        "pandas",
    )
    program = (
        "import sys; sys.argv = ['bellwether', '--help']\n"
        "from bot.start import main\n"
        "try: main()\nexcept SystemExit: pass\n"
        f"print('loaded:', [m for m in {heavy!r} if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, timeout=60
    )
    assert "Usage:" in done.stdout
    assert "loaded: []" in done.stdout


def test_an_answer_loads_neither_chat_clients_nor_yahoo(tmp_path: Path) -> None:
    heavy = ("slack_bolt", "slack_sdk", "discord", "yfinance", "sqlalchemy", "dbos", "aiohttp")
    program = (
        "import sys; sys.argv = ['bellwether', 'ask', '/compare rut ndx', '--png', sys.argv[1]]\n"
        "from bot.start import main\n"
        "try: main()\nexcept SystemExit: pass\n"
        f"print('loaded:', [m for m in {heavy!r} if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path / "x.png")],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert "loaded: []" in done.stdout, done.stdout + done.stderr


def test_doctor_says_what_works_and_what_is_missing(tmp_path: Path) -> None:
    done = run("doctor", cwd=tmp_path)
    assert done.returncode == 0, done.stdout
    assert "market data" in done.stdout
    assert "docs/slack.md" in done.stdout


def test_doctor_names_the_token_that_is_missing_and_never_shows_one(tmp_path: Path) -> None:
    done = run("doctor", cwd=tmp_path, BELLWETHER_SLACK_BOT_TOKEN="xoxb-planted-token", COLUMNS="200")
    assert done.returncode == 1
    assert "BELLWETHER_SLACK_APP_TOKEN is missing" in done.stdout
    assert "planted" not in done.stdout + done.stderr


def test_a_setting_that_cannot_work_is_named_without_its_value(tmp_path: Path) -> None:
    done = run("ask", "/help", cwd=tmp_path, BELLWETHER_ASKS_PER_MINUTE="planted-0")
    assert done.returncode == 2
    assert done.stderr.startswith("BELLWETHER_ASKS_PER_MINUTE: ")
    assert "planted" not in done.stderr


def test_a_store_that_cannot_be_opened_is_told_once_and_answers_go_on(tmp_path: Path) -> None:
    (tmp_path / "data" / "market.sqlite3").mkdir(parents=True)
    asked = run("ask", "/quote rut", "--source", "yahoo", cwd=tmp_path, **OFFLINE)
    assert "Yahoo Finance is not answering" in asked.stdout
    assert "Traceback" not in asked.stdout + asked.stderr
    assert asked.stderr.count("the store cannot be read") == 1


def test_doctor_finds_a_provider_that_is_away_and_a_store_that_is_no_database(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "market.sqlite3").write_bytes(b"no database, however long it may be" * 100)
    done = run("doctor", "--source", "yahoo", cwd=tmp_path, COLUMNS="200", **OFFLINE)
    assert done.returncode == 1
    assert "Yahoo Finance is not answering" in done.stdout
    assert "answers are not kept" in done.stdout
    assert "Traceback" not in done.stderr


def test_a_user_without_a_home_gets_answers() -> None:
    program = (
        "import os, pathlib, sys; pathlib.os.path.expanduser = lambda path: path\n"
        "os.environ = {}\n"
        "from bot.settings import Settings; print(Settings().data_dir)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, timeout=60
    )
    assert done.stdout.strip() == str(ROOT / ".bellwether"), done.stderr
