"""The figure of an answer that a plain question names, where the answer's first sentence is about another."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from commands.framework.reply import Fact, Reply, Table
from market.formatting import MISSING, Unit, written
from market.symbols import BY_NAME

# Commands whose rows are named in questions: a holiday, a sector, a driver, an index that is led.
_WITH_ROWS = frozenset({"calendar", "sectors", "drivers", "why", "ladder", "smallcaps", "macro"})
_WHOLE = frozenset({"compare", "evidence", "check", "help"})  # answers that are about all that was named
_MOST_CELLS = 3
# Other words for a label; every word of one of the alternatives has to be there.
_CALLED = {
    "Record": "record | peak | all time high | its high | its highs | new high | new highs | highest",
    "Correlation": "correlated | correlate | correlates | closely | together | lockstep | step | sync | track",
    "Drawdown now": "drawdown now | drawdown",
    "Worst drawdown": """worst drawdown | max drawdown | maximum drawdown | biggest drawdown | deepest drawdown
        | worst fall | biggest fall | deepest fall | sharpest fall | worst loss | biggest loss""",
    "Up-capture": "up capture | upside capture",
    "Down-capture": "down capture | downside capture",
    "Day's range": "high day | low day | range | intraday | session high | session low",
    "Size of the move": "unusual | rare | normal | size move | sigma",
    "Rates": "yields | yield | rate | treasuries",
    "Regional banks": "banks | bank",
    "Base close": "ago",
    "Events": "when last | last time",
    "Records this year": "how many record | how many records | how many new highs | number record | number records",
}
_POINTS = "points"  # of an index they stand behind its change in per cent
_SMALL = frozenset(
    {"the", "a", "of", "on", "to", "day", "jr"}
)  # "Labor Day" is called "labor day" and "labor"


def asked_figure(words: Sequence[str], line: str, reply: Reply) -> str:
    """The fact, or the row of the table, that `words` name: "Correlation: 0.05 (with the S&P 500, 252 sessions)."

    Empty where they name none, or the headline has it.
    """
    command = line.removeprefix("/").partition(" ")[0]
    if reply.error or not words or command in _WHOLE or line.endswith((" low", " high")):
        return ""
    said = frozenset(words)
    # "breadth of the s&p" asks for no figure of the S&P 500 itself.
    own = {BY_NAME[word].label for word in line.split() if word in BY_NAME}
    facts = [
        (size, f"{fact.label}: {fact.text}") for fact, size in _facts_of(said, reply) if fact.label not in own
    ]
    longest = max((size for size, _ in facts), default=0)
    texts = [text for size, text in facts if size == longest][:2]
    if not texts and command in _WITH_ROWS and reply.table:
        texts = list(_rows_of(said, reply.table, reply.headline))[:1]
    return f"{'; '.join(texts)}." if texts else ""


def _facts_of(said: frozenset[str], reply: Reply) -> Iterable[tuple[Fact, int]]:
    """The facts that are named and not in the headline, with how many words name each."""
    for fact in reply.facts:
        value = written(fact.value, fact.unit)
        if fact.label == "Change" and _POINTS in said and _POINTS in fact.detail:
            yield fact, 1
        elif value != MISSING and value not in reply.headline and (size := _named(said, fact.label)):
            yield fact, size


def _named(said: frozenset[str], label: str) -> int:
    """How many words of one of its names are said, where all of them are; 0 where no name is."""
    names = [label, *_CALLED.get(label, "").split("|")]
    sizes = [len(name) for name in map(_words, names) if name and name <= said]
    return max(sizes, default=0)


def _words(label: str) -> frozenset[str]:
    plain = label.casefold().replace("’", "'").removesuffix("'s")
    words = frozenset(re.findall(r"[a-z0-9&]+", plain))
    return words - _SMALL or words


def _rows_of(said: frozenset[str], table: Table, headline: str) -> Iterable[str]:
    """The rows whose name is said, with their first figures."""
    for texts, raw in zip(table.texts(), table.rows, strict=True):
        place = next((at for at in (0, 1) if isinstance(raw[at], str) and not texts[at][-1:].isdigit()), 0)
        if not _named(said, texts[place]) or texts[place] in headline.partition(";")[0]:
            continue
        cells = [
            text if column.unit is Unit.TEXT else f"{_within(column.label)} {text}"
            for at, (column, text) in enumerate(zip(table.columns, texts, strict=True))
            if at != place and text not in ("", MISSING)
        ]
        yield f"{texts[place]}: {', '.join(cells[:_MOST_CELLS])}"


def _within(label: str) -> str:
    """A label inside a sentence: small, unless it is a name."""
    is_name = any(character.isupper() or character.isdigit() for character in label[1:])
    return label if is_name else f"{label[:1].lower()}{label[1:]}"
