"""How surely a claim was read: words beside it that the rules do not know, and times that they cannot place. A claim
that is not sure is never refused: where its figure fits no reading it counts as not read."""

from __future__ import annotations

from bisect import bisect_left
from functools import lru_cache

from market.claims.change_figures import COSTING
from market.claims.changes import ChangeClaim
from market.claims.comparisons import ComparisonClaim
from market.claims.expressions.anchors import LEVEL_NOUNS
from market.claims.expressions.when import When
from market.claims.figure_context import BEING, MAY_FOLLOW, is_of_next, is_of_some_day, places_of, verb_before
from market.claims.levels import LevelClaim
from market.claims.scope import PERIODS, is_earlier, number, topics
from market.claims.sentence import HEDGES, Basis, Claim, Sentence
from market.claims.streak_claims import StreakClaim
from market.claims.subjects import Subject
from market.claims.superlatives import ExtremeClaim
from market.claims.vocabulary.beside import HARMLESS, TIMES
from market.claims.vocabulary.tag import Tag
from market.claims.vocabulary.verbs import NO_MOVES, PARTICLES, is_verb

_VERBS = (Tag.UP, Tag.DOWN, Tag.CLOSE, Tag.STAND, Tag.REACH, Tag.CLOSING)
_SUPERLATIVES = (Tag.BEST, Tag.WORST, Tag.BIGGEST, Tag.HIGHEST, Tag.LOWEST, Tag.MOST, Tag.RECORD_HIGH)
_ONE_DAY = ("day", "session")
_ARTICLES = ("a", "an", "its", "another")
_AWAY = ("ago", "earlier", "before", "later")
_BOUNDS = (Tag.TURN, Tag.COLON, Tag.MARK)
_SINCE_THEN = ("since", "since then")


def is_unsure(sentence: Sentence, claim: Claim) -> bool:
    """Do words stand beside `claim` that may change what it says?"""
    if "respectively" in sentence.words and not claim.has_figure:
        return True  # "their first since February and December respectively"
    if isinstance(claim, StreakClaim):
        past = is_earlier(sentence, 0, _places_of(sentence, claim)[0])
        return past or (claim.unit == "day" and _may_count_periods(sentence, claim))
    if not isinstance(claim, ChangeClaim | LevelClaim | ComparisonClaim | ExtremeClaim):
        return False
    first, last = _places_of(sentence, claim)
    if isinstance(claim, ExtremeClaim):  # "a day after jumping 1.2 %, its best day since …": whose day?
        return any(sentence.word(at) in ("after", "following", "before") for at in range(first))
    if isinstance(claim, ChangeClaim) and _is_of_noun(sentence, first):
        return True
    subject = _subject_before(sentence, claim, first)
    begin = _words_that_matter(sentence, claim, subject, first)
    if isinstance(claim, ComparisonClaim) and claim.ratio is not None:
        last = first - 1  # "three times as much as" is known
    if any(
        _is_unknown(sentence, at)
        and not _is_verb_of(sentence, claim, at, first)
        and not (at == first and isinstance(claim, LevelClaim))  # "melted to 18.39"
        for at in range(begin, last + 1)
    ):
        return True
    if isinstance(claim, ComparisonClaim):
        return False
    if (
        is_of_some_day(sentence, last)
        or _is_then(sentence, first)
        or is_of_next(sentence, last)
        or _is_of_date_before(sentence, first)
    ):
        return True
    return _is_of_other_time(sentence, claim, subject, first, last)


