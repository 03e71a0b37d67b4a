"""Which installation of the app covers a workspace: its own, or that of its Enterprise Grid organisation."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from cachetools import LRUCache
from slack_sdk.oauth.installation_store.sqlalchemy import AsyncSQLAlchemyInstallationStore

log = logging.getLogger("bellwether.slack")

_REMEMBERED = 10_000  # workspaces
_NAME = "slack organisation of "  # and the workspace's id


class NamedTexts(Protocol):
    """A memory of texts by name, shared by the processes. Blocks."""

    def get(self, name: str) -> str | None: ...

    def set(self, name: str, value: str) -> None: ...

    def remove(self, name: str) -> None: ...

    def names(self, start: str, value: str) -> list[str]: ...


@dataclass(frozen=True, slots=True)
class InstallationKey:
    """What slack_sdk's store finds an installation by.

    enterprise: the organisation's id; None outside Enterprise Grid
    team: the workspace's id; None for an installation of the whole organisation
    """

    enterprise: str | None
    team: str | None

    @property
    def everywhere(self) -> bool:
        return self.team is None


class InstallationTable:
    """slack_sdk's table of bots, asked for what its store cannot be asked: without the organisation."""

    def __init__(self, store: AsyncSQLAlchemyInstallationStore) -> None:
        self._engine, self._bots, self._client_id = store.engine, store.bots, store.client_id

    async def of_workspace(self, team_id: str) -> InstallationKey | None:
        """The workspace's own newest installation, whichever organisation it belongs to."""
        rows = await self._rows(self._bots.c.team_id == team_id)
        return InstallationKey(rows[0].enterprise_id, team_id) if rows else None

    async def of_organisations(self) -> list[InstallationKey]:
        """The installations of whole organisations."""
        rows = await self._rows(self._bots.c.team_id.is_(None) & self._bots.c.enterprise_id.is_not(None))
        return [InstallationKey(enterprise, None) for enterprise in {row.enterprise_id: None for row in rows}]

    async def _rows(self, condition: Any) -> Sequence[Any]:
        c = self._bots.c
        query = self._bots.select().where(condition, c.client_id == self._client_id, c.bot_token.is_not(None))
        async with self._engine.connect() as connection:
            return list(await connection.execute(query.order_by(c.installed_at.desc())))


class Organisations:
    """The organisations whose installation answers a workspace's questions, noted when it does so: a digest
    is posted long after, and knows its workspace only.

    texts: without them, what is noted lasts as long as the process.
    """

    def __init__(self, texts: NamedTexts | None = None) -> None:
        self._texts = texts
        self._by_team: LRUCache[str, str] = LRUCache(_REMEMBERED)
        self._notes: set[asyncio.Task[None]] = set()

    async def of(self, team_id: str) -> str:
        """The organisation's id; empty when the workspace has an installation of its own, or is not known."""
        if not self._by_team.get(team_id) and self._texts is not None:  # another process may note it any time
            enterprise = await asyncio.to_thread(self._texts.get, _name(team_id))
            if enterprise:
                self._by_team[team_id] = enterprise
        return self._by_team.get(team_id, "")

    def note(self, team_id: str, enterprise_id: str) -> None:
        """Keep the organisation of a workspace; empty where its own installation answers. Returns at once,
        and writes behind the answer what is new."""
        if self._by_team.get(team_id) == enterprise_id:
            return
        first = team_id not in self._by_team
        self._by_team[team_id] = enterprise_id
        if self._texts is not None and (enterprise_id or not first):
            self._start(self._texts.set, team_id, enterprise_id)

    async def workspaces(self, enterprise_id: str) -> list[str]:
        """The organisation's workspaces of which any process knows."""
        here = {team for team, enterprise in self._by_team.items() if enterprise == enterprise_id}
        if self._texts is not None:
            names = await asyncio.to_thread(self._texts.names, _NAME, enterprise_id)
            here |= {name.removeprefix(_NAME) for name in names}
        return sorted(here)

    async def forget(self, team_id: str) -> None:
        """The workspace removed the app."""
        self._by_team.pop(team_id, None)
        if self._texts is not None:
            await asyncio.to_thread(self._texts.remove, _name(team_id))

    def _start(self, write: Callable[[str, str], None], team_id: str, enterprise_id: str) -> None:
        async def written() -> None:
            try:
                await asyncio.to_thread(write, _name(team_id), enterprise_id)
            except Exception:  # whatever the database says: the next question notes it again
                self._by_team.pop(team_id, None)
                log.exception("an organisation could not be noted", extra={"workspace": team_id})

        task = asyncio.get_running_loop().create_task(written())
        self._notes.add(task)
        task.add_done_callback(self._notes.discard)

    async def close(self) -> None:
        await asyncio.gather(*self._notes, return_exceptions=True)


def _name(team_id: str) -> str:
    return f"{_NAME}{team_id}"
