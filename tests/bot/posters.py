"""The double of a platform's poster: every channel is open to the program, and none has a history."""

from __future__ import annotations

from datetime import datetime

from commands.framework.ports import MentionedGroup, Place


class OpenPoster:
    """`bot.adapters.poster.Poster` but for `post`, which each test writes as it needs it."""

    async def find(self, channel: str, key: str, since: datetime, under: str = "") -> str | None:
        return None

    async def may_post(self, channel: str, threads: bool = False) -> str | None:
        return None

    async def may_manage(self, place: Place, person: str, admins_only: bool) -> str | None:
        return None

    async def group(self, place: Place, person: str, word: str) -> MentionedGroup | str:
        return "There are no groups here."

    async def named(self, workspace: str, name: str) -> str | None:
        return None
