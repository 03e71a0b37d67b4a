"""What a question takes a market to have done, and the command line for a question of why."""

from __future__ import annotations

from bot.language.phrases import single_words
from bot.language.question import Question, Role
from bot.language.vocabulary import FALLING, RISING
from commands.inputs.premise import AHEAD, BEHIND, LeadPremise, Premise
from market.datasets.members import UNIVERSES
from market.period import Period

WITH_MEMBERS = frozenset(ticker for universe in UNIVERSES for ticker in (universe.index, universe.fund))
_PREMISES = {
    "down": FALLING
    | single_words(
        """down fall falls fell falling fallen lower red slid lost lose loses losing losses weak sank sunk sink sinks
        sinking bled bleeding shrank smoked wrecked rekt puked
        puking"""
    ),
    "up": RISING | single_words("up rise rises rose rising risen higher green grew growing flew flying"),
}
_LEADS = {
    AHEAD: single_words(
        """ahead lead leads led leading beat beats beaten beating outperform outperforms outperformed outperforming
        outpace outpaced outpacing outdone outdid topped"""
    ),
    BEHIND: single_words(
        """behind lag lags lagged lagging trail trails trailed trailing underperform underperforms underperformed
        underperforming"""
    ),
}
# Commands whose answer is about the move itself; /why judges its own.
_JUDGED = frozenset({"quote", "chart", "news", "smallcaps"})
# Up or down on the way to something else: "how far is it down from its record".
_ELSEWHERE = single_words(
    """record records high highs low lows peak top bottom above below far average averages sma if"""
)


def direction(question: Question) -> str:
    """The way that the question takes the market to have gone: "up", "down", or empty where it does not say."""
    said = {w for w, role in zip(question.words, question.roles, strict=True) if role is not Role.PERIOD}
    ways = [way for way, words in _PREMISES.items() if not said.isdisjoint(words)]  # "last fall" is no fall
    return ways[0] if len(ways) == 1 else ""


def why_line(question: Question) -> str:
    """`/why` for the market named, else for the Russell 2000; for one company, which has no members, what
    was written of it."""
    symbols = question.symbols
    everybody = question.has("market", "markets", "stocks")
    if not symbols and not everybody and ".." in question.period:
        return ""  # of another time nobody means the Russell 2000 without naming it
    word = symbols[0].word if symbols else "spx" if everybody else "rut"
    if symbols and symbols[0].ticker not in WITH_MEMBERS:
        return f"/news {word}"
    parts = ("/why", word, question.period, direction(question))
    return " ".join(part for part in parts if part)


def _lead_of(question: Question) -> LeadPremise | None:
    """That the market before the verb led the one behind it, or lagged it; None where it is asked which did."""
    ways = [way for way, words in _LEADS.items() if question.has(*words)]
    if len(question.symbols) != 2 or len(ways) != 1 or question.has("who", "which", "what", "or"):
        return None
    verb = next(place for place, word in enumerate(question.words) if word in _LEADS[ways[0]])
    sides = [[t for t in question.places[:verb] if t], [t for t in question.places[verb:] if t]]
    if [len(set(side)) for side in sides] != [1, 1]:
        return None
    passive = question.has("by") and question.has("beaten", "outperformed", "outpaced", "outdone", "topped")
    by_ticker = {symbol.ticker: symbol for symbol in question.symbols}
    first, second = (by_ticker[side[0]] for side in sides)
    return LeadPremise(first, second, {AHEAD: BEHIND, BEHIND: AHEAD}[ways[0]] if passive else ways[0])


def premise_of(question: Question, line: str) -> Premise | LeadPremise | None:
    """That the one market of the question rose or fell, or the first of two led; None where it says neither."""
    way = direction(question)
    command = line.removeprefix("/").partition(" ")[0]
    if command == "compare":
        return _lead_of(question)
    if not way or command not in _JUDGED or len(question.symbols) != 1 or question.has(*_ELSEWHERE):
        return None
    period = Period.parse(question.period) if question.period not in ("", "1d") else None
    return Premise(question.symbols[0], way, period)
