"""Bot tokens by workspace."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from typing import Protocol

from slack_bolt.authorization import AuthorizeResult
from slack_sdk.web.async_client import AsyncWebClient

Left = Callable[[str], Awaitable[None]]
"""Deletes what is stored about the workspace with this team id, which removed the app."""


class WorkspaceTokens(Protocol):
    """Tokens of the workspaces that the app is installed in."""

    async def authorize(
        self, enterprise_id: str | None, team_id: str | None, everywhere: bool
    ) -> AuthorizeResult | None:
        """Who we are in that workspace, from memory or the store, without the network. `everywhere`:
        installed for a whole organisation. None when we are not installed there."""
        ...

    async def token(self, team_id: str) -> str | None:
        """A token that works now, for digests and alerts; None when not installed there."""
        ...

    async def forget(
        self, team_id: str, enterprise_id: str | None, gone: bool, everywhere: bool = False
    ) -> None:
        """The workspace (`everywhere`: the organisation) revoked our token, or (`gone`) removed the app and
        with it its data."""
        ...

    async def removed(self, team_ids: Iterable[str]) -> None:
        """An organisation took the app from these workspaces, and with it their data goes."""
        ...


class SingleWorkspaceTokens:
    """The workspace whose bot token the settings hold."""

    def __init__(self, token: str, left: Left | None = None) -> None:
        self._token, self._left = token, left
        self._bot_id = self._bot_user_id = ""

    async def introduce(self, client: AsyncWebClient) -> None:
        """Ask Slack who this token is, once. Raises SlackApiError for a token that is refused."""
        answer = await client.auth_test(token=self._token)
        self._bot_id, self._bot_user_id = str(answer.get("bot_id") or ""), str(answer.get("user_id") or "")

    async def authorize(
        self, enterprise_id: str | None, team_id: str | None, everywhere: bool
    ) -> AuthorizeResult | None:
        return AuthorizeResult(
            enterprise_id=enterprise_id,
            team_id=team_id,
            bot_id=self._bot_id,
            bot_user_id=self._bot_user_id,
            bot_token=self._token,
        )

    async def token(self, team_id: str) -> str | None:
        return self._token

    async def forget(
        self, team_id: str, enterprise_id: str | None, gone: bool, everywhere: bool = False
    ) -> None:
        if gone:
            await self.removed([team_id])

    async def removed(self, team_ids: Iterable[str]) -> None:
        for team in team_ids:
            if self._left:
                await self._left(team)
