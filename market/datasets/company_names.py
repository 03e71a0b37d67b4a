"""Names of companies as people write them."""

from __future__ import annotations

import re

_KEPT = frozenset(
    (
        "II",
        "III",
        "IV",
        "VI",
        "LLC",
        "LP",
        "PLC",
        "NV",
        "SA",
        "AG",
        "SE",
        "AB",
        "ASA",
        "USA",
        "US",
        "UK",
        "REIT",
        "ADR",
    )
)
_SMALL = frozenset(("and", "of", "the", "for", "in", "on", "de", "van"))
LONGEST_INITIALS = 4
_WORD = re.compile(r"[^\s\-/&.()]+")


def company_name(text: str, ticker: str = "") -> str:
    """A name written in capitals throughout, as lists of holdings have it, with capitals where names have them;
    any other as it is. Short words without a vowel, and those that are the
    ticker, are taken for initials.

    >>> company_name("TUCOWS INC CLASS A"), company_name("KRYSTAL BIOTECH INC"), company_name("XPEL INC")
    ('Tucows Inc Class A', 'Krystal Biotech Inc', 'Xpel Inc')
    >>> company_name("BANK OF N.T. BUTTERFIELD"), company_name("SM ENERGY"), company_name("Moog Inc.")
    ('Bank of N.T. Butterfield', 'SM Energy', 'Moog Inc.')
    """
    if text != text.upper() or not any(letter.isalpha() for letter in text) or " " not in text:
        return text
    named = _WORD.sub(lambda word: _word(word[0], ticker), text)
    return named[:1].upper() + named[1:]


def _word(word: str, ticker: str) -> str:
    if word.casefold() in _SMALL:
        return word.casefold()
    is_initials = len(word) <= 3 and not set(word) & set("AEIOUY") and word not in ("LTD", "MTG", "MFG")
    if word in _KEPT or is_initials or (word == ticker and len(word) <= LONGEST_INITIALS):
        return word
    return word[:1] + word[1:].lower()
