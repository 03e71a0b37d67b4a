"""Slack's Web API client: waits after a 429, never logs a token, explains error codes."""

from __future__ import annotations

import logging
import re
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler
from slack_sdk.http_retry.request import HttpRequest
from slack_sdk.http_retry.response import HttpResponse
from slack_sdk.http_retry.state import RetryState
from slack_sdk.web.async_client import AsyncWebClient

from bot.adapters.proxies import proxy_for

API = "https://slack.com/api/"
SECONDS = 10  # for one call
_SECRET = re.compile(r"\b(xox[a-z]+[.-]|xapp-|xoxe)[\w.-]+")

# What Slack's error codes mean, and what to do.
_MEANINGS = {
    "invalid_auth": "Slack does not accept this token. Copy it again from the app's page",
    "not_authed": "Slack got no token. Set it as described",
    "account_inactive": "The token belongs to an app that was removed from the workspace. Install it again",
    "token_revoked": "The token was revoked. Install the app again and copy the new token",
    "token_expired": "The token has expired. Turn token rotation off for Socket Mode, or install over HTTP",
    "not_allowed_token_type": "This is another kind of token (xoxb- is the bot's, xapp- the app's). Swap them",
    "missing_scope": "The app lacks a permission. Update it from the generated manifest and install it again",
    "channel_not_found": "I cannot see that channel. Invite me there: /invite @bellwether",
    "not_in_channel": "I am not a member of that channel. Invite me there: /invite @bellwether",
    "is_archived": "That channel is archived. Choose another one",
    "org_login_required": "The workspace moves into an organisation. Nothing can be done until that is over",
    "team_added_to_org": "The workspace moves into an organisation. Nothing can be done until that is over",
    "accesslimited": "The organisation limits access to the workspace. Ask its admins to allow the app",
    "ekm_access_denied": "The organisation's admins suspended posting. Ask them when it is allowed again",
    "team_access_not_granted": "The organisation did not give the app to that workspace. Ask its admins",
    "restricted_action": "This workspace does not let me post there. Ask an admin to allow it",
}
FATAL = frozenset(
    {
        "invalid_auth",
        "not_authed",
        "account_inactive",
        "token_revoked",
        "token_expired",
        "not_allowed_token_type",
    }
)


class SecretFilter(logging.Filter):
    """Removes whatever looks like a Slack token from a record, its arguments and its traceback."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = _SECRET.sub("(token)", record.getMessage()), None
        if record.exc_info:
            record.exc_text = _SECRET.sub("(token)", logging.Formatter().formatException(record.exc_info))
            record.exc_info = None
        return True


def quiet_logger() -> logging.Logger:
    """The logger of Slack's libraries, never below INFO: at DEBUG they log bodies that contain tokens."""
    logger = logging.getLogger("bellwether.slack.library")
    logger.setLevel(max(logging.INFO, logger.level))
    if not logger.filters:
        logger.addFilter(SecretFilter())
    return logger


class BoundedRetry(AsyncRateLimitErrorRetryHandler):
    """Waits as long as a 429 asks for where that is short; a longer wait is the caller's to decide."""

    async def _can_retry_async(
        self,
        *,
        state: RetryState,
        request: HttpRequest,
        response: HttpResponse | None = None,
        error: Exception | None = None,
    ) -> bool:
        if response is None or response.status_code != 429:
            return False
        headers = {name.casefold(): values for name, values in response.headers.items()}
        after = str(headers.get("retry-after", ["1"])[0])
        return after.isdecimal() and len(after) < 9 and int(after) <= SECONDS


def web_client(
    token: str | None = None,
    *,
    base_url: str = API,
    session: aiohttp.ClientSession | None = None,
    patient: bool = True,
) -> AsyncWebClient:
    """A client of the Web API.

    `patient`: wait and retry after a 429. Without it no call is ever sent twice.
    """
    retries = [BoundedRetry(max_retry_count=2)] if patient else []
    client = AsyncWebClient(
        token=token,
        base_url=base_url,
        timeout=SECONDS,
        session=session,
        logger=quiet_logger(),
        retry_handlers=list(retries),
    )
    client.proxy = proxy_for(base_url)  # its own reading of the environment knows no NO_PROXY
    return client


def code_of(error: SlackApiError) -> str:
    """Slack's error code; empty when the answer did not come from Slack (a proxy's page)."""
    response: Any = error.response
    data = getattr(response, "data", response)
    return str(data.get("error") or "") if isinstance(data, dict) else ""


def status_of(error: SlackApiError) -> int:
    response: Any = error.response
    return int(getattr(response, "status_code", None) or getattr(response, "status", None) or 0)


def meaning(error: SlackApiError) -> str:
    """One sentence for an operator: what is wrong, what to do, and the page that explains it."""
    code = code_of(error)
    needed = error.response.get("needed") if code == "missing_scope" else None
    return says(code or f"HTTP {status_of(error)}", needed)


def says(code: str, needed: str | None = None) -> str:
    """As `meaning`, for an error code alone. `needed`: the missing permissions."""
    detail = f"{code}: {needed}" if needed else code
    return f"{_MEANINGS.get(code, 'Slack refused the call')} ({detail}; see docs/slack.md)."
