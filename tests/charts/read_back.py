"""A drawn picture read back: what its labels, dates, bars and brackets say, against where they stand.

Each check gives its findings, none where all is well; `test_checks.py` plants faults to see that they are found.
"""

from __future__ import annotations

import re
from dataclasses import fields
from datetime import date
from typing import Any

import numpy as np
from matplotlib.colors import to_hex
from matplotlib.patches import Rectangle

from charts.pictures.breadth import BreadthChart
from charts.pictures.level import LevelChart
from charts.spec import Chart, Line
from charts.theme import Theme
from market.formatting import NEW_YORK

_SHORT = 2.0  # points: a bar of so many says that it is nothing
LONG = 12  # points: a drawn line of so many is data, not a leader or a rule
_STANDS = (6.0, -24.0)  # points above its line: where a value inside stands, or below it at the upper edge
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
_FIGURE = re.compile(r"[+−]?[\d,]+(?:\.\d+)?%?")
_CALLOUT = re.compile(r"(?P<value>[\d,.]+) on (?P<day>\d+ \w{3} \d{4})$")


def number(text: str) -> float | None:
    """The last figure of `text`, per cents as fractions; None where there is none."""
    found = _FIGURE.findall(text)
    if not found:
        return None
    plain = found[-1].replace("−", "-").replace(",", "").rstrip(".")
    return float(plain.removesuffix("%")) / (100 if plain.endswith("%") else 1)


def precision(text: str) -> float:
    """Half of the last decimal of the last figure in `text`, and a little."""
    figure = _FIGURE.findall(text)[-1]
    decimals = len(figure.removesuffix("%").partition(".")[2])
    return float(0.501 * 10.0**-decimals / (100 if figure.endswith("%") else 1))


def end_labels(axes: Any) -> list[tuple[str, str]]:
    """The texts right of `axes`, with their colours, from the top down."""
    beside = [t for t in axes.texts if t.get_transform() == axes.transAxes and t.get_position()[0] > 1]
    return [(t.get_text(), to_hex(t.get_color())) for t in sorted(beside, key=lambda t: -t.get_position()[1])]


def unlabelled(figure: Any, theme: Theme) -> list[str]:
    """Long lines that have no label in their colour with their last value."""
    found = []
    for axes in figure.axes:
        labels = [(text, colour) for text, colour in end_labels(axes) if number(text) is not None]
        for line in axes.lines:
            values = np.asarray(line.get_ydata(), dtype="float64")
            values = values[np.isfinite(values)]
            if len(line.get_xdata()) < LONG or line.get_linestyle() == "None" or not len(values):
                continue
            colour, end = theme.text(to_hex(line.get_color())), float(values[-1])
            if not any(own == colour.lower() and _said(text, end) for text, own in labels):
                found.append(f"{end:g} in {colour}")
    return found


def _said(text: str, value: float) -> bool:
    """Whether a label says this value, or this growth factor as a change. Its figure may be followed by a date."""
    said = text.partition(" on ")[0].partition(" in ")[0]
    figure = number(said)
    return figure is not None and any(abs(figure - own) <= precision(said) for own in (value, value - 1))


def wrong_dates(figure: Any, chart: Chart) -> list[str]:
    """Dates below an axis of sessions that do not stand at their session."""
    days, found = sessions_of(chart), []
    for axes in figure.axes:
        for text in axes.texts:
            if text.get_transform() != axes.get_xaxis_transform() or text.get_position()[1] >= 0:
                continue
            at = round(text.get_position()[0])
            day = days[at].item() if 0 <= at < len(days) else None
            before = days[at - 1].item() if at else None
            if day is None or not _is_called(text.get_text(), day, before):
                found.append(f"{text.get_text()} at {day}")
    return found


def _is_called(label: str, day: Any, before: Any) -> bool:
    if label == f"{day.day} {day:%b}":
        return True
    starts = before is None or (before.year, before.month) != (day.year, day.month)
    return starts and label in (f"{day:%b}", f"{day:%b %Y}", f"{day.year}")


