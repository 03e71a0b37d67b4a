"""Phrases of a vocabulary, places in a question; `rotat*` stands for every word that begins so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

_ARTICLES = frozenset({"the", "a", "an"})


@dataclass(frozen=True, slots=True)
class PhraseTable:
    """Phrases between bars.

    by_first: the phrases by their first word, longest first.
    stems: the phrases whose first word ends in a star, by its first letter.
    """

    by_first: dict[str, list[tuple[str, ...]]] = field(default_factory=dict)
    stems: dict[str, list[tuple[str, ...]]] = field(default_factory=dict)

    @classmethod
    def of(cls, text: str) -> PhraseTable:
        table = cls()
        for phrase in text.split("|"):
            words = tuple(phrase.split())
            if not words:
                continue
            starred = words[0].endswith("*")
            key = words[0][0] if starred else words[0]
            (table.stems if starred else table.by_first).setdefault(key, []).append(words)
        for phrases in (*table.by_first.values(), *table.stems.values()):
            phrases.sort(key=len, reverse=True)
        return table

    def matches(self, words: Sequence[str]) -> list[tuple[int, int]]:
        """Where phrases stand in `words`: start and end, the longest at each place, none over another.
        Articles within a phrase are passed over."""
        places, start = [], 0
        while start < len(words):
            end = self._end(words, start)
            if end > start:
                places.append((start, end))
            start = max(end, start + 1)
        return places

    def _end(self, words: Sequence[str], start: int) -> int:
        first = words[start]
        if not first:
            return start
        candidates = [*self.by_first.get(first, ()), *self.stems.get(first[0], ())]
        return max((_after(words, start, phrase) for phrase in candidates), default=start)


def _after(words: Sequence[str], start: int, phrase: Sequence[str]) -> int:
    """The place behind `phrase` at `start`; `start` where it does not stand there."""
    place = start
    for number, wanted in enumerate(phrase):
        while number and place < len(words) and words[place] in _ARTICLES and wanted not in _ARTICLES:
            place += 1
        if place >= len(words) or not _fits(words[place], wanted):
            return start
        place += 1
    return place


def _fits(word: str, wanted: str) -> bool:
    return word.startswith(wanted[:-1]) if wanted.endswith("*") else word == wanted


def single_words(*texts: str) -> frozenset[str]:
    """Every word of `texts`, or of the phrases that they are made of, without stars.

    >>> sorted(single_words("new high | new low", "peak*"))
    ['high', 'low', 'new', 'peak']
    """
    return frozenset(word.rstrip("*") for text in texts for word in text.replace("|", " ").split())