def _is_of_other_time(
    sentence: Sentence, claim: ChangeClaim | LevelClaim, subject: int, first: int, last: int
) -> bool:
    """May the claim be about another time than the one that was read? `subject`: where its market stands."""
    bounds = _bounds_of(sentence)
    behind = bisect_left(bounds, first)
    start = bounds[behind - 1] + 1 if behind else 0
    had = bool(places_of(sentence, "had"))
    earlier = had and is_earlier(sentence, _segment(sentence, start, first), first)
    if sentence.word(start - 1) in _AWAY and sentence.word(start - 2) in PERIODS:
        return True  # "A month before it had stood at 25.25"
    told = claim.basis is not Basis.CLOSE  # as a print of the day, "after being up 2 % at its best"
    if sentence.word(start - 1) == "after" and sentence.word(start) in ("being", "having") and not told:
        return True  # "only 0.9 % lower, after being down more than 7 % in March"
    if claim.when.words:  # "had fallen 20 % from its high": until when?
        when = claim.when
        goes_on = when.since or (when.last >= sentence.anchor and not when.one_day)
        # "since it began in October 2022 it has gained 91 %"
        over = when.last < sentence.anchor and not when.one_day
        return (
            when.words in _SINCE_THEN
            or (earlier and (goes_on or "before" in sentence.words[last:]))
            or (over and isinstance(claim, ChangeClaim) and _is_perfect(sentence, first, first))
            or (when.one_day and _is_of_stretch(sentence, first, last))
        )
    if sentence.context and isinstance(claim, ChangeClaim):
        return False  # a heading says which time
    if isinstance(claim, ChangeClaim) and _is_perfect(sentence, subject, first):
        return True  # "along the way it has put on 17.7 %"
    end = next((at for at in bounds[behind:] if at > last), len(sentence.elements))
    if isinstance(claim, ChangeClaim) and not _begins_with_market(sentence, start):
        start = 0
    clause = range(start, end)
    if any(at in clause for at in _unplaced_times(sentence)):
        return True
    # "had been down 6.1 % at its low", "had traded as low as 19.28" say when
    return earlier and not (told or any(sentence.tag(at) is Tag.CLOSING for at in clause))


@lru_cache(maxsize=8)  # asked for at every claim of the sentence
def _bounds_of(sentence: Sentence) -> tuple[int, ...]:
    return tuple(at for at, element in enumerate(sentence.elements) if element.tag in _BOUNDS)


def _begins_with_market(sentence: Sentence, start: int) -> bool:
    """Has the clause a subject of its own, so that no time of the clause before is its?"""
    return sentence.tag(sentence.skip(start, Tag.FILL)) in (Tag.MARKET, Tag.PRONOUN, Tag.WHEN)


def _is_then(sentence: Sentence, first: int) -> bool:
    """ "was weak in March and then gained 5 %": from when to when?"""
    then = any(sentence.word(at) in ("then", "thereafter") for at in range(max(0, first - 3), first))
    return then and sentence.when_after(first) is None


def _is_perfect(sentence: Sentence, begin: int, first: int) -> bool:
    """ "has gained", which may be since anything that was told before; not "has lost 2 % and finished at …"."""
    begin = 0 if sentence.amount(first) else min(begin, max(0, first - 3))
    if not any(begin <= at < first for at in places_of(sentence, "has", "have")):
        return False
    closed = any(element.tag in (Tag.CLOSE, Tag.CLOSING) for element in sentence.elements)
    closed = closed or sentence.tag(sentence.skip(first, Tag.UP, Tag.DOWN, Tag.AMOUNT, Tag.FILL)) is Tag.TO
    return not closed


def _is_of_stretch(sentence: Sentence, first: int, last: int) -> bool:
    """ "it closed Friday 1.8 % in the red", where a longer time was spoken of before: the figure may be of that."""
    words = " ".join(sentence.word(at) for at in range(first, last + 1))
    return bool(sentence.told or sentence.spoken) and words.endswith(
        ("in the red", "in the green", "in the black")
    )


def _segment(sentence: Sentence, start: int, first: int) -> int:
    """Where the words begin that "had" can govern: behind the last comma, unless "or" goes on with another figure."""
    for at in range(first - 1, start - 1, -1):
        if sentence.tag(at) is Tag.COMMA and sentence.tag(sentence.skip(at + 1, Tag.FILL)) is not Tag.OR:
            return at + 1
    return start


