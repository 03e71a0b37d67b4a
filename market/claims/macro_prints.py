"""Economic figures: "GDP grew 4.4 % in the third quarter", "jobless claims fell to 200,000 from 215,000",
"the 10-year yield slipped below 4 %", "employers cut 23,000 jobs in July"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise

from market.claims.expressions.amounts import Amount, AmountUnit
from market.claims.expressions.when import When
from market.claims.sentence import HEDGES, Claim, Sentence
from market.claims.vocabulary.tag import Tag
from market.claims.vocabulary.verbs import NO_MOVES, is_verb
from market.datasets.economic_series import PANEL, EconomicSeries, Frequency

_BY_WORD = {series.word: series for series in PANEL}
_RATE_STEP, _MOST_RATE = 0.01, 20
_GROWTH = ("gdp", "payrolls")  # "grew 4.4 %" is their level
_CUTS = frozenset({"cut", "shed", "lost", "eliminated", "slashed", "dropped", "cuts", "sheds", "loses"})
_BREAKS = (Tag.TURN, Tag.MARKET, Tag.OTHER, Tag.MARK)
_LEVELS = (Tag.TO, Tag.AT, Tag.STAND, Tag.REACH, Tag.OF, Tag.HIGH_OF, Tag.COLON)
_VERBS = (Tag.UP, Tag.DOWN)
_OF_CHANGE = (AmountUnit.PERCENTAGE_POINTS, AmountUnit.BASIS_POINTS)
_WIDENING = {"widened": True, "widens": True, "widening": True, "narrowed": False, "narrows": False, "narrowing": False,
             "tightened": False, "tightens": False, "tightening": False}  # fmt: skip
_DEGREES = {"more": True, "higher": True, "up": True, "less": False, "lower": False, "down": False}
_SKIPPED = (
    *HEDGES, Tag.FILL, Tag.WHEN, Tag.AMOUNT, Tag.OR, Tag.COMMA, Tag.CLOSE, Tag.NOUN, Tag.POSSESSIVE, Tag.AND, Tag.FOR,
)  # fmt: skip

# Beside a series and its figure these change nothing.
_PLAIN = frozenset(
    {
        "growth", "annual", "annualized", "rate", "pace", "seasonally", "note", "bond", "basis", "u.s.",
        "us", "people", "nonfarm", "private", "payroll", "yield", "advance", "estimate", "second",
        "third", "americans", "figure", "number", "print", "reading", "came", "workers", "treasury",
        "hovering", "last", "late", "trading", "traded", "quoted", "little", "seen", "ended", "settled",
        "jobless", "previous", "prior", "initial", "steady",
    }
)  # fmt: skip


class PrintRelation(StrEnum):
    AT = "at"
    ABOVE = "above"
    BELOW = "below"
    BEFORE = "before"  # the observation before the one of that time


@dataclass(frozen=True, slots=True, kw_only=True)
class MacroPrintClaim(Claim):
    """`series` came in at `level`, or changed by `change`.

    up: whether it is said to have risen. A rate of growth that "grew 4.4 %" is a level of 4.4 %.
    """

    series: EconomicSeries
    level: Amount | None
    change: Amount | None
    up: bool | None
    when: When
    relation: PrintRelation = PrintRelation.AT


def find(sentence: Sentence) -> Iterator[MacroPrintClaim]:
    """The economic figures that `sentence` claims, in its order: each figure with the series named last before it."""
    series: EconomicSeries | None = None
    begin = behind = 0
    for place, element in enumerate(sentence.elements):
        if isinstance(element.value, EconomicSeries):
            series, begin = element.value, place
            behind = _after_relative(sentence, begin) if sentence.tag(begin + 2) is Tag.WHICH else 0
        elif place < behind and not (element.tag is Tag.AMOUNT and _own_time(sentence, place)):
            continue  # ", which helps set mortgage rates,"; but ", which had stood at 4.12 % a day earlier,"
        elif element.tag in _BREAKS and not (element.tag is Tag.TURN and _goes_on(sentence, place)):
            series = None
        elif series is not None and element.tag is Tag.AMOUNT and not sentence.doubtful[place]:
            claim = _print(sentence, begin, place, series)
            if claim is not None:
                yield claim


def _goes_on(sentence: Sentence, place: int) -> bool:
    """Does the same series go on behind the word of turn: "as of July", "at 4.84 %, after 4.93 % a week earlier"?"""
    compared = sentence.word(place) == "after" and sentence.tag(place + 1) is Tag.AMOUNT
    return sentence.tag(place + 1) in (Tag.OF, Tag.WHEN) or compared


def _print(sentence: Sentence, begin: int, place: int, series: EconomicSeries) -> MacroPrintClaim | None:
    written = sentence.amount(place)
    if written is None:
        return None
    hedged = sentence.hedged(place) or written
    if sentence.tag(place + 1) is Tag.JOBS and series.word in ("gdp", "unemployment"):
        series = _BY_WORD["payrolls"]
    link = sentence.skip(place - 1, Tag.FILL, *HEDGES, step=-1)
    verb = _verb_before(sentence, begin, place)
    up = None if verb is None else _goes_up(sentence, verb)
    if series.frequency is Frequency.DAILY and any(w.first and not w.since for _, w in sentence.times):
        up = None  # "tumbled over the month to 4.37 %", not on that day
    tag, relation = sentence.tag(link), PrintRelation.AT
    inside = range(min(_after_relative(sentence, begin), place), place)
    if any(_is_unknown(sentence, at) for at in inside):
        return None
    level: Amount | None = hedged
    change: Amount | None = None
    following = sentence.skip(place + 1, Tag.FILL)
    degree = _DEGREES.get(sentence.word(following).split(" ")[0])
    if sentence.tag(following) in (Tag.ABOVE, Tag.BELOW) and sentence.tag(following + 1) is Tag.WHEN:
        degree = sentence.tag(following) is Tag.ABOVE  # "three basis points above Thursday"
    if degree is not None and written.unit in _OF_CHANGE and series.word != "spread":
        level, change, up = None, hedged, degree  # "…, three basis points less"
    elif tag is Tag.FROM or _goes_on_from(sentence, link) or _is_earlier(sentence, link):
        relation = PrintRelation.AT if _own_time(sentence, place) else PrintRelation.BEFORE
        up = None
    elif tag in (Tag.ABOVE, Tag.BELOW, Tag.CROSS, Tag.FALL_THROUGH):
        relation = PrintRelation.ABOVE if tag in (Tag.ABOVE, Tag.CROSS) else PrintRelation.BELOW
        up = None
    elif series.word in _GROWTH and verb is not None and tag is not Tag.TO:
        negative = not up or sentence.word(verb) in _CUTS
        level, up = replace(hedged, value=-abs(hedged.value) if negative else abs(hedged.value)), None
    elif verb is not None and tag not in _LEVELS and link == verb:
        level, change = None, hedged
    elif (
        tag not in (*_LEVELS, Tag.FILL, Tag.CLOSE, Tag.WHEN, Tag.SERIES)
        and sentence.word(link) not in ("yield", "yields")
        and not _listed(sentence, begin, place)
    ):
        return None
    return _fitting(sentence, begin, place, series, level, change, up, relation)


def _is_unknown(sentence: Sentence, place: int) -> bool:
    word = sentence.word(place)
    known = word in _PLAIN or word in _WIDENING or (is_verb(word) and word not in NO_MOVES)
    return sentence.tag(place) is Tag.WORD and not known


def _after_relative(sentence: Sentence, begin: int) -> int:
    """Behind the relative clause at the series' name: "the two-year yield, which follows policy, closed at"."""
    if sentence.tag(begin + 1) is not Tag.COMMA:
        return begin + 1
    following = range(begin + 2, len(sentence.elements))
    return next((at + 1 for at in following if sentence.tag(at) is Tag.COMMA), begin + 1)


