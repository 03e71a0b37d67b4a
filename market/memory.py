"""Settings for how much freed memory glibc keeps. With another C library they do nothing."""

from __future__ import annotations

import ctypes
from contextlib import suppress

_M_MMAP_THRESHOLD, _M_ARENA_MAX = -3, -8  # their numbers in malloc.h
_HEAPS = 2  # for a process with many threads
_LARGE = 1 << 20  # bytes; a column is small, a panel and a picture's pixels are not


def share_heaps() -> None:
    """Let all threads allocate from the same two heaps, and what is large outside of them; to be called before they
    start.

    Else each thread gets its own, up to eight for a core, and each keeps room for the largest answer that its
    thread has ever made: 110 MB of 450 after 2,000 questions, and more with every thread that meets such an answer.
    What is large is then freed at once, instead of leaving a hole that something small soon divides.
    """
    with suppress(AttributeError, TypeError):  # TypeError: Windows has no library without a name
        library = ctypes.CDLL(None)
        library.mallopt(_M_ARENA_MAX, _HEAPS)
        library.mallopt(_M_MMAP_THRESHOLD, _LARGE)


def trim_heap() -> None:
    """Give freed memory back to the system, where it lies between what is in use: 60 MB after 6,000 questions. Some
    20 ms, in which a thread that allocates may wait."""
    with suppress(AttributeError, TypeError):
        ctypes.CDLL(None).malloc_trim(0)
