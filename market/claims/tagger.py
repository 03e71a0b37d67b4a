"""Tokens as elements: what each word, figure, market or date does in its sentence."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from market.claims.expressions.amounts import Amount, AmountUnit, amount_at, count_at, ordinal_at
from market.claims.expressions.bases import since_at
from market.claims.expressions.dates import when_at
from market.claims.expressions.days import FRIDAY, RELATIVE_DAYS
from market.claims.expressions.lexicon import SERIES
from market.claims.expressions.parts_of_year import ordinal_part
from market.claims.expressions.shares import share_at
from market.claims.expressions.tokens import Token, TokenKind
from market.claims.expressions.tokens import tokens as words_of
from market.claims.expressions.when import When
from market.claims.subjects import Subject, subject_at
from market.claims.vocabulary.names import OTHERS
from market.claims.vocabulary.superlatives import is_superlative
from market.claims.vocabulary.tag import Tag
from market.claims.vocabulary.words import LEXICON
from market.datasets.economic_series import EconomicSeries

Value = Amount | Subject | When | EconomicSeries | int | None
_MARKS = dict.fromkeys(",()–—|", Tag.COMMA) | {"'s": Tag.POSSESSIVE, ":": Tag.COLON}
_ALONE = frozenset(",()/.;:!?|…")  # marks that begin no phrase and no figure
# Behind "10-year" these speak of something else: "a 10-year low", "its 10-year anniversary".
_NO_YIELD_BEFORE = frozenset(
    """
    low high lows highs peak trough average anniversary streak run old period plan term forecast stretch record history
    bull bear rally return horizon veteran contract deal swap spread breakeven tips real bond bonds auction range
    """.split()  # noqa: SIM905
)
_OF_YIELDS = frozenset(
    {"bps", "bp", "10yr", "yield", "yields", "treasury", "treasuries", "ust", "rates", "bond", "bonds"}
)
_BEFORE_ORDINAL = ("in", "during", "over", "for")
_ARTICLES = ("a", "an", "another", "its", "their")
_HEDGES = (Tag.AS_MUCH_AS, Tag.OVER, Tag.JUST_OVER, Tag.UNDER, Tag.NEARLY, Tag.ABOUT)
_NO_ADVERBS = ("family", "supply", "italy", "july", "monthly", "weekly")


class TaggedElement(NamedTuple):
    """`start` and `end` count tokens."""

    tag: Tag
    start: int
    end: int
    value: Value = None


def skip(elements: Sequence[TaggedElement], place: int, *tags: Tag, step: int = 1) -> int:
    """The first place from `place` on (or back) whose tag is none of `tags`."""
    while 0 <= place < len(elements) and elements[place].tag in tags:
        place += step
    return place


def elements_of(
    tokens: Sequence[Token],
    anchor: date,
    unambiguous: Collection[str],
    told: Sequence[When] = (),
    of_yields: bool = False,
) -> list[TaggedElement]:
    """The elements of a sentence, each taking as many tokens as the longest name, phrase or figure
    there. `unambiguous`: tickers that settle names with several meanings. `told`: the time of the sentence before.
    `of_yields`: the paragraph has spoken of yields.

    >>> from market.claims.expressions.tokens import tokens
    >>> [e.tag.value for e in elements_of(tokens("The S&P 500 rose 1.2 percent"), date(2026, 1, 22), ())]
    ['fill', 'market', 'up', 'amount']
    """
    elements: list[TaggedElement] = []
    of_yields = of_yields or speaks_of_yields(tokens)
    place = 0
    while place < len(tokens):
        bare = _bare_maturity(tokens, place) if of_yields else None
        element = bare or _element(tokens, place, anchor, unambiguous, elements[-1].tag if elements else None)
        if element.tag is Tag.UNCLEAR:
            element = _since_then(tokens, element, [*told, *(e.value for e in elements)], anchor)
        elif tokens[place].word in RELATIVE_DAYS.first_words:
            element = _relative_day(tokens, place, [*told, *(e.value for e in elements)], anchor) or element
        elif tokens[place].word in _BEFORE_ORDINAL and element.tag is not Tag.WHEN:
            element = (
                _part_of_same_year(tokens, place, [*told, *(e.value for e in elements)], anchor) or element
            )
        elements.append(element)
        place = element.end
    for at in range(len(elements) - 3):  # "The Dow, by contrast, clings to …"
        if [e.tag for e in elements[at : at + 4]] == [Tag.MARKET, Tag.COMMA, Tag.FILL, Tag.COMMA]:
            elements[at + 1], elements[at + 3] = (
                elements[n]._replace(tag=Tag.FILL) for n in (at + 1, at + 3)
            )
    return [
        _beside_amount(tokens, elements, at) if e.tag in (Tag.ERASE, Tag.SNAP) else e
        for at, e in enumerate(elements)
    ]


def _element(
    tokens: Sequence[Token], place: int, anchor: date, unambiguous: Collection[str], before: Tag | None
) -> TaggedElement:
    if tokens[place].word in _ALONE:
        return TaggedElement(_plain_tag(tokens[place]), place, place + 1)
    if before is Tag.FIRST_SINCE and tokens[place - 1].word == "since":
        start = since_at(tokens, place - 1, anchor)
        if start:
            words = " ".join(token.text for token in tokens[place - 1 : place - 1 + start[1]])
            return TaggedElement(Tag.WHEN, place, place - 1 + start[1], start[0].written(words))
    when = when_at(tokens, place, anchor, after_close=before is Tag.CLOSE)
    if when and not _is_of_run(tokens, place, when[1]):
        return TaggedElement(Tag.WHEN, place, place + when[1], when[0])
    phrase = LEXICON.at(tokens, place)
    series, other, market = SERIES.at(tokens, place), OTHERS.at(tokens, place), subject_at(tokens, place)
    longest = max((match[1] for match in (phrase, series, market, other) if match), default=0)
    if other and other[1] == longest:
        return TaggedElement(Tag.OTHER, place, place + longest)
    if market and market[1] == longest:
        return TaggedElement(Tag.MARKET, place, place + longest, _resolved(market[0], unambiguous))
    if series and series[1] == longest:
        return TaggedElement(Tag.SERIES, place, place + longest, series[0])
    ordinal = ordinal_at(tokens, place)
    if ordinal and (ordinal[1] > 1 or not phrase):
        return TaggedElement(Tag.ORDINAL, place, place + ordinal[1], ordinal[0])
    amount = amount_at(tokens, place) or share_at(tokens, place)
    if amount and (not phrase or amount[1] >= phrase[1]):
        return TaggedElement(Tag.AMOUNT, place, place + amount[1], amount[0])
    if tokens[place].word == "ahead" and not phrase and _is_of_figure(tokens, place, before):
        return TaggedElement(Tag.UP, place, place + 1)
    if phrase and not _is_name(tokens, place) and not _is_before_share(tokens, place):
        return TaggedElement(phrase[0], place, place + phrase[1])
    count = count_at(tokens, place)
    if count is not None:
        return TaggedElement(Tag.WORD, place, place + 1, count)
    if _is_adjective_of_figure(tokens, place) or _is_before_share(tokens, place):
        return TaggedElement(Tag.FILL, place, place + 1)
    if is_superlative(tokens[place].word):
        return TaggedElement(Tag.SUPERLATIVE, place, place + 1)
    return TaggedElement(_plain_tag(tokens[place]), place, place + 1)


def _beside_amount(tokens: Sequence[Token], elements: Sequence[TaggedElement], place: int) -> TaggedElement:
    """ "erased 1,679 points", "regained 2 %": a fall or a rise; not "erased a 2 % gain", "the 2 % it had won"; "is over
    40", which ends no streak."""
    at = skip(elements, place + 1, Tag.FILL, *_HEDGES)
    amount = elements[at].value if at < len(elements) else None
    if elements[place].tag is Tag.SNAP:
        over = isinstance(amount, Amount) and tokens[elements[place].end - 1].word == "over"
        return elements[place]._replace(tag=Tag.OVER) if over else elements[place]
    if (
        not isinstance(amount, Amount)
        or amount.unit is AmountUnit.PLAIN
        or tokens[elements[at].start - 1].word == "the"
    ):
        return elements[place]
    following = elements[at + 1].tag if at + 1 < len(elements) else None
    if following in (Tag.UP, Tag.DOWN, Tag.OF):
        return elements[place]
    up = tokens[elements[place].start].word.startswith("regain")
    return elements[place]._replace(tag=Tag.UP if up else Tag.DOWN)


