"""Figures without a verb of their own: "… and the Dow 0.6 %", "Nasdaq +0.9 %", "409 for the Nasdaq", "(−1.7 %)"."""

from __future__ import annotations

from market.claims.expressions.amounts import Amount, AmountUnit
from market.claims.expressions.anchors import COMPARING
from market.claims.expressions.when import When
from market.claims.figure_context import (
    AGAINST,
    BEING,
    FiguresRead,
    compared_markets,
    is_compared,
    is_other_figure,
    is_positive,
    markets_after_for,
    verb_before,
    with_hedge,
)
from market.claims.sentence import HEDGES, Sentence
from market.claims.subjects import Subject
from market.claims.vocabulary.tag import Tag
from market.claims.vocabulary.verbs import MOVERS, is_verb

_ENDS_POINTS = (Tag.TO, Tag.COMMA, Tag.AND, Tag.MARK, Tag.WHEN, None)
_MOST_POINTS = 3_000
_MOST_OF_LEVEL = 0.25  # that a day brings
_COMPARED = COMPARING | {"after", "following"}


def elliptic(
    sentence: Sentence, place: int, amount: Amount, reading: FiguresRead, before: int
) -> tuple[bool | None, tuple[Subject, ...], int, int] | None:
    """A figure without a verb: "… and the Dow 0.6 %", "Nasdaq +0.9 %", "409 for the Nasdaq", "(−1.7 %)"."""
    if is_other_figure(sentence, place, amount) or _is_margin(sentence, place):
        return None
    if reading.move is not None and any(sentence.tag(n) is Tag.OTHER for n in range(reading.move, place)):
        return None  # "we cut our overweight in small caps by 2 %"
    up = is_positive(amount) if amount.signed else reading.up
    if not amount.signed and sentence.word(place - 1) in BEING:
        up = None  # "even after the rebound it is 14 % in the hole"
    plain = amount.unit is AmountUnit.PLAIN
    if plain and not (reading.points or amount.signed):
        return None
    if not plain and _is_of_time_compared(sentence, place, before, reading):
        return is_positive(amount) if amount.signed else None, sentence.subjects[place], place, place + 1
    if sentence.word(before) in AGAINST and reading.used and not markets_after_for(sentence, place + 1):
        return up, compared_markets(sentence, place), place, place + 1
    if not plain and sentence.tag(before) is Tag.POSSESSIVE and sentence.tag(before - 1) is Tag.MARKET:
        owner = sentence.elements[before - 1].value  # "more than double the S&P 500's 1.5 %"
        return up, (owner,) if isinstance(owner, Subject) else (), with_hedge(sentence, place), place + 1
    of = markets_after_for(sentence, place + 1)
    listed = reading.move is not None or amount.signed or sentence.tag(before) is Tag.COLON
    if of and (listed or (not plain and _is_of_list(sentence))):
        return up, of, with_hedge(sentence, place), place + 1
    own = _owner(sentence, amount, reading, before)
    if not amount.signed and _is_lifted(sentence, own, reading):
        return None, sentence.subjects[own] or _named(sentence, own), place, place + 1
    if _is_listed(sentence, place, amount, reading, own):
        named = sentence.elements[own].value
        subjects = (named,) if isinstance(named, Subject) else sentence.subjects[own][-1:]
        return up, subjects, with_hedge(sentence, place), place + 1
    if _is_of_further_period(sentence, place, before) and reading.used and not plain:
        return up, sentence.subjects[place], with_hedge(sentence, place), place + 1
    if sentence.tag(before) is Tag.AND and reading.used and sentence.subjects[place]:
        return _respective(sentence, place, up)
    sign = is_positive(amount) if amount.signed else None
    if not plain and _is_of_unknown_verb(sentence, before):
        return sign, sentence.subjects[before], place, place + 1
    colon = sentence.skip(before, Tag.WHEN, step=-1)
    behind_colon = Tag.COLON in (sentence.tag(colon), sentence.tag(before))
    behind_colon = behind_colon and not _is_bracketed(sentence, before)
    if behind_colon and sum(sentence.tag(at) is Tag.MARKET for at in range(place)) > 1:
        return None  # "RUT > SPX today: +0.9 % vs +0.3 %"
    bracketed = sentence.word(place - 1) == "("
    level = sentence.tag(own) in (Tag.AMOUNT, Tag.WHEN, Tag.CLOSE, Tag.SESSION)
    shown = (
        own == before - 1 and sentence.tag(own) is Tag.MARKET and behind_colon and not plain
    )  # "Dow: 1.4 %"
    shown = shown or (
        (amount.signed or (level and bracketed)) and (not plain or (amount.signed and bracketed))
    )
    shown = shown or (plain and amount.signed and _is_behind_level(sentence, before, amount))
    return (sign, sentence.subjects[place], place, place + 1) if shown and sentence.subjects[place] else None


def _is_of_list(sentence: Sentence) -> bool:
    """ "the week delivered 4.7 % for the S&P 500 and 3.6 % for the Dow": figures with the market behind each."""
    figures = [at for at in range(len(sentence.elements)) if sentence.amount(at)]
    return len(figures) > 1 and all(markets_after_for(sentence, at + 1) for at in figures)


def _is_margin(sentence: Sentence, place: int) -> bool:
    """ "underperformed the S&P 500 by 1.4 points": how far apart the two are."""
    by = sentence.skip(place - 1, *HEDGES, step=-1)
    market = sentence.skip(by - 1, Tag.FILL, Tag.NOUN, Tag.WHEN, step=-1)
    compared = sentence.tag(sentence.skip(market - 1, Tag.FILL, step=-1)) in (Tag.AHEAD, Tag.BEHIND)
    return sentence.word(by) == "by" and sentence.tag(market) is Tag.MARKET and compared


