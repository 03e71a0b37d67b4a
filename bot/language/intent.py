"""An intent: the phrases that point to a command, and the command line that a question makes of it."""

from __future__ import annotations

import re
from calendar import day_name
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, cached_property

from bot.language.lines import Line
from bot.language.phrases import PhraseTable, single_words
from bot.language.question import Question
from market.symbols import BY_NAME

_SHORTEST_STEM = 3  # letters of an adjective: "low" of "lowest"


def _none(_question: Question) -> float:
    return 0.0


@cache
def _degrees(word: str) -> frozenset[str]:
    """The word, and of a comparative or a superlative what it is a degree of: "wider", "thinnest", "healthier"."""
    stem = next((word[: -len(ending)] for ending in ("est", "er") if word.endswith(ending)), "")
    if len(stem) < _SHORTEST_STEM:
        return frozenset({word})
    doubled = {stem[:-1]} if stem[-1] == stem[-2] else set()
    return frozenset({word, stem, f"{stem}e", f"{stem[:-1]}y" if stem[-1] == "i" else stem} | doubled)


@dataclass(frozen=True)
class Intent:
    """What may be meant by a question.

    command: the name of the command that answers it.
    signs: words and phrases that point to it, between bars; a star stands for the rest of a word.
    line: the command line for a question; empty where the question lacks what the command needs.
    acts: the command changes something that is stored, or is about what is the asker's own: its line is
        offered, never run.
    reads: lines of such a command that only read, and are run.
    strong: signs that decide, whatever else points elsewhere.
    helps: words that may stand beside the signs and do not point anywhere by themselves.
    about: tickers that its answer is about without naming them in the line.
    weight: of its signs, for words that are everybody's.
    bonus: what else in a question points to it, as the score of it.
    period: its answer speaks of every period that people ask about, though the line takes none.
    """

    command: str
    signs: str
    line: Line
    acts: bool = False
    reads: frozenset[str] = frozenset()
    strong: str = ""
    helps: str = ""
    about: frozenset[str] = frozenset()
    weight: float = 1.0
    period: bool = False
    bonus: Callable[[Question], float] = _none

    @cached_property
    def pointing(self) -> PhraseTable:
        return PhraseTable.of(self.signs)

    @cached_property
    def deciding(self) -> PhraseTable:
        return PhraseTable.of(self.strong)

    @cached_property
    def explained(self) -> frozenset[str]:
        """Words that it explains besides its signs, and the first letters of words with a star."""
        return frozenset(word for word in self.helps.split() if not word.endswith("*"))

    @cached_property
    def explained_stems(self) -> tuple[str, ...]:
        return tuple(word[:-1] for word in self.helps.split() if word.endswith("*"))

    @property
    def vocabulary(self) -> frozenset[str]:
        return single_words(self.signs, self.strong, self.helps)

    def explains(self, word: str) -> bool:
        return bool(self.explained & _degrees(word)) or (
            bool(self.explained_stems) and word.startswith(self.explained_stems)
        )


_FOR = single_words("for over the next a an day days week weeks month months session sessions")


def said_in(line: str) -> frozenset[str]:
    """The words that the line of an order says, its weekdays in full, and its stretch of time in other words, too."""
    words = frozenset(re.split(r"[\s/_-]+", line.casefold()))
    named = {name.casefold() for name in day_name if name[:3].casefold() in words}
    stretch = _FOR if words & {"for", "over"} else frozenset[str]()
    return words | named | {f"{name}s" for name in named} | stretch


def ticker_words(line: str) -> frozenset[str]:
    """The tickers that a command line names, by any of their words."""
    names = line.casefold().replace(",", " ").split()
    return frozenset(BY_NAME[name].ticker for name in names if name in BY_NAME) | frozenset(
        name.upper() for name in names
    )
