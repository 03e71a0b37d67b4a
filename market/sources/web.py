"""One HTTP request under a deadline, with failures told as what they are."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from market.clock import Deadline
from market.errors import ProviderDown, Throttled

_LONGEST_WAIT = timedelta(hours=1)


def fetch(url: str, parameters: Mapping[str, str], provider: str, now: datetime, deadline: Deadline) -> str:
    """The text at `url`, asked for at `now`. Raises Throttled on 429, ProviderDown for everything else that is no
    answer, both before `deadline`: curl's timeout bounds look-up, connection and transfer together.
    """
    from curl_cffi import requests  # slow to load, and most processes never ask

    if deadline.passed:
        raise ProviderDown(provider, "no answer in time")
    try:
        answer = requests.get(
            url, params=dict(parameters), timeout=deadline.remaining(), impersonate="chrome", max_redirects=5
        )
    except requests.exceptions.Timeout:
        raise ProviderDown(provider, "no answer in time") from None
    except requests.exceptions.RequestException:
        raise ProviderDown(provider, "the connection failed") from None
    if answer.status_code == 429:
        raise Throttled(provider, _retry_at(answer.headers.get("retry-after"), now))
    if answer.status_code != 200:
        raise ProviderDown(provider, f"HTTP status {answer.status_code}")
    return str(answer.text)


def _retry_at(seconds: str | None, now: datetime) -> datetime | None:
    if seconds is None or not seconds.isdecimal():
        return None
    wait = timedelta(seconds=int(seconds)) if len(seconds) < 8 else _LONGEST_WAIT
    return now + min(wait, _LONGEST_WAIT)
