"""How much of a question a command's words explain: what decides between running it and offering it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.language.intent import Intent, said_in, ticker_words
from bot.language.lines import extreme, is_beside_time
from bot.language.phrases import single_words
from bot.language.premises import direction
from bot.language.question import Question, Role
from bot.language.sought import is_measured, is_of_each, is_part
from bot.language.vocabulary import FILLERS, GENERAL, MODIFIERS, RELATIVE
from market.calendars.clock_words import HOURS, in_digits
from market.catalog import SymbolKind
from market.datasets.members import UNIVERSES

_DECISIVE = 3.0  # what a decisive phrase counts more than one that only points
_TWO_MARKETS = 2.0  # two markets point to a comparison
_LEVELS = single_words("above below over under past at near around through than reach hit")
_OF_ALL_TIME = ("rank", "history")  # "the best start to a year ever" names no two stretches
# Of the commands that take no period those that their answers cover: "best month of 2025" is none of the newest month.
_COVERED = {
    "risk": ("20d", "60d", "2m", "252d", "1y", "12m", "52w", "max"),
    "rank": ("1d", "5d", "this week", "mtd", "qtd", "ytd", "max"),
    **dict.fromkeys(("quote", "smallcaps"), ("1d", "5d", "mtd", "qtd", "ytd", "this week", "max")),
    "history": ("1d", "5d", "1m", "3m", "6m", "12m", "1y", "mtd", "ytd", "max"),
}
# The period that is the newest of its kind.
_OF_UNIT = {
    "day": ("1d",), "week": ("5d", "this week"), "month": ("mtd",), "quarter": ("qtd",),
    **dict.fromkeys(("year", "start"), ("ytd",)),
}  # fmt: skip
_WHETHER = ("is", "was", "are", "were", "am")  # "is it the best month since 2020": since when it is, is told
_LOOKED_UP = ("quote", "chart")  # what any market has
_OF_ONE = (*_LOOKED_UP, "compare", "risk", "news", "smallcaps")  # what is asked of a market as a whole
# Of now: with another time they compare nothing.
_STATES = ("breadth", "concentration", "valuation", "rotation", "risk")
_MEMBER_OF = re.compile(  # "is apple in the russell 2000" compares nothing
    r"\b(?:is|are|was) (?:… )+(?:still |also )?(?:in|part of|inside|a member of) (?:the )?…"
)
_WITHIN_ANOTHER = re.compile(  # "tech in the s&p", "does apple move the dow"
    r"… (?:stocks? |names )?(?:is |are )?(?:in|inside|within|among|moves?|moving|drives?|affects?) (?:the )?…"
)
_SIZE = re.compile(r"\b(?:is|are) (?:… )+(?:bigger|larger|smaller) than (?:the )?…")  # which is no move
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_TOGETHER = ("beta", "correlation", "correlated", "correlate")  # measured over a year and nothing else
_CLOCK, _OF_CLOCK = re.compile(r"\d\d:\d\d"), re.compile(r"\d{1,2}(?:am|pm|h)?")  # an hour, as it was said
_AT_ITS = re.compile(r"\b(?:at (?:its|their) (?:lowest|highest)|(?:from|above|off) (?:its|the) lows?)\b")
_EACH_TIME = re.compile(r"\b(?:each|every) (?:day|week|month|quarter|year)\b")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A command for a question.

    line: the command line; empty where the question lacks what the command needs.
    score: how strongly the words point to it.
    explained, content: content words that it explains, and all there are.
    unknown: of the content words those that are no market and no period, and that it does not answer for.
    ignored: the words that it has no use for, in order.
    blind: it would pass over a market, a series or an average that is named.
    decided: one of its decisive phrases is there.
    strayed: a word that it has no use for decides for another command.
    """

    intent: Intent
    line: str
    score: float
    explained: int
    content: int
    unknown: tuple[str, ...]
    ignored: tuple[str, ...]
    blind: bool
    decided: bool = False
    strayed: bool = False

    @property
    def share(self) -> float:
        return self.explained / self.content if self.content else 1.0

    @property
    def runs(self) -> bool:
        """It answers for every word that asks something, and passes over nothing that is named."""
        return bool(self.line) and not self.blind and not self.unknown

    @property
    def acts(self) -> bool:
        """Its line is offered, never run."""
        return self.intent.acts and self.line not in self.intent.reads

    @property
    def command(self) -> str:
        """The command that the line runs, which of a market alone may be several."""
        return _command_of(self.line) or self.intent.command


def _command_of(line: str) -> str:
    return line.removeprefix("/").partition(" ")[0]


