"""Levels: "closed at 2,731.77", "rose 1 % to 2,718.77", "hit 2,735", "as high as 2,735.10", "closed above 2,700",
"Dow: 49,384.01 (+0.6 %)", "to 21.04 from 25.78"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from market.claims.asides import is_of_count
from market.claims.change_figures import ENDED_UP
from market.claims.expressions.amounts import Amount, AmountUnit
from market.claims.expressions.anchors import LEVEL_NOUNS
from market.claims.expressions.when import Turn, When
from market.claims.figure_context import BEING, is_moved_by, range_end
from market.claims.records import is_near
from market.claims.scope import nearby
from market.claims.sentence import HEDGES, Basis, Claim, Sentence, TextSpan
from market.claims.subjects import Subject
from market.claims.vocabulary.tag import Tag
from market.claims.vocabulary.verbs import MOVERS, NO_MOVES, is_verb

LEVEL_UNITS = (AmountUnit.PLAIN, AmountUnit.DOLLARS, AmountUnit.POINTS)
_PRECEDES = {
    Tag.REACH: Basis.SESSION,
    Tag.HIGH_OF: Basis.HIGH,
    Tag.LOW_OF: Basis.LOW,
    Tag.OPENED: Basis.OPEN,
    Tag.CLOSING: Basis.CLOSE,
}
_BETWEEN = (
    Tag.AMOUNT, Tag.OR, Tag.COMMA, Tag.FILL, Tag.WHEN, Tag.UP, Tag.DOWN, Tag.ABOUT, Tag.NEARLY, Tag.CLOSING,
    Tag.SESSION, Tag.UNIT, Tag.FLAT, Tag.OVER, Tag.ABOVE, Tag.BELOW, Tag.POSSESSIVE, Tag.JUST_OVER, Tag.OWN, Tag.COLON,
)  # fmt: skip
_RECORDS = (Tag.RECORD_HIGH, Tag.RECORD_LOW)
_LISTING = (Tag.COLON, Tag.COMMA, Tag.AND)
_NO_LEVEL_AFTER = (
    Tag.WORD, Tag.UNIT, Tag.STRAIGHT, Tag.JOBS, Tag.SECTORS, Tag.STREAK_UP, Tag.ADVANCERS, Tag.DECLINERS,
)  # fmt: skip
_PREPOSITIONS = (Tag.AT, Tag.TO, Tag.ABOVE, Tag.BELOW)
_MAIN = (
    Tag.CLOSE, Tag.UP, Tag.DOWN, Tag.MULTIPLE, Tag.REACH, Tag.STAND, Tag.FLAT, Tag.MARKET, Tag.CROSS, Tag.SET,
)  # fmt: skip
_EARLIER = ("previous", "prior", "preceding")


class LevelRelation(StrEnum):
    AT = "at"
    ABOVE = "above"
    BELOW = "below"


_BOUNDED = {"over": LevelRelation.ABOVE, "is over": LevelRelation.ABOVE, "under": LevelRelation.BELOW}
_RELATIONS: dict[Tag | None, LevelRelation] = {Tag.ABOVE: LevelRelation.ABOVE, Tag.BELOW: LevelRelation.BELOW}


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelClaim(Claim):
    """`subject` was at, above or below `amount`.

    up: it is said to have risen or fallen there.
    before: it is the level that the change started from ("to 21.04 from 25.78").
    nearby: other times that the words may mean, tried last.
    """

    subject: Subject
    amount: Amount
    when: When
    basis: Basis = Basis.CLOSE
    relation: LevelRelation = LevelRelation.AT
    up: bool | None = None
    before: bool = False
    nearby: tuple[When, ...] = ()


def find(sentence: Sentence) -> Iterator[LevelClaim]:
    """The levels that `sentence` claims, in its order."""
    for place in range(len(sentence.elements)):
        amount = sentence.amount(place)
        if amount is None or amount.unit not in LEVEL_UNITS or sentence.doubtful[place] or amount.signed:
            continue
        other = sentence.tag(place + 1) in _NO_LEVEL_AFTER and sentence.word(place + 1) not in LEVEL_NOUNS
        if other and (amount.step >= 1 or sentence.tag(place + 1) is not Tag.WORD):
            continue  # "at 2 companies", "hit 52 week …"; but "to 27.62 lol"
        if is_moved_by(sentence, place, amount):
            continue
        if (predicate := _predicate_of_level(sentence, place)) is None:
            continue
        first, basis, relation, up = predicate
        if sentence.word(sentence.skip(first - 1, Tag.FILL, Tag.AND, step=-1)) in ("before", "then", "later"):
            up = None  # "printed 65.73 before easing to 38.57": not from the close before
        link = sentence.skip(place - 1, Tag.FILL, *_RECORDS, *HEDGES, step=-1)
        inside = [at for at, _ in sentence.times if first <= at < place]
        named = next((at for at in inside if not is_of_count(sentence.elements, at, -1)), place)
        when = next((w for at, w in sentence.times if at == named), None) or sentence.when(place)
        if when.turn is not Turn.NONE:  # "to 49,490.03, 1.4 % short of its February record"
            own = [e.value for e in sentence.elements if isinstance(e.value, When) and e.value.one_day]
            when = own[0] if len(own) == 1 else When(sentence.anchor)
        # "stood at 16.90 in January"
        basis = (
            Basis.SESSION if sentence.tag(first) is Tag.STAND and when.words and not when.one_day else basis
        )
        before = sentence.is_comparing(link) or _is_day_before(sentence, first, link, place)
        following = sentence.elements[place + 1].value if place + 1 < len(sentence.elements) else None
        if before and isinstance(following, When) and (following.one_day or following.last < sentence.anchor):
            when, before = following, False  # "from 25.78 on Tuesday", "versus 17.48 a week earlier"
        markets = _named_after(sentence, place) if sentence.tag(first) in _LISTING else ()
        if sentence.tag(first) is Tag.AT:
            markets = sentence.markets(place + 1)[0][:1]  # "and at 30.61 the VIX shows its nerves"
        for subject in markets or sentence.subjects[first] or _named_after(sentence, place):
            yield LevelClaim(
                place=sentence.place(place, place) if markets else _span(sentence, first, link, place),
                subject=subject,
                amount=(sentence.hedged(place) or amount) if relation is LevelRelation.AT else amount,
                when=when,
                basis=basis,
                relation=relation,
                up=up,
                before=before,
                nearby=nearby(sentence, first, place + 1, when),
            )


def _is_day_before(sentence: Sentence, first: int, link: int, place: int) -> bool:
    """ "previous close 17,190.40", "after 37,645.59 a day earlier"."""
    previous = sentence.word(first - 1) in _EARLIER and sentence.tag(first) is not Tag.TURN
    own = sentence.word(place + 1).split() or [""]
    dated = own[-1] in ("earlier", "before", "prior") or not set(_EARLIER).isdisjoint(own)
    told = next((when.one_day for at, when in sentence.times if at == place + 1), False)
    return previous or (sentence.word(link) == "after" and (dated or told))


def _named_after(sentence: Sentence, place: int) -> tuple[Subject, ...]:
    """ "At 47,112.45, the Dow …", "we finished at 6,765.88 on the S&P 500"; not "crude fell to $105, the Dow …"."""
    at = sentence.skip(place + 1, Tag.FILL)
    comma = sentence.tag(at) is Tag.COMMA and all(e.tag is not Tag.OTHER for e in sentence.elements[:place])
    if comma or sentence.tag(at) is Tag.FOR or sentence.word(at) in ("on", "by"):
        return sentence.markets(at + 1)[0][:1]
    return ()


def _span(sentence: Sentence, first: int, link: int, place: int) -> TextSpan:
    """The claim's words: from the predicate, or from the preposition where other figures stand between."""
    between = any(sentence.amount(at) is not None for at in range(first, place))
    return sentence.place(link if between else first, place)


