"""What kind of answer a question wants: a reason, members, a day, what came afterwards. Only commands that give
one are asked."""

from __future__ import annotations

import re
from calendar import day_name, month_abbr, month_name
from collections.abc import Sequence
from dataclasses import dataclass

from bot.language.lines import extreme, windows
from bot.language.phrases import PhraseTable, single_words
from bot.language.question import Question, Role
from bot.language.vocabulary import DIRECTIONS
from market.catalog import SymbolKind


@dataclass(frozen=True, slots=True)
class Sought:
    """A kind of answer.

    phrases: what asks for it, as in `PhraseTable`.
    unless: what looks like it and asks for something else.
    given_by: the commands that have such an answer.
    """

    phrases: PhraseTable
    unless: PhraseTable
    given_by: frozenset[str]


_VERBS = """pulled pulls pulling lifted lifts lifting boosted boosts boosting sent took moved moves moving spooked
    rattled cheered knocked pressured capped buoyed underpinned supported supports supporting hit sank"""
_CAUSING = " | ".join(
    f"{who} {verb}" for who in ("what", "who", "what is", "who is") for verb in _VERBS.split()
)
REASONS = f"""why | how come | reason | reasons | cause | causes | caused | causing | because of | due to |
    responsible | to blame | blame | blamed | culprit* | contribut* | attribut* | dragged | dragging | drags | drag on
    | weighed | weighing | weighs | weigh on | hurt | hurting | hurts | helped | helping most | pushed | pushing |
    propelled | propped | fuel* | powered | powering | drove | drives | driving | drive | driven | driver | drivers |
    what moved | what is moving | who moved | what explains | explains | explained by | what is behind | what was
    behind | who is behind | who was behind | whats behind | what lies behind | what stood behind | who stood behind |
    behind the move | behind the rally | behind the drop | behind the gain | behind the fall | behind the decline |
    behind it | behind that | behind this | added most to | added the most to | adds the most to | took the most off |
    cost the index | subtracted | depend on | depends on | sensitive to | made the difference | what is making | made
    fall | made rise | made drop | {_CAUSING} | pulled | pulling | lifted | lifting | boosted | boosting | propelling
    | break down | breakdown | broken down | explain the | to thank | thanks to | credit goes | accounted for |
    account for | accounts for"""
"""What asks who or what made a move."""
_NONE = frozenset[str]()
_ALWAYS = single_words("help about privacy alert watchlist digest exposure portfolio check evidence")


def _sought(phrases: str, given_by: str, unless: str = "") -> Sought:
    return Sought(PhraseTable.of(phrases), PhraseTable.of(unless), frozenset(given_by.split()) | _ALWAYS)


