"""Slack's client waits where that is short, and leaves a longer wait to its caller."""

from __future__ import annotations

import pytest
from slack_sdk.http_retry.request import HttpRequest
from slack_sdk.http_retry.response import HttpResponse
from slack_sdk.http_retry.state import RetryState

from bot.adapters.slack.client import SECONDS, BoundedRetry


@pytest.mark.parametrize(
    ("status", "after", "waits"),
    [
        (429, "0", True),
        (429, str(SECONDS), True),
        (429, str(SECONDS + 1), False),
        (429, "9" * 14, False),
        (429, "soon", False),
        (429, "-1", False),
        (429, None, True),  # Slack names it always; a proxy may not
        (500, "1", False),
        (200, "1", False),
    ],
)
async def test_a_refusal_is_waited_for_where_that_is_short(
    status: int, after: str | None, waits: bool
) -> None:
    headers: dict[str, str | list[str]] = {} if after is None else {"Retry-After": [after]}
    answer = HttpResponse(status_code=status, headers=headers)
    request = HttpRequest(method="POST", url="http://127.0.0.1/api/chat.postMessage", headers={})
    can = await BoundedRetry(max_retry_count=2).can_retry_async(
        state=RetryState(), request=request, response=answer
    )
    assert can is waits
