"""Candles: open, high, low and close of each bar, with averages, and volume where it means something."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from charts.layout.box import Box
from charts.layout.columns import draw_candles, draw_columns
from charts.layout.scale import Scale, plain_level
from charts.layout.series import on_sessions, spans_years
from charts.layout.stack import DrawnPanel, PanelSpec, StyledLine, labels_of, stack
from charts.pictures.level import STYLES
from charts.pictures.studies import StudyPanel, with_room
from charts.spec import Caption, Frame, Line, add_to_alt, add_to_subtitle, put_in_frame
from charts.theme import LIGHT
from market.formatting import Unit, level

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from charts.theme import Theme

_MOST_DAILY, _MOST_WEEKLY = 130, 800  # sessions: about half a year, about three
Prices = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Candles:
    """`sessions` (datetime64[D], increasing) and prices, one per bar; `volume` in shares, None where it means
    nothing (indices).

    averages: lines on the same scale, labelled "SMA 50".
    running: the last bar is a session in progress (dashed, labelled "so far").

    A rising bar is hollow, a falling one filled. Use `of` to make one from daily bars.
    """

    caption: Caption
    sessions: NDArray[np.datetime64]
    open: Prices
    high: Prices
    low: Prices
    close: Prices
    volume: Prices | None = None
    averages: tuple[Line, ...] = ()
    running: bool = False
    log: bool | None = None
    studies: tuple[StudyPanel, ...] = ()

    def __post_init__(self) -> None:
        frame = self.caption.frame or Frame.of(Line("bars", self.sessions, self.close))
        put_in_frame(self, frame, "averages")
        if frame:
            self._keep(np.isin(self.sessions, frame.clip(Line("", self.sessions, self.close)).sessions))
        if not self._whole.any():
            add_to_subtitle(self, "closes only: no open, high and low are known")
        if self._log:
            add_to_subtitle(self, "log scale")
        add_to_alt(self, labels_of(self.panels(LIGHT)))

    @property
    def _log(self) -> bool:
        return spans_years(self.sessions) if self.log is None else self.log

    @property
    def shape(self) -> tuple[int, int]:
        return with_room(self.studies)

    def _keep(self, inside: NDArray[np.bool_]) -> None:
        """Of a chart that is being made, only these bars."""
        if inside.all():
            return
        for name in ("sessions", "open", "high", "low", "close", "volume"):
            if (column := getattr(self, name)) is not None:
                object.__setattr__(self, name, column[inside])

    @property
    def _whole(self) -> NDArray[np.bool_]:
        """Which bars have an open, a high and a low beside their close."""
        return np.isfinite(self.open) & np.isfinite(self.high) & np.isfinite(self.low)

    @classmethod
    def of(
        cls,
        caption: Caption,
        frame: Any,
        *,
        volume: bool = False,
        averages: tuple[Line, ...] = (),
        running: bool = False,
        studies: tuple[StudyPanel, ...] = (),
        unit: str = "",
    ) -> Candles:
        """From a frame of daily bars (`Bars.frame`). More than half a year becomes weekly bars, more
        than three years monthly ones, and the subtitle says so. Averages stay those of days. `unit` asks for
        "daily", "weekly" or "monthly" bars, whose averages and panels are then of such closes."""
        days = frame.index.values.astype("datetime64[D]")
        columns = [frame[name].to_numpy("float64") for name in ("open", "high", "low", "close", "volume")]
        starts, word = _bar_starts(days, unit)
        if word:
            bars = f"{word} bars"
            if averages or studies:
                bars += f", {'studies' if studies else 'averages'} of {unit or 'daily'} closes"
            subtitle = f"{caption.subtitle} · {bars}" if caption.subtitle else bars.capitalize()
            caption = replace(caption, subtitle=subtitle)
            columns = _joined(columns, starts)
        ends = np.append(starts[1:] - 1, len(days) - 1)
        opened, high, low, close, traded = columns
        # A bar carries the date of its last session, so that averages end where the bars do.
        shown = traded if volume else None
        log = spans_years(days)  # of the days: weekly and monthly bars begin later than the first of them
        return cls(caption, days[ends], opened, high, low, close, shown, averages, running, log, studies)

    def draw(self, figure: Figure, box: Box, theme: Theme) -> None:
        strips = self.panels(theme)
        if box.narrow and not self.studies:  # a phone has room for one panel
            strips = strips[:1]
        panels = stack(figure, box, strips, theme, pad=0.8)
        self._bars(panels[0], theme)
        if not self.studies:
            for panel in panels[1:]:
                self._volume(panel, theme)

    def panels(self, theme: Theme) -> list[PanelSpec]:
        """The closes, which candles cover, with their averages; and the volume, without a line."""
        scale = Scale.of(
            [self.low, self.high, self.close, *(a.values for a in self.averages)], plain_level, log=self._log
        )
        closes = Line("close", self.sessions, self.close)
        # Candles are added later; where no bar has a high above its low, the closes are a line.
        style = "none" if (self.high > self.low).any() else "-"
        pens = [StyledLine(closes, theme.ink, _so_far if self.running else level, style=style)]
        for place, average in enumerate(self.averages):
            colour, style = theme.averages[place % 2], STYLES[place // 2 % 3]
            pens.append(
                StyledLine(on_sessions(average, self.sessions), colour, level, average.label, 3, style)
            )
        ends = tuple(Line("ends", self.sessions, prices) for prices in (self.low, self.high))
        strips = [PanelSpec(tuple(pens), scale, height=3.2, beside=ends)]
        if self.studies:
            return [*strips, *(panel.strip(theme, self.sessions) for panel in self.studies)]
        if self.volume is not None and (np.nan_to_num(self.volume) > 0).any():
            traded = Scale.of([self.volume], shares, count=2, include=(0.0,), margin=0.0)
            strips.append(PanelSpec((), traded, "Volume", unit=Unit.COUNT))
        return strips

    def _bars(self, panel: DrawnPanel, theme: Theme) -> None:
        x = np.arange(len(self.close), dtype="float64")
        prices = (self.open, self.high, self.low, self.close)
        draw_candles(panel.axes, x, prices, panel.box.width / len(x), theme, self.running)

    def _volume(self, panel: DrawnPanel, theme: Theme) -> None:
        x = np.arange(len(self.close), dtype="float64")
        tops = np.nan_to_num(np.asarray(self.volume, dtype="float64"))
        narrow = panel.box.width / len(x) < 6  # gaps of less than a point would flicker
        draw_columns(panel.axes, x, tops, [theme.faint] * len(x), 0.5 if narrow else 0.34, smooth=not narrow)


def _so_far(value: float) -> str:
    return f"{level(value)} so far"


def shares(count: float) -> str:
    """A number of shares on an axis: `1.5M`."""
    for size, unit in ((1e9, "B"), (1e6, "M"), (1e3, "K")):
        if abs(count) >= size:
            return f"{count / size:,.4g}{unit}"
    return f"{count:,.0f}"


def _bar_starts(days: NDArray[np.datetime64], unit: str) -> tuple[NDArray[np.intp], str]:
    if not unit:
        unit = "daily" if len(days) <= _MOST_DAILY else "weekly" if len(days) <= _MOST_WEEKLY else "monthly"
    if unit == "daily":
        return np.arange(len(days)), ""
    months = days.astype("datetime64[M]").astype("int64")
    part = (days.astype("int64") + 3) // 7 if unit == "weekly" else months
    return np.concatenate(([0], np.flatnonzero(np.diff(part)) + 1)), unit


def _joined(columns: list[Prices], starts: NDArray[np.intp]) -> list[Prices]:
    """Daily bars to longer ones: first open, highest high, lowest low, last close, summed volume.
    Missing prices and volumes are passed over."""
    opened, high, low, close, volume = columns
    last = np.append(starts[1:] - 1, len(close) - 1)
    ends = np.append(starts[1:], len(close))
    first = [
        next(iter(part[np.isfinite(part)]), np.nan)
        for part in map(opened.__getitem__, map(slice, starts, ends))
    ]
    return [
        np.array(first),
        np.fmax.reduceat(high, starts),
        np.fmin.reduceat(low, starts),
        close[last],
        np.add.reduceat(np.nan_to_num(volume), starts),
    ]