REASON = _sought(
    REASONS,
    "why news drivers concentration",
    "what moved the most | what moved most | who moved the most | which moved the most",
)
_CAPS_MOVED = " | ".join(
    f"what {size} caps {verb}" for size in ("small", "large") for verb in sorted(DIRECTIONS)
)
MEMBERS = _sought(
    f"""{_CAPS_MOVED} | which stocks | which stock | which names | which companies | which company | which shares
    | which members
    | which member | what stocks | what names | what companies | which constituents | which tickers | what members
    | whose shares | which ones | which individual | what individual | what s&p stocks | which s&p stocks
    | which russell stocks | what russell stocks | which small caps | which large caps | which s&p names
    | which russell names | which s&p companies | which russell companies | which large companies
    | which small companies | which small stocks | which small cap stocks | which s&p members
    | which russell members""",
    "movers why breadth heatmap concentration news calendar ladder",
)
PERSON = _sought(
    "who", "compare why movers smallcaps news sectors ladder rank drivers concentration rotation"
)
AFTERWARDS = _sought(
    """what happens after | what happened after | what comes after | what came after | comes after | come after
    | came next | comes next | come next
    | happens next | happened next | what follows | what followed | followed by | in the aftermath | afterwards
    | base rate | base rates | forward return | forward returns | happens when | happens once | usually happens
    | normally happens""",
    "history",
)
DAY = _sought(
    """when | last time | first time
    | what day | which day | what days | which days | what date | what dates | which date | which dates""",
    "calendar history smallcaps rank rotation",
)
COUNT = _sought(
    """how many days | how many sessions | how many weeks | how many months | how many times | in a row
    | consecutive | how often | how long""",
    "rank smallcaps history rotation breadth calendar macro risk",
)
NUMBER = _sought(
    "how many | number of",
    "rank smallcaps history rotation breadth calendar macro risk concentration",
    "how many points | how many % | how many percent | how many dollars | how many percentage",
)
STATISTIC = _sought(
    " | ".join(
        f"{typical} {what}"
        for typical in ("mean", "average", "median", "typical")
        for what in (
            "return",
            "returns",
            "gain",
            "gains",
            "loss",
            "losses",
            "move",
            "moves",
            "day",
            "week",
            "month",
        )
    ),
    "history rank risk",
)
SHARE = _sought(
    """how much of the
        | percentage of | percent of | what share of | the share of | proportion of | fraction of | what percent |
        what percentage | what share
    | what proportion | what fraction""",
    "breadth concentration macro why drivers rotation",
)
STRETCH = _sought(
    " | ".join(
        f"{end} {unit}" for end in ("best", "worst") for unit in ("day", "week", "month", "quarter", "year")
    ),
    "rank history",
)
KINDS = (STRETCH, STATISTIC, SHARE, COUNT, NUMBER, REASON, MEMBERS, PERSON, AFTERWARDS, DAY)
# Words of time: where one is left over, the question has a time that was not read.
_BEGINNINGS = frozenset({"since", "until", "till", "through", "before"})
_STRETCHES = single_words(
    """week weeks month months year years quarter quarters decade decades hour hours minute minutes half summer winter
    spring autumn overnight"""
)
_JUDGED = single_words("good bad great strong weak terrible rough nice big quiet wild")
_PARTS = single_words("early late mid middle beginning start end first second third fourth")
_TIMED = single_words("rank history digest smallcaps breadth risk macro") | _ALWAYS


_MEMBER_NAMES = single_words("members member constituents constituent components component")
_MEMBERS_OF = single_words("companies names stocks tickers")  # of an index, where they are said to be in it
_WITHIN = ("in", "of", "inside", "within", "from", "on", "make", "making")
_ARTICLES = ("the", "a")
_OF_EACH = re.compile(
    r"\b(?:at|near|to|from|off|below|above|hit|hits|hitting|made|set|reached) (?:an? |its |their |the )?"
    r"(?:new |all time |record |52 week )*(?:highs?|lows?|peaks?)\b|\brecords?\b"
    r"|\b(?:more|most|fewer|fewest|many) (?:stocks|companies|members|names|constituents)\b"
)
_SEASONS = single_words(
    *(name.casefold() for names in (month_name, month_abbr, day_name) for name in names if name),
    "winter spring summer autumn fall christmas easter thanksgiving halloween q1 q2 q3 q4",
)
_OF_RULES = frozenset({"rank", "history"}) | _ALWAYS
_HABIT = re.compile(
    r"\b(?:do|does) (?!you |we |i ).* …$|\b(?:is|are) … (?:an? |the )?(?:good|bad|strong|weak|best|worst)\b"
)
_POINTS = single_words(
    "compare smallcaps history drivers sectors ladder rotation concentration alert macro breadth why"
)
"""Commands whose answers tell points."""
_PRICED = frozenset({"quote", "chart"})
_PUBLISHED = {"weekly": ("claims", "nfci"), "monthly": ("payrolls", "unemployment")}
"""How often a series is published."""


def is_measured(question: Question, command: str, word: str) -> bool:
    """Whether the answer of `command` is told in what `word` asks for, where it is a measure ("in points", "in
    dollars", "per share") or a frequency of figures. Points are those of an index, dollars those of a share."""
    of_index = any(symbol.kind is SymbolKind.INDEX for symbol in question.symbols)
    match word:
        case "points":
            return command in _POINTS or (command in _PRICED and of_index) or "lead" in question.words
        case "dollars" | "usd":
            return command in ("portfolio", "watchlist", "exposure") or (command in _PRICED and not of_index)
        case "per" if command == "macro" or "per share" in question.text:
            return command in _PRICED and not of_index
        case "weekly" | "monthly" if command == "chart":
            return not (question.averages and question.has("day"))  # its bars are daily
        case "weekly" | "monthly" if command == "macro":
            return not set(question.series).isdisjoint(_PUBLISHED[word])
        case _:
            return True


