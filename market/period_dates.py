"""Periods whose first or last day is written out, in the words that `Period.parse` reads."""

from __future__ import annotations

import contextlib
import re
from datetime import date, datetime, timedelta

from market.calendar_span_words import read_calendar_span

FROM_TO = re.compile(r"(?:from |between )?(.+?) (?:to|and|until|till|through|-) (.+)")
_HYPHENED = re.compile(r"([a-z]{3,9}|\d{4})-([a-z]{3,9}(?: \d{4})?|\d{4})")
_DECADES = ("fifties", "sixties", "seventies", "eighties", "nineties")
_DECADE = re.compile(  # "the 10s" and "the 30s" are Treasuries
    rf"(?:in )?(?:the )?(?P<century>19|20)(?P<tens>\d)0['’]?s"
    rf"|(?:in )?the (?:(?P<short>[5-9])0['’]?s|(?P<name>{'|'.join(_DECADES)}))"
)
_NEWEST = 2020  # the decade that goes on
_EDGE = re.compile(
    r"(?:since|from) (?:the )?(?P<edge>start|beginning|end|middle|mid) (?:of )?(?:the )?(?P<span>.+)"
)
_FORMS = ("%Y-%m-%d", "%B %d %Y", "%b %d %Y", "%d %B %Y", "%d %b %Y", "%d.%m.%Y", "%Y/%m/%d", "%Y.%m.%d")
_YEAR = re.compile(r"\d{4}")


def day(word: str) -> str:
    """`january 22, 2026`, `22 jan 2026`, alone or after “since”.

    >>> day("since 22 jan 2026")
    'since 2026-01-22'
    """
    bare = re.sub(r"^(?:since|from|on) ", "", word)
    named = date_of(bare)
    if named is None:
        return ""
    return f"since {named}" if bare != word and not word.startswith("on ") else f"{named}..{named}"


def decade(word: str) -> str:
    """`the nineties`, `the 1990s`, `the 80s`; of the one that goes on its beginning.

    >>> decade("the nineties"), decade("2020s")
    ('1989-12-31..1999-12-31', 'since 2020-01-01')
    """
    match = _DECADE.fullmatch(word)
    if not match:
        return ""
    tens = match["tens"] or match["short"] or 5 + _DECADES.index(match["name"])
    first = 100 * int(match["century"] or 19) + 10 * int(tens)
    return f"since {first}-01-01" if first >= _NEWEST else f"{first - 1}-12-31..{first + 9}-12-31"


def since_edge(word: str) -> str:
    """`since the start of july`, `since the end of 2024`, `since mid 2024`.

    >>> since_edge("since the end of 2024")
    'since 2024-12-31'
    """
    match = _EDGE.fullmatch(word)
    span = read_calendar_span(match["span"]) if match else None
    if not match or span is None:
        return ""
    if match["edge"] in ("start", "beginning"):
        return f"since {span}"
    if not span.is_dated:
        return ""
    first, last = span.days(date.max)
    return f"since {last if match['edge'] == 'end' else first + (last - first) // 2}"


def from_to(word: str) -> str:
    """`2020 to 2024`, `from march to june 2025`, `oct-dec 2024`, `2022-01-03 to 2022-10-14`: the whole of both.

    >>> from_to("from march to june 2025")
    '2025-02-28..2025-06-30'
    """
    match = FROM_TO.fullmatch(word) or _HYPHENED.fullmatch(word)
    end = _stretch(match[2]) if match else None
    if not match or end is None:
        return ""
    begin = f"{match[1]} {end[1].year}"
    start = _stretch(begin) or _stretch(match[1])
    if start is None or start[0] >= end[1]:
        return ""
    written_out = (
        date_of(begin) is not None or date_of(match[1]) is not None
    )  # a range of two dates begins with the first one's close
    return f"{start[0] if written_out else start[0] - timedelta(days=1)}..{end[1]}"


def _stretch(text: str) -> tuple[date, date] | None:
    """The first and last day of a date or of a stretch with its year."""
    if named := date_of(text):
        return named, named
    span = read_calendar_span(text)
    return span.days(date.max) if span and span.is_dated else None


def date_of(text: str) -> date | None:
    """A date with its year; None for anything else, such as 10/01/2024, which is October here and January there."""
    with contextlib.suppress(ValueError):
        return date.fromisoformat(text)
    plain = re.sub(r"(?<=\d)(?:st|nd|rd|th)\b|,|(?<=[a-z])\.|\bof ", "", text).replace("sept ", "sep ")
    if not _YEAR.search(plain):  # of all forms; most of what is asked is no date
        return None
    for form in _FORMS:
        with contextlib.suppress(ValueError):
            return datetime.strptime(plain, form).date()  # noqa: DTZ007 - a day, of no zone
    return None
