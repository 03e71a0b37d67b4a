"""Colours of the two modes: Okabe-Ito, so that no meaning is lost to a colour-blind reader."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

READABLE = 4.5  # WCAG 2.2, success criterion 1.4.3, level AA


class Mode(StrEnum):
    """Dark or light background."""

    DARK = "dark"
    LIGHT = "light"


@dataclass(frozen=True, slots=True)
class Theme:
    """`lines`: the order in which series take colours, each distinct in both modes. `up` and
    `down` are blue and vermillion, never green and red. `below`, `level`, `above` are the ends and
    the middle of the diverging scale (orange through neutral to blue)."""

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
    below: str
    level: str
    above: str

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
    lines=("#56B4E9", "#E69F00", "#009E73", "#CC79A7", "#F0E442", "#D55E00", "#3F8FC8", "#c9c9c9"),
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
    lines=("#0072B2", "#D55E00", "#009E73", "#C0649A", "#B07A00", "#3A98D3", "#6A3D9A", "#4d4d4d"),
    below="#E8892B",
    level="#e4e6ea",
    above="#3A8FC4",
)
THEMES = {Mode.DARK: DARK, Mode.LIGHT: LIGHT}
