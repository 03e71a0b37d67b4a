"""Figures for programs: each with a stable key (docs/json.md), so that nobody has to read sentences."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime
from numbers import Real

from market.formatting import NEW_YORK, Unit

_CLOSE = re.compile(r"(\d{4}-\d{2}-\d{2}) close")
_MOMENT = re.compile(r"(\d{4}-\d{2}-\d{2} \d{2}:\d{2}) ET")


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of an answer.

    key: `<subject>.<figure>[.<parameter>…]`, such as `rut.lead.spx.1d`; docs/json.md lists them.
    value: raw, a fraction for percentages; None where it is withheld.
    as_of: "2026-01-22 close", "2026-01-22 11:30 ET" or the period it is about, such as "Q3 2025".
    why: the reason for withholding it; empty where it is shown.
    """

    key: str
    value: float | int | str | datetime | None
    unit: Unit = Unit.TEXT
    label: str = ""
    as_of: str = ""
    source: str = ""
    why: str = ""

    @property
    def is_shown(self) -> bool:
        """Whether there is a value."""
        return self.value is not None and self.value == self.value

    @property
    def number(self) -> float:
        """Its value. Raises TypeError where that is no number."""
        if not isinstance(self.value, Real):
            raise TypeError(f"{self.key} is no number: {self.value!r}")
        return float(self.value)

    def within(self, label: str, as_of: str, source: str) -> Figure:
        """The figure with what it does not say itself."""
        return replace(
            self, label=self.label or label, as_of=self.as_of or as_of, source=self.source or source
        )

    def withheld(self, why: str) -> Figure:
        """The figure without its value."""
        return replace(self, value=None, why=why)

    @property
    def iso_as_of(self) -> str:
        """`as_of` for programs: a date for a close, a moment with its offset, else the words as they are."""
        if match := _CLOSE.fullmatch(self.as_of):
            return match[1]
        if match := _MOMENT.fullmatch(self.as_of):
            at = datetime.strptime(match[1], "%Y-%m-%d %H:%M")  # noqa: DTZ007 - the zone is set just below
            return at.replace(tzinfo=NEW_YORK).isoformat()
        return self.as_of
