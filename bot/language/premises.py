"""The command line for a question of why a market moved, and what the question takes it to have done."""

from __future__ import annotations

from bot.language.question import Question
from market.datasets.members import UNIVERSES

_WITH_MEMBERS = {ticker for universe in UNIVERSES for ticker in (universe.index, universe.fund)}
_PREMISES = {
    "down": "down fall falls fell falling fallen drop dropped lower red",
    "up": "up rise rises rose rising risen gain gained higher green",
}
WHY = """why | why is | why did | why are | what drove | what drives | what moved | what is driving | dragged |
who made | contributed | contribution | contributions | what is behind the move"""


def why_line(question: Question) -> str:
    """`/why` for the market named, else for the Russell 2000; for one company, which has no members, what
    was written of it."""
    symbols = question.symbols
    word = symbols[0].word if symbols else "rut"
    if symbols and symbols[0].ticker not in _WITH_MEMBERS:
        return f"/news {word}"
    premises = [premise for premise, words in _PREMISES.items() if question.has(*words.split())]
    parts = ("/why", word, question.period, *premises[: len(premises) == 1])
    return " ".join(part for part in parts if part)
