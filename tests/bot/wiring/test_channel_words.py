"""Channels in the words of the asker's platform."""

from __future__ import annotations

import pytest

from bot.wiring.channel_words import ChannelWords
from commands.framework.ports import Place

WORDS = ChannelWords()


@pytest.mark.parametrize(
    ("platform", "channel", "mention"),
    [("slack", "C0123", "<#C0123>"), ("discord", "123456789012345678", "<#123456789012345678>")],
)
def test_a_mention_is_read_again(platform: str, channel: str, mention: str) -> None:
    assert WORDS.mention(Place(platform, "T1", channel)) == mention
    assert WORDS.mentioned(platform, mention) == channel


def test_each_platform_reads_its_own_mentions_only() -> None:
    assert WORDS.mentioned("slack", "123456789012345678") is None
    assert WORDS.mentioned("discord", "C0123") is None


def test_a_face_without_channels_has_no_mentions() -> None:
    assert WORDS.mentioned("console", "<#C0123>") is None
    assert WORDS.mention(Place("web", "", "x")) == "x"


def test_it_says_where_there_are_channels() -> None:
    assert WORDS.where_to_ask == "Slack or Discord"
