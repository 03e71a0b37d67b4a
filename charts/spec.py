"""What a picture shows: frozen, picklable data. Pixels are made from it at the last moment.

A chart module holds one spec class and its `draw`. Building a spec must not import matplotlib;
`draw` does, inside the render process.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, fields, is_dataclass
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from market.provenance import Provenance, Sourced

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from charts.theme import Theme


@dataclass(frozen=True, slots=True)
class Caption(Sourced):
    """The words on and about a picture.

    `title` states the finding. `provenance` makes the footer, and the badge of a sample. `alt` is
    the alternative text (from the same result as the headline, at most 1,000 characters).
    """

    title: str
    provenance: Provenance
    alt: str
    subtitle: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """A named series. `sessions`: datetime64[D], increasing; `values`: float64, same length, NaN
    where nothing may be drawn."""

    label: str
    sessions: NDArray[np.datetime64]
    values: NDArray[np.float64]

    @classmethod
    def of(cls, label: str, series: Any) -> Line:
        """From a pandas series with a session index."""
        return cls(label, series.index.values.astype("datetime64[D]"), series.to_numpy("float64"))


@runtime_checkable
class Chart(Protocol):
    """Any picture. Implementations are frozen dataclasses whose first field is the caption.

    One that is best seen in another shape than 1,200 by 675 pixels has a `shape` (width, height)."""

    @property
    def caption(self) -> Caption: ...

    def draw(self, figure: Figure, theme: Theme) -> None:
        """Draw the body into `figure`; the renderer owns size, title, footer and alt text."""
        ...


@dataclass(frozen=True, slots=True)
class RenderedChart:
    """Stands for a chart whose picture is made already, under the key of its content."""

    caption: Caption
    key: str

    def draw(self, figure: Figure, theme: Theme) -> None:
        raise NotImplementedError("its picture is made already")


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
