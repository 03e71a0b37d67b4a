"""Plain text of a reply: the fallback of every face, and the text for screen readers and logs."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from commands.framework.reply import Fact, Reply, Table
from market.formatting import Unit

_KEPT_CHARACTERS = "\n\t\u200d"  # joiners too: scripts and emoji need them


def legible(text: str) -> str:
    """`text` without control, direction and other invisible characters (Unicode category C), so that no
    hidden character changes how it is displayed."""
    if text.isprintable():  # true only without category C: the usual case, fast
        return text
    return "".join(c for c in text if c in _KEPT_CHARACTERS or unicodedata.category(c)[0] != "C")


def source_line(reply: Reply) -> str:
    """The sources and as-of times of a reply, " · " between them. Sample data are always branded."""
    brand = "SAMPLE DATA" if reply.sample and "sample" not in reply.sources.casefold() else ""
    return " · ".join(part for part in (brand, reply.sources) if part)


def aside(fact: Fact, sources: str) -> str:
    """The as-of time and source of one fact, as far as its label and the reply's source line do not name them; empty
    when they name both. A day's close counts as named by the minute of that close."""
    day = fact.as_of.removesuffix(" close")
    written = fact.as_of in sources or fact.as_of in fact.label
    named = written or (day != fact.as_of and f"as of {day} " in sources)
    own = ("" if named else fact.as_of, "" if fact.source in sources else fact.source)
    return " · ".join(part for part in own if part)


def text_of(reply: Reply) -> str:
    """The whole reply as plain text: how it was read, headline, facts, table, notes, source,
    follow-ups."""
    blocks = [part for part in (reply.reading, reply.headline) if part]
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
    """The table as aligned lines, the head first: figures right-aligned, text left-aligned."""
    shown = list(table.texts()) if rows is None else list(rows)
    heads = tuple(column.label for column in table.columns)
    widths = [max(len(row[i]) for row in (heads, *shown)) for i in range(len(heads))]
    is_text = [i == 0 or column.unit is Unit.TEXT for i, column in enumerate(table.columns)]

    def line(cells: tuple[str, ...]) -> str:
        padded = (
            cell.ljust(width) if to_left else cell.rjust(width)
            for cell, width, to_left in zip(cells, widths, is_text, strict=True)
        )
        return "  ".join(padded).rstrip()

    return [line(heads), *(line(row) for row in shown)]
