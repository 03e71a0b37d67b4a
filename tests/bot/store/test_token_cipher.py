"""Keys of every kind and place, and what happens with a wrong one."""

from __future__ import annotations

import base64
import os
import stat
import threading
from pathlib import Path
from typing import Any

import pytest

from bot.settings import Settings, SettingsError
from bot.store.token_cipher import (
    KEY_FILE,
    SecretKeyError,
    TokenCipher,
    cipher_of,
    is_encrypted,
    key_source,
    read_keys,
)
from bot.unavailable import StorageUnavailable

TOKEN = "xoxb-planted"
OLD, NEW = os.urandom(32), os.urandom(32)


def settings(**given: Any) -> Settings:
    return Settings(_env_file=None, **given)  # type: ignore[call-arg]  # pydantic's own switch


def test_what_is_encrypted_shows_nothing_and_comes_back() -> None:
    cipher = TokenCipher([NEW])
    stored = cipher.encrypt(TOKEN)
    assert is_encrypted(stored)
    assert not is_encrypted(TOKEN)
    assert TOKEN not in stored
    assert cipher.decrypt(stored) == TOKEN
    assert cipher.encrypt(TOKEN) != stored  # equal tokens do not look equal


def test_a_value_in_clear_is_read_as_it_is() -> None:
    assert TokenCipher([NEW]).decrypt(TOKEN) == TOKEN


def test_the_newest_key_writes_and_every_key_reads() -> None:
    old, both, new = TokenCipher([OLD]), TokenCipher([NEW, OLD]), TokenCipher([NEW])
    assert both.decrypt(old.encrypt(TOKEN)) == TOKEN
    assert new.decrypt(both.encrypt(TOKEN)) == TOKEN
    with pytest.raises(SecretKeyError, match="another key"):
        new.decrypt(old.encrypt(TOKEN))


@pytest.mark.parametrize("place", [10, 30, 60, -20])
def test_what_was_changed_is_not_believed(place: int) -> None:
    cipher = TokenCipher([NEW])
    stored = list(cipher.encrypt(TOKEN))
    stored[place] = "A" if stored[place] != "A" else "B"
    with pytest.raises(SecretKeyError):
        cipher.decrypt("".join(stored))
    with pytest.raises(SecretKeyError):
        cipher.decrypt(cipher.encrypt(TOKEN)[:-8])


@pytest.mark.parametrize("encode", [base64.b64encode, base64.urlsafe_b64encode])
def test_keys_are_read_in_either_alphabet_between_commas_or_lines(encode: Any) -> None:
    new, old = encode(NEW).decode(), encode(OLD).decode()
    assert read_keys(f"{new},{old}", "x") == [NEW, OLD]
    assert read_keys(f" {new} , {old}\n", "x") == [NEW, OLD]
    assert read_keys(f"{new}\n{old}\n", "x") == [NEW, OLD]


@pytest.mark.parametrize(
    "text", ["", ",", "planted", "planted-but-long-enough-to-look-like-one-of-them", "ü" * 44]
)
def test_what_is_no_key_is_refused_without_being_shown(text: str) -> None:
    with pytest.raises(SettingsError, match="openssl rand -base64 32") as caught:
        read_keys(text, "BELLWETHER_SECRET_KEY")
    assert "planted" not in str(caught.value)


def test_a_key_file_is_made_once_for_its_owner_alone(tmp_path: Path) -> None:
    place = tmp_path / "data"
    before = os.umask(0)
    try:
        stored = cipher_of(settings(data_dir=place)).encrypt(TOKEN)
    finally:
        os.umask(before)
    assert stat.S_IMODE((place / KEY_FILE).stat().st_mode) == 0o600
    assert stat.S_IMODE(place.stat().st_mode) == 0o700
    assert [path.name for path in place.iterdir()] == [KEY_FILE]
    assert cipher_of(settings(data_dir=place)).decrypt(stored) == TOKEN


def test_of_many_that_begin_at_once_all_have_one_key(tmp_path: Path) -> None:
    ciphers: list[TokenCipher] = []
    threads = [
        threading.Thread(target=lambda: ciphers.append(cipher_of(settings(data_dir=tmp_path / "data"))))
        for _process in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    stored = ciphers[0].encrypt(TOKEN)
    assert {cipher.decrypt(stored) for cipher in ciphers} == {TOKEN}


def test_the_environment_comes_before_the_file(tmp_path: Path) -> None:
    key = base64.b64encode(NEW).decode()
    given = settings(data_dir=tmp_path, secret_key=key)
    assert TokenCipher([NEW]).decrypt(cipher_of(given).encrypt(TOKEN)) == TOKEN
    assert list(tmp_path.iterdir()) == []
    assert key not in repr(given)
    assert key_source(given) == "BELLWETHER_SECRET_KEY"


def test_several_machines_have_their_key_from_the_environment(tmp_path: Path) -> None:
    server = {"DATABASE_URL": "postgresql://db.example/x", "data_dir": tmp_path}
    with pytest.raises(SecretKeyError, match="Set BELLWETHER_SECRET_KEY"):
        cipher_of(settings(**server))
    assert list(tmp_path.iterdir()) == []
    cipher_of(settings(**server, secret_key=base64.b64encode(NEW).decode()))


def test_a_key_file_that_cannot_be_made_or_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(StorageUnavailable, match=r"The key file /proc/self/nope/secret\.key"):
        cipher_of(settings(data_dir=Path("/proc/self/nope")))
    (tmp_path / KEY_FILE).write_text("half a k")
    with pytest.raises(SettingsError, match=KEY_FILE):
        cipher_of(settings(data_dir=tmp_path))
