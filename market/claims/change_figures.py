"""The shape of a change in a sentence: its direction, whose it is, and which words belong to its figure."""

from __future__ import annotations

from market.claims.elliptic_figures import elliptic
from market.claims.expressions.amounts import Amount, AmountUnit
from market.claims.expressions.when import Turn, When
from market.claims.figure_context import (
    AGAINST,
    BEING,
    MAY_FOLLOW,
    MOVES,
    FiguresRead,
    compared_markets,
    is_of_unknown_noun,
    is_other_figure,
    is_positive,
    markets_after_for,
    only_markets,
    verb_before,
    with_hedge,
)
from market.claims.sentence import HEDGES, Sentence
from market.claims.subjects import Subject
from market.claims.vocabulary.beside import HARMLESS
from market.claims.vocabulary.tag import Tag
from market.claims.vocabulary.verbs import is_verb

ENDED_UP = frozenset({"ended up", "ending up", "end up"})  # "55.96 points", but also "at 49,071.56"
COSTING = ("cost", "costs", "costing")
_LEADING = (Tag.FILL, Tag.WHEN, Tag.POSSESSIVE, Tag.AMOUNT, Tag.UP, Tag.DOWN, *HEDGES)
_ADDING = frozenset({"add", "adds", "added", "adding", "tack", "tacks", "tacked", "tacking"})
_OF_MARKET = (Tag.POSSESSIVE, Tag.RECORD_HIGH, Tag.RECORD_LOW, Tag.PEAK, Tag.TROUGH, Tag.HIGHEST, Tag.LOWEST)
_FROM_VERB = (
    *HEDGES, Tag.FILL, Tag.SESSION, Tag.WHEN, Tag.AS_MUCH_AS, Tag.OR, Tag.UNIT, Tag.CLOSING, Tag.OWN,
)  # fmt: skip


def shape_of(
    sentence: Sentence, place: int, amount: Amount, reading: FiguresRead
) -> tuple[bool | None, tuple[Subject, ...], int, int] | None:
    """Direction, markets, and from where to where the claim's words stand; None for what is no change."""
    after = sentence.skip(place + 1, Tag.FILL, Tag.UNIT)
    noun_after = sentence.tag(after) in MOVES and not _begins_predicate(sentence, after)
    if amount.unit is AmountUnit.PLAIN and (
        sentence.word(after) in ("▲", "▼") or sentence.tag(place - 1) is Tag.AT
    ):
        return None
    if amount.unit is AmountUnit.PLAIN and sentence.tag(after + 1) is Tag.UNIT and noun_after:
        return None  # "6 green days in a row"
    if trailing := _behind_base(sentence, place) or _cost(sentence, place):
        return trailing
    if is_of_unknown_noun(sentence, place, amount):
        markets = markets_after_for(sentence, place + 2) or sentence.subjects[place]
        return None, markets, place, place + 2
    if moved := _of_market_behind(sentence, place, amount, after) or _of_relative(sentence, place):
        return moved
    if sentence.word(place - 1) == "the" and sentence.tag(place - 2) in (Tag.OVER, Tag.UNDER):
        return None  # "more than the 10 % that makes a correction"
    before = sentence.skip(place - 1, *_FROM_VERB, step=-1)
    if (
        sentence.tag(before) is Tag.OF
        and sentence.tag(of := sentence.skip(before - 1, Tag.FILL, step=-1)) in MOVES
    ):
        before = of  # "a weekly gain of 1.7 %"
        if sentence.tag(sentence.skip(of - 1, Tag.FILL, Tag.UNIT, step=-1)) is Tag.ORDINAL:
            return None  # "only the second drop of more than 1,000 points this year"
    behind_or = (
        before if sentence.tag(before) not in (Tag.COMMA, Tag.AMOUNT) else _over_figures(sentence, before)
    )
    signed = amount.signed
    base = _measured_from(sentence, after if noun_after else place)
    if base is False:
        return None
    if noun_after:
        up: bool | None = sentence.tag(after) is Tag.UP
        last = after + 1
        first = behind_or if sentence.tag(behind_or) in MOVES else place
    elif (verb := _verb_of(sentence, amount, before, behind_or)) is not None:
        up, first, last = sentence.tag(verb) is Tag.UP, verb, place + 1
        if _is_particle(sentence, verb):  # "coughed up 1,123 points": its size only
            return None, sentence.subjects[verb], place, place + 1
        if is_other_figure(sentence, place, amount):
            return None
        if signed and is_positive(amount) is not up:
            if up or verb != before:
                return elliptic(sentence, place, amount, reading, before)  # "green, still -0.4 % on the week"
            if amount.value > 0:
                return None
    elif sentence.word(before) in ENDED_UP:
        up, first, last = True, before, place + 1
    elif base:
        if sentence.word(before) == "within":
            return None
        up, first, last = None, place, place + 2
    else:
        return elliptic(sentence, place, amount, reading, before)
    if signed and first == place:
        up = is_positive(amount)
    subjects = _markets_of(sentence, place, first, last)
    if amount.unit is AmountUnit.PLAIN and sentence.tag(before) in (Tag.COMMA, Tag.AMOUNT):
        return None
    return (up, subjects, with_hedge(sentence, first), last) if subjects else None


