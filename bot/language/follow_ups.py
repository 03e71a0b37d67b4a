"""Questions that lean on the one before them: "and the dow?", "over five years", "as candles", "why?"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from bot.engine.request import Request
from bot.engine.router import Router
from bot.language.answers_again import (
    LOOKED_UP,
    about_answer,
    is_stretch_beside,
    line_over,
    line_with_change,
    takes_period,
    whole_market,
    written_out,
)
from bot.language.coverage import candidate, named_in
from bot.language.intent import Intent
from bot.language.leanings import lead_explained
from bot.language.lines import compare, extreme, is_beside_time, look_up
from bot.language.phrases import single_words
from bot.language.question import Question, Role, question_of
from bot.language.vocabulary import FILLERS, MODIFIERS
from commands.framework.command import Command, UsageError
from market.errors import MarketError
from market.symbols import BY_NAME, Symbol

_SAID = """no | nope | no i meant | i meant | what about | how about | what if | same | and | now | ok and | ok
    now | but | also | or | then | make it | again | plus | versus | vs | against | instead | compare it
    | compare that | compared to | compared with | show it | show me that | do the same | add | with |
    as | throw in | put in | include | zoom out | zoom in | extend | go back | make that | switch to |
    change to | change it to | try | same thing | do it | do that | for | over | in | of"""
_BEGINNINGS = tuple(tuple(words.split()) for words in _SAID.split("|"))
_ENDINGS = frozenset({"instead", "too", "again", "before"})
_POLITE = frozenset({"please", "pls", "thanks", "thx"})
_WHY = frozenset({"why", "reason", "reasons"})
POINTING = frozenset({"it", "its", "that", "they", "them", "those", "both", "there", "one", "ones"})
_BESIDE = single_words("vs versus against compare compared relative add plus with throw include too also")
_SET = single_words("vs versus against compare compared relative")
_STEPS = single_words("period time range window stretch throw zoom extend include switch try make")
_WITHOUT = frozenset({"out", "drop", "without", "remove", "minus", "except", "exclude"})


_CANDLES = frozenset({"candles", "candle", "candlestick", "candlesticks"})
_STYLES = _CANDLES | {"weekly", "monthly"}
_AVERAGED = single_words("sma ema average averages moving simple exponential above below over under")

_DRAWN = frozenset({"chart", "graph", "plot", "picture", "line", "bars"})
_FARES = ("doing", "done", "do", "did", "trading")
_VERBS = frozenset({"is", "are", "was", "were", "does", "do", "did", "has", "have"})
_WITHOUT_REASON = frozenset({"macro", "calendar", "valuation", "help", "about", "check", "evidence", "news"})
_FEW = 3  # words of a question that names no market and can have none but the last


def is_bare(question: Question) -> bool:
    """True for a question that means nothing without the one before it."""
    rest = _content(question)
    if question.series or not question.words:
        return False
    leans = question.period or _begins(question) or _points_back(question)
    if _is_of_length(question) or is_stretch_beside(question) or (leans and not rest):
        return True
    return rest <= _WHY | _STYLES | _DRAWN and len(question.words) <= 4 and not rest <= _DRAWN


def _is_of_length(question: Question) -> bool:
    """ "since when?", "how long?": of what, no command knows, and the answer before has said what it can."""
    lasts = question.has("since", "long") and question.has("when", "how")
    return lasts and not (_content(question) or question.symbols or question.period)


def line_after(
    previous: str, question: Question, commands: Mapping[str, Command], intents: Sequence[Intent], now: date
) -> str:
    """The command line for `question` after `previous`; empty where it stands by itself."""
    command, _, rest = previous.removeprefix("/").partition(" ")
    if takes_period(commands[command]):
        rest = written_out(rest, now)
    before = question_of(rest, now)
    line = line_with_change(command, rest, question, now) or _line(command, before, question, intents)
    only_period = question.period and not (question.symbols or question.series or _content(question))
    if not line and only_period and not _is_of_two(question) and takes_period(commands[command]):
        line = line_over(command, rest, before, question)
    if not line:
        return ""
    try:
        Router(tuple(commands.values())).read(Request(text=line))
    except (UsageError, MarketError):
        return ""
    return line


def _is_of_two(question: Question) -> bool:
    """True for "over 10 years or 5 years" and "compared to last year"."""
    compared = not question.symbols and question.words[:1] in (("compared",), ("vs",), ("versus",))
    return bool(question.other_periods) or is_beside_time(question) or compared


def _line(command: str, before: Question, question: Question, intents: Sequence[Intent]) -> str:
    if _is_of_two(question) or _is_of_length(question):
        return ""  # of two stretches neither is the answer
    if question.series and command != "macro":
        return ""  # it has a command of its own: "jobs in 2019" after a heat map is not about the heat map
    rest = _content(question)
    goes_on, points = _begins(question), _points_back(question)
    if asked := about_answer(command, before, question, rest):
        return asked
    if command == "compare" and question.symbols and rest and rest <= _WITHOUT:
        left = tuple(s for s in before.symbols if s not in question.symbols)
        there = len(left) == len(before.symbols) - len(question.symbols)
        return look_up(replace(_merged(before, question), symbols=left)) if there else ""
    if rest and rest <= _WHY and not question.symbols:
        return _reason(command, before, question, intents)
    if "total return" in question.text and rest <= {"total", "return"} and before.symbols:
        return look_up(_merged(before, question))
    if points and len(before.symbols) == 1:
        if rest <= {"trading"} and question.has(*_FARES) and not question.has("who") and not question.symbols:
            return look_up(replace(question, symbols=before.symbols))
        if extreme_line := extreme(_merged(before, question)):
            return extreme_line
    if "line" in rest and command == "chart":
        before = replace(before, words=tuple("" if word in _CANDLES else word for word in before.words))
    new_style = bool(rest) and rest <= _STYLES | _DRAWN and not question.symbols
    averaged = question.averages and rest <= _STYLES | _DRAWN | _BESIDE | _STEPS | _AVERAGED
    if new_style or (averaged and not question.symbols):
        merged = _merged(whole_market(command, before), question)
        return next((i.line(merged) for i in intents if i.command == "chart"), "")
    strongest = _strongest(question, intents, pointing=points)
    if (
        strongest
        and not question.symbols
        and (goes_on or points or (len(question.words) <= _FEW and not _stands_alone(question, strongest)))
        and (before.symbols or command == "smallcaps")
    ):
        own = strongest.line(_merged(whole_market(command, before), question))
        about = {s.ticker for s in before.symbols} <= named_in(own) | strongest.about
        return own if about and not strongest.acts else ""
    if (
        len(before.symbols) == 1
        and not question.symbols
        and (line := _about_market(question, before, intents))
    ):
        return line
    if strongest and strongest.command == command and goes_on and not question.period:
        return _continued(command, before, question, intents)
    if strongest and strongest.command != "compare":
        return ""
    if question.symbols and not (goes_on or points):
        return _echoed(command, before, question, intents)
    if not question.symbols and not question.period and not question.series:
        return ""
    if rest and not (goes_on and rest <= _BESIDE | _STEPS):
        return ""
    return _continued(command, before, question, intents)


def _reason(command: str, before: Question, question: Question, intents: Sequence[Intent]) -> str:
    """What tells why the answer before is as it is: of one market its own, of small and large caps the drivers of
    their lead; of other comparisons, and of a series, nothing is known."""
    if not before.symbols and command in _WITHOUT_REASON:
        return ""
    merged = _merged(before, question)
    several = len(before.symbols) > 1
    commands = ("drivers",) if several else ("why", "news")
    if several and not lead_explained(merged):
        return ""
    return next((i.line(merged) for i in intents if i.command in commands), "")


def _about_market(question: Question, before: Question, intents: Sequence[Intent]) -> str:
    """What would be about the Russell 2000 for want of a market ("how far from the record") is about the one before."""
    best = max((candidate(intent, question) for intent in intents), key=lambda item: item.score)
    if best.command == "compare":
        return ""  # of indices that nobody named
    usual = best.runs and (best.command == "smallcaps" or not BY_NAME.keys().isdisjoint(best.line.split()))
    merged = replace(question, symbols=before.symbols, period=question.period)
    lacking = not best.line and best.score >= 1 and len(question.words) <= _FEW  # "earnings?"
    if lacking and candidate(best.intent, merged).runs:
        return "" if best.intent.acts else best.intent.line(merged)
    return best.intent.line(merged) if usual and not best.acts and question.words[0] not in _VERBS else ""


def _stands_alone(question: Question, intent: Intent) -> bool:
    """ "is breadth improving" and "sector heatmap" are whole questions; "how volatile?" lacks its market."""
    of_sectors = question.has("sector", "sectors") and question.has("map", "heatmap")
    whole = question.words[0] in _VERBS or of_sectors
    return whole and bool(intent.line(question))


def _continued(command: str, before: Question, question: Question, intents: Sequence[Intent]) -> str:
    """The same command about the new market, over the new period."""
    merged = _merged(whole_market(command, before) if not question.symbols else before, question)
    single = command not in (*LOOKED_UP, "compare", "risk", "rotation", "history")
    if (
        question.symbols
        and not _BESIDE.isdisjoint(question.words)
        and before.symbols
        and not (single and _SET.isdisjoint(question.words))
    ):
        both = replace(merged, symbols=_both(before, question))
        own = next((i.line(both) for i in intents if i.command == command and not i.acts), "")
        if command not in LOOKED_UP and all(symbol.word in own.split() for symbol in both.symbols):
            return own  # "and against the nasdaq?" of a risk is still a risk
        return compare(both)
    if command in LOOKED_UP:
        return look_up(merged)
    if command == "compare":
        return compare(replace(merged, symbols=_both(before, question)))
    intent = next((i for i in intents if i.command == command and not i.acts), None)
    line = intent.line(merged) if intent else ""
    tickers = {symbol.ticker for symbol in question.symbols}
    if intent and line and tickers and tickers <= intent.about:
        return line  # it is about them without naming them
    symbols_kept = tickers <= named_in(line)
    period_kept = not question.period or question.period in line
    return line if line and symbols_kept and period_kept else look_up(merged)


def _echoed(command: str, before: Question, question: Question, intents: Sequence[Intent]) -> str:
    """The same of another market for "nvidia?", where the command before was about one; without its mark it is a
    question of its own."""
    alone = set(question.roles) == {Role.MARKET} and question.asked.rstrip().endswith("?")
    if not alone or command == "compare" or len(before.symbols) != 1:
        return ""
    line = _continued(command, before, question, intents)
    return line if {symbol.ticker for symbol in question.symbols} <= named_in(line) else ""


def _points_back(question: Question) -> bool:
    """Whether a word points to what was spoken of; "there", and the one of "which one", only where no market is
    named."""
    named = {"there", "one", "ones"} if question.symbols else set[str]()
    said = set(question.said(Role.WORD).split()) - named
    return not POINTING.isdisjoint(said)


def _both(before: Question, question: Question) -> tuple[Symbol, ...]:
    return tuple({s.ticker: s for s in (*before.symbols, *question.symbols)}.values())


def _merged(before: Question, question: Question) -> Question:
    """The new question with what it leaves out taken from the one before."""
    return Question(
        question.asked,
        (*before.words, *question.words),
        (*before.roles, *question.roles),
        question.symbols or before.symbols,
        (*before.places, *question.places),
        question.period or before.period,
        question.averages or before.averages,
        question.series or before.series,
        question.numbers or before.numbers,
    )


def _strongest(question: Question, intents: Sequence[Intent], *, pointing: bool = False) -> Intent | None:
    """The command that the new words point to by themselves. `pointing`: they speak of the market before."""
    ranked = [candidate(intent, question) for intent in intents]
    best = max(ranked, key=lambda item: item.score, default=None)
    if best and (best.unknown or (best.blind and best.command == "calendar")):
        return None  # "breadth zzz" says more than what follows another question
    decisive = best is not None and (best.decided or (pointing and best.score >= 1))
    return best.intent if best and best.score and decisive else None


def _begins(question: Question) -> bool:
    """Whether it goes on where the question before it ended: "and the dow?", "the dow too please"."""
    last = next((word for word in reversed(question.words) if word not in _POLITE), "")
    return _beginning(question) > 0 or last in _ENDINGS


def _beginning(question: Question) -> int:
    """How many of the first words say that it goes on."""
    return max((len(words) for words in _BEGINNINGS if question.words[: len(words)] == words), default=0)


def _content(question: Question) -> frozenset[str]:
    """The words that say something by themselves."""
    begun, last = _beginning(question), len(question.words) - 1
    return frozenset(
        word
        for place, (word, role) in enumerate(zip(question.words, question.roles, strict=True))
        if role in (Role.WORD, Role.NUMBER)
        and (
            word not in FILLERS
            or word in _WHY
            or (word in MODIFIERS and place >= begun and not (place == last and word in _ENDINGS))
        )
    )


def asks_again(question: Question) -> bool:
    """Whether it asks the same of another market: "and the russell?"."""
    other = question.period or question.series or question.averages
    return _begins(question) and bool(question.symbols) and not other and not _content(question)
