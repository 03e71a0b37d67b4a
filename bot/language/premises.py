"""What a question takes a market to have done, and the command line for a question of why."""

from __future__ import annotations

from bot.language.phrases import single_words
from bot.language.question import Question
from bot.language.vocabulary import FALLING, RISING
from commands.inputs.premise import Premise
from market.datasets.members import UNIVERSES
from market.period import Period

WITH_MEMBERS = frozenset(ticker for universe in UNIVERSES for ticker in (universe.index, universe.fund))
_PREMISES = {
    "down": FALLING
    | single_words(
        """down fall falls fell falling fallen lower red slid lost lose loses losing losses weak sank sunk sink sinks
        sinking bled bleeding shrank smoked wrecked"""
    ),
    "up": RISING | single_words("up rise rises rose rising risen higher green grew growing flew flying"),
}
# Commands whose answer is about the move itself; /why judges its own.
_JUDGED = frozenset({"quote", "chart", "news", "smallcaps"})
# Up or down on the way to something else: "how far is it down from its record".
_ELSEWHERE = single_words(
    """record records high highs low lows peak top bottom above below far average averages sma if"""
)


def direction(question: Question) -> str:
    """The way that the question takes the market to have gone: "up", "down", or empty where it does not say."""
    ways = [way for way, words in _PREMISES.items() if question.has(*words)]
    return ways[0] if len(ways) == 1 else ""


def why_line(question: Question) -> str:
    """`/why` for the market named, else for the Russell 2000; for one company, which has no members, what
    was written of it."""
    symbols = question.symbols
    everybody = question.has("market", "markets", "stocks")
    if not symbols and not everybody and ".." in question.period:
        return ""  # of another time nobody means the Russell 2000 without naming it
    word = symbols[0].word if symbols else "spx" if everybody and question.period else "rut"
    if symbols and symbols[0].ticker not in WITH_MEMBERS:
        return f"/news {word}"
    parts = ("/why", word, question.period, direction(question))
    return " ".join(part for part in parts if part)


def premise_of(question: Question, line: str) -> Premise | None:
    """That the one market of the question rose or fell; None where it says neither."""
    way = direction(question)
    command = line.removeprefix("/").partition(" ")[0]
    if not way or command not in _JUDGED or len(question.symbols) != 1 or question.has(*_ELSEWHERE):
        return None
    period = Period.parse(question.period) if question.period not in ("", "1d") else None
    return Premise(question.symbols[0], way, period)
