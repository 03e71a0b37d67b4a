"""Checks of Slack's settings for the doctor, by asking Slack."""

from __future__ import annotations

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.adapters.platform import Diagnosis, Health
from bot.adapters.slack.client import API, meaning, web_client
from bot.adapters.slack.manifest import SCOPES, lacking
from bot.settings import Settings

_PAGE = "docs/slack.md"


async def examine(settings: Settings) -> Diagnosis:
    """Slack's row in the doctor's table. With its tokens set, Slack itself is asked what they may do."""
    socket = settings.slack_app_token is not None
    if not socket and not settings.slack_signing_secret:
        if settings.slack_bot_token is None:
            return Diagnosis("Slack", Health.OFF, "no token set", f"{_PAGE}, five steps")
        says = "BELLWETHER_SLACK_APP_TOKEN is missing (or, over HTTP, BELLWETHER_SLACK_SIGNING_SECRET)"
        return Diagnosis("Slack", Health.BAD, says, f"{_PAGE}, step 3")
    many = settings.slack_client_id and settings.slack_client_secret and not socket
    if settings.slack_bot_token is None and not many:
        return Diagnosis("Slack", Health.BAD, "BELLWETHER_SLACK_BOT_TOKEN is missing", f"{_PAGE}, step 3")
    if many:
        says = "HTTP, any workspace: signing secret, client id and secret are set"
        return Diagnosis("Slack", Health.GOOD, says)
    if problems := await diagnose(settings):
        return Diagnosis("Slack", Health.BAD, " ".join(problems), _PAGE)
    way = "Socket Mode: both tokens work" if socket else "HTTP: the token works, the signing secret is set"
    return Diagnosis("Slack", Health.GOOD, f"{way}, every scope is there")


async def diagnose(settings: Settings) -> tuple[str, ...]:
    """One sentence for each thing that is wrong: a token refused, a permission that is missing.
    Empty when the tokens that are set work. Asks Slack; prints no token."""
    problems: list[str] = []
    base_url = settings.slack_api_base or API
    if settings.slack_bot_token:
        client = web_client(settings.slack_bot_token.get_secret_value(), base_url=base_url)
        try:
            missing = [f"{scope} ({SCOPES[scope]})" for scope in lacking(await client.auth_test())]
            if missing:
                problems.append(
                    f"Update the app from the manifest and install it again. Missing: {'; '.join(missing)}."
                )
        except SlackApiError as error:
            problems.append(f"BELLWETHER_SLACK_BOT_TOKEN: {meaning(error)}")
        except (SlackClientError, aiohttp.ClientError, OSError, TimeoutError):
            problems.append("Slack could not be reached. Check the network.")
    if settings.slack_app_token:
        client = web_client(settings.slack_app_token.get_secret_value(), base_url=base_url)
        try:
            await client.apps_connections_open(app_token=client.token or "")
        except SlackApiError as error:
            problems.append(f"BELLWETHER_SLACK_APP_TOKEN: {meaning(error)}")
        except (SlackClientError, aiohttp.ClientError, OSError, TimeoutError):
            problems.append("Slack could not be reached. Check the network.")
    return tuple(dict.fromkeys(problems))