_Predicate = tuple[int, Basis, LevelRelation, bool | None]


def _predicate_of_level(sentence: Sentence, place: int) -> _Predicate | None:
    """The predicate that the level at `place` belongs to, and what it says of it."""
    before = sentence.skip(place - 1, Tag.FILL, *HEDGES, *_RECORDS, step=-1)
    tag = sentence.tag(before)
    written = sentence.amount(place)
    bounded = _BOUNDED.get(sentence.word(place - 1)) if written and written.unit is AmountUnit.PLAIN else None
    being = sentence.word(sentence.skip(place - 2, Tag.FILL, step=-1) + 1) in BEING
    if bounded and (tag is Tag.MARKET or being):  # "VIX over 60", "was under 50"
        return before, sentence.basis(before, place), bounded, None
    precise = written is not None and written.value >= 10 and (written.step < 1 or written.value >= 1000)
    if tag in _PRECEDES:
        after = sentence.skip(place + 1, Tag.FILL, Tag.NOUN)
        # "hit 27,303 at the end of trading", "added 105.55 points to reach 20,273.46"
        arrived = sentence.tag(before - 1) is Tag.TO and sentence.amount(before - 2) is not None
        closed = tag is Tag.REACH and (sentence.tag(after) is Tag.CLOSING or arrived)
        return before, Basis.CLOSE if closed else _PRECEDES[tag], LevelRelation.AT, None
    crossing = sentence.basis(before, place)
    crossing = Basis.SESSION if sentence.word(before).startswith(("traded", "printed")) else crossing
    gave_up = sentence.word(before).startswith("los") and sentence.word(place + 1) in LEVEL_NOUNS
    if tag in (Tag.CROSS, Tag.FALL_THROUGH) or gave_up:  # "lost the 6,800 handle"
        return before, crossing, LevelRelation.ABOVE if tag is Tag.CROSS else LevelRelation.BELOW, None
    if tag is Tag.OF and sentence.tag(before - 1) in _RECORDS:
        basis = sentence.basis(before - 1, place)
        return None if is_near(sentence, before - 1) else (before - 1, basis, LevelRelation.AT, None)
    if (end := range_end(sentence, before, place)) is not None:
        return before, end, LevelRelation.AT, None
    aside = (Tag.COMMA, Tag.WHEN) if tag is Tag.AT else ()  # "a record of the year, at 5,633.91"
    record = sentence.skip(place - 1 - (tag is Tag.AT or sentence.word(place - 1) == "("), *aside, step=-1)
    if precise and sentence.tag(record) is Tag.RECORD_HIGH and not is_near(sentence, record):
        basis = sentence.basis(record, place) if tag is Tag.AT else Basis.CLOSE
        return record, basis, LevelRelation.AT, None  # "another record at 7,165.08", "new ATH close 2,799.91"
    if tag is Tag.CLOSE and (precise or sentence.word(before) in ENDED_UP):
        return None if sentence.word(before) in ENDED_UP else (before, Basis.CLOSE, LevelRelation.AT, None)
    if tag is Tag.STAND and precise:
        return before, sentence.basis(before, place), LevelRelation.AT, None
    if sentence.is_comparing(before) or _is_day_before(sentence, before, before, place):
        return _level_before(sentence, before)
    days = (Tag.WHEN,) if tag is Tag.COLON else ()  # "the Dow on Friday: 45,631.74"
    listed = sentence.skip(before, Tag.COLON, Tag.NOUN, Tag.COMMA, *days, step=-1)
    if precise and sentence.tag(listed) is Tag.MARKET and _is_listed(sentence, listed, place):
        return listed, Basis.CLOSE, LevelRelation.AT, None
    if precise and tag in _LISTING and _is_of_closes(sentence, before, place):
        return before, Basis.CLOSE, LevelRelation.AT, None
    if sentence.word(before) == "on" and _is_exact(sentence, place):  # "it closed on 6.528,52 points"
        tag = Tag.AT if sentence.tag(before - 1) is Tag.CLOSE else Tag.TO
    return _predicate_before(sentence, before, place, precise, tag) if tag in _PREPOSITIONS else None


