"""A reply as plain text: every face's fallback, and what a screen reader or a log reads."""

from __future__ import annotations

from collections.abc import Sequence

from commands.reply import Reply, Table
from market.numbers import Unit


def text_of(reply: Reply) -> str:
    """The whole reply in plain words: headline, facts, table, notes, source, follow-ups."""
    blocks = [reply.headline]
    if reply.facts:
        blocks.append("\n".join(f"{fact.label}: {fact.text}" for fact in reply.facts))
    if reply.table:
        blocks.append("\n".join(table_lines(reply.table)))
    if reply.chart:
        blocks.append(f"Picture: {reply.chart.caption.alt}")
    if reply.notes:
        blocks.append("\n".join(reply.notes))
    if reply.sources:
        blocks.append(reply.sources)
    if reply.actions:
        blocks.append("Next: " + " · ".join(dict.fromkeys(action.command for action in reply.actions)))
    return "\n\n".join(blocks)


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
