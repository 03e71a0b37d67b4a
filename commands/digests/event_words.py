"""Events in words, those of one kind in one sentence."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from commands.presentation.wording import the
from market.analytics.events.kinds import Event, EventKind, SeriesClass
from market.analytics.events.table import EventTable
from market.datasets.members import Universe
from market.formatting import change, listed, moved_points, sessions, share
from market.symbols import Symbol

SECTORS_OF = "S&P 500"
NAMED = 3  # series in one sentence; the others are counted
_GAUGES = {"HYG": "the high-yield bond fund HYG", "UUP": "the dollar fund UUP", "USO": "the oil fund USO"}
_RUNS = (EventKind.RUN_END, EventKind.LEAD, EventKind.LEAD_END)


def event_groups(table: EventTable) -> list[tuple[Event, ...]]:
    """The events that one sentence says together, the most important first. A 52-week extreme of a series that
    has moved out of the ordinary is said with the move."""
    groups: dict[tuple[object, ...], list[Event]] = {}
    moved = {(event.series, event.session): event for event in table.events if event.kind is EventKind.MOVE}
    for event in table.events:
        if event.kind is EventKind.EXTREME and (move := moved.get((event.series, event.session))):
            groups[move.kind, move.of, move.session, move.size > 0].append(event)
            continue
        size = event.size if event.kind in (*_RUNS, EventKind.DRAWDOWN) else event.size > 0
        groups.setdefault((event.kind, event.of, event.session, size), []).append(event)
    return [tuple(group) for group in groups.values()]


def event_words(events: Sequence[Event], beside: Collection[str] = ()) -> str:
    """One sentence, without a capital and a full stop, on events of one group.

    beside: names of markets ("the S&P 500") whose change stands beside it and is not written again.
    """
    first, several, names = events[0], len(events) > 1, _names(events)
    their = "their" if several else "its"
    match first.kind:
        case EventKind.RECORD:
            return f"{names} closed at {'records' if several else 'a record'}"
        case EventKind.INTRADAY_RECORD:
            return f"{names} traded above {their} record{'s' * several} and closed below"
        case EventKind.DRAWDOWN:
            were = "their records for the first time since they were" if several else _ITS_RECORD
            return f"{names} closed {first.size:.0%} or more below {were} set"
        case EventKind.MOVE:
            return _moves(events, beside)
        case EventKind.EXTREME:
            return f"{names} closed at {their} {'highest' if first.size > 0 else 'lowest'} in 52 weeks"
        case EventKind.RUN_END:
            way = "up" if first.size > 0 else "down"
            return f"{names} ended {'runs' if several else 'a run'} of {sessions(int(abs(first.size)))} {way}"
        case EventKind.LEAD:
            return f"{_lead(events, 'ahead of')} for {sessions(int(first.size))} in a row"
        case EventKind.LEAD_END:
            return f"{_lead(events, 'not ahead of')}, after {sessions(int(first.size))} in a row"
        case EventKind.ONE_SIDED:
            shares = [
                f"{share(abs(event.size))} in {series_name(event.series, event.of)}" for event in events
            ]
            return f"of the members that moved, {listed(shares)} {'rose' if first.size > 0 else 'fell'}"
        case EventKind.THRUST:
            return f"there was a breadth thrust among the members of {names}"
        case EventKind.REGIME:
            return f"the market regime turned from {first.other}"


_ITS_RECORD = "its record for the first time since it was"


def _names(events: Sequence[Event]) -> str:
    """The series of the events: "energy (XLE), materials (XLB) and 2 more sectors"."""
    labels = [series_name(event.series, event.of) for event in events]
    if events[0].of is SeriesClass.SECTOR:
        labels[0] = f"{SECTORS_OF} {labels[0]}"
    if len(labels) <= NAMED:
        return listed(labels)
    return f"{', '.join(labels[: NAMED - 1])} and {_others(events, NAMED - 1)}"


def _others(events: Sequence[Event], shown: int) -> str:
    noun = " sectors" if events[0].of is SeriesClass.SECTOR else ""
    return f"{len(events) - shown} more{noun}"


def series_name(series: str, of: SeriesClass) -> str:
    """What an event is of, inside a sentence: "the S&P 500", "the VIX"."""
    if of is SeriesClass.RULE:
        return "the market regime"
    if of is SeriesClass.MEMBERS:
        return the(Universe.parse(series).name)
    if series in _GAUGES:
        return _GAUGES[series]
    symbol = Symbol.parse(series)
    if of is SeriesClass.SECTOR:
        return f"{symbol.label.lower()} ({symbol.ticker})"
    return the(symbol.label)


def _moves(events: Sequence[Event], beside: Collection[str]) -> str:
    """ "the oil fund USO rose 9.57% (3.5 times the usual day), to its highest close in 52 weeks"."""
    moves = [event for event in events if event.kind is EventKind.MOVE]
    extremes = {event.series: event for event in events if event.kind is EventKind.EXTREME}
    said = [f"{_moved(move, beside)}{_reached(extremes.get(move.series))}" for move in moves]
    if moves[0].of is SeriesClass.SECTOR:
        said[0] = f"{SECTORS_OF} {said[0]}"
    if len(moves) <= NAMED:
        return listed(said)
    return f"{', '.join(said[: NAMED - 1])} and so did {_others(moves, NAMED - 1)}"


def _moved(event: Event, beside: Collection[str]) -> str:
    verb, name = "rose" if event.change > 0 else "fell", series_name(event.series, event.of)
    size = f"{abs(event.size):.1f} times the usual day"
    if name in beside:
        return f"{name} {verb} by {size}"
    write = moved_points if Symbol.parse(event.series).is_level else change
    by = write(abs(event.change)).removeprefix("+")
    return f"{name} {verb} {by} ({size})"


def _reached(extreme: Event | None) -> str:
    if extreme is None:
        return ""
    return f", to its {'highest' if extreme.size > 0 else 'lowest'} close in 52 weeks"


def _lead(events: Sequence[Event], was: str) -> str:
    others = listed([series_name(event.other, event.of) for event in events])
    return f"{series_name(events[0].series, events[0].of)} was {was} {others}"
