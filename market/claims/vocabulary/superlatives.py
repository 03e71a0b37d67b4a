"""Superlatives and comparatives by their form: what a word the lexicon does not list says of a week or a close."""

from __future__ import annotations


def _words(row: str) -> frozenset[str]:
    return frozenset(row.split())


# Words that end as superlatives do.
_NONE = _words(
    """
    interest invest reinvest divest forest harvest request honest dishonest protest suggest contest modest northwest
    southwest midwest everest digest manifest arrest conquest inquest unrest bequest budapest bucharest attest detest
    earnest latest newest oldest nearest closest furthest farthest furthest earliest behest
    """
)
# Of how much or how wildly it was traded, of valuations and lengths: of no direction and no rank of a change.
_OF_OTHER = _words(
    """
    busy quiet calm wild choppy volatile bumpy jumpy slow tight narrow wide long short light heavy thin fast steady
    cheap dear rich quick late early hectic frenzied sleepy frothy cagey jittery
    """
)


def is_superlative(word: str) -> bool:
    """Is it one that may rank a week or a close: "sorriest", "loftiest", "plumpest"?

    >>> [is_superlative(word) for word in ("sorriest", "interest", "busiest", "widest")]
    [True, False, False, False]
    """
    return word.endswith("est") and len(word) > 5 and word not in _NONE and not _is_of_other(word[:-3])


def is_comparative(word: str) -> bool:
    """ "darker", "sorrier".

    >>> [is_comparative(word) for word in ("darker", "quieter", "her")]
    [True, False, False]
    """
    return word.endswith("er") and len(word) > 4 and not _is_of_other(word[:-2])


def _is_of_other(stem: str) -> bool:
    """Is it the stem of one of these, also doubled ("thinn"), with "i" for "y" or without an "e"?"""
    return not _OF_OTHER.isdisjoint((stem, stem[:-1], f"{stem[:-1]}y", f"{stem}e"))
