"""Where a change is measured from: "since April", "since Oct. 13", "from its March 2020 low", "below its record"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from market.claims.expressions.amounts import Amount, amount_at, count_at
from market.claims.expressions.days import day_at, is_word
from market.claims.expressions.lexicon import Phrases
from market.claims.expressions.parts_of_year import month_end
from market.claims.expressions.spans import back, months_before, relative_at, span_at, stretch
from market.claims.expressions.tokens import Token, TokenKind
from market.claims.expressions.when import Turn, When

_FOREVER = date(1900, 1, 1)
_OWNERS = ("its", "their", "the", "a", "an", "that", "this")
_ADJECTIVES = (
    "closing", "intraday", "intra", "day", "all", "time", "record", "recent", "previous", "prior", "own", "cyclical",
    "bear", "market", "multi", "year", "ever", "lifetime", "new", "tariff", "pandemic", "covid", "latest", "last",
)  # fmt: skip
_TURNS = {
    **dict.fromkeys(("low", "lows", "trough", "bottom", "nadir", "floor", "depths"), Turn.LOW),
    **dict.fromkeys(
        (
            "high",
            "highs",
            "peak",
            "peaks",
            "top",
            "record",
            "records",
            "ath",
            "aths",
            "close",
            "summit",
            "apex",
            "zenith",
            "crest",
            "pinnacle",
            "heights",
        ),
        Turn.HIGH,
    ),
}
_SETTING = (
    "hitting",
    "reaching",
    "touching",
    "setting",
    "making",
    "marking",
    "posting",
    "printing",
    "closing at",
    "",
)
_WHOSE = ("a", "its", "the", "a new", "its own", "an", "their", "")
_LOW_NOUNS = ("low", "bottom", "closing low", "trough", "intraday low", "nadir", "lows")
_HIGH_NOUNS = (
    "high", "peak", "record", "record high", "record close", "all-time high", "closing high", "top", "highs",
)  # fmt: skip
_TURNING = Phrases(
    [
        *((f"{verb} {whose} {noun}".strip(), turn)
          for nouns, turn in ((_LOW_NOUNS, Turn.LOW), (_HIGH_NOUNS, Turn.HIGH))
          for noun in nouns for verb in _SETTING for whose in _WHOSE if verb or whose),
        *((phrase, Turn.LOW) for phrase in ("bottoming", "bottoming out", "troughing", "bottoming out on")),
        *((phrase, Turn.HIGH) for phrase in ("peaking", "topping out")),
    ]
)  # fmt: skip
_BEGUN = Phrases(
    (f"where {it} {verb} the {unit}", unit)
    for it in ("it", "they", "the index", "it had", "they had")
    for verb in ("started", "began", "begun", "opened")
    for unit in ("week", "month", "quarter", "year")
)
_ENDED = Phrases(
    (f"where {it} {before}{verb}", True)
    for it in ("it", "they", "the index")
    for before in ("", "had ")
    for verb in ("ended", "closed", "finished", "left")
)
_VAGUE = {"early": (1, 4), "mid": (5, 8), "late": (9, 12), "middle": (5, 8)}


def since_at(sentence: Sequence[Token], place: int, anchor: date) -> tuple[When, int] | None:
    """What `since` or `from` at `place` names as the start."""
    relative = relative_at(sentence, place, anchor, after_close=False)
    if relative:
        return relative
    at = place + 1
    if turning := _TURNING.at(sentence, at):
        end = at + turning[1]
        on = int(is_word(sentence, end, "on", "in", "of", "at"))
        dated = _start(sentence, end + on, anchor)
        if dated:
            return _turned(dated[0], turning[0], anchor), end + on + dated[1] - place
    if base := base_at(sentence, at, anchor):
        return base[0], base[1] + 1
    start = _start(sentence, at, anchor)
    return (start[0], start[1] + 1) if start else None


def base_at(sentence: Sequence[Token], place: int, anchor: date) -> tuple[When, int] | None:
    """ "its January peak", "the March 30 low", "its record close of 6,978.60", "its 52-week high"."""
    at = place
    if begun := _where_begun(sentence, place, anchor):
        return begun
    while is_word(sentence, at, *_OWNERS, "'s"):
        at += 1
    weeks = at < len(sentence) and sentence[at].word == "52" and is_word(sentence, at + 1, "week", "w")
    dated = None if weeks else _start(sentence, at, anchor)
    if weeks:
        at += 2
    elif dated:
        at += dated[1]
    record = False
    while is_word(sentence, at, *_ADJECTIVES, "'s") and not _ends_base(sentence, at):
        record = record or sentence[at].word in ("record", "all", "lifetime")
        at += 1
    turn = _TURNS.get(sentence[at].word) if at < len(sentence) else None
    if turn is None:
        return None
    record = record or sentence[at].word in ("record", "records", "ath", "aths")
    if sentence[at].word == "close" and not record:
        if dated is not None and dated[0].named and not dated[0].others:  # "its 2024 close"
            end = When(
                anchor, dated[0].named + timedelta(days=1), since=True, named=dated[0].named, unit="span"
            )
            return end.written(" ".join(t.text for t in sentence[place : at + 1])), at + 1 - place
        if dated is None or not dated[0].others:
            return None
        exact = replace(dated[0], others=())  # "since its March 23 close": from that close
        return exact.written(" ".join(t.text for t in sentence[place : at + 1])), at + 1 - place
    at += 1
    while is_word(sentence, at, "high", "highs", "close", "closes", "level", "peak", "water", "mark"):
        at += 1
    at, dated, level = _details(sentence, at, anchor, dated)
    words = " ".join(t.text for t in sentence[place:at])
    if weeks:
        back_to = months_before(anchor, 12) or _FOREVER
        when = When(anchor, back_to, since=True, named=anchor, unit="span", turn=turn)
    elif dated:
        when = _turned(dated[0], turn, anchor)
    elif record or turn is Turn.HIGH:
        when = When(anchor, _FOREVER, since=True, named=anchor, unit="span", turn=turn)
    else:
        when = When(
            anchor, months_before(anchor, 12) or _FOREVER, since=True, named=anchor, unit="span", turn=turn
        )
    return replace(when, words=words, level=level), at - place


def _where_begun(sentence: Sequence[Token], place: int, anchor: date) -> tuple[When, int] | None:
    """ "where it had begun the year": the calendar's period."""
    begun = _BEGUN.at(sentence, place)
    if begun is None:
        ended = _ENDED.at(sentence, place)
        span = span_at(sentence, place + ended[1], anchor) if ended else None
        if ended is None or span is None or span[0].last >= anchor:
            return None
        after = When(anchor, span[0].last + timedelta(days=1), since=True, named=span[0].last, unit="span")
        return after.written(" ".join(t.text for t in sentence[place : place + ended[1] + span[1]])), ended[
            1
        ] + span[1]
    words = " ".join(t.text for t in sentence[place : place + begun[1]])
    return stretch(begun[0], anchor).written(words), begun[1]


