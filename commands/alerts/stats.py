"""What has become of a person's alerts: how late they were told, and what followed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from statistics import median

from commands.framework.figure import Figure
from commands.framework.reply import Action, Column, Fact, Reply, Table
from commands.presentation.figure_keys import closed_at, subject
from market.alerts.outcomes import HORIZONS, SOON, AlertOutcome, FiredAlert, outcomes
from market.bars import Bars
from market.errors import MarketError
from market.formatting import Unit, change, moment, sessions
from market.provenance import Provenance
from market.services.prices import Market

FEW = 10  # outcomes: below, no median is made of them
KEPT = timedelta(days=90)  # of the ledger's closed lines


def alert_stats(fired: Sequence[FiredAlert], market: Market) -> Reply:
    rows = outcomes(fired, _bars_of(fired, market), market.calendar)
    if not rows:
        return Reply(
            f"None of your alerts has happened in the last {KEPT.days} days.",
            actions=(Action("My alerts", "/alert list"),),
        )
    columns = (
        Column("Alert"), Column("Happened"), Column("Told after"),
        *(Column(f"After {sessions(ahead)}", Unit.CHANGE) for ahead in HORIZONS),
    )  # fmt: skip
    table = tuple[tuple[float | int | str | datetime | None, ...], ...](
        (
            f"{row.fired.id}: {row.fired.rule}",
            f"{row.fired.session}{' (armed too early)' if row.false_rearm else ''}",
            _duration(row.late) if row.late is not None else "not told",
            *row.after,
        )
        for row in reversed(rows)
    )
    return Reply(
        f"{_happened(rows)}{_delay_words(rows)}{_rearm_words(rows)}",
        facts=(
            *(fact for place, _ in enumerate(HORIZONS) if (fact := _changes_after(rows, place))),
            _counts(rows, moment(market.now())),
        ),
        table=Table(columns, table, title="What followed, close to close"),
        notes=_stats_notes(rows, len(fired)),
        provenance=Provenance(market.source_title, market.state().last_close, market.sample),
    )


def _happened(rows: Sequence[AlertOutcome]) -> str:
    if len(rows) == 1:
        return f"One of your alerts has happened in the last {KEPT.days} days."
    return f"Your alerts have happened {len(rows)} times in the last {KEPT.days} days."


def _delay_words(rows: Sequence[AlertOutcome]) -> str:
    """How long after the price or close they were told."""
    late = sorted(row.late for row in rows if row.late is not None)
    untold = len(rows) - len(late)
    not_told = f" {'It was' if len(rows) == 1 else f'{untold} of them were'} not told." if untold else ""
    if not late:
        return not_told
    first, last = _duration(late[0]), _duration(late[-1])
    when = f"{first} after" if first == last else f"{first} to {last} after"
    if len(late) >= FEW:
        when = f"{_duration(_median_delay(late))} in the median and {last} at most after"
    was, met = ("It was", "it") if len(rows) == 1 else ("They were", "them")
    return f" {was} told {when} the price or close that met {met}.{not_told}"


def _median_delay(late: Sequence[timedelta]) -> timedelta:
    return timedelta(seconds=median(delay.total_seconds() for delay in late))


def _rearm_words(rows: Sequence[AlertOutcome]) -> str:
    again = sum(row.false_rearm for row in rows)
    if not again:
        return ""
    times = "once" if again == 1 else f"{again} times"
    return f" {times.capitalize()} one was armed again too early: it happened anew within {SOON} sessions."


def _bars_of(fired: Sequence[FiredAlert], market: Market) -> dict[str, Bars]:
    """Of what followed: the markets themselves, never a fund in their place."""
    bars: dict[str, Bars] = {}
    for symbol in dict.fromkeys(alert.market for alert in fired):
        try:
            own = market.bars(symbol)
        except MarketError:
            continue  # what followed is not known now
        if own.symbol == symbol:
            bars[symbol.ticker] = own
    return bars


def _changes_after(rows: Sequence[AlertOutcome], place: int) -> Fact | None:
    """How many rose and fell after so many sessions, with each change as a figure; a median of many. None before any
    has come so far."""
    done = [row for row in rows if row.ends[place]]
    changes = [row.after[place] for row in done if row.after[place] == row.after[place]]
    if not done:
        return None
    ahead = HORIZONS[place]
    figures = tuple(
        Figure(
            f"{subject(row.fired.market)}.after.{ahead}s.{row.fired.session}",
            row.after[place],
            Unit.CHANGE,
            as_of=closed_at(str(row.ends[place])),
            why=row.why if row.after[place] != row.after[place] else "",
        )
        for row in done
    )
    rose, fell = (sum(sign * value > 0 for value in changes) for sign in (1, -1))
    middle = f"{change(median(changes))} in the median; " if len(changes) >= FEW else ""
    unknown = f", {len(done) - len(changes)} not known" if len(changes) < len(done) else ""
    return Fact(f"After {sessions(ahead)}", f"{middle}{rose} up, {fell} down{unknown}", figures=figures)


def _counts(rows: Sequence[AlertOutcome], at: str) -> Fact:
    """The numbers of the headline."""
    late = [row.late for row in rows if row.late is not None]
    again = sum(row.false_rearm for row in rows)
    return Fact(
        "Told",
        f"{len(late)} of {len(rows)}",
        as_of=at,
        figures=(
            Figure("alerts.fired", len(rows), Unit.COUNT),
            Figure("alerts.told", len(late), Unit.COUNT),
            Figure(
                "alerts.late_seconds",
                _median_delay(late).total_seconds() if late else None,
                Unit.RATIO,
                why="" if late else "none was told",
            ),
            Figure("alerts.false_rearms", again, Unit.COUNT),
        ),
    )


def _stats_notes(rows: Sequence[AlertOutcome], fired: int) -> tuple[str, ...]:
    notes = ["What followed is no forecast: alerts are not independent of each other."]
    if len(rows) < fired:
        notes.append(f"{fired - len(rows)} that an earlier release told are not counted.")
    if any(not row.fired.rule.symbols for row in rows if row.fired.rule):
        notes.append("Breadth, rotation and contributions are measured on the Russell 2000.")
    return tuple(notes)


def _duration(late: timedelta) -> str:
    """`_duration(timedelta(minutes=5)) == "5 minutes"`."""
    seconds = int(late.total_seconds())
    count, unit = (
        (seconds, "second")
        if seconds < 120
        else (seconds // 60, "minute")
        if seconds < 7200
        else (seconds // 3600, "hour")
    )
    return f"{count} {unit}{'' if count == 1 else 's'}"
