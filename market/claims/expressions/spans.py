"""Stretches of the calendar as prose names them: "in July", "the second quarter", "this week", "past five days"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache

from market.calendar_span_words import read_calendar_span
from market.claims.expressions.amounts import count_at
from market.claims.expressions.days import EARLIEST, LATEST, day_at, is_word, month_at, year_at
from market.claims.expressions.lexicon import Phrases
from market.claims.expressions.parts_of_year import calendar_period, month_end, part_of_year
from market.claims.expressions.tokens import Token, TokenKind
from market.claims.expressions.when import When

_UNITS = ("week", "month", "quarter", "year")
_EARLY = 6  # days into a month, a quarter or a year
_NEAR = 12  # tokens of the longest phrase, with adjectives
_LEADS = (
    "this", "so far this", "for the", "on the", "over the", "in the", "during the", "this past", "for the full",
    "to start the", "all", "so far in the", "of the", "to end the", "for this", "in this", "for the whole",
    "for the calendar", "over the same", "in the same", "during the same", "for the same",
)  # fmt: skip
_NOW: dict[str, tuple[str, ...]] = {
    "today": (
        "today", "so far today", "on the day", "for the day", "on the session", "for the session", "in the session",
        "in today's session", "in today's trading", "this session", "tonight", "by the end of the day",
        "by the end of the session", "on the trading day", "at today's close", "at the end of the day",
        "on the last day", "on the final day", "on this day",
    ),
    "yesterday": (
        "yesterday", "the day before", "the previous day", "the previous session", "the prior session",
        "the prior day", "a day earlier", "a day before", "the session before", "one day earlier", "a session earlier",
        "the day prior", "one day before",
        "a session before", "a day ago", "yesterday's session", "the previous trading day", "the day earlier",
    ),
    "week": ("wtd", "week to date", "since last friday", "since friday's close", "the week's", "on a weekly basis",
             "w/w", "wow", "week on week", "week over week", "on week view",
             "on weekly view", "in weekly terms", "on a week", "from one friday to the next", "friday to friday"),
    "month": ("mtd", "month to date", "the month's", "on a monthly basis", "since the start of the month",
              "m/m", "month on month", "month over month", "in monthly terms"),
    "quarter": ("qtd", "quarter to date", "the quarter's", "since the start of the quarter", "q/q",
                "quarter on quarter", "quarter over quarter", "on a quarterly basis"),
    "year": (
        "ytd", "year to date", "since the start of the year", "since the beginning of the year",
        "since beginning of the year", "since start of the year", "since beginning of year", "since new year's eve",
        "since new year's day", "since the turn of year", "from the start of the year", "since the year's beginning",
        "this year to date", "for the year to date", "this calendar year", "calendar year to date",
        "since the year began", "since year end", "in the year so far", "so far in the year", "since january 1",
        "since jan. 1", "since new year", "since new year's", "since the turn of the year", "since last december",
        "on a year to date basis", "since the calendar turned", "since the turn of the calendar",
        "in the new year", "the year's", "since the year's start", "since the new year",
    ),
    "last week": ("last week", "the previous week", "the prior week", "the week before", "a week earlier"),
    "last month": ("last month", "the previous month", "the prior month", "the month before"),
    "last quarter": ("last quarter", "the previous quarter", "the prior quarter", "the quarter before"),
    "last year": ("last year", "the previous year", "the prior year", "the year before"),
}  # fmt: skip
_DAYS = ("day", "session", "trading day")
_RELATIVE = Phrases(
    [
        *((phrase, unit) for unit, phrases in _NOW.items() for phrase in phrases),
        *((f"{lead} {unit}", unit) for unit in _UNITS for lead in _LEADS),
        *(
            (f"on the {end} {day} of the {unit}", "today")
            for unit in _UNITS
            for end in ("last", "final")
            for day in _DAYS
        ),
    ]
)
# These say that it is the new month, quarter or year; "the quarter" alone does not.
_NEW = frozenset({"this", "so", "date", "since", "from", "mtd", "qtd", "ytd", "new", "far", "start"})
_ENDED = Phrases([(f"{the} {unit}", unit) for unit in _UNITS for the in ("the", "a", "its", "their", "this")])
_PAST_LEADS = (
    "over the", "in the", "during the", "for the", "over", "in", "of the", "of its", "the", "across the", "over its",
)  # fmt: skip
_PAST = Phrases(
    (f"{lead} {adjective}".strip(), adjective != "")
    for lead in _PAST_LEADS
    for adjective in ("past", "last", "previous", "prior", "latest", "trailing", "")
    if adjective or lead in ("over", "in", "over the", "across the", "for the")
)
# Said of a week or a month beside what it did: "the holiday-shortened week", "a brutal month".
_ADJECTIVES = frozenset(
    {"abbreviated", "bruising", "brutal", "bumpy", "busy", "choppy", "dismal", "downbeat", "grim", "holiday", "jittery",
     "miserable", "muted", "quiet", "rocky", "rollercoaster", "rough", "shortened", "solid", "stellar", "stormy",
     "strong", "terrible", "torrid", "tough", "tumultuous", "turbulent", "upbeat", "volatile", "wild", "young"}
)  # fmt: skip


_WEEK_ENDED = Phrases(
    (f"{lead} week {ended}", True)
    for lead in ("in the", "for the", "during the", "the", "in", "for")
    for ended in ("ended", "ending", "to", "through", "that ended", "that ended on", "ended on", "ending on")
)


_BEFORE_ADJECTIVE = _ENDED.first_words | {lead.split()[0] for lead in _LEADS}
FIRST_WORDS = _RELATIVE.first_words | _PAST.first_words | _WEEK_ENDED.first_words


def week_ended_at(sentence: Sequence[Token], place: int, anchor: date) -> tuple[When, int] | None:
    """ "in the week ended Aug. 15"."""
    lead = _WEEK_ENDED.at(sentence, place)
    if lead is None or place + lead[1] >= len(sentence):
        return None
    day = day_at(sentence, place + lead[1], anchor)
    if day is None:
        return None
    monday = day[0] - timedelta(days=day[0].weekday())
    return When(day[0], monday, named=day[0], unit="week"), lead[1] + day[1]


def relative_at(
    sentence: Sequence[Token], place: int, anchor: date, after_close: bool
) -> tuple[When, int] | None:
    """`today`, `this week`, `year to date`, and after a word of closing ("ended") `the week`, too."""
    word = sentence[place].word
    if word not in _RELATIVE.first_words and not (after_close and word in _ENDED.first_words):
        return None
    plain, left_out = sentence[place : place + _NEAR], 0
    if word in _BEFORE_ADJECTIVE:
        plain, left_out = _without_adjectives(sentence, place)
    match = _RELATIVE.at(plain, 0) or (_ENDED.at(plain, 0) if after_close else None)
    if match is None:
        return None
    unit, used = match[0], match[1] + left_out
    if unit == "year" and is_word(sentence, place + used, "ago", "earlier", "before", "end"):
        return None
    if unit == "year" and (year := year_at(sentence, place + used)):  # "in the year 2025"
        return calendar_period(date(year, 1, 1), date(year, 12, 31), anchor, "year"), used + 1
    when = stretch(unit, anchor)
    ending = unit in _UNITS and is_word(sentence, place + used, "final", "last", "closing")
    if ending and is_word(sentence, place + used + 1, "session", "day", "trading", "bell", "hour"):
        return When(anchor), used  # "the year's final session"
    new = not _NEW.isdisjoint(token.word for token in sentence[place : place + used])
    if unit in _UNITS[1:] and not new and has_hardly_begun(unit, anchor):
        when = replace(when, others=(*when.others, stretch(f"last {unit}", anchor)))
    if is_word(sentence, place, "to"):  # "to end the quarter, the Dow rose 1,125 points": mostly on that day
        when = replace(when, others=(*when.others, When(anchor)))
    return when, used


def _without_adjectives(sentence: Sequence[Token], place: int) -> tuple[Sequence[Token], int]:
    """The words from `place` on, without the adjectives of the first unit of time, and how many these are."""
    near = sentence[place : place + _NEAR]
    unit = next((at for at, token in enumerate(near) if token.word in _UNITS), 0)
    begin = unit
    while begin > 1 and near[begin - 1].word in _ADJECTIVES:
        begin -= 1
    return [*near[:begin], *near[unit:]], unit - begin


def end_of_at(sentence: Sequence[Token], place: int, anchor: date) -> tuple[When, int] | None:
    """ "at the end of 2020": its last day."""
    begin = place + 2 + is_word(sentence, place + 1, "the")
    if not is_word(sentence, begin - 1, "end", "close") or not is_word(sentence, begin, "of"):
        return None
    span = span_at(sentence, begin + 1, anchor) if begin + 1 < len(sentence) else None
    return None if span is None or span[0].one_day else (When(span[0].last), begin + 1 + span[1] - place)


def span_at(sentence: Sequence[Token], place: int, anchor: date) -> tuple[When, int] | None:
    """`October (2021)`, `2025`, `the third quarter (of 2025)`, `Q2`, `the first half`, `April-to-June`."""
    if place >= len(sentence):
        return None
    year = year_at(sentence, place)
    if year:
        return calendar_period(date(year, 1, 1), date(year, 12, 31), anchor, "year"), 1
    if part := part_of_year(sentence, place, anchor):
        return part
    at = place + is_word(sentence, place, "the", "all", "full", "its")
    month, _used = month_at(sentence, at)
    if not month and sentence[min(at, len(sentence) - 1)].word not in QUARTER_WORDS:
        return None
    for used in (4, 3, 2, 1):
        if len(sentence) < at + used or _trails(sentence, at, used):
            continue
        words = [token.word for token in sentence[at : at + used] if token.word != "."]
        span = (
            read_calendar_span(_SHORT.get(words[0], words[0]) + " " + " ".join(words[1:])) if words else None
        )
        if span is not None:
            first, last = span.days(anchor)
            if not EARLIEST <= first.year <= LATEST:
                return None
            return calendar_period(first, last, anchor, str(span.unit)), at - place + used
    return None


def _trails(sentence: Sequence[Token], at: int, used: int) -> bool:
    """Does the phrase end with a mark that is not the stop of a month's short name?"""
    last = sentence[at + used - 1]
    short = used == 2 and last.word == "." and len(sentence[at].word) < 5 and at + used < len(sentence)
    return last.kind is TokenKind.MARK and not short