def _is_behind_level(sentence: Sentence, before: int, amount: Amount) -> bool:
    """ "Dow: 38,703.27, −1,033.99": the points that it moved by."""
    level = sentence.amount(sentence.skip(before, Tag.COMMA, step=-1))
    plain = level is not None and level.unit is AmountUnit.PLAIN and not level.signed and level.step < 1
    return plain and level is not None and abs(amount.value) < level.value * _MOST_OF_LEVEL


def _owner(sentence: Sentence, amount: Amount, reading: FiguresRead, before: int) -> int:
    """Where the market before the figure stands, if it is one: "$DJI closes +1,325", "and the Dow one of 4.2 %"."""
    of_own = sentence.tag(before) is Tag.OF and reading.move is not None
    passed = [Tag.COLON, Tag.NOUN, Tag.COMMA, *[Tag.CLOSE] * amount.signed, *[Tag.OF] * of_own]
    begin = before - 2 if of_own and sentence.word(before - 1) == "one" else before
    return sentence.skip(begin, *passed, step=-1)


def _is_listed(sentence: Sentence, place: int, amount: Amount, reading: FiguresRead, own: int) -> bool:
    """Is it the figure of the market at `own` in a list: "the Dow fell 453.19 to …, the S&P 500 90.69 to …"? Not that
    of an object: "cost the S&P 500 0.5 points"."""
    bare = not amount.signed and sentence.word(place - 1) != "by"
    of_object = sentence.tag(sentence.skip(own - 1, Tag.FILL, step=-1)) is Tag.WORD
    if sentence.tag(own) is not Tag.MARKET or is_compared(sentence, own) or (of_object and bare):
        return False
    listed = amount.signed or sentence.word(place - 1) == "("
    listed = listed or reading.move is not None or reading.when is not None
    pointed = reading.points and sentence.tag(place + 1) in _ENDS_POINTS and amount.value < _MOST_POINTS
    return listed and (amount.signed or pointed or amount.unit is not AmountUnit.PLAIN)


def _named(sentence: Sentence, place: int) -> tuple[Subject, ...]:
    return (named,) if isinstance(named := sentence.elements[place].value, Subject) else ()


def _is_lifted(sentence: Sentence, own: int, reading: FiguresRead) -> bool:
    """ "lifting the S&P 500 3.3 % and the Dow 1,161 points": what moved them is not the market itself."""
    verb = sentence.skip(own - 1, Tag.FILL, step=-1)
    goes_on = sentence.tag(verb) in (Tag.AND, Tag.COMMA) and reading.move is None
    lifted = (
        any(word in MOVERS for word in sentence.words[:own]) if goes_on else sentence.word(verb) in MOVERS
    )
    return sentence.tag(own) is Tag.MARKET and lifted


def _is_of_unknown_verb(sentence: Sentence, before: int) -> bool:
    """ "the Dow flumed 1.5 %": its size only."""
    at = verb_before(sentence, before)
    word = sentence.word(at)
    verb = sentence.tag(at) is Tag.WORD and (is_verb(word) or word.endswith(("s", "ing")))
    of_market = sentence.tag(sentence.skip(at - 1, Tag.FILL, Tag.NOUN, step=-1)) is Tag.MARKET
    return of_market and (verb or sentence.tag(at) is Tag.SET)


def _is_bracketed(sentence: Sentence, colon: int) -> bool:
    """ "the Dow was down 0.3 % (week: −2.0 %)": the bracket is about the market before it."""
    return sentence.tag(colon - 1) in (Tag.UNIT, Tag.WHEN) and sentence.word(colon - 2) == "("


def _is_of_time_compared(sentence: Sentence, place: int, before: int, reading: FiguresRead) -> bool:
    """ "rose 20.4 % in 2025, after 28.6 % in 2024": the figure of a time of its own that another is compared with."""
    when = sentence.elements[place + 1].value if place + 1 < len(sentence.elements) else None
    compared = sentence.word(before) in _COMPARED
    return compared and bool(reading.used) and isinstance(when, When) and when.first is not None


def _is_of_further_period(sentence: Sentence, place: int, before: int) -> bool:
    """ "dropped 5.4 % for the month and 3.6 % for the quarter", the second figure."""
    earlier = sentence.skip(before - 1, Tag.COMMA, step=-1)
    if sentence.tag(before) not in (Tag.AND, Tag.COMMA):
        return False
    leading = sentence.elements[place - 1].value  # "13.6 % in the fourth quarter, in December 15.8 %"
    if isinstance(leading, When) and not leading.one_day and sentence.tag(earlier) is Tag.AMOUNT:
        return True
    whens = [sentence.elements[at].value for at in (earlier, place + 1) if 0 <= at < len(sentence.elements)]
    periods = [when for when in whens if isinstance(when, When)]
    return len(periods) == 2 and not periods[1].one_day


def _respective(
    sentence: Sentence, place: int, up: bool | None
) -> tuple[bool | None, tuple[Subject, ...], int, int] | None:
    """The second figure of "the S&P 500 and the Nasdaq rose 0.5 % and 0.9 %"."""
    subjects = sentence.subjects[place]
    figures = [at for at in range(place + 1) if sentence.amount(at) and sentence.subjects[at] == subjects]
    if len(subjects) < 2 or len(figures) > len(subjects):
        return None
    return up, subjects[len(figures) - 1 : len(figures)], place, place + 1
