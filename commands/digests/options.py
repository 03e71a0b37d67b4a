"""The words of `/digest`: edition, time, zone, days, sections, in any order."""

from __future__ import annotations

import contextlib
import dataclasses
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import time
from typing import Any

from commands.framework.command import UsageError
from commands.framework.ports import Section, Subscription
from market.calendars.clock_words import in_digits
from market.calendars.schedule import NAMED_TIMES, Days, Edition, Schedule, time_of
from market.calendars.zones import zone_of
from market.errors import BadSchedule
from market.formatting import listed

EXAMPLE = "/digest subscribe 08:30 Europe/Berlin market days"
MORNING = time(8, 30)
WEEKLY = time(9, 0)
FOLLOWS_EXCHANGE = (Edition.PRE_OPEN, Edition.CLOSE)  # where no time of day is given
_DAYS = (
    *("mon", "tue", "wed", "thu", "fri", "sat", "sun", "market"),
    *("daily", "day", "weekday", "weekend", "workday", "business-day"),
)
_PASSED_OVER = ("at", "on", "in", "every", "each", "and", "the", "time")  # words between those that count
_AROUND = {"before open": Edition.PRE_OPEN, "after close": Edition.CLOSE}
_ENDED: Mapping[str, Mapping[str, Any]] = {"thread": {"threaded": False}, "mention": {"mention": ""}}
"""What "no" before a word says."""

_NAMES = {
    "edition": "edition",
    "at": "time of day",
    "zone": "time zone",
    "days": "days",
    "sections": "sections",
    "number": "number",
    "threaded": "thread",
    "mention": "mention",
}
_CHOSEN = frozenset({"number", "channel"})
_USED = {
    "now": frozenset({"edition", "sections", "channel"}),
    "list": frozenset({"channel"}),
    **dict.fromkeys(("test", "pause", "resume", "remove"), _CHOSEN),
}
"""What each verb that does not set everything reads of the options."""

Mentioned = Callable[[str], "str | None"]
"""The id of the channel that a word names as the asker's platform writes it."""


@dataclass(frozen=True, slots=True)
class DigestOptions:
    """What somebody wrote after the verb; None where nothing was said of it.

    channel: its id, or `#` and its name.
    number: of one of the channel's digests.
    threaded: the rest of it goes into a thread below the headline.
    mention: the role or user group as it was written; empty for nobody.
    """

    edition: Edition | None = None
    at: time | None = None
    zone: str | None = None
    days: Days | None = None
    channel: str | None = None
    sections: tuple[Section, ...] = ()
    number: int | None = None
    threaded: bool | None = None
    mention: str | None = None


def read(details: str, mentioned: Mentioned) -> DigestOptions:
    """The words after the verb, in any order. Raises UsageError."""
    wish, words = DigestOptions(), in_digits(details).split()
    while words:
        wish, used = _read_one(wish, words, mentioned)
        words = words[used:]
    return wish


def refuse_unused(verb: str, wish: DigestOptions, details: str) -> None:
    """Raise UsageError where `details` say something that the verb has no use for."""
    used, nothing = _USED.get(verb, _NAMES), DigestOptions()
    unused = [
        name
        for option, name in _NAMES.items()
        if option not in used and getattr(wish, option) != getattr(nothing, option)
    ]
    if unused:
        instead = {
            "now": f"To get it by itself: /digest subscribe {details}",
            "list": "All of them: /digest list",
        }
        to_change = f"To change it: /digest edit {details}"
        raise UsageError(
            f"/digest {verb} takes no {listed(unused)}. {instead.get(verb, to_change)}", ("/digest list",)
        )


def _read_one(wish: DigestOptions, words: Sequence[str], mentioned: Mentioned) -> tuple[DigestOptions, int]:
    """What the next word says, with those that belong to it, and how many they are."""
    word = words[0].casefold().strip(",")
    if said := _what(wish, word, words):
        return said
    if channel := mentioned(words[0].strip(",")):
        return dataclasses.replace(wish, channel=channel), 1
    if word.startswith("#") and len(word) > 1:
        return dataclasses.replace(wish, channel=word), 1
    try:
        return _when(wish, word, words)
    except BadSchedule as problem:
        raise UsageError(f"{problem} It works like this: {EXAMPLE}", (EXAMPLE,)) from None