def _ends_base(sentence: Sequence[Token], at: int) -> bool:
    """Is this "record" or "close" the noun itself, with no other noun after it?"""
    following = sentence[at + 1].word if at + 1 < len(sentence) else ""
    return (sentence[at].word == "record" and following not in (*_TURNS, *_ADJECTIVES, "'s")) or (
        sentence[at].word in ("day", "time", "year", "market") and following not in (*_TURNS, *_ADJECTIVES)
    )


def _details(
    sentence: Sequence[Token], at: int, anchor: date, dated: tuple[When, int] | None
) -> tuple[int, tuple[When, int] | None, Amount | None]:
    """ "of 6,978.60", "on Jan. 27", "set in January", "reached a week ago" behind the noun."""
    level: Amount | None = None
    for _ in range(3):
        end = at
        while is_word(sentence, end, "set", "hit", "reached", "touched", "it", "was", "made", "from"):
            end += 1
        if is_word(sentence, end, "of", "at") and end + 1 < len(sentence):
            amount = amount_at(sentence, end + 1) if sentence[end + 1].kind is TokenKind.NUMBER else None
            if amount and not (1900 <= amount[0].value <= 2100 and len(sentence[end + 1].text) == 4):
                at, level = end + 1 + amount[1], amount[0]
                continue
        link = int(is_word(sentence, end, "on", "in", "of"))
        found_day = _start(sentence, end + link, anchor) if dated is None else None
        if not found_day:
            break
        dated, at = found_day, end + link + found_day[1]
    return at, dated, level