def _verb_before(sentence: Sentence, begin: int, place: int) -> int | None:
    """The word of direction that the figure belongs to."""
    at = sentence.skip(place - 1, *_SKIPPED, Tag.TO, Tag.AT, Tag.FROM, Tag.SET, step=-1)
    if at >= begin and (sentence.tag(at) in _VERBS or sentence.word(at) in _WIDENING):
        return at
    return begin - 1 if begin and sentence.tag(begin - 1) in _VERBS and at == begin else None


def _goes_up(sentence: Sentence, verb: int) -> bool:
    return _WIDENING.get(sentence.word(verb), sentence.tag(verb) is Tag.UP)


def _goes_on_from(sentence: Sentence, link: int) -> bool:
    """ "from a revised 215,000"."""
    return (
        sentence.word(link) == "revised"
        and sentence.tag(sentence.skip(link - 1, Tag.FILL, step=-1)) is Tag.FROM
    )


def _is_earlier(sentence: Sentence, link: int) -> bool:
    """ "at 4.26 %, versus 4.24 % on Thursday", "4.26 %, prior 4.33 %": a figure stands before it."""
    figure = sentence.skip(link - 1, Tag.FILL, Tag.COMMA, Tag.WHEN, step=-1)
    compares = sentence.is_comparing(link) or sentence.word(link) in ("prior", "previous", "after")
    return compares and sentence.amount(figure) is not None


