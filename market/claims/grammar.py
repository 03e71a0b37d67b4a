"""Reading a text: sentence by sentence, every kind of claim, in the order in which they stand."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, TypeAlias

from market.claims import (
    averages,
    changes,
    comparisons,
    drawdowns,
    firsts,
    levels,
    loose_figures,
    macro_prints,
    members,
    records,
    sector_counts,
    sector_ranks,
    streak_claims,
    streaks,
    superlatives,
    uncheckable,
)
from market.claims.certainty import is_unsure
from market.claims.expressions.anchors import only_weekday, titled_day, written_day
from market.claims.expressions.tokens import Token, TokenKind, sentences
from market.claims.expressions.when import When
from market.claims.sentence import Basis, Sentence, TextSpan
from market.claims.subjects import subject_at
from market.claims.text_context import TextContext
from market.claims.vocabulary.sectors import SECTORS
from market.claims.vocabulary.tag import Tag

AnyClaim: TypeAlias = (
    levels.LevelClaim
    | changes.ChangeClaim
    | records.RecordClaim
    | superlatives.ExtremeClaim
    | drawdowns.DrawdownClaim
    | averages.AverageClaim
    | firsts.FirstClaim
    | firsts.LongestRunClaim
    | comparisons.ComparisonClaim
    | streak_claims.StreakClaim
    | sector_counts.SectorsClaim
    | members.AdvancersClaim
    | sector_ranks.SectorRankClaim
    | members.AttributionClaim
    | comparisons.VolatilityClaim
    | macro_prints.MacroPrintClaim
    | uncheckable.UncheckableStatement
)
_KINDS: tuple[Callable[[Sentence], Iterator[AnyClaim]], ...] = (
    levels.find,
    changes.find,
    records.find,
    superlatives.find,
    drawdowns.find,
    averages.find,
    firsts.find,
    firsts.find_none_since,
    comparisons.find,
    streaks.find,
    sector_counts.find,
    members.find,
    sector_ranks.find,
    sector_ranks.find_drivers,
    comparisons.find_volatility,
    macro_prints.find,
)
_ABOUT = frozenset(
    {
        Tag.MARKET, Tag.PRONOUN, Tag.SERIES, Tag.SECTORS, Tag.ADVANCERS, Tag.DECLINERS, Tag.BROAD, Tag.NOUN, Tag.JOBS,
        Tag.TOPIC,
    }
)  # fmt: skip
_NEAR = 3  # claims before one, among which a print it is measured from stands
_TODAY = re.compile(r"\b(?:today|tonight|this session)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ParsedText:
    """What a text claims.

    claims: in the order of the text.
    anchor: the day the text is about.
    dated: whether the text itself says so.
    by_weekday: whether it is the one weekday that the text names, which may have been named in passing.
    by_title: whether it is the end of the period that the text's title names.
    figured: how many sentences hold a figure of a size that markets have.
    unread: those among them in which no claim was found.
    figures_left: figures of the other ones that are in no claim, with the words beside them.
    """

    claims: tuple[AnyClaim, ...]
    anchor: date
    dated: bool
    figured: int = 0
    unread: tuple[TextSpan, ...] = ()
    figures_left: tuple[TextSpan, ...] = ()
    by_weekday: bool = False
    by_title: bool = False

    def without(self, unsure: Collection[AnyClaim]) -> ParsedText:
        """The text with those claims, and so their sentences, not read."""
        if not unsure:
            return self
        claims = tuple(claim for claim in self.claims if claim not in unsure)
        spans = {claim.unsure or claim.place for claim in unsure}
        unread = sorted({*self.unread, *spans}, key=lambda span: span.start)
        return replace(self, claims=claims, unread=tuple(unread), figured=max(self.figured, len(unread)))


def readings_of(
    text: str, today: date, day: date | None = None, now: date | None = None, asked: date | None = None
) -> tuple[ParsedText, ...]:
    """What `text` claims: as `read` says, and also as a text of `today` where its day is the end of its title's period,
    or a weekday that may have been named in passing ("the 10-year was at 4.40 % on Tuesday")."""
    reading = read(text, today, day, now, asked)
    if not (reading.by_weekday or reading.by_title) or reading.anchor == today:
        return (reading,)
    return reading, read(text, today, day, now, asked, guessed=False)


def read(
    text: str,
    today: date,
    day: date | None = None,
    now: date | None = None,
    asked: date | None = None,
    *,
    guessed: bool = True,
) -> ParsedText:
    """What `text` claims.

    today: the last completed session.
    day: the day that the text is about, where the asker says so; otherwise its dateline, else the end of its title's
        period, else the only weekday that it names, else `today`.
    now: the day of asking while its session is not over, otherwise None.
    asked: the day of asking.
    guessed: whether its title's period or the only weekday that it names may give its day.

    Takes time linear in the length of the text: it is cut into tokens once, every rule looks at one
    sentence, and a sentence has a longest length.
    """
    parts = list(sentences(text))
    written = None if day else written_day(parts, max(today, asked or today))
    early = written is not None and written > today  # before the open: its "yesterday" is the last session
    unplaced = early and not _tells_of(text, today)
    own = None if early else written
    morning = early or not (day or own or asked is None or asked <= today)
    guessed = guessed and not (day or written)
    titled = titled_day(parts, today) if guessed else None
    weekday = only_weekday(parts, max(today, now or today)) if guessed and not titled else None
    anchor = day or own or titled or weekday or today
    context = TextContext(text, anchor, _unambiguous_tickers(parts))
    claims: list[AnyClaim] = []
    unread: list[TextSpan] = []
    left: list[TextSpan] = []
    figured = 0
    for part in parts:
        if all(token.kind is TokenKind.MARK for token in part):
            continue
        sentence = context.sentence(part)
        own_claims = _claims(sentence)
        if now and now > anchor and not (day or own or titled):
            own_claims = [_on(claim, now) for claim in own_claims]
        if morning:
            own_claims = _of_morning(own_claims, sentence, unplaced)
        own_claims = _behind_prints(own_claims, claims)
        claims.extend(own_claims)
        if places := loose_figures.figures(sentence):
            figured += 1
            if all(isinstance(claim, uncheckable.UncheckableStatement) for claim in own_claims):
                unread.append(sentence.place(0, len(sentence.elements) - 1))
            else:
                left.extend(loose_figures.left_over(sentence, places, own_claims))
        context.add(sentence, own_claims)
    return ParsedText(
        tuple(claims),
        anchor,
        bool(own),
        figured,
        tuple(unread),
        tuple(left),
        weekday is not None,
        titled is not None,
    )


def _behind_prints(claims: Sequence[AnyClaim], before: Sequence[AnyClaim]) -> list[AnyClaim]:
    """ "went as high as 65.73; it cooled to 38.57": down from that print, not from the close before."""
    out: list[AnyClaim] = []
    for claim in claims:
        told = (*before[-_NEAR:], *out)
        if isinstance(claim, levels.LevelClaim) and claim.up is not None and claim.basis is Basis.CLOSE:
            prints = (c for c in told if isinstance(c, levels.LevelClaim) and c.subject == claim.subject)
            if any(c.basis not in (Basis.CLOSE, Basis.OPEN) and c.when == claim.when for c in prints):
                claim = replace(claim, up=None)
        out.append(claim)
    return out


def _tells_of(text: str, session: date) -> bool:
    """Does a text from before the open say that it tells of the last session?"""
    return re.search(rf"\b(?:yesterday|previous session|{session:%A})\b", text, re.IGNORECASE) is not None


def _on(claim: AnyClaim, now: date) -> AnyClaim:
    """A claim about "today", which is a day that has no close yet."""
    when = getattr(claim, "when", None)
    if isinstance(when, When) and when.one_day and _TODAY.search(when.words):
        changed: dict[str, Any] = {"when": When(now, words=when.words)}
        return replace(claim, **changed)
    return claim


def _of_morning(claims: Sequence[AnyClaim], sentence: Sentence, early: bool) -> list[AnyClaim]:
    """Claims of a text from before the open or of a weekend: "yesterday" is the last session. `early`: it bears the
    date of a day without a close, which is then meant where no time is named."""
    only = len(sentence.times) == 1
    placed = [_of_last_session(claim, sentence.anchor, only) for claim in claims]
    return [_marked(c, sentence) if early and _is_of_its_day(c) else c for c in placed]


def _of_last_session(claim: AnyClaim, anchor: date, only: bool) -> AnyClaim:
    """A claim about "yesterday", asked before the session of the day after, or on a weekend. `only`: the sentence names
    no other day that "the session before" may be counted from."""
    when = getattr(claim, "when", None)
    said = isinstance(when, When) and when.one_day and when.words.casefold()
    if isinstance(when, When) and said and ("yesterday" in said or (only and "session" in said)):
        changed: dict[str, Any] = {"when": replace(when, last=anchor)}
        return replace(claim, **changed)
    return claim


def _is_of_its_day(claim: AnyClaim) -> bool:
    """Does it name no time, so that a text of a day without a close may mean that day?"""
    when = getattr(claim, "when", None)
    return isinstance(when, When) and when.one_day and not when.words


def _claims(sentence: Sentence) -> list[AnyClaim]:
    tags = {element.tag for element in sentence.elements}
    tokens = sentence.tokens
    about = not tags.isdisjoint(_ABOUT) or any(sentence.subjects) or "groups" in sentence.words
    if sentence.is_question or not (about or any(SECTORS.at(tokens, place) for place in range(len(tokens)))):
        return []
    claims = [claim for kind in _KINDS for claim in kind(sentence)]
    claims = [_marked(claim, sentence) if is_unsure(sentence, claim) else claim for claim in claims]
    claims.extend(loose_figures.find(sentence, claims))
    made = list(members.find_attributions(sentence, claims))
    claims.extend(made)
    claims.extend(uncheckable.find(sentence, bool(claims), [claim.place for claim in made]))
    return sorted(_once(claims), key=lambda claim: (claim.place.start, claim.place.end))


def _marked(claim: AnyClaim, sentence: Sentence) -> AnyClaim:
    unsure: dict[str, Any] = {"unsure": sentence.place(0, len(sentence.elements) - 1)}
    return replace(claim, **unsure)


def _once(claims: Sequence[AnyClaim]) -> Iterator[AnyClaim]:
    """Each claim once, no market compared with itself, and no level beside its first time."""
    seen: set[AnyClaim] = set()
    firsts_said = {(c.subject, c.level) for c in claims if isinstance(c, firsts.FirstClaim) and c.level}
    for claim in claims:
        if isinstance(claim, levels.LevelClaim) and (claim.subject, claim.amount) in firsts_said:
            continue
        subjects = [subject.readings for subject in claim.subjects.values()]
        if claim not in seen and (len(subjects) < 2 or subjects[0] != subjects[1]):
            seen.add(claim)
            yield claim


def _unambiguous_tickers(parts: Sequence[Sequence[Token]]) -> frozenset[str]:
    """Tickers of markets that the text names by words with one meaning."""
    tickers = set()
    for part in parts:
        for place in range(len(part)):
            subject = subject_at(part, place)
            if subject and len(subject[0].readings) == 1:
                tickers.add(subject[0].symbol.ticker)
    return frozenset(tickers)
