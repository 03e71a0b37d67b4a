"""What a command answers: frozen data, no markup, no pixels. Faces decide how it looks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from charts.spec import Chart
from commands.framework.checked_claim import CheckedClaim
from commands.framework.figure import Figure
from market.formatting import Unit, written
from market.provenance import UNDATED, Provenance


class Visibility(StrEnum):
    PUBLIC = "public"
    PRIVATE = "private"  # shown to the asker only


class Direction(StrEnum):
    """Whether it rose or fell, for a colour that never carries meaning alone."""

    UP = "up"
    DOWN = "down"
    FLAT = "flat"


@dataclass(frozen=True, slots=True)
class Fact:
    """A figure with its label.

    `detail` completes it for readers: "on 2,698.17", "the 8th of 2026".

    key: its name for programs (docs/json.md); empty for what is no figure.
    why: the reason for withholding it.
    figures: those that stand within its words.
    """

    label: str
    value: float | int | str | datetime | None
    unit: Unit = Unit.TEXT
    detail: str = ""
    as_of: str = ""
    source: str = ""
    key: str = ""
    why: str = ""
    figures: tuple[Figure, ...] = ()

    @property
    def text(self) -> str:
        shown = written(self.value, self.unit)
        return f"{shown} ({self.detail})" if self.detail else shown

    @property
    def every_figure(self) -> Iterator[Figure]:
        """Its own figure and those within its words."""
        if self.key:
            yield Figure(self.key, self.value, self.unit, self.label, self.as_of, self.source, self.why)
        for figure in self.figures:
            yield figure.within(self.label, self.as_of, self.source)


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table.

    key: of its figures, with `{}` for the row's word: "rut.lead.{}.1d".
    """

    label: str
    unit: Unit = Unit.TEXT
    key: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """`rows` hold raw values, one per column; the first column names the row. For programs, one a row:
    `keys`, the word that goes into the columns' keys, `dates`, the as-of time of its figures, and `reasons`,
    why those that are NaN are withheld."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[float | int | str | datetime | None, ...], ...]
    title: str = ""
    keys: tuple[str, ...] = ()
    dates: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()

    def texts(self) -> Iterator[tuple[str, ...]]:
        """The rows as written in their columns' units."""
        for row in self.rows:
            yield tuple(written(value, column.unit) for value, column in zip(row, self.columns, strict=True))

    @property
    def figures(self) -> Iterator[Figure]:
        """The cells that have keys. None in a cell means that the row has no such figure; NaN that it is withheld."""
        none = ("",) * len(self.keys)
        parts = (self.rows, self.keys, self.dates or none, self.reasons or none)
        for row, key, as_of, reason in zip(*parts, strict=bool(self.keys)):
            for value, column in zip(row, self.columns, strict=True):
                if column.key and value is not None:
                    label = f"{row[0]}: {column.label}"
                    why = reason if value != value else ""
                    yield Figure(column.key.format(key), value, column.unit, label, as_of, why=why)


@dataclass(frozen=True, slots=True)
class Action:
    """A button.

    command: the full text of the follow-up: "/compare rut ndx 3y".
    """

    label: str
    command: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """The evidence of one sentence: its formula in words, its inputs with dates, its source."""

    statement: str
    formula: str
    inputs: tuple[str, ...]
    source: str


@dataclass(frozen=True, slots=True)
class Release:
    """A figure of the economy as it was published.

    name: that of its series.
    text: the figure as it is written.
    day: None where the source does not state it.
    """

    name: str
    text: str
    day: date | None


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes with the reply, such as the series of a picture as CSV."""

    name: str
    content: bytes
    media_type: str = "text/csv"


@dataclass(frozen=True, slots=True)
class Headline:
    """The first sentence of an answer and the part of it that stands alone.

    title: the finding without its full stop, short enough to stand above a picture.
    more: what the sentence adds to it, from the sign that separates the two.
    rounded: the finding in round figures, for a picture; empty where the title is round enough.
    """

    title: str
    more: str = ""
    rounded: str = ""

    @property
    def over_picture(self) -> str:
        return self.rounded or self.title

    def __str__(self) -> str:
        return f"{self.title}{self.more}."


@dataclass(frozen=True, slots=True, eq=False)
class Reply:
    """One answer.

    headline: one true sentence.
    reading: how a plain question was read, and what is said of it before the answer; empty for a command. It
        stands first.
    facts: figures with labels.
    notes: caveats and staleness, a sentence each; empty ones are left out.
    released: figures of the economy with the days on which they came out, where the answer is about them.
    claims: those of a text that was checked.
    provenance: that of its figures; None where it has none.
    command: the canonical text that gives this reply again; the engine fills it in.
    title: the part of the headline that stands alone; empty where there is none.
    error: True for an apology; then `notes` and `actions` say what to do next.
    shareable: False for what is the asker's own affair.
    kept: False where a face may not keep it.
    partial: True where a part is missing for now: it is never kept as if it were whole.
    """

    headline: str
    facts: tuple[Fact, ...] = ()
    table: Table | None = None
    chart: Chart | None = None
    notes: tuple[str, ...] = ()
    actions: tuple[Action, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    released: tuple[Release, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    claims: tuple[CheckedClaim, ...] = ()
    visibility: Visibility = Visibility.PUBLIC
    direction: Direction = Direction.FLAT
    provenance: Provenance | None = None
    command: str = ""
    title: str = ""
    error: bool = field(default=False)
    shareable: bool = True
    kept: bool = True
    reading: str = ""
    partial: bool = False

    def __post_init__(self) -> None:
        object.__setattr__(self, "notes", tuple(filter(None, self.notes)))

    @property
    def figures(self) -> tuple[Figure, ...]:
        """Every figure that has a key, each once."""
        source = self.provenance.source if self.provenance else ""
        of_facts = (figure for fact in self.facts for figure in fact.every_figure)
        of_table = self.table.figures if self.table else ()
        every = (figure.within("", "", source) for figure in (*of_facts, *of_table))
        return tuple({(f.key, f.as_of, f.value): f for f in reversed([*every])}.values())[::-1]

    @property
    def sources(self) -> str:
        """The source line: source, as-of time and, where it is so, SAMPLE; empty without figures."""
        return self.provenance.line if self.provenance else ""

    @property
    def sample(self) -> bool:
        return self.provenance is not None and self.provenance.sample

    @property
    def stale(self) -> bool:
        """Newer data exist and could not be fetched; a note says why."""
        return self.provenance is not None and self.provenance.stale

    @property
    def as_of(self) -> datetime | None:
        """When the figures were true; None where that is not stated."""
        dated = self.provenance is not None and self.provenance.as_of != UNDATED
        return self.provenance.as_of if self.provenance and dated else None
