"""The tables of `/history`: what followed by horizon, and the dates of the events."""

from __future__ import annotations

from commands.base_rates.history_events import DEFAULT_SIZES, EventQuery
from commands.framework.reply import Column, Table
from commands.presentation.figure_keys import closed_at, subject
from commands.presentation.wording import opened
from market.analytics.base_rates import HORIZONS, INTERVAL, LEAST, BaseRates, ForwardReturns
from market.formatting import Unit

LISTED = 60  # dates in the list, the newest


def event_key(asked: EventQuery) -> str:
    """`history.rut.record`, `history.spx.drawdown_10`, `history.rut.lead_5_63_spx`."""
    words = [str(asked.event)]
    if asked.event in DEFAULT_SIZES:
        words.append(f"{asked.size:g}")
    if asked.event == "lead":
        words += [str(asked.window), subject(asked.against)]
    return f"history.{subject(asked.symbol)}.{'_'.join(words)}"


def rates_table(rates: BaseRates, asked: EventQuery) -> Table:
    """By horizon, what followed the independent events, and what follows any day."""
    columns = (
        Column("After"),
        Column("n", Unit.COUNT, f"{event_key(asked)}.n.{{}}"),
        Column("Median", Unit.CHANGE, f"{event_key(asked)}.median.{{}}"),
        Column("From", Unit.CHANGE, f"{event_key(asked)}.low.{{}}"),
        Column("To", Unit.CHANGE, f"{event_key(asked)}.high.{{}}"),
        Column("Worst", Unit.CHANGE, f"{event_key(asked)}.worst.{{}}"),
        Column("Best", Unit.CHANGE, f"{event_key(asked)}.best.{{}}"),
        Column("Up", Unit.SHARE, f"{event_key(asked)}.up.{{}}"),
        Column("Usual", Unit.CHANGE, f"{event_key(asked)}.usual.{{}}"),
        Column("Usual up", Unit.SHARE, f"{event_key(asked)}.usual_up.{{}}"),
    )
    rows = tuple(
        (
            o.horizon,
            o.n,
            o.median,
            o.low,
            o.high,
            o.worst,
            o.best,
            o.hit_rate,
            o.baseline,
            o.baseline_hit_rate,
        )
        for o in rates.outcomes
    )
    return Table(
        columns,
        rows,
        title=f"Forward returns; from … to: {INTERVAL:.0%} interval of the median",
        keys=tuple(f"{o.horizon.split()[0]}m" for o in rates.outcomes),
        dates=(closed_at(rates.last),) * len(rows),
        reasons=tuple("" if o.enough else too_few(o) for o in rates.outcomes),
    )


def too_few(outcome: ForwardReturns) -> str:
    """Why there is no base rate."""
    return f"{outcome.n} independent events, fewer than {LEAST}"


def dates_table(rates: BaseRates, asked: EventQuery) -> Table:
    """The newest dates first, with what followed; a dagger where it does not count by itself."""
    shortest = next(iter(HORIZONS))
    columns = (
        Column("Session"),
        *(Column(name, Unit.CHANGE) for name in HORIZONS),
        Column("Counts"),
    )
    newest = rates.forward.iloc[::-1].iloc[:LISTED]
    rows = tuple(
        (day.date().isoformat(), *map(float, row), "yes" if counted else "no, too close to the one before")
        for day, row, counted in zip(
            newest.index, newest.to_numpy(), rates.counted[shortest].loc[newest.index], strict=True
        )
    )
    more = f", the newest {LISTED} of {len(rates.forward):,}" if len(rates.forward) > LISTED else ""
    return Table(columns, rows, title=f"{opened(asked.words)}{more}")