def is_of_each(question: Question) -> bool:
    """Whether something is asked of each market by itself, which no comparison of changes tells: its place below its
    high, how many members it has."""
    return bool(_OF_EACH.search(question.text))


def is_habit(question: Question) -> bool:
    """Whether it is asked how a market does in a month or on a weekday as a rule: "do small caps rise in january"."""
    said = set(question.said(Role.PERIOD).split()) - {"in", "on", "over", "during", "the"}
    text = " ".join(
        "…" if role is Role.PERIOD and word in _SEASONS else word
        for word, role in zip(question.words, question.roles, strict=True)
        if role is not Role.PERIOD or word in _SEASONS
    )
    past = question.has("did", "has", "have", "had") or question.period == "mtd"
    return bool(said) and said <= _SEASONS and not past and bool(_HABIT.search(text))


def is_part(question: Question, place: int) -> bool:
    """Whether the word at `place` is about the members of an index: "companies in the russell", "s&p members"."""
    word = question.words[place]
    if question.roles[place] is not Role.WORD or word not in _MEMBER_NAMES | _MEMBERS_OF:
        return False
    if word in _MEMBER_NAMES:
        return True
    before = question.places[place - 1] if place else ""
    after = [at for at in range(place + 1, len(question.words)) if question.words[at] not in _ARTICLES][:2]
    inside = len(after) == 2 and question.words[after[0]] in _WITHIN and question.places[after[1]]
    ticker = inside or (before if word == "companies" else "")
    return any(s.ticker == ticker and s.kind is SymbolKind.INDEX for s in question.symbols)


def wanted(question: Question) -> frozenset[str] | None:
    """The commands that give what the question wants; None where any may."""
    dated = frozenset({"chart"} if extreme(question) else ())  # the answer names the day of its extreme
    asked = [kind.given_by | (dated if kind is DAY else _NONE) for kind in KINDS if asks_for(question, kind)]
    if is_habit(question):
        asked.append(_OF_RULES)
    if _has_unknown_time(question):
        asked.append(_TIMED)
    elif not extreme(question) and any(
        word in _STRETCHES and not _is_judged(question, place) for word, place in _unplaced(question).items()
    ):
        asked.append(_TIMED | {"calendar"})
    return frozenset.intersection(*asked) if asked else None


def asks_for(question: Question, kind: Sought) -> bool:
    words = _outside_periods(question)
    between = [word for word, ticker in zip(words, question.places, strict=True) if not ticker]
    asked = kind.phrases.matches(words) or kind.phrases.matches(between)
    return bool(asked) and not kind.unless.matches(words)


def _outside_periods(question: Question) -> Sequence[str]:
    """The words, those of a period left empty."""
    return [
        "" if role is Role.PERIOD else word for word, role in zip(question.words, question.roles, strict=True)
    ]


def _unplaced(question: Question) -> dict[str, int]:
    """The words that are part of no period and no name, with their places."""
    return {
        word: place
        for place, (word, role) in enumerate(zip(question.words, question.roles, strict=True))
        if role in (Role.WORD, Role.NUMBER)
    }


def _is_judged(question: Question, place: int) -> bool:
    """True for "a good month" of a month that is named."""
    return bool(question.period) and question.words[max(place - 1, 0)] in _JUDGED


def _has_unknown_time(question: Question) -> bool:
    """True for "since halloween 2025" and "early 2025", of which only the year was read, and for two periods."""
    periods = [p for p, role in enumerate(question.roles) if role is Role.PERIOD and question.period != "1d"]
    beside = {place + step for place in periods for step in (-2, -1, 1, 2)}
    vague = any(
        f"{few} {unit}" in question.text for few in ("few", "several") for unit in ("days", "sessions")
    )
    return (
        vague
        or (bool(question.other_periods) and not windows(question))
        or any(
            word in _BEGINNINGS
            or (place in beside and (word in _PARTS or (word[:1].isdigit() and "%" not in word)))
            for word, place in _unplaced(question).items()
        )
    )
