"""An index's move attributed to its listed members: the calculation that `/why` states and `/check` judges by."""

from __future__ import annotations

from datetime import date
from weakref import WeakKeyDictionary

import pandas as pd
from cachetools import LRUCache

from market.analytics.attribution import Attribution, attribute, held_units
from market.bars import Bars
from market.calendars.reconstitution import reconstitutions
from market.datasets.members import RUSSELL_2000, MemberPanel
from market.errors import NoData
from market.period import Period

_OfBars = tuple[pd.DataFrame, tuple[date, ...], Attribution]  # bars that an attribution is of
_PERIODS = 8  # whose attributions are kept of a panel
_ATTRIBUTIONS = WeakKeyDictionary[MemberPanel, LRUCache[tuple[str, Period], _OfBars]]()


def attribution_of(panel: MemberPanel, bars: Bars, period: Period) -> Attribution:
    """Who made the move of `bars`, the index's own, over `period`. Kept as long as the members' panel and the bars are
    the same ones: `/why`, `/breadth`, `/smallcaps`, `/check` and the digest speak of one session. Raises NoData
    (BadPeriod) where it cannot be measured, and where the list states no weights."""
    _require_weights(panel)
    of_panel, key = _ATTRIBUTIONS.setdefault(panel, LRUCache(_PERIODS)), (bars.symbol.ticker, period)
    before = of_panel.get(key)
    if before and before[0] is bars.frame and before[1] == bars.missing:
        return before[2]
    closes = _on_sessions(panel).loc[: pd.Timestamp(bars.last_session)]
    end = period.cut(closes).index[-1].date()
    held = held_units(closes, panel.listed, panel.members.day, end)
    result = attribute(closes, held, panel.sectors, period, bars.total)
    of_panel[key] = bars.frame, bars.missing, result
    return result


def _require_weights(panel: MemberPanel) -> None:
    """Raises NoData where the list of members states no weights."""
    if not panel.weighted:
        raise NoData(
            f"The list of the {panel.members.universe.name}’s members ({panel.members.source}) states no weights, so "
            "nobody can say what each contributed. Put a fund’s list of holdings with weights in its place."
        )


def _on_sessions(panel: MemberPanel) -> pd.DataFrame:
    """Its closes with an empty row for each session that is missing, so that no change spans one."""
    if not panel.missing:
        return panel.closes
    days = pd.DatetimeIndex(panel.missing).as_unit("us")
    return panel.closes.reindex(panel.closes.index.union(days)).rename_axis("session")


def unexplained(panel: MemberPanel, result: Attribution, name: str) -> str:
    """Why a result that does not reconcile is withheld, a clause. `name`: the market, with its article."""
    return (
        f"the list of members of {panel.members.day} leaves {abs(result.residual) * 1e4:.1f} basis points of the move "
        f"of {name} unexplained, more than the {result.tolerance * 1e4:.1f} that are accepted"
    )


def changed_since(panel: MemberPanel, result: Attribution) -> tuple[str, ...]:
    """Where all members were due to change between the list's day and the move: a sentence that says so."""
    listed, universe = panel.members.day, panel.members.universe
    if universe is not RUSSELL_2000:
        return ()
    days = reconstitutions(min(listed, result.base), max(listed, result.base))
    if not days:
        return ()
    between: date = days[-1]
    return (
        f"The list of members is of {listed}; the Russell indexes were due to change their members on {between}, "
        "so it may lack some that counted.",
    )
