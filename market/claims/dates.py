"""When: the days and periods that sentences name, counted from the day the text is about."""

from __future__ import annotations

import calendar as months
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from market.claims.amounts import count_at
from market.claims.days import EARLIEST, LATEST, WEEKDAYS, day_at, is_word, month_at, year_at
from market.claims.lexicon import Phrases
from market.claims.tokens import Token, TokenKind

_QUARTERS = {"first": 1, "second": 2, "third": 3, "fourth": 4}


@dataclass(frozen=True, slots=True)
class When:
    """A stretch of sessions up to `last`.

    `first`: the base is the last close before this day; without it the base is the close `sessions` before.
    `words`: as written, empty when nothing was.
    `exact`: a single named day, which must be a session itself.
    `since`: an open start ("since October") rather than a period.
    `named`: the last day of what is named there.
    """

    last: date
    first: date | None = None
    sessions: int = 1
    words: str = ""
    exact: bool = False
    since: bool = False
    named: date | None = None
    unit: str = "day"  # of which it is one: day, week, month, quarter, year, span

    @property
    def one_day(self) -> bool:
        return self.first is None and self.sessions == 1


_RELATIVE = Phrases(
    (phrase, unit)
    for unit, phrases in {
        "today": ("today", "so far today", "on the day", "for the day"),
        "yesterday": ("yesterday",),
        "week": ("this week", "so far this week", "for the week", "on the week", "week to date", "during the week"),
        "month": ("this month", "so far this month", "for the month", "on the month", "month to date"),
        "quarter": ("this quarter", "so far this quarter", "for the quarter", "quarter to date"),
        "year": (
            "this year", "so far this year", "for the year", "on the year", "year to date", "ytd",
            "since the start of the year", "since the beginning of the year", "since the year began",
            "since year end", "in the year so far", "so far in the year", "of the year",
        ),
        "last week": ("last week", "the previous week"),
        "last month": ("last month",),
        "last quarter": ("last quarter",),
        "last year": ("last year",),
    }.items()
    for phrase in phrases
)  # fmt: skip
_ENDED = Phrases((f"the {unit}", unit) for unit in ("week", "month", "quarter", "year"))
_PAST = Phrases(
    (f"{lead} {adjective}", None)
    for lead in ("over the", "in the", "during the", "for the")
    for adjective in ("past", "last")
)


def when_at(
    sentence: Sequence[Token], place: int, anchor: date, after_close: bool = False
) -> tuple[When, int] | None:
    """The day or period that begins at `place`, and how many tokens it takes. `anchor`: the day the
    text is about. `after_close`: the word before is one of closing ("ended the week").

    >>> from market.claims.tokens import tokens
    >>> def read(text): return when_at(tokens(text), 0, date(2026, 1, 22))[0]
    >>> str(read("on Tuesday").last), str(read("so far this year").first), str(read("in March 2020").last)
    ('2026-01-20', '2026-01-01', '2020-03-31')
    """
    word = sentence[place].word
    if word == "since":
        return _since(sentence, place, anchor)
    if word in ("on", "in", "during", "of", "for") and place + 1 < len(sentence):
        day = day_at(sentence, place + 1, anchor) if word in ("on", "of") else None
        inner = (When(day[0], exact=True), day[1]) if day else None
        inner = inner or (_span(sentence, place + 1, anchor) if word != "on" else None)
        if inner:
            return _with_words(sentence, place, inner[0], 1 + inner[1])
    relative = _RELATIVE.at(sentence, place) or (_ENDED.at(sentence, place) if after_close else None)
    if relative:
        return _with_words(sentence, place, _relative(relative[0], anchor), relative[1])
    if after_close and (span := _span(sentence, place, anchor)):  # "ended 2025 at …"
        return _with_words(sentence, place, *span)
    return _past(sentence, place, anchor) or _plain_day(sentence, place, anchor)


def dateline(first_tokens: Sequence[Token], today: date) -> date | None:
    """The text's own date: the first whole date among `first_tokens`, or one without a year as
    datelines write it ("NEW YORK, Jan 22 (Reuters)"), no later than `today`."""
    for place, token in enumerate(first_tokens):
        before = first_tokens[place - 1].word if place else ""
        day = day_at(first_tokens, place, today) if before not in ("since", "until", "of", "from") else None
        if not day or token.word in WEEKDAYS:
            continue
        after = place + day[1]
        written_year = token.kind is TokenKind.DATE or any(
            t.kind is TokenKind.NUMBER and len(t.text) == 4 for t in first_tokens[place:after]
        )
        bracket = after < len(first_tokens) and first_tokens[after].word in ("(", "-", "–", "—")
        if (written_year or (before == "," and bracket)) and day[0] <= today:
            return day[0]
    return None


def _plain_day(sentence: Sequence[Token], place: int, anchor: date) -> tuple[When, int] | None:
    day = day_at(sentence, place, anchor)
    return _with_words(sentence, place, When(day[0], exact=True), day[1]) if day else None


def _with_words(sentence: Sequence[Token], place: int, when: When, used: int) -> tuple[When, int]:
    words = " ".join(t.text for t in sentence[place : place + used])
    return replace(when, words=words), used


