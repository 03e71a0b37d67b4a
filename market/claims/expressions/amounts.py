"""Amounts: a number as written, its unit, and how precisely it was written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from market.claims.expressions.lexicon import Phrases
from market.claims.expressions.number_words import DIGITS, NUMBER_WORDS, ORDINAL_WORDS, TENS
from market.claims.expressions.tokens import Token, TokenKind

_SIGNS = ("minus", "plus")
HEDGE = 0.1  # of the figure: how far "about" and "nearly" reach
_JOINTS = frozenset({"/", "and"})  # behind a number in digits that goes on as a fraction
_LONGEST_SPELLED = 8  # words of a number
_LONGEST_NUMBER = 15  # characters; more digits are no market figure
_SCALES = {"thousand": 1e3, "k": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}


class AmountUnit(StrEnum):
    PLAIN = "plain"
    PERCENT = "percent"
    POINTS = "points"  # of an index
    PERCENTAGE_POINTS = "percentage points"
    BASIS_POINTS = "basis points"
    DOLLARS = "dollars"


UNITS = Phrases(
    (phrase.strip(), unit)
    for unit, phrases in {
        AmountUnit.PERCENT: "% | percent | percents | pct | per cent | prozent",
        AmountUnit.POINTS: "point | points | pts | punkte | punkten | zähler | zählern | puntos | punti",
        AmountUnit.PERCENTAGE_POINTS: "% point | % points | percent point | percent points | pct point | pct points "
        "| percentage point | percentage points",
        AmountUnit.BASIS_POINTS: "bp | bps | basis point | basis points",
        AmountUnit.DOLLARS: "dollar | dollars",
    }.items()
    for phrase in phrases.split("|")
)


PARTS = Phrases(
    [
        ("half", 0.5), ("a half", 0.5), ("one half", 0.5), ("a quarter", 0.25), ("one quarter", 0.25),
        ("three quarters", 0.75), ("a third", 1 / 3), ("two thirds", 2 / 3), ("one third", 1 / 3),
        ("a tenth", 0.1), ("a fifth", 0.2), ("a", 1.0), ("a full", 1.0),
        *((f"{word} tenths", value / 10) for word, value in NUMBER_WORDS.items() if 1 < value < 10),
    ]
)  # fmt: skip


_FIRST_WORDS = frozenset(
    {*_SIGNS, *NUMBER_WORDS, *TENS, "hundred", "point", *PARTS.first_words}
)  # an amount that begins with no number


class Bound(StrEnum):
    """How the figure was hedged: "about 2 %", "nearly 2 %", "more than 2 %", "less than 2 %"."""

    EXACT = ""
    ABOUT = "about"
    NEARLY = "nearly"
    OVER = "more than"
    JUST_OVER = "just over"
    UNDER = "less than"


@dataclass(frozen=True, slots=True)
class Amount:
    """A figure as written.

    value: in its unit, with the sign as written.
    step: one unit of its last written place.
    signed: a sign was written.
    text: as written.
    """

    value: float
    unit: AmountUnit
    step: float
    text: str
    signed: bool = False
    bound: Bound = Bound.EXACT

    def matches(self, computed: float) -> bool:
        """Does `computed`, in the same unit, round to this figure at the precision it was written in?

        Half a step either way, ends included; whole points of an index may be cut off instead ("870
        points" for 870.74). "about": a tenth of the figure either way, if that is
        more; "nearly": the upper tenth below it; "more than", "less than": beyond it.

        >>> amount = Amount(1.25, AmountUnit.PERCENT, 0.01, "1.25 %")
        >>> amount.matches(1.2453), amount.matches(1.2449)
        (True, False)
        """
        low, high = self.interval
        slack = 1e-9 * max(1.0, abs(self.value))
        return low - slack <= computed <= high + slack

    @property
    def interval(self) -> tuple[float, float]:
        """Every value that `matches`, from the lowest to the highest."""
        half, hedge, inf = self.step / 2, abs(self.value) * HEDGE, float("inf")
        match self.bound:
            case Bound.ABOUT:
                reach = max(half, hedge)
                return self.value - reach, self.value + reach
            case Bound.NEARLY:
                return self.value - max(half, hedge), self.value
            case Bound.JUST_OVER:
                return self.value, self.value + max(half, hedge)
            case Bound.OVER:
                return self.value, inf
            case Bound.UNDER:
                return -inf, self.value
            case _:
                cut_off = self.unit is AmountUnit.POINTS and self.step == 1.0
                return self.value - half, self.value + (self.step if cut_off else half)

    def hedged(self, bound: Bound) -> Amount:
        return replace(self, bound=bound)


def amount_at(tokens: Sequence[Token], place: int) -> tuple[Amount, int] | None:
    """The amount that begins at `place`, and how many tokens it takes; None when there is none.

    >>> from market.claims.expressions.tokens import tokens
    >>> amount_at(tokens("1,234.5 basis points"), 0)[0].value, amount_at(tokens("two percent"), 0)[0].unit
    (1234.5, <AmountUnit.PERCENT: 'percent'>)
    """
    token = tokens[place]
    if token.kind is not TokenKind.NUMBER and token.word not in _FIRST_WORDS:
        return None
    if token.word in _SIGNS and place + 1 < len(tokens):
        signed_by_word = amount_at(tokens, place + 1)
        return _with_sign(token, *signed_by_word) if signed_by_word else None
    if token.kind is TokenKind.WORD or not _JOINTS.isdisjoint(t.word for t in tokens[place + 1 : place + 3]):
        fraction = _written_fraction(tokens, place) or _fraction(tokens, place)
        if fraction:
            return fraction
    if token.kind is TokenKind.WORD and (spelled := _spelled(tokens, place)) is not None:
        return spelled
    read = _number(token)
    if read is None:
        return None
    value, step, signed = read
    unit, used = AmountUnit.PLAIN, 0
    if place + 1 < len(tokens):
        unit, used = UNITS.at(tokens, place + 1) or (unit, used)
    if token.kind is TokenKind.WORD and unit is AmountUnit.PLAIN:
        return None  # "one" alone is a word
    if (
        unit in (AmountUnit.PLAIN, AmountUnit.POINTS)
        and step == 0.001
        and abs(value) >= 1
        and "." in token.text
    ):
        value, step = value * 1000, 1.0  # "54.086 points": nobody writes three decimals of an index
    if "$" in token.text:
        unit = AmountUnit.DOLLARS
    following = tokens[place + 1].word if place + 1 < len(tokens) else ""
    if unit in (AmountUnit.PLAIN, AmountUnit.DOLLARS) and following in _SCALES:
        value, step, used = value * _SCALES[following], step * _SCALES[following], used + 1
    text = " ".join(t.text for t in tokens[place : place + 1 + used]).replace(" %", "%")
    return Amount(value, unit, step, text, signed), 1 + used


def _with_sign(sign: Token, amount: Amount, used: int) -> tuple[Amount, int] | None:
    """ "minus 1.2 percent": a sign in words, before a change."""
    bare = amount.unit is AmountUnit.PLAIN and sign.word == "minus"  # "minus 871 for the Dow"
    if amount.signed or not (bare or amount.unit in (AmountUnit.PERCENT, AmountUnit.POINTS)):
        return None
    value = -amount.value if sign.word == "minus" else amount.value
    return replace(amount, value=value, signed=True, text=f"{sign.text} {amount.text}"), used + 1


def _fraction(tokens: Sequence[Token], place: int) -> tuple[Amount, int] | None:
    """ "half a percent", "two and a half percent", "a quarter of a percentage point"."""
    whole, at = 0.0, place
    number = (
        _number(tokens[place]) if tokens[place].word in NUMBER_WORDS or tokens[place].text.isdigit() else None
    )
    if number and place + 1 < len(tokens) and tokens[place + 1].word == "and":
        whole, at = number[0], place + 2
    part = PARTS.at(tokens, at)
    if part is None:
        return None
    at += part[1]
    while at < len(tokens) and tokens[at].word in ("of", "a", "one"):
        at += 1
    unit = UNITS.at(tokens, at) if at < len(tokens) else None
    if unit is None or (unit[0] is AmountUnit.POINTS and at == place + part[1]):
        return None
    text = " ".join(t.text for t in tokens[place : at + unit[1]])
    return Amount(whole + part[0], unit[0], 0.2 if not whole else 0.1, text), at + unit[1] - place


def _spelled(tokens: Sequence[Token], place: int) -> tuple[Amount, int] | None:
    """ "four hundred points", "a hundred and fifty points", "twenty-one percent", as precise as their last word; "one
    point two percent", "sixteen point nine"."""
    whole = part = 0
    step, at = 1, place
    for at in range(place, min(place + _LONGEST_SPELLED, len(tokens))):
        word = tokens[at].word
        if word in NUMBER_WORDS or word in TENS:
            part += NUMBER_WORDS.get(word, 0) or TENS.get(word, 0)
            step = 1 if word in NUMBER_WORDS else 10
        elif word == "hundred":
            part, step = 100 * (part or 1), 100
        elif word == "thousand":
            whole, part, step = whole + 1000 * (part or 1), 0, 1000
        elif not (word == "a" and at == place) and not (word == "and" and step >= 100):
            break
    if decimal := _spelled_decimal(tokens, place, at, whole + part):
        return decimal
    unit = UNITS.at(tokens, at) if at < len(tokens) else None
    if unit is None or at - place < 1 or not whole + part or tokens[at - 1].word in ("a", "and"):
        return None
    if at - place == 1 and tokens[place].word in NUMBER_WORDS:
        return None  # "two percent": a plain number
    text = " ".join(t.text for t in tokens[place : at + unit[1]])
    step = 1 if unit[0] is AmountUnit.PERCENT else step
    return Amount(float(whole + part), unit[0], float(step), text), at + unit[1] - place


def _spelled_decimal(
    tokens: Sequence[Token], place: int, point: int, whole: int
) -> tuple[Amount, int] | None:
    """ "one point two percent", "zero point nine percent": `point` is the place behind the `whole` number."""
    end = point + 1
    while end < len(tokens) and tokens[end].word in DIGITS:
        end += 1
    decimals = "".join(DIGITS[token.word] for token in tokens[point + 1 : end])
    unit = UNITS.at(tokens, end) if end < len(tokens) else None
    if (
        tokens[point].word != "point" or not decimals or (unit is None and whole < 2)
    ):  # "lost one point one day"
        return None
    name, used = unit or (AmountUnit.PLAIN, 0)
    text = " ".join(token.text for token in tokens[place : end + used])
    return Amount(float(f"{whole}.{decimals}"), name, 10.0 ** -len(decimals), text), end + used - place


def _written_fraction(tokens: Sequence[Token], place: int) -> tuple[Amount, int] | None:
    """ "1 1/2 percent", "3/4 percent"."""
    if "/" not in [token.text for token in tokens[place + 1 : place + 3]]:
        return None
    digits = [t.text for t in tokens[place : place + 5]]
    whole = digits[2:3] == ["/"]
    at = place + whole
    near = digits[whole : 4 + whole]
    if len(near) < 4 or near[1] != "/" or not all(text.isdigit() for text in (digits[0], near[0], near[2])):
        return None
    unit = UNITS.at(tokens, at + 3)
    if unit is None or len(near[0] + near[2]) > 3 or not int(near[2]):
        return None
    value = (int(digits[0]) if whole else 0) + int(near[0]) / int(near[2])
    text = " ".join(t.text for t in tokens[place : at + 3 + unit[1]])
    return Amount(value, unit[0], 1 / int(near[2]) / 2, text), at + 3 + unit[1] - place


def count_at(tokens: Sequence[Token], place: int) -> int | None:
    """The whole number at `place`, in digits or as a word; None when there is none."""
    token = tokens[place]
    if (
        token.kind is TokenKind.NUMBER
        and token.text.isascii()
        and token.text.isdigit()
        and len(token.text) < 5
    ):
        return int(token.text)
    return NUMBER_WORDS.get(token.word)


def ordinal_at(tokens: Sequence[Token], place: int) -> tuple[int, int] | None:
    """The ordinal at `place` ("fifth", "5th") and how many tokens it takes."""
    token = tokens[place]
    if token.word in ORDINAL_WORDS:
        return ORDINAL_WORDS[token.word], 1
    count = count_at(tokens, place) if token.kind is TokenKind.NUMBER else None
    if count is not None and place + 1 < len(tokens):
        suffix = tokens[place + 1]
        if suffix.word in ("st", "nd", "rd", "th") and suffix.start == token.end:
            return count, 2
    return None


def _number(token: Token) -> tuple[float, float, bool] | None:
    """Value, step and whether a sign was written."""
    if token.kind is TokenKind.WORD:
        count = NUMBER_WORDS.get(token.word)
        return None if count is None else (float(count), 1.0, False)
    if token.kind is not TokenKind.NUMBER or len(token.text) > _LONGEST_NUMBER:
        return None
    decimals = token.word.partition(".")[2]
    return float(token.word), 10.0 ** -len(decimals), token.word[0] in "+-"