def _predicate_before(
    sentence: Sentence, before: int, place: int, precise: bool, tag: Tag | None
) -> _Predicate | None:
    """The same of a level behind "at", "to", "above" or "below", which stands at `before`."""
    opens = before == 0 or sentence.tag(before - 1) in (Tag.AND, Tag.COMMA, Tag.TURN)
    leads = opens and sentence.tag(sentence.skip(place + 1, Tag.FILL)) in (Tag.COMMA, Tag.PRONOUN, Tag.MARKET)
    if leads and tag is Tag.AT and precise:
        return before, sentence.basis(before, place), LevelRelation.AT, None
    being = next((at for at in range(before - 1, -1, -1) if sentence.tag(at) is not Tag.FILL), -1) + 1
    if tag in (Tag.ABOVE, Tag.BELOW) and any(sentence.word(at) in BEING for at in range(being, before)):
        return being, sentence.basis(being, place), _RELATIONS[tag], None  # "and is back below 18"
    up, at = _move(sentence, before)
    main = sentence.tag(at)
    beside = at == sentence.skip(before - 1, Tag.FILL, step=-1)
    if tag in (Tag.ABOVE, Tag.BELOW) and main is Tag.MARKET and beside and sentence.subjects[at]:
        return at, sentence.basis(at, place), _RELATIONS[tag], None  # "with the VIX above 30"
    unknown = main is Tag.WORD and is_verb(sentence.word(at)) and sentence.word(at) not in NO_MOVES
    if unknown and precise and tag in (Tag.AT, Tag.TO) and sentence.tag(at - 1) is Tag.MARKET:
        return (
            at,
            sentence.basis(at, place),
            LevelRelation.AT,
            None,
        )  # "melted to 18.39", "slumbered at 13.47"
    if main not in _MAIN or (main is Tag.MARKET and not (precise and tag in (Tag.AT, Tag.TO))):
        return None
    if tag is Tag.AT and main not in (Tag.CLOSE, Tag.FLAT, Tag.MARKET, Tag.STAND) and up is None:
        return None
    mover = sentence.word(sentence.skip(at - 1, Tag.FILL, step=-1)) in MOVERS
    if tag is Tag.TO and main is Tag.MARKET and precise and mover:  # "pulling the S&P 500 to 6,672.62"
        return at, sentence.basis(at, place), LevelRelation.AT, None
    signed = any((amount := sentence.amount(n)) is not None and amount.signed for n in range(at, before))
    listed_change = any(sentence.amount(n) for n in range(at, before)) and main is Tag.MARKET
    if tag is Tag.TO and main in (Tag.STAND, Tag.MARKET, Tag.SET) and not (signed or listed_change):
        return None
    relation = _RELATIONS.get(tag, LevelRelation.AT)
    closed = any(sentence.tag(n) in (Tag.CLOSE, Tag.CLOSING) for n in range(at, place))
    basis = Basis.CLOSE if closed else sentence.basis(at, place)
    return at, basis, relation, up if tag is Tag.TO else None