def _start(sentence: Sequence[Token], at: int, anchor: date) -> tuple[When, int] | None:
    """A day, month, quarter or year as a start; "the start of July", "mid-2009", "a week ago"."""
    if at >= len(sentence):
        return None
    begin = at
    of_week = [token.word for token in sentence[at : at + 3]] == ["the", "week", "of"] and at + 3 < len(
        sentence
    )
    if of_week and (day := day_at(sentence, at + 3, anchor)):  # "the week of Oct. 10"
        monday = day[0] - timedelta(days=day[0].weekday())
        return When(anchor, monday, since=True, named=monday + timedelta(days=6), unit="span"), 3 + day[1]
    if ago := ago_at(sentence, at, anchor):
        return ago
    end_of = False
    previous = False
    while is_word(sentence, at, "the", "back", "at", "in", "last", "late", "previous", "prior", "preceding"):
        previous = previous or is_word(sentence, at, "last", "previous", "prior", "preceding")
        if sentence[at].word == "late":
            break
        at += 1
    if is_word(sentence, at, "start", "beginning", "end", "close", "middle") and is_word(
        sentence, at + 1, "of"
    ):
        end_of = sentence[at].word in ("end", "close")
        at += 2
    part = _VAGUE.get(sentence[at].word) if at < len(sentence) else None
    at += part is not None
    day = day_at(sentence, at, anchor) if part is None and at < len(sentence) else None
    if day:
        used = at - begin + day[1]
        if previous and day[0] == anchor:
            day = (anchor - timedelta(days=7), day[1])  # "from the previous Friday", said on a Friday
        if is_word(sentence, begin + used, "'s"):
            used += 1
        before = When(anchor, day[0], since=True, named=day[0], unit="span")
        when = When(
            anchor, day[0] + timedelta(days=1), since=True, named=day[0], unit="span", others=(before,)
        )
        return when, used
    span = span_at(sentence, at, anchor)
    if not span or span[0].first is None:
        return None
    first, named = span[0].first, span[0].named
    if end_of and named:
        first = named + timedelta(days=1)
    elif part and span[0].unit == "year":
        first, named = date(first.year, part[0], 1), month_end(first.year, part[1])
    elif part and span[0].unit == "month" and part != _VAGUE["late"]:
        first, named = (
            (first, first.replace(day=10))
            if part == _VAGUE["early"]
            else (first.replace(day=11), first.replace(day=20))
        )
    elif part and span[0].unit == "month":
        first = first.replace(day=21)
    return When(anchor, first, since=True, named=named, unit="span"), at - begin + span[1]


def ago_at(sentence: Sequence[Token], at: int, anchor: date) -> tuple[When, int] | None:
    """ "a week ago", "two months earlier", "a year before"."""
    count = 1 if is_word(sentence, at, "a", "one") else count_at(sentence, at)
    if count is None or at + 2 >= len(sentence):
        return None
    unit = sentence[at + 1].word.rstrip("s")
    if not is_word(sentence, at + 2, "ago", "earlier", "before"):
        return None
    when = back(count, unit, anchor)
    return (replace(when, since=True), 3) if when else None


def _turned(start: When, turn: Turn, anchor: date) -> When:
    """The lowest or highest close of what `start` names, as a base."""
    named = start.named or anchor
    first = start.first or anchor
    if first > named:  # "at the end of March"
        first = named.replace(day=1)
    if start.others and start.named:  # a day: its own close or low
        first = start.named
    return When(anchor, first, since=True, named=min(named, anchor), unit="span", turn=turn)
