"""An event is handled once, however often a platform delivers it."""

from __future__ import annotations

from bot.engine.dedupe import RecentKeys


async def test_a_key_is_new_once_until_it_is_as_old_as_is_kept():
    now = [0.0]
    keys = RecentKeys(keep=60, monotonic=lambda: now[0])
    assert await keys.first_time("Ev1")
    now[0] = 59.9
    assert not await keys.first_time("Ev1")
    now[0] = 60.0
    assert keys.note("Ev1")
    assert not keys.note("Ev1")


def test_the_oldest_key_makes_room():
    keys = RecentKeys(most=2)
    assert [keys.note(key) for key in ("a", "b", "a", "c", "b", "a")] == [
        True,
        True,
        False,
        True,
        False,
        True,
    ]
