"""Calls of Slackbot's MCP client with Slack identity: signed by Slack, with the asker in `_meta.slack`.

After https://docs.slack.dev/ai/slackbot-mcp-client and Slack's own sample of it, as of 2026-11.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from mcp.server.context import ServerRequestContext
from slack_sdk.signature import Clock, SignatureVerifier
from starlette.datastructures import Headers
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from commands.framework.asker import Asker

SIGNED = "bellwether.signed_by_slack"  # in the scope of a request
_STAMP = re.compile(r"\d{1,12}")
_ID = re.compile(r"[A-Z0-9]{2,32}")


class UnknownSlackAsker(Exception):
    """A call that Slack signed and that does not say who asks."""


class SlackSignatureMiddleware:
    """ASGI middleware: sends calls that carry a signature of Slack's to `signed` where it is right and at most five
    minutes old, and refuses them otherwise. Calls without one go to `others`.

    largest: bytes of a call.
    """

    def __init__(
        self, signed: ASGIApp, others: ASGIApp, secret: str, largest: int, clock: Clock | None = None
    ) -> None:
        self._signed, self._others, self._largest = signed, others, largest
        self._verifier = SignatureVerifier(secret, clock=clock or Clock())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = Headers(scope=scope) if scope["type"] == "http" else Headers()
        signature = headers.get("x-slack-signature", "")
        if not signature:
            return await self._others(scope, receive, send)
        try:
            body = await self._body(Request(scope, receive))
        except ClientDisconnect:
            return None
        if body is None:
            return await PlainTextResponse("Too large.\n", 413)(scope, receive, send)
        if not self._is_right(body, headers.get("x-slack-request-timestamp", ""), signature):
            refusal = PlainTextResponse("Not signed by Slack, or too long ago.\n", 401)
            return await refusal(scope, receive, send)

        async def again() -> Message:
            return {"type": "http.request", "body": body, "more_body": False}

        return await self._signed({**scope, SIGNED: True}, again, send)

    async def _body(self, request: Request) -> bytes | None:
        """None where it is too large."""
        body = b""
        async for part in request.stream():
            body += part
            if len(body) > self._largest:
                return None
        return body

    def _is_right(self, body: bytes, stamp: str, signature: str) -> bool:
        try:
            text = body.decode()
        except UnicodeDecodeError:
            return False
        return bool(_STAMP.fullmatch(stamp)) and self._verifier.is_valid(text, stamp, signature)


def slack_asker(context: ServerRequestContext[Any]) -> Asker | None:
    """Who asks through Slackbot; None for a call that Slack did not sign, whatever it says of itself.

    Raises UnknownSlackAsker.
    """
    scope: Mapping[str, Any] = getattr(context.request, "scope", {})
    if not scope.get(SIGNED):
        return None
    slack = (context.meta or {}).get("slack")
    identity: Mapping[str, Any] = slack if isinstance(slack, Mapping) else {}
    person, team, enterprise = (
        str(identity.get(name) or "") for name in ("user_id", "team_id", "enterprise_id")
    )
    if not (_ID.fullmatch(person) and _ID.fullmatch(team)):
        raise UnknownSlackAsker("Slack does not say who asks. Ask me in Slack itself.")
    return Asker("slack", team, "", person, direct=True, scope=enterprise or None)
