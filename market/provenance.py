"""Provenance: where figures come from, when they were true, and what a reader must know of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time

from market.formatting import moment
from market.notes import merged

UNDATED = datetime.min.replace(tzinfo=UTC)  # the as-of time of a text that names its own session
SAMPLE = "SAMPLE: invented data, not the real market"


@dataclass(frozen=True, slots=True)
class Provenance:
    """Origin of a dataset or a figure.

    source: the provider's title as people read it ("Yahoo Finance"); empty where there is none.
    as_of: when the newest figure was true (UTC); `UNDATED` where that is not stated.
    sample: the data is invented.
    stale: newer data exists and could not be fetched; a note gives the reason.
    notes: caveats, a sentence each.
    """

    source: str
    as_of: datetime
    sample: bool = False
    stale: bool = False
    notes: tuple[str, ...] = ()

    @classmethod
    def of_day(cls, source: str, day: date, sample: bool = False, notes: tuple[str, ...] = ()) -> Provenance:
        """Provenance of data that is dated by the day (midnight UTC)."""
        return cls(source, datetime.combine(day, time(), UTC), sample, notes=notes)

    @property
    def line(self) -> str:
        """The source line: "Source: Yahoo Finance · as of 2026-01-22 16:00 ET", with a SAMPLE mark
        where the data is invented; empty without a source."""
        if not self.source:
            return ""
        return f"{self.footer} · {SAMPLE}" if self.sample else self.footer

    @property
    def footer(self) -> str:
        """The source line without the SAMPLE mark, for pictures, which carry a badge instead."""
        dated = "" if self.as_of == UNDATED else f" · as of {moment(self.as_of)}"
        return f"Source: {self.source}{dated}"

    def named(self, source: str) -> Provenance:
        """The same under a longer name of the source, such as one that names the list of members too."""
        return replace(self, source=source)

    def noted(self, *notes: str) -> Provenance:
        """The same with further notes in front."""
        return replace(self, notes=(*notes, *self.notes))

    def outdated(self, note: str) -> Provenance:
        """The same, stale for the reason that `note` gives."""
        return replace(self, stale=True, notes=(note, *self.notes))


class Sourced:
    """Base of types with a `provenance`: reads its fields as if they were the type's own."""

    __slots__ = ()
    provenance: Provenance

    @property
    def source(self) -> str:
        return self.provenance.source

    @property
    def as_of(self) -> datetime:
        return self.provenance.as_of

    @property
    def sample(self) -> bool:
        return self.provenance.sample

    @property
    def stale(self) -> bool:
        return self.provenance.stale

    @property
    def notes(self) -> tuple[str, ...]:
        return self.provenance.notes


def _sources(names: Sequence[str]) -> str:
    """Each once: "Yahoo Finance and FRED"; with semicolons where one of them is a list itself."""
    lists = any(mark in name for name in names for mark in (";", ",", " and "))
    if not lists:
        return " and ".join(dict.fromkeys(names))
    return "; ".join(dict.fromkeys(part for name in names for part in name.split("; ")))


def combined(*parts: Sourced | Provenance) -> Provenance:
    """The provenance of figures computed from several datasets (at least one): every source and every
    note once, in order, one fault of several markets as one note; the oldest as-of time; a sample, or
    stale, if any of them is.

    >>> yahoo = Provenance("Yahoo Finance", datetime(2026, 1, 22, 21, tzinfo=UTC), notes=("Provisional.",))
    >>> fred = Provenance("FRED", datetime(2026, 1, 20, tzinfo=UTC), stale=True, notes=("Late.", "Provisional."))
    >>> both = combined(yahoo, fred)
    >>> both.source, both.as_of.day, both.stale, both.notes
    ('Yahoo Finance and FRED', 20, True, ('Provisional.', 'Late.'))
    """
    origins = [part.provenance if isinstance(part, Sourced) else part for part in parts]
    return Provenance(
        source=_sources([origin.source for origin in origins]),
        as_of=min(origin.as_of for origin in origins),
        sample=any(origin.sample for origin in origins),
        stale=any(origin.stale for origin in origins),
        notes=merged(note for origin in origins for note in origin.notes),
    )
