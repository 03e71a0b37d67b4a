"""What orders are made of: verbs, the number of what is kept, a time of day, a zone, days."""

from __future__ import annotations

import re
from collections.abc import Collection

from bot.language.phrases import single_words
from bot.language.question import Question
from market.calendars.zones import zone_of
from market.errors import BadSchedule

REMOVING = single_words(
    """remove delete cancel stop drop kill rid scrap off disable clear end ditch erase unsubscribe quit bin
    axe"""
)
HERE = ("channel", "channels", "our", "here", "room", "server", "group")
_UNTIL = ("until", "till", "at", "for", "by", "after")  # what follows is a time, and no alert's number
PAUSING = ("snooze", "mute", "pause", "silence", "suspend", "hush", "halt", "freeze")
RESUMING = ("resume", "restart", "unpause", "reactivate", "continue", "unmute", "enable", "reenable")


def numbered(question: Question, verbs: dict[str, Collection[str]]) -> str:
    """ "remove 3" of "get rid of alert 3": what is to be done with the one of that number; empty where it is not
    said so."""
    verb = next((verb for verb, words in verbs.items() if question.has(*words)), "")
    at = zip(question.words, ("", *question.words), strict=False)
    whole = [
        word for word, before in at if word in question.numbers and word.isdigit() and before not in _UNTIL
    ]
    alone = len(question.numbers) == len(whole) == 1 and not question.symbols
    return f"{verb} {whole[0]}" if verb and alone else ""


_HOUR = re.compile(
    r"\b(?:at |by |around )?(?P<hour>\d{1,2})(?:[:.h](?P<minute>\d\d))?\s*(?P<half>am|pm|a\.m|p\.m|uhr|o'clock)?\b"
)


def clock_in(text: str) -> re.Match[str] | None:
    """The time of day named."""
    return next(
        (
            m
            for m in _HOUR.finditer(text)
            if int(m["hour"]) < 24 and (m["half"] or m["minute"] or m[0][:1] == "a")
        ),
        None,
    )


def time_named(clock: re.Match[str] | None) -> str:
    """`17:30`; at eight where no time is named."""
    hour = int(clock["hour"]) if clock else 8
    if clock and (half := (clock["half"] or "")[:1]) in ("a", "p"):
        hour = hour % 12 + 12 * (half == "p")
    return f"{hour:02d}:{(clock['minute'] if clock else None) or '00'}"


def days_named(text: str) -> str:
    """The days of the exchange, where they are meant."""
    return " market days" if re.search(r"market days?|trading days?|weekdays?", text) else ""


def zone_named(text: str) -> str:
    """The zone named, as digests take it: `Europe/Berlin`, or a city's name."""
    for word in re.findall(r"[a-z]+/[a-z_]+", text):
        return f" {word.title()}"
    cities = re.findall(r"\b(?:in )?([a-z]+(?: [a-z]+)?) time\b", text)
    cities += re.findall(r"(?:am|pm|:\d\d|at \d+) (?:in )?([a-z]+(?: [a-z]+)?)", text)
    for city in (part for name in cities for part in (name, name.split()[0])):
        try:
            return f" {zone_of(city.removeprefix('in ').removeprefix('am ')).key}"
        except (BadSchedule, ValueError):
            continue
    return ""
