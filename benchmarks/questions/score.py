"""How a file of questions is read: right, answered with something else, or with an offer."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any

from bot.engine.conversation import ConversationMemory
from bot.engine.plain_words import PlainWords
from bot.engine.request import Request
from bot.engine.router import Router
from bot.language.interpreter import RuleInterpreter
from commands import COMMANDS
from commands.framework.asker import Asker
from commands.framework.command import UsageError
from commands.framework.reply import Reply
from market.calendar_span_words import read_calendar_span
from market.calendars.calendar import Calendar
from market.clock import FixedClock
from market.errors import MarketError
from market.period import Period

_ROUTER = Router(COMMANDS)
_CALENDAR = Calendar()
_ASKER = Asker(platform="console", person="somebody")


class QuestionOutcome(StrEnum):
    RIGHT = "right"
    OFFERED = "offered"  # an honest offer, though a command answers it
    WRONG = "wrong"  # answered with something else


@dataclass(frozen=True)
class QuestionCase:
    """A question and what answers it.

    at: when it is asked.
    after: the question before it.
    expect: the commands that answer it; none where it has to be declined.
    acts: the command changes something, or is the asker's own affair: it is offered.
    near: commands of which one is at least offered.
    """

    id: str
    at: datetime
    kind: str
    text: str
    after: str | None
    expect: tuple[str, ...]
    decline: bool
    acts: bool
    near: tuple[str, ...] = ()

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> QuestionCase:
        given = {**row, "at": datetime.fromisoformat(row["at"])}
        return cls(**{**given, "expect": tuple(row["expect"]), "near": tuple(row.get("near", ()))})


@dataclass(frozen=True)
class Scored:
    """How one question was read."""

    case: QuestionCase
    outcome: QuestionOutcome
    read: str

    @property
    def line(self) -> str:
        wanted = " | ".join(self.case.expect) or "a refusal"
        before = f" (after “{self.case.after}”)" if self.case.after else ""
        return f"{self.case.id} “{self.case.text}”{before} → {self.read}; wanted {wanted}"


def cases_in(file: Path) -> list[QuestionCase]:
    return [QuestionCase.of(json.loads(row)) for row in file.read_text().splitlines() if row.strip()]


def score(cases: Iterable[QuestionCase]) -> list[Scored]:
    return [_scored(case) for case in cases]


def _scored(case: QuestionCase) -> Scored:
    today = case.at.date()
    memory = ConversationMemory(lambda: 0.0)
    plain_words = PlainWords(_ROUTER, RuleInterpreter(COMMANDS, FixedClock(case.at).now), memory)
    if case.after:
        before = plain_words.understood(Request(text=case.after, asker=_ASKER))
        if isinstance(before, Request):
            memory.remember(before, _ROUTER.read(before, today))
    answer = plain_words.understood(Request(text=case.text, asker=_ASKER))
    if isinstance(answer, Request):
        good = not (case.decline or case.acts) and _any_same(answer.text, case.expect, today)
        return Scored(case, QuestionOutcome.RIGHT if good else QuestionOutcome.WRONG, answer.text)
    offers = [action.command for action in answer.actions]
    shown = f"“{answer.headline}” {offers}"
    return Scored(case, _of_offer(case, answer, offers, today), shown)


def _of_offer(case: QuestionCase, answer: Reply, offers: list[str], today: date) -> QuestionOutcome:
    good = case.decline or (case.acts and any(_any_same(line, case.expect, today) for line in offers))
    near = case.acts and any(line.removeprefix("/").split()[0] in case.near for line in offers)
    return QuestionOutcome.RIGHT if answer.actions and (good or near) else QuestionOutcome.OFFERED


def _any_same(line: str, lines: Iterable[str], today: date) -> bool:
    meaning = _meaning(line, today)
    return any(meaning == _meaning(other, today) or _from_extreme(line, other, today) for other in lines)


def _from_extreme(line: str, other: str, today: date) -> bool:
    """True for "since the march low" beside "since 2026-03-27": which day it is, only prices tell."""
    head, mark, rest = line.partition(" since the ")
    first, dated, day = other.partition(" since ")
    stretch = read_calendar_span(rest.rsplit(" ", 1)[0]) if mark and dated else None
    if stretch is None or head != first or not day[:1].isdigit():
        return False
    begin, end = stretch.days(today)
    return begin <= date.fromisoformat(day) <= end


def _meaning(line: str, today: date) -> object:
    """The command with its arguments, periods as the sessions that they are measured between."""
    try:
        call = _ROUTER.read(Request(text=line), today)
    except (UsageError, MarketError):
        return line
    plain = {name: _plain(value, today) for name, value in call.arguments.items()}
    return call.command.name, tuple(sorted(plain.items()))


def _plain(value: object, today: date) -> str:
    if isinstance(value, Period):
        return _sessions(value, today)
    if isinstance(value, tuple):
        return " ".join(str(part) for part in value)
    return " ".join(str(value).casefold().replace(",", " ").replace(";", " ").rstrip("?.!").split())


def _sessions(period: Period, today: date) -> str:
    if period.extreme in ("low", "high"):
        return str(period)
    last = min(period.last or today, today)
    days = _CALENDAR.sessions(last - timedelta(days=40), last)
    if period.sessions:
        return f"{days[-1 - period.sessions]}..{days[-1]}" if period.sessions < len(days) else str(period)
    base = max(period.base_day(today), date(1991, 1, 2))
    before = _CALENDAR.sessions(base - timedelta(days=12), base)
    return f"{before[-1] if before else base}..{days[-1]}"