def sessions_of(chart: Any) -> Any:
    """The sessions of a chart's date axis: those of its bars or its lines, and the one in progress."""
    if hasattr(chart, "sessions"):
        return chart.sessions.astype("datetime64[D]")
    lines = [own for field in fields(chart) for own in _lines(getattr(chart, field.name))]
    days = [line.sessions.astype("datetime64[D]") for line in lines]
    if getattr(chart, "running", None):
        days.append(np.array([chart.running.astimezone(NEW_YORK).date()], dtype="datetime64[D]"))
    if getattr(chart, "so_far", None) and not isinstance(chart.so_far, tuple):
        days.append(np.array([chart.so_far.session], dtype="datetime64[D]"))
    return np.unique(np.concatenate(days))


def _lines(value: object) -> list[Line]:
    return [own for own in (value if isinstance(value, tuple) else (value,)) if isinstance(own, Line)]


def wrong_callouts(figure: Any, chart: Any) -> list[str]:
    """Words at a point of a line whose mark stands at another value or another session."""
    days, found = sessions_of(chart), []
    for axes in figure.axes:
        marks = [
            axes.transData.inverted().transform(axes.transAxes.transform(line.get_xydata()[0]))
            for line in axes.lines
            if line.get_marker() == "o" and line.get_transform() == axes.transAxes
        ]
        for text in axes.texts:
            if not (said := _CALLOUT.search(text.get_text())):
                continue
            day = np.datetime64(_day(said["day"]))
            value, near = float(said["value"].replace(",", "")), precision(said["value"])
            at = float(np.searchsorted(days, day))
            meant = any(
                bool(
                    (np.abs(line.values[line.sessions.astype("datetime64[D]") == day] - value) <= near).any()
                )
                for field in fields(chart)
                for line in _lines(getattr(chart, field.name))
            )
            if not meant or not any(abs(x - at) < 0.1 and abs(y - value) <= near for x, y in marks):
                found.append(text.get_text())
    return found


def _day(words: str) -> date:
    number, month, year = words.split()
    return date(int(year), _MONTHS.index(month) + 1, int(number))


def wrong_inner_ticks(figure: Any) -> list[str]:
    """Values inside an axis that do not stand on the grid line of what they say, or of the growth that this is."""
    found = []
    for axes in panels(figure):
        ticks = [t for t in axes.texts if t.get_transform() == axes.transAxes and t.get_position()[0] == 0]
        for text in ticks:
            said, foot = number(text.get_text()), axes.transAxes.transform(text.get_position())[1]
            if text.get_ha() != "left" or said is None or not _FIGURE.fullmatch(text.get_text()):
                continue
            lines = [axes.transData.transform((0, own))[1] for own in (said, said + 1)]
            above = [(foot - line) * 72 / figure.dpi for line in lines]
            if not any(abs(own - stands) < 1 for own in above for stands in _STANDS):
                found.append(text.get_text())
    return found


def panels(figure: Any) -> list[Any]:
    """The axes in which series are drawn, without those of a key."""
    return [axes for axes in figure.axes if any(len(line.get_xdata()) >= LONG for line in axes.lines)]


def wrong_marks(figure: Any, chart: LevelChart) -> list[str]:
    """Marks of record closes that do not stand at the records, on the closes."""
    days, closes = sessions_of(chart), chart.closes.sessions.astype("datetime64[D]")
    lines = [line for axes in panels(figure) for line in axes.lines if line.get_marker() == "D"]
    drawn = {(days[round(x)].item(), y) for line in lines for x, y in line.get_xydata()}
    at = np.isin(closes, chart.records.astype("datetime64[D]"))
    meant = set(zip(closes[at].tolist(), chart.closes.values[at].tolist(), strict=True))
    return [f"{own}" for own in sorted(meant ^ drawn)]


