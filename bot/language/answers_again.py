"""The command before with one thing of it changed: its stretch, its market, what is ranked; or asked once more."""

from __future__ import annotations

import contextlib
import re
from calendar import monthrange
from dataclasses import replace
from datetime import date, timedelta

from bot.language.coverage import named_in
from bot.language.lines import evidence, for_universe
from bot.language.premises import WITH_MEMBERS
from bot.language.question import Question, Role, question_of
from bot.language.superlatives import UNIT_WORDS
from bot.language.times import day_of, written
from bot.language.vocabulary import MOVES
from commands.framework.command import Command
from commands.framework.parsers import PeriodWord
from market.errors import BadPeriod
from market.period import Period
from market.period_words import COUNT, number_of

_UNIT = "week|month|quarter|year"
_BESIDE = re.compile(
    rf"(?:and |what about |how about |in )*(?:the )?(?:(?P<unit>{_UNIT}) (?:before|(?P<after>after))(?: that| then)?"
    rf"|(?:prior|previous|preceding|(?P<next>next|following)) (?P<other>{_UNIT})(?: after(?: that)?)?)"
)
_MONTHS = {"month": 1, "quarter": 3, "year": 12}
_SWAPPED = re.compile(r"(?:swap|replace|exchange|trade|switch)(?: out)? (.+?) (?:for|with|by|to) (.+)")
_ONCE_MORE = re.compile(
    r"(?:so |and |but |ok )*(?:who|which(?: one| of them)?) (?:won|led|was ahead|did better|was better|is ahead)"
    r"|(?:and |but )?by how (?:much|many points)|how big is the (?:gap|difference)"
)
_NUMBER_WORDS = (
    r"(?:and |what about |how about |make (?:it|that) |over "
    r"|for |with |now |try |the |same |a |after |of |past |last )*"
)
_ANOTHER_NUMBER = re.compile(
    rf"{_NUMBER_WORDS}(?!an?\b|couple\b){COUNT}(?P<share>%)?(?: instead| then| please| pls)*"
)
_COUNTED = re.compile(r"\d{1,3}(?P<unit>[dwmy]?)")  # the 10 of `drawdown 10 spx`, and 3y
_TO_DATE = ("mtd", "qtd", "ytd")
_WITHOUT_MARKET = frozenset({"valuation", "breadth", "concentration", "smallcaps"})  # about one of their own
_RANKED = ("best", "worst")
_MANY = ("many", "stocks", "members", "names", "companies")
_MEANING = frozenset({"explain", "mean", "means", "calculated", "computed", "defined", "measured"})
_PROOF = frozenset({"evidence", "prove", "proof", "inputs", "formula"})
_UNUSUAL = frozenset({"unusual", "normal", "rare"})
_IT = ("it", "this", "that", "them")
_SHORT = 6  # words of a question about the answer before it
LOOKED_UP = frozenset({"quote", "chart", "smallcaps"})


def line_with_change(command: str, rest: str, question: Question, now: date) -> str:
    """The line of `command` with its `rest`, changed as `question` says; empty where it says no such thing.
    `now` places "so far this month".

    >>> from bot.language.question import question_of
    >>> today = date(2026, 8, 21)
    >>> line_with_change("chart", "dji 2026-06-30..2026-07-31", question_of("the month before?", today), today)
    '/chart dji 2026-05-31..2026-06-30'
    """
    words = rest.split()
    number = _ANOTHER_NUMBER.fullmatch(question.text)
    if number and (counted := _counted_words(words)):
        changed = [_recounted(word, number) if word in counted else word for word in words]
    elif match := _BESIDE.fullmatch(question.text):
        later = bool(match["after"] or match["next"])
        changed = [_stretch_beside(word, match["unit"] or match["other"], now, later=later) for word in words]
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


def is_stretch_beside(question: Question) -> bool:
    """ "And the quarter after?", which means nothing alone."""
    return bool(_BESIDE.fullmatch(question.text))


def about_market_before(question: Question, previous: str) -> Question | None:
    """ "Add it to my watchlist" with the one market of the line before in the place of "it"; None where it speaks of
    none."""
    said = zip(question.words, question.roles, strict=True)
    at = next((n for n, (word, role) in enumerate(said) if word in _IT and role is Role.WORD), None)
    before = question_of(previous.partition(" ")[2], date.max)
    if at is None or question.symbols or not previous.startswith("/") or len(before.symbols) != 1:
        return None
    named = before.symbols[0]
    return replace(
        question,
        words=(*question.words[:at], named.word, *question.words[at + 1 :]),
        roles=(*question.roles[:at], Role.MARKET, *question.roles[at + 1 :]),
        places=(*question.places[:at], named.ticker, *question.places[at + 1 :]),
        symbols=(named,),
    )


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
    points = points and not question.has(*_MANY)  # "how many stocks are above their 50 day"
    tickers = {symbol.ticker for symbol in before.symbols}
    usual = line.removeprefix("/").partition(" ")[0] in _WITHOUT_MARKET
    return bool(tickers) and points and usual and not tickers <= named_in(line)


