"""Times of day as people say them, in the digits that `time_of` reads, and the zone beside them."""

from __future__ import annotations

import contextlib
import re
from datetime import time
from zoneinfo import ZoneInfo

from market.calendars.zones import zone_of
from market.errors import BadSchedule

HOURS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_MINUTES = {"five": 5, "ten": 10, "quarter": 15, "twenty": 20, "twenty five": 25, "half": 30}
_WHOLE = {"fifteen": 15, "thirty": 30, "forty five": 45}
_HOUR = rf"(?P<hour>{'|'.join(HOURS)}|1?\d|2[0-3])(?![:.]?\d)"
_PAST = re.compile(
    rf"\b(?:an? )?(?P<minutes>twenty[ -]five|{'|'.join(_MINUTES)}|[1-5]?\d)"
    rf"(?:(?: minutes?)? past| minutes? after) {_HOUR}\b",
    re.I,
)
_TO = re.compile(
    rf"\b(?:an? )?(?:(?P<quarter>quarter)|(?P<minutes>twenty[ -]five|{'|'.join(_MINUTES)}|[1-5]?\d) minutes?) "
    rf"(?:to|before) {_HOUR}\b",
    re.I,
)
_TO_ALONE = re.compile(  # "five to ten" may be a range: of what, stands behind it
    rf"(?P<before>\b(?:at|by|to|until|till|around) )(?P<minutes>twenty[ -]five|five|ten|twenty) to {_HOUR}"
    r"(?= *(?:$|[.,?!;]|[ap]m\b|in the\b|every\b|each\b|please\b|pls\b|[a-z]+(?: [a-z]+)? time\b))",
    re.I,
)
_HALVES = re.compile(
    rf"\b(?P<hour>{'|'.join(HOURS)}) (?P<minutes>{'|'.join(_WHOLE)})\b(?! ?-?(?:years?|days?|minutes?|months?|%|p))",
    re.I,
)
_HALF_PAST = re.compile(  # as the British say it: "half eight" is half past eight
    rf"(?<![\w#/-])(?<!first )(?<!second )(?<!last )(?<!past )half[ -]{_HOUR}\b(?! ?(?:%|-|per|point|of|times|years?))",
    re.I,
)
_NOON = re.compile(
    r"(?<![\w#/-])(?:(?:12(?:[:.]00)?|twelve) )?(?P<middle>noon|midday|midnight)(?![\w-])", re.I
)
_FULL = re.compile(rf"\b{_HOUR} ?o['’]?clock\b", re.I)
_AT = re.compile(
    rf"(?P<at>\b(?:at|by|around) )(?P<hour>{'|'.join(HOURS)})\b"
    r"(?! (?:percent|per cent|points?|basis|thousand|hundred|times|of|or|to|days?|weeks?|months?|years?|sessions?))",
    re.I,
)
_ALONE = re.compile(rf"\b(?:{'|'.join(HOURS)})\b", re.I)
_PART = re.compile(
    rf"\b(?:(?P<clock>\d{{1,2}}[:.][0-5]\d)|{_HOUR}) "
    r"(?:at (?P<night>night)|in the (?P<part>morning|afternoon|evening))\b",
    re.I,
)


def in_digits(text: str, *, alone: bool = False) -> str:
    """`text` with its times of day in digits. `alone`: every number to twelve is an hour.

    >>> in_digits("half past eight new york time"), in_digits("ten at night"), in_digits("12 noon")
    ('8:30 new york time', '10pm', '12:00')
    """
    text = _PAST.sub(lambda match: _clock(match, _number(match["minutes"])), text)
    text = _TO.sub(lambda match: _clock(match, -15 if match["quarter"] else -_number(match["minutes"])), text)
    text = _TO_ALONE.sub(lambda m: m["before"] + _clock(m, -_number(m["minutes"])), text)
    text = _HALF_PAST.sub(lambda match: _clock(match, 30), text)
    text = _HALVES.sub(lambda match: _clock(match, _WHOLE[match["minutes"].casefold()]), text)
    text = _NOON.sub(lambda match: "0:00" if match["middle"].casefold() == "midnight" else "12:00", text)
    text = _FULL.sub(lambda match: _clock(match, 0), text)
    text = _PART.sub(_with_half, text)
    text = _AT.sub(lambda match: f"{match['at']}{_clock(match, 0)}", text)
    if not alone:
        return text
    return _ALONE.sub(lambda match: str(_hour(match[0])), text)


