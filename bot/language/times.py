"""The period that a question names, read by the reader of the commands."""

from __future__ import annotations

import contextlib
import re
from calendar import month_abbr, month_name
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from functools import cache

from bot.language.words import Word
from market.calendar_span import SpanUnit
from market.calendar_span_words import read_calendar_span
from market.calendars.calendar import Calendar
from market.errors import BadPeriod
from market.formatting import NEW_YORK
from market.period import Period, months_before
from market.period_dates import FROM_TO
from market.period_words import COUNT, number_of

_LONGEST = 8  # words: "from the first of october 2022 to"
_NEVER_ALONE = frozenset({"may", "a", "one", "day", "second", "march", "friday", "monday"})
_BEFORE_MONTH = frozenset({"in", "since", "during", "of", "last", "this", "on", "from", "over", "for"})
# Beside "may" a month is meant: "how was may", "may performance".
_BEFORE_MAY = frozenset(
    {"was", "were", "and", "or", "vs", "versus", "than", "to", "through", "until", "till", "with"}
)
_AFTER_MAY = frozenset(
    {"performance", "return", "returns", "results", "vs", "versus", "was", "to", "through"}
)
_SAYING = frozenset({"i", "we", "you", "be", "have", "not"})
_SHORT_MONTH = re.compile(rf"^({'|'.join(month_abbr[1:])}|sept)\b\.?", re.I)
_EXTREMES = frozenset({"high", "highs", "low", "lows"})
_FALLEN = ("below", "under", "more", "by", "to", "so", "this", "that", "at", "into", "back", "as")
_BEFORE_FEAST = ("since", "from", "over", "between")
_END_OF = re.compile(
    rf"(?:over |in |during )?(?:the )?(?P<end>first|opening|last|final|closing) {COUNT} (?P<unit>day|week|month)s "
    r"(?:of|in) (?:the )?(?P<span>.+)"
)
_TO_DATE = {SpanUnit.YEAR: "ytd", SpanUnit.QUARTER: "qtd", SpanUnit.MONTH: "mtd"}


@cache
def _calendar() -> Calendar:
    return Calendar()


def day_of(now: date) -> date:
    """The day in New York of a moment; a day is itself."""
    return now.astimezone(NEW_YORK).date() if isinstance(now, datetime) else now


def period_at(words: Sequence[Word], start: int, now: date) -> tuple[str, int] | None:
    """The longest period at `start` as commands take it, and how many words name it.

    Stretches of the calendar are written with their dates, so that a button means the same next week. `now`: a
    moment, or a day whose session is over.
    """
    for length in range(min(_LONGEST, len(words) - start), 0, -1):
        window = [word.text for word in words[start : start + length]]
        if length == 1 and window[0] in _NEVER_ALONE and not _has_preposition(words, start):
            continue
        following = words[start + length].text if start + length < len(words) else ""
        if window[-1] == "fall" and _is_verb(words, start + length):
            continue
        counted = window[0][:1].isdigit() or window[-2:] == ["all", "time"]
        if following in _EXTREMES and counted:  # "52 week highs" and "all time highs" are no stretch of time
            continue
        said = " ".join(window)
        if length == 2 and window[0] in _BEFORE_MONTH:
            said = f"{window[0]} {_in_full(window[1])}"
        with contextlib.suppress(BadPeriod):
            if dated := _between(said, now) or _end_of(said, now):
                return dated, length
            period = Period.parse(said)
            if period.span and period.span.feast and window[0] not in _BEFORE_FEAST:
                continue  # "is the market open on labor day" asks about that day
            return written(period, now), length
    return None


def _is_verb(words: Sequence[Word], end: int) -> bool:
    """Whether "last fall" before `end` is no season: "when did it last fall", "did it last fall 3%"."""
    before = [word.text for word in words[:end]]
    return "when" in before or (end < len(words) and (words[end].is_number or words[end].text in _FALLEN))


