"""The terminal face: a typed line to a request, a reply to rich text."""

from __future__ import annotations

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.table import Table as RichTable
from rich.text import Text

from bot.adapters.formatting.text import aside, legible, source_line
from bot.engine.request import Request
from commands.framework.asker import Asker
from commands.framework.reply import Direction, Reply, Table
from market.formatting import Unit

_MARKS = {
    Direction.UP: ("▲", "bright_blue"),
    Direction.DOWN: ("▼", "dark_orange"),
    Direction.FLAT: ("•", "white"),
}
_WIDEST_LABEL = 32  # of figures in two columns; longer labels stand above their figure


def to_request(line: str) -> Request:
    """A line typed in the terminal."""
    return Request(text=line, asker=Asker(platform="console", direct=True, person="you"))


def to_message(reply: Reply) -> RenderableType:
    """The reply for a terminal. All of it is literal text: neither markup nor control characters take
    effect."""
    mark, colour = ("!", "yellow") if reply.error else _MARKS[reply.direction]
    parts: list[RenderableType] = [_text(reply.reading, "dim")] if reply.reading else []
    parts += [Text.assemble((f"{mark} ", colour), (legible(reply.headline) or "–", "bold"))]
    if reply.facts:
        parts += [Text(), _facts(reply)]
    if reply.table:
        parts += [Text(), Columns(reply.table)]
    if reply.notes:
        parts += [Text(), *(_text(f"– {note}") for note in reply.notes)]
    if source := source_line(reply):
        parts += [Text(), _text(source, "black on yellow" if reply.sample else "dim")]
    for file in reply.attachments:
        parts.append(_text(f"File: {file.name} (--json prints its content)", "dim"))
    if commands := _follow_ups(reply):
        parts.append(_text("Next: " + "  ·  ".join(commands), "dim"))
    return Group(*parts)


def _text(words: str, style: str = "") -> Text:
    return Text(legible(words), style=style)


def _facts(reply: Reply) -> RenderableType:
    rows = []
    for fact in reply.facts:
        own = aside(fact, reply.sources)
        rows.append(
            (
                _text(fact.label, "dim"),
                Text.assemble(_text(fact.text), _text(f" · {own}" if own else "", "dim")),
            )
        )
    if max(cell_len(label.plain) for label, _figure in rows) > _WIDEST_LABEL:
        return Group(*(line for row in rows for line in row))
    grid = RichTable.grid(padding=(0, 2))
    grid.add_column(no_wrap=True)
    for row in rows:
        grid.add_row(*row)
    return grid


class Columns:
    """A table: columns where the terminal is wide enough for every figure, else one line per row."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self._rows = [tuple(map(legible, row)) for row in table.texts()]
        self._figures = [place > 0 and c.unit is not Unit.TEXT for place, c in enumerate(table.columns)]

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        if self._table.title:
            yield _text(self._table.title, "italic")
        # A column costs three more for its border and padding.
        widths = self._widths(options.max_width - 3 * len(self._figures) - 1)
        yield self._grid(widths) if widths else Group(*self._lines())

    def _widths(self, room: int) -> list[int] | None:
        """The width of each column in terminal cells; None when a figure or a word would have to be cut."""
        least, natural = [], []
        for place, column in enumerate(self._table.columns):
            cells = [row[place] for row in self._rows]
            parts = cells if self._figures[place] else [word for cell in cells for word in cell.split()]
            head = legible(column.label)
            least.append(max(map(cell_len, (*parts, *head.split())), default=0) or 1)
            natural.append(max(map(cell_len, (*cells, head)), default=0) or 1)
        spare = room - sum(least)
        wanted = sum(natural) - sum(least)
        if spare < 0:
            return None
        share = min(1.0, spare / wanted) if wanted else 0.0
        return [few + int((many - few) * share) for few, many in zip(least, natural, strict=True)]

    def _grid(self, widths: list[int]) -> RichTable:
        grid = RichTable()
        for column, figures, width in zip(self._table.columns, self._figures, widths, strict=True):
            grid.add_column(_text(column.label), justify="right" if figures else "left", width=width)
        for row in self._rows:
            grid.add_row(*map(Text, row))
        return grid

    def _lines(self) -> list[Text]:
        lines = []
        for name, *cells in self._rows:
            heads = (legible(column.label) for column in self._table.columns[1:])
            figures = "".join(f" · {head} {cell}" for head, cell in zip(heads, cells, strict=True))
            lines.append(Text.assemble((name, "bold"), figures))
        return lines


def _follow_ups(reply: Reply) -> list[str]:
    """The follow-up commands without duplicates, then the command for the evidence."""
    commands = [action.command for action in reply.actions]
    if reply.evidence and reply.command:
        commands.append(f"/evidence {reply.command.removeprefix('/')}")
    return list(dict.fromkeys(commands))


def show(console: Console, reply: Reply) -> None:
    """Print the reply."""
    console.print(to_message(reply))
