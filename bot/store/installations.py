"""Slack's installations in slack_sdk's tables, as far as their tokens are encrypted.

Whether new rows are written encrypted is a named value in the database, so that workers of an older
release go on reading them until the operator says that there are none.
"""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from bot.settings import Settings
from bot.store.key_value import NamedValues
from bot.store.token_cipher import EncryptedText, TokenCipher, cipher_of, is_encrypted
from market.clock import Clock
from market.fetching.database import is_sqlite

MARK = "slack tokens encrypted"
_PROBE = "bellwether"  # encrypted in the named value: a wrong key is found without any installation
_BOT = ("bot_token", "bot_refresh_token")
# Columns that open something at Slack.
SECRETS: dict[str, tuple[str, ...]] = {
    "slack_bots": _BOT,
    "slack_installations": (
        *_BOT,
        "user_token",
        "user_refresh_token",
        "incoming_webhook_url",
        "incoming_webhook_configuration_url",
    ),
}


@dataclass(frozen=True, slots=True)
class TokenCount:
    """Stored values of secret columns: encrypted, in clear, and whether new ones are encrypted."""

    encrypted: int
    clear: int
    writing: bool


class InstallationTokens:
    """Encryption of slack_sdk's tables over one database. Synchronous; call it in a thread."""

    def __init__(self, engine: sa.Engine, clock: Clock, cipher: TokenCipher) -> None:
        self._engine, self._cipher, self._marks = engine, cipher, NamedValues(engine, clock)
        self._writing = [False]

    @classmethod
    def open(cls, engine: sa.Engine, clock: Clock, settings: Settings) -> InstallationTokens:
        """With the key that the settings name. Raises OperatorError where there is none or another one
        is needed."""
        tokens = cls(engine, clock, cipher_of(settings))
        tokens.refresh()
        return tokens

    def start_encrypted(self) -> None:
        """Encrypt from the first row on where no older release can have made the tables. Call it before
        they are made."""
        if not _tables(self._engine):
            self._mark()
        self.refresh()

    def refresh(self) -> None:
        """Look up whether to write encrypted; call it before a write. Raises SecretKeyError when that was
        begun with a key that is not among ours."""
        probe = self._marks.get(MARK)
        if probe is not None:
            self._cipher.decrypt(probe)
        self._writing[0] = probe is not None

    def protect(self, *tables: sa.Table) -> None:
        """Give the secret columns of slack_sdk's tables the type that encrypts them."""
        for table in tables:
            for name in SECRETS[table.name]:
                table.c[name].type = EncryptedText(self._cipher, self._writing)

    def rotate(self) -> int:
        """Encrypt every stored token with the newest key, and new ones from now on; the number of values
        changed. Safe while workers run: a row that changes meanwhile is left, and counted by `count_tokens`.

        Raises SecretKeyError for a value that no key decrypts; nothing is lost.
        """
        self.refresh()
        self.check()
        self._mark()  # before the rows, so that none comes in clear after it was looked for
        changed = 0
        for table in _tables(self._engine):
            self._widen(table)
            with self._engine.begin() as connection:
                if is_sqlite(connection):  # what is replaced is overwritten in the file
                    connection.exec_driver_sql("PRAGMA secure_delete = ON")
                changed += sum(self._rotate(connection, table, name) for name in SECRETS[table.name])
        if is_sqlite(self._engine):
            with self._engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        self.refresh()
        return changed

    def check(self) -> None:
        """Decrypt every stored token. Raises SecretKeyError for one that no key decrypts."""
        with self._engine.connect() as connection:
            for table in _tables(self._engine):
                for row in connection.execute(sa.select(*(table.c[name] for name in SECRETS[table.name]))):
                    for value in filter(None, row):
                        self._cipher.decrypt(value)

    def _mark(self) -> None:
        self._marks.set(MARK, self._cipher.encrypt(_PROBE))

    def _rotate(self, connection: sa.Connection, table: sa.TableClause, name: str) -> int:
        column, changed = table.c[name], 0
        rows = connection.execute(sa.select(table.c.id, column).where(column.is_not(None), column != ""))
        for number, stored in rows.all():
            renewed = self._cipher.encrypt(self._cipher.decrypt(stored))
            same = sa.and_(table.c.id == number, column == stored)
            changed += connection.execute(sa.update(table).where(same).values({name: renewed})).rowcount
        return changed

    def _widen(self, table: sa.TableClause) -> None:
        """Make room where slack_sdk made the columns: 200 characters are enough for a token in clear only."""
        if is_sqlite(self._engine):  # it has no such limit
            return
        with self._engine.begin() as connection:
            narrow = [
                column["name"]
                for column in sa.inspect(connection).get_columns(table.name)
                if column["name"] in SECRETS[table.name] and not isinstance(column["type"], postgresql.TEXT)
            ]
            if narrow:
                changes = ", ".join(f"ALTER COLUMN {name} TYPE TEXT" for name in narrow)
                connection.exec_driver_sql(f"ALTER TABLE {table.name} {changes}")


def count_tokens(engine: sa.Engine, clock: Clock) -> TokenCount:
    """How the stored tokens lie in the database. Needs no key."""
    writing, encrypted, clear = NamedValues(engine, clock).get(MARK) is not None, 0, 0
    with engine.connect() as connection:
        for table in _tables(engine):
            for row in connection.execute(sa.select(*(table.c[name] for name in SECRETS[table.name]))):
                values = [value for value in row if value]
                encrypted += sum(map(is_encrypted, values))
                clear += sum(not is_encrypted(value) for value in values)
    return TokenCount(encrypted, clear, writing)


def _tables(engine: sa.Engine) -> list[sa.TableClause]:
    """slack_sdk's tables that exist, with their ids and secret columns."""
    with engine.connect() as connection:
        inspector = sa.inspect(connection)
        return [
            sa.table(name, sa.column("id", sa.Integer), *(sa.column(secret, sa.Text) for secret in secrets))
            for name, secrets in SECRETS.items()
            if inspector.has_table(name)
        ]