def _end_of(said: str, now: date) -> str:
    """`first six weeks of the year`, `final two months of 2024`: so much of the newest such stretch."""
    match = _END_OF.fullmatch(said)
    span = match and read_calendar_span("this year" if match["span"] == "year" else match["span"])
    if not match or not span:
        return ""
    first, last = span.days(day_of(now))
    count = number_of(match["count"])
    months, days = (
        (count, 0) if match["unit"] == "month" else (0, count * (7 if match["unit"] == "week" else 1))
    )
    if match["end"] in ("first", "opening"):
        last = min(last, months_before(first, -months) + timedelta(days=days - 1), day_of(now))
    else:
        first = max(first, months_before(last + timedelta(days=1), months) - timedelta(days=days))
    return f"{first - timedelta(days=1)}..{last}" if first <= day_of(now) else ""


def _between(said: str, now: date) -> str:
    """`june 1 to july 15`: the newest such stretch."""
    match = FROM_TO.fullmatch(said)
    first, last = (read_calendar_span(_in_full(side)) for side in match.groups()) if match else (None, None)
    if not first or not last or not (first.is_part_of_year and last.is_part_of_year):
        return ""
    today = day_of(now)
    end = last.days(today)[1]
    start = first.days(end)[0]
    return f"{start - timedelta(days=1)}..{min(end, today)}"


def _in_full(side: str) -> str:
    """`feb` as `february`: between two months it is no ticker."""
    return _SHORT_MONTH.sub(
        lambda short: next(name for name in month_name if name[:3].casefold() == short[1][:3].casefold()),
        side,
    )


def _has_preposition(words: Sequence[Word], start: int) -> bool:
    if words[start].text == "may" and (
        (start and words[start - 1].text in _BEFORE_MAY)
        or (start + 1 < len(words) and words[start + 1].text in _AFTER_MAY)
    ):
        return start + 1 == len(words) or words[start + 1].text not in _SAYING
    if words[start].text in ("friday", "monday", "march"):
        return start > 0 and words[start - 1].text not in ("good", "black", "cyber", "easter")
    return start > 0 and words[start - 1].text in _BEFORE_MONTH


def written(period: Period, now: date) -> str:
    """The period as a command's word, its stretch of the calendar in dates."""
    today = day_of(now)
    span = period.span
    if span is None:
        same_day = period.first and period.last and period.text == f"{period.last}..{period.last}"
        return f"{_friday(period.first)}..{period.last}" if same_day and period.first else period.text
    if period.extreme in ("low", "high"):
        return period.text
    if span.back == 0 and span.unit is SpanUnit.WEEK:
        return _this_week(now, today)
    if span.unit is SpanUnit.YEAR and span.year == today.year and not period.extreme:
        return "ytd"
    if span.back == 0 and span.unit in _TO_DATE and not period.extreme:
        return _TO_DATE[span.unit]
    if span.unit is SpanUnit.DAY and span.back:
        return _session_before(today, span.back)
    try:
        dated = period.on(today)
    except BadPeriod:  # it has not begun: the command says so
        return period.text
    if period.extreme:
        return f"since {dated.first}"
    if span.unit is SpanUnit.WEEK:
        return f"{_friday(dated.first)}..{_friday(dated.last)}"
    return f"{dated.first}..{dated.last}" if dated.first else period.text


def _friday(day: date | None) -> date | None:
    """The day, of a weekend the Friday before: its close is the base."""
    return day and day - timedelta(days=max(day.isoweekday() - 5, 0))


def _this_week(now: date, today: date) -> str:
    """The sessions of this week that are over."""
    monday = today - timedelta(days=today.weekday())
    last = _calendar().state(now).last_completed if isinstance(now, datetime) else today
    count = len(_calendar().sessions(monday, last)) if last >= monday else 0
    return f"{count}d" if count else "this week"


def _session_before(today: date, back: int) -> str:
    days = _calendar().sessions(today - timedelta(days=14), today - timedelta(days=1))
    return f"{days[-1 - back]}..{days[-back]}"
