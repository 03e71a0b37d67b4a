"""What a terminal or a disk cannot take: the real program, with every encoding and every dead end."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from pathlib import Path
from typing import IO

import pytest

from bot.cli.output import OutputFailed, make_folder, replace_characters, save
from tests.bot import program

ASK = ("ask", "/compare rut ndx 3y")


@pytest.mark.parametrize(
    ("encoding", "words"),
    [
        ("cp1252", ("ask", "/smallcaps")),
        ("cp437", ASK),
        ("latin-1", ("ask", "/history drawdown rut")),
        ("ascii", ("doctor",)),
        ("ascii", ASK),
        ("cp932", ASK),
        ("koi8-r", ("ask", "/quote rut")),
        ("utf-16", ("doctor",)),
    ],
)
def test_an_answer_is_printed_in_every_encoding(
    tmp_path: Path, encoding: str, words: tuple[str, ...]
) -> None:
    done = program.run(*words, cwd=tmp_path, COLUMNS="200", PYTHONIOENCODING=encoding)
    assert "Traceback" not in done.stderr
    assert done.returncode == 0, done.stderr
    assert "Russell 2000" in done.stdout or "docs/slack.md" in done.stdout
    assert "SAMPLE" in done.stdout or words == ("doctor",)


def test_a_minus_stays_a_minus(tmp_path: Path) -> None:
    done = started(ASK, tmp_path, PYTHONIOENCODING="cp1252")
    assert "-9.22%" in done.stdout.decode("cp1252")
    assert b"?" not in done.stdout


def test_json_keeps_every_character_in_every_encoding(tmp_path: Path) -> None:
    answers = [
        json.loads(program.run("ask", "/quote rut", "--json", cwd=tmp_path, PYTHONIOENCODING=encoding).stdout)
        for encoding in ("utf-8", "ascii")
    ]
    assert answers[0] == answers[1]
    assert not json.dumps(answers[0], ensure_ascii=False).isascii()


def test_words_that_are_no_text_are_told_so(tmp_path: Path) -> None:
    done = program.run("ask", os.fsdecode(b"/quote \xff\xfe"), cwd=tmp_path)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("words", [ASK, ("ask", "/quote rut", "--json"), ("jobs",), ("--help",)])
def test_a_full_disk_behind_the_output_is_a_sentence(tmp_path: Path, words: tuple[str, ...]) -> None:
    with open("/dev/full", "wb") as full:
        done = started(words, tmp_path, stdout=full)
    assert done.stderr.decode().strip() == "The answer could not be written: No space left on device."
    assert done.returncode == 1


@pytest.mark.parametrize("words", [ASK, ("jobs",), ("doctor",)])
def test_a_reader_that_went_away_is_no_traceback(tmp_path: Path, words: tuple[str, ...]) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    done = started(words, tmp_path, stdout=writer)
    os.close(writer)
    assert (done.returncode, done.stderr) == (1, b"")


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("nowhere/out.png", "No such file or directory"),
        ("/dev/full", "No space left on device"),
        ("/proc/self/out.png", "No such file or directory"),
        (".", "Is a directory"),
    ],
)
def test_a_picture_that_cannot_be_written_leaves_the_answer(tmp_path: Path, name: str, why: str) -> None:
    done = program.run(*ASK, "--png", name, cwd=tmp_path)
    assert "The Russell 2000 led" in done.stdout
    assert "This answer has no picture" not in done.stdout
    assert done.stderr.strip() == f"{name} could not be written: {why}."
    assert done.returncode == 1
    assert {path.name for path in tmp_path.iterdir()} <= {"data"}


def test_a_disk_that_fills_up_leaves_no_half_a_picture_and_the_old_one(tmp_path: Path) -> None:
    """As `ulimit -f 8` makes it: a file may grow to 8 KiB."""
    program.run("ask", "/help", cwd=tmp_path)
    (tmp_path / "out.png").write_bytes(b"yesterday's")
    done = started((*ASK, "--png", "out.png"), tmp_path, most=8192)
    assert b"could not be written: File too large" in done.stderr
    assert b"Traceback" not in done.stderr
    assert (tmp_path / "out.png").read_bytes() == b"yesterday's"
    assert {path.name for path in tmp_path.iterdir()} <= {"data", "out.png"}


def test_demo_in_a_folder_that_cannot_be_made_is_a_sentence(tmp_path: Path) -> None:
    done = program.run("demo", "--folder", "/proc/self/nope", cwd=tmp_path)
    assert done.stderr.startswith("The folder /proc/self/nope could not be made: ")
    assert done.returncode == 1


def test_a_persons_picture_has_the_rights_they_give_and_the_data_is_theirs_alone(tmp_path: Path) -> None:
    done = started((*ASK, "--png", "out.png"), tmp_path, umask=0o022)
    assert done.returncode == 0
    assert stat.S_IMODE((tmp_path / "out.png").stat().st_mode) == 0o644
    for umask in (0o000, 0o022):
        started(("ask", "/watchlist add iwm"), tmp_path, umask=umask)
        made = [tmp_path / "data", *(tmp_path / "data").iterdir()]
        assert not any(stat.S_IMODE(path.stat().st_mode) & 0o077 for path in made)
    assert {"bellwether.sqlite3", "sessions.json"} <= {path.name for path in made}


def test_saving_follows_a_persons_own_link_and_keeps_the_files_mode(tmp_path: Path) -> None:
    real, link = tmp_path / "real.png", tmp_path / "link.png"
    real.write_bytes(b"old")
    real.chmod(0o640)
    link.symlink_to(real)
    save(link, b"new")
    assert (real.read_bytes(), stat.S_IMODE(real.stat().st_mode), link.is_symlink()) == (b"new", 0o640, True)
    make_folder(tmp_path / "a" / "b")
    assert (tmp_path / "a" / "b").is_dir()
    with pytest.raises(OutputFailed, match="could not be written"):
        save(tmp_path / "zero\0byte", b"")


def test_the_error_handler_is_for_writing_only() -> None:
    problem = UnicodeEncodeError("ascii", "−☃", 0, 2, "no room")
    assert replace_characters(problem) == ("-?", 2)
    with pytest.raises(UnicodeDecodeError):
        replace_characters(UnicodeDecodeError("ascii", b"\xff", 0, 1, "no room"))


def started(
    words: tuple[str, ...],
    folder: Path,
    stdout: int | IO[bytes] = subprocess.PIPE,
    most: int | None = None,
    umask: int = 0o022,
    **environment: str,
) -> subprocess.CompletedProcess[bytes]:
    """The program in a new interpreter, with bytes as they come; `most`: how large its files may grow."""
    env = program.environment(folder, **{"COLUMNS": "200"} | environment)
    command = [sys.executable, "-m", "bot", *words]
    if most is not None:
        command = ["sh", "-c", f'trap "" XFSZ; ulimit -f {most // 512}; exec "$@"', "sh", *command]
    return subprocess.run(
        command,
        cwd=folder,
        env=env,
        stdout=stdout,
        stderr=subprocess.PIPE,
        umask=umask,
        timeout=60,
    )
