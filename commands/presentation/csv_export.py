"""What is behind a picture, as CSV: every number its spec holds, in tables that a spreadsheet reads."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from itertools import zip_longest
from typing import Any

import numpy as np

from charts.spec import Caption, Chart, Line
from commands.framework.reply import Attachment

Columns = Mapping[str, Sequence[Any]]


def tables(chart: Chart | None) -> tuple[Attachment, ...]:
    """All of the picture: `series.csv` with its lines, a session a row; then a file for each set of
    bars, rows or trails, named as the spec names it, and one for arrays of the spec itself, named
    as the spec. Missing is an empty cell."""
    if chart is None:
        return ()
    parts = {"series": _series(_lines(chart)), **dict(_tables(chart))}
    return tuple(Attachment(f"{name}.csv", _written(rows)) for name, rows in parts.items() if rows)


def _lines(value: object) -> list[Line]:
    """The lines of a chart spec, wherever its fields hold them."""
    if isinstance(value, Line):
        return [value]
    if isinstance(value, tuple):
        return [line for item in value for line in _lines(item)]
    if is_dataclass(value):
        return [line for _name, part in _parts(value) for line in _lines(part)]
    return []


def _series(lines: Sequence[Line]) -> Columns:
    if not lines:
        return {}
    sessions = np.unique(np.concatenate([line.sessions for line in lines]))
    columns: dict[str, Sequence[Any]] = {"session": sessions.tolist()}
    for line in lines:
        values = np.full(len(sessions), np.nan)
        values[np.searchsorted(sessions, line.sessions)] = line.values
        columns[_free(line.label, columns)] = values.tolist()
    return columns


def _tables(spec: object) -> Iterator[tuple[str, Columns]]:
    """Each table of the spec by its name; a spec within the spec has tables of its own."""
    own: dict[str, Sequence[Any]] = {}
    for name, part in _parts(spec):
        if isinstance(part, Line):
            continue  # in the series
        if _is_column(part):
            own |= _spread(name, part)
        elif isinstance(part, tuple) and part and all(_is_row(item) for item in part):
            if any(_is_measured(value) for _field, value in _parts(part[0])):  # beside the names of its rows
                for item in part:
                    label, *values = _parts(item)
                    for field, value in values:
                        if _is_column(value):
                            own |= _spread(f"{label[1]}, {field}", value)
            else:
                yield name, _rows(part)
        elif is_dataclass(part):
            yield from ((f"{name}-{inner}", columns) for inner, columns in _tables(part))
    if any(isinstance(value, (int, float)) for values in own.values() for value in values):
        yield type(spec).__name__.removesuffix("Chart").lower(), own


def _parts(spec: object) -> list[tuple[str, Any]]:
    """The spec's fields that hold data."""
    values = [(field.name, getattr(spec, field.name)) for field in fields(spec)]  # type: ignore[arg-type]  # callers pass dataclasses only
    return [(name, value) for name, value in values if not isinstance(value, Caption)]


def _is_row(value: object) -> bool:
    return is_dataclass(value) and not isinstance(value, Line)


def _is_column(value: object) -> bool:
    if isinstance(value, np.ndarray):
        return value.size > 0
    return (
        isinstance(value, tuple)
        and bool(value)
        and all(item is None or isinstance(item, (str, int, float)) for item in value)
    )


def _is_measured(value: object) -> bool:
    """A column of more than words: other names of a row are none of its data."""
    return _is_column(value) and not (
        isinstance(value, tuple) and all(isinstance(item, str) for item in value)
    )


def _spread(name: str, value: Any) -> Columns:
    """A column, or of a table of paths one column a path."""
    if isinstance(value, np.ndarray):
        if value.ndim == 2:
            return {f"{name} {number}": row.tolist() for number, row in enumerate(value, 1)}
        return {name: value.tolist()}
    return {name: value}


def _rows(items: Sequence[object]) -> Columns:
    """One row an item, one column a field; lines are in the series."""
    columns: dict[str, list[Any]] = {}
    for item in items:
        for name, value in _parts(item):
            if value is None or not (isinstance(value, tuple) or is_dataclass(value)):
                columns.setdefault(name, []).append(value)
    return {name: values for name, values in columns.items() if len(values) == len(items)}


def _free(label: str, taken: Columns) -> str:
    """The label, or with a number where another line has it already."""
    number = 1
    while (name := label if number == 1 else f"{label} ({number})") in taken:
        number += 1
    return name


def _written(columns: Columns) -> bytes:
    sink = io.StringIO()
    writer = csv.writer(sink, lineterminator="\n")
    writer.writerow(map(_cell, columns))
    writer.writerows([_cell(value) for value in row] for row in zip_longest(*columns.values()))
    return sink.getvalue().encode()


def _cell(value: Any) -> str:
    """Numbers in full; text that a spreadsheet would take for a formula is marked as text."""
    if value is None or value != value:
        return ""
    if isinstance(value, float):
        return repr(value)
    text = str(value)
    return f"'{text}" if isinstance(value, str) and text[:1] in "=+-@\t\r" and text else text
