"""Tokens in slack_sdk's own tables, written by its own store: in clear, encrypted, and rotated."""

from __future__ import annotations

import asyncio
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from slack_sdk.oauth.installation_store.models.bot import Bot
from slack_sdk.oauth.installation_store.models.installation import Installation
from slack_sdk.oauth.installation_store.sqlalchemy import (
    AsyncSQLAlchemyInstallationStore,
    SQLAlchemyInstallationStore,
)

from bot.adapters.slack.oauth import EncryptedInstallations
from bot.store.installations import MARK, SECRETS, InstallationTokens, TokenCount, count_tokens
from bot.store.key_value import NamedValues
from bot.store.token_cipher import SecretKeyError, TokenCipher, is_encrypted
from market.clock import FixedClock
from market.fetching.database import open_async_engine

OLD, NEW = os.urandom(32), os.urandom(32)
LONG = "xoxe.xoxb-1-" + "planted" * 26  # as long as the tokens that rotate: nearly 200 characters
VALUES: dict[str, Any] = {
    "bot_token": LONG,
    "bot_refresh_token": "xoxe-1-planted-refresh",
    "user_token": "xoxp-planted",
    "user_refresh_token": "xoxe-1-planted-users",
    "incoming_webhook_url": "https://hooks.slack.com/services/T1/B1/planted",
    "incoming_webhook_configuration_url": "https://example.slack.com/services/planted",
}


def installation(team: str = "T1") -> Installation:
    return Installation(
        app_id="A1", user_id="U1", team_id=team, bot_id="B1", bot_user_id="UB", bot_scopes="chat:write",
        installed_at=datetime(2026, 1, 22, tzinfo=UTC).timestamp(), **VALUES,
    )  # fmt: skip


def tokens_of(database: sa.Engine, clock: FixedClock, *keys: bytes) -> InstallationTokens:
    tokens = InstallationTokens(database, clock, TokenCipher(keys or [OLD]))
    tokens.refresh()
    return tokens


def written_by_an_older_release(database: sa.Engine) -> None:
    store = SQLAlchemyInstallationStore("1.2", database)
    store.create_tables()  # type: ignore[no-untyped-call]  # slack_sdk leaves it untyped
    store.save(installation())


def kept(database: sa.Engine) -> list[str]:
    """Every stored value of a secret column, as it lies there."""
    with database.connect() as c:
        columns = [sa.text(f"SELECT {', '.join(names)} FROM {table}") for table, names in SECRETS.items()]
        return [str(value) for query in columns for row in c.execute(query) for value in row]


def read_by(database: sa.Engine, tokens: InstallationTokens | None) -> Bot | None:
    """The bot that a worker would answer with: of this release, or (None) of the one before."""

    async def find() -> Bot | None:
        engine = open_async_engine(database.url)
        store = (
            EncryptedInstallations("1.2", engine, tokens)
            if tokens
            else AsyncSQLAlchemyInstallationStore("1.2", engine)
        )
        try:
            return await store.async_find_bot(enterprise_id=None, team_id="T1")
        finally:
            await engine.dispose()

    return asyncio.run(find())


def save(database: sa.Engine, tokens: InstallationTokens, team: str = "T1", *, create: bool = True) -> None:
    async def run() -> None:
        engine = open_async_engine(database.url)
        store = EncryptedInstallations("1.2", engine, tokens)
        if create:
            await asyncio.to_thread(tokens.start_encrypted)
            await store.create_tables()  # type: ignore[no-untyped-call]  # slack_sdk leaves it untyped
        await store.async_save(installation(team))
        await engine.dispose()

    asyncio.run(run())


def test_every_column_that_may_open_something_is_named() -> None:
    tables = AsyncSQLAlchemyInstallationStore("1.2", None)  # type: ignore[arg-type]  # its tables alone
    telling = ("token", "url", "secret", "configuration")
    for table in (tables.bots, tables.installations):
        columns = {c.name for c in table.c if any(word in c.name for word in telling)}
        dull = {"bot_token_expires_at", "user_token_expires_at", "token_type", "enterprise_url"}
        assert columns - dull == set(SECRETS[table.name])


def test_a_fresh_database_starts_encrypted(database: sa.Engine, clock: FixedClock) -> None:
    tokens = tokens_of(database, clock)
    save(database, tokens)
    assert all(map(is_encrypted, kept(database)))
    assert count_tokens(database, clock) == TokenCount(8, 0, writing=True)
    found = read_by(database, tokens)
    assert (found.bot_token, found.bot_refresh_token) == (LONG, VALUES["bot_refresh_token"])
    tokens.check()


def test_an_older_database_stays_readable_for_older_workers_until_the_command(
    database: sa.Engine, clock: FixedClock
) -> None:
    written_by_an_older_release(database)
    tokens = tokens_of(database, clock)
    save(database, tokens)
    assert not any(map(is_encrypted, kept(database)))
    assert read_by(database, None).bot_token == read_by(database, tokens).bot_token == LONG
    running = tokens_of(database, clock)  # another worker, which has looked already
    before = len(kept(database))
    assert tokens.rotate() == before
    assert all(map(is_encrypted, kept(database)))
    assert read_by(database, running).bot_token == LONG
    save(database, running, "T2", create=False)
    assert all(map(is_encrypted, kept(database)))
    assert count_tokens(database, clock).clear == 0


def test_keys_are_rotated(database: sa.Engine, clock: FixedClock) -> None:
    save(database, tokens_of(database, clock, OLD))
    with pytest.raises(SecretKeyError):
        tokens_of(database, clock, NEW)  # said at the start, before a token is wanted
    tokens_of(database, clock, NEW, OLD).rotate()
    assert read_by(database, tokens_of(database, clock, NEW)).bot_token == LONG
    with pytest.raises(SecretKeyError):
        tokens_of(database, clock, OLD)


def test_a_wrong_key_changes_nothing(database: sa.Engine, clock: FixedClock) -> None:
    save(database, tokens_of(database, clock, OLD))
    before = kept(database)
    with pytest.raises(SecretKeyError):
        InstallationTokens(database, clock, TokenCipher([NEW])).rotate()
    assert kept(database) == before
    assert read_by(database, tokens_of(database, clock, OLD)).bot_token == LONG


def test_nothing_of_a_token_stays_in_the_file(tmp_path: Path, clock: FixedClock) -> None:
    from bot.store.migrate import migrate
    from bot.store.store import open_database

    database = open_database(f"sqlite:///{tmp_path / 'bellwether.sqlite3'}")
    migrate(database, clock.now())
    written_by_an_older_release(database)
    tokens_of(database, clock).rotate()
    left = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert b"planted" not in left
    assert NamedValues(database, clock).get(MARK)
    database.dispose()


def test_no_table_is_no_token(database: sa.Engine, clock: FixedClock) -> None:
    assert count_tokens(database, clock) == TokenCount(0, 0, writing=False)
    assert tokens_of(database, clock).rotate() == 0
