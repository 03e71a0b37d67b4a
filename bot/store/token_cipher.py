"""Encryption of stored tokens: the keys, where they come from, and the column type that uses them."""

from __future__ import annotations

import base64
import binascii
import secrets
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

import sqlalchemy as sa
from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from bot.settings import OperatorError, Settings, SettingsError
from bot.unavailable import storage_errors
from market.private_files import kept_secret

KEY_FILE = "secret.key"
SETTING = "BELLWETHER_SECRET_KEY"
_PREFIX = "fernet:"  # begins an encrypted value; no token of Slack's begins so
_BYTES = 32


class SecretKeyError(OperatorError):
    """No key to encrypt with, or none that decrypts what is stored. The sentence holds no key."""


class TokenCipher:
    """Encrypts texts with the first of `keys` and decrypts with any of them (Fernet: AES-128-CBC, HMAC)."""

    def __init__(self, keys: Sequence[bytes]) -> None:
        """`keys`: of 32 bytes each, the newest first; at least one."""
        self._fernet = MultiFernet([Fernet(base64.urlsafe_b64encode(key)) for key in keys])

    def encrypt(self, text: str) -> str:
        return _PREFIX + self._fernet.encrypt(text.encode()).decode()

    def decrypt(self, stored: str) -> str:
        """The text of an encrypted value; a value in clear as it is. Raises SecretKeyError."""
        if not is_encrypted(stored):
            return stored
        try:
            return self._fernet.decrypt(stored.removeprefix(_PREFIX)).decode()
        except InvalidToken:
            raise SecretKeyError(
                f"What is stored was encrypted with another key. Put the key back: into {SETTING}, behind the "
                f"newest after a comma, or into {KEY_FILE} in the data folder."
            ) from None


class EncryptedText(sa.types.TypeDecorator[str]):
    """Text that is decrypted when read, and encrypted when written once `writing` says so."""

    impl = sa.Text  # encrypted, a token is longer than the 200 characters that slack_sdk gives it
    cache_ok = False

    def __init__(self, cipher: TokenCipher, writing: Sequence[bool]) -> None:
        """`writing`: one flag, looked at again for each value."""
        super().__init__()
        self._cipher, self._writing = cipher, writing

    def process_bind_param(self, value: str | None, dialect: sa.Dialect) -> str | None:
        return self._cipher.encrypt(value) if value and self._writing[0] else value

    def process_result_value(self, value: str | None, dialect: sa.Dialect) -> str | None:
        return self._cipher.decrypt(value) if value else value

    def copy(self, **kw: Any) -> EncryptedText:
        return EncryptedText(self._cipher, self._writing)


def is_encrypted(stored: str) -> bool:
    return stored.startswith(_PREFIX)


def key_source(settings: Settings) -> str:
    """Where the key comes from, for people."""
    if settings.secret_key is not None:
        return SETTING
    return (
        str(settings.data_dir / KEY_FILE) if settings.database_url is None else f"{SETTING}, which is not set"
    )


def cipher_of(settings: Settings) -> TokenCipher:
    """The cipher with the keys of `BELLWETHER_SECRET_KEY`, else of the key file, which is made at first use.

    Raises SecretKeyError with `DATABASE_URL` and no key in the environment, SettingsError for a key that
    is none, and StorageUnavailable where the file cannot be read or made.
    """
    if settings.secret_key is not None:
        return TokenCipher(read_keys(settings.secret_key.get_secret_value(), SETTING))
    if settings.database_url is not None:
        raise SecretKeyError(
            f"Set {SETTING} for all processes that share DATABASE_URL: it encrypts Slack's tokens there. "
            "Make a key with: openssl rand -base64 32"
        )
    path, new = settings.data_dir / KEY_FILE, base64.urlsafe_b64encode(secrets.token_bytes(_BYTES)) + b"\n"
    with storage_errors(f"The key file {path}"):
        return TokenCipher(read_keys(kept_secret(path, new).decode(), str(path)))


def read_keys(text: str, place: str) -> list[bytes]:
    """The keys of a text, the newest first: 32 bytes each in base64, between commas. Raises SettingsError."""
    words = [word for word in text.replace("\n", ",").split(",") if word.strip()]
    keys = [_key(word.strip()) for word in words]
    if not keys or not all(len(key) == _BYTES for key in keys):
        raise SettingsError(
            f"{place} holds no key of 32 bytes in base64. Make one with: openssl rand -base64 32"
        )
    return keys


def _key(word: str) -> bytes:
    with suppress(binascii.Error, ValueError):
        return base64.b64decode(word.replace("-", "+").replace("_", "/"), validate=True)
    return b""
