"""A reply as plain text: every face's fallback, and what a screen reader or a log reads."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from commands.framework.reply import Fact, Reply, Table
from market.formatting import Unit

_KEPT = "\n\t\u200d"  # joiners too: scripts and emoji need them


def legible(text: str) -> str:
    """`text` without control, direction and other unseen characters: what is read is what is there."""
    return "".join(c for c in text if c in _KEPT or unicodedata.category(c)[0] != "C")


def source_line(reply: Reply) -> str:
    """Where the figures are from and when they were true; invented ones are branded, always."""
    brand = "SAMPLE DATA" if reply.sample and "sample" not in reply.sources.casefold() else ""
    return " · ".join(part for part in (brand, reply.sources) if part)


def aside(fact: Fact, sources: str) -> str:
    """The figure's own time and source, where the reply's source line does not name them. "The close
    of a day" is named there by the minute of that close."""
    day = fact.as_of.removesuffix(" close")
    told = fact.as_of in sources or (day != fact.as_of and f"as of {day} " in sources)
    own = ("" if told else fact.as_of, "" if fact.source in sources else fact.source)
    return " · ".join(part for part in own if part)


def text_of(reply: Reply) -> str:
    """The whole reply in plain words: headline, facts, table, notes, source, follow-ups."""
    blocks = [reply.headline]
    if reply.facts:
        blocks.append("\n".join(_fact_line(fact, reply.sources) for fact in reply.facts))
    if reply.table:
        blocks.append("\n".join(table_lines(reply.table)))
    if reply.chart:
        blocks.append(f"Picture: {reply.chart.caption.alt}")
    if reply.notes:
        blocks.append("\n".join(reply.notes))
    if source := source_line(reply):
        blocks.append(source)
    if reply.actions:
        blocks.append("Next: " + " · ".join(dict.fromkeys(action.command for action in reply.actions)))
    return legible("\n\n".join(blocks))


def _fact_line(fact: Fact, sources: str) -> str:
    own = aside(fact, sources)
    return f"{fact.label}: {fact.text}{f' · {own}' if own else ''}"


def table_lines(table: Table, rows: Sequence[tuple[str, ...]] | None = None) -> list[str]:
    """The table in columns of equal width, figures to the right, names to the left."""
    shown = list(table.texts()) if rows is None else list(rows)
    heads = tuple(column.label for column in table.columns)
    widths = [max(len(row[i]) for row in (heads, *shown)) for i in range(len(heads))]
    left = [i == 0 or column.unit is Unit.TEXT for i, column in enumerate(table.columns)]

    def line(cells: tuple[str, ...]) -> str:
        padded = (
            cell.ljust(width) if to_left else cell.rjust(width)
            for cell, width, to_left in zip(cells, widths, left, strict=True)
        )
        return "  ".join(padded).rstrip()

    return [line(heads), *(line(row) for row in shown)]
