from __future__ import annotations

import asyncio
from typing import Any

import pytest

from bot.adapters.poster import Poster
from bot.wiring import channel_permissions
from bot.wiring.channel_permissions import PlatformChannelPermissions
from commands.framework.command import UsageError
from commands.framework.ports import MentionedGroup, Place

HERE = Place("slack", "T1", "C1")


class Door:
    """A poster that only knows whether it may post."""

    def __init__(self, answer: str | None) -> None:
        self.answer = answer

    async def may_post(self, channel: str, threads: bool = False) -> str | None:
        return self.answer


async def asked(poster: object) -> str | None:
    async def posters(place: Place) -> Poster | None:
        return poster  # type: ignore[return-value]  # a door, or nobody

    found = PlatformChannelPermissions(posters, asyncio.get_running_loop())
    return await asyncio.to_thread(found.may_post, HERE)


async def test_a_command_in_a_thread_hears_what_the_platform_says() -> None:
    assert await asked(Door(None)) is None
    assert await asked(Door("Invite me there first.")) == "Invite me there first."


async def test_where_nobody_can_post_it_says_where_one_can() -> None:
    assert "Slack and Discord" in (await asked(None) or "")


async def test_a_platform_that_does_not_answer_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    class Silent:
        async def may_post(self, channel: str, threads: bool = False) -> str | None:
            await asyncio.Event().wait()
            return None

    monkeypatch.setattr(channel_permissions, "SECONDS", 0.01)
    assert "Try again" in (await asked(Silent()) or "")


async def test_a_group_that_may_not_be_mentioned_is_refused_with_the_platforms_sentence() -> None:
    class Herald:
        async def group(self, place: Place, person: str, word: str) -> MentionedGroup | str:
            return MentionedGroup("R1", "traders") if word == "@traders" else f"There is no {word}."

    async def posters(place: Place) -> Any:
        return Herald()

    asked = PlatformChannelPermissions(posters, asyncio.get_running_loop())
    group = await asyncio.to_thread(asked.group, HERE, "U1", "@traders")
    assert group == MentionedGroup("R1", "traders")
    with pytest.raises(UsageError, match="There is no @desk"):
        await asyncio.to_thread(asked.group, HERE, "U1", "@desk")
