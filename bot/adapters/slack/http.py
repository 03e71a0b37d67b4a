"""Slack over HTTP: refuses requests that are unsigned, too old, too large or repeated."""

from __future__ import annotations

import asyncio
import logging
import re

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.async_app import AsyncApp
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_sdk.signature import Clock, SignatureVerifier

from bot.adapters.slack.manifest import EVENTS_PATH, INSTALL_PATH, REDIRECT_PATH
from bot.engine.dedupe import RecentKeys
from bot.telemetry.counted_warning import CountedWarning

log = logging.getLogger("bellwether.slack")

PREFIX = "/slack"  # of all paths below
BODY = 1024 * 1024  # bytes; Slack's largest are messages with attachments, a few hundred thousand
_SECONDS = 5.0  # for the body to arrive
_VALID = 300  # seconds that a signature is good for
_SKEW = (
    "requests that Slack signed are refused for their time alone: set this machine's clock (NTP); if it is right, "
    "somebody repeats old requests"
)
_STAMP = re.compile(r"\d{1,12}")


class SlackRequestVerifier:
    """Accepts each request that Slack signed in the last five minutes, once."""

    def __init__(self, app: AsyncApp, signing_secret: str) -> None:
        self._clock = Clock()
        self._app, self._verifier = app, SignatureVerifier(signing_secret, clock=self._clock)
        self._warning = CountedWarning(log, _SKEW)
        self._signatures = RecentKeys(keep=900)  # longer than a signature is good for, both ways

    async def events(self, request: web.Request) -> web.Response:
        """Commands, buttons, shortcuts and events."""
        body = await _body(request)
        if body is None:
            return _refusal(413, "too large")
        stamp = request.headers.get("X-Slack-Request-Timestamp", "")
        signature = request.headers.get("X-Slack-Signature", "")
        try:
            text = body.decode()
        except UnicodeDecodeError:
            return _refusal(400, "not UTF-8")
        if not _STAMP.fullmatch(stamp) or not self._verifier.is_valid(text, stamp, signature):
            self._name_skew(text, stamp, signature)
            return _refusal(401, "not signed by Slack, or too long ago")
        if not self._signatures.note(signature):
            return _refusal(409, "repeated")
        answer = await self._app.async_dispatch(
            AsyncBoltRequest(body=text, query=request.query_string, headers=dict(request.headers))
        )
        return await to_aiohttp_response(answer)

    def _name_skew(self, text: str, stamp: str, signature: str) -> None:
        """Say so when the only thing wrong with a signature is its time: this machine's clock is off, or somebody
        repeats what Slack sent once."""
        if not _STAMP.fullmatch(stamp):
            return
        off = self._clock.now() - int(stamp)
        genuine = SignatureVerifier(self._verifier.signing_secret, clock=_StampClock(int(stamp)))
        if abs(off) > _VALID and genuine.is_valid(text, stamp, signature):
            way = "behind" if off > 0 else "ahead of"
            self._warning.count(f"signed {round(abs(off) / 60)} minutes {way} this clock")


class _StampClock(Clock):
    """Stands still at the time that a request says it was made."""

    def __init__(self, stamp: int) -> None:
        self._stamp = stamp

    def now(self) -> float:
        return self._stamp


class OAuthRoutes:
    """The OAuth pages."""

    def __init__(self, flow: AsyncOAuthFlow) -> None:
        self._flow = flow

    async def install(self, request: web.Request) -> web.Response:
        return await to_aiohttp_response(await self._flow.handle_installation(await to_bolt_request(request)))

    async def redirect(self, request: web.Request) -> web.Response:
        return await to_aiohttp_response(await self._flow.handle_callback(await to_bolt_request(request)))


def routes(app: AsyncApp, signing_secret: str, flow: AsyncOAuthFlow | None = None) -> list[web.RouteDef]:
    """The routes for Slack's requests; with `flow`, also those of the OAuth installation."""
    routes = [web.post(EVENTS_PATH, SlackRequestVerifier(app, signing_secret).events)]
    if flow is not None:
        pages = OAuthRoutes(flow)
        routes += [web.get(INSTALL_PATH, pages.install), web.get(REDIRECT_PATH, pages.redirect)]
    return routes


async def _body(request: web.Request) -> bytes | None:
    """The body, or None when it is larger than BODY or does not arrive in time."""
    if (request.content_length or 0) > BODY:
        return None
    body = bytearray()
    try:
        async with asyncio.timeout(_SECONDS):
            async for chunk in request.content.iter_any():
                body += chunk
                if len(body) > BODY:
                    return None
    except TimeoutError:
        return None
    return bytes(body)


def _refusal(status: int, why: str) -> web.Response:
    return web.Response(status=status, text=f"refused: {why}\n")
