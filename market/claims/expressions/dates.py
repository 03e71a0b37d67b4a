"""The days and periods that sentences name, counted from the day the text is about."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date, timedelta

from market.claims.expressions.amounts import count_at
from market.claims.expressions.bases import ago_at, base_at, since_at
from market.claims.expressions.days import MONTHS, WEEKDAYS, day_at, is_word
from market.claims.expressions.number_words import NUMBER_WORDS, ORDINAL_WORDS
from market.claims.expressions.spans import (
    FIRST_WORDS,
    end_of_at,
    months_before,
    past_at,
    relative_at,
    span_at,
    week_ended_at,
)
from market.claims.expressions.tokens import Token, TokenKind
from market.claims.expressions.when import Turn, When

_BEFORE_DATELINE = (",", "", "(", "-", "–", "—", ":", "|", ")")
_NO_DATELINE_AFTER = ("low", "high", "peak", "record", "close", "lows", "highs", "closing", "'s")
_TRAILING = ("trails", "trail", "trailed", "trailing", "lags", "lag", "lagged", "lagging", "behind")
_MEASURED = ("from", "off", "below", "beneath", "above", "under", "over", *_TRAILING)
SHORT_OF = ("away", "shy", "short", "down", "off", "adrift", "removed")
_FIGURE_ENDS = ("%", "percent", "points", "point", "pct")
_THROUGH = ("through", "thru", "to")
_PREPOSITIONS = ("on", "in", "during", "of", "for", "late", "by", "over", "at", "through")
_BEHIND_NUMBER = frozenset({*MONTHS, "day", "session"})
# A time begins with one of these, or with the number of a day; behind a word of closing or "its" with anything.
_FIRST_WORDS = FIRST_WORDS | {
    "since", "between", "to", "than", *_MEASURED, *SHORT_OF, *_PREPOSITIONS, *MONTHS, *WEEKDAYS, *NUMBER_WORDS,
}  # fmt: skip

_MOVE_NOUNS = (
    "loss", "losses", "gain", "gains", "decline", "advance", "rally", "slump", "slide", "drop", "rise", "return",
)  # fmt: skip


def when_at(
    sentence: Sequence[Token], place: int, anchor: date, after_close: bool = False
) -> tuple[When, int] | None:
    """The day or period that begins at `place`, and how many tokens it takes. `anchor`: the day the
    text is about. `after_close`: the word before is one of closing ("ended the week").

    >>> from market.claims.expressions.tokens import tokens
    >>> def read(text): return when_at(tokens(text), 0, date(2026, 1, 22))[0]
    >>> str(read("on Tuesday").last), str(read("so far this year").first), str(read("in March 2020").last)
    ('2026-01-20', '2026-01-01', '2020-03-31')
    >>> str(read("from its January peak").turn), str(read("since bottoming on April 8").named)
    ('high', '2025-04-08')
    """
    word = sentence[place].word
    if not (word in _FIRST_WORDS or _is_of_day(sentence, place) or after_close or _is_owned(sentence, place)):
        return None
    if word == "since":
        since = since_at(sentence, place, anchor)
        return _with_words(sentence, place, *since) if since else None
    if word == "to" and place and sentence[place - 1].word in _FIGURE_ENDS:
        return _to_turn(sentence, place, anchor)
    if word in _MEASURED:
        base = base_at(sentence, place + 1, anchor) if place + 1 < len(sentence) else None
        if base is None and word == "from":
            base = _from(sentence, place, anchor)
        if base and word == "from":
            base = _to_extreme(sentence, place, *base, anchor)
        if base or word != "over":
            return (base[0], 1 + base[1]) if base else None
    if word == "than" and (ago := ago_at(sentence, place + 1, anchor)):  # "2 % lower than a week ago"
        return _with_words(sentence, place, ago[0], 1 + ago[1])
    if word == "between":
        return _between(sentence, place, anchor)
    if word in SHORT_OF and is_word(sentence, place + 1, "from", "of") and place + 2 < len(sentence):
        base = base_at(sentence, place + 2, anchor)  # "0.9 % away from its record", "1 % shy of its peak"
        return (base[0], 2 + base[1]) if base else None
    if word == "of" and place > 1 and sentence[place - 1].word in _FIGURE_ENDS:
        base = base_at(sentence, place + 1, anchor) if place + 1 < len(sentence) else None
        if base:
            return base[0], 1 + base[1]
    when = _plain(sentence, place, anchor, after_close)
    return _through(sentence, place, *when, anchor) if when else None


def _plain(sentence: Sequence[Token], place: int, anchor: date, after_close: bool) -> tuple[When, int] | None:
    word = sentence[place].word
    relative = week_ended_at(sentence, place, anchor) or relative_at(sentence, place, anchor, after_close)
    if relative:
        return _with_words(sentence, place, *relative)
    if word == "at" and (closing := end_of_at(sentence, place, anchor)):
        return _with_words(sentence, place, *closing)
    if word == "of" and _counts_units(sentence, place):
        return None  # "the first full week of 2026" is no year
    if word in _PREPOSITIONS and place + 1 < len(sentence):
        day = day_at(sentence, place + 1, anchor) if word in ("on", "of", "late", "by", "for") else None
        inner = (When(day[0], exact=True), day[1]) if day else None
        more = int(is_word(sentence, place + 1, "all") and is_word(sentence, place + 2, "of"))
        skipped = 2 * more + int(is_word(sentence, place + 1, "calendar"))
        inner = inner or (
            span_at(sentence, place + 1 + skipped, anchor) if word not in ("on", "late", "by") else None
        )
        if inner:
            return _with_words(sentence, place, inner[0], 1 + inner[1] + (0 if day else skipped))
    if (after_close or _is_owned(sentence, place)) and (span := span_at(sentence, place, anchor)):
        end = place + span[1]  # "ended 2025 at …", "its 2025 loss"
        if after_close or is_word(sentence, end, *_MOVE_NOUNS):
            return _with_words(sentence, place, *span)
    return (
        past_at(sentence, place, anchor)
        or _counted_days(sentence, place, anchor)
        or _plain_day(sentence, place, anchor)
    )


def _counts_units(sentence: Sequence[Token], place: int) -> bool:
    counted = place > 1 and sentence[place - 2].word in ("full", "trading", *ORDINAL_WORDS)
    return counted and sentence[place - 1].word in ("week", "day", "session", "month", "quarter")


def _is_of_day(sentence: Sequence[Token], place: int) -> bool:
    """ "2026-01-22", "22 January", "5-day"."""
    kind = sentence[place].kind
    if kind is not TokenKind.NUMBER:
        return kind is TokenKind.DATE
    return place + 1 < len(sentence) and sentence[place + 1].word in _BEHIND_NUMBER


def _is_owned(sentence: Sequence[Token], place: int) -> bool:
    before = sentence[place - 1] if place else None
    return before is not None and (
        before.kind is TokenKind.POSSESSIVE or before.word in ("its", "their", "'s", "the")
    )


def _from(sentence: Sequence[Token], place: int, anchor: date) -> tuple[When, int] | None:
    """ "from a year earlier", "from Jan. 2", "from Jan. 2 to Feb. 3", "from March through May"."""
    start = since_at(sentence, place, anchor)
    if start is None:
        return None
    end = place + start[1]
    if is_word(sentence, end, "to", "through", "until") and end + 1 < len(sentence):
        last = day_at(sentence, end + 1, anchor)
        if last and start[0].first:
            from_open = tuple(When(last[0], other.first, unit="span") for other in start[0].others)
            when = When(last[0], start[0].first, unit="span", others=from_open)
            return when, end + 1 + last[1] - place - 1
    return start[0], start[1] - 1


def _to_extreme(
    sentence: Sequence[Token], place: int, base: When, used: int, anchor: date
) -> tuple[When, int]:
    """ "from its October 2007 peak to the March 2009 low": both ends are closes that only prices tell."""
    to = place + 1 + used
    if used == 1 and is_word(sentence, to, "to"):  # "from peak to trough": of what time?
        return replace(base, vague=True), used
    if base.turn is Turn.NONE or not is_word(sentence, to, "to", "through", "until"):
        return base, used
    end = base_at(sentence, to + 1, anchor) if to + 1 < len(sentence) else None
    new = is_word(sentence, to + 1, "a", "new", "another", "fresh")
    if new and is_word(
        sentence, to + 2, "record", "high", "low", "peak", "new", "all"
    ):  # "from its low to a record": when?
        return replace(base, vague=True), used
    if end is None or end[0].turn is Turn.NONE:
        return base, used
    last = end[0].named or anchor
    if base.first == date(1900, 1, 1) and last == anchor:  # "from its high to its low": of what time?
        return replace(base, vague=True), used
    words = " ".join(t.text for t in sentence[place : to + 1 + end[1]])
    return replace(base, last=last, end=replace(end[0], last=last)).written(words), used + 1 + end[1]


def _to_turn(sentence: Sequence[Token], place: int, anchor: date) -> tuple[When, int] | None:
    """ "dropped 24.3 % to its April trough": from the highest close before it, ever or of the year before."""
    end = base_at(sentence, place + 1, anchor) if place + 1 < len(sentence) else None
    if end is None or end[0].turn is Turn.NONE or end[0].named is None or end[0].named >= anchor:
        return None
    last = end[0].named
    back = Turn.HIGH if end[0].turn is Turn.LOW else Turn.LOW
    spans = [months_before(last, 12) or date(1900, 1, 1), months_before(last, 3) or date(1900, 1, 1)]
    spans = [date(1900, 1, 1), *spans] if back is Turn.HIGH else spans
    own, *others = (
        When(last, first, named=last, unit="span", turn=back, end=replace(end[0], last=last))
        for first in spans
    )
    return _with_words(sentence, place, replace(own, others=tuple(others)), 1 + end[1])


def _between(sentence: Sequence[Token], place: int, anchor: date) -> tuple[When, int] | None:
    """ "between February 19 and April 8": from the close of the one day to that of the other."""
    first = day_at(sentence, place + 1, anchor) if place + 1 < len(sentence) else None
    link = place + 1 + first[1] if first else 0
    if first is None or not is_word(sentence, link, "and") or link + 1 >= len(sentence):
        return None
    last = day_at(sentence, link + 1, anchor) or _end_at(sentence, link + 1, anchor)
    if last is None:
        return _with_words(sentence, place, When(anchor, first[0], unit="span", vague=True), link + 1 - place)
    begin = first[0] if first[0] <= last[0] else months_before(first[0], 12)
    if begin is None:
        return None
    day_before = When(last[0], begin, unit="span")
    when = When(last[0], begin + timedelta(days=1), named=last[0], unit="span", others=(day_before,))
    return _with_words(sentence, place, when, link + 1 + last[1] - place)


def _end_at(sentence: Sequence[Token], place: int, anchor: date) -> tuple[date, int] | None:
    """ "the end of the year", "the end of June", "year end", "now"."""
    if is_word(sentence, place, "now", "today"):
        return anchor, 1
    at = place + is_word(sentence, place, "the")
    if not is_word(sentence, at, "end") or not is_word(sentence, at + 1, "of") or at + 2 >= len(sentence):
        return None
    span = span_at(sentence, at + 2, anchor)
    if span is None:
        relative = relative_at(sentence, at + 1, anchor, after_close=False)  # "of the year"
        return (relative[0].last, at + 1 + relative[1] - place) if relative else None
    return span[0].last, at + 2 + span[1] - place


def _counted_days(sentence: Sequence[Token], place: int, anchor: date) -> tuple[When, int] | None:
    """ "two-day", "a five-session", before a noun: "its two-day gain"."""
    count = count_at(sentence, place)
    if count is None or not 2 <= count <= 60 or not is_word(sentence, place + 1, "day", "session"):
        return None
    if not is_word(
        sentence, place + 2, "gain", "loss", "drop", "rise", "advance", "decline", "total", "rally", "fall"
    ):
        return None
    if sentence[place + 1].start != sentence[place].end + 1:
        return None
    return _with_words(sentence, place, When(anchor, sessions=count, unit="span"), 2)


def _through(sentence: Sequence[Token], place: int, when: When, used: int, anchor: date) -> tuple[When, int]:
    """ "for the week through Thursday": the same period, to that day."""
    at = place + used
    if when.first is None or not is_word(sentence, at, *_THROUGH) or at + 1 >= len(sentence):
        return when, used
    day = day_at(sentence, at + 1, anchor)
    if day is None or day[0] < when.first:
        return when, used
    cut = When(day[0], when.first, unit=when.unit)
    return _with_words(sentence, place, cut, used + 1 + day[1])


def dateline(
    first_tokens: Sequence[Token], today: date, starts: Collection[int] = (), headline: int = 0
) -> date | None:
    """The text's own date: the first whole date among `first_tokens`, or one without a year as
    datelines write it ("NEW YORK, Jan 22 (Reuters)", "April 15 (Wire) -"), no later than `today`.
    `starts`: characters at which lines and sentences begin. `headline`: where a short first
    line ends."""
    for place, token in enumerate(first_tokens):
        before = first_tokens[place - 1].word if place else ""
        named = before not in ("since", "until", "from") and (before != "of" or token.start < headline)
        day = day_at(first_tokens, place, today) if named else None
        if not day or (token.word in WEEKDAYS and not is_word(first_tokens, place + 1, ",")):
            continue
        after = place + day[1]
        written_year = token.kind is TokenKind.DATE or any(
            t.kind is TokenKind.NUMBER and len(t.text) == 4 for t in first_tokens[place:after]
        )
        bracket = after < len(first_tokens) and first_tokens[after].word in ("(", "-", "–", "—")
        leads = (
            before in _BEFORE_DATELINE
            or place == 0
            or token.start in starts
            or token.start < headline
            or token.word in WEEKDAYS
        )
        said = before in ("on", "in")
        if after < len(first_tokens) and first_tokens[after].word in _NO_DATELINE_AFTER:
            continue
        if day[0] <= today and leads and (written_year or bracket) and not said:
            return day[0]
        if written_year and said and day[0] <= today and (today - day[0]).days <= _RECENT:
            return day[0]
    return None


# days: a date "on …" that is this close to the question dates the text; an older one tells history
_RECENT = 10


def _plain_day(sentence: Sequence[Token], place: int, anchor: date) -> tuple[When, int] | None:
    day = day_at(sentence, place, anchor)
    if day is None:
        return None
    used = day[1] + is_word(sentence, place + day[1], "'s")
    if used > day[1] and is_word(sentence, place + used, "close", "session", "trading"):
        used += 1
    return _with_words(sentence, place, When(day[0], exact=True), used)


def _with_words(sentence: Sequence[Token], place: int, when: When, used: int) -> tuple[When, int]:
    return when.written(" ".join(t.text for t in sentence[place : place + used])), used