def _level_before(sentence: Sentence, before: int) -> tuple[int, Basis, LevelRelation, bool | None] | None:
    """ "to 21.04 from 25.78", "at 15.84, versus 16.75": where the change started."""
    following = sentence.amount(before + 1)
    both = sentence.tag(before + 2) is Tag.TO and _is_exact(sentence, before + 3)
    if following and following.step < 1 and both:
        return before, Basis.CLOSE, LevelRelation.AT, None  # "plunged from 52.33 to 33.62"
    earlier = sentence.skip(before - 1, Tag.FILL, Tag.WHEN, Tag.UP, Tag.DOWN, Tag.COMMA, step=-1)
    amount = sentence.amount(earlier)
    if amount is None or amount.unit not in LEVEL_UNITS or _predicate_of_level(sentence, earlier) is None:
        return None
    return before, Basis.CLOSE, LevelRelation.AT, None


def _is_of_closes(sentence: Sentence, before: int, place: int) -> bool:
    """ "Closing prints: 49,652.14 for the Dow, 24,892.31 for the Nasdaq Composite"."""
    behind = sentence.tag(sentence.skip(place + 1, Tag.FILL)) is Tag.FOR and _named_after(sentence, place)
    colon = any(sentence.tag(at) is Tag.COLON for at in range(before + 1))
    return bool(behind) and colon and any(sentence.tag(at) is Tag.CLOSE for at in range(before))


def _is_exact(sentence: Sentence, place: int) -> bool:
    """Is it a level with decimals?"""
    return (own := sentence.amount(place)) is not None and own.unit in LEVEL_UNITS and own.step < 1


def _is_listed(sentence: Sentence, market: int, place: int) -> bool:
    """Is it a line of a list: "Dow: 49,384.01", "S&P 500 6,913.35 (+0.55 %)"?"""
    amount = sentence.amount(sentence.skip(place + 1, Tag.COMMA))
    colon = Tag.COLON in (sentence.tag(market + 1), sentence.tag(place - 1))
    ends = sentence.tag(place + 1) in (Tag.COMMA, Tag.MARK, None, Tag.UP, Tag.DOWN, Tag.CLOSING, Tag.TURN)
    if (own := sentence.amount(place)) and own.unit is AmountUnit.POINTS and own.step >= 1:
        return False  # "and the Dow 1,161 points"
    listed = (amount is not None and amount.signed) or colon or (ends and market == place - 1)
    return listed and bool(sentence.subjects[market])


def _move(sentence: Sentence, before: int) -> tuple[bool | None, int]:
    """Back from the preposition to the predicate: whether it rose or fell, and where it stands."""
    up: bool | None = None
    at = before - 1 - (sentence.tag(before) in (Tag.ABOVE, Tag.BELOW) and sentence.tag(before - 1) is Tag.TO)
    if sentence.tag(before) is Tag.TO and sentence.tag(at - 1) is Tag.FROM and _is_exact(sentence, at):
        at -= 2  # "from 52.33 to 33.62"
    while at >= 0:
        tag = sentence.tag(at)
        if tag in (Tag.CLOSE, Tag.REACH, Tag.STAND, Tag.MARKET, Tag.CROSS, Tag.SET):
            return up, at
        if tag in (Tag.UP, Tag.DOWN):
            up = tag is Tag.UP
            earlier = sentence.skip(at - 1, Tag.FILL, Tag.WHEN, Tag.AMOUNT, step=-1)
            return up, earlier if sentence.tag(earlier) is Tag.CLOSE else at
        if tag in (Tag.FLAT, Tag.MULTIPLE):
            return None, at
        ended_it = sentence.word(at) == "it" and sentence.tag(at - 1) is Tag.CLOSE  # "and ended it at 14.94"
        if tag not in _BETWEEN and not ended_it:
            break
        at -= 1
    return up, at
