"""Colours of the two modes: Okabe-Ito, so that no meaning is lost to a colour-blind reader."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

READABLE = 4.5  # WCAG 2.2, success criterion 1.4.3, level AA


_OWN = {
    ticker: place
    for place, tickers in enumerate(
        ("^RUT IWM VTWO", "^GSPC SPY VOO IVV", "^NDX QQQ QQQM", "^IXIC ONEQ", "^DJI DIA")
    )
    for ticker in tickers.split()
}
_FREE = (5, 6, 7, 2, 3, 4, 1, 0)  # in which others take colours


class Mode(StrEnum):
    """Dark or light background."""

    DARK = "dark"
    LIGHT = "light"


@dataclass(frozen=True, slots=True)
class Theme:
    """Colours by their role.

    background, panel, ink, faint, grid: paper, text, quiet text and context, rules.
    up, down: blue and vermillion, never green and red.
    accent: record closes, and what is pointed out.
    lines: of markets, by `of_markets`: the Russell 2000, S&P 500, Nasdaq-100, Nasdaq Composite and Dow
        Jones have the first five for ever.
    averages: of moving averages, never a market's.
    below, level, above: ends and middle of the diverging scale (orange through neutral to blue).
    """

    mode: Mode
    background: str
    panel: str
    ink: str
    faint: str
    grid: str
    up: str
    down: str
    accent: str
    lines: tuple[str, ...]
    averages: tuple[str, ...]
    below: str
    level: str
    above: str

    @property
    def context(self) -> str:
        """Areas and lines that are only context, such as a drawdown."""
        return mix(self.background, self.faint, 0.5)

    @property
    def tint(self) -> str:
        """Areas behind lines that are pointed at."""
        return mix(self.background, self.accent, 0.22)

    def of_markets(self, markets: Sequence[str]) -> tuple[str, ...]:
        """A colour for each of `markets` (tickers), at most eight: the indices and their funds have their
        own, the others what is free, in the order asked."""
        taken: dict[int, str] = {}  # places in `lines`
        for market in markets:
            place = _OWN.get(market.upper())
            if place is not None and place not in taken:
                taken[place] = market
        free = [place for place in _FREE if place not in taken]
        places = {market: place for place, market in taken.items()}
        out = []
        for market in markets:
            place = places.pop(market, None)
            out.append(self.lines[place if place is not None else free.pop(0) if free else 0])
        return tuple(out)

    def text(self, colour: str) -> str:
        """`colour` as it may write text on the background: moved towards the ink until the
        contrast is at least 4.5 to 1."""
        share = 0.0
        while contrast(mixed := mix(colour, self.ink, share), self.background) < READABLE:
            share += 0.05
        return mixed

    def on(self, fill: str) -> str:
        """Black or white, whichever reads better on an area of colour `fill`: always 4.5 to 1 or more,
        which no softer pair gives on middle tones."""
        return max("#000000", "#ffffff", key=lambda colour: contrast(colour, fill))

    @property
    def rc(self) -> dict[Any, Any]:
        """Matplotlib's colour settings."""
        return {
            "figure.facecolor": self.background,
            "axes.facecolor": self.panel,
            "text.color": self.ink,
        }


def mix(colour: str, other: str, share: float) -> str:
    """`share` (0 to 1) of `other` in `colour`; both and the result as `#rrggbb`."""
    channels = zip(_channels(colour), _channels(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * min(share, 1.0)):02x}" for a, b in channels)


def contrast(first: str, second: str) -> float:
    """Contrast ratio of two colours, 1 to 21 (WCAG 2.2, "contrast ratio")."""
    darker, lighter = sorted((_luminance(first), _luminance(second)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    """Relative luminance of an sRGB colour (WCAG 2.2)."""
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4
        for c in (channel / 255 for channel in _channels(colour))
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


DARK = Theme(
    mode=Mode.DARK,
    background="#14171c",
    panel="#14171c",
    ink="#f2f2f0",
    faint="#a3a9b3",
    grid="#2b313a",
    up="#56B4E9",
    down="#E69F00",
    accent="#F0E442",
    lines=("#d94304", "#bbaab0", "#279eed", "#79f5f1", "#c49084", "#bbe3c4", "#516dc9", "#f5e892"),
    averages=("#808aa3", "#9c5171"),
    below="#E69F00",
    level="#2b313a",
    above="#56B4E9",
)
LIGHT = Theme(
    mode=Mode.LIGHT,
    background="#ffffff",
    panel="#ffffff",
    ink="#1b1e23",
    faint="#5b6270",
    grid="#e4e6ea",
    up="#0072B2",
    down="#D55E00",
    accent="#9A6A00",
    lines=("#cf5000", "#685a66", "#122ab2", "#4a94d1", "#97736d", "#721a12", "#446c96", "#1f1347"),
    averages=("#988a9a", "#1b0c19"),
    below="#E8892B",
    level="#e4e6ea",
    above="#3A8FC4",
)
THEMES = {Mode.DARK: DARK, Mode.LIGHT: LIGHT}
