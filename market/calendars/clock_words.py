"""Times of day as people say them, in the digits that `time_of` reads."""

from __future__ import annotations

import re

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
_HALVES = re.compile(
    rf"\b(?P<hour>{'|'.join(HOURS)}) (?P<minutes>{'|'.join(_WHOLE)})\b(?! ?-?(?:years?|days?|minutes?|months?|%|p))",
    re.I,
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

    >>> in_digits("half past eight new york time"), in_digits("ten at night"), in_digits("quarter to nine")
    ('8:30 new york time', '10pm', '8:45')
    """
    text = _PAST.sub(lambda match: _clock(match, _number(match["minutes"])), text)
    text = _TO.sub(lambda match: _clock(match, -15 if match["quarter"] else -_number(match["minutes"])), text)
    text = _HALVES.sub(lambda match: _clock(match, _WHOLE[match["minutes"].casefold()]), text)
    text = _FULL.sub(lambda match: _clock(match, 0), text)
    text = _PART.sub(_with_half, text)
    text = _AT.sub(lambda match: f"{match['at']}{_clock(match, 0)}", text)
    return _ALONE.sub(lambda match: str(_hour(match[0])), text) if alone else text


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
