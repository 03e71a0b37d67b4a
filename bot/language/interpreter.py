"""Plain questions: from words to the command that answers them, or to the three nearest."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Protocol

from rapidfuzz import fuzz

from bot.engine.request import Request
from bot.language.intents import INTENTS, Intent, look_up
from bot.language.question import Question, question_of
from commands.framework.command import Command
from commands.framework.reply import Action, Reply, Visibility
from market.claims.grammar import read
from market.claims.uncheckable import UncheckableStatement

_LONG = 160  # characters from which a text is no question but something to check
_ALIKE = 88  # of 100, for a misspelt word
_OFFERED = 3
_ABOUT_ANSWERS = ("check", "evidence")


class Interpreter(Protocol):
    """An operator's own way of understanding, a language model for instance; off by default.

    It is given a question and the commands' usage lines, and answers with a command line, or with
    nothing. What it says is parsed like anything a person types and answered from data: it can
    choose a command and its words, and no number can come from it.
    """

    def __call__(self, question: str, usages: Sequence[str]) -> str | None: ...


class RuleInterpreter:
    """Reads plain questions by rules. `today` places "since October". `model`: asked only where the
    rules find nothing."""

    def __init__(
        self, commands: Sequence[Command], today: Callable[[], date], model: Interpreter | None = None
    ) -> None:
        self._commands = {command.name: command for command in commands}
        self._intents = tuple(intent for intent in INTENTS if intent.command in self._commands)
        self._today, self._model = today, model

    def __call__(self, text: str) -> Request | Reply:
        """The request that `text` asks for, or a reply that offers what is near."""
        if self._is_article(text):
            return self._offer_check(text)
        question = question_of(text, self._today())
        ranked = self._ranked(question)
        for intent in ranked:
            line = intent.line(question)
            if line and not intent.acts:
                return Request(text=line)
            if intent.acts:
                break
        if not ranked and question.symbols:
            return Request(text=self._about_markets(question))
        line = self._modelled(text) if not ranked else ""
        return Request(text=line) if line else self._nearest(question, ranked)

    def _ranked(self, question: Question) -> list[Intent]:
        """The intents that the words point to, the strongest first."""
        scores = {intent: _score(intent, question) for intent in self._intents}
        return sorted((t for t in self._intents if scores[t] > 0), key=lambda t: -scores[t])

    def _about_markets(self, question: Question) -> str:
        """Markets and no intent: one is looked up, several are compared."""
        words = " ".join(symbol.word for symbol in question.symbols[:8])
        if len(question.symbols) > 1:
            return f"/compare {words} {question.period}".strip()
        return look_up(question)

    def _modelled(self, text: str) -> str:
        """What the operator's model chooses, if it chooses one of our commands."""
        if self._model is None:
            return ""
        line = self._model(text, tuple(command.usage for command in self._commands.values())) or ""
        name = line.strip().removeprefix("/").partition(" ")[0].casefold()
        kept = {intent.command for intent in INTENTS if intent.acts}
        return line.strip() if name in self._commands and name not in kept else ""

    def _nearest(self, question: Question, ranked: Sequence[Intent]) -> Reply:
        """Three commands, those pointed to first, then those whose words are most like these."""
        lines = [intent.line(question) or self._commands[intent.command].offers[0] for intent in ranked]
        rest = sorted(self._commands.values(), key=lambda command: -_likeness(command, question.text))
        lines += [command.offers[0] for command in rest]
        actions = [Action(line[:75], line) for line in dict.fromkeys(lines)][:_OFFERED]
        return Reply(
            headline="I am not sure what you ask. These are the nearest things that I can answer.",
            notes=("Questions can be typed as commands: /help lists them.",),
            actions=tuple(actions),
            visibility=Visibility.PRIVATE,
            error=True,
        )

    def _is_article(self, text: str) -> bool:
        """Something with claims in it rather than a question."""
        if "check" not in self._commands or "?" in text[-3:]:
            return False
        claims = [c for c in read(text, self._today()).claims if not isinstance(c, UncheckableStatement)]
        return len(claims) > 1 or (bool(claims) and len(text) > _LONG)

    def _offer_check(self, text: str) -> Reply:
        line = f"/check {text}"
        return Reply(
            headline="That reads like claims about markets. I can check each of them against the data.",
            notes=(
                "Write /check before the text, or choose “Check the market claims” in the message’s menu.",
            ),
            actions=(Action("Check the claims", line),),
            visibility=Visibility.PRIVATE,
        )


def _score(intent: Intent, question: Question) -> float:
    """How strongly the question's words point to the intent: its phrases found, by their length; a
    word may be a little misspelt."""
    spaced = f" {question.text} "
    score = 0.0
    for phrase in intent.phrases:
        if f" {phrase} " in spaced:
            score += 1.0 + phrase.count(" ")
        elif len(phrase) >= 6 and any(fuzz.ratio(phrase, word) >= _ALIKE for word in question.words):
            score += 0.9
    if intent.command in _ABOUT_ANSWERS:  # the other words say which answer is meant
        return score and score + 4.0
    if len(question.symbols) > 1:  # two markets are compared, whatever else is said of them
        score = {"compare": score + 3.0, "smallcaps": 0.0}.get(intent.command, score)
    return score if intent.command != "quote" else score / 2  # its words are everybody's


def _likeness(command: Command, text: str) -> float:
    return float(fuzz.token_set_ratio(text[:200], f"{command.name} {command.summary.casefold()}"))
