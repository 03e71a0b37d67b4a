"""How far back a superlative or a first reaches: "since April", "in a year", "in more than seven months", "ever"."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from market.claims.expressions.spans import months_before
from market.claims.expressions.when import Turn, When
from market.claims.scope import number
from market.claims.sentence import Sentence
from market.claims.vocabulary.tag import Tag

UNITS = {
    "day": "day", "session": "day", "daily": "day", "trading day": "day", "trading session": "day", "one day": "day",
    "single day": "day", "single session": "day", "one session": "day", "week": "week", "weekly": "week",
    "one week": "week", "month": "month", "monthly": "month", "one month": "month", "quarter": "quarter",
    "quarterly": "quarter", "year": "year", "yearly": "year", "annual": "year",
}  # fmt: skip
_EVER = ("ever", "on record", "in history", "in its history")
_BACK = {"day": 1, "session": 1, "week": 7}
_NEARLY = 0.75  # of "nearly two years": the least that these are
_ROUNDLY = 0.98  # of "a year": the better one is often of the same week a year ago


def since_at(sentence: Sentence, at: int) -> tuple[When, int] | None:
    """ "since April", "in a year", "in more than seven months", "this year", "of 2026", "ever"."""
    if at >= len(sentence.elements):
        return None
    element = sentence.elements[at]
    value = element.value
    if isinstance(value, When):
        if value.since and value.named is not None:
            return _over(value, sentence), at
        if value.unit == "span" and not value.since and sentence.word(at).startswith(("in ", "over ")):
            days = timedelta(days=value.sessions * 7 // 5 + 1)
            return _from((value.first or sentence.anchor - days) - timedelta(days=1), sentence), at
        if (
            value.unit in ("year", "month")
            and value.first
            and sentence.word(at).startswith(("this", "of", "so", "in 2"))
        ):
            return _from(value.first - timedelta(days=1), sentence), at
        return None
    if sentence.word(at) == "on" and sentence.word(at + 1) == "record":
        return ever(sentence), at + 1
    if sentence.word(at) in _EVER or (sentence.word(at) == "in" and sentence.word(at + 1) == "history"):
        return ever(sentence), at
    if element.tag is Tag.FOR and sentence.word(at) == "in":
        over = sentence.skip(at + 1, Tag.FILL, Tag.OVER, Tag.NEARLY, Tag.ABOUT)
        count = number(sentence, over)
        unit_at = over + 1 if count else over
        unit = UNITS.get(sentence.word(unit_at).rstrip("s"))
        if unit and (
            count or sentence.word(at + 1) in ("a", "more than", "over", "nearly", "almost", "about")
        ):
            nearly = sentence.tag(over - 1) is Tag.NEARLY  # the one before it was within that time
            roundly = _ROUNDLY if unit == "year" else 1.0
            return back_from(count or 1, unit, sentence, _NEARLY if nearly else roundly), unit_at
    return None


def _over(since: When, sentence: Sentence) -> When:
    """The time named, the one before where it is not over: in April, "since April" means that of last year."""
    first, named = since.first, since.named
    if first is None or named is None or named < sentence.anchor or since.turn is not Turn.NONE:
        return since
    days = 7 if (named - first).days < 2 else 365
    if first <= sentence.anchor - timedelta(days=days):
        return since
    return replace(since, first=first - timedelta(days=days), named=named - timedelta(days=days))


def back_from(count: int, unit: str, sentence: Sentence, part: float = 1.0) -> When:
    """So many units ago, or that part of the time since then."""
    if part < 1.0:
        whole = back_from(count, unit, sentence).first or sentence.anchor
        return _from(sentence.anchor - (sentence.anchor - whole) * part, sentence)
    if unit in _BACK:
        days = timedelta(days=count * (7 if unit == "week" else 1) + (count // 5 * 2 if unit == "day" else 0))
        return _from(sentence.anchor - days, sentence)
    months = count * {"month": 1, "quarter": 3, "year": 12}[unit]
    return _from(months_before(sentence.anchor, months) or date(1900, 1, 1), sentence)


def _from(named: date, sentence: Sentence) -> When:
    return When(sentence.anchor, named + timedelta(days=1), since=True, named=named, unit="span")


def ever(sentence: Sentence) -> When:
    """The whole history as a start."""
    return _from(date(1900, 1, 1), sentence)
