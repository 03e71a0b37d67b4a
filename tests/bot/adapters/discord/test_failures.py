from __future__ import annotations

import json

import aiohttp
import discord
import pytest

from bot.adapters.discord.failures import classified, no_channel
from bot.adapters.discord.refusals import CHANNEL_REFUSALS
from bot.adapters.poster import Ambiguous, Held, Permanent, PostError, Reach, Retryable


class Answer:
    """As much of aiohttp's response as discord.py's exceptions read."""

    def __init__(self, status: int) -> None:
        self.status, self.reason = status, "No"


def refused(status: int, code: int | None) -> PostError:
    body = "<html>" if code is None else {"message": "No", "code": code}
    return classified(discord.HTTPException(Answer(status), body))  # type: ignore[arg-type]  # as much as is read


@pytest.mark.parametrize("code", CHANNEL_REFUSALS)
@pytest.mark.parametrize("status", [400, 403, 404])
def test_the_channels_own_refusals_are_a_closed_list_of_codes(status: int, code: int) -> None:
    problem = refused(status, code)
    assert isinstance(problem, Permanent)
    assert problem.code == str(code)
    assert str(problem).endswith(f"(code {code}).")


@pytest.mark.parametrize(("status", "code"), [(403, 0), (404, None), (403, None), (400, 50035), (403, 99999)])
def test_every_other_refusal_is_held_for_that_channel(status: int, code: int | None) -> None:
    problem = refused(status, code)
    assert isinstance(problem, Held)
    assert problem.reach is Reach.CHANNEL


@pytest.mark.parametrize("code", [0, None, 40001])
def test_a_refused_token_is_held_everywhere(code: int | None) -> None:
    problem = refused(401, code)
    assert isinstance(problem, Held)
    assert problem.reach is Reach.PLATFORM


@pytest.mark.parametrize(
    ("problem", "kind"),
    [
        (json.JSONDecodeError("cut", "{", 1), Ambiguous),
        (KeyError("id"), Ambiguous),
        (TypeError("string indices"), Ambiguous),
        (TimeoutError(), Ambiguous),
        (aiohttp.ClientPayloadError(), Ambiguous),
        (discord.RateLimited(7.0), Retryable),
    ],
)
def test_what_is_no_refusal(problem: Exception, kind: type[PostError]) -> None:
    assert isinstance(classified(problem), kind)


def test_an_unsure_post_may_be_repeated_at_once_since_discord_keeps_its_nonce() -> None:
    problem = classified(TimeoutError())
    assert isinstance(problem, Ambiguous)
    assert problem.shows_within == 0
    assert no_channel().code == "no channel"