def _span(sentence: Sequence[Token], place: int, anchor: date) -> tuple[When, int] | None:
    """`October (2021)`, `2025`, `the third quarter (of 2025)`."""
    year = year_at(sentence, place)
    if year:
        return _calendar_period(date(year, 1, 1), date(year, 12, 31), anchor, "year"), 1
    month, used = month_at(sentence, place)
    if month:
        year = year_at(sentence, place + used)
        own = year or (anchor.year if month <= anchor.month else anchor.year - 1)
        if not EARLIEST <= own <= LATEST:
            return None
        last = date(own, month, months.monthrange(own, month)[1])
        return _calendar_period(date(own, month, 1), last, anchor, "month"), used + bool(year)
    return _quarter(sentence, place, anchor)


def _quarter(sentence: Sequence[Token], place: int, anchor: date) -> tuple[When, int] | None:
    at = place + is_word(sentence, place, "the")
    if (
        at + 1 >= len(sentence)
        or sentence[at].word not in _QUARTERS
        or not is_word(sentence, at + 1, "quarter")
    ):
        return None
    number = _QUARTERS[sentence[at].word]
    of = int(is_word(sentence, at + 2, "of"))
    year = year_at(sentence, at + 2 + of)
    own = year or (anchor.year if 3 * number - 2 <= anchor.month else anchor.year - 1)
    last = date(own, 3 * number, months.monthrange(own, 3 * number)[1])
    used = at - place + 2 + (of + 1 if year else 0)
    return _calendar_period(date(own, 3 * number - 2, 1), last, anchor, "quarter"), used


def _calendar_period(first: date, last: date, anchor: date, unit: str) -> When:
    """A calendar stretch, up to the anchor while it is not over."""
    return When(min(last, anchor) if first <= anchor else last, first=first, named=last, unit=unit)


def _since(sentence: Sequence[Token], place: int, anchor: date) -> tuple[When, int] | None:
    relative = _RELATIVE.at(sentence, place)
    if relative:
        return _with_words(sentence, place, _relative(relative[0], anchor), relative[1])
    at = place + 1
    at += is_word(sentence, at, "early", "mid", "late", "at")
    if at >= len(sentence):
        return None
    day = day_at(sentence, at, anchor)
    if day:
        when = When(anchor, day[0] + timedelta(days=1), since=True, named=day[0], unit="span")
        return _with_words(sentence, place, when, at - place + day[1])
    start_of = int(is_word(sentence, at, "the") and is_word(sentence, at + 1, "start", "beginning", "end"))
    if start_of and is_word(sentence, at + 2, "of"):
        at += 3
    span = _span(sentence, at, anchor) if at < len(sentence) else None
    if not span or span[0].first is None:
        return None
    first = span[0].first
    if start_of and sentence[at - 2].word == "end" and span[0].named:
        first = span[0].named + timedelta(days=1)
    when = When(anchor, first, since=True, named=span[0].named, unit="span")
    return _with_words(sentence, place, when, at - place + span[1])


def _past(sentence: Sequence[Token], place: int, anchor: date) -> tuple[When, int] | None:
    """`over the past 12 months`, `in the last five sessions`, `over the past year`."""
    lead = _PAST.at(sentence, place)
    if lead is None:
        return None
    at = place + lead[1]
    if at >= len(sentence):
        return None
    count = count_at(sentence, at)
    at += count is not None
    unit = sentence[at].word.rstrip("s") if at < len(sentence) else ""
    number = count or 1
    if unit in ("day", "session"):
        when = When(anchor, sessions=number, unit="span")
    elif unit == "week":
        when = When(anchor, anchor - timedelta(days=7 * number - 1), unit="span")
    elif unit in ("month", "year", "quarter"):
        back = number * {"month": 1, "quarter": 3, "year": 12}[unit]
        base = _months_before(anchor, back)
        if base is None:
            return None
        when = When(anchor, base + timedelta(days=1), unit="span")
    else:
        return None
    return _with_words(sentence, place, when, at + 1 - place)


def _relative(unit: str, anchor: date) -> When:
    monday = anchor - timedelta(days=anchor.weekday())
    first_of_month = anchor.replace(day=1)
    quarter = date(anchor.year, 3 * ((anchor.month - 1) // 3) + 1, 1)
    match unit:
        case "today":
            return When(anchor)
        case "yesterday":
            return When(anchor - timedelta(days=1))
        case "week":
            return When(anchor, monday, unit="week")
        case "month":
            return When(anchor, first_of_month, unit="month")
        case "quarter":
            return When(anchor, quarter, unit="quarter")
        case "year":
            return When(anchor, date(anchor.year, 1, 1), unit="year")
        case "last week":
            return When(monday - timedelta(days=1), monday - timedelta(days=7), unit="week")
        case "last month":
            end = first_of_month - timedelta(days=1)
            return When(end, end.replace(day=1), unit="month")
        case "last quarter":
            end = quarter - timedelta(days=1)
            return When(end, date(end.year, end.month - 2, 1), unit="quarter")
        case _:
            return When(date(anchor.year - 1, 12, 31), date(anchor.year - 1, 1, 1), unit="year")


def _months_before(day: date, count: int) -> date | None:
    year, month = divmod(day.year * 12 + day.month - 1 - count, 12)
    if year < EARLIEST:
        return None
    return date(year, month + 1, min(day.day, months.monthrange(year, month + 1)[1]))
