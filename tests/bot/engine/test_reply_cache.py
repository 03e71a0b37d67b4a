"""Replies are cached within the minute of their question."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.engine.reply_cache import ReplyCache
from commands.framework.reply import Reply

NOW = datetime(2026, 1, 22, 7, 30, 5, tzinfo=UTC)


def test_a_reply_is_there_until_its_minute_ends():
    cache, reply = ReplyCache(), Reply("Up.")
    cache.keep("/quote spy", NOW, reply)
    assert cache.get("/quote spy", NOW.replace(second=59)) is reply
    assert cache.get("/quote iwm", NOW) is None
    later = NOW + timedelta(minutes=1)
    assert cache.get("/quote spy", later) is None
    cache.keep("/quote iwm", later, reply)
    assert cache.get("/quote spy", later) is None


def test_apologies_are_not_kept_and_the_oldest_reply_makes_room():
    cache = ReplyCache(most=2)
    for question in ("a", "b", "c"):
        cache.keep(question, NOW, Reply(question))
    cache.keep("d", NOW, Reply("Sorry.", error=True))
    cache.keep("d", NOW, Reply("Up.", partial=True))
    assert [question for question in "abcd" if cache.get(question, NOW)] == ["b", "c"]