def _since_then(
    tokens: Sequence[Token], element: TaggedElement, named: Sequence[Value], anchor: date
) -> TaggedElement:
    """ "… on Monday and has since slipped 1 %", "Since then it has risen 12 %": from the day that was named last."""
    words = " ".join(token.word for token in tokens[element.start : element.end])
    days = [when for when in named if isinstance(when, When) and when.one_day and when.words]
    has = tokens[element.start - 1].word in ("has", "have", "had", "'ve", "'s") if element.start else False
    if not days or days[-1].last >= anchor or not (words == "since then" or (words == "since" and has)):
        return element
    day = days[-1].last
    after = day + timedelta(days=1)
    when = When(anchor, after, words=words, since=True, named=day, unit="span")
    return element._replace(tag=Tag.WHEN, value=when)


def speaks_of_yields(tokens: Sequence[Token]) -> bool:
    return not _OF_YIELDS.isdisjoint(token.word for token in tokens)


def _relative_day(
    tokens: Sequence[Token], place: int, named: Sequence[Value], anchor: date
) -> TaggedElement | None:
    """ "that day", "one day later", behind a day that was named."""
    found = RELATIVE_DAYS.at(tokens, place)
    days = [when for when in named if isinstance(when, When) and when.one_day and when.words]
    if found is None or not days or days[-1].last >= anchor:
        return None
    later, used = found
    day = days[-1].last + timedelta(days=later)
    if later and day.weekday() > FRIDAY:
        day += timedelta(days=7 - day.weekday())
    words = " ".join(token.text for token in tokens[place : place + used])
    return TaggedElement(Tag.WHEN, place, place + used, When(day, exact=bool(later), words=words))