def takes_period(command: Command) -> bool:
    """Whether the command is asked over a period."""
    return any(isinstance(parameter.argument_type, PeriodWord) for parameter in command.parameters)


def about_answer(command: str, before: Question, question: Question, rest: frozenset[str]) -> str:
    """What is asked of the answer itself: its proof, its terms, its dates, how unusual its move was."""
    alone = not question.symbols
    if alone and not question.series and len(question.words) <= _SHORT:
        if not _PROOF.isdisjoint(question.words) and not evidence(question):
            return f"/evidence {command} {before.asked}".strip()
        if not _MEANING.isdisjoint(question.words) and rest <= _MEANING:
            return f"/help {command}"
    if alone and rest and rest <= MOVES | {"most"} and question.has("who", "ones"):
        return _who_moved(command, before)
    if command == "history" and alone and not {"dates", "date"}.isdisjoint(question.said(Role.WORD).split()):
        return f"/history {before.asked} dates"
    there = command in LOOKED_UP and (before.symbols or command == "smallcaps")
    if alone and there and rest and rest <= _UNUSUAL:
        return f"/quote {before.symbols[0].word if before.symbols else 'rut'}"  # which tells the size of the move
    return ""


def _who_moved(command: str, before: Question) -> str:
    """ "Who gained?" behind an index is about its members, behind sectors and sizes about those."""
    if command in ("sectors", "ladder"):
        return f"/{command} {before.asked}".strip()
    of, whole = ("why", "movers", "breadth", "heatmap", *LOOKED_UP), whole_market(command, before)
    has_members = command in of and {s.ticker for s in whole.symbols} <= WITH_MEMBERS
    return for_universe("/movers")(whole) if has_members else ""


def whole_market(command: str, before: Question) -> Question:
    """`/smallcaps` is about the Russell 2000 without naming it."""
    if command != "smallcaps" or before.symbols:
        return before
    return replace(before, symbols=question_of("russell", date.max).symbols)


def _counted_words(words: list[str]) -> list[str]:
    """The one word that another number may stand for: a period, a size, an average; empty where several may."""
    counted = [word for word in words if _COUNTED.fullmatch(word)]
    averages = [word for word in counted if word.isdigit()] if {"sma", "ema"} & set(words) else []
    return averages if len(averages) == 1 else counted if len(counted) == 1 else []


def _recounted(word: str, number: re.Match[str]) -> str:
    """`3y` as `10y` of "make it ten"; a share is no count of years."""
    counted = _COUNTED.fullmatch(word)
    if not counted or (number["share"] and counted["unit"]):
        return word
    return f"{number_of(number['count'])}{counted['unit']}"


def _days_of(period: str, now: date) -> tuple[date, date] | None:
    """The base and the last day of a stretch in dates, of `mtd` and the like, and of the sessions of this week."""
    today = day_of(now)
    if ".." in period:
        first, last = (date.fromisoformat(day) for day in period.split(".."))
        return first, last
    if period == written(Period.parse("this week"), now):
        return today - timedelta(days=today.weekday() + 3), today
    return (Period.parse(period).base_day(today), today) if period in _TO_DATE else None


def _stretch_beside(period: str, unit: str, now: date, *, later: bool) -> str:
    """The week, month, quarter or year that ended where `period` begins, or the one that begins where it ends;
    `period` where it is no such stretch, and where the next one has not begun."""
    days = _days_of(period, now)
    if not days:
        return period
    first, last = days
    edge = last if later else first
    if later and edge >= day_of(now):
        return period
    if unit == "week":
        week = timedelta(days=7)
        beside = f"{edge}..{edge + week}" if later else f"{edge - week}..{edge}"
        return beside if (last - first).days <= week.days else period
    other = _month_end(edge, _MONTHS[unit] if later else -_MONTHS[unit])
    whole = edge == _month_end(edge, 0)
    return f"{min(edge, other)}..{max(edge, other)}" if whole else period


def _month_end(day: date, months: int) -> date:
    """The last day of the month so many months after that of `day`."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, monthrange(year, month + 1)[1])


def _ranked_otherwise(words: list[str], question: Question) -> list[str]:
    """`worst week dji` as `best`, or as `month`: where nothing else is said."""
    said = [
        word for word in question.words if word not in ("and", "the", "what", "about", "its", "one", "ones")
    ]
    kind = next((word for word in said if word in _RANKED), "")
    unit = next((name for name, names in UNIT_WORDS.items() if set(said) & set(names.split())), "")
    if len(said) != bool(kind) + bool(unit) or not said:
        return words
    return [
        kind if kind and word in _RANKED else unit if unit and word in UNIT_WORDS else word for word in words
    ]
