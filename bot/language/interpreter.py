"""Plain questions: from words to the command that answers them, or to the three nearest."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property
from typing import Protocol

from bot.engine.plain_words import Declined
from bot.engine.request import Request
from bot.language import follow_ups
from bot.language.answers_again import about_market_before, is_about_another, is_stretch_beside
from bot.language.clauses import clauses
from bot.language.context import without_context
from bot.language.coverage import Candidate, candidate
from bot.language.definitions import TAUGHT_WORDS, lesson_for
from bot.language.intents import INTENTS
from bot.language.lines import check, look_up
from bot.language.offers import declined, not_alone, offer, offer_check, offer_each
from bot.language.premises import premise_of
from bot.language.question import Question, Role, question_of
from bot.language.refusals import REFUSAL_WORDS, refusal_of
from bot.language.series import SERIES_WORDS
from bot.language.sought import wanted
from bot.language.times import day_of
from bot.language.vocabulary import FILLERS, MOVES
from commands.framework.command import Command
from commands.framework.reply import Reply
from market.claims.grammar import read
from market.claims.uncheckable import UncheckableStatement
from market.symbols import Symbol

_NAMED = 0.5  # a market that is named points to its price, less than any sign of a command
_MARKETS_ALONE = next(replace(i, signs="", strong="") for i in INTENTS if i.command == "quote")
_LEFT_OVER = 2.0  # what a word that is not explained costs
_SURE = 8.0  # a score that no few words reach
_EVERYBODY = ("market", "markets", "stocks", "equities", "indices", "indexes", "we", "wall")
_MARKET = Symbol.parse("spx")  # what people mean by "the market", where they name nothing else
_OWN = re.compile(r"\bmy (?:portfolio|holdings|book|positions?|beta|weights|allocation)\b", re.I)
_ASKING = re.compile(r"(?:what|where|when|who|why|how|which|is|are|did|does|do|was|were|has|have)\b", re.I)
_TAKING_SEVERAL = frozenset({"/quote", "/chart", "/compare"})  # two prices in one question are compared
_LONG = 160  # characters from which a text is no question but something to check


class Interpreter(Protocol):
    """An operator's own way of understanding, a language model for instance; off by default.

    It is given a question and the commands' usage lines, and answers with a command line, or with
    nothing. What it says is parsed like anything a person types and answered from data: it can
    choose a command and its words, and no number can come from it.
    """

    def __call__(self, question: str, usages: Sequence[str]) -> str | None: ...


class RuleInterpreter:
    """Reads plain questions by rules (docs/questions.md). `now` places "last week": a moment, or a day whose
    session is over.

    model: asked only where the rules find nothing.
    """

    def __init__(
        self, commands: Sequence[Command], now: Callable[[], date], model: Interpreter | None = None
    ) -> None:
        self._commands = {command.name: command for command in commands}
        self._intents = tuple(intent for intent in INTENTS if intent.command in self._commands)
        self._now, self._model = now, model

    def __call__(self, text: str, previous: str = "") -> Request | Reply:
        """The request that `text` asks for, or a reply that offers what is near. `previous`: the command line
        of the question before it in the same conversation, or what was declined of it."""
        text = without_context(text, self._asks)
        question = question_of(text, self._now(), self._vocabulary, REFUSAL_WORDS)
        if not check(question) and self._is_article(text):
            return offer_check(text)
        if previous and not previous.startswith("/"):
            refused = question_of(previous, self._now(), self._vocabulary, REFUSAL_WORDS)
            if follow_ups.asks_again(question):
                merged = replace(refused, symbols=question.symbols)
                return self._read(merged)
            if follow_ups.is_bare(question) and not question.symbols:
                return not_alone(question, previous)
            previous = look_up(refused)  # its market may be spoken of: "how volatile is it?"
        if lesson := lesson_for(question, frozenset(self._commands)):
            return Request(text=f"/help {lesson}")  # what a word means leans on nothing
        alone = self._read(question)
        if isinstance(alone, Declined) and not (previous and is_stretch_beside(question)):
            return alone  # what has no answer has none behind another question
        if self._is_order(alone) and (order := about_market_before(question, previous)):
            return self._read(order)
        rules = (self._commands, self._intents, self._now())
        if previous and (line := follow_ups.line_after(previous, question, *rules)):
            return Request(text=line)
        if follow_ups.is_bare(question) and not question.symbols:
            return not_alone(question, previous)
        read = self._several(text, alone) or alone
        if previous and isinstance(read, Request) and is_about_another(question, previous, read.text):
            return not_alone(question, previous)
        return read

    def _is_order(self, reply: Request | Reply) -> bool:
        """Whether what changes something is offered."""
        first = next((action.command for action in reply.actions), "") if isinstance(reply, Reply) else ""
        return any(i.acts and first.startswith(f"/{i.command} ") for i in self._intents)

    def _several(self, text: str, alone: Request | Reply) -> Reply | None:
        """The answers to choose from, where `text` asks for several. `alone`: how it is read as one question."""
        now, vocabulary = self._now(), self._vocabulary
        read = [self._read(question_of(part, now, vocabulary, REFUSAL_WORDS)) for part in clauses(text)]
        lines = [request.text for request in read if isinstance(request, Request) and not request.ignored]
        lines = list(dict.fromkeys(lines))
        commands = {line.partition(" ")[0] for line in lines}
        together = isinstance(alone, Request) and len(commands) == 1 and commands <= _TAKING_SEVERAL
        return offer_each(lines) if len(lines) > 1 and not together else None

    @cached_property
    def _vocabulary(self) -> frozenset[str]:
        """Words that are spelt rightly."""
        words = frozenset[str]().union(*(intent.vocabulary for intent in self._intents))
        return words | MOVES | SERIES_WORDS | TAUGHT_WORDS

    def _read(self, question: Question) -> Request | Reply:
        if lesson := lesson_for(question, frozenset(self._commands)):
            return Request(text=f"/help {lesson}")
        allowed = wanted(question)
        candidates = self._ranked(question, allowed)
        pointed = frozenset(c.intent.command for c in candidates if c.intent.deciding.matches(question.words))
        if candidates and candidates[0].runs and candidates[0].score >= _SURE:
            pointed |= {candidates[0].intent.command}
        own = _order(candidates, pointed)
        if own is None and (refused := refusal_of(question, pointed)):
            return declined(*refused, question)
        if own is not None:
            rest = [item for item in candidates if item is not own]
            return offer(question, [own, *rest], self._commands, self._vocabulary)
        best = next((item for item in candidates if item.line), None)
        if best is not None and best.runs and _may_answer(best, allowed):
            premise = premise_of(question, best.line)
            return Request(best.line, ignored=best.ignored, premise=premise, words=_naming(question))
        line = self._modelled(question.asked) if not pointed else ""
        return Request(text=line) if line else offer(question, candidates, self._commands, self._vocabulary)

    def _ranked(self, question: Question, allowed: frozenset[str] | None) -> list[Candidate]:
        """The commands that the words point to: those that give what is wanted, and of them the strongest first."""
        candidates = [candidate(intent, question) for intent in self._intents]
        candidates = [replace(c, strayed=self._strays(c)) for c in candidates if c.score > 0]
        if question.symbols:
            candidates.append(candidate(_MARKETS_ALONE, question, _NAMED))
        elif question.has(*_EVERYBODY):
            candidates.append(candidate(_MARKETS_ALONE, replace(question, symbols=(_MARKET,)), _NAMED / 2))
        return sorted(
            candidates,
            key=lambda item: (not _may_answer(item, allowed), item.blind or item.strayed, -_closeness(item)),
        )

    def _asks(self, clause: str) -> bool:
        """Whether a clause names something, or points to a command or to what is refused."""
        said = question_of(clause, self._now(), self._vocabulary, REFUSAL_WORDS)
        named = said.symbols or said.period or said.series or said.averages
        counts = any(number.strip("$%").isdigit() for number in said.numbers)
        deciding = any(intent.deciding.matches(said.words) for intent in self._intents)
        return bool(named) or counts or deciding or refusal_of(said, frozenset()) is not None

    def _strays(self, item: Candidate) -> bool:
        return any(word in self._decisive and word not in FILLERS for word in item.ignored)

    @cached_property
    def _decisive(self) -> frozenset[str]:
        """Words that decide for a command by themselves."""
        phrases = "|".join(intent.strong for intent in self._intents).split("|")
        return frozenset(words[0] for phrase in phrases if len(words := phrase.split()) == 1)

    def _modelled(self, text: str) -> str:
        """What the operator's model chooses, if it chooses one of our commands."""
        if self._model is None:
            return ""
        line = self._model(text, tuple(command.usage for command in self._commands.values())) or ""
        name = line.strip().removeprefix("/").partition(" ")[0].casefold()
        kept = {intent.command for intent in INTENTS if intent.acts}
        return line.strip() if name in self._commands and name not in kept else ""

    def _is_article(self, text: str) -> bool:
        """Something with claims in it rather than a question."""
        if "check" not in self._commands or "?" in text[-3:] or _OWN.search(text):
            return False
        read_claims = read(text, day_of(self._now())).claims
        claims = [c for c in read_claims if not isinstance(c, UncheckableStatement)]
        asks = len(text) <= _LONG and _ASKING.match(text)
        return (len(claims) > 1 and not asks) or (bool(claims) and len(text) > _LONG)


def _naming(question: Question) -> tuple[str, ...]:
    """What may name a figure of the answer: the words, those of a period left out, and the markets' labels."""
    said = [w for w, role in zip(question.words, question.roles, strict=True) if role is not Role.PERIOD]
    return (*said, *(word for symbol in question.symbols for word in symbol.label.casefold().split()))


def _closeness(item: Candidate) -> float:
    """How strongly the words point to it, less what it leaves unexplained."""
    return item.score + 2 * item.share - _LEFT_OVER * len(item.unknown)


def _may_answer(item: Candidate, allowed: frozenset[str] | None) -> bool:
    return allowed is None or not allowed.isdisjoint({item.command, item.intent.command})


def _order(candidates: Sequence[Candidate], pointed: frozenset[str]) -> Candidate | None:
    """The command that would change something, or is about what is the asker's own, where the question is
    an order to it: it has one of its decisive phrases, or nothing points elsewhere more strongly."""
    if "check" in pointed:
        return None
    acting = [item for item in candidates if item.acts]
    decided = [item for item in acting if item.intent.command in pointed]
    return next(iter(decided), None) or (candidates[0] if acting and candidates[0] is acting[0] else None)