def _part_of_same_year(
    tokens: Sequence[Token], place: int, named: Sequence[Value], anchor: date
) -> TaggedElement | None:
    """ "in the second", behind a quarter or a half that was named."""
    part = ordinal_part(tokens, place, anchor, [when for when in named if isinstance(when, When)])
    if part is None:
        return None
    words = " ".join(token.text for token in tokens[place : place + part[1]])
    return TaggedElement(Tag.WHEN, place, place + part[1], part[0].written(words))


def _bare_maturity(tokens: Sequence[Token], place: int) -> TaggedElement | None:
    """ "the 2-year at 3.49 %", where the paragraph speaks of yields; another maturity than is followed here is
    something else."""
    if place + 2 >= len(tokens) or tokens[place + 1].word not in ("year", "yr", "y"):
        return None
    behind = place + 2 + (tokens[place + 2].kind is TokenKind.POSSESSIVE or tokens[place + 2].word == "'s")
    behind += behind > place + 2 and behind < len(tokens) and tokens[behind].word in ("yield", "rate")
    following = tokens[min(behind, len(tokens) - 1)].word
    if following in _NO_YIELD_BEFORE or SERIES.at(tokens, place) is not None:
        return None
    years = count_at(tokens, place)
    name = {2: "2-year yield", 10: "10-year yield"}.get(years or 0)
    series = SERIES.at(words_of(name), 0) if name else None
    if series is None:
        return TaggedElement(Tag.OTHER, place, place + 2) if years in (3, 5, 7, 20, 30) else None
    return TaggedElement(Tag.SERIES, place, behind, series[0])


def _is_of_figure(tokens: Sequence[Token], place: int, before: Tag | None) -> bool:
    """ "was ahead 1.4 percent", "ahead by as much as 1.4 percent", "1.4 percent ahead"."""
    at = place + 1 + (place + 1 < len(tokens) and tokens[place + 1].word == "by")
    hedge = LEXICON.at(tokens, at)
    at += hedge[1] if hedge and hedge[0] in _HEDGES else 0
    return before is Tag.AMOUNT or (at < len(tokens) and amount_at(tokens, at) is not None)


def _is_adjective_of_figure(tokens: Sequence[Token], place: int) -> bool:
    """ "a measly 1.0 %", "another chunky 307 points"."""
    if not 0 < place < len(tokens) - 1 or tokens[place - 1].word not in _ARTICLES:
        return False
    return tokens[place].kind is TokenKind.WORD and tokens[place + 1].kind is TokenKind.NUMBER


def _is_before_share(tokens: Sequence[Token], place: int) -> bool:
    """ "is sitting on 25.7 %", "has decreased on 3.6 %": the preposition says nothing."""
    amount = amount_at(tokens, place + 1) if tokens[place].word == "on" and place + 1 < len(tokens) else None
    return amount is not None and amount[0].unit is AmountUnit.PERCENT


def _resolved(subject: Subject, unambiguous: Collection[str]) -> Subject:
    if len(subject.readings) < 2:
        return subject
    fitting = tuple(symbol for symbol in subject.readings if symbol.ticker in unambiguous)
    return subject.read_as(fitting[0]) if len(fitting) == 1 else subject


def _is_of_run(tokens: Sequence[Token], place: int, used: int) -> bool:
    """ "in three weeks running": how long a run is, no time."""
    following = tokens[place + used].word if place + used < len(tokens) else ""
    return tokens[place].word in ("in", "for", "over") and following in ("running", "straight", "on")


def _is_name(tokens: Sequence[Token], place: int) -> bool:
    """ "May", the month; "Target", the retailer, behind other words or listed with another company."""
    following = tokens[place + 1].word if place + 1 < len(tokens) else ""
    listed = place > 0 or following in ("and", ",", "'s")
    return tokens[place].text == "May" or (tokens[place].text == "Target" and listed)


def _plain_tag(token: Token) -> Tag:
    if token.word in _MARKS:
        return _MARKS[token.word]
    if token.kind in (TokenKind.MARK, TokenKind.POSSESSIVE):
        return Tag.MARK
    if token.word.endswith("ly") and token.word not in _NO_ADVERBS:
        return Tag.FILL
    return Tag.WORD
