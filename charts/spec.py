"""What a picture shows: frozen, picklable data. Pixels are made from it at the last moment.

A chart module holds one spec class and its `draw`. Building a spec must not import matplotlib;
`draw` does, inside the render process.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from market.formatting import NEW_YORK, day
from market.provenance import UNDATED, Provenance, Sourced

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from charts.theme import Theme


ALT_LIMIT = 1000  # characters: the smallest of the platforms' limits


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """A named series.

    label: its name as people read it.
    sessions: datetime64[D], increasing.
    values: float64, one a session, NaN where nothing may be drawn.
    market: the ticker of the market that it is of, which decides its colour; empty for none.
    short: what stands for the label where that has no room.
    """

    label: str
    sessions: NDArray[np.datetime64]
    values: NDArray[np.float64]
    market: str = ""
    short: str = ""

    @classmethod
    def of(cls, label: str, series: Any, *, market: str = "", short: str = "") -> Line:
        """From a pandas series with a session index."""
        days = series.index.values.astype("datetime64[D]")
        return cls(label, days, series.to_numpy("float64"), market, short)


@dataclass(frozen=True, slots=True)
class Frame:
    """The sessions that a picture may show: nothing outside them is drawn, nor decides an axis.

    first: the base session of the period that was asked.
    last: the last completed session of the picture's own data.
    running: the picture shows the session in progress beside them.
    """

    first: date
    last: date
    running: bool = False

    @classmethod
    def of(cls, *lines: Line | None) -> Frame | None:
        """From the first to the last session of all lines; None where there is no session."""
        days = [line.sessions.astype("datetime64[D]") for line in lines if line and len(line.sessions)]
        if not days:
            return None
        return cls(min(own[0] for own in days).item(), max(own[-1] for own in days).item())

    def clip(self, line: Line) -> Line:
        """`line` without what lies outside the frame."""
        days = line.sessions.astype("datetime64[D]")
        inside = (days >= np.datetime64(self.first)) & (days <= np.datetime64(self.last))
        if inside.all():
            return line
        return replace(line, sessions=line.sessions[inside], values=line.values[inside])

    @property
    def dates(self) -> str:
        """For titles: "14 Aug 2025 to 14 Aug 2026"."""
        return f"{day(self.first)} to {day(self.last)}"

    def footer(self, provenance: Provenance) -> str:
        """The source line with the date of what is drawn, where newer data exist that are not."""
        newest = provenance.as_of.astimezone(NEW_YORK).date() if provenance.as_of != UNDATED else date.max
        if self.running or newest <= self.last:
            return provenance.footer
        return f"Source: {provenance.source} · to the close of {day(self.last)}"


@dataclass(frozen=True, slots=True)
class Caption(Sourced):
    """The words on and about a picture, and the sessions that it may show.

    title: states the finding.
    provenance: makes the footer, and the badge of a sample.
    alt: the alternative text (from the same result as the headline, at most 1,000 characters).
    subtitle: what is drawn, with its dates.
    frame: the sessions asked for; None for those of the picture's first series.
    """

    title: str
    provenance: Provenance
    alt: str
    subtitle: str = ""
    frame: Frame | None = None

    @property
    def footer(self) -> str:
        return self.frame.footer(self.provenance) if self.frame else self.provenance.footer


def put_in_frame(chart: Any, frame: Frame | None, *names: str, running: bool = False) -> None:
    """Clip the lines in the fields `names` of a chart that is being made, and keep the frame in its
    caption: a chart cannot hold a value that it may not show. `running`: the session in progress is shown, too."""
    if frame is None:
        return
    frame = replace(frame, running=frame.running or running)
    for name in names:
        part = getattr(chart, name)
        if isinstance(part, Line):
            object.__setattr__(chart, name, frame.clip(part))
        elif isinstance(part, tuple):
            object.__setattr__(chart, name, tuple(frame.clip(line) for line in part))
    if chart.caption.frame != frame:
        object.__setattr__(chart, "caption", replace(chart.caption, frame=frame))


def add_to_subtitle(chart: Any, words: str) -> None:
    """Add what a chart that is being made finds out of itself, once."""
    caption = chart.caption
    if words and words.casefold() not in caption.subtitle.casefold():
        subtitle = f"{caption.subtitle} · {words}" if caption.subtitle else f"{words[:1].upper()}{words[1:]}"
        object.__setattr__(chart, "caption", replace(caption, subtitle=subtitle))


def add_to_alt(chart: Any, labels: Iterable[tuple[str, str]]) -> None:
    """Add to the alternative text of a chart that is being made the labels (name and figure) that it writes and
    whose figure the text lacks, as many as it has room for."""
    caption = chart.caption
    words = [f"{name} {figure}".strip() for name, figure in labels if figure and figure not in caption.alt]
    while words and len(f"{caption.alt} Labelled: {', '.join(words)}.") > ALT_LIMIT:
        words.pop()
    if words and caption.alt:
        alt = f"{caption.alt} Labelled: {', '.join(words)}."
        object.__setattr__(chart, "caption", replace(caption, alt=alt))


@runtime_checkable
class Chart(Protocol):
    """Any picture. Implementations are frozen dataclasses whose first field is the caption.

    One that is best seen in another size than `charts/shape.py` gives has a `shape` (width, height) for
    the wide layout, or a `phone` for the upright one.
    """

    @property
    def caption(self) -> Caption: ...

    def draw(self, figure: Figure, box: Any, theme: Theme) -> None:
        """Draw into `box` (a `charts.layout.box.Box`), a part of `figure`. The renderer gives all that lies
        between title and footer, which are its own."""
        ...


@dataclass(frozen=True, slots=True)
class RenderedChart:
    """Stands for a chart whose picture is made already, under the key of its content."""

    caption: Caption
    key: str

    def draw(self, figure: Figure, box: Any, theme: Theme) -> None:
        raise NotImplementedError("its picture is made already")


class PictureError(Exception):
    """No picture could be made. The sentence is safe to show and says what to do next."""


@dataclass(frozen=True, slots=True)
class Picture:
    """An opaque PNG and the text that stands for it. `width` and `height` in pixels."""

    png: bytes
    alt: str
    width: int
    height: int


def digest(value: object) -> str:
    """A content key: equal for equal content, in every process."""
    sink = hashlib.sha256()
    _feed(sink, value)
    return sink.hexdigest()


def _feed(sink: Any, value: object) -> None:
    if is_dataclass(value) and not isinstance(value, type):
        sink.update(type(value).__qualname__.encode())
        for field in fields(value):
            sink.update(field.name.encode())
            _feed(sink, getattr(value, field.name))
    elif isinstance(value, np.ndarray):
        sink.update(str((value.dtype.str, value.shape)).encode())
        sink.update(np.ascontiguousarray(value).tobytes())
    elif isinstance(value, (tuple, list)):
        sink.update(f"({len(value)}".encode())
        for item in value:
            _feed(sink, item)
    else:
        sink.update(f"{type(value).__name__}:{value!r};".encode())
