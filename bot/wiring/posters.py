"""The ways to post by oneself: one poster for Discord, one for each Slack workspace."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from bot.adapters.poster import Poster
from bot.wiring.app import App
from commands.framework.asker import Asker
from commands.framework.ports import Holder, Place
from commands.framework.reply import Action

if TYPE_CHECKING:
    from bot.adapters.discord.poster import DiscordPoster
    from bot.adapters.slack.home import HomeSection
    from bot.adapters.slack.wiring import SlackAdapter


class PlatformPosters:
    """Made at first use and kept; `close` hangs up. Lives in one event loop."""

    def __init__(self, app: App) -> None:
        self._app, self._settings = app, app.settings
        self._slack: SlackAdapter | None = None
        self._discord: DiscordPoster | None = None
        self._opening = asyncio.Lock()

    async def poster(self, place: Place) -> Poster | None:
        """None where this program cannot post: not installed there, or no token."""
        if place.platform == "slack" and speaks_slack(self._app):
            return await (await self.slack()).poster(place.workspace)
        if place.platform == "discord" and self._settings.discord_token:
            if self._discord is None:
                from bot.adapters.discord.poster import DiscordPoster

                self._discord = DiscordPoster.of(self._settings)
            return self._discord
        return None

    async def slack(self) -> SlackAdapter:
        """The one face of this process that answers over HTTP and posts: it alone renews tokens.

        Raises SlackStopped.
        """
        async with self._opening:
            if self._slack is None:
                face = await slack_face(self._app)
                try:
                    await face.greet()
                except BaseException:
                    await face.close()
                    raise
                self._slack = face
            return self._slack

    async def close(self) -> None:
        if self._slack is not None:
            await self._slack.close()
        if self._discord is not None:
            await self._discord.close()


def speaks_slack(app: App) -> bool:
    settings = app.settings
    return bool(settings.slack_bot_token or (settings.slack_client_id and settings.slack_client_secret))


async def slack_face(app: App) -> SlackAdapter:
    """A Slack face with everything that is kept behind it. Raises SlackStopped."""
    from bot.adapters.slack.wiring import SlackAdapter

    return SlackAdapter(app.engine, app.settings, **await slack_parts(app))


async def slack_parts(app: App) -> dict[str, Any]:
    """What Slack's face shares with other processes: events seen, installations, people's lists."""
    from bot.adapters.slack.oauth import OAuthStores
    from bot.store.store import database_url
    from market.fetching.database import AdvisoryLocks, open_async_engine

    store, settings = await asyncio.to_thread(lambda: app.keeping.store), app.settings

    async def left(team_id: str) -> None:
        await asyncio.to_thread(store.privacy.erase, "slack", team_id, None)

    async def shelves(asker: Asker) -> Sequence[HomeSection]:
        return await asyncio.to_thread(_shelves, app, asker)

    parts: dict[str, Any] = {"seen": store.seen, "left": left, "shelves": shelves}
    if settings.slack_client_id and settings.slack_client_secret:
        engine = open_async_engine(database_url(settings))
        parts["stores"] = await OAuthStores.open(
            settings.slack_client_id, engine, AdvisoryLocks(store.engine).acquire
        )
    return parts


def _shelves(app: App, asker: Asker) -> Sequence[HomeSection]:
    """A person's watchlist and alerts, for their Home."""
    from bot.adapters.slack.home import HomeSection

    store, shelves = app.keeping.store, list[HomeSection]()
    tickers = store.watchlists.tickers(Holder(asker.platform, asker.workspace, asker.person))
    if tickers:
        shelves.append(
            HomeSection("Your watchlist", (", ".join(tickers),), (Action("Show it", "/watchlist show"),))
        )
    alerts = store.alerts.of_person(asker.platform, asker.workspace, asker.person)
    if alerts:
        lines = tuple(str(alert.rule) for alert in alerts)
        shelves.append(HomeSection("Your alerts", lines, (Action("Manage them", "/alert list"),)))
    return shelves