def _is_of_noun(sentence: Sentence, first: int) -> bool:
    """ "the rebound is 10.1 %": of which time, the words before have said."""
    article = sentence.word(first - 1) in ("the", "that", "this")
    return (
        article
        and sentence.tag(first) in (Tag.UP, Tag.DOWN)
        and sentence.word(first + 1) in ("is", "was", "stands")
    )


def _may_count_periods(sentence: Sentence, claim: StreakClaim) -> bool:
    """ "the advance in February was its tenth in a row": no day is said, and a longer time is spoken of."""
    if any(word in claim.place.quote.casefold() for word in ("day", "session", "daily")):
        return False
    periods = (e.value for e in sentence.elements if isinstance(e.value, When))
    return bool(topics(sentence)) or any(not when.one_day and not when.since for when in periods)


def _places_of(sentence: Sentence, claim: Claim) -> tuple[int, int]:
    """The first and the last element of the claim's words."""
    starts = _starts_of(sentence)
    first, behind = (bisect_left(starts, at) for at in (claim.place.start, claim.place.end))
    return (first, behind - 1) if first < behind else (0, 0)


@lru_cache(maxsize=8)
def _starts_of(sentence: Sentence) -> tuple[int, ...]:
    return tuple(sentence.tokens[element.start].start for element in sentence.elements)


def _subject_before(sentence: Sentence, claim: Claim, first: int) -> int:
    """The place behind the market's name, where it stands before the claim in the same clause; else the claim's own."""
    named = claim.subjects.get("subject")
    for at in range(first - 1, -1, -1):
        value = sentence.elements[at].value
        if isinstance(value, Subject) and value == named:
            return _behind_apposition(sentence, at + 1, first)
        if sentence.tag(at) in _BOUNDS:
            break
    return first


def _behind_apposition(sentence: Sentence, place: int, first: int) -> int:
    """The place behind ", full of banks," right after a name."""
    if sentence.tag(place) is not Tag.COMMA:
        return place
    closing = [at for at in range(place + 1, first) if sentence.tag(at) is Tag.COMMA]
    return closing[0] if closing else place


def _words_that_matter(sentence: Sentence, claim: Claim, begin: int, first: int) -> int:
    """From where on words before the claim may change what it says. Those before a comma or "and" do not where a verb
    follows: "bucked the trend, losing 80 points", "shook off its jitters and closed up 1 %"; of "has been on a tear,
    gaining 12 %" they may tell the time."""
    # Before a level: "and closed down 1.6 % at …".
    own = (Tag.AMOUNT, Tag.UP, Tag.DOWN) if isinstance(claim, LevelClaim) else ()
    close = sentence.skip(first - 1, Tag.FILL, *own, step=-1)
    if isinstance(claim, ChangeClaim) and claim.open:
        return begin
    told = sentence.tag(first) in _VERBS or sentence.word(first) in COSTING
    if not told and sentence.tag(close) is not Tag.CLOSE:
        return begin
    joints = (at for at in range(first - 1, begin - 1, -1) if sentence.tag(at) in (Tag.COMMA, Tag.AND))
    return next(joints, begin - 1) + 1


