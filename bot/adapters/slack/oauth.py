"""Many workspaces: OAuth v2 install, tokens that rotate, and leaving without a trace."""

from __future__ import annotations

import asyncio
import hashlib
import logging
import time
from collections.abc import Callable, Iterable
from typing import Any

import aiohttp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_bolt.oauth.async_oauth_settings import AsyncOAuthSettings
from slack_sdk.errors import SlackClientError
from slack_sdk.oauth.installation_store.async_installation_store import AsyncInstallationStore
from slack_sdk.oauth.installation_store.models.bot import Bot
from slack_sdk.oauth.installation_store.models.installation import Installation
from slack_sdk.oauth.installation_store.sqlalchemy import AsyncSQLAlchemyInstallationStore
from slack_sdk.oauth.state_store.async_state_store import AsyncOAuthStateStore
from slack_sdk.oauth.state_store.sqlalchemy import AsyncSQLAlchemyOAuthStateStore
from slack_sdk.oauth.token_rotation.async_rotator import AsyncTokenRotator
from slack_sdk.web.async_client import AsyncWebClient

from bot.adapters.slack.client import quiet_logger
from bot.adapters.slack.files import Pause
from bot.adapters.slack.manifest import INSTALL_PATH, REDIRECT_PATH, scopes
from bot.adapters.slack.organisations import InstallationKey, InstallationTable, NamedTexts, Organisations
from bot.adapters.slack.tokens import Left
from bot.store.installations import InstallationTokens
from market.fetching.database import AdvisoryLock

log = logging.getLogger("bellwether.slack")

_STATE_SECONDS = 600
_SAVES = (1.0, 3.0, 10.0, 30.0)  # seconds between attempts to save a renewed token
_EARLY = 120  # minutes before its end that a token is renewed; Slack's tokens live for 12 hours


class EncryptedInstallations(AsyncSQLAlchemyInstallationStore):
    """slack_sdk's store, whose tokens are encrypted once the database says so."""

    def __init__(self, client_id: str, engine: Any, tokens: InstallationTokens) -> None:
        super().__init__(client_id, engine, logger=quiet_logger())
        self._tokens = tokens
        tokens.protect(self.bots, self.installations)

    async def async_save(self, installation: Installation) -> None:
        await asyncio.to_thread(self._tokens.refresh)
        await super().async_save(installation)

    async def async_save_bot(self, bot: Bot) -> None:
        await asyncio.to_thread(self._tokens.refresh)
        await super().async_save_bot(bot)


class OAuthStores:
    """slack_sdk's tables for installations and OAuth states.

    acquire: takes the lock of a hexadecimal key between processes; it may wait, so it is called in a thread.
    table: the same installations, and `organisations`: who answers for which workspace.
    """

    def __init__(
        self,
        installations: AsyncInstallationStore,
        states: AsyncOAuthStateStore,
        acquire: Callable[[str], AdvisoryLock],
        table: InstallationTable,
        organisations: Organisations,
    ) -> None:
        self.installations, self.states, self.acquire = installations, states, acquire
        self.table, self.organisations = table, organisations

    @classmethod
    async def open(
        cls,
        client_id: str,
        engine: Any,
        acquire: Callable[[str], AdvisoryLock],
        tokens: InstallationTokens,
        texts: NamedTexts | None = None,
    ) -> OAuthStores:
        """Over an SQLAlchemy AsyncEngine (made by the store); creates missing tables. `tokens`: encrypts
        what opens something, in the same database. Raises OperatorError."""
        installations = EncryptedInstallations(client_id, engine, tokens)
        await asyncio.to_thread(tokens.start_encrypted)
        states = AsyncSQLAlchemyOAuthStateStore(_STATE_SECONDS, engine, logger=quiet_logger())
        await installations.create_tables()  # type: ignore[no-untyped-call]  # slack_sdk leaves it untyped
        await states.create_tables()  # type: ignore[no-untyped-call]  # as above
        return cls(installations, states, acquire, InstallationTable(installations), Organisations(texts))


