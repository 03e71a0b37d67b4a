"""When: the stretch of sessions that words name, and the close that it is measured from."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from market.claims.expressions.amounts import Amount


class Turn(StrEnum):
    """The close of a stretch that a change is measured from, where the words say "from its low"."""

    NONE = ""
    LOW = "low"
    HIGH = "high"


@dataclass(frozen=True, slots=True)
class When:
    """A stretch of sessions up to `last`.

    first: the base is the last close before this day; without it the base is the close `sessions` before.
    turn: the base is the lowest or highest close from `first` to `named` instead.
    end: it ends with the lowest or highest close of that stretch instead of `last`.
    words: as written, empty when nothing was.
    exact: a single named day, which must be a session itself.
    since: an open start ("since October") rather than a period.
    named: the last day of what is named there.
    unit: of which it is one: day, week, month, quarter, year, span.
    others: what the same words can mean, too.
    vague: the words name a time that these rules cannot place.
    level: at which that close is said to have been ("its record of 6,978.60").
    """

    last: date
    first: date | None = None
    sessions: int = 1
    words: str = ""
    exact: bool = False
    since: bool = False
    named: date | None = None
    unit: str = "day"
    turn: Turn = Turn.NONE
    end: When | None = None
    others: tuple[When, ...] = ()
    vague: bool = False
    level: Amount | None = None

    @property
    def one_day(self) -> bool:
        return self.first is None and self.sessions == 1

    def written(self, words: str) -> When:
        return replace(self, words=words)
