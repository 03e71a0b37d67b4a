"""A call of Slack's Web API whose failures say whether a retry is safe."""

from __future__ import annotations

from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from bot.adapters.poster import Ambiguous, Held, Permanent, PostError, Reach, Retryable
from bot.adapters.slack.client import code_of, meaning, status_of
from bot.adapters.slack.refusals import CHANNEL_REFUSALS, UNSURE, WORKSPACE_REFUSALS


async def classified(client: AsyncWebClient, method: str, **arguments: Any) -> Any:
    """The answer of `method`. Raises PostError, which says whether a retry is safe."""
    try:
        return await client.api_call(method, **arguments)
    except SlackApiError as error:
        raise _kind(error) from error
    except aiohttp.ClientConnectorError as error:  # no connection, so nothing was sent
        raise Retryable("Slack could not be reached.", retry_after=5.0) from error
    except (aiohttp.ClientError, SlackClientError, TimeoutError) as error:
        raise Ambiguous(f"Slack did not confirm ({type(error).__name__}).") from error


def _kind(error: SlackApiError) -> PostError:
    code, status = code_of(error), status_of(error)
    if status == 429 or code in ("ratelimited", "rate_limited"):
        headers: Any = getattr(error.response, "headers", None) or {}
        after = str(headers.get("Retry-After", "30"))
        return Retryable(
            "Slack asks us to slow down.",
            retry_after=float(after) if after.isdecimal() and len(after) < 10 else 30.0,
        )
    if status >= 500 or code in UNSURE:
        return Ambiguous(f"Slack did not confirm ({code or f'HTTP {status}'}).")
    if not code:
        if status >= 400 and status != 408:  # a page of a proxy, which let nothing through
            return Held(meaning(error), f"HTTP {status}")
        return Ambiguous(f"Slack did not confirm (HTTP {status}).")
    if code in CHANNEL_REFUSALS:
        return Permanent(meaning(error), code)
    return Held(meaning(error), code, Reach.WORKSPACE if code in WORKSPACE_REFUSALS else Reach.CHANNEL)
