"""The welcome in a channel that the bot is added to, and in a direct conversation that is opened first."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from bot.adapters.poster import PostError
from bot.adapters.slack.call import classified
from bot.adapters.slack.message import Audience, to_message
from bot.adapters.welcome import Greeter, welcome
from commands.framework.ports import Place

if TYPE_CHECKING:
    from slack_sdk.web.async_client import AsyncWebClient

    from bot.adapters.slack.message import Payload
    from charts.theme import Mode

_IN_CHANNEL = (
    "Mention me with a question, or type a command, such as /compare rut ndx. The buttons answer you alone."
)
_DIRECT = "Write a question here, or type a command, such as /compare rut ndx."
_PART = "To send me away: /remove @bellwether."


def welcome_message(audience: Audience, mode: Mode) -> Payload:
    """Its examples are answered beside it: it stays."""
    direct = audience is Audience.DIRECT
    reply = welcome(_DIRECT, "") if direct else welcome(_IN_CHANNEL, _PART)
    return to_message(reply, mode=mode, audience=audience, stays=True)


class SlackWelcomes:
    """What Slack's events say about places that may be new to the bot."""

    def __init__(self, greeter: Greeter, mode: Mode) -> None:
        self._greeter, self._mode = greeter, mode

    async def joined(self, event: Mapping[str, Any], team: str, bot: str, client: AsyncWebClient) -> None:
        """Somebody joined a channel: a welcome where it is the bot, whose user id is `bot`."""
        channel = str(event.get("channel") or "")
        if bot and channel and event.get("user") == bot:
            await self._greet(Place("slack", team, channel), Audience.CHANNEL, client)

    async def opened(self, event: Mapping[str, Any], team: str, client: AsyncWebClient) -> None:
        """A person opened the direct conversation: a welcome where nothing has been said in it."""
        channel, person = str(event.get("channel") or ""), str(event.get("user") or "")
        if channel and person:
            await self._greet(Place("slack", team, channel), Audience.DIRECT, client, person)

    async def _greet(self, place: Place, audience: Audience, client: AsyncWebClient, owner: str = "") -> None:
        async def post() -> None:
            if audience is Audience.DIRECT and await _is_under_way(client, place.channel):
                return
            message = welcome_message(audience, self._mode)
            await classified(client, "chat.postMessage", json={"channel": place.channel, **message})

        await self._greeter.greet(place, post, owner)


async def _is_under_way(client: AsyncWebClient, channel: str) -> bool:
    """Whether anything has been said there; also where Slack does not tell, for then nothing is owed."""
    try:
        answer = await classified(client, "conversations.history", params={"channel": channel, "limit": 1})
    except PostError:
        return True
    return bool(answer.get("messages"))
