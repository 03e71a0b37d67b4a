"""How surely a claim was read: words beside it that the rules do not know, and times that they cannot place. A claim
that is not sure is never refused: where its figure fits no reading it counts as not read."""

from __future__ import annotations

import re
from functools import lru_cache

from market.claims.changes import ChangeClaim
from market.claims.comparisons import ComparisonClaim
from market.claims.expressions.anchors import LEVEL_NOUNS
from market.claims.expressions.when import When
from market.claims.levels import LevelClaim
from market.claims.scope import is_earlier, number, topics
from market.claims.sentence import Claim, Sentence
from market.claims.streak_claims import StreakClaim
from market.claims.subjects import Subject
from market.claims.superlatives import ExtremeClaim
from market.claims.vocabulary.tag import Tag

_TIMES = frozenset(
    {
        "week", "weeks", "month", "months", "quarter", "quarters", "year", "years", "season", "period", "stretch",
        "span",
        "summer", "winter", "spring", "autumn", "decade", "decades", "term", "presidency", "pandemic", "crisis",
        "holiday",
        "holidays", "election", "meeting", "era", "history", "weekly", "monthly", "quarterly", "yearly", "annual",
        "annualized", "average", "averaged", "hour", "hours", "minutes", "weekend", "christmas", "easter",
        "thanksgiving",
        "day's", "days", "sessions", "fortnight", "semester", "half",
    }
)  # fmt: skip
# Between a market and its figure these change nothing.
_HARMLESS = frozenset(
    {
        "trade", "trades", "traded", "trading", "swung", "went", "made", "took", "came", "kept", "got", "saw", "so",
        "stocks", "index", "session", "day", "day's", "losses", "gains", "between", "and", "wall", "street", "street's",
        "some", "bell", "too", "also", "lol", "lmao", "today", "it", "we", "all", "up", "down", "small", "large", "cap",
        "technology", "heavy", "blue", "chip", "chips", "widely", "watched", "followed", "tracked", "which", "tracks",
        "them", "everyone", "rest", "others", "peers", "leaves", "leaving", "left", "puts", "putting", "brings",
        "bringing", "managed", "manages", "showed", "shows",
        "bellwether", "barometer", "companies", "measure", "gauge", "closing", "cash", "level", "points",
    }
)  # fmt: skip
_NEXT = re.compile(
    r"\b(?:next|following|ensuing) (?:trading )?(?:day|session|week|month)\b"
    r"|\b(?:day|session|week|month)s? (?:later|after)\b"
)
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
    begin = _subject_before(sentence, claim, first)
    if any(_is_unknown(sentence, at) for at in range(begin, last + 1)):
        return True
    if isinstance(claim, ComparisonClaim):
        return False
    if _is_of_next(sentence, last) or _is_of_date_before(sentence, first):
        return True
    start = next((at + 1 for at in range(first - 1, -1, -1) if sentence.tag(at) in _BOUNDS), 0)
    earlier = is_earlier(sentence, _segment(sentence, start, first), first)
    if sentence.word(start - 1) == "after" and sentence.word(start) in ("being", "having"):
        return True  # "only 0.9 % lower, after being down more than 7 % in March"
    if claim.when.words:  # "had fallen 20 % from its high": until when?
        goes_on = claim.when.since or (claim.when.last >= sentence.anchor and not claim.when.one_day)
        return (
            claim.when.words in _SINCE_THEN or (goes_on and earlier) or _is_of_stretch(sentence, first, last)
        )
    if sentence.context and isinstance(claim, ChangeClaim):
        return False  # a heading says which time
    end = next((at for at in range(last + 1, len(sentence.elements)) if sentence.tag(at) in _BOUNDS), None)
    clause = range(start, len(sentence.elements) if end is None else end)
    closed = any(sentence.tag(at) is Tag.CLOSING for at in clause)
    return any(at in clause for at in _unplaced_times(sentence)) or (earlier and not closed)


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
    places = [
        at
        for at, element in enumerate(sentence.elements)
        if claim.place.start <= sentence.tokens[element.start].start < claim.place.end
    ]
    return (places[0], places[-1]) if places else (0, 0)


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


def _is_unknown(sentence: Sentence, place: int) -> bool:
    element = sentence.elements[place]
    word = sentence.word(place)
    return element.tag is Tag.WORD and element.value is None and word not in _HARMLESS | LEVEL_NOUNS


def _is_of_next(sentence: Sentence, last: int) -> bool:
    """ "recovered 1.2 % the next day", "a day later, it added 588 points", "a day after crossing 7,000": which one?"""
    after = range(last + 1, len(sentence.elements))
    end = next((at for at in after if sentence.tag(at) is Tag.TURN), len(sentence.elements))
    return bool(_NEXT.search(" ".join(sentence.words[:end])))


def _is_of_date_before(sentence: Sentence, first: int) -> bool:
    """ "its worst day since October 10, when it lost 2.7 %": not the day of the news."""
    when = next((at for at in range(first - 1, 0, -1) if sentence.word(at) == "when"), 0)
    dated = sentence.skip(when - 1, Tag.COMMA, step=-1) if when else -1
    return dated >= 0 and isinstance(value := sentence.elements[dated].value, When) and value.since


@lru_cache(maxsize=8)  # asked for at every claim of the sentence
def _unplaced_times(sentence: Sentence) -> tuple[int, ...]:
    return tuple(at for at in range(len(sentence.elements)) if _is_unplaced_time(sentence, at))


def _is_unplaced_time(sentence: Sentence, place: int) -> bool:
    """A word of time that no rule made a time or a streak of: "over the holiday-shortened stretch"."""
    if sentence.tag(place) not in (Tag.WORD, Tag.UNIT, Tag.NOUN, Tag.FILL):
        return False
    words = sentence.word(place).split()
    beside = (sentence.tag(place - 1), sentence.tag(place + 1))
    length = number(sentence, place - 1) is not None and sentence.tag(place - 2) in (Tag.TO, Tag.OF)
    counted = (
        length or Tag.STRAIGHT in beside or Tag.ORDINAL in beside
    )  # "its streak of gains to six sessions"
    if words[-1] in ("day", "session") and sentence.word(place - 1).rpartition(" ")[2] in ("that", "same"):
        return True
    return not counted and words[-1] in _TIMES
