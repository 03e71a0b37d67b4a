"""The two shapes of a picture: wide for desktops, upright for phones."""

from __future__ import annotations

from enum import StrEnum

from charts.spec import Chart

WIDE_SIZE = (1200, 675)  # pixels
PHONE_SIZE = (1080, 1350)
WIDE_POINTS, PHONE_POINTS = 1200.0, 720.0  # all letters and lines are in points, alike in both
MARGIN = 32.0  # points free on both sides of a picture
FEW_ROWS, _MOST_ROWS = 5, 16  # rows of bars that may stand further apart, and that are shown
PITCH, APART = 56.0, 100.0  # points from row to row, at most, and of few


class Shape(StrEnum):
    """Wide, or upright. Upright pictures are narrower in points, so that letters of the same size in
    points are larger in the picture: 24 points are 12 pixels where a phone shows 360."""

    WIDE = "wide"
    PHONE = "phone"

    @property
    def points(self) -> float:
        """The width that charts lay out their parts in."""
        return PHONE_POINTS if self is Shape.PHONE else WIDE_POINTS


def size_of(chart: Chart, wanted: Shape) -> tuple[int, int]:
    """Width and height in pixels that suit the chart: its own `shape` or `phone` where it has one."""
    if wanted is Shape.PHONE:
        upright: tuple[int, int] = getattr(chart, "phone", PHONE_SIZE)
        return upright
    wide: tuple[int, int] = getattr(chart, "shape", WIDE_SIZE)
    return wide


def bars_size(count: int, shape: Shape) -> tuple[int, int]:
    """Width and height in pixels for so many rows, without half of the picture empty where they are few."""
    rows = count * (APART if count <= FEW_ROWS else PITCH)
    if shape is Shape.WIDE:
        return WIDE_SIZE[0], max(min(WIDE_SIZE[1], int(250 + rows)), 230 + min(count, _MOST_ROWS) * 44)
    tall = int((310 + rows) * PHONE_SIZE[0] / PHONE_POINTS)
    return PHONE_SIZE[0], min(max(tall, PHONE_SIZE[0] * 3 // 4), PHONE_SIZE[1])