def candidate(intent: Intent, question: Question, score: float = 0.0) -> Candidate:
    """What `intent` makes of the question; the score is 0 where nothing points to it. `score`: what it has
    without its signs."""
    deciding = intent.deciding.matches(question.words)
    pointing = intent.pointing.matches(question.words)
    deciding, pointing = (_outside_periods(question, matches) for matches in (deciding, pointing))
    longest = max((end - start for start, end in deciding), default=0)
    score += _points(pointing) * intent.weight + _points(deciding) + (_DECISIVE + longest if deciding else 0)
    score += intent.bonus(question)
    if intent.command == "compare" and len(question.symbols) > 1:
        score += _TWO_MARKETS
    if intent.command == "macro" and question.series:
        score += _DECISIVE + 2 * len(question.series)
    line = intent.line(question) if score else ""
    signs = {place for start, end in (*deciding, *pointing) for place in range(start, end)}
    return _covered(intent, question, line, score, signs, decided=bool(deciding))


def _outside_periods(question: Question, matches: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Matches that are no part of a period: "in the past" of "in the past 18 months"."""
    return [(a, b) for a, b in matches if set(question.roles[a:b]) != {Role.PERIOD}]


def _points(matches: list[tuple[int, int]]) -> float:
    return float(sum(end - start for start, end in matches))


def _covered(
    intent: Intent, question: Question, line: str, score: float, signs: set[int], *, decided: bool
) -> Candidate:
    if intent.command == "check" and line:  # the claim is the question
        return Candidate(intent, line, score, 1, 1, (), (), False)
    explained = content = 0
    ignored, unknown = list[str](), list[str]()
    several = not set(question.other_periods) <= set(line.split()) and intent.command not in _OF_ALL_TIME
    blind = several or _compares_with_what_is_not_there(intent, question)
    own = _command_of(line) == intent.command  # "/quote ixic" says nothing of small caps
    named = named_in(line) | (intent.about if own else frozenset())
    before: tuple[Role, str] | None = None
    for place, (word, role) in enumerate(zip(question.words, question.roles, strict=True)):
        ticker = question.places[place]
        again = role not in (Role.WORD, Role.NUMBER) and before == (role, ticker)
        before = (role, ticker)
        part = intent.command in _OF_ONE and is_part(question, place)
        if role is Role.WORD and line and not is_measured(question, _command_of(line), word):
            ignored.append(word)
            continue
        if role is Role.WORD and place not in signs and not part and _asks_nothing(intent, word):
            continue
        placed = not part and (place in signs or _explains(intent, question, line, place, named))
        blind |= not placed and role in (Role.MARKET, Role.SERIES, Role.AVERAGE, Role.PERIOD)
        left_out = role is Role.PERIOD and question.period != "1d" and question.period not in line
        left_out = left_out and not (intent.acts and word in said_in(line))
        if not placed or (left_out and not _tells_all(intent, question)):
            ignored.append(word)
        if again or (left_out and placed):
            continue
        content += 1
        explained += placed
        if not placed and role in (Role.WORD, Role.NUMBER) and not _is_told(intent, question, word):
            unknown.append(word)
    return Candidate(intent, line, score, explained, content, tuple(unknown), tuple(ignored), blind, decided)


def _compares_with_what_is_not_there(intent: Intent, question: Question) -> bool:
    """For "dow jones transports", "vix vs yesterday", "is it up more than utilities", and a second series."""
    if intent.command == "macro":
        return len(question.series) > 1
    if intent.command == "calendar":
        return question.has("since")  # "since easter" asks for no date
    if intent.command in _STATES and is_beside_time(question):  # "is breadth better than last week"
        return True
    if intent.command not in ("compare", *_LOOKED_UP):
        return False
    names = _without_names(question)
    if _AT_ITS.search(question.text) and not extreme(question):
        return True
    if _MEMBER_OF.search(names) or _SIZE.search(names) or _WITHIN_ANOTHER.search(names):
        return True
    if len(question.symbols) > 1 and is_of_each(question):
        return True
    if "total return" in question.text and any(s.kind is SymbolKind.INDEX for s in question.symbols):
        return True  # an index has none: its fund is offered
    alone = len(question.symbols) < 2 and not question.averages and not question.numbers
    dangling = alone and intent.command in _LOOKED_UP and question.has("than", "vs", "versus", "against")
    return question.stacked or (is_beside_time(question) and not question.other_periods) or dangling


def _is_told(intent: Intent, question: Question, word: str) -> bool:
    """Whether `word` is the size of a move whose reason is asked for ("why did it fall 20%"): the answer tells it."""
    return intent.command in ("why", "news") and word.endswith("%") and bool(direction(question))


def _without_names(question: Question) -> str:
    """The words, with "…" for each of a market's name."""
    return " ".join(
        "…" if place else word for place, word in zip(question.places, question.words, strict=True)
    )


def named_in(line: str) -> frozenset[str]:
    """The tickers that a line is about, by name or as an index whose members it counts."""
    universes = {t for u in UNIVERSES if f" {u.key}" in f" {line}" for t in (u.index, u.fund)}
    return ticker_words(line) | universes


def _tells_all(intent: Intent, question: Question) -> bool:
    """Whether the answer covers the period that its line leaves out: a rank says since when, and the records
    of the year are counted."""
    counted = (
        question.period == "ytd"
        and question.has("many", "number", "often")
        and question.has("record", "records", "highs")
    )
    return intent.command == "rank" or counted


def _asks_nothing(intent: Intent, word: str) -> bool:
    """Whether `word` may be passed over: politeness, articles, and what every market has."""
    if word in MODIFIERS:
        return False
    return word in FILLERS or (word in GENERAL and not intent.explains(word))


def _explains(intent: Intent, question: Question, line: str, place: int, named: frozenset[str]) -> bool:
    """Whether the line answers for the word at `place`, which is part of no phrase of the command."""
    word = question.words[place]
    match question.roles[place]:
        case Role.MARKET:
            return question.places[place] in named
        case Role.PERIOD:
            covered = intent.period and _covers(intent.command, question, line)
            covered = covered or (intent.acts and word in said_in(line))
            return question.period in line or covered or _default_period(question, line)
        case Role.SERIES:
            if intent.command == "drivers":
                return intent.explains(word)
            return intent.command == "macro" and f" {question.series[0]}" in line
        case Role.AVERAGE:
            drawn = not {"sma", "ema"}.isdisjoint(line.split()) or line.startswith("/alert breadth")
            return drawn or intent.explains(word)
        case Role.NUMBER:
            figure = re.escape(word.strip("%$").replace(",", ""))
            # As a number, and no part of a date.
            in_line = re.search(rf"(?<![\d-]){figure}(?![\d-])", line.replace(",", ""))
            return bool(
                in_line
                or intent.explains(word)
                or (intent.acts and _CLOCK.search(line) is not None and _OF_CLOCK.fullmatch(word) is not None)
                or (line.startswith("/quote ") and question.has(*_LEVELS) and not _is_clock(question, word))
            )
    if intent.acts and (word in said_in(line) or (word in HOURS and _CLOCK.search(line))):
        return True  # "london" of its zone
    if word in ("each", "every") and not intent.acts and _EACH_TIME.search(question.text):
        return intent.command == "history"
    if word == "decade" and intent.command == "rank":  # since when it is the best, is told
        return question.words[0] in _WHETHER
    if word == "difference" and intent.command == "compare" and not question.period:
        return False  # what two things are, or how they did?
    of_extreme = line.endswith((" high", " low")) and intent.explains(word)
    if (
        intent.command in _LOOKED_UP and word in RELATIVE and not of_extreme
    ):  # no price by itself tells who is ahead
        return False
    return intent.explains(word)


def _is_clock(question: Question, number: str) -> bool:
    """Whether a number is an hour: "by noon", "at 2pm"."""
    return number.endswith("m") or _CLOCK.search(in_digits(question.asked.casefold())) is not None


def _covers(command: str, question: Question, line: str) -> bool:
    """Whether the answer of a command that takes no period is about the one that is named."""
    if command == "rank":
        whether = question.has("since") and not set(_WHETHER).isdisjoint(question.words[:1])
        if whether or (question.has("start") and question.period == "1y"):  # "the best start of a year"
            return True
        if _is_within_longer(question, line):
            return False
    if command == "risk" and question.has(*_TOGETHER):
        return question.period in ("252d", "1y", "12m", "52w")
    if command == "macro" and question.period != "ytd" and _YEAR.search(question.said(Role.PERIOD)):
        return False  # the newest value is told, and none of another year
    covered = _COVERED.get(command, (question.period,))
    return question.period in covered or question.period.removesuffix("d") in line.split()


def _is_within_longer(question: Question, line: str) -> bool:
    """ "what was the worst week this year": the ranks are of the newest week, and of no other."""
    asked_whether = not set(_WHETHER).isdisjoint(question.words[:1])
    newest = _OF_UNIT.get(next((word for word in line.split() if word in _OF_UNIT), ""), _COVERED["rank"])
    return not asked_whether and question.period not in (*newest, "max")


def _default_period(question: Question, line: str) -> bool:
    """Today is what a command without a period is about."""
    return question.period == "1d" and bool(line)
