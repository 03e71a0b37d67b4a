"""What commands ask of the channels of a platform. Called in worker threads, as the ports of `ports.py`."""

from __future__ import annotations

from typing import Protocol

from commands.framework.ports import MentionedGroup, Place


class ChannelPermissions(Protocol):
    """What the platform says about a channel, and how channels are written there."""

    @property
    def where_to_ask(self) -> str:
        """The platforms that have channels, for a sentence: "This or That"."""
        ...

    def mention(self, place: Place) -> str:
        """The channel as it is written in a message on its platform."""
        ...

    def mentioned(self, platform: str, word: str) -> str | None:
        """The id of the channel that `word` names as it is written on the platform; None for any other word."""
        ...

    def named(self, place: Place, name: str) -> str | None:
        """The id of the channel that is called `name` in the workspace of `place`; None when there
        is none."""
        ...

    def group(self, place: Place, person: str, word: str) -> MentionedGroup:
        """The role or user group that `word` names, which posts in `place` may mention for this person.

        Raises UsageError where there is none, where it is everybody, or where the person or the program may not
        mention it.
        """
        ...

    def may_manage(self, place: Place, person: str, admins_only: bool = False) -> str | None:
        """None when this person may manage digests there; else a sentence: why not and what to do."""
        ...

    def may_post(self, place: Place, threads: bool = False) -> str | None:
        """None when posting with pictures should work there, with `threads` in threads of its own posts, too; else
        a sentence: what is missing and what to do."""
        ...
