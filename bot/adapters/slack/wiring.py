"""The Slack adapter: its parts wired together, for Socket Mode and HTTP alike."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

import aiohttp
from aiohttp import web
from cachetools import LRUCache
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.adapters.answer_links import AnswerLinks
from bot.adapters.slack import http
from bot.adapters.slack.answers import SlackResponder
from bot.adapters.slack.app import EventListeners, build_app
from bot.adapters.slack.client import API, SECONDS, code_of, meaning, web_client
from bot.adapters.slack.files import Pause
from bot.adapters.slack.forms import SlackForms
from bot.adapters.slack.home import HomeSections
from bot.adapters.slack.oauth import InstalledWorkspaceTokens, OAuthStores
from bot.adapters.slack.poster import SlackPoster, messages
from bot.adapters.slack.tokens import Left, SingleWorkspaceTokens, WorkspaceTokens
from bot.adapters.slack.unfold import LinkUnfolder
from bot.adapters.slack.welcome import SlackWelcomes
from bot.adapters.welcome import Greeter
from bot.engine.admission import AdmissionLimiter
from bot.engine.dedupe import RecentKeys, SeenKeys
from bot.engine.shown_answers import AnswerKeeper
from bot.settings import OperatorError, Settings
from charts.theme import Mode

if TYPE_CHECKING:
    from bot.engine.engine import Engine

log = logging.getLogger("bellwether.slack")
_CAPACITY, _AT_ONCE = 80, 16  # answers in flight, of which so many are worked on
_SPARE = 64  # refusals and departures of workspaces beyond those
_GRACE_SECONDS = 15.0  # for answers in flight when the program stops
_POSTERS = 1000  # workspaces whose poster is cached


class SlackSettingsError(OperatorError):
    """Settings with which Slack cannot work. One line, safe to print, that says what to change."""


class SlackAdapter:
    """Owns the connection to Slack. Made inside the running loop; `close` ends what it began.

    seen: shared between processes in production.
    stores: for many workspaces; without them the bot token in the settings is the one workspace.
    left: deletes a workspace's data.
    read_home: reads the sections of a person's App Home; without it there are none.
    greeter: posts welcomes; without it there are none.
    keeper: of the answers that buttons refer to.
    links: their addresses in a browser; None where none is configured.

    Raises SlackSettingsError when settings are missing.
    """

    def __init__(
        self,
        engine: Engine,
        settings: Settings,
        *,
        seen: SeenKeys | None = None,
        stores: OAuthStores | None = None,
        left: Left | None = None,
        read_home: HomeSections | None = None,
        keeper: AnswerKeeper | None = None,
        links: AnswerLinks | None = None,
        greeter: Greeter | None = None,
        pause: Pause = asyncio.sleep,
        admission: AdmissionLimiter | None = None,
    ) -> None:
        many = stores is not None and settings.slack_client_id and settings.slack_client_secret
        if not many and settings.slack_bot_token is None:
            raise SlackSettingsError(
                "Set BELLWETHER_SLACK_BOT_TOKEN to the token that begins with xoxb- (docs/slack.md)."
            )
        self._keeper = keeper
        self._mode, self._pause = Mode(settings.theme), pause
        self.session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=SECONDS))
        self.client = web_client(base_url=settings.slack_api_base or API, session=self.session)
        self.workspaces = self._workspaces(settings, stores, left)
        self.admission = admission or AdmissionLimiter(_CAPACITY, at_once=_AT_ONCE, spare=_SPARE)
        self._posters: LRUCache[str, SlackPoster] = LRUCache(_POSTERS)
        self._made = messages()
        secret = settings.slack_signing_secret.get_secret_value() if settings.slack_signing_secret else ""
        self._secret = secret
        answers = SlackResponder(
            engine, seen or RecentKeys(), self._mode, pause=pause, keeper=keeper, links=links
        )
        unfold = LinkUnfolder(keeper, links, is_public=settings.public_answers) if keeper and links else None
        welcomes = SlackWelcomes(greeter, self._mode) if greeter else None
        forms = SlackForms(engine.router, answers)
        listeners = EventListeners(answers, forms, self.admission, self._mode, read_home, welcomes)
        self.app = build_app(
            listeners,
            self.admission,
            self.workspaces.authorize,
            self.workspaces.forget,
            self.workspaces.removed,
            self.client,
            secret or "no requests come over HTTP in Socket Mode",
            unfold,
        )

    def _workspaces(
        self, settings: Settings, stores: OAuthStores | None, left: Left | None
    ) -> WorkspaceTokens:
        if stores is not None and settings.slack_client_id and settings.slack_client_secret:
            secret = settings.slack_client_secret.get_secret_value()
            slackbot = settings.mcp_address is not None
            return InstalledWorkspaceTokens(
                stores, settings.slack_client_id, secret, self.client, left, self._pause, slackbot=slackbot
            )
        assert settings.slack_bot_token is not None  # noqa: S101  # looked at in __init__
        return SingleWorkspaceTokens(settings.slack_bot_token.get_secret_value(), left)

    async def introduce(self) -> None:
        """Ask Slack who the bot token is. Raises SlackSettingsError for a token that Slack refuses."""
        if isinstance(self.workspaces, SingleWorkspaceTokens):
            try:
                await self.workspaces.introduce(self.client)
            except SlackApiError as error:
                if code_of(error):
                    raise SlackSettingsError(f"BELLWETHER_SLACK_BOT_TOKEN: {meaning(error)}") from None
                raise

    async def greet(self) -> None:
        """As `introduce`, but start also when Slack does not answer: HTTP requests carry what is needed.

        Raises SlackSettingsError.
        """
        try:
            await self.introduce()
        except (SlackClientError, aiohttp.ClientError, OSError, TimeoutError) as error:
            fields = {"platform": "slack", "error": type(error).__name__}
            log.warning("platform not answering; starting without its answer", extra=fields)

    def routes(self) -> list[web.RouteDef]:
        """Routes for the web process. Raises SlackSettingsError without the signing secret."""
        if not self._secret:
            raise SlackSettingsError(
                "Set BELLWETHER_SLACK_SIGNING_SECRET: HTTP requests are checked with it (docs/slack.md)."
            )
        flow = self.workspaces.flow if isinstance(self.workspaces, InstalledWorkspaceTokens) else None
        return http.routes(self.app, self._secret, flow)

    def endpoints(self) -> dict[str, list[web.RouteDef]]:
        """`routes` by their path prefix. Raises SlackSettingsError without the signing secret."""
        return {http.PREFIX: self.routes()}

    async def poster(self, team_id: str) -> SlackPoster | None:
        """The workspace's poster, with a token that works now; None when not installed there. It is the same
        one while its token is valid, because it remembers the uploaded pictures."""
        token = await self.workspaces.token(team_id)
        if token is None:
            return None
        poster = self._posters.get(team_id)
        if poster is None or not poster.speaks_with(token):
            poster = SlackPoster(
                token,
                base_url=self.client.base_url,
                session=self.session,
                mode=self._mode,
                pause=self._pause,
                made=self._made,
            )
            self._posters[team_id] = poster
        return poster

    async def close(self) -> None:
        """Take no new work, finish what is in progress, and close the connection."""
        if unfinished := await self.admission.close(_GRACE_SECONDS):
            log.warning("answers not finished", extra={"platform": "slack", "count": unfinished})
        if isinstance(self.workspaces, InstalledWorkspaceTokens):
            await self.workspaces.close()
        if self._keeper is not None:
            await self._keeper.close()
        await self.session.close()
