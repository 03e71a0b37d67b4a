"""Scales: which values and dates an axis shows, and how they are written."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from charts.layout.text_width import width

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from charts.layout.box import Box
    from charts.theme import Theme

TICK = 24.0  # points
_PAD, _LIFT = 12.0, 6.0
_MILLIONS = 1e7  # from here on prices are written in millions on an axis
_PLAIN = re.compile(r"−?[\d,]+(\.\d+)?")
_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)


@dataclass(frozen=True, slots=True)
class Scale:
    """A value axis. `ticks` lie within `low` to `high`; with `log`, all are above zero."""

    low: float
    high: float
    ticks: tuple[float, ...]
    labels: tuple[str, ...]
    log: bool = False

    @classmethod
    def of(
        cls,
        values: Iterable[object],
        written: Callable[[float], str],
        *,
        count: int = 5,
        include: tuple[float, ...] = (),
        log: bool = False,
        margin: float = 0.06,
        origin: float = 0.0,
    ) -> Scale:
        """The scale that shows all finite numbers in `values` (arrays) and `include`, with about
        `count` ticks at round distances from `origin` and `margin` (a share of the span) to spare."""
        low, high = _range(values, include)
        if log and low > 0:
            return cls._log(low, high, written, count, margin)
        if high <= low:  # equal values have no span: the axis is made around them
            half = abs(high) * 0.01 or 0.005
            low, high = low - half, high + half
        span = max(high - low, abs(high) * 1e-6, 1e-9)
        low, high = low - span * margin, high + span * margin
        step = _step((high - low) / count)
        first, last = math.ceil((low - origin) / step - 1e-9), math.floor((high - origin) / step + 1e-9)
        ticks = tuple(round(origin + k * step, 15) + 0.0 for k in range(first, last + 1))
        return cls(low, high, ticks, _alike(tuple(map(written, ticks))))

    @classmethod
    def _log(
        cls, low: float, high: float, written: Callable[[float], str], count: int, margin: float
    ) -> Scale:
        stretch = (high / low or 1.0) ** margin * 1.01
        low, high = low / stretch, high * stretch
        for mantissas in ((1, 1.5, 2, 3, 4, 5, 6, 8), (1, 2, 3, 5), (1, 2, 5), (1, 3), (1,)):
            decades = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
            ticks = tuple(m * 10.0**d for d in decades for m in mantissas if low <= m * 10.0**d <= high)
            if len(ticks) <= count + 1:
                break
        if len(ticks) < 3:  # too short a span for those: the round values of a linear axis
            ticks = cls.of([np.array([low, high])], written, count=count, margin=0.0).ticks
        return cls(low, high, ticks, tuple(map(written, ticks)), log=True)

    @property
    def gutter(self) -> float:
        """Room that the labels need beside the axis."""
        return max((width(label, TICK) for label in self.labels), default=0.0) + _PAD + 2

    def extended(self, below: float, above: float) -> Scale:
        """The same with room at its ends, in shares of its span."""
        if not below and not above:
            return self
        if self.log:
            span = math.log(self.high / self.low)
            low, high = self.low / math.exp(below * span), self.high * math.exp(above * span)
        else:
            span = self.high - self.low
            low, high = self.low - below * span, self.high + above * span
        return replace(self, low=low, high=high)

    def on_lines(self, height: float) -> list[tuple[float, str]]:
        """The labels that stand inside an axis `height` points long, with the points of their feet."""
        places: list[tuple[float, str]] = []
        for tick, label in zip(self.ticks, self.labels, strict=True):
            low = self.position(tick) * height + _LIFT
            at = low if low + TICK <= height else low - _LIFT * 2 - TICK * 0.75
            if not places or at - places[-1][0] >= TICK * 1.3:
                places.append((at, label))
        return places

    def position(self, value: float) -> float:
        """Where `value` lies between bottom (0) and top (1)."""
        if self.log:
            return math.log(max(value, 1e-300) / self.low) / math.log(self.high / self.low)
        return (value - self.low) / (self.high - self.low)

    def positions(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """The same of many; NaN stays."""
        if self.log:
            return np.log(np.maximum(values, 1e-300) / self.low) / math.log(self.high / self.low)
        return (values - self.low) / (self.high - self.low)

    def onto(self, axes: Axes, box: Box, theme: Theme, inside: bool = False) -> None:
        """Make this the value axis of `axes`, which fill `box`, with grid lines and labels left of them,
        or `inside`, on the lines."""
        from matplotlib.collections import LineCollection

        if self.log:
            axes.set_yscale("log")
        axes.set_ylim(self.low, self.high)
        # One collection and plain texts: matplotlib's own ticks take a quarter of a picture's time.
        across = axes.get_yaxis_transform()
        rules = [((0.0, tick), (1.0, tick)) for tick in self.ticks]
        axes.add_collection(
            LineCollection(rules, colors=theme.grid, linewidths=1.5, transform=across, zorder=0.5),
            autolim=False,
        )
        if inside:
            for at, label in self.on_lines(box.height):
                self._on_line(axes, at / box.height, label, theme)
            return
        last = -math.inf
        for tick, label in zip(self.ticks, self.labels, strict=True):
            at = self.position(tick) * box.height
            if at - last < TICK * 1.2:  # no room for it above the one before
                continue
            last = at
            axes.text(
                -_PAD / box.width, tick, label, fontsize=TICK, color=theme.faint, transform=across, ha="right",
                va="center",
            )  # fmt: skip

    def _on_line(self, axes: Axes, at: float, label: str, theme: Theme) -> None:
        """Write a value at `at` (a share of the height) over what is drawn there."""
        from matplotlib.patheffects import withStroke

        text = axes.text(
            0.0, at, label, fontsize=TICK, color=theme.faint, transform=axes.transAxes, zorder=6,
        )  # fmt: skip
        text.set_path_effects([withStroke(linewidth=4, foreground=theme.background)])


def _range(values: Iterable[object], include: tuple[float, ...]) -> tuple[float, float]:
    parts = [np.asarray(v, dtype=float).ravel() for v in values] + [np.array(include, dtype=float)]
    everything = np.concatenate(parts)
    finite = everything[np.isfinite(everything)]
    return (float(finite.min()), float(finite.max())) if finite.size else (0.0, 1.0)


def _alike(labels: tuple[str, ...]) -> tuple[str, ...]:
    """Plain numbers with as many decimals as the one that has the most: 0.40 beside 0.425 is 0.400."""
    if not all(_PLAIN.fullmatch(label) for label in labels):
        return labels
    most = max((len(label.partition(".")[2]) for label in labels), default=0)
    return tuple(
        f"{whole}.{decimals:0<{most}}" if most else whole
        for whole, _, decimals in (label.partition(".") for label in labels)
    )


def _step(rough: float) -> float:
    magnitude = 10.0 ** math.floor(math.log10(rough))
    return next(s * magnitude for s in _STEPS if s * magnitude >= rough * 0.999)


def per_cent(fraction: float) -> str:
    """A tick of a percentage axis: `+5%`, `−2.5%`, `0%`, without needless decimals."""
    value = round(fraction * 100, 6)
    sign = "+" if value > 0 else "−" if value < 0 else ""
    return f"{sign}{abs(value):,.6g}%" if abs(value) < 1e6 else f"{sign}{abs(value):,.0f}%"


def share(fraction: float) -> str:
    """A tick of an unsigned percentage axis: `40%`."""
    return per_cent(fraction).removeprefix("+")


def plain_level(value: float) -> str:
    """A tick of a price axis: `2,700`, `0.25`, `2,750M`."""
    if abs(value) >= _MILLIONS:
        return f"{plain_level(value / 1e6)}M"
    if abs(value) >= 1000 and value == round(value):
        return f"{value:,.0f}".replace("-", "−")
    text = f"{value:,.6g}" if abs(value) < 0.001 else f"{round(value, 6):,.6g}"
    if "e" in text:  # never 2.4e-05
        text = f"{value:,.12f}".rstrip("0").rstrip(".")
    return text.replace("-", "−")
