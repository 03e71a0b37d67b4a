"""From a spec to a PNG: size, colours, title, source line, SAMPLE brand, alt text."""

from __future__ import annotations

import threading
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from charts.layout.box import NARROW, Box, extent, write
from charts.layout.text import balanced, fitted, kept_together, parted, plain, with_dates
from charts.layout.text_width import LINE_HEIGHT, register_fonts, width
from charts.shape import MARGIN, Shape, size_of
from charts.spec import ALT_LIMIT, Caption, Chart, Picture, PictureError
from charts.theme import THEMES, Mode, Theme

if TYPE_CHECKING:
    from matplotlib.figure import Figure

SAMPLE_BADGE = "SAMPLE DATA"
UNDRAWN = "The picture could not be drawn; the figures in the text stand."
_SMALLEST, _LARGEST = 200, 4000  # pixels a side
_TITLE = ((38.0, 1), (35.0, 1), (32.0, 1), (35.0, 2), (32.0, 2), (30.0, 3))  # sizes and lines, in turn
_SUBTITLE = ((26.0, 1), (24.0, 1), (24.0, 2))
_FOOTER = ((22.0, 2), (20.0, 2))
PHONE_TITLE = ((42.0, 2), (40.0, 3), (38.0, 4), (38.0, 5))
_PHONE_SUBTITLE = ((26.0, 1), (24.0, 2), (24.0, 3))
_PHONE_FOOTER = ((22.0, 1), (20.0, 2), (20.0, 3))
_BADGE = 24.0
_ONE_AT_A_TIME = threading.Lock()  # matplotlib's settings are global


def render(
    chart: Chart, mode: Mode = Mode.DARK, shape: Shape = Shape.WIDE, size: tuple[int, int] | None = None
) -> Picture:
    """Draw `chart`. The same spec, mode, shape and size give the same bytes, in any process.

    Raises PictureError when it cannot be drawn; the cause is chained for the log.
    """
    size = size or size_of(chart, shape)
    with _ONE_AT_A_TIME:
        try:
            png = _encoded(compose(chart, mode, shape, size))
        except PictureError:
            raise
        except Exception as error:  # any bug in any chart: the text answer must still arrive
            raise PictureError(UNDRAWN) from error
    return Picture(png, alt_text(chart.caption), *size)


def compose(
    chart: Chart, mode: Mode = Mode.DARK, shape: Shape = Shape.WIDE, size: tuple[int, int] | None = None
) -> Figure:
    """The finished figure, not yet turned into pixels, as wide in points as its shape says."""
    import matplotlib
    from matplotlib.figure import Figure

    from charts.drawing.canvas import PictureCanvas

    register_fonts()
    size = size or size_of(chart, shape)
    if not all(_SMALLEST <= side <= _LARGEST for side in size):
        raise PictureError(f"A picture is {_SMALLEST} to {_LARGEST} pixels a side. Ask for another size.")
    theme = THEMES[mode]
    dpi = 72 * size[0] / shape.points
    with matplotlib.rc_context({**_house(), **theme.rc}):
        figure = Figure(figsize=(size[0] / dpi, size[1] / dpi), dpi=dpi)
        PictureCanvas(figure)
        top = _title(figure, chart.caption, theme)
        bottom = _footer(figure, chart.caption, theme)
        wide, high = extent(figure)
        figure.subplots_adjust(
            left=MARGIN / wide,
            right=1 - MARGIN / wide,
            bottom=bottom / high,
            top=max(top, bottom + 40) / high,
        )
        chart.draw(figure, Box.body(figure), theme)
    return figure


def alt_text(caption: Caption) -> str:
    """The caption's alternative text, inert and within the limit; sample data says so first."""
    brand = "Sample data, not the market. " if caption.sample else ""
    text = brand + with_dates(plain(caption.alt or caption.title))
    if len(text) <= ALT_LIMIT:
        return text
    return text[: ALT_LIMIT - 1].rsplit(" ", 1)[0] + "…"


def footer_text(caption: Caption) -> str:
    return with_dates(plain(caption.footer))


def subtitle_of(caption: Caption) -> str:
    """What stands below the title, without the dates that the title says already."""
    words = with_dates(plain(caption.subtitle))
    dates = caption.frame.dates if caption.frame else ""
    if dates and dates in with_dates(plain(caption.title)):
        for part in (f", {dates}", f"{dates}, ", f"{dates} · ", dates):
            words = words.replace(part, "")
    return _opened(words)


def _opened(words: str) -> str:
    return words[:1].upper() + words[1:]


def _title(figure: Figure, caption: Caption, theme: Theme) -> float:
    """Write title and subtitle; gives the height where the body may begin."""
    wide, high = extent(figure)
    room, y = wide - 2 * MARGIN, high - 20.0
    titles, subtitles = (PHONE_TITLE, _PHONE_SUBTITLE) if wide < NARROW else (_TITLE, _SUBTITLE)
    for text, fits, bold, colour in (
        (caption.title, titles, True, theme.ink),
        (subtitle_of(caption), subtitles, False, theme.faint),
    ):
        if not text:
            continue
        words = with_dates(plain(text))
        lines, size = fitted(kept_together(_opened(words)), room, fits, bold)
        for line in parted(lines, room, size, bold) or balanced(lines, size, bold):
            y -= size
            line = line.removesuffix(" ·")  # what it parts stands on two lines already
            write(figure, MARGIN, y, line, colour=colour, size=size, bold=bold)
            y -= size * (LINE_HEIGHT - 1)
        y -= 4
    return y - 16


def _footer(figure: Figure, caption: Caption, theme: Theme) -> float:
    """Write source, as-of time and the SAMPLE brand; gives the height above them."""
    wide, _ = extent(figure)
    badge = width(SAMPLE_BADGE, _BADGE, True) + 2 * 14 if caption.sample else 0.0
    narrow = wide < NARROW
    room = wide - 2 * MARGIN - (badge + 24 if badge and not narrow else 0)
    lines, size = fitted(kept_together(footer_text(caption)), room, _PHONE_FOOTER if narrow else _FOOTER)
    base = 16.0
    above = _BADGE * 1.9 if badge and narrow else 0.0  # where there is no room beside the brand
    for index, line in enumerate(reversed(balanced(lines, size))):
        write(
            figure,
            MARGIN,
            base + 4 + above + index * size * LINE_HEIGHT,
            line,
            colour=theme.faint,
            size=size,
        )
    if badge:
        text = write(
            figure, wide - MARGIN - 14, base + 4, SAMPLE_BADGE,
            colour=theme.on(theme.accent), size=_BADGE, bold=True, align="right",
        )  # fmt: skip
        text.set_bbox({"facecolor": theme.accent, "edgecolor": "none", "boxstyle": "round,pad=0.25"})
    return base + above + max(len(lines) * size * LINE_HEIGHT, _BADGE * 1.5 if badge else 0.0) + 10


@lru_cache(maxsize=1)
def _house() -> dict[Any, Any]:
    from matplotlib import rc_params_from_file

    style: Any = rc_params_from_file(Path(__file__).with_name("house.mplstyle"), use_default_template=False)
    return dict(style)


def _encoded(figure: Figure) -> bytes:
    from charts.drawing.png import encoded

    figure.canvas.draw()
    return encoded(np.asarray(figure.canvas.buffer_rgba()))  # type: ignore[attr-defined]  # an Agg canvas has it
