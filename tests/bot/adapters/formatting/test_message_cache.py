"""One message for the same objects, however many channels it goes to."""

from __future__ import annotations

from bot.adapters.formatting.message_cache import MessageCache


def test_the_same_objects_are_made_into_one_message_and_equal_ones_into_another():
    cache, made = MessageCache[object](8), []
    reply, equal = ["news"], ["news"]

    def make() -> object:
        made.append(object())
        return made[-1]

    assert cache.of(reply, make=make) is cache.of(reply, make=make)
    assert cache.of(equal, make=make) is not cache.of(reply, make=make)
    assert len(made) == 2


def test_the_oldest_message_makes_room():
    cache, first, second = MessageCache[int](1), object(), object()
    assert cache.of(first, make=lambda: 1) == 1
    assert cache.of(second, make=lambda: 2) == 2
    assert cache.of(first, make=lambda: 3) == 3
