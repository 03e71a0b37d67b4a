"""The words of numbers and what they mean."""

from __future__ import annotations

_WORDS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen twenty"
)
_ORDINALS = (
    "zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth "
    "fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
)
NUMBER_WORDS = {word: value for value, word in enumerate(_WORDS.split())}
ORDINAL_WORDS = {word: value for value, word in enumerate(_ORDINALS.split())}
_DECADES = "twenty thirty forty fifty sixty seventy eighty ninety"
TENS = {word: 10 * n for n, word in enumerate(_DECADES.split(), 2)}
DIGITS = {word: str(value) for word, value in NUMBER_WORDS.items() if value < 10} | {
    "oh": "0",
    "nought": "0",
}
