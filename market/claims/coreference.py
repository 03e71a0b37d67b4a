"""Whom a predicate is about: lists of markets, and the subject at each place of a sentence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from market.claims.expressions.tokens import Token
from market.claims.subjects import FOUR_INDICES, Subject, any_index, major_averages, may_mean
from market.claims.tagger import TaggedElement, skip
from market.claims.vocabulary.tag import PREDICATES, Tag
from market.claims.vocabulary.verbs import MOVERS, is_verb

_BEFORE_OBJECT = frozenset(
    {
        Tag.PREPOSITION, Tag.FOR, Tag.FROM, Tag.TO, Tag.AT, Tag.ABOVE, Tag.BELOW, Tag.AHEAD, Tag.BEHIND,
        Tag.OVER, Tag.UNDER, Tag.MORE_VOLATILE, Tag.LESS_VOLATILE, Tag.ABOUT,
    }
)  # fmt: skip
_BETWEEN = (Tag.COMMA, Tag.AND, Tag.FILL, Tag.NOUN)
_LISTING = (Tag.COMMA, Tag.AND)
_OTHER_NOUNS = frozenset({Tag.WORD, Tag.SERIES, Tag.SECTORS, Tag.ADVANCERS, Tag.DECLINERS})
_ATTACHES_TO_NOUN = frozenset({Tag.MARKET, Tag.POSSESSIVE, Tag.SET, Tag.NOUN})
_COMPANY_NOUNS = frozenset(
    {"stocks", "shares", "stock", "share", "fund", "etf", "inc", "corp", "company", "companies", "sector", "members",
     "names", "issues", "constituents", "components"}
)  # fmt: skip
_BEING = frozenset({"is", "are", "was", "were", "be", "been"})  # what follows is no noun of the name before
_LEADING = frozenset({Tag.LEAD, Tag.OUTNUMBER})
_LEAVING = frozenset({"leave", "leaves", "left", "leaving"})


class Group(NamedTuple):
    """Markets listed together.

    last: the place of the last of them.
    is_object: a preposition or a comparison goes before them, so no predicate is about them.
    """

    subjects: tuple[Subject, ...]
    last: int
    is_object: bool


def groups_of(tokens: Sequence[Token], elements: Sequence[TaggedElement]) -> dict[int, Group]:
    """Lists of markets by the place of their first ("the Dow, the S&P 500 and the Nasdaq"). The
    last of a list of objects begins a list of its own when a predicate follows it."""
    groups: dict[int, Group] = {}
    place = 0
    while place < len(elements):
        if not isinstance(elements[place].value, Subject):
            place += 1
            continue
        places = [place]
        at = skip(elements, place + 1, *_BETWEEN)
        while at < len(elements) and isinstance(elements[at].value, Subject):
            listed = any(element.tag in _LISTING for element in elements[places[-1] + 1 : at])
            begins = not listed and tokens[elements[at].start - 1].word == "the"
            if begins or _is_attribute_of(tokens, elements, at):
                break  # "after results from Nvidia the Nasdaq Composite …"
            places = [*places, at] if listed else [*places[:-1], at]  # "the small-cap Russell 2000" is one
            at = skip(elements, at + 1, *_BETWEEN)
        is_object = _is_object(tokens, elements, place)
        after = skip(elements, places[-1] + 1, Tag.FILL, Tag.NOUN)
        joined = any(e.tag is Tag.AND for e in elements[place : places[-1]])
        apposition = after if joined else skip(elements, after, Tag.COMMA)
        led = place > 0 and elements[skip(elements, place - 1, Tag.FILL, step=-1)].tag in _LEADING
        if (
            (is_object or led)  # "Caterpillar led the Dow, and UnitedHealth slipped"
            and len(places) > 1
            and apposition < len(elements)
            and (elements[apposition].tag in PREDICATES or elements[apposition].tag in _LEADING)
        ):
            places.pop()
        named = [s for p in places if isinstance(s := elements[p].value, Subject)]
        subjects = tuple({subject.symbol.ticker: subject for subject in named}.values())
        groups[place] = Group(subjects, places[-1], is_object)
        place = places[-1] + 1
    return groups


def _is_object(tokens: Sequence[Token], elements: Sequence[TaggedElement], place: int) -> bool:
    """Does a preposition or a comparison go before? Not in "the gauge of small caps"; in "493 stocks of the S&P"."""
    before = skip(elements, place - 1, Tag.FILL, step=-1)
    if before < 0 or _is_attribute_of(tokens, elements, place):
        return before >= 0
    word = tokens[elements[before].start].word
    if elements[before].tag is Tag.WORD and is_verb(word) and word not in MOVERS - _LEAVING:
        owner = skip(elements, before - 1, Tag.FILL, Tag.NOUN, step=-1)
        if owner >= 0 and elements[owner].tag is Tag.MARKET:
            return True  # "the Russell 2000 left the S&P 500 in the dust, climbing 3 %"
    if before == 0 and elements[before].tag is Tag.FOR:
        return False  # "For the Dow, it was …"
    if elements[before].tag is Tag.OF:
        members = before > 0 and tokens[elements[before - 1].start].word in _COMPANY_NOUNS
        return before == 0 or members or elements[before - 1].tag not in (Tag.NOUN, Tag.PRONOUN)
    return elements[before].tag in _BEFORE_OBJECT


def _is_attribute_of(tokens: Sequence[Token], elements: Sequence[TaggedElement], place: int) -> bool:
    """ "Microsoft, a Dow member, …": the name goes with another noun."""
    article = tokens[max(0, elements[place].start - 1)].word in ("a", "an")
    return article and place + 1 < len(elements) and elements[place + 1].tag is Tag.WORD


def with_objects(
    tokens: Sequence[Token],
    elements: Sequence[TaggedElement],
    groups: Mapping[int, Group],
    subjects: Sequence[tuple[Subject, ...]],
    carried: tuple[Subject, ...],
) -> dict[int, Group]:
    """The lists of markets, and for "it" or "them" after a comparison the market that was named before the one
    compared: "The S&P 500 rose 0.6 %; the Russell 2000 beat it"."""
    found = dict(groups)
    for place, element in enumerate(elements):
        verb = skip(elements, place - 1, Tag.FILL, step=-1)
        is_object = tokens[element.start].word in ("it", "them") and verb >= 0
        if is_object and elements[verb].tag in (Tag.AHEAD, Tag.BEHIND):
            named = [group.subjects for at, group in groups.items() if at < place]
            others = [markets for markets in (carried, *named) if markets and markets != subjects[verb]]
            if others:
                found[place] = Group(others[-1], place, is_object=True)
    return found


def subjects_of(
    tokens: Sequence[Token],
    elements: Sequence[TaggedElement],
    groups: Mapping[int, Group],
    carried: tuple[Subject, ...],
) -> list[tuple[Subject, ...]]:
    """Whom a predicate at each place would be about.

    Markets that no preposition and no comparison goes before become the subject. Another noun in
    that position (at the start of a clause, or right after the market: "Apple supplier …") takes it
    away; a comma gives it back unless a predicate has been said, for then it was no apposition.
    """
    subject = _Subject(carried, carried if _is_fragment(elements) else ())
    out: list[tuple[Subject, ...]] = []
    inside = -1  # the last place of the list that is being read
    for place, element in enumerate(elements):
        words = tokens[element.start : element.end]
        if (
            place == 0
            and words[0].word in ("that", "this")
            and (_verb_follows(elements) or element.tag is Tag.OR)
        ):
            subject.current = carried  # "That outpaced …"
        if element.tag is Tag.PRONOUN and words[0].word == "the" and _is_attribute(tokens, elements, place):
            subject.current, subject.blocked = (), True  # "the average decline"
            subject.finish_element(Tag.WORD, words)
            out.append(())
            continue
        if place in groups:
            inside = groups[place].last
            subject.begin_group(groups[place])
        if element.tag is Tag.MARKET or place < inside:
            subject.at_clause_start = False
        else:
            subject.read(_role(element), words)
        subject.finish_element(_role(element), words)
        out.append(() if subject.blocked else subject.current)
    return out


def _role(element: TaggedElement) -> Tag:
    """Its tag; a number in words takes no market away: "the S&P 500 has had four straight losing weeks"."""
    return Tag.FILL if element.tag is Tag.WORD and isinstance(element.value, int) else element.tag


def _is_attribute(tokens: Sequence[Token], elements: Sequence[TaggedElement], place: int) -> bool:
    """Does another noun follow "the index" or "the average"?"""
    if place + 1 >= len(elements):
        return False
    following = elements[place + 1].tag
    if following is Tag.WORD:
        return not is_verb(tokens[elements[place + 1].start].word)
    if following in (Tag.UP, Tag.DOWN):  # "the average decline is 14 %", not "the average fell 3 %"
        after = skip(elements, place + 2, Tag.FILL)
        return after < len(elements) and after > place + 2
    return following in (Tag.UNIT, Tag.OTHER, Tag.JOBS, Tag.TOPIC)


def _is_fragment(elements: Sequence[TaggedElement]) -> bool:
    """Does the sentence begin with its predicate: "Down 0.5 percent on the day."?"""
    first = skip(elements, 0, Tag.FILL)
    return first < len(elements) and elements[first].tag in (Tag.UP, Tag.DOWN, Tag.CLOSE)


def _verb_follows(elements: Sequence[TaggedElement]) -> bool:
    following = skip(elements, 1, Tag.FILL)
    return following < len(elements) and elements[following].tag in PREDICATES


@dataclass(slots=True)
class _Subject:
    """Whom a predicate would be about, as far as the sentence has been read: `current`, unless
    another noun has `blocked` it.

    carried: from the sentence before, for a pronoun.
    mentioned: the newest list of markets.
    before_bracket: whom it is about once the bracket closes.
    at_clause_start: a clause may begin here.
    has_predicate: a predicate has been said.
    previous_tag: the tag of the element before.
    hinted: the index whose sectors were spoken of, for "the index itself".
    noun_before: the element before is another noun.
    noun_before_comma: a comma has followed right after another noun.
    of_members: "members of" has been said, so that an index there is not the one that moved.
    """

    carried: tuple[Subject, ...]
    current: tuple[Subject, ...] = ()
    mentioned: tuple[Subject, ...] = ()
    before_bracket: tuple[Subject, ...] | None = None
    blocked: bool = False
    at_clause_start: bool = False
    has_predicate: bool = False
    previous_tag: Tag = Tag.MARK
    hinted: tuple[Subject, ...] = ()
    noun_before: bool = False
    noun_before_comma: bool = False
    of_members: bool = False

    def begin_group(self, group: Group) -> None:
        """A list of markets begins."""
        self.mentioned = group.subjects
        if not group.is_object:
            self.current, self.blocked, self.has_predicate = self.mentioned, False, False

    def read(self, tag: Tag, words: Sequence[Token]) -> None:
        """The next element, which is none of a list's."""
        if tag is Tag.OTHER:
            self.current, self.blocked, self.at_clause_start = (), True, False
        elif tag is Tag.WHICH:
            if self.noun_before_comma:  # "reported strong profits, which grew 12 %"
                self.current, self.blocked, self.at_clause_start = (), True, False
            elif self.mentioned and self.previous_tag in (Tag.COMMA, Tag.MARKET, Tag.NOUN):
                self.current, self.blocked, self.at_clause_start = self.mentioned, False, False
        elif tag is Tag.PRONOUN:
            if self.previous_tag is Tag.OF and (self.of_members or major_averages(words) is not None):
                self.current, self.blocked = (), True  # "two of the three major averages", "members of it"
                return
            if (all_of_them := major_averages(words)) is not None:
                self.current, self.blocked, self.at_clause_start = all_of_them, False, False
                return
            only = self.mentioned if len(self.mentioned) == 1 and may_mean(words, self.mentioned) else ()
            # "a big day for the Dow: it jumped …", "It was a low for the Dow, and leaves the index …"
            own = self.current if self.current != self.carried and may_mean(words, self.current) else ()
            carried = self.carried if may_mean(words, self.carried) else ()
            self.current = self.hinted or own or only or carried or any_index(words)
            self.hinted = ()
            self.blocked = self.at_clause_start = False
        elif tag is Tag.OWN and not (self.current or self.blocked or self.mentioned):
            self.current = self.carried  # "Its January gain of 1.4 % …"
        elif tag is Tag.WORD and words[0].word.endswith("ing") and self.current and self.at_clause_start:
            self.at_clause_start = False  # "…, taking its weekly loss to 2.1 %"
        elif tag is Tag.WORD and self.current and is_verb(words[0].word):
            self.at_clause_start = False  # "swung between gains and losses and finished up 1.9 %"
        elif tag in _OTHER_NOUNS or (tag is Tag.TOPIC and self.previous_tag is Tag.POSSESSIVE):
            self._hint(tag, words)
            self.blocked = self.blocked or self.at_clause_start or self.previous_tag in _ATTACHES_TO_NOUN
            self.at_clause_start = False
        elif tag in (Tag.COMMA, Tag.COLON):
            self._read_punctuation(words[0].word)
        elif tag in (Tag.AND, Tag.TURN):
            self.at_clause_start = True
        elif tag not in (Tag.FILL, Tag.NOUN, Tag.OWN, Tag.POSSESSIVE):
            self.at_clause_start, self.has_predicate = False, self.has_predicate or tag in PREDICATES

    def _hint(self, tag: Tag, words: Sequence[Token]) -> None:
        if tag is Tag.SECTORS and any(token.word == "s&p" for token in words):
            self.hinted = (Subject("the index", (FOUR_INDICES[1],)),)

    def _read_punctuation(self, mark: str) -> None:
        """A comma, a dash or a bracket."""
        self.noun_before_comma = self.noun_before
        self.blocked, self.at_clause_start = self.blocked and self.has_predicate, bool(self.current)
        if mark == "(" and self.previous_tag in (Tag.MARKET, Tag.NOUN) and self.mentioned:
            self.before_bracket, self.current = self.current, self.mentioned
            self.blocked = self.at_clause_start = False
        elif mark == ")" and self.before_bracket is not None:
            self.current, self.before_bracket = self.before_bracket, None

    def finish_element(self, tag: Tag, words: Sequence[Token]) -> None:
        """The element is done; what it was matters to the next."""
        of_index = bool(self.mentioned) and self.mentioned[-1].symbol.is_index
        members = of_index and words[0].word in _COMPANY_NOUNS
        if tag is Tag.NOUN and self.previous_tag is Tag.MARKET and members:
            self.blocked = True  # "S&P 500 stocks", "the Russell 2000 ETF": not the index itself
        if tag is Tag.WORD and is_verb(words[0].word):  # "S&P 500 companies bought back stock, up 5 %"
            self.has_predicate = self.has_predicate or self.blocked
        self.of_members = words[0].word in _COMPANY_NOUNS or (self.of_members and tag in (Tag.OF, Tag.FILL))
        if tag not in (Tag.COMMA, Tag.FILL):
            self.noun_before_comma = False
            self.noun_before = tag in (Tag.WORD, Tag.TOPIC) and not is_verb(words[0].word)
        if tag is not Tag.FILL or words[0].word in _BEING:
            self.previous_tag = tag
