"""Looking up phrases of several words: the longest one wins, always at word boundaries."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Generic, TypeVar

from market.claims.tokens import Token, tokens

T = TypeVar("T")


class Phrases(Generic[T]):
    """Phrases by their first word, the longest first; a look-up costs as much as the few phrases
    that share that word."""

    def __init__(self, entries: Iterable[tuple[str, T]]) -> None:
        self._by_first: dict[str, list[tuple[tuple[str, ...], T]]] = {}
        for phrase, value in entries:
            words = tuple(token.word for token in tokens(phrase))
            self._by_first.setdefault(words[0], []).append((words, value))
        for same in self._by_first.values():
            same.sort(key=lambda entry: -len(entry[0]))

    def at(self, sentence: Sequence[Token], place: int) -> tuple[T, int] | None:
        """What the longest phrase at `place` means, and how many tokens it takes.

        >>> from market.claims.tokens import tokens
        >>> Phrases([("dow", 1), ("dow jones", 2)]).at(tokens("the Dow Jones rose"), 1)
        (2, 2)
        """
        following = sentence[place + 1].word if place + 1 < len(sentence) else ""
        for words, value in self._by_first.get(sentence[place].word, ()):
            length = len(words)
            if length == 1:
                return value, 1
            if words[1] != following:  # most phrases part here
                continue
            rest = sentence[place + 2 : place + length]
            if words[2:] == tuple(token.word for token in rest):
                return value, length
        return None
