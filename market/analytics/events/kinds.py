"""The kinds of events, and how much each weighs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

STEPS = (0.05, 0.10, 0.15, 0.20, 0.25, 0.30, 0.40, 0.50)  # depths below the record
MOST_DEVIATIONS = 6.0  # a larger move matters no more
DEVIATIONS, WINDOW = 3.0, 60  # a move counts from so many standard deviations of the changes before it
YEAR = 252  # sessions
RUN = 7  # sessions up, or down, in a row: a run whose end is an event
LEAD = 10  # sessions in a row ahead: a lead that is an event while it lasts and when it ends
ONE_SIDED = 0.80  # share of the members that rose, or fell


class EventKind(StrEnum):
    """What can happen to a series on one session."""

    RECORD = "record"
    INTRADAY_RECORD = "intraday record"
    DRAWDOWN = "drawdown"
    MOVE = "move"
    EXTREME = "extreme"
    RUN_END = "run end"
    LEAD = "lead"
    LEAD_END = "lead end"
    ONE_SIDED = "one-sided"
    THRUST = "thrust"
    REGIME = "regime"


class SeriesClass(StrEnum):
    """What a series is, which decides what is looked for and how much it weighs."""

    INDEX = "index"
    SECTOR = "sector"
    GAUGE = "gauge"  # volatility, credit, the dollar, oil
    MEMBERS = "members"
    RULE = "rule"


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened on a session.

    series: ticker, key of the universe, or "regime".
    other: the benchmark of a lead; what the regime turned from and to: "defensive to mixed".
    size: of a drawdown its step (a fraction); of a move its standard deviations, signed; +1 and −1 of a highest
        and a lowest close; sessions of a run, signed, and of a lead; the share of members, signed; else 1.
    change: of the series on the session, a fraction; points of a level; NaN where it has none.
    """

    kind: EventKind
    series: str
    of: SeriesClass
    session: date
    size: float
    change: float = float("nan")
    other: str = ""

    @property
    def score(self) -> float:
        """How much it matters, the same whoever asks: the weight of its kind, more the larger it is, less where
        it is not an index."""
        size = min(abs(self.size), MOST_DEVIATIONS) if self.kind is EventKind.MOVE else abs(self.size)
        return _WEIGHTS[self.kind] + _SIZES[self.kind] * size + _CLASSES[self.of]


_WEIGHTS = {
    EventKind.THRUST: 90.0,
    EventKind.RECORD: 80.0,
    EventKind.REGIME: 72.0,
    EventKind.DRAWDOWN: 66.0,
    EventKind.LEAD_END: 52.0,
    EventKind.MOVE: 51.0,
    EventKind.ONE_SIDED: 15.0,
    EventKind.INTRADAY_RECORD: 60.0,
    EventKind.EXTREME: 46.0,
    EventKind.RUN_END: 40.0,
    EventKind.LEAD: 44.0,
}
# For each unit of size: a step of 10 % weighs 76, of 20 % 86; a move of three deviations 66, of five 76;
# members of which 80 % rose 65, of which 95 % 75 or so.
_SIZES = dict.fromkeys(EventKind, 0.0) | {
    EventKind.DRAWDOWN: 100.0,
    EventKind.MOVE: 5.0,
    EventKind.ONE_SIDED: 62.5,
    EventKind.RUN_END: 1.0,
    EventKind.LEAD: 0.5,
    EventKind.LEAD_END: 0.5,
}
_CLASSES = {
    SeriesClass.INDEX: 0.0,
    SeriesClass.MEMBERS: 0.0,
    SeriesClass.RULE: 0.0,
    SeriesClass.GAUGE: -6.0,
    SeriesClass.SECTOR: -12.0,
}
