"""Misspelt words: one letter too many, too few, wrong or in the wrong place."""

from __future__ import annotations

import calendar
import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from functools import cache, lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.language.phrases import single_words
from bot.language.vocabulary import FILLERS, GENERAL, MOVES
from bot.language.words import Word

_SHORTEST = 5  # letters of a word that may be misspelt; shorter ones are one letter from too many others
_SHORTEST_NAME = 4
_SHORT = 6  # letters of a word that another one is too near to
# Words of their own that are one letter from one of ours.
_RIGHT = single_words(
    """alone driving hands shape prize prices store stores score scores house horse spare space place trace
        grade gold bread board broad
    stare state plate chance charge large larger merger weather whether found founder thing think party parts
    month mouth north worth tread treat dream cream green greet great crate create rates skies cases
    chart charm heart hears years tears boat book cook look work word world could would should might night right
    light sight fight tight eight weight other mother brother bother water later paper layer player prayer
    stick sticks stack slack black blank plank thank tank marker maker market basket bonus bonds bands banks backs
    packs tacks racks ranks franc france trance dance lance glance since sense tense dense lunch bunch punch tunes
    tones bones zones cones stone shore short shirt sport spots spent split spite quite quote quota
    cloud clout count court mount amount about abort agile again gains grain brain train trail trial
    trade grace brace break bleak steak speak leaks beads leads loads roads coast roast toast boast rally
    valley alley salary salads signal single simple sample temple people purple ripple apples
    apply applied metal metals fort form food fork nine nice city cities boring vista visas chip chops ships detail
    details silly hilly code codes cake cope joke hike bike ample table tables bench branch lower lowest lows
    tesla costs posts hosts lists mists risks disks tasks masks desks price pride bride
    poems poets movie movies mover lover cover rover fever never sever lever river silver sliver
    bets bras coal colo cots dose lest lots meat pats pots rely sing salt slat tide tied tire warp wrap fare fear
    option potion motion nation ration notion action auction caution election ejection"""
)


def corrected(
    words: Sequence[Word], vocabulary: Collection[str], names: Collection[str], spelt: Collection[str] = ()
) -> tuple[Word, ...]:
    """`words` with those that nothing knows put right, where one edit makes them a word that is vocabulary.

    vocabulary: the words of the vocabulary; names: those of markets; spelt: words that are right as they are, and
    that no other becomes ("using" is no "sing").
    """
    lists = frozenset(vocabulary), frozenset(names)
    return tuple(word if word.text in spelt else _corrected(word, *lists) for word in words)


_TIMES = single_words(
    """january february march april june july august september october november december jan feb mar apr jun jul aug
    sep sept oct nov dec monday tuesday wednesday thursday friday saturday sunday yesterday quarter quarters decade
    decades election liberation inauguration pandemic covid crisis trailing inception lifetime christmas easter spring
    summer autumn fall winter session sessions weekend one two three four five six seven eight nine ten eleven twelve
    fifth sixth seventh eighth ninth tenth fifteen twenty thirty forty fifty sixty ninety hundred"""
)
_VOWELS = re.compile("[aeiou]")
_KEYBOARD = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_UNITS = frozenset({"year", "years", "week", "weeks", "month", "today"})
_COMMON = FILLERS | _TIMES | GENERAL | MOVES
_MONTHS = frozenset(name.casefold() for name in calendar.month_name if name)


def _corrected(word: Word, vocabulary: frozenset[str], names: frozenset[str]) -> Word:
    text = word.text
    if word.is_number or word.is_shouted or len(text) < _SHORTEST_NAME or not text.isalpha():
        return word
    if (
        text in _RIGHT
        or text in _COMMON
        or text in vocabulary
        or text in names
        or _is_plural(text, vocabulary)
    ):
        return word
    if full := _with_vowels(text, vocabulary | _COMMON):
        return replace(word, text=full, written=full)
    if len(text) < _SHORTEST and (swapped := _swapped(text, vocabulary | names | _COMMON)):
        return replace(word, text=swapped, written=swapped)
    lists = (names, _UNITS) if len(text) < _SHORTEST else (vocabulary, names, _COMMON)
    for words in lists:
        # Who mistypes a word gets its first letter right: "boring" is no Boeing.
        choices = _choices(words, _SHORTEST if words is names else _SHORTEST_NAME, text[0])
        near = process.extract(text, choices, scorer=OSA.distance, score_cutoff=1, limit=None)
        if correction := next((choice for choice, _, _ in near if _is_slip(text, choice)), ""):
            return replace(word, text=correction, written=correction)
    return word


def _swapped(text: str, words: frozenset[str]) -> str:
    """The one word of `words` that has two of its letters behind the first the other way round, as "nwes" and "wehn"
    have; empty where there is none, or several."""
    places = range(1, len(text) - 1)
    spellings = {text[:at] + text[at + 1] + text[at] + text[at + 2 :] for at in places} & words
    return next(iter(spellings)) if len(spellings) == 1 else ""


def _with_vowels(text: str, words: frozenset[str]) -> str:
    """The one word of `words` that is written so without its vowels, as "chrt" and "mrkt" are; empty where there is
    none, or several."""
    full = {word for word in _by_consonants(words).get(text, ()) if word != text}
    return next(iter(full)) if len(full) == 1 else ""


@lru_cache(maxsize=8)
def _by_consonants(words: frozenset[str]) -> dict[str, tuple[str, ...]]:
    """Words by what is left of them without vowels."""
    left: dict[str, list[str]] = {}
    for word in words:
        left.setdefault(word[:1] + _VOWELS.sub("", word[1:]), []).append(word)
    return {key: tuple(same) for key, same in left.items()}


def _is_slip(typed: str, correct: str) -> bool:
    """Whether the finger or the ear may have erred: of one letter for another only a neighbour on the keyboard or
    a vowel for a vowel, so that "alone" is no "along"."""
    wrong = [pair for pair in zip(typed, correct, strict=False) if pair[0] != pair[1]]
    if len(typed) != len(correct) or len(wrong) != 1:
        return True
    typed_letter, letter = wrong[0]
    return len(typed) > _SHORT or {typed_letter, letter} <= set("aeiouy") or letter in _beside(typed_letter)


@cache
def _beside(letter: str) -> str:
    """The letters round `letter` on the keyboard."""
    places = {key: (x, y) for y, keys in enumerate(_KEYBOARD) for x, key in enumerate(keys)}
    x, y = places.get(letter, (-9, -9))
    return "".join(key for key, (a, b) in places.items() if abs(a - x) <= 1 and abs(b - y) <= 1)


@lru_cache(maxsize=128)
def _choices(words: frozenset[str], shortest: int, first: str) -> tuple[str, ...]:
    """Those of `words` with so many letters at least that begin with `first`, in the alphabet's order."""
    return tuple(sorted(word for word in words if len(word) >= shortest and word.startswith(first)))


def _is_plural(text: str, vocabulary: Collection[str]) -> bool:
    return text.endswith("s") and (text[:-1] in vocabulary or text[:-1] in _MONTHS)
