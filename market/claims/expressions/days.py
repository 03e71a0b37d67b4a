"""Single days as prose writes them: `2026-01-22`, `January 22, 2026`, `22 January`, `Thursday`."""

from __future__ import annotations

import calendar as months
from collections.abc import Sequence
from datetime import date, timedelta

from market.claims.expressions.amounts import count_at
from market.claims.expressions.lexicon import Phrases
from market.claims.expressions.tokens import Token, TokenKind

WEEKDAYS = {name.casefold(): n for n, name in enumerate(months.day_name)}
WEEKDAYS |= {name.casefold(): n for n, name in enumerate(months.day_abbr)}
WEEKDAYS |= {"tues": 1, "thur": 3, "thurs": 3}
MONTHS = {name.casefold(): n for n, name in enumerate(months.month_name) if n}
MONTHS |= {name.casefold(): n for n, name in enumerate(months.month_abbr) if n} | {"sept": 9}
EARLIEST, LATEST = 1900, 2100
_LOWER = frozenset(
    {*(name.casefold() for name in (*months.day_name, *months.month_name[1:]))} - {"march", "may"}
)
_BEFORE_MONTH = frozenset(
    {"in", "since", "of", "for", "during", "this", "last", "early", "late", "mid", "until"}
)


FRIDAY = 4
# Of a day that was named before: how many sessions later.
RELATIVE_DAYS = Phrases(
    [
        *((f"{on}{that} {noun}", 0)
          for on in ("", "on ") for that in ("that", "that same", "the same") for noun in ("day", "session")),
        *((f"{on}the {next_} {kind}{noun}", 1)
          for on in ("", "on ") for next_ in ("next", "following") for kind in ("", "trading ")
          for noun in ("day", "session")),
        *((f"{article} {noun} {later}", 1)
          for article in ("a", "one", "the") for noun in ("day", "session", "trading day")
          for later in ("later", "after that")),
    ]
)  # fmt: skip


def day_at(sentence: Sequence[Token], place: int, anchor: date) -> tuple[date, int] | None:
    """A weekday (the last one up to `anchor`), `2026-01-22`, `January 22(, 2026)`, `22 January (2026)`,
    and how many tokens it takes; None when there is none."""
    token = sentence[place]
    if token.word in WEEKDAYS and (token.text[:1].isupper() or token.word in _LOWER):
        if is_word(sentence, place + 1, ",") and (written := _dated(sentence, place + 2, anchor)):
            return written[0], written[1] + 2
        dot = is_word(sentence, place + 1, ".") and len(token.word) < 6
        day = anchor - timedelta(days=(anchor.weekday() - WEEKDAYS[token.word]) % 7)
        return _of_week_before(sentence, place + 1 + dot, day, anchor, 1 + dot)
    if _says(sentence, place, "a week ago"):
        on = place + 3 + is_word(sentence, place + 3, "on")
        named = on < len(sentence) and sentence[on].word in WEEKDAYS
        weekday = day_at(sentence, on, anchor) if named else None
        if weekday is None or weekday[0].isocalendar()[:2] != anchor.isocalendar()[:2]:
            return (
                None  # said on a Thursday, "a week ago Friday" may be of the last week or of the one before
            )
        return weekday[0] - timedelta(days=7), on - place + weekday[1]
    return _dated(sentence, place, anchor)


def _of_week_before(
    sentence: Sequence[Token], end: int, day: date, anchor: date, used: int
) -> tuple[date, int]:
    """ "Thursday (of) last week", "Thursday a week ago": the weekday `day`, which ends before `end`, a week earlier."""
    of = end + is_word(sentence, end, "of")
    if is_word(sentence, of, "last") and is_word(sentence, of + 1, "week"):
        this_week = day.isocalendar()[:2] == anchor.isocalendar()[:2]
        return day - timedelta(days=7 * this_week), used + of + 2 - end
    if _says(sentence, end, "a week ago"):
        return day - timedelta(days=7), used + 3
    return day, used