def wrong_bands(figure: Any, chart: BreadthChart) -> list[str]:
    """Divergences whose first or last session is not where a shade begins or ends."""
    days, found = sessions_of(chart), []
    for axes in panels(figure):
        bands: list[Any] = list(axes.patches)
        starts = {days[round(band.get_x() + 0.5)].item() for band in bands}
        ends = {days[round(band.get_x() + band.get_width() - 0.5)].item() for band in bands}
        if starts - {own.first for own in chart.divergences} or ends - {
            own.last for own in chart.divergences
        }:
            found.append(f"{sorted(starts)} to {sorted(ends)}")
    return found


def bridged(figure: Any, chart: Any) -> bool:
    """Whether fewer lines have a gap within than those of the data."""
    gaps = sum(
        _has_gap(line.values) for field in fields(chart) for line in _lines(getattr(chart, field.name))
    )
    lines = [line for axes in figure.axes for line in axes.lines if len(line.get_xdata()) >= LONG]
    return sum(_has_gap(np.asarray(line.get_ydata(), dtype="float64")) for line in lines) < gaps


def _has_gap(values: Any) -> bool:
    known = np.flatnonzero(np.isfinite(values))
    return bool(len(known)) and len(known) < known[-1] - known[0] + 1


def unsaid_log(figure: Any) -> bool:
    """Whether an axis is logarithmic and no word says so."""
    said = any("log scale" in text.get_text().lower().replace("\n", " ") for text in figure.texts)
    return any(axes.get_yscale() == "log" for axes in figure.axes) and not said


def wrong_brackets(figure: Any) -> list[str]:
    """Brackets beside line ends whose figure is not the way between their ends."""
    found = []
    for axes in figure.axes:
        for line in axes.lines:
            if line.get_transform() != axes.transAxes or len(line.get_xdata()) != 4:
                continue
            points = axes.transData.inverted().transform(axes.transAxes.transform(line.get_xydata()))
            size = abs(float(points[2][1] - points[1][1])) * 100
            said = [number(text) or 0.0 for text, _ in end_labels(axes) if "point" in text]
            if not any(abs(own - size) < 0.011 for own in said):
                found.append(f"{size:.2f} points")
    return found


def wrong_bars(figure: Any, theme: Theme) -> list[str]:
    """Bars whose length or side is not that of the figure in their row, or whose colour is of the other sign."""
    found = []
    for axes in figure.axes:
        level = [(bar, _row_figure(axes, bar)) for bar in axes.patches if bar.get_width() > _SHORT]
        rows = [(bar, value) for bar, value in level if value]
        if not rows:
            continue
        widths = np.array([bar.get_width() for bar, _ in rows])
        values = np.array([value for _, value in rows])
        zeros = {
            round(float(bar.get_x() + (bar.get_width() if value < 0 else 0.0)), 1) for bar, value in rows
        }
        scale = widths.max() / abs(values[widths.argmax()])
        if len(zeros) > 1 or (np.abs(widths - np.abs(values) * scale) > widths.max() * 0.02).any():
            found.append(f"bars of {values.tolist()} from {sorted(zeros)}, {widths.tolist()} points long")
        other = {True: theme.down.lower(), False: theme.up.lower()}
        found += [f"{value:+g}" for bar, value in rows if to_hex(bar.get_facecolor()) == other[value > 0]]
    return found


def _row_figure(axes: Any, bar: Rectangle) -> float | None:
    """The figure that is written level with the middle of a bar; None where there is none, or it is nothing."""
    middle = bar.get_y() + bar.get_height() / 2
    level = [t for t in axes.texts if abs(t.get_position()[1] - middle) < 1 and t.get_position()[0] > 0]
    figures = [t for t in level if _FIGURE.fullmatch(t.get_text().removesuffix(" points"))]
    value = number(figures[-1].get_text().removesuffix(" points")) if figures else None
    return value or None
