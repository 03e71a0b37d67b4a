"""In processes of their own: how many heaps there may be holds for a process from then on."""

from __future__ import annotations

import platform
import subprocess
import sys

import psutil
import pytest

from market.memory import trim_heap

pytestmark = pytest.mark.skipif(
    platform.libc_ver()[0] != "glibc", reason="another C library divides memory in its own way"
)
_THREADS = """
import ctypes, threading
from market.memory import share_heaps
{first}
together = threading.Barrier(6)
def work():
    bytearray(5000)
    together.wait()
threads = [threading.Thread(target=work) for _ in range(6)]
[thread.start() for thread in threads], [thread.join() for thread in threads]
library = ctypes.CDLL(None)
library.fdopen.restype = ctypes.c_void_p
out = ctypes.c_void_p(library.fdopen(1, b"w"))
library.malloc_info(0, out), library.fflush(out)
"""


@pytest.mark.parametrize(("first", "several"), [("share_heaps()", False), ("", True)])
def test_threads_allocate_from_two_heaps_together(first: str, several: bool) -> None:
    words = [sys.executable, "-c", _THREADS.format(first=first)]
    told = subprocess.run(words, check=True, capture_output=True, text=True).stdout
    assert (told.count("<heap nr=") > 2) is several


def test_memory_that_was_freed_between_what_is_held_is_given_back() -> None:
    def resident() -> float:
        return psutil.Process().memory_info().rss / 2**20

    blocks = [bytes(4000) for _ in range(50_000)]
    held = blocks[::50]
    full = resident()
    del blocks
    kept = resident()
    trim_heap()
    assert resident() < full - 120
    assert kept > full - 60  # else there was nothing to give back
    assert len(held) == 1000
