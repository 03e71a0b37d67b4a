"""Cookies of the console: forged ones, and the key that signs them."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.adapters.web.sessions import KEY_FILE, NoSessionKey, SessionCookies, session_key

SESSIONS = SessionCookies(b"k" * 32)
COOKIE = SESSIONS.new()


def test_a_cookie_is_one_persons_whose_name_does_not_hold_its_id() -> None:
    person = SESSIONS.person(COOKIE)
    assert person is not None
    assert len(person) == 64
    assert COOKIE.partition(".")[0] not in person
    assert SESSIONS.person(COOKIE) == person
    assert SESSIONS.person(SESSIONS.new()) != person


@given(st.text())
def test_what_the_program_did_not_make_is_nobodys(cookie: str) -> None:
    assert SESSIONS.person(cookie) is None


@given(st.integers(0, len(COOKIE) - 1), st.sampled_from("0123456789abcdef."))
def test_one_changed_character_makes_it_nobodys(place: int, other: str) -> None:
    changed = COOKIE[:place] + other + COOKIE[place + 1 :]
    assert SESSIONS.person(changed) is None or changed == COOKIE


def test_another_key_ends_the_sessions() -> None:
    assert SessionCookies(b"o" * 32).person(COOKIE) is None


def test_the_key_is_made_once_and_read_by_its_owner_alone(tmp_path: Path) -> None:
    folder = tmp_path / "new"
    key = session_key(folder, None)
    assert len(key) == 32
    assert session_key(folder, None) == key
    assert (folder / KEY_FILE).stat().st_mode & 0o777 == 0o600
    assert [path.name for path in folder.iterdir()] == [KEY_FILE]


def test_programs_that_start_at_once_share_the_key(tmp_path: Path) -> None:
    keys: list[bytes] = []
    threads = [threading.Thread(target=lambda: keys.append(session_key(tmp_path, None))) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(keys) == 16
    assert len({*keys}) == 1


def test_machines_with_one_token_share_the_key_and_need_no_file(tmp_path: Path) -> None:
    one, other = tmp_path / "1", tmp_path / "2"
    assert session_key(one, "planted-web-token-1234") == session_key(other, "planted-web-token-1234")
    assert session_key(one, "planted-web-token-1234") != session_key(one, "another-web-token-1234")
    assert not one.exists()


def test_a_key_that_is_none_and_a_folder_that_is_none_say_what_to_do(tmp_path: Path) -> None:
    (tmp_path / KEY_FILE).write_bytes(b"short")
    with pytest.raises(NoSessionKey, match="Remove it"):
        session_key(tmp_path, None)
    file = tmp_path / "file"
    file.write_text("")
    with pytest.raises(NoSessionKey, match="BELLWETHER_DATA_DIR"):
        session_key(file, None)
