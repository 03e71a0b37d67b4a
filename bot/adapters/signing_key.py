"""The key that signs sessions of the console and addresses of pictures, the same in all processes."""

from __future__ import annotations

import hmac
import os
import secrets
from pathlib import Path

from bot.settings import OperatorError, Settings
from market.private_files import private_folder

KEY_FILE = "web-sessions.key"
_KEY = 32  # bytes


class NoSigningKey(OperatorError):
    """The key can be neither read nor made. The sentence says what to do."""


def signing_key(settings: Settings) -> bytes:
    """The key: of the console's token where there is one, so that several machines share it; else of a file
    that only this user can read, made at the first start. Blocks; raises NoSigningKey."""
    if settings.web_token:
        token = settings.web_token.get_secret_value().encode()
        return hmac.digest(token, b"bellwether web sessions", "sha256")
    path = settings.data_dir / KEY_FILE
    try:
        private_folder(settings.data_dir)
        if not path.exists():
            _make(path)
        key = path.read_bytes()
    except OSError as problem:
        raise NoSigningKey(
            f"{path} cannot be read or written ({problem.strerror}). Give this user the folder, or name another "
            "in BELLWETHER_DATA_DIR."
        ) from None
    if len(key) != _KEY:
        raise NoSigningKey(f"{path} is no key of {_KEY} bytes. Remove it: a new one is made, sessions end.")
    return key


def _make(path: Path) -> None:
    """Write the key whole or not at all; of two programs that start at once, the first one's is kept."""
    draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(secrets.token_bytes(_KEY))
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
