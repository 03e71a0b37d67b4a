"""What has become of a person's alerts: how late they were told, and what followed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from statistics import median

from commands.framework.reply import Action, Column, Fact, Reply, Table
from market.alerts.outcomes import HORIZONS, SOON, AlertOutcome, FiredAlert, outcomes
from market.bars import Bars
from market.errors import MarketError
from market.formatting import Unit, sessions
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
    late = [row.late.total_seconds() for row in rows if row.late is not None]
    again = sum(row.false_rearm for row in rows)
    happened = "1 alert has" if len(rows) == 1 else f"{len(rows)} alerts have"
    late_words = (
        f"; told {_minutes(timedelta(seconds=median(late)))} late in the median" if len(late) >= FEW else ""
    )
    early = f"; {again} again within {SOON} sessions" if again else ""
    columns = (
        Column("Alert"), Column("Happened"), Column("Told after"),
        *(Column(f"+{ahead} sessions", Unit.CHANGE) for ahead in HORIZONS),
    )  # fmt: skip
    table = tuple[tuple[float | int | str | datetime | None, ...], ...](
        (
            f"{row.fired.id}: {row.fired.rule}",
            f"{row.fired.session}{' (armed too early)' if row.false_rearm else ''}",
            _minutes(row.late) if row.late is not None else "not told",
            *row.after,
        )
        for row in reversed(rows)
    )
    return Reply(
        f"{happened} happened in the last {KEPT.days} days{late_words}{early}.",
        facts=_medians(rows),
        table=Table(columns, table, title="What followed, close to close"),
        notes=_stats_notes(rows, len(fired)),
        provenance=Provenance(market.source_title, market.state().last_close, market.sample),
    )


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


def _medians(rows: Sequence[AlertOutcome]) -> tuple[Fact, ...]:
    facts = []
    for place, ahead in enumerate(HORIZONS):
        values = [row.after[place] for row in rows if row.after[place] == row.after[place]]
        if len(values) >= FEW:
            label = f"Median after {sessions(ahead)}"
            facts.append(Fact(label, median(values), Unit.CHANGE, f"of {len(values)}"))
    return tuple(facts)


def _stats_notes(rows: Sequence[AlertOutcome], fired: int) -> tuple[str, ...]:
    notes = ["What followed is no forecast: alerts are not independent of each other."]
    if len(rows) < fired:
        notes.append(f"{fired - len(rows)} that an earlier release told are not counted.")
    if any(not row.fired.rule.symbols for row in rows if row.fired.rule):
        notes.append("Breadth, rotation and contributions are measured on the Russell 2000.")
    return tuple(notes)


def _minutes(late: timedelta) -> str:
    seconds = int(late.total_seconds())
    return (
        f"{seconds} s"
        if seconds < 120
        else f"{seconds // 60} min"
        if seconds < 7200
        else f"{seconds // 3600} h"
    )
