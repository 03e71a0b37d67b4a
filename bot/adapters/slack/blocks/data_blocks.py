"""Figures as Slack's own blocks: tables, long ones with sorting, filter and pages; and bars where a picture cannot be
shown."""

from __future__ import annotations

from math import isfinite
from typing import Any

from bot.adapters.formatting.text import legible
from bot.adapters.formatting.truncate import cut, width
from bot.adapters.slack.blocks import limits
from bot.adapters.slack.blocks.text import CharacterBudget, left_out, rich
from charts.pictures.bars import RankedBars, ranked
from charts.spec import Chart
from commands.framework.reply import Table
from market.formatting import MISSING, Unit

Block = dict[str, Any]

LONG = 10  # rows; more are shown in pages where the newer block is taken
_TITLE, _CELL = 200, 120
_LEFT_OUT, _SPARE = 120, 40  # the line about what is missing; dashes in empty cells
_CHART_TITLE, _LABEL, _BARS = 50, 20, 20  # characters, characters, bars
_PERCENT = (Unit.CHANGE, Unit.SHARE, Unit.RATE, Unit.LEAD)  # fractions, written in hundredths


def table_blocks(table: Table, room: CharacterBudget, *, newer: bool) -> list[Block]:
    """The table and how much of it was left out. `newer`: a long one in pages."""
    paged = newer and len(table.rows) > LONG
    title = room.take(table.title, _TITLE)
    columns = table.columns[: limits.TABLE_COLUMNS]
    with room.part(min(limits.TABLE, room.left - _LEFT_OUT)) as part:
        rows = [[_text(column.label, part) for column in columns]]
        for texts, values in zip(table.texts(), table.rows, strict=True):
            row = texts[: len(columns)]
            needed = sum(min(width(text), _CELL) for text in row) + _SPARE
            if len(rows) == limits.TABLE_ROWS or needed > part.left:
                break
            cells = [_text(text, part) for text in row]
            if paged:
                pairs = zip(cells, values, columns, strict=False)
                cells = [_number(cell, value, column.unit) for cell, value, column in pairs]
            rows.append(cells)
    caption = title or room.take(", ".join(cell["text"] for cell in rows[0]), _TITLE) or "Table"
    shown = [_paged(caption, rows)] if paged and len(rows) > 1 else _whole(table, title, rows)
    missing = {"rows": len(table.rows) + 1 - len(rows), "columns": len(table.columns) - len(columns)}
    return shown + left_out(room, **missing)


def _whole(table: Table, title: str, rows: list[list[Block]]) -> list[Block]:
    columns = table.columns[: len(rows[0])]
    settings = [{"align": "left" if column.unit is Unit.TEXT else "right"} for column in columns]
    heading = [rich(title)] if title else []
    return [*heading, {"type": "table", "rows": rows, "column_settings": settings}]


def _paged(caption: str, rows: list[list[Block]]) -> Block:
    return {"type": "data_table", "caption": caption, "page_size": LONG, "rows": rows}


def _text(text: str, room: CharacterBudget) -> Block:
    return {"type": "raw_text", "text": room.take(text, _CELL) or MISSING}


def _number(cell: Block, value: object, unit: Unit) -> Block:
    """The same cell with the number by which it sorts, in the unit in which it is written."""
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not isfinite(value):
        return cell
    hundredths = unit in _PERCENT
    return {"type": "raw_number", "value": value * 100 if hundredths else value, "text": cell["text"]}


def chart_block(chart: Chart | None) -> Block | None:
    """A chart that shows every bar of `chart` under its own name; None where Slack's limits would leave one out or
    give two the same name, and for pictures that are no bars."""
    if not isinstance(chart, RankedBars) or any(bar.other is not None for bar in chart.bars):
        return None
    bars = [bar for bar in ranked(chart.bars) if bar.value is not None and isfinite(bar.value)]
    labels = [_label(bar.label, bar.short) for bar in bars]
    whole = len(bars) == len(chart.bars) and 1 <= len(bars) <= _BARS
    if not whole or len({*labels}) != len(labels) or not all(labels):
        return None
    scale, unit = (100, "per cent") if chart.unit in _PERCENT else (1, str(chart.unit))
    data = [
        {"label": label, "value": round((bar.value or 0.0) * scale, 4)}
        for label, bar in zip(labels, bars, strict=True)
    ]
    title = cut(legible(chart.caption.title), _CHART_TITLE) or "Chart"
    drawn = {
        "type": "bar",
        "series": [{"name": unit, "data": data}],
        "axis_config": {"categories": labels, "y_label": unit},
    }
    return {"type": "data_visualization", "title": title, "chart": drawn}


def _label(label: str, short: str) -> str:
    """The name, or the short one that stands for it; empty where neither fits."""
    fitting = (legible(text).strip() for text in (label, short) if text and width(text) <= _LABEL)
    return next(fitting, "")
