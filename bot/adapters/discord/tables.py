"""A table as Discord's text: code blocks no wider than a phone, since Discord has no tables."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.adapters.discord.text import code, filled, inert, line, shortened
from bot.adapters.formatting.text import table_lines
from bot.adapters.formatting.truncate import cut, width
from commands.framework.reply import Table
from market.formatting import Unit

WIDEST = 40  # characters of a code block's line that a phone shows without wrapping
_NAME, _CELL = 14, 30
_PAIRS = 2  # words beside a name that still read as a line

Rows = Sequence[tuple[str, ...]]


def table_text(table: Table, room: int) -> str:
    """A code block; several, each with the names again, where the columns do not fit beside each other; a line a
    row where there is little beside the name but words. Whole rows only, in at most `room` characters."""
    title = f"**{shortened(line(table.title), 200)}**\n" if table.title else ""
    rows = list(table.texts())
    room -= width(title) + 8
    most = min(len(rows), max(room, 0) // 2)  # a row has at least a character and its line's end
    shown = bisect_right(range(1, most + 1), room, key=lambda n: width(_body(table, rows[:n])))
    body = _body(table, rows[:shown])
    parts = (
        title + body if shown or (not rows and width(body) <= room) else "",
        left_out(len(rows) - shown, "rows"),
    )
    return "\n".join(part for part in parts if part)


def left_out(count: int, what: str) -> str:
    return f"More {what} than fit here: {count}." if count else ""


def _body(table: Table, rows: Rows) -> str:
    places = tuple(range(len(table.columns)))
    if _fits(whole := _lines(table, rows, places, _CELL, _CELL)):
        return _block(whole)
    words = all(column.unit is Unit.TEXT for column in table.columns[1:])
    if words and len(places) <= 1 + _PAIRS:
        return "\n".join(_row_line(row) for row in rows)
    return "\n".join(
        _block(_lines(table, rows, group, _NAME, WIDEST - _NAME - 2)) for group in _groups(table, rows)
    )


def _groups(table: Table, rows: Rows) -> Iterator[tuple[int, ...]]:
    """The columns in groups that fit beside the first."""
    group: tuple[int, ...] = (0,)
    for place in range(1, len(table.columns)):
        if len(group) > 1 and not _fits(_lines(table, rows, (*group, place), _NAME, WIDEST - _NAME - 2)):
            yield group
            group = (0,)
        group = (*group, place)
    yield group


def _lines(table: Table, rows: Rows, places: tuple[int, ...], name: int, cell: int) -> list[str]:
    """The lines of some columns. `name`, `cell`: characters of the first and of any other."""
    limits = [name if place == 0 else cell for place in places]
    columns = tuple(
        replace(table.columns[place], label=cut(code(table.columns[place].label), limit))
        for place, limit in zip(places, limits, strict=True)
    )
    cells = [
        tuple(cut(code(row[place]), limit) for place, limit in zip(places, limits, strict=True))
        for row in rows
    ]
    return table_lines(replace(table, columns=columns), cells)


def _fits(lines: Sequence[str]) -> bool:
    return max(map(width, lines)) <= WIDEST


def _block(lines: Sequence[str]) -> str:
    body = "\n".join(lines)
    return f"```\n{body}\n```"


def _row_line(row: Sequence[str]) -> str:
    # With the space that would make a mark at the line's start one.
    name = filled(inert(f"{' '.join(row[0].split())} ").strip())
    cells = (shortened(line(cell), 200) for cell in row[1:])
    return " · ".join((f"**{shortened(name, 200)}**", *cells))
