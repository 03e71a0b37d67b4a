"""A sliding minute a person and a channel."""

from __future__ import annotations

from bot.engine.rate_limit import AskerRateLimit, RequestRateLimit
from commands.framework.asker import Asker

NOW = 5000.0  # seconds of the monotonic clock


def at(seconds: float) -> float:
    return NOW + seconds


def test_a_question_is_refused_until_the_oldest_of_its_minute_is_a_minute_old():
    limit = RequestRateLimit(2)
    assert [limit.wait("U1", at(0)), limit.wait("U1", at(10))] == [0, 0]
    assert limit.wait("U1", at(20)) == 40
    assert limit.wait("U1", at(59.5)) == 1
    assert limit.wait("U1", at(60)) == 0
    assert limit.wait("U2", at(20)) == 0


def test_the_key_that_was_silent_longest_is_forgotten():
    limit = RequestRateLimit(1, most_keys=2)
    assert [limit.wait(key, NOW) for key in ("U1", "U2")] == [0, 0]
    assert limit.wait("U1", NOW) == 60  # refused, and heard of again
    assert limit.wait("U3", NOW) == 0
    assert limit.wait("U1", NOW) == 60
    assert limit.wait("U2", NOW) == 0


def test_a_channel_is_limited_over_all_people_but_a_direct_message_is_its_persons_only():
    limits = AskerRateLimit(1)
    assert limits.refusal(Asker("slack", "T1", "C1", "U1"), NOW) == ""
    assert limits.refusal(Asker("slack", "T1", "C1", "U2"), NOW) == (
        "This channel has asked a lot this minute. Try again in 60 seconds."
    )
    assert limits.refusal(Asker("slack", "T1", "D1", "U3", direct=True), NOW) == ""
    assert limits.refusal(Asker("slack", "T1", "D1", "U3", direct=True), at(59.5)) == (
        "You have asked a lot this minute. Try again in 1 second."
    )