def _is_particle(sentence: Sentence, place: int) -> bool:
    unknown = sentence.tag(place - 1) is Tag.WORD and sentence.word(place - 1).endswith("ed")
    return sentence.word(place) == "up" and unknown and sentence.word(place - 1) not in HARMLESS


def _verb_of(sentence: Sentence, amount: Amount, before: int, behind_or: int) -> int | None:
    """Where the verb of the figure stands: before it, or before "to", "reached" or "for" ("rose on Monday to 2 %")."""
    if sentence.tag(behind_or) in MOVES:
        return behind_or
    if sentence.word(sentence.skip(before + 1, *HEDGES)) == "by":  # "rose again on Friday, by 1.5 %"
        by = sentence.skip(before, Tag.COMMA, Tag.WHEN, Tag.FILL, step=-1)
        return by if sentence.tag(before) is Tag.COMMA and sentence.tag(by) in MOVES else None
    linked = sentence.tag(before) in (Tag.TO, Tag.REACH) or sentence.word(before) == "for"
    mover = sentence.skip(before - 1, Tag.WHEN, step=-1)
    return mover if linked and amount.unit is AmountUnit.PERCENT and sentence.tag(mover) in MOVES else None


def _of_market_behind(
    sentence: Sentence, place: int, amount: Amount, after: int
) -> tuple[bool, tuple[Subject, ...], int, int] | None:
    """ "sliced 879 points off the Dow", "added 2.9 % to the S&P 500 and 1,125 points to the Dow"; not what is of the
    market: "7 % off the Nasdaq's peak"."""
    added = (
        amount.unit is not AmountUnit.PLAIN and sentence.tag(after) is Tag.TO and _was_added(sentence, place)
    )
    taken = sentence.word(after) in ("off", "off the")
    if not (added or taken):
        after = _from_market(sentence, place, amount, after)
    markets, behind = sentence.markets(after + 1) if after else ((), 0)
    return (added, markets, place, after + 1) if markets and sentence.tag(behind) not in _OF_MARKET else None


def _from_market(sentence: Sentence, place: int, amount: Amount, after: int) -> int:
    """Where "from" stands in "chopped 2.1 % from the S&P 500", "2.4 % evaporated from the Nasdaq"; zero for none."""
    verb = verb_before(sentence, sentence.skip(place - 1, Tag.FILL, *HEDGES, step=-1))
    after += after == place + 1 and sentence.tag(after) is Tag.WORD and is_verb(sentence.word(after))
    told = sentence.tag(verb) in (Tag.WORD, None, Tag.COMMA, Tag.MARK, Tag.DOWN)
    ends = sentence.tag(sentence.markets(after + 1)[1]) in MAY_FOLLOW | {Tag.FOR}
    linked = sentence.word(after) in ("from", "from the") and amount.unit is not AmountUnit.PLAIN
    return after if told and ends and linked else 0


def _behind_base(sentence: Sentence, place: int) -> tuple[bool, tuple[Subject, ...], int, int] | None:
    """ "trails its record by 1.8 %": as far below it."""
    by = sentence.skip(place - 1, *HEDGES, step=-1)
    base = sentence.elements[by - 1].value if by > 0 and sentence.word(by) == "by" else None
    if not isinstance(base, When) or not sentence.word(by - 1).startswith(("trail", "lag", "behind")):
        return None
    return False, sentence.subjects[place], by - 1, place + 1


def _cost(sentence: Sentence, place: int) -> tuple[bool, tuple[Subject, ...], int, int] | None:
    """ "September cost the S&P 500 9.3 %", "this one cost it 879 points"."""
    market = sentence.skip(place - 1, Tag.FILL, *HEDGES, step=-1)
    verb = sentence.skip(market - 1, Tag.FILL, step=-1)
    if sentence.word(verb) not in COSTING:
        return None
    markets = sentence.markets(market)[0] or (
        sentence.subjects[market] if sentence.tag(market) is Tag.PRONOUN else ()
    )
    return (False, markets, verb, place + 1) if markets else None


def _of_relative(sentence: Sentence, place: int) -> tuple[bool, tuple[Subject, ...], int, int] | None:
    """ "worse than the 1.3 % the Dow lost"."""
    market = sentence.skip(place + 1, Tag.FILL)
    markets, verb = sentence.markets(market)
    verb = sentence.skip(verb, Tag.FILL)
    ends = sentence.tag(verb + 1) in MAY_FOLLOW
    if not markets or sentence.tag(verb) not in MOVES or not ends or sentence.word(place - 1) != "the":
        return None
    return sentence.tag(verb) is Tag.UP, markets, place, verb + 1


