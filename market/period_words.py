"""Periods as people say them, in the words that `Period.parse` reads."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from market.calendar_span_words import read_calendar_span
from market.feasts import election_day
from market.period_dates import day, decade, from_to, since_edge

_COUNTED = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_NUMBERS = {name: number for number, name in enumerate(_COUNTED, start=1)} | {
    "a": 1,
    "an": 1,
    "couple": 2,
    "fifteen": 15,
    "twenty": 20,
    "thirty": 30,
    "ninety": 90,
}
_UNITS = {
    "wk": "w",
    "mo": "m",
    "mth": "m",
    "day": "d",
    "session": "d",
    "week": "w",
    "month": "m",
    "year": "y",
    "yr": "y",
    "decade": "y",
}
COUNT = rf"(?P<count>\d{{1,3}}|{'|'.join(_NUMBERS)})"
_UNIT = r"(?P<unit>day|session|trading day|week|month|quarter|qtr|year|yr|wk|mo|mth|decade)s?"
_BEFORE = re.compile(r"^(?:back in|over|in|during|for|within|across|throughout|on|of|so far|as of) ")
_BACK = re.compile(
    rf"(?:since (?=\d|{'|'.join(_COUNTED)}))?"
    rf"(?:the |these )?(?:(?:last|past|previous|trailing|prior) )?(?:{COUNT} (?:of )?)?{_UNIT}"
)
_SAID = re.compile(r"\b(?:last|past|previous|trailing|prior|\d+|" + "|".join(_NUMBERS) + r")\b")
_TRAILING = re.compile(
    r"(?:over|in|within|during|for|across) the last (day|week|month|year)|(?:over|within|across) the last (quarter)"
)
_ONE_BACK = {"day": "1d", "week": "5d", "month": "1m", "quarter": "3m", "year": "1y"}
_TO_DATE = {
    "year": "ytd",
    "quarter": "qtd",
    "month": "mtd",
}
_BEGINNING = re.compile(
    r"(?:since|from) (?:the )?(?:start|beginning|turn) of (?:the |this )?(year|quarter|month)"
    r"|(year|quarter|month)[- ]to[- ]date|(?:so far )?(?:this |the )?(year|quarter|month) so far"
    r"|so far this (year|quarter|month)"
    r"|(?:on|for) the (year|quarter|month)"
)
_FIXED = {
    "today": "1d",
    "on the day": "1d",
    "over the week": "5d",
    "over the month": "1m",
    "over the quarter": "3m",
    "wtd": "this week",
    "week to date": "this week",
    "on the week": "this week",
    "for the week": "this week",
    "week so far": "this week",
    "ttm": "12m",
    "half a year": "6m",
    "half year": "6m",
    "a half year": "6m",
    "last half year": "6m",
    "past half year": "6m",
    "a year and a half": "18m",
    "year and a half": "18m",
    "last year and a half": "18m",
    "past year and a half": "18m",
    "one and a half years": "18m",
    "a fortnight": "2w",
    "fortnight": "2w",
    "last fortnight": "2w",
    "past fortnight": "2w",
    "this session": "1d",
    "last session": "1d",
    "this morning": "1d",
    "this afternoon": "1d",
    "tonight": "1d",
    "since new year": "ytd",
    "since new years": "ytd",
    "all time": "max",
    "ever": "max",
    "since inception": "max",
    "since the beginning": "max",
    **{
        f"{whole} {history}": "max"
        for whole in ("whole", "entire", "full", "all")
        for history in ("history", "of history")
    },
}
# Days from which people count.
_EVENTS = {
    "liberation day": date(2025, 4, 2),
    "covid": date(2020, 2, 19),
    "the pandemic": date(2020, 2, 19),
    "covid crash": date(2020, 2, 19),
    "the covid crash": date(2020, 2, 19),
    "lehman": date(2008, 9, 12),
    "brexit": date(2016, 6, 23),
    "the election": date(2024, 11, 5),
    "election": date(2024, 11, 5),
    "election day": date(2024, 11, 5),
    "the last election": date(2024, 11, 5),
    **dict.fromkeys(("trump won", "trump was elected", "trump got elected"), date(2024, 11, 5)),
    **dict.fromkeys(("inauguration day", "the inauguration", "trump took office"), date(2025, 1, 20)),
}
_LOWS = {
    "covid": "march 2020",
    "pandemic": "march 2020",
    "financial crisis": "march 2009",
    "gfc": "march 2009",
}
_ELECTION = re.compile(
    r"(?:the )?(?:election(?: day)?(?: in| of)? ((?:19|20)\d\d)|((?:19|20)\d\d) election(?: day)?)"
)
_UNTIL_NOW = re.compile(r"(?:from|between|since) (.+?) (?:to|til|till|until|and|through) (?:now|today|date)")
_TURN = re.compile(
    r"(?:from|since) (?:the |its |their |that )?(?:(?P<before>.+?)(?:'s)? )?"
    r"(?P<turn>lows?|bottom|trough|highs?|peak|top)(?: (?:in|of|from) (?P<after>.+))?"
)


def plain(text: str) -> str:
    """`text` as `Period.parse` reads it; unchanged where it is none of these forms.

    >>> plain("over the past three months"), plain("since election day 2024"), plain("the last decade")
    ('3m', 'since 2024-11-05', '10y')
    """
    word = " ".join(text.casefold().replace("’", "'").split())
    for rule in _RULES:
        if changed := rule(word):
            return changed
    shorter = _BEFORE.sub("", word, count=1)
    return plain(shorter) if shorter != word else word


def number_of(count: str) -> int:
    """`3` and `three` as 3."""
    return int(count) if count.isdigit() else _NUMBERS[count]


def _fixed(word: str) -> str:
    return _FIXED.get(word.removeprefix("the "), "")


def _to_date(word: str) -> str:
    match = _BEGINNING.fullmatch(word)
    return _TO_DATE[next(filter(None, match.groups()))] if match else ""


def _back(word: str) -> str:
    """`three months`, `the past year`, `last 30 days`; not `last year`, which is a stretch of the calendar."""
    if trailing := _TRAILING.fullmatch(word):
        return _ONE_BACK[trailing[1] or trailing[2]]
    match = _BACK.fullmatch(word)
    if not match or not _SAID.search(word):
        return ""
    count, unit = match["count"], match["unit"].removeprefix("trading ")
    if count is None:
        if re.search(r"last|previous|prior", word) and unit != "decade" and not word.endswith("s"):
            return ""
        if word.endswith("s"):
            return ""  # "past weeks": how many?
    number = 1 if count is None else number_of(count)
    if number == 0:
        return ""
    unit = {"qtr": "quarter", "wk": "week"}.get(unit, unit)
    if unit in ("decade", "quarter"):
        return f"{10 * number}y" if unit == "decade" else f"{3 * number}m"
    if unit == "week" and number == 1:
        return "5d"
    if unit == "day" and number in (30, 60, 90, 180):
        return f"{number // 30}m"
    return f"{number}{_UNITS[unit]}"


def _event(word: str) -> str:
    """`since election day 2024`, and `on liberation day` as that one day."""
    preposition, _, name = word.partition(" ")
    if preposition not in ("since", "from") and not (preposition == "on" and " day" in name):
        return ""
    match = _ELECTION.fullmatch(name)
    day = election_day(int(match[1] or match[2])) if match else _EVENTS.get(name)
    if day is None:
        return ""
    return f"{day}..{day}" if preposition == "on" else f"since {day}"


def _over_feast(word: str) -> str:
    """`over easter` as it is: from the session before it to the one after it, which "easter" alone is not."""
    return word if word.startswith("over ") and read_calendar_span(word) else ""


def _until_now(word: str) -> str:
    """`from easter until today` as `since easter`."""
    match = _UNTIL_NOW.fullmatch(word)
    return plain(f"since {match[1]}") if match else ""


def _turn(word: str) -> str:
    """`since the april low` in its other words: "since the bottom in april", "from the 2022 lows"."""
    match = _TURN.fullmatch(word)
    stretch = match and (match["before"] or match["after"])
    if not match or not stretch:
        return ""
    stretch = _LOWS.get(stretch.removesuffix(" crash"), stretch).removeprefix("the ")
    if match["before"] and match["after"]:  # "the april low of 2025": its year is never left out
        stretch = f"{stretch} {match['after']}"
    extreme = "low" if match["turn"].rstrip("s") in ("low", "bottom", "trough") else "high"
    changed = f"since the {stretch} {extreme}"
    return changed if changed != word else ""


_RULES: tuple[Callable[[str], str], ...] = (
    _fixed,
    _to_date,
    _back,
    _event,
    _over_feast,
    _until_now,
    _turn,
    since_edge,
    decade,
    day,
    from_to,
)
