"""The poster interface: digests and alerts into a channel, and the errors of a post.

A chat post is not transactional. The four errors say whether a retry is safe, so that the ledger can
deliver exactly once, and whose fault it was: only what the channel itself refuses pauses a digest.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum
from typing import Protocol

from charts.spec import Picture
from commands.framework.ports import MentionedGroup, Place
from commands.framework.reply import Reply

CLOCKS_DIFFER = timedelta(minutes=65)
"""How much further back than asked `find` reads. Messages carry the platform's time, and our own clock may
have been an hour fast (a wrong daylight-saving rule) when the message was posted."""
SHOWS_WITHIN = 45.0
"""Seconds after which a platform's history surely shows what was posted."""
TOO_MUCH = "That channel has had more messages since than I can look through."


LONGEST_WAIT = 3600.0  # seconds; whatever a platform or a proxy in front of it asks for


@dataclass(frozen=True, slots=True)
class Post:
    """A digest or an alert on its way into a channel.

    channel: the platform's id; `@` and a person's id for a direct message to them
    key: stored with the message for `find`; equal for equal deliveries
    under: the message in whose thread it goes; empty for the channel itself
    mention: the id of the role or user group that it mentions, and nobody besides; empty for nobody
    """

    channel: str
    reply: Reply
    key: str
    picture: Picture | None = None
    under: str = ""
    mention: str = ""


class PostError(Exception):
    """A failed post. `str(error)` is safe to show and to log: it holds no token."""


class Retryable(PostError):
    """Nothing was posted. Safe to retry after `retry_after` seconds."""

    def __init__(self, sentence: str, retry_after: float) -> None:
        self.retry_after = min(max(0.0, retry_after), LONGEST_WAIT)
        super().__init__(sentence)


class Ambiguous(PostError):
    """It is unknown whether it was posted (timeout, reset, 5xx). Look with `find` before a retry.

    shows_within: seconds after which the history surely shows the message, if it was posted; 0 where the
        platform itself drops a second message with the same key
    """

    def __init__(self, sentence: str, shows_within: float = SHOWS_WITHIN) -> None:
        self.shows_within = shows_within
        super().__init__(sentence)


class Permanent(PostError):
    """The channel refused: it is gone or archived, or we may not post there. Pauses a digest, so it is
    raised for the codes of a closed list only.

    code: the platform's own error code
    """

    def __init__(self, sentence: str, code: str) -> None:
        self.code = code
        super().__init__(sentence)


class Reach(IntEnum):
    """How far a refusal that is not the channel's goes: the posts that it concerns."""

    CHANNEL = 3
    WORKSPACE = 2
    PLATFORM = 1


class Held(PostError):
    """Nothing was posted, and not for the channel's sake: our credentials are refused, a proxy answered, or
    the code is not known. Tried again later; the operator must act, not the channel's people.

    code: the platform's own error code, or what came instead
    reach: the posts that fare the same
    """

    def __init__(self, sentence: str, code: str, reach: Reach = Reach.CHANNEL) -> None:
        self.code, self.reach = code, reach
        super().__init__(sentence)


class Poster(Protocol):
    """Posts into the channels of one workspace, or of all guilds."""

    async def post(self, post: Post) -> str:
        """The id of the new message. Never retries by itself. Raises PostError only."""
        ...

    async def find(self, channel: str, key: str, since: datetime, under: str = "") -> str | None:
        """The id of the message that was posted with `key` at `since` (aware) or later, in the channel or in the
        thread of the message `under`; None only when the whole history back to then was read and has no such
        message.

        Raises PostError when the history cannot be read, Ambiguous when it is too long to be read.
        """
        ...

    async def may_post(self, channel: str, threads: bool = False) -> str | None:
        """None when posting there should work, with `threads` in threads below its own posts, too; else one sentence
        with what is missing and what to do."""
        ...

    async def group(self, place: Place, person: str, word: str) -> MentionedGroup | str:
        """The role or user group that `word` names, by its name or id, where that person and the program may mention
        it in `place`; else one sentence with what is missing. Raises PostError when the platform does not answer."""
        ...

    async def may_manage(self, place: Place, person: str, admins_only: bool) -> str | None:
        """None when that person may manage digests and alerts there; else one sentence.

        Raises PostError when the platform does not answer.
        """
        ...

    async def named(self, workspace: str, name: str) -> str | None:
        """The id of the channel of this name, among those the program can see. Raises PostError."""
        ...
