"""The day that a text is about, as it says itself: its dateline, the period of its title, or the one weekday that it
names as news."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from market.claims.expressions.dates import dateline
from market.claims.expressions.days import WEEKDAYS, day_at
from market.claims.expressions.spans import span_at
from market.claims.expressions.tokens import Token, TokenKind

LEVEL_NOUNS = frozenset({"level", "mark", "threshold", "handle", "milestone", "area", "line", "barrier"})
COMPARING = frozenset(
    {
        "from",
        "versus",
        "vs",
        "against",
        "compared",
        "compared with",
        "compared to",
        "compares with",
        "compares to",
        "than",
    }
)

_BEFORE_NEWS = COMPARING | {"having", "had"}  # "having fallen 1.2 % on Tuesday"
_COMING = frozenset(
    {
        "will", "would", "due", "next", "expected", "expects", "expect", "scheduled", "ahead", "upcoming", "tomorrow",
        "until", "may",
    }
)  # fmt: skip
_HEAD = 60  # tokens in which a text's own date is looked for
_LONGEST_TITLE = 14  # tokens
_REPORTS = frozenset(
    {
        "letter", "letters", "report", "review", "commentary", "comment", "recap", "wrap", "summary", "newsletter",
        "scorecard", "factsheet", "update", "statement", "bulletin", "note", "notes", "retrospective",
    }
)  # fmt: skip
_SHORTER = frozenset({"weekly", "week", "daily", "day", "morning", "evening", "intraday"})  # than a month
_LEADS = 2  # tokens at the head of a sentence: "Wednesday's surge of 2.5 % followed a rise on Tuesday"
_NEAR = 5  # tokens before a weekday in which a figure compared with stands


def written_day(parts: Sequence[Sequence[Token]], today: date) -> date | None:
    """The day of its dateline, no later than `today`."""
    head = [token for part in parts[:3] for token in part][:_HEAD]
    title = parts[0][-1].end if parts and len(parts[0]) <= _LONGEST_TITLE else 0
    return dateline(head, today, {part[0].start for part in parts[:3]}, title)


def titled_day(parts: Sequence[Sequence[Token]], today: date) -> date | None:
    """The last day of the month, quarter or year that the lines above a report name ("Letter to our partners, September
    2025", "Third-quarter review"), where it is over by `today`: what the report tells ends with it."""
    titles = [
        part for part in parts[:3] if len(part) <= _LONGEST_TITLE and part[-1].word not in (".", "!", "?")
    ]
    words = {token.word for part in titles for token in part}
    is_report = not words.isdisjoint(_REPORTS) and words.isdisjoint(_SHORTER)
    for part in titles:
        for place in range(len(part)):
            span = None if day_at(part, place, today) else span_at(part, place, today)
            alone = span is not None and span[1] == sum(token.kind is not TokenKind.MARK for token in part)
            if span and span[0].named and span[0].named <= today and (is_report or alone):
                return span[0].named
    return None


def only_weekday(parts: Sequence[Sequence[Token]], today: date) -> date | None:
    """The day of the one weekday that the text names as news does ("on Wednesday"), whatever its place."""
    days = set()
    for part in parts:
        if not _COMING.isdisjoint(token.word for token in part) or _goes_on(part):
            continue
        for place, token in enumerate(part):
            before = part[place - 1].word if place else ""
            after = part[place + 1].word if place + 1 < len(part) else ""
            if (
                token.word in WEEKDAYS
                and _BEFORE_NEWS.isdisjoint(t.word for t in part[max(0, place - _NEAR) : place])
                and not _is_of_record(part, place)
                and not _is_of_week_before(part, place)
                and not (before == "on" and part[place - 2].word == "as")
                and before not in ("since", "from", "last", "next", "until")
                and (after != "'s" or place < _LEADS)
            ):
                day = day_at(part, place, today)
                days |= {day[0]} if day else set()
    return days.pop() if len(days) == 1 else None


def _goes_on(part: Sequence[Token]) -> bool:
    """ "set a record on Monday and has since slipped": the text is of later than that day."""
    return any(a.word in ("has", "have") and b.word == "since" for a, b in pairwise(part))


def _is_of_week_before(part: Sequence[Token], place: int) -> bool:
    """ "Thursday (of) last week", "Thursday a week ago", "a week ago (on) Thursday"."""
    before, after = (
        [t.word for t in near] for near in (part[max(0, place - 2) : place], part[place + 1 : place + 4])
    )
    return "ago" in before or ("week" in after and ("last" in after or "ago" in after))


def _is_of_record(part: Sequence[Token], place: int) -> bool:
    """ "after setting a record on Tuesday", "the record it set as recently as Wednesday", "the mark it crossed on
    Wednesday": not the day of the news."""
    near = [token.word for token in part[max(0, place - 2 * _NEAR) : place]]
    begin = max(
        (at for at, word in enumerate(near) if word in ("after", "which", "it", "since", "shy")), default=None
    )
    if begin is None:
        return False
    of_level = near[begin] == "it" and begin > 0 and near[begin - 1] in LEVEL_NOUNS
    return of_level or not {"record", "records", "high", "peak", "low", "bottom", "trough"}.isdisjoint(
        near[begin:]
    )
