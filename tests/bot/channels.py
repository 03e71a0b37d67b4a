"""Channels as the program sees them on a platform that allows everything: an edge of many tests."""

from __future__ import annotations

from bot.wiring.channel_words import ChannelWords
from commands.framework.ports import MentionedGroup, Place


class OpenChannels(ChannelWords):
    """Channels in which the bot may post, that everybody manages, and that have no names."""

    def may_post(self, place: Place, threads: bool = False) -> str | None:
        return None

    def may_manage(self, place: Place, person: str, admins_only: bool = False) -> str | None:
        return None

    def group(self, place: Place, person: str, word: str) -> MentionedGroup:
        return MentionedGroup(word, word.removeprefix("@"))

    def named(self, place: Place, name: str) -> str | None:
        return None
