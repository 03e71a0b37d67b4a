"""Posting without being asked (digests, alerts): what every face offers, and how it may fail.

A chat post is not transactional. The three errors say whether repeating is harmless, so that a
ledger can keep its promise of exactly once.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Protocol

from commands.framework.ports import Place
from commands.framework.reply import Reply

if TYPE_CHECKING:
    from charts.drawing.render import Picture


CLOCKS_DIFFER = timedelta(minutes=65)
"""How much further back than asked a `find` reads: messages carry the platform's time, and a clock of
ours that was an hour fast may have been set right since."""
TOO_MUCH = "That channel has had more messages since than I can look through."


class PostError(Exception):
    """A post failed. `str(error)` is safe to show and to log; it holds no token."""


class Retryable(PostError):
    """Nothing was posted: repeat it after `retry_after` seconds."""

    def __init__(self, sentence: str, retry_after: float) -> None:
        self.retry_after = retry_after
        super().__init__(sentence)


class Ambiguous(PostError):
    """It may have been posted (timeout, reset, 5xx): `find` it before it is repeated."""


class Permanent(PostError):
    """It cannot be posted until somebody acts (channel gone, no permission, token revoked).
    `code` is the platform's own word for it."""

    def __init__(self, sentence: str, code: str) -> None:
        self.code = code
        super().__init__(sentence)


class Poster(Protocol):
    """One workspace's or guild's way to post."""

    async def post(self, channel: str, reply: Reply, picture: Picture | None, key: str) -> str:
        """Post `reply` into `channel` (the platform's id; `@` and a person's id for a direct
        conversation with them), marked with `key` (equal for equal
        deliveries), and give the message's id. Never repeats by itself. Raises PostError only."""
        ...

    async def find(self, channel: str, key: str, since: datetime) -> str | None:
        """The id of the message that carries `key`; it cannot be older than `since` (aware). None only
        if the history back to then was read whole and has it not. Raises PostError when it cannot be
        read, Ambiguous when there is more of it than can be read."""
        ...

    async def may_post(self, channel: str) -> str | None:
        """None when posting there should work; else one sentence: what is missing, what to do."""
        ...

    async def may_manage(self, place: Place, person: str, admins_only: bool) -> str | None:
        """None when that person may manage what is posted there; else one sentence. Raises PostError
        when the platform does not tell."""
        ...

    async def named(self, workspace: str, name: str) -> str | None:
        """The id of the channel of this name, among those the program can see. Raises PostError."""
        ...