def _says(sentence: Sequence[Token], place: int, words: str) -> bool:
    return all(is_word(sentence, place + n, word) for n, word in enumerate(words.split()))


def _dated(sentence: Sequence[Token], place: int, anchor: date) -> tuple[date, int] | None:
    if place >= len(sentence):
        return None
    if sentence[place].kind is TokenKind.DATE:
        day = _valid(*(int(part) for part in sentence[place].text.split("-")))
        return (day, 1) if day else None
    return _month_day(sentence, place, anchor) or _day_month(sentence, place, anchor)


def _month_day(sentence: Sequence[Token], place: int, anchor: date) -> tuple[date, int] | None:
    month, used = month_at(sentence, place)
    used += bool(month) and is_word(sentence, place + used, "the")
    if not month or place + used >= len(sentence):
        return None
    day = count_at(sentence, place + used) if sentence[place + used].kind is TokenKind.NUMBER else None
    if day is None or day > 31:
        return None
    used += 1
    if is_word(sentence, place + used, "st", "nd", "rd", "th"):
        used += 1
    comma = int(is_word(sentence, place + used, ","))
    year = year_at(sentence, place + used + comma)
    return _in_year(year, month, day, anchor, used + (comma + 1 if year else 0))


def _day_month(sentence: Sequence[Token], place: int, anchor: date) -> tuple[date, int] | None:
    day = count_at(sentence, place) if sentence[place].kind is TokenKind.NUMBER else None
    if day is None or not 1 <= day <= 31 or place + 1 >= len(sentence):
        return None
    at = place + 1 + is_word(sentence, place + 1, "st", "nd", "rd", "th")
    at += at > place + 1 and is_word(sentence, at, "of")
    month, used = month_at(sentence, at)
    if not month:
        return None
    year = year_at(sentence, at + used)
    return _in_year(year, month, day, anchor, at - place + used + bool(year))


def _in_year(year: int | None, month: int, day: int, anchor: date, used: int) -> tuple[date, int] | None:
    """Without a year it is the last such day up to the anchor."""
    day_in_year = _valid(year or anchor.year, month, day)
    if day_in_year and not year and day_in_year > anchor:
        day_in_year = _valid(anchor.year - 1, month, day)
    return (day_in_year, used) if day_in_year else None


def month_at(sentence: Sequence[Token], place: int) -> tuple[int, int]:
    """The month at `place` and how many tokens it takes; (0, 0) when there is none."""
    if place >= len(sentence):
        return 0, 0
    number = MONTHS.get(sentence[place].word, 0)
    if not (sentence[place].text[:1].isupper() or _is_lower_month(sentence, place)):
        return 0, 0
    dot = number and len(sentence[place].word) < 5 and is_word(sentence, place + 1, ".")
    return number, (1 + bool(dot)) if number else 0


def _is_lower_month(sentence: Sequence[Token], place: int) -> bool:
    """ "up 15% in april", "the dec 4 record": names that are other words, too, only behind a preposition."""
    word = sentence[place].word
    if word not in ("may", "mar") and place + 1 < len(sentence) and word not in _LOWER:
        dot = is_word(sentence, place + 1, ".") and len(word) < 5
        day = sentence[place + 1 + dot] if place + 1 + dot < len(sentence) else sentence[place]
        if day.kind is TokenKind.NUMBER and len(day.text) <= 2:
            return True
    return word in _LOWER or (
        word in ("march", "may") and place > 0 and sentence[place - 1].word in _BEFORE_MONTH
    )


def year_at(sentence: Sequence[Token], place: int) -> int | None:
    if place < len(sentence) and sentence[place].kind is TokenKind.NUMBER and len(sentence[place].text) == 4:
        count = count_at(sentence, place)
        return count if count and EARLIEST <= count <= LATEST else None
    return None


def _valid(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if EARLIEST <= year <= LATEST else None
    except ValueError:
        return None


def is_word(sentence: Sequence[Token], place: int, *words: str) -> bool:
    return place < len(sentence) and sentence[place].word in words