def _is_verb_of(sentence: Sentence, claim: Claim, place: int, first: int) -> bool:
    """Is it the verb of the figure, whatever it is: "sprinted 2.1 % higher", "marched to 7,000"?"""
    if isinstance(claim, ChangeClaim) and claim.up is not None and sentence.word(first) == "up":
        return False  # "choked up 1.5 %" may be down
    verb = verb_before(sentence, place)
    word = sentence.word(verb)
    # "away from"
    ends = (
        sentence.tag(first + 1) in (*MAY_FOLLOW, Tag.TO, Tag.OR, Tag.FOR, Tag.ENTER)
        and sentence.word(first + 1) != "from"
    )
    if isinstance(claim, ChangeClaim) and claim.up is None and sentence.amount(first) and not ends:
        named = sentence.word(sentence.skip(first - 1, *HEDGES, step=-1)) in _ARTICLES
        if not (named and sentence.tag(first + 2) in MAY_FOLLOW):
            return False  # "covered 1.5 % of …" is no way up or down
    elif sentence.amount(first) and sentence.word(first - 1) in ("a", "an", "its", "the"):
        return False  # "overcame a 5 % drop"
    joints = (Tag.FILL, Tag.TO, Tag.AT, Tag.WHEN, *HEDGES)
    behind = sentence.skip(place + 1, *joints)
    behind = sentence.skip(behind + 1, *joints) if sentence.word(behind) in PARTICLES else behind
    return place < first <= behind and is_verb(word) and word not in NO_MOVES


def _is_unknown(sentence: Sentence, place: int) -> bool:
    element = sentence.elements[place]
    word = sentence.word(place)
    later = word == "later" and sentence.tag(place + 1) is Tag.CLOSE
    return (
        element.tag is Tag.WORD
        and element.value is None
        and not later
        and word not in HARMLESS | LEVEL_NOUNS | BEING
    )


def _is_of_date_before(sentence: Sentence, first: int) -> bool:
    """ "its worst day since October 10, when it lost 2.7 %", "Wednesday's losses, when …": not the day of the news."""
    whens = places_of(sentence, "when")
    when = next((at for at in reversed(whens) if 0 < at < first and sentence.word(at) == "when"), 0)
    dated = sentence.skip(when - 1, Tag.COMMA, step=-1) if when else -1
    times = [e.value for e in sentence.elements[max(0, dated - 1) : dated + 1] if isinstance(e.value, When)]
    return dated >= 0 and bool(times)


def _is_reach(sentence: Sentence, place: int) -> bool:
    """Does it say how far a superlative or a comparison reaches: "more than on any other day in its history"?"""
    for at in range(place - 1, -1, -1):
        if sentence.tag(at) in _SUPERLATIVES or sentence.word(at) == "more than":
            return True
        if sentence.tag(at) in (Tag.COMMA, Tag.TURN):
            return False
    return False


@lru_cache(maxsize=8)  # asked for at every claim of the sentence
def _unplaced_times(sentence: Sentence) -> tuple[int, ...]:
    return tuple(at for at in range(len(sentence.elements)) if _is_unplaced_time(sentence, at))


def _is_unplaced_time(sentence: Sentence, place: int) -> bool:
    """A word of time that no rule made a time or a streak of: "over the holiday-shortened stretch"."""
    if sentence.tag(place) not in (Tag.WORD, Tag.UNIT, Tag.NOUN, Tag.FILL) or _is_reach(sentence, place):
        return False
    words = sentence.word(place).split()
    before = sentence.skip(place - 1, Tag.FILL, Tag.WORD, step=-1)
    indefinite = sentence.word(before) in ("in", "over") and sentence.word(before + 1) in ("a", words[0])
    if words[-1] in _ONE_DAY:
        of_same = sentence.word(place - 1).rpartition(" ")[2] in ("that", "same")
        return of_same and not any(when.one_day for _, when in sentence.times)  # "on Wednesday … that day"
    following = sentence.word(place + 1)
    if words[-1] in TIMES and following == "of" and sentence.tag(place + 2) is Tag.WORD:
        return True  # "in the first week of April 2025"
    if (
        words[-1] in PERIODS
        and topics(sentence)
        and not (following in _AWAY or following[:2] == "of" or indefinite)
    ):
        return False  # "its worst week": that week is tried
    beside = (sentence.tag(place - 1), sentence.tag(place + 1))
    length = number(sentence, place - 1) is not None and sentence.tag(place - 2) in (Tag.TO, Tag.OF)
    # "its streak of gains to six sessions"
    counted = length or Tag.STRAIGHT in beside or Tag.ORDINAL in beside
    return not counted and words[-1] in TIMES
