"""Colours of the two modes: Okabe-Ito, so that no meaning is lost to a colour-blind reader."""

from __future__ import annotations

from dataclasses import dataclass

from charts.spec import Mode


@dataclass(frozen=True, slots=True)
class Theme:
    """`lines`: the order in which series take colours, each distinct in both modes. `up` and
    `down` are blue and vermillion, never green and red."""

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
    lines=("#56B4E9", "#E69F00", "#009E73", "#CC79A7", "#F0E442", "#D55E00", "#0072B2", "#c9c9c9"),
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
    lines=("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#B07A00", "#56B4E9", "#6A3D9A", "#4d4d4d"),
)
THEMES = {Mode.DARK: DARK, Mode.LIGHT: LIGHT}
