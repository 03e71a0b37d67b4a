"""The key that signs the console's cookies and addresses."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.adapters.signing_key import KEY_FILE, NoSigningKey, signing_key
from bot.settings import Settings


def test_the_key_is_made_once_and_read_by_its_owner_alone(tmp_path: Path) -> None:
    folder = tmp_path / "new"
    key = signing_key(Settings(data_dir=folder))
    assert len(key) == 32
    assert signing_key(Settings(data_dir=folder)) == key
    assert (folder / KEY_FILE).stat().st_mode & 0o777 == 0o600
    assert [path.name for path in folder.iterdir()] == [KEY_FILE]


def test_programs_that_start_at_once_share_the_key(tmp_path: Path) -> None:
    settings, keys = Settings(data_dir=tmp_path), list[bytes]()
    threads = [threading.Thread(target=lambda: keys.append(signing_key(settings))) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(keys) == 16
    assert len({*keys}) == 1


def test_machines_with_one_token_share_the_key_and_need_no_file(tmp_path: Path) -> None:
    token, another = SecretStr("planted-web-token-1234"), SecretStr("another-web-token-1234")
    one = Settings(data_dir=tmp_path / "1", web_token=token)
    assert signing_key(one) == signing_key(Settings(data_dir=tmp_path / "2", web_token=token))
    assert signing_key(one) != signing_key(Settings(data_dir=tmp_path / "1", web_token=another))
    assert not one.data_dir.exists()


def test_a_key_that_is_none_and_a_folder_that_is_none_say_what_to_do(tmp_path: Path) -> None:
    (tmp_path / KEY_FILE).write_bytes(b"short")
    with pytest.raises(NoSigningKey, match="Remove it"):
        signing_key(Settings(data_dir=tmp_path))
    file = tmp_path / "file"
    file.write_text("")
    with pytest.raises(NoSigningKey, match="BELLWETHER_DATA_DIR"):
        signing_key(Settings(data_dir=file))
