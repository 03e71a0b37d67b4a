"""What is wrong with a drawn picture: each check gives its findings, none where all is well.

`test_checks.py` plants faults to see that they are found.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any

import numpy as np
from coloraide import Color
from matplotlib.colors import to_hex
from matplotlib.transforms import Bbox

from charts.drawing.render import PHONE_TITLE
from charts.layout.text import fitted, kept_together, plain, with_dates
from charts.pictures.bars import RankedBars
from charts.pictures.comparison import ComparisonChart
from charts.pictures.level import LevelChart
from charts.pictures.sessions import SessionBars
from charts.shape import MARGIN, PHONE_POINTS
from charts.spec import Caption, Chart, Line
from commands.presentation.picture_titles import round_share
from market.formatting import Unit

LONG = 12  # points: a drawn line of so many is data, not a leader or a rule
TOLD_APART = 12.0  # CIEDE2000
_MOVED = re.compile(r"(?P<verb>rose|fell) (?P<size>[\d.,]+%)")


def texts(figure: Any) -> list[Any]:
    """Every text that is shown."""
    shown = [*figure.texts]
    for axes in figure.axes:
        assert not axes.axison  # matplotlib's own ticks would be texts that this walk does not see
        shown += axes.texts
    return [text for text in shown if text.get_visible() and text.get_text().strip()]


def words(figure: Any) -> list[tuple[Any, Bbox]]:
    """Every text, with the pixels it covers."""
    renderer = figure.canvas.get_renderer()
    return [(text, text.get_window_extent(renderer)) for text in texts(figure)]


def overlaps(figure: Any) -> list[tuple[str, str]]:
    """Texts that cover each other; boxes of neighbouring lines may touch where letters have no descenders."""
    return [
        (one.get_text(), two.get_text())
        for (one, first), (two, second) in itertools.combinations(words(figure), 2)
        if (shared := Bbox.intersection(first, second)) is not None
        and shared.width >= 2
        and shared.height >= 4
    ]


def crossed(figure: Any) -> list[str]:
    """Texts of a panel that one of its lines runs through."""
    found, renderer = [], figure.canvas.get_renderer()
    for axes in figure.axes:
        ways = [
            line.get_transform().transform_path(line.get_path()).cleaned(remove_nans=True)
            for line in axes.lines
            if line.get_linestyle() != "None"
        ]
        for text in axes.texts:
            letters = text.get_window_extent(renderer).padded(-3)
            if any(way.intersects_bbox(letters, filled=False) for way in ways):
                found.append(text.get_text())
    return found


def alike(figure: Any) -> list[tuple[str, str]]:
    """Colours of long lines in one panel that look the same, drawn in one style."""
    found = []
    for axes in figure.axes:
        long = [line for line in axes.lines if len(line.get_xdata()) >= LONG and line.get_marker() == "None"]
        for one, two in itertools.combinations(long, 2):
            first, second = to_hex(one.get_color()), to_hex(two.get_color())
            if one.get_linestyle() == two.get_linestyle() and _apart(first, second) < TOLD_APART:
                found.append((first, second))
    return found


def cut_off(figure: Any) -> list[str]:
    """Texts that leave the picture."""
    whole = figure.bbox
    return [
        text.get_text()
        for text, box in words(figure)
        if box.x0 < -1 or box.y0 < -1 or box.x1 > whole.x1 + 1 or box.y1 > whole.y1 + 1
    ]


def strangers(figure: Any, chart: Chart) -> list[str]:
    """Lines that hold a value which is not in the chart's own data."""
    data = np.sort(np.unique(np.concatenate([np.zeros(1), *_numbers(chart)])))
    found = []
    for line in (line for axes in figure.axes for line in axes.lines):
        drawn = np.asarray(line.get_ydata(), dtype="float64")
        drawn = drawn[np.isfinite(drawn)]
        if len(drawn) >= LONG and not (_among(drawn, data) or _among(drawn - 1.0, data)):
            found.append(f"a line of {len(drawn)} points to {drawn[-1]:g}")
    return found


def _among(values: np.ndarray, data: np.ndarray) -> bool:
    at = np.clip(np.searchsorted(data, values), 1, len(data) - 1)
    nearest = np.minimum(np.abs(data[at] - values), np.abs(data[at - 1] - values))
    return bool((nearest <= 1e-9 * np.maximum(np.abs(values), 1.0)).all())


def _numbers(value: object) -> Iterator[np.ndarray]:
    if isinstance(value, np.ndarray):
        if value.dtype.kind == "f":
            yield value[np.isfinite(value)].ravel()
    elif isinstance(value, tuple):
        for item in value:
            yield from _numbers(item)
    elif is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            yield from _numbers(getattr(value, field.name))


def wrong_ticks(figure: Any) -> list[str]:
    """Values left of an axis that do not stand at what they say: as written, or as a change from one."""
    found = []
    for axes in figure.axes:
        ticks = [text for text in axes.texts if text.get_ha() == "right" and text.get_position()[0] < 0]
        said = [(_number(text.get_text()), float(text.get_position()[1])) for text in ticks]
        found += [
            text.get_text()
            for text, (number, at) in zip(ticks, said, strict=True)
            if number is not None
            and not any(abs(number - own) <= 1e-6 * max(abs(at), 1.0) for own in (at, at - 1))
        ]
    return found


def _number(text: str) -> float | None:
    """A tick as a number; None for one in thousands or millions of shares."""
    plain = text.replace("−", "-").replace(",", "").replace("+", "")
    try:
        return float(plain.removesuffix("%")) / (100 if plain.endswith("%") else 1)
    except ValueError:
        return None


def title_is_cut(caption: Caption) -> bool:
    """Whether a phone has no room for the whole title."""
    words, room = kept_together(with_dates(plain(caption.title))), PHONE_POINTS - 2 * MARGIN
    return fitted(words, room, PHONE_TITLE, bold=True)[0][-1].endswith("…")


def contradictions(chart: Chart) -> list[str]:
    """What the title says of a move that the drawn data do not bear out."""
    said = _MOVED.search(chart.caption.title)
    moved = _moved(chart)
    if said is None or moved is None:
        return []
    right = said["verb"] == ("rose" if moved > 0 else "fell") and said["size"] == round_share(moved)
    return [] if right else [f"“{said[0]}”, drawn {moved:+.4f}"]


def _moved(chart: Chart) -> float | None:
    """The move that the title speaks of first: the market's, or that of who leads."""
    if isinstance(chart, LevelChart) and " over " in chart.caption.title:
        return _change(chart.closes)
    if isinstance(chart, ComparisonChart):
        return max(float(line.values[-1]) for line in chart.lines)
    if isinstance(chart, RankedBars) and chart.unit is Unit.CHANGE:
        # Beside what a text writes, and the newest period beside those before.
        found = [bar for bar in chart.bars if bar.label == "Found" or bar.group == "the newest"]
        return max(bar.value for bar in found or chart.bars if bar.value is not None)
    if isinstance(chart, SessionBars):
        closes = [
            bar.value for bar in chart.bars if not bar.so_far and bar.label not in ("Open", "High", "Low")
        ]
        return float(np.prod([1.0 + (np.nan if value is None else value) for value in closes])) - 1.0
    return None


def _change(line: Line) -> float:
    return float(line.values[-1]) / float(line.values[0]) - 1.0


def _apart(one: str, two: str) -> float:
    return float(Color(one).delta_e(Color(two), method="2000"))
