"""Reading takes time linear in the text, counted in operations, whatever the text is made of."""

from __future__ import annotations

import gc
import sys
from datetime import date
from functools import cache

import pytest

from market.claims.grammar import read

TODAY = date(2026, 1, 22)
SMALL, LARGE = 1_000, 8_000
HOSTILE = {
    "news": "The Russell 2000 rose 1.25 percent to 2,731.77 on Thursday, a record, outpacing the Dow. ",
    "numbers": "1,234.56 ",
    "one number": "1",
    "commas": "1,1",
    "letters": "a",
    "letters and points": "a.",
    "names": "Nasdaq, the Dow, S&P 500 and ",
    "half a name": "Dow Jones Industrial ",
    "moves": "rose fell up down ",
    "weekdays": "Thursday, ",
    "months": "January 22, ",
    "quarters": "the third quarter of ",
    "since": "since ",
    "brackets": "(((",
    "markup": "<b>**_[x](y)_**</b>",
    "quotes": "\"'“”",
    "ampersands": "a&",
    "hyphens": "small-",
    "empty lines": "\n",
    "stops": ". ",
    "streaks": "a fifth straight straight day ",
    "records": "record highest best since ",
    "emoji": "👩‍👩‍👧‍👦",
    "combining": "e\u0301",
}


@cache
def operations(kind: str, size: int) -> int:
    """Lines of ours that run while a text of that kind and size is read: a measure that no busy machine disturbs.

    Nor does what ran before in this process: the vocabulary has been built, and nobody's garbage is collected here.
    """
    text = text_of(kind, size)
    read("", TODAY)
    count = 0

    def trace(frame, event, _arg):
        nonlocal count
        if "claims" not in frame.f_code.co_filename:
            return None
        count += event == "line"
        return trace

    before = sys.gettrace()
    gc.collect()
    gc.disable()
    sys.settrace(trace)
    try:
        read(text, TODAY)
    finally:
        sys.settrace(before)
        gc.enable()
    return count


def text_of(kind: str, size: int) -> str:
    unit = HOSTILE[kind]
    return (unit * (size // len(unit) + 1))[:size]


@pytest.mark.parametrize("kind", HOSTILE)
def test_eight_times_the_text_takes_about_eight_times_the_work(kind: str) -> None:
    small, large = (operations(kind, size) for size in (SMALL, LARGE))
    assert large <= small * (LARGE / SMALL) * 1.3 + 2_000


@pytest.mark.parametrize("kind", HOSTILE)
def test_no_text_takes_much_more_work_than_news_does(kind: str) -> None:
    # A mark is a token of its own, and news has one token in five characters.
    assert operations(kind, SMALL) <= operations("news", SMALL) * 8
