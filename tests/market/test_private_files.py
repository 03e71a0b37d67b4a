"""Modes of files and folders under every umask that a host may set."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from market.private_files import (
    open_to_others,
    private_file,
    private_folder,
    restrict_umask,
    write_private,
)


@pytest.fixture(params=[0o000, 0o022, 0o077, 0o277], ids=oct)
def umask(request: pytest.FixtureRequest) -> Iterator[int]:
    before = os.umask(request.param)
    yield request.param
    os.umask(before)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_what_is_made_is_its_owners_alone_whatever_the_umask(umask: int, tmp_path: Path) -> None:
    place = tmp_path / "data"
    private_folder(place)
    private_folder(place)  # once more is no mistake
    private_file(place / "bellwether.sqlite3")
    write_private(place / "sessions.json", b"{}")
    assert mode(place) == 0o700
    assert mode(place / "sessions.json") == 0o600
    assert not mode(place / "bellwether.sqlite3") & 0o077
    assert sorted(path.name for path in place.iterdir()) == ["bellwether.sqlite3", "sessions.json"]


def test_what_an_older_release_left_open_is_closed(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    names: tuple[str, ...] = (
        "bellwether.sqlite3",
        "bellwether.sqlite3-wal",
        "bellwether.sqlite3-shm",
        "cookies.db",
    )
    names += ("bellwether-0003-20260122T000000Z.backup.sqlite3", "market.sqlite3", "sessions.json")
    for name in names:
        (tmp_path / name).write_bytes(b"kept")
        (tmp_path / name).chmod(0o644)
    assert open_to_others(tmp_path)
    private_folder(tmp_path)
    private_file(tmp_path / names[0])
    assert not open_to_others(tmp_path)
    assert [mode(tmp_path / name) for name in names] == [0o600] * len(names)
    assert (tmp_path / names[0]).read_bytes() == b"kept"


def test_a_file_that_may_only_be_read_stays_so(tmp_path: Path) -> None:
    file = tmp_path / "bellwether.sqlite3"
    file.touch(0o444)
    private_file(file)
    assert mode(file) == 0o400


def test_a_folder_with_somebody_elses_files_keeps_its_mode(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    for name in ("bellwether.sqlite3", "letter.txt"):
        (tmp_path / name).touch()
        (tmp_path / name).chmod(0o644)
    private_folder(tmp_path)
    assert (mode(tmp_path), mode(tmp_path / "letter.txt")) == (0o755, 0o644)
    assert mode(tmp_path / "bellwether.sqlite3") == 0o600


def test_a_file_in_a_folders_place_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "data").touch()
    with pytest.raises(FileExistsError):
        private_folder(tmp_path / "data")


def test_writing_follows_no_link_and_leaves_nothing_behind(tmp_path: Path) -> None:
    victim, link = tmp_path / "victim", tmp_path / "picture.png"
    victim.write_text("mine")
    link.symlink_to(victim)
    write_private(link, b"PNG")
    assert (victim.read_text(), link.read_bytes(), link.is_symlink()) == ("mine", b"PNG", False)
    (tmp_path / "folder").mkdir()
    with pytest.raises(OSError, match="folder"):
        write_private(tmp_path / "folder", b"x")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["folder", "picture.png", "victim"]


def test_the_umask_of_before_is_given_back(umask: int) -> None:
    assert restrict_umask() == umask
    assert os.umask(umask) == 0o077
