"""What a text has said so far, as far as its next sentence depends on it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from market.claims.expressions.tokens import Token
from market.claims.expressions.when import When
from market.claims.scope import Scope, topics
from market.claims.sentence import Claim, Sentence, sentence_of
from market.claims.subjects import Subject
from market.claims.tagger import speaks_of_yields

_PERIODS = ("week", "month", "quarter", "year")
_KEPT = 4  # periods that a text has spoken of


@dataclass(slots=True)
class TextContext:
    """The context in which the next sentence of `text` is read.

    anchor: the day the text is about.
    unambiguous: tickers of markets that the text names by words with one meaning.
    scope: the heading that holds.
    carried: whom "it" would mean.
    told: the time that the sentence before was about, within a paragraph.
    day: the day that was named last, within a paragraph.
    spoken: the newest periods of the calendar that the text has spoken of.
    of_yields: whether the paragraph speaks of yields.
    end: the character at which the sentence before ended.
    """

    text: str
    anchor: date
    unambiguous: Collection[str]
    scope: Scope = field(default_factory=Scope)
    carried: tuple[Subject, ...] = ()
    told: tuple[When, ...] = ()
    day: tuple[When, ...] = ()
    spoken: tuple[When, ...] = ()
    of_yields: bool = False
    end: int = 0

    def sentence(self, tokens: Sequence[Token]) -> Sentence:
        """The next sentence, read in this context and under the heading that holds or that it is."""
        gap = self.text[self.end : tokens[0].start]
        if gap.count("\n") > 1:
            self.told, self.day, self.of_yields = (), (), False
        self.of_yields = self.of_yields or speaks_of_yields(tokens)
        self.scope, self.end = self.scope.at_gap(gap), tokens[-1].end
        sentence = sentence_of(
            self.text,
            tokens,
            self.anchor,
            self.carried,
            self.unambiguous,
            self.scope.context,
            self.told,
            self.spoken,
            self.day,
            self.of_yields,
        )
        if self.scope.blank:
            self.scope = self.scope.within(sentence)
            sentence = replace(sentence, context=self.scope.context)
        self.scope = self.scope.after(sentence)
        if self.scope.inline:  # "For the year: The S&P 500 is up …"
            sentence = replace(sentence, context=self.scope.context)
        return sentence

    def add(self, sentence: Sentence, claims: Sequence[Claim]) -> None:
        """Keep what `sentence`, which makes these claims, leaves to the next one."""
        self.carried = _carried(sentence, self.carried, claims)
        self.told = _told(claims) or topics(sentence) or self.told
        self.spoken = _spoken(self.spoken, sentence)
        days = [when for _, when in sentence.times if when.one_day]
        self.day = tuple(days[-1:]) or self.day


def _carried(
    sentence: Sentence, carried: tuple[Subject, ...], claims: Sequence[Claim]
) -> tuple[Subject, ...]:
    """Whom "it" in the next sentence would mean: the sentence's subject if it had only one, none of several, and where
    it had none the one that all its claims are about ("up 9.5 % for the S&P 500"), else who was meant before."""
    said = [group.subjects for group in sentence.groups.values() if not group.is_object]
    if not said:
        about = {s.symbol.ticker: s for c in claims if (s := c.subjects.get("subject")) is not None}
        if len(about) == 1:
            return tuple(about.values())
        groups = list(sentence.groups.values())  # "… the best month for the S&P 500. The benchmark …"
        return carried or (groups[0].subjects if len(groups) == 1 and len(groups[0].subjects) == 1 else ())
    alike = {tuple(subject.symbol.ticker for subject in subjects) for subjects in said}
    return said[0] if len(alike) == 1 and len(said[0]) == 1 else ()


def _told(claims: Sequence[Claim]) -> tuple[When, ...]:
    """The time that all of a sentence's claims with a time are about, where it is one."""
    whens = [
        when for claim in claims if isinstance(when := getattr(claim, "when", None), When) and when.words
    ]
    alike = {(when.first, when.last) for when in whens}
    return tuple(whens[:1]) if len(alike) == 1 and not (whens[0].since or whens[0].vague) else ()


def _spoken(before: tuple[When, ...], sentence: Sentence) -> tuple[When, ...]:
    """The newest periods of the calendar that the text has spoken of."""
    named = (element.value for element in sentence.elements)
    periods = [when for when in named if isinstance(when, When) and when.unit in _PERIODS and not when.since]
    return tuple({(w.first, w.last): w for w in (*before, *periods, *topics(sentence))}.values())[-_KEPT:]