def _was_added(sentence: Sentence, place: int) -> bool:
    return any(sentence.word(at).split(" ")[0] in _ADDING for at in range(place))


def _over_figures(sentence: Sentence, place: int) -> int:
    """Back over figures of the same predicate: "rose 33.5 points, or 1.25 %", "(1.2 %)"."""
    amounts = 0
    while sentence.tag(place) in (Tag.COMMA, Tag.AMOUNT, *_FROM_VERB, Tag.OR) and place > 0:
        amounts += sentence.tag(place) is Tag.AMOUNT
        after = sentence.tag(sentence.skip(place + 1, Tag.FILL))
        if sentence.tag(place) is Tag.COMMA and after not in (Tag.OR, Tag.AMOUNT, *HEDGES):
            return -1
        if sentence.tag(place) is Tag.COMMA and after is not Tag.OR and sentence.word(place + 1) in BEING:
            return -1  # "up 869 points on the day, is still 1.5 % below its record"
        place -= 1
    noun_of_figure = sentence.tag(place) in MOVES and sentence.amount(
        sentence.skip(place - 1, Tag.UNIT, step=-1)
    )
    return place if amounts or noun_of_figure else -1


def _markets_of(sentence: Sentence, place: int, first: int, last: int) -> tuple[Subject, ...]:
    """Whose change it is: "the Dow's 0.6 % gain", "a 0.6 % gain for the Dow", else the subject there."""
    start = min(place, first)
    before = sentence.skip(start - 1, Tag.FILL, step=-1)
    if sentence.tag(before) is Tag.POSSESSIVE and sentence.tag(before - 1) is Tag.MARKET:
        owner = sentence.elements[before - 1].value
        return (owner,) if isinstance(owner, Subject) else ()
    link = sentence.word(sentence.skip(start - 1, Tag.FILL, *HEDGES, step=-1))
    if link in AGAINST and first == place and (others := compared_markets(sentence, place)):
        return others
    own = sentence.subjects[first]
    of = markets_after_for(sentence, last)
    if of and (not own or first == place or sentence.word(first).endswith(" of")):
        return of
    if not own and sentence.tag(at := sentence.skip(last, Tag.FILL, Tag.COMMA)) is Tag.PRONOUN:
        return sentence.subjects[at]  # "at 11 % below its record it …"
    alone = all(sentence.tag(n) not in (Tag.WORD, Tag.TOPIC, Tag.OTHER) for n in range(start))
    if not own and alone and sentence.tag(at := sentence.skip(last, Tag.WHEN, Tag.FILL)) is Tag.COMMA:
        return sentence.markets(at + 1)[0]  # "with a 975-point jump, the Dow …"
    if not own and all(sentence.tag(at) in _LEADING for at in range(start)):
        return only_markets(sentence)  # "March's 5.1 % decline was the S&P 500's biggest"
    if len(own) > 1 and (further := _further_figures(sentence, place)):
        return own[:1] if len(further) + 1 == len(own) else ()
    return own


def _further_figures(sentence: Sentence, place: int) -> list[int]:
    """Places of further figures, one for each of several markets: "rose 0.5 % and 0.9 %"."""
    out: list[int] = []
    unit = getattr(sentence.amount(place), "unit", None)
    while True:
        at = sentence.skip(place + 1, Tag.COMMA)
        at += sentence.tag(at) is Tag.AND
        amount = sentence.amount(at)
        if at == place + 1 or amount is None or amount.unit is not unit or sentence.tag(at - 1) is Tag.OR:
            return out
        if sentence.tag(sentence.skip(at + 1, Tag.FILL)) in (*MOVES, Tag.WHEN):
            return out
        out.append(at)
        place = at


def _measured_from(sentence: Sentence, place: int) -> bool | None:
    """Does a base that is known follow ("from its January peak", "below its record")? False: one that is not
    ("up 5 % from the level of the spring"); None: the words name none."""
    at = sentence.skip(place + 1, Tag.FILL)
    when = sentence.elements[at].value if 0 <= at < len(sentence.elements) else None
    if isinstance(when, When):
        if when.turn is not Turn.NONE or sentence.word(at).startswith(("above", "below", "beneath")):
            return True
        at = sentence.skip(at + 1, Tag.WHEN, Tag.FILL)
    if sentence.tag(at) in (Tag.ABOVE, Tag.BELOW, Tag.FROM):
        following = sentence.skip(at + 1, Tag.FILL)
        return None if sentence.tag(following) in (Tag.AMOUNT, Tag.WHEN) else False
    return False if sentence.tag(at) is Tag.NEAR and not sentence.word(at).startswith("to ") else None


def _begins_predicate(sentence: Sentence, place: int) -> bool:
    """Is the word of direction at `place` the verb of what follows rather than a noun of the figure before?"""
    following = sentence.skip(place + 1, *_FROM_VERB)
    return following == place + 1 and sentence.tag(following) is Tag.AMOUNT
