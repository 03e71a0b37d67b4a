"""Channels of Slack: permissions to post and to manage there, and look-up by name."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from bot.adapters.poster import Held, PostError
from bot.adapters.slack.call import classified
from bot.adapters.slack.client import says
from bot.adapters.slack.manifest import lacking
from bot.adapters.slack.users import is_full_member
from commands.framework.ports import MentionedGroup, Place

_POSTING = frozenset({"chat:write", "files:read", "files:write"})  # a message with a picture
_PAGES, _PAGE = 10, 1000  # of members, and of channels
_ADMINS = "Only admins of this workspace may do that. Ask one of them."
_GUEST = "Guests cannot manage digests. Ask a member of the channel, or see: /digest now"
_NO_MENTIONS = (
    "Guests cannot have a user group mentioned. Ask a member of the channel, or leave the mention out."
)
_EVERYBODY = "A post cannot mention everyone. Name a user group instead."
_STRANGER = "You are not a member of that channel. Join it, or ask somebody there."
_CROWD = "That channel has too many members to look you up. Set the digest up there, with “here”."


async def may_post(client: AsyncWebClient, channel: str) -> str | None:
    """None when the bot may post there; else one sentence with what is missing."""
    private = channel[:1] in ("D", "U", "W", "@")  # a conversation with the bot needs no invitation
    try:
        if private:
            answer = await classified(client, "auth.test")
        else:
            answer = await classified(client, "conversations.info", params={"channel": channel})
    except PostError as problem:
        return str(problem)
    missing = [scope for scope in lacking(answer) if scope in _POSTING]
    if missing:
        return says("missing_scope", ", ".join(missing))
    if private:
        return None
    info = answer.get("channel") or {}
    if info.get("is_archived"):
        return "That channel is archived. Choose another one."
    if not info.get("is_member"):
        return "I am not a member of that channel. Invite me there first: /invite @bellwether"
    return None


async def may_manage(client: AsyncWebClient, place: Place, person: str, admins_only: bool) -> str | None:
    """None for a full member of the channel (an admin or owner of the workspace with `admins_only`).

    Raises PostError.
    """
    user = await _user(client, person)
    if not await _is_full_member(client, place, user):
        return _GUEST
    if admins_only and not (user.get("is_admin") or user.get("is_owner")):
        return _ADMINS
    more = ""
    async for page in _pages(client, "conversations.members", {"channel": place.channel}):
        if person in (page.get("members") or ()):
            return None
        more = _next(page)
    return _CROWD if more else _STRANGER


async def group(client: AsyncWebClient, place: Place, person: str, word: str) -> MentionedGroup | str:
    """The user group with this handle or id, where that person may have it mentioned; else one sentence. Slack lets
    every full member mention any group, so only guests may not. Raises PostError."""
    name = word.removeprefix("@").casefold()
    if name in ("channel", "everyone", "here"):
        return _EVERYBODY
    if not await _is_full_member(client, place, await _user(client, person)):
        return _NO_MENTIONS
    answer = await classified(client, "usergroups.list", params={"team_id": place.workspace})
    for found in answer.get("usergroups") or ():
        if name in (str(found.get("handle")).casefold(), str(found.get("id")).casefold()):
            return MentionedGroup(str(found["id"]), str(found["handle"]))
    return f"This workspace has no user group {word[:60]}. Write its handle, such as @traders."


async def named(client: AsyncWebClient, name: str, workspace: str) -> str | None:
    """The id of the channel of this name, among those that the bot is in. Raises PostError."""
    # A token of an organisation must say which of its workspaces; others ignore it.
    kinds = {"team_id": workspace, "types": "public_channel,private_channel", "exclude_archived": "true"}
    async for page in _pages(client, "users.conversations", kinds):
        for channel in page.get("channels") or ():
            if name.casefold() in (channel.get("name"), channel.get("name_normalized")):
                return str(channel["id"])
    return None


async def _user(client: AsyncWebClient, person: str) -> Mapping[str, Any]:
    return (await classified(client, "users.info", params={"user": person})).get("user") or {}


async def _is_full_member(client: AsyncWebClient, place: Place, user: Mapping[str, Any]) -> bool:
    enterprise = ""
    if user.get("team_id") not in (None, "", place.workspace):  # of our organisation, or a stranger
        enterprise = str((await classified(client, "auth.test")).get("enterprise_id") or "")
    return is_full_member(user, place.workspace, enterprise)


async def shared_with(client: AsyncWebClient, person: str, workspace: str) -> frozenset[str] | None:
    """The ids of the channels that the bot and the person are both in; None when Slack does not tell."""
    kinds = {
        "user": person,
        "team_id": workspace,
        "types": "public_channel,private_channel",
        "exclude_archived": "true",
    }
    found = set[str]()
    try:
        async for page in _pages(client, "users.conversations", kinds):
            found |= {str(channel["id"]) for channel in page.get("channels") or ()}
    except PostError:
        return None
    return frozenset(found)


async def opened(client: AsyncWebClient, channel: str) -> str:
    """The id to post to: `channel` itself, or for `@` and a person's id the direct conversation with them.

    Raises PostError.
    """
    if not channel.startswith("@"):
        return channel
    person = channel.removeprefix("@")
    try:
        answer = await classified(client, "conversations.open", json={"users": person})
    except Held as refused:
        if refused.code != "missing_scope":
            raise
        return person  # an app installed before it asked for im:write may post to a person's id
    return str(answer["channel"]["id"])


async def _pages(client: AsyncWebClient, method: str, wanted: dict[str, Any]) -> AsyncIterator[Any]:
    """The answers of a paginated method, at most `_PAGES` of them."""
    cursor = ""
    for _page in range(_PAGES):
        more = {"cursor": cursor} if cursor else {}
        answer = await classified(client, method, params={**wanted, "limit": _PAGE, **more})
        yield answer
        cursor = _next(answer)
        if not cursor:
            return


def _next(answer: Any) -> str:
    return str((answer.get("response_metadata") or {}).get("next_cursor") or "")
