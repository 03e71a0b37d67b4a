"""The tables of `/history`: what followed by horizon, and the dates of the events."""

from __future__ import annotations

from operator import attrgetter

from commands.base_rates.history_events import DEFAULT_SIZES, EventQuery
from commands.framework.reply import Column, Table
from commands.presentation.figure_keys import closed_at, subject
from commands.presentation.wording import opened
from market.analytics.base_rates import HORIZONS, INTERVAL, LEAST, BaseRates, ForwardReturns
from market.formatting import Unit, counted

LISTED = 60  # dates in the list, the newest

# The columns of what followed: heading, unit, the word in the figure's key, and the figure.
_FIGURES = (
    ("n", Unit.COUNT, "n", attrgetter("n")),
    ("Median", Unit.CHANGE, "median", attrgetter("median")),
    ("From", Unit.CHANGE, "low", attrgetter("low")),
    ("To", Unit.CHANGE, "high", attrgetter("high")),
    ("Worst", Unit.CHANGE, "worst", attrgetter("worst")),
    ("Best", Unit.CHANGE, "best", attrgetter("best")),
    ("Up", Unit.SHARE, "up", attrgetter("hit_rate")),
    ("Usual", Unit.CHANGE, "usual", attrgetter("baseline")),
    ("Usual up", Unit.SHARE, "usual_up", attrgetter("baseline_hit_rate")),
)


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
    key = event_key(asked)
    columns = (
        Column("After"),
        *(Column(label, unit, f"{key}.{word}.{{}}") for label, unit, word, _value in _FIGURES),
    )
    rows = tuple((o.horizon, *(value(o) for *_label, value in _FIGURES)) for o in rates.outcomes)
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
    return f"{counted(outcome.n, 'independent event')}, fewer than {LEAST}"


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
