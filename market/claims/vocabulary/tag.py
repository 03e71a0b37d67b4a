"""The part that a word, phrase, figure or market plays in a sentence."""

from __future__ import annotations

from enum import StrEnum


class Tag(StrEnum):
    """What it does; the lexicon lists the words of each."""

    WORD = "word"  # none that matters here
    MARK = "mark"
    COMMA = "comma"
    FILL = "fill"  # changes nothing: articles, auxiliaries, adverbs
    AND = "and"
    TURN = "turn"  # begins another statement: while, but
    TO = "to"
    OR = "or"
    AT = "at"
    FIRST_SINCE = "first since"
    ABOVE = "above"
    BELOW = "below"
    FOR = "for"  # may name whose figure it is: "a gain of 1 % for the Dow"
    PREPOSITION = "preposition"
    OF = "of"
    FROM = "from"
    SUPERLATIVE = "superlative"  # of a word that is not in the lexicon: "its sorriest week"
    MARKET = "market"
    OTHER = "other"  # something else that has a price: gold, a foreign index, futures
    COLON = "colon"
    AMOUNT = "amount"
    ORDINAL = "ordinal"
    WHEN = "when"
    SERIES = "series"
    PRONOUN = "pronoun"
    WHICH = "which"
    OWN = "own"  # its, their
    NOUN = "noun"  # of a market: index, shares, stock
    POSSESSIVE = "possessive"
    UP = "up"
    DOWN = "down"
    CLOSE = "close"
    REACH = "reach"
    SET = "set"
    CROSS = "cross"
    FALL_THROUGH = "fall through"
    FLAT = "flat"
    MULTIPLE = "multiple"
    HIGH_OF = "high of"
    LOW_OF = "low of"
    OPENED = "opened"
    SESSION = "session"  # says that it was during the session
    CLOSING = "closing"  # says that it was at the close
    AS_MUCH_AS = "as much as"
    ABOUT = "about"
    NEARLY = "nearly"
    OVER = "over"
    JUST_OVER = "just over"
    UNDER = "under"
    RECORD_HIGH = "record high"
    RECORD_LOW = "record low"
    NEAR = "near"  # a record that is near is none
    ON_PACE = "on pace"  # for what is not over yet
    PEAK = "peak"
    TROUGH = "trough"
    CORRECTION = "correction"
    BEAR = "bear market"
    BULL = "bull market"
    ENTER = "enter"
    ERASE = "erase"  # losses, gains
    HIGHEST = "highest"
    LOWEST = "lowest"
    BEST = "best"
    WORST = "worst"
    BIGGEST = "biggest"
    AHEAD = "ahead"
    BEHIND = "behind"
    PERSISTENT = "persistent"
    STRAIGHT = "straight"
    UNIT = "unit"
    STREAK_UP = "winning streak"
    STREAK_DOWN = "losing streak"
    STREAK_NOUN = "streak"  # without a direction of its own
    SNAP = "snap"
    EXTEND = "extend"
    SECTORS = "sectors"
    ALL = "all"
    MOST = "most"
    NONE = "none"
    BROAD = "broad"
    ADVANCERS = "advancers"
    DECLINERS = "decliners"
    OUTNUMBER = "outnumber"
    LEAD = "lead"
    MORE_VOLATILE = "more volatile"
    LESS_VOLATILE = "less volatile"
    JOBS = "jobs"
    STAND = "stand"  # was, stood at, came in at
    NOT = "not"
    MODAL = "modal"
    EXPECT = "expect"
    SUPPOSE = "suppose"
    UNCLEAR = "unclear"  # a start or a comparison that these rules cannot place
    CAUSE = "cause"
    OPINION = "opinion"
    ADVICE = "advice"
    GENERAL = "general"
    TOPIC = "topic"  # makes a sentence one about markets, no more


PREDICATES = frozenset(
    {
        Tag.UP, Tag.DOWN, Tag.CLOSE, Tag.REACH, Tag.CROSS, Tag.AHEAD, Tag.BEHIND, Tag.HIGH_OF, Tag.LOW_OF,
        Tag.OPENED, Tag.SNAP, Tag.RECORD_HIGH, Tag.RECORD_LOW, Tag.STAND, Tag.FLAT, Tag.FALL_THROUGH, Tag.SET,
        Tag.ENTER, Tag.ERASE, Tag.EXTEND,
    }
)  # fmt: skip