def _what(wish: DigestOptions, word: str, words: Sequence[str]) -> tuple[DigestOptions, int] | None:
    """Which digest, of which sections, how and for whom it is posted."""
    if word in tuple(Edition):
        return dataclasses.replace(wish, edition=Edition(word)), 1
    if word in tuple(Section):
        return dataclasses.replace(wish, sections=(*wish.sections, Section(word))), 1
    if word in ("thread", "threaded"):
        return dataclasses.replace(wish, threaded=True), 1
    if word == "no" and len(words) > 1 and (without := words[1].casefold().strip(",")) in _ENDED:
        return dataclasses.replace(wish, **_ENDED[without]), 2
    if word == "mention":
        if len(words) == 1:
            raise UsageError("Write whom after “mention”, such as mention @traders.", (EXAMPLE,))
        return dataclasses.replace(wish, mention=words[1].strip(",")), 2
    return (dataclasses.replace(wish, sections=tuple(Section)), 1) if word == "all" else None


def _when(wish: DigestOptions, word: str, words: Sequence[str]) -> tuple[DigestOptions, int]:
    """The number of a digest, a time of day, days or a zone. Raises BadSchedule."""
    following = words[1].casefold().strip(".,") if len(words) > 1 else ""
    joined = following in ("am", "pm", "a.m", "p.m", "h", "uhr")
    if word.isdigit() and not (joined or (len(word) == 4 and (word[0] == "0" or wish.number is not None))):
        return dataclasses.replace(wish, number=int(word)), 1  # 0830, or a second number of four, is a time
    if word == "at" and re.fullmatch(
        r"\d|1\d|2[0-3]", following
    ):  # "at 9"; a number alone is that of a digest
        timed, used = _when(wish, f"{following}:00", [f"{following}:00", *words[2:]])
        return timed, used + 1
    if word in ("here", *_PASSED_OVER):
        return wish, 1
    plain = " ".join(words[:3]).casefold().replace(" the ", " ").split()
    if edition := _AROUND.get(" ".join(plain[:2])):
        return dataclasses.replace(wish, edition=edition), 2 + (following == "the")
    if word[0].isdigit() or word in NAMED_TIMES:
        at = time_of(word + following if joined else word)
        if wish.at not in (None, at):
            raise UsageError(f"Write one time of day, not two. It works like this: {EXAMPLE}", (EXAMPLE,))
        return dataclasses.replace(wish, at=at), 1 + joined
    if word in ("market", "business") and following.startswith("day"):
        return dataclasses.replace(wish, days=Days() if word == "market" else Days.parse("weekdays")), 2
    if word.startswith(_DAYS):
        days = Days.parse(word)
        return dataclasses.replace(wish, days=days if wish.days is None else wish.days | days), 1
    for count in range(min(3, len(words)), 1, -1):  # cities of several words
        with contextlib.suppress(BadSchedule):
            return dataclasses.replace(wish, zone=zone_of(" ".join(words[:count])).key), count
    return dataclasses.replace(wish, zone=zone_of(words[0].strip(",")).key), 1


def scheduled(wish: DigestOptions, zone: str) -> Schedule:
    """The schedule that the words ask for, in `zone`."""
    edition = wish.edition or Edition.MORNING
    if edition in FOLLOWS_EXCHANGE:
        return Schedule(edition, zone, wish.at, wish.days or Days())
    if edition is Edition.WEEKLY:
        return Schedule(edition, zone, wish.at or WEEKLY, wish.days or Days.parse("sat"))
    return Schedule(edition, zone, wish.at or MORNING, wish.days or Days())


def edited(kept: Subscription, wish: DigestOptions) -> Subscription:
    """`kept` with what the words change; another edition brings its own time and days."""
    old = kept.schedule
    edition = wish.edition or old.edition
    same = edition is old.edition
    merged = dataclasses.replace(
        wish,
        edition=edition,
        at=wish.at or (old.at if same else None),
        days=wish.days or (old.days if same else None),
    )
    schedule = scheduled(merged, wish.zone or old.zone)
    threaded = kept.threaded if wish.threaded is None else wish.threaded
    return dataclasses.replace(
        kept, schedule=schedule, sections=wish.sections or kept.sections, threaded=threaded
    )
