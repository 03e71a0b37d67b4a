"""Parts of a year as prose names them: "Q1", "the first half of 2025", "the April-to-June period", "the first three
months of the year"."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from market.calendar_span_words import read_calendar_span
from market.claims.expressions.amounts import count_at
from market.claims.expressions.days import is_word, month_at, year_at
from market.claims.expressions.tokens import Token, TokenKind
from market.claims.expressions.when import When


def part_of_year(sentence: Sequence[Token], place: int, anchor: date) -> tuple[When, int] | None:
    """The part that begins at `place`, and how many tokens it takes."""
    return (
        _between_months(sentence, place, anchor)
        or _short_part(sentence, place, anchor)
        or _months_to(sentence, place, anchor)
        or _part_of_year(sentence, place, anchor)
    )


def calendar_period(first: date, last: date, anchor: date, unit: str) -> When:
    """A calendar stretch, up to the anchor while it is not over."""
    return When(min(last, anchor) if first <= anchor else last, first=first, named=last, unit=unit)


def month_end(year: int, month: int) -> date:
    return (date(year + 1, 1, 1) if month == 12 else date(year, month + 1, 1)) - timedelta(days=1)


def _short_part(sentence: Sequence[Token], place: int, anchor: date) -> tuple[When, int] | None:
    """ "Q1", "H2 2025", "4Q", "the 1Q of 2026": a letter and a number, which are two tokens."""
    at = place + is_word(sentence, place, "the")
    if at + 1 >= len(sentence) or sentence[at].end != sentence[at + 1].start:
        return None
    pair = [sentence[at].word, sentence[at + 1].word]
    letter, number = pair if pair[0] in ("q", "h") else (pair[1], pair[0])
    if letter not in ("q", "h") or number not in ("1", "2", "3", "4"):
        return None
    of = at + 2 + is_word(sentence, at + 2, "of")
    year = year_at(sentence, of)
    span = read_calendar_span(f"{letter}{number} {year or ''}")
    if span is None:
        return None
    first, last = span.days(anchor)
    return calendar_period(first, last, anchor, str(span.unit)), (of + 1 if year else at + 2) - place


def _between_months(sentence: Sequence[Token], place: int, anchor: date) -> tuple[When, int] | None:
    """ "the April-to-June period", "from July through September", "the January-March quarter"."""
    at = place + is_word(sentence, place, "the")
    month, used = month_at(sentence, at)
    to = at + used
    linked = is_word(sentence, to, "to", "through", "until", "–", "-")
    other, more = month_at(sentence, to + linked) if month else (0, 0)
    if not month or not other or other < month:
        return None
    end = to + linked + more
    year = year_at(sentence, end)
    end += bool(year)
    named = is_word(sentence, end, "period", "quarter", "stretch")
    if not (linked or named):
        return None
    end += named
    own = year or (anchor.year if month <= anchor.month else anchor.year - 1)
    return calendar_period(date(own, month, 1), month_end(own, other), anchor, "span"), end - place


def _months_to(sentence: Sequence[Token], place: int, anchor: date) -> tuple[When, int] | None:
    """ "the three months through March", "two months to February 2026"."""
    at = place + is_word(sentence, place, "the")
    count = count_at(sentence, at) if at + 3 < len(sentence) else None
    if not count or not is_word(sentence, at + 1, "months") or count > 24:
        return None
    if not is_word(sentence, at + 2, "through", "to", "ended", "ending", "until"):
        return None
    last, used = month_at(sentence, at + 3)
    if not last:
        return None
    end = at + 3 + used
    year = year_at(sentence, end)
    own = year or (anchor.year if last <= anchor.month else anchor.year - 1)
    begin, month = divmod(own * 12 + last - count, 12)
    span = calendar_period(date(begin, month + 1, 1), month_end(own, last), anchor, "span")
    return span, end + bool(year) - place


def _part_of_year(sentence: Sequence[Token], place: int, anchor: date) -> tuple[When, int] | None:
    """ "the first half (of 2026)", "the first three months of the year", "the first two quarters"."""
    at = place + is_word(sentence, place, "the")
    if at + 1 >= len(sentence) or sentence[at].word not in ("first", "second"):
        return None
    if is_word(sentence, at + 1, "half"):
        first_month, last_month, end = (1, 6, at + 2) if sentence[at].word == "first" else (7, 12, at + 2)
    else:
        count = count_at(sentence, at + 1)
        unit = sentence[at + 2].word.rstrip("s") if at + 2 < len(sentence) else ""
        length = {"month": 1, "quarter": 3}.get(unit)
        if sentence[at].word != "first" or not count or not length or not 1 < count * length <= 12:
            return None
        first_month, last_month, end = 1, count * length, at + 3
    of = int(is_word(sentence, end, "of", "in"))
    year = year_at(sentence, end + of)
    if not year and of and is_word(sentence, end + 1, "the", "this") and is_word(sentence, end + 2, "year"):
        end += 3
    own = year or (anchor.year if first_month <= anchor.month else anchor.year - 1)
    end += (of + 1) if year else 0
    return calendar_period(date(own, first_month, 1), month_end(own, last_month), anchor, "span"), end - place


_NUMBERS = {"first": 1, "second": 2, "third": 3, "fourth": 4}
_PARTS = {"quarter": 3, "quarters": 3, "half": 6, "halves": 6}
_BEHIND_PART = frozenset(
    {
        "and",
        "but",
        "while",
        "after",
        "then",
        "before",
        "against",
        "versus",
        "than",
        "when",
        "it",
        "they",
        "the",
    }
)


def ordinal_part(
    sentence: Sequence[Token], place: int, anchor: date, before: Sequence[When]
) -> tuple[When, int] | None:
    """ "in the second", behind a quarter or a half that was named: the one of that number of the same year. `before`:
    the times that were named before.

    >>> from market.claims.expressions.tokens import tokens
    >>> words = tokens("rose 5 % in the first half of 2025 and 14 % in the second")
    >>> first = When(date(2025, 6, 30), date(2025, 1, 1))
    >>> found = ordinal_part(words, 10, date(2025, 12, 31), [first])
    >>> str(found[0].first), str(found[0].last), found[1]
    ('2025-07-01', '2025-12-31', 3)
    """
    number = _NUMBERS.get(sentence[place + 2].word) if place + 2 < len(sentence) else None
    following = sentence[place + 3] if place + 3 < len(sentence) else None
    ends = following is None or following.kind is TokenKind.MARK or following.word in _BEHIND_PART
    if number is None or not is_word(sentence, place + 1, "the") or not ends:
        return None
    parts = [(token.word, at) for at, token in enumerate(sentence[:place]) if token.word in _PARTS]
    periods = [when for when in before if when.first is not None and not when.since]
    months = _PARTS.get(parts[-1][0]) if parts else None
    year = periods[-1].last.year if periods else anchor.year
    if months is None and periods:  # of the sentence before
        months = next((m for m in (3, 6) if _months(periods[-1]) == m), None)
    if months is None or number * months > 12:
        return None
    first, last = date(year, (number - 1) * months + 1, 1), month_end(year, number * months)
    if first > anchor:
        return None
    return calendar_period(first, last, anchor, "quarter" if months == 3 else "span"), 3


def _months(when: When) -> int:
    """How many whole months a period has; 0 where it does not begin with one."""
    first, last = when.first, when.named or when.last
    if first is None or first.day != 1 or last != month_end(last.year, last.month):
        return 0
    return (last.year - first.year) * 12 + last.month - first.month + 1