def _number(word: str) -> int:
    return int(word) if word.isdigit() else _MINUTES[word.casefold().replace("-", " ")]


def _hour(word: str) -> int:
    return int(word) if word.isdigit() else HOURS.index(word.casefold()) + 1


def _clock(match: re.Match[str], minutes: int) -> str:
    """The hour of `match`, and so many minutes more; before one o'clock is 12."""
    hour = _hour(match["hour"]) - (minutes < 0)
    return f"{hour or 12}:{minutes % 60:02}"


def _with_half(match: re.Match[str]) -> str:
    """`10pm` for "ten at night"; of a clock of 24 hours the part of the day says nothing more."""
    clock = match["clock"] or str(_hour(match["hour"]))
    hour = int(re.split(r"[:.]", clock)[0])
    if not 1 <= hour <= 12:
        return clock if match["clock"] else f"{clock}:00"
    early = (match["part"] or "").casefold() == "morning" or (match["night"] and hour in (12, 1, 2, 3, 4, 5))
    return f"{clock}{'am' if early else 'pm'}"


_NAMED = re.compile(
    r"\b(?:at |by |around )?(?P<hour>\d{1,2})(?:[:.h](?P<minute>\d\d))?\s*(?P<half>am|pm|a\.m|p\.m|uhr|o'clock)?\b"
)


def time_in(text: str) -> time | None:
    """The time of day that a sentence, in lower case and digits, names: "at 8", "7:30 pm"; None for other numbers."""
    for match in _NAMED.finditer(text):
        hour, half = int(match["hour"]), (match["half"] or "")[:1]
        if hour < 24 and int(match["minute"] or 0) < 60 and (half or match["minute"] or match[0][:1] == "a"):
            return time(
                hour % 12 + 12 * (half == "p") if half in ("a", "p") else hour, int(match["minute"] or 0)
            )
    return None


_WEEKDAY = re.compile(
    r"\b(?P<day>(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:days?)?|weekend)s?\b"
)
_THROUGH = re.compile(r"days?(?: to | through | thru | until | till |-)[a-z]+day|\b[a-z]{3}-[a-z]{3}\b")


def days_in(text: str) -> str:
    """The days that a sentence in lower case names, as `/digest` takes them; empty where it names none.

    >>> days_in("every monday and thursday"), days_in("tuesday to friday"), days_in("on weekdays"), days_in("daily")
    ('mon thu', 'tue-fri', 'market days', '')
    """
    if re.search(r"market days?|trading days?|weekdays?", text):
        return "market days"
    said = [match["day"] for match in _WEEKDAY.finditer(text)]
    named = [day if day == "weekend" else day[:3] for day in said]
    return ("-" if len(named) == 2 and _THROUGH.search(text) else " ").join(dict.fromkeys(named))


def zone_in(text: str) -> ZoneInfo | None:
    """The zone that a sentence in lower case names: `europe/berlin`, "london time", "8:30 new york"."""
    for word in re.findall(r"[a-z]+/[a-z_]+", text):
        with contextlib.suppress(BadSchedule):
            return zone_of(word)
    cities = re.findall(r"\b(?:in )?([a-z]+(?: [a-z]+)?) time\b", text)
    cities += re.findall(r"(?:am|pm|:\d\d|at \d+) (?:in )?([a-z]+(?: [a-z]+)?)", text)
    for city in (part for name in cities for part in (name, name.split()[0])):
        with contextlib.suppress(BadSchedule, ValueError):
            return zone_of(city.removeprefix("in ").removeprefix("am "))
    return None