QUARTER_WORDS = frozenset({"first", "second", "third", "fourth", "q", "h"})
_SHORT = {
    "jan": "january", "feb": "february", "mar": "march", "apr": "april", "jun": "june", "jul": "july",
    "aug": "august", "sep": "september", "sept": "september", "oct": "october", "nov": "november", "dec": "december",
}  # fmt: skip


def past_at(sentence: Sequence[Token], place: int, anchor: date) -> tuple[When, int] | None:
    """`over the past 12 months`, `in the last five sessions`, `over the past year`, `in two days`."""
    lead = _PAST.at(sentence, place)
    if lead is None:
        return None
    at = place + lead[1]
    count = count_at(sentence, at) if at < len(sentence) else None
    if count is None and is_word(sentence, at, "couple"):
        count, at = 2, at + int(is_word(sentence, at + 1, "of"))
    at += count is not None
    if not lead[0] and is_word(sentence, at, "straight", "consecutive"):
        return None  # "in five consecutive weeks": a run
    at += is_word(sentence, at, "trading", "full", "straight", "consecutive")
    unit = sentence[at].word.rstrip("s") if at < len(sentence) else ""
    if (
        count is None
        and (not lead[0] or unit in ("week", "month", "quarter", "day"))
        and not _is_span(lead, unit)
    ):
        return None
    when = back(count or 1, unit, anchor) if count != 1 or unit not in ("day", "session") else None
    if when is None or is_word(sentence, at + 1, "in"):  # "for the last ten sessions in a row"
        return None
    return when.written(" ".join(t.text for t in sentence[place : at + 1])), at + 1 - place


