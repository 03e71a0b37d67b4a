"""The key that signs sessions of the console and addresses of pictures, the same in all processes."""

from __future__ import annotations

import hmac
import secrets

from bot.settings import OperatorError, Settings
from market.private_files import kept_secret

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
        key = kept_secret(path, secrets.token_bytes(_KEY))
    except OSError as problem:
        raise NoSigningKey(
            f"{path} cannot be read or written ({problem.strerror}). Give this user the folder, or name another "
            "in BELLWETHER_DATA_DIR."
        ) from None
    if len(key) != _KEY:
        raise NoSigningKey(f"{path} is no key of {_KEY} bytes. Remove it: a new one is made, sessions end.")
    return key
