"""Changes, read from the figures: "rose 1.25 %", "33 points, or 1.2 %", "$IWM +2.1%", "a 0.6 % gain for the Dow",
"953 points for the Dow, 120 for the S&P 500", "6,368.85 (−1.7 %)"; and without one: "fell on Thursday", "flat"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from market.claims.change_figures import shape_of
from market.claims.expressions.amounts import Amount, AmountUnit
from market.claims.expressions.dates import SHORT_OF
from market.claims.expressions.when import Turn, When
from market.claims.figure_context import BEING, MAY_FOLLOW, MOVES, FiguresRead, with_hedge
from market.claims.scope import is_open, nearby, period_of
from market.claims.sentence import BOUNDS, HEDGES, Basis, Claim, Sentence
from market.claims.subjects import Subject
from market.claims.vocabulary.tag import Tag

_CHANGE_UNITS = (AmountUnit.PERCENT, AmountUnit.POINTS, AmountUnit.DOLLARS)
_MULTIPLES = {
    "doubled": 100.0, "doubling": 100.0, "tripled": 200.0, "tripling": 200.0, "quadrupled": 300.0, "quintupled": 400.0,
    "halved": -50.0, "halving": -50.0,
}  # fmt: skip
_MAY_PRECEDE = frozenset((Tag.MARKET, Tag.PRONOUN, Tag.WHICH, Tag.NOUN, Tag.CLOSE, Tag.WHEN, Tag.COMMA))
# Nouns more often than not: without a figure they claim nothing.
_NOUNS = frozenset(
    {"gain", "gains", "rise", "advance", "increase", "drop", "loss", "losses", "fall", "decline", "rally",
     "rising", "falling", "slide", "jump", "surge", "slump", "rebound", "recovery", "selloff", "sell off",
     "red", "green", "off", "higher", "lower", "up", "down", "spike", "dip", "rallies", "declines", "advances",
     "gaining", "losing", "cut", "adding", "recover", "recovering", "recovered", "crash", "dive", "plunge",
     "tumble", "tank", "soften", "moon", "smoke", "fade", "fades", "faded", "fading", "wobble", "wobbled",
     "wobbles", "add", "adds", "added", "hammer", "dump", "rip", "ease", "upside", "batter", "crush", "trim",
     "pare"}
)  # fmt: skip
_MOST_SHARE = 15.0
_FLAT_AT_MOST = 0.5  # per cent: what somebody may call flat
STATES = ("negative", "red", "underwater", "positive", "green")
_ARTICLES = ("a", "an", "its", "their", "the")
_GIVING_UP = frozenset({"squandered", "squandering", "blew", "overcame", "overcoming", "turned", "turning"})
_ADVERBS = frozenset({"higher", "lower", "up", "down", "in the green", "in the red", "in green", "in red"})


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeClaim(Claim):
    """`subject` went up or down, by `amount` where one is given. `up` None: the words do not say which way.
    `basis` CLOSE: from close to close; SESSION: at some time during it; HIGH: at the most ("as much as").

    amount: PLAIN where points and per cent may be meant ("$RUT −1.8").
    flat: it hardly moved.
    context: periods that a heading put it into.
    nearby: other times that the words may mean, tried last.
    open: it may be about the day or a longer stretch ("is up").
    """

    subject: Subject
    up: bool | None
    when: When
    amount: Amount | None = None
    basis: Basis = Basis.CLOSE
    flat: bool = False
    context: tuple[When, ...] = ()
    nearby: tuple[When, ...] = ()
    open: bool = False


def find(sentence: Sentence) -> Iterator[ChangeClaim]:
    """The changes that `sentence` claims, in its order. A word of direction claims nothing of its own beside a
    figure that says the same."""
    reading = FiguresRead(set())
    claims: list[ChangeClaim] = []
    for place, tag in sentence.asserted():
        if tag in MOVES:
            reading.move, reading.up = place, tag is Tag.UP
        if tag is Tag.AMOUNT and place not in reading.used:
            claims.extend(_by_figure(sentence, place, reading))
        elif tag in (*MOVES, Tag.FLAT):
            claims.extend(_without_figure(sentence, place))
        elif tag is Tag.MULTIPLE:
            claims.extend(_multiple(sentence, place))
    said = {(claim.subject, claim.up, claim.when.last) for claim in claims if claim.amount}
    for claim in claims:
        if claim.amount or claim.flat or (claim.subject, claim.up, claim.when.last) not in said:
            yield claim


def _multiple(sentence: Sentence, place: int) -> Iterator[ChangeClaim]:
    """ "more than doubled from its March 2020 low"."""
    value = _MULTIPLES[sentence.word(place)]
    when = sentence.when(place)
    if when.one_day and not when.words:
        return
    amount = Amount(abs(value), AmountUnit.PERCENT, 10.0, sentence.word(place))
    hedge = sentence.skip(place - 1, Tag.FILL, step=-1)
    if (bound := BOUNDS.get(sentence.tag(hedge) or Tag.WORD)) is not None:
        amount = amount.hedged(bound)
    for subject in sentence.subjects[place]:
        yield ChangeClaim(
            place=sentence.place(with_hedge(sentence, place), place),
            subject=subject,
            up=value > 0,
            when=when,
            amount=amount,
        )


def _by_figure(sentence: Sentence, place: int, reading: FiguresRead) -> Iterator[ChangeClaim]:
    amount = sentence.amount(place)
    if amount is None or amount.unit not in (*_CHANGE_UNITS, AmountUnit.PLAIN):
        return
    if amount.unit is AmountUnit.PLAIN and (_is_year(amount) or _is_count(sentence, amount)):
        return  # "erasing its whole 2026 loss", "of the past 20 sessions it has won 12"
    if (share := _unitless_share(sentence, place, amount, reading)) is not None:
        amount = share
    shape = shape_of(sentence, place, amount, reading)
    if shape is None:
        return
    up, subjects, first, last = shape
    amount = share or sentence.hedged(place) or amount
    if amount.unit is AmountUnit.PLAIN and not _may_be_per_cent(amount):
        amount = replace(amount, unit=AmountUnit.POINTS)
    in_points = amount.unit in (AmountUnit.POINTS, AmountUnit.PLAIN)
    reading.points, reading.unit = reading.points or in_points, amount.unit
    reading.up = up if reading.up is None else reading.up
    reading.used.add(place)
    when = period_of(sentence, first, place, last) or _time_of(sentence, first, place, last, reading)
    if when.vague and any(named is when and at < first for at, named in sentence.times):
        when = When(sentence.anchor)  # "swung 1,130 points from top to bottom and closed 387 in the red"
    if when.words:
        reading.when = when
    if up is None and (side := next((sentence.word(at) for at, own in sentence.times if own is when), "")):
        above = side.startswith(("above", "over"))
        if when.turn is not Turn.NONE or above or side.startswith(("below", "beneath", "under", *SHORT_OF)):
            up = when.turn is Turn.LOW or above  # "3.3 % above its January record", "its 2024 close"
    basis = sentence.basis(first, last)
    if sentence.tag(sentence.skip(place - 1, Tag.FILL, *HEDGES, step=-1)) is Tag.AS_MUCH_AS:
        basis = Basis.HIGH
    if _is_swing(sentence, first, last):
        basis = Basis.SESSION
    if not when.words and _is_left_behind(sentence, first):
        basis = Basis.SESSION
    listed = (
        first == place == last - 1 and sentence.tag(sentence.skip(place - 1, Tag.FILL, step=-1)) is Tag.MARKET
    )
    if listed and not amount.signed and not when.words and basis is Basis.CLOSE:
        basis = reading.basis  # "up 1.9 % at its best and the Nasdaq 2.6 %"
    reading.basis = basis
    for subject in subjects:
        yield ChangeClaim(
            place=sentence.place(first, last - 1),
            subject=subject,
            up=up,
            when=when,
            amount=replace(amount, value=abs(amount.value)),
            basis=basis,
            context=() if when.words else sentence.context,
            nearby=nearby(sentence, first, last, when),
            open=not when.words and (is_open(sentence, first, place) or (up is None and not amount.signed)),
        )


def _unitless_share(sentence: Sentence, place: int, amount: Amount, reading: FiguresRead) -> Amount | None:
    """ "the Dow lost 2.7 per cent, the S&P 2.4": per cent, too."""
    small = amount.unit is AmountUnit.PLAIN and _may_be_per_cent(amount)
    after_market = sentence.tag(sentence.skip(place - 1, Tag.FILL, step=-1)) is Tag.MARKET
    read = small and after_market and reading.unit is AmountUnit.PERCENT
    return replace(amount, unit=AmountUnit.PERCENT) if read else None


def _may_be_per_cent(amount: Amount) -> bool:
    return amount.step < 1 and abs(amount.value) < _MOST_SHARE


def _is_year(amount: Amount) -> bool:
    return not amount.signed and len(amount.text) == 4 and 1900 <= amount.value <= 2100


def _is_count(sentence: Sentence, amount: Amount) -> bool:
    days = any(when.sessions > 1 and sentence.word(at).startswith("of ") for at, when in sentence.times)
    return days and not amount.signed and amount.step == 1


def _is_swing(sentence: Sentence, first: int, last: int) -> bool:
    """ "swung from a 2.6 % gain to a 2.2 % loss", "from a gain of 2.6 % to a loss": the first of them is a print."""
    link = sentence.skip(first - 1, Tag.FILL, *HEDGES, step=-1)
    if sentence.tag(link) is not Tag.FROM and not sentence.word(link).startswith("from "):
        return False
    to = sentence.skip(last, Tag.FILL)
    return (
        sentence.tag(to) is Tag.TO and not sentence.amount(sentence.skip(to + 1, Tag.FILL))
    ) or last > first + 1


def _is_left_behind(sentence: Sentence, first: int) -> bool:
    """Is it a print that did not last: "recovered from a drop of nearly 900 points"?"""
    link = sentence.skip(first - 1, Tag.FILL, step=-1)
    verb = sentence.tag(sentence.skip(link - 1, Tag.FILL, step=-1))
    if sentence.tag(link) is Tag.ERASE:  # "erased a gain of 2.6 % and closed lower"
        return True
    noun = sentence.tag(first) in MOVES and sentence.word(first).endswith(" of")
    noun = noun or sentence.word(first - 1) in _ARTICLES
    opposite = sentence.tag(link) in MOVES and sentence.tag(link) is not sentence.tag(first)
    if noun and (opposite or sentence.word(link) in _GIVING_UP):
        return True  # "surrendered an advance of 700 points", "squandered a gain of 2 %"
    left = sentence.tag(link) is Tag.FROM or sentence.word(link).startswith("from ")
    return left and verb in (Tag.UP, Tag.DOWN, Tag.ERASE)


def _time_of(sentence: Sentence, first: int, place: int, last: int, reading: FiguresRead) -> When:
    """The time of the verb or the figure, also behind its noun ("2.5 % higher for the week"); of a figure without a
    verb that of the one before in the same list."""
    following = sentence.when_after(first) or sentence.when_after(place) or sentence.when_after(last - 1)
    if first == place and reading.when is not None and following is None:
        return reading.when
    if following is not None:
        return following
    whens = [sentence.when(first), sentence.when(place)]
    return next((when for when in whens if when.words), whens[0])


def _without_figure(sentence: Sentence, place: int) -> Iterator[ChangeClaim]:
    """A statement of direction alone ("The Dow fell on Thursday"), or that there was none ("ended flat")."""
    flat = sentence.tag(place) is Tag.FLAT
    figure = sentence.amount(sentence.skip(place + 1, Tag.FILL, Tag.WHEN, Tag.COMMA))
    if (
        flat
        and figure is not None
        and figure.unit is AmountUnit.PERCENT
        and abs(figure.value) < _FLAT_AT_MOST
    ):
        return  # "flat on the week (+0.3 %)": the figure says what is meant
    word = sentence.word(place)
    before = sentence.tag(sentence.skip(place - 1, Tag.FILL, step=-1))
    after = sentence.tag(sentence.skip(place + 1, Tag.FILL))
    scope = sentence.when(place)
    is_state = word.startswith(("in the", "into the")) or word.endswith(STATES)
    phrase = is_state and sentence.tag(place + 1) in (Tag.WHEN, None, Tag.FOR)
    beside = sentence.word(place - 1).split() + sentence.word(place - 2).split()
    is_said = not BEING.isdisjoint(beside) and after in (Tag.WHEN, Tag.MARK, None)
    closed = (before in (Tag.CLOSE, Tag.STAND) or is_said) and word in _ADVERBS
    plain = before in (*_MAY_PRECEDE, Tag.STAND) and after in MAY_FOLLOW and (closed or word not in _NOUNS)
    if not (plain or phrase or (flat and before in (*_MAY_PRECEDE, *HEDGES, Tag.FILL, Tag.TURN, Tag.AND))):
        return
    comma = sentence.skip(place - 1, Tag.FILL, step=-1)
    if before is Tag.COMMA and not flat and sentence.tag(comma - 1) not in (Tag.MARKET, Tag.NOUN):
        return
    joint = sentence.skip(place - 1, Tag.FILL, Tag.MARKET, Tag.PRONOUN, Tag.NOUN, step=-1)
    if sentence.word(joint) == "before" and sentence.when_after(place) is None:
        return  # "had been up 1,610 points before it fell back": from the session's high
    behind = sentence.skip(place - 1, Tag.FILL, Tag.OWN, Tag.WHEN, Tag.WORD, Tag.ALL, Tag.OF, step=-1)
    if sentence.tag(behind) is Tag.ERASE:
        return  # "erasing its whole 2026 loss"
    at_level = flat and sentence.tag(place + 1) is Tag.AT
    for subject in sentence.subjects[place]:
        yield ChangeClaim(
            place=sentence.place(place, place if not phrase else place + 1),
            subject=subject,
            up=None if flat else sentence.tag(place) is Tag.UP,
            when=scope,
            flat=flat,
            basis=sentence.basis(place, place + 1 + at_level),
            context=() if scope.words else sentence.context,
            nearby=nearby(sentence, place, place + 1, scope),
            open=not scope.words and is_open(sentence, place, place),
        )
