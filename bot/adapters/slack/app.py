"""The Bolt app: every listener takes note, acknowledges, and leaves the work for after."""

from __future__ import annotations

import functools
import re
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.web.async_client import AsyncWebClient

from bot.adapters.slack.answers import SlackResponder
from bot.adapters.slack.channels import shared_with
from bot.adapters.slack.client import quiet_logger
from bot.adapters.slack.forms import FORM, SlackForms
from bot.adapters.slack.home import HomeSection, HomeSections, home
from bot.adapters.slack.message import OPENED
from bot.adapters.slack.request import CHECK, PRESSED, asked_in, organisation, to_request
from bot.adapters.slack.welcome import SlackWelcomes
from bot.engine.admission import BUSY, AdmissionLimiter
from charts.theme import Mode
from commands.framework.asker import Asker
from commands.framework.form import FormMistake

Ack = Callable[..., Awaitable[Any]]
Authorize = Callable[[str | None, str | None, bool], Awaitable[AuthorizeResult | None]]
"""Enterprise id, team id, installed organisation-wide: from memory or the store, never the network."""
Forget = Callable[[str, str | None, bool, bool], Awaitable[None]]
"""Team id, enterprise id, True when the app is gone (False: only its token), installed organisation-wide."""
Removed = Callable[[Iterable[str]], Awaitable[None]]
"""The ids of workspaces from which their organisation took the app."""
Unfold = Callable[[Mapping[str, Any], str, AsyncWebClient], Awaitable[None]]
"""The event of a shared link, the team's id, a client with the team's token."""


class EventListeners:
    """What happens on each kind of event. Nothing before the acknowledgement waits for anything."""

    def __init__(
        self,
        answers: SlackResponder,
        forms: SlackForms,
        admission: AdmissionLimiter,
        mode: Mode,
        read_home: HomeSections | None,
        welcomes: SlackWelcomes | None = None,
    ) -> None:
        self._answers, self._forms, self._admission = answers, forms, admission
        self._mode, self._read_home, self._welcomes = mode, read_home, welcomes

    async def asked(self, ack: Ack, body: dict[str, Any], client: AsyncWebClient) -> None:
        ask = to_request(body)
        if ask is None or self._admission.start(functools.partial(self._forms.open_or_answer, ask, client)):
            await ack()
        elif "command" in body:
            await ack(text=BUSY, response_type="ephemeral")
        else:
            self._admission.start(functools.partial(self._answers.refuse, ask, client), short=True)
            await ack()

    async def submitted(self, ack: Ack, body: Mapping[str, Any], client: AsyncWebClient) -> None:
        """A modal that was filled in: closed and answered, or a sentence under the input that is wrong."""
        try:
            ask = await self._forms.read(body)
        except FormMistake as mistake:
            await ack(response_action="errors", errors={mistake.name: str(mistake)})
            return
        if self._admission.start(functools.partial(self._answers.answer, ask, client)):
            await ack()
        else:
            first = next(iter(body["view"]["state"]["values"]))
            await ack(response_action="errors", errors={first: BUSY})

    async def opened_home(
        self, event: Mapping[str, Any], body: Mapping[str, Any], client: AsyncWebClient
    ) -> None:
        team = asked_in(body)
        if event.get("tab") == "home":
            asker = Asker("slack", team, "", event["user"], direct=True, scope=organisation(body))
            self._admission.start(functools.partial(self._publish, asker, client))
        elif event.get("tab") == "messages" and self._welcomes:
            self._admission.start(functools.partial(self._welcomes.opened, event, team, client), short=True)

    async def joined(
        self, event: Mapping[str, Any], body: Mapping[str, Any], context: Any, client: AsyncWebClient
    ) -> None:
        if self._welcomes:
            bot = str(context.bot_user_id or "")
            work = functools.partial(self._welcomes.joined, event, asked_in(body), bot, client)
            self._admission.start(work, short=True)

    async def _publish(self, asker: Asker, client: AsyncWebClient) -> None:
        sections: Sequence[HomeSection] = ()
        if self._read_home:
            channels = await shared_with(client, asker.person, asker.workspace)
            sections = await self._read_home(asker, channels)
        await client.views_publish(user_id=asker.person, view=home(sections, self._mode))


def build_app(
    listeners: EventListeners,
    admission: AdmissionLimiter,
    authorize: Authorize,
    forget: Forget,
    removed: Removed,
    client: AsyncWebClient,
    signing_secret: str,
    unfold: Unfold | None = None,
) -> AsyncApp:
    """`client` carries no token: each event gets its workspace's own from `authorize`. `unfold`: shows a preview
    below a link to an answer."""

    async def authorized(
        context: Any, enterprise_id: str | None, team_id: str | None
    ) -> AuthorizeResult | None:
        return await authorize(enterprise_id, team_id, bool(context.is_enterprise_install))

    async def through_proxy(context: Any, next: Callable[[], Awaitable[None]]) -> None:
        # Bolt makes a client for each event, and slack_sdk then reads the proxy from the environment again.
        context.client.proxy = client.proxy
        await next()

    async def left(event: Mapping[str, Any], body: Mapping[str, Any], context: Any) -> None:
        gone = event["type"] == "app_uninstalled"
        if gone or (event.get("tokens") or {}).get("bot"):
            team, enterprise = body.get("team_id") or "", body.get("enterprise_id")
            everywhere = bool(context.is_enterprise_install)
            admission.start(functools.partial(forget, team, enterprise, gone, everywhere), short=True)

    async def given_up(event: Mapping[str, Any]) -> None:
        admission.start(functools.partial(removed, event.get("team_ids") or ()), short=True)

    async def shared(event: Mapping[str, Any], body: Mapping[str, Any], client: AsyncWebClient) -> None:
        if unfold is not None:
            admission.start(functools.partial(unfold, event, asked_in(body), client), short=True)

    app = AsyncApp(
        name="bellwether",
        logger=quiet_logger(),
        client=client,
        signing_secret=signing_secret,
        authorize=authorized,  # type: ignore[arg-type]  # Bolt reads None as: not installed
        user_facing_authorize_error_message="I am not installed here any more. Ask an admin to install me again.",
    )
    app.middleware(through_proxy)
    app.event("link_shared")(shared)
    app.event("app_uninstalled")(left)
    app.event("tokens_revoked")(left)
    app.event("team_access_revoked")(given_up)
    _listen(app, listeners)
    return app


def _listen(app: AsyncApp, listeners: EventListeners) -> None:
    """Send what people type, press, fill in and open to the listeners."""

    async def opened(ack: Ack) -> None:
        await ack()

    app.command(re.compile(r"^/"))(listeners.asked)
    app.action(PRESSED)(listeners.asked)
    app.action(OPENED)(opened)
    app.view(FORM)(listeners.submitted)
    app.message_shortcut(CHECK)(listeners.asked)
    app.event("app_mention")(listeners.asked)
    app.event("message")(listeners.asked)
    app.event("app_home_opened")(listeners.opened_home)
    app.event("member_joined_channel")(listeners.joined)