def _listed(sentence: Sentence, begin: int, place: int) -> bool:
    """ "…, and for May 63,000": a further figure of the same series for a time of its own."""
    before = sentence.elements[place - 1].value if place else None
    earlier = any(sentence.amount(at) is not None for at in range(begin, place - 1))
    return isinstance(before, When) and earlier


def _fitting(
    sentence: Sentence,
    begin: int,
    place: int,
    series: EconomicSeries,
    level: Amount | None,
    change: Amount | None,
    up: bool | None,
    relation: PrintRelation,
) -> MacroPrintClaim | None:
    """The claim in the series' own terms: thousands are precise to a thousand; None for another unit."""
    if level is not None and level.unit is AmountUnit.PLAIN and _is_bare_rate(series, level):
        level = replace(level, unit=AmountUnit.PERCENT)
    for amount in (level, change):
        if amount is not None and not _fits(series, amount, amount is change):
            return None
    if series.word in ("payrolls", "claims"):
        level, change = _rounded(level), _rounded(change)
    first = begin if not any(sentence.amount(at) for at in range(begin, place)) else _start(sentence, place)
    end = place + 1 if sentence.tag(place + 1) is Tag.JOBS else place
    return MacroPrintClaim(
        place=sentence.place(first, end),
        series=series,
        level=level,
        change=change,
        up=up,
        when=_time_of(sentence, begin, place, relation is PrintRelation.BEFORE),
        relation=relation,
    )


def _start(sentence: Sentence, place: int) -> int:
    return sentence.skip(place - 1, Tag.FILL, Tag.TO, Tag.FROM, Tag.ABOUT, Tag.NEARLY, Tag.OVER, step=-1) + 1


def _time_of(sentence: Sentence, begin: int, place: int, before: bool) -> When:
    """The month, quarter, week or day of the figure: right behind it, right before it, else the sentence's. `before`:
    the figure is the one before, of which only what stands right behind it is the time."""
    elements = sentence.elements
    if before:
        return _own_time(sentence, place) or _main_time(sentence, place)
    for at in range(place + 1, min(place + 7, len(elements))):
        value = elements[at].value
        if isinstance(value, When) and not value.since and not _is_than(sentence, at - 1):
            return value
        if elements[at].tag in (Tag.AMOUNT, Tag.TURN, Tag.SERIES):
            break
    leading = elements[place - 1].value if place else None
    if isinstance(leading, When):
        return leading
    return _main_time(sentence, place)


def _is_than(sentence: Sentence, place: int) -> bool:
    """ "one basis point more than on Thursday": the time of what it is compared with."""
    return sentence.word(place).endswith("than") or sentence.tag(place) in (Tag.ABOVE, Tag.BELOW)


def _own_time(sentence: Sentence, place: int) -> When | None:
    """The time right behind the figure."""
    following = sentence.skip(place + 1, Tag.FILL)
    value = sentence.elements[following].value if following < len(sentence.elements) else None
    return value if isinstance(value, When) and not value.since else None


def _main_time(sentence: Sentence, place: int) -> When:
    """The newest time before; none of a relative clause: ", which had stood at 4.12 % a day earlier,"."""
    commas = [at for at in range(place) if sentence.tag(at) is Tag.COMMA]
    over = {n for one, end in pairwise(commas) if sentence.tag(one + 1) is Tag.WHICH for n in range(one, end)}
    times = [when for at, when in sentence.times if at < place and at not in over and not when.since]
    return times[-1] if times else When(sentence.anchor)


def _fits(series: EconomicSeries, amount: Amount, is_change: bool) -> bool:
    """Can this be a figure of that series?"""
    if series.word in ("payrolls", "claims"):
        return amount.unit is AmountUnit.PLAIN and abs(amount.value) >= 1000
    if series.frequency is Frequency.WEEKLY:
        return amount.unit is AmountUnit.PLAIN
    if is_change:
        return amount.unit in _OF_CHANGE
    return amount.unit is AmountUnit.PERCENT or (amount.unit in _OF_CHANGE and series.word == "spread")


def _is_bare_rate(series: EconomicSeries, amount: Amount) -> bool:
    """ "the 10-year went from 4.37 to 4.45": a rate of a market without its unit."""
    return series.frequency is Frequency.DAILY and amount.step == _RATE_STEP and 0 < amount.value < _MOST_RATE


def _rounded(amount: Amount | None) -> Amount | None:
    """Persons are written to the thousand: "210,000" is precise to a thousand, not to one."""
    if amount is None or amount.value % 1000:
        return amount
    return replace(amount, step=max(amount.step, 1000.0))