def _is_span(lead: tuple[bool, int], unit: str) -> bool:
    """Is "over the past month" a stretch of its own? "Last week" and the like are the calendar's."""
    return lead[0] and lead[1] > 1 and unit in ("week", "month", "quarter")


def back(count: int, unit: str, anchor: date) -> When | None:
    """So many days (sessions), weeks, months, quarters or years back from `anchor`."""
    if unit in ("day", "session"):
        return When(anchor, sessions=count, unit="span") if count > 1 else When(anchor)
    if unit == "week":
        weeks = When(anchor, anchor - timedelta(days=7 * count - 1), unit="span")
        monday = anchor - timedelta(days=anchor.weekday() + 7 * (count - 1))
        return When(
            anchor,
            weeks.first,
            unit="span",
            others=(When(anchor, monday, unit="week"), When(anchor, sessions=5 * count, unit="span")),
        )
    if unit in ("month", "quarter", "year"):
        months = count * {"month": 1, "quarter": 3, "year": 12}[unit]
        base = months_before(anchor, months)
        if base is None:
            return None
        year, month = divmod(anchor.year * 12 + anchor.month - months, 12)
        whole = When(anchor, date(year, month + 1, 1), unit="span")
        return When(anchor, base + timedelta(days=1), unit="span", others=(whole,))
    return None


def has_hardly_begun(unit: str, day: date) -> bool:
    """Is `day` among the first of its month, quarter or year, or a Monday? "The quarter" may then be the one before."""
    begin = stretch(unit, day).first if unit in _UNITS else None
    return begin is not None and (day - begin).days < (_EARLY if unit != "week" else 1)


@lru_cache(maxsize=64)
def stretch(unit: str, anchor: date) -> When:
    """The week, month, quarter or year of `anchor` up to it, or the one before."""
    monday = anchor - timedelta(days=anchor.weekday())
    if unit == "today":
        return When(anchor)
    if unit == "yesterday":
        return When(anchor - timedelta(days=1))
    if unit == "week":
        return When(anchor, monday, unit="week")
    if unit == "last week":
        before = When(monday - timedelta(days=1), monday - timedelta(days=7), unit="week")
        return When(before.last, before.first, unit="week", others=(When(anchor, monday, unit="week"),))
    span = read_calendar_span(unit if unit.startswith("last") else f"this {unit}")
    first, last = span.days(anchor) if span else (anchor, anchor)
    return When(min(last, anchor), first, unit=unit.rpartition(" ")[2])


def months_before(day: date, count: int) -> date | None:
    year, month = divmod(day.year * 12 + day.month - 1 - count, 12)
    if year < EARLIEST:
        return None
    return min(date(year, month + 1, 1) + timedelta(days=day.day - 1), month_end(year, month + 1))
