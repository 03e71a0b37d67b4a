"""The command before with one thing of it changed: its stretch, its market, what is ranked; or asked once more."""

from __future__ import annotations

import contextlib
import re
from calendar import monthrange
from datetime import date, timedelta

from bot.language.coverage import named_in
from bot.language.question import Question, question_of
from bot.language.superlatives import UNIT_WORDS
from bot.language.times import written
from commands.framework.command import Command
from commands.framework.parsers import PeriodWord
from market.errors import BadPeriod

_UNIT = "week|month|quarter|year"
_BEFORE = re.compile(
    rf"(?:and |what about |how about |in )*(?:the )?(?:(?P<unit>{_UNIT}) before(?: that| then)?"
    rf"|(?:prior|previous|preceding) (?P<prior>{_UNIT}))"
)
_MONTHS = {"month": 1, "quarter": 3, "year": 12}
_SWAPPED = re.compile(r"(?:swap|replace|exchange|trade|switch)(?: out)? (.+?) (?:for|with|by|to) (.+)")
_ONCE_MORE = re.compile(
    r"(?:so |and |but |ok )*(?:who|which(?: one| of them)?) (?:won|led|was ahead|did better|was better|is ahead)"
    r"|(?:and |but )?by how (?:much|many points)|how big is the (?:gap|difference)"
)
_WITHOUT_MARKET = frozenset({"valuation", "breadth", "concentration", "smallcaps"})  # about one of their own
_RANKED = ("best", "worst")


def line_with_change(command: str, rest: str, question: Question) -> str:
    """The line of `command` with its `rest`, changed as `question` says; empty where it says no such thing.

    >>> from bot.language.question import question_of
    >>> line_with_change("chart", "dji 2026-06-30..2026-07-31", question_of("the month before?", date(2026, 8, 21)))
    '/chart dji 2026-05-31..2026-06-30'
    """
    words = rest.split()
    if match := _BEFORE.fullmatch(question.text):
        changed = [
            _stretch_before(word, match["unit"] or match["prior"]) if ".." in word else word for word in words
        ]
    elif command == "compare" and _ONCE_MORE.fullmatch(question.text):
        return f"/compare {rest}"
    elif command == "compare" and _SWAPPED.fullmatch(question.text) and len(question.symbols) == 2:
        old, new = (symbol.word for symbol in question.symbols)
        changed = [new if word == old else word for word in words]
    elif command == "rank":
        changed = _ranked_otherwise(words, question)
    else:
        return ""
    return f"/{command} {' '.join(changed)}" if changed != words else ""


def written_out(rest: str, now: date) -> str:
    """The words of a command that was typed, its stretch of the calendar in dates as questions write it.

    >>> written_out("rut in july", date(2026, 8, 21))
    'rut 2026-06-30..2026-07-31'
    """
    words = rest.split()
    for start in range(len(words)):
        with contextlib.suppress(BadPeriod):
            period, count = PeriodWord().parse(words[start:]) or (None, 0)
            if period and period.span:
                return " ".join([*words[:start], written(period, now), *words[start + count :]])
    return rest


def line_over(command: str, rest: str, before: Question, question: Question) -> str:
    """The same over the period that `question` names and adds nothing to."""
    kept = rest.replace(before.period, "") if before.period else rest
    return " ".join((f"/{command}", *kept.split(), question.period))


def is_about_another(question: Question, previous: str, line: str) -> bool:
    """Whether "is it cheap?" behind `/quote nvda` would be answered with something else than Nvidia."""
    before = question_of(previous.partition(" ")[2], date.max)
    points = not question.symbols and question.has("it", "its", "they", "them", "their")
    tickers = {symbol.ticker for symbol in before.symbols}
    usual = line.removeprefix("/").partition(" ")[0] in _WITHOUT_MARKET
    return bool(tickers) and points and usual and not tickers <= named_in(line)


def takes_period(command: Command) -> bool:
    """Whether the command is asked over a period."""
    return any(isinstance(parameter.argument_type, PeriodWord) for parameter in command.parameters)


def _stretch_before(period: str, unit: str) -> str:
    """The week, month, quarter or year that ended where `period` begins; `period` where it is no such stretch."""
    first, last = (date.fromisoformat(day) for day in period.split(".."))
    if unit == "week":
        return f"{first - timedelta(days=7)}..{first}" if (last - first).days <= 7 else period
    months = first.year * 12 + first.month - 1 - _MONTHS[unit]
    year, month = divmod(months, 12)
    whole = first.day == monthrange(first.year, first.month)[1]
    return f"{date(year, month + 1, monthrange(year, month + 1)[1])}..{first}" if whole else period


def _ranked_otherwise(words: list[str], question: Question) -> list[str]:
    """`worst week dji` as `best`, or as `month`: where nothing else is said."""
    said = [word for word in question.words if word not in ("and", "the", "what", "about", "its")]
    kind = next((word for word in said if word in _RANKED), "")
    unit = next((name for name, names in UNIT_WORDS.items() if set(said) & set(names.split())), "")
    if len(said) != bool(kind) + bool(unit) or not said:
        return words
    return [
        kind if kind and word in _RANKED else unit if unit and word in UNIT_WORDS else word for word in words
    ]