class InstalledWorkspaceTokens:
    """Every workspace that installed the app. A token that ends soon is renewed behind the answer,
    so that no acknowledgement waits for it."""

    def __init__(
        self,
        stores: OAuthStores,
        client_id: str,
        client_secret: str,
        client: AsyncWebClient,
        left: Left | None = None,
        pause: Pause = asyncio.sleep,
        *,
        slackbot: bool = False,
    ) -> None:
        """`slackbot`: an installation lets Slackbot use the tools."""
        self._pause = pause
        self._store, self._acquire, self._left = stores.installations, stores.acquire, left
        self._table, self._organisations, self._client = stores.table, stores.organisations, client
        self._rotator = AsyncTokenRotator(client_id=client_id, client_secret=client_secret, client=client)
        self._renewals: dict[str, asyncio.Task[Bot | None]] = {}
        self._few = asyncio.Semaphore(2)  # each holds a connection while it waits for Slack
        self.flow = AsyncOAuthFlow(
            client=client,
            logger=quiet_logger(),
            settings=AsyncOAuthSettings(
                client_id=client_id,
                client_secret=client_secret,
                scopes=scopes(slackbot),
                user_scopes=[],
                install_path=INSTALL_PATH,
                redirect_uri_path=REDIRECT_PATH,
                install_page_rendering_enabled=False,  # straight on to Slack: no page of ours to keep
                installation_store=stores.installations,
                state_store=stores.states,
                state_expiration_seconds=_STATE_SECONDS,
                logger=quiet_logger(),
            ),
        )

    async def authorize(
        self, enterprise_id: str | None, team_id: str | None, everywhere: bool
    ) -> AuthorizeResult | None:
        bot = await self._bot(InstallationKey(enterprise_id, None if everywhere else team_id))
        if bot is None and team_id:  # it joined an organisation, or left it, after it was installed
            own = await self._table.of_workspace(team_id)
            bot = await self._bot(own or InstallationKey(enterprise_id, None))
        if bot is None:
            return None
        if team_id:
            self._organisations.note(team_id, bot.enterprise_id or "" if bot.team_id is None else "")
        if _ends_within(bot, _EARLY * 60):
            renewal = self._renew(bot)
            if _ends_within(bot, 0):
                bot = await renewal or bot
        return AuthorizeResult(
            enterprise_id=enterprise_id,
            team_id=team_id,
            bot_id=bot.bot_id,
            bot_user_id=bot.bot_user_id,
            bot_token=bot.bot_token,
        )

    async def token(self, team_id: str) -> str | None:
        bot = await self._answering(team_id)
        if bot is not None and _ends_within(bot, _EARLY * 60):
            bot = await self._renew(bot) or bot
        return bot.bot_token if bot else None

    async def _bot(self, key: InstallationKey) -> Bot | None:
        return await self._store.async_find_bot(
            enterprise_id=key.enterprise, team_id=key.team, is_enterprise_install=key.everywhere
        )

    async def _answering(self, team_id: str) -> Bot | None:
        """The bot that answers the workspace's questions, from its id alone."""
        enterprise = await self._organisations.of(team_id)
        if enterprise and (bot := await self._bot(InstallationKey(enterprise, None))):
            return bot
        own = await self._table.of_workspace(team_id)
        return await self._bot(own) if own else await self._of_organisation(team_id)

    async def _of_organisation(self, team_id: str) -> Bot | None:
        """The bot of the organisation that has the workspace, of which no question came yet. Where Slack does
        not say which one that is, the only one there is."""
        keys = await self._table.of_organisations()
        unsure = []
        for key in keys:
            bot = await self._bot(key)
            if bot is None:
                continue
            try:
                teams = await self._client.auth_teams_list(token=bot.bot_token, limit=1000)
            except (SlackClientError, aiohttp.ClientError, TimeoutError):
                unsure.append(bot)
                continue
            if any(team.get("id") == team_id for team in teams.get("teams") or ()):
                self._organisations.note(team_id, key.enterprise or "")
                return bot
        return unsure[0] if len(keys) == 1 and unsure else None

    def _renew(self, bot: Bot) -> asyncio.Task[Bot | None]:
        """One renewal a workspace at a time, over all processes: a refresh token works once."""
        key = f"{bot.enterprise_id}:{bot.team_id}"
        task = self._renewals.get(key)
        if task is None:
            task = asyncio.get_running_loop().create_task(self._renewed(bot))
            self._renewals[key] = task
            task.add_done_callback(lambda _done: self._renewals.pop(key, None))
        return task

    async def _renewed(self, bot: Bot) -> Bot | None:
        """The bot with a token that lives on; None, or unchanged, where Slack does not renew it now."""
        key = hashlib.sha256(f"slack token {bot.enterprise_id}:{bot.team_id}".encode()).hexdigest()
        async with self._few:
            try:
                lock = await asyncio.to_thread(self._acquire, key)
                try:
                    return await self._rotated(bot, lock.acquired)
                finally:
                    await asyncio.to_thread(lock.close)
            except Exception as error:  # Slack or the store: the old token works for up to two hours
                log.warning(
                    "the token of workspace %s was not renewed (%s)", bot.team_id, type(error).__name__
                )
                return None

    async def _rotated(self, bot: Bot, acquired: bool) -> Bot | None:
        newest = await self._bot(InstallationKey(bot.enterprise_id, bot.team_id))
        if newest is None or not acquired or not _ends_within(newest, _EARLY * 60):
            return newest  # another process has renewed it, or is about to
        renewed = await self._rotator.perform_bot_token_rotation(bot=newest, minutes_before_expiration=_EARLY)
        if renewed is not None:
            await self._saved(renewed)
        return renewed

    async def _saved(self, bot: Bot) -> None:
        """What it replaces renews nothing any more: a database that is away for a moment is waited for."""
        for pause in _SAVES:
            try:
                await self._store.async_save_bot(bot)
            except Exception:  # whatever the database says
                log.exception("the renewed token of workspace %s could not be saved yet", bot.team_id)
                await self._pause(pause)
            else:
                return
        log.error("the renewed token of workspace %s is lost: install the app there again", bot.team_id)

    async def forget(
        self, team_id: str, enterprise_id: str | None, gone: bool, everywhere: bool = False
    ) -> None:
        teams = [team_id] if team_id else []
        if everywhere:
            teams = list({*teams, *await self._organisations.workspaces(enterprise_id or "")})
            await self._store.async_delete_all(enterprise_id=enterprise_id, team_id=None)
        elif own := await self._table.of_workspace(team_id):
            await self._store.async_delete_all(enterprise_id=own.enterprise, team_id=team_id)
        if gone:  # a revocation that comes first leaves known which workspaces have data
            await self.removed(teams)
        log.info(
            "workspace %s %s",
            team_id,
            "removed the app; its data is deleted" if gone else "revoked the token",
        )

    async def removed(self, team_ids: Iterable[str]) -> None:
        for team in team_ids:
            await self._organisations.forget(team)
            if self._left:
                await self._left(team)

    async def close(self) -> None:
        """Let renewals finish: a refresh token that was used and not stored would lock us out."""
        await self._organisations.close()
        await asyncio.gather(*self._renewals.values(), return_exceptions=True)


def _ends_within(bot: Bot, seconds: float) -> bool:
    return bool(bot.bot_token_expires_at) and bot.bot_token_expires_at <= time.time() + seconds  # type: ignore[operator]  # not None when true
