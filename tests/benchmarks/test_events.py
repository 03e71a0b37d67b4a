"""Every event of every session since 2015, beside a recomputation that shares no code with it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from benchmarks.truth import events as recomputed
from benchmarks.truth.market_regime import by_session
from benchmarks.truth.raw import RawData
from market.analytics.breadth import measure
from market.analytics.events.kinds import SeriesClass
from market.analytics.events.table import ClosesSeries, EventSources, MembersSeries, event_table
from market.analytics.rotation import FUNDS, SECTORS, market_regime

pytestmark = pytest.mark.realdata
FIRST = date(2015, 1, 2)
INDICES = ("RUT", "GSPC", "NDX", "IXIC", "DJI")
PANELS = {"russell2000": "panel_r2000_adjclose_5y", "sp500": "panel_sp500_adjclose_10y"}
GAUGES = ("HYG", "UUP", "USO")


@pytest.fixture(scope="module")
def prices(real_data: Path) -> dict[str, pd.DataFrame]:
    return {
        name: pd.read_csv(real_data / f"{name}.csv.gz", index_col=0, parse_dates=True)
        for name in (*INDICES, "VIX")
    }


@pytest.fixture(scope="module")
def funds(real_data: Path) -> pd.DataFrame:
    return pd.read_parquet(real_data / "etf_adjclose.parquet")


@pytest.fixture(scope="module")
def volatility(prices: dict[str, pd.DataFrame]) -> pd.Series[float]:
    closes = prices["VIX"]["close"]
    return closes[closes.index.isin(prices["RUT"].index)]


@pytest.fixture(scope="module")
def panels(real_data: Path) -> dict[str, pd.DataFrame]:
    return {key: pd.read_parquet(real_data / f"{name}.parquet") for key, name in PANELS.items()}


@pytest.fixture(scope="module")
def sources(
    prices: dict[str, pd.DataFrame],
    funds: pd.DataFrame,
    volatility: pd.Series[float],
    panels: dict[str, pd.DataFrame],
) -> EventSources:
    series = {
        f"^{name}": ClosesSeries(SeriesClass.INDEX, prices[name]["close"], prices[name]["high"])
        for name in INDICES
    }
    series |= {name: ClosesSeries(SeriesClass.SECTOR, funds[name].dropna()) for name in SECTORS}
    series["^VIX"] = ClosesSeries(SeriesClass.GAUGE, volatility, level=True)
    series |= {name: ClosesSeries(SeriesClass.GAUGE, funds[name].dropna()) for name in GAUGES}
    members = {key: MembersSeries(measure(panel)) for key, panel in panels.items()}
    return EventSources(series, "^RUT", members, market_regime(funds[list(FUNDS)]))


def test_every_event_since_2015_is_there_and_no_other(
    sources: EventSources,
    prices: dict[str, pd.DataFrame],
    funds: pd.DataFrame,
    volatility: pd.Series[float],
    panels: dict[str, pd.DataFrame],
    real_data: Path,
) -> None:
    first, last = str(FIRST), prices["RUT"].index[-1].date()
    expected: recomputed.Sizes = {}
    for name in INDICES:
        closes = prices[name]["close"]
        expected |= recomputed.of_series(f"^{name}", closes, True, False, first)
        expected |= recomputed.intraday(f"^{name}", closes, prices[name]["high"], first)
        if name != "RUT":
            expected |= recomputed.leads(prices["RUT"]["close"], closes, f"^RUT ^{name}", first)
    for name in (*SECTORS, *GAUGES):
        expected |= recomputed.of_series(name, funds[name].dropna(), False, False, first)
    expected |= recomputed.of_series("^VIX", volatility, False, True, first)
    for key, panel in panels.items():
        expected |= recomputed.of_members(key, panel, first)
    expected |= recomputed.turns(by_session(RawData(real_data))["verdict"], first)
    table = event_table(sources, FIRST, last)
    found = {
        (
            str(event.session),
            str(event.kind),
            f"{event.series} {event.other}" if event.other.startswith("^") else event.series,
        ): event.size
        for event in table.events
    }
    assert len(found) > 8000
    assert found == pytest.approx(expected, rel=1e-9)
    assert table.looked > 190_000


def up_to(series: ClosesSeries, day: str) -> ClosesSeries:
    highs = None if series.highs is None else series.highs.loc[:day]
    return replace(series, closes=series.closes.loc[:day], highs=highs)


@pytest.mark.parametrize(
    "day", ["2015-08-24", "2018-02-05", "2020-03-16", "2022-09-13", "2025-08-05", "2026-01-22"]
)
def test_a_session_judged_alone_has_the_events_it_has_among_all(sources: EventSources, day: str) -> None:
    session = date.fromisoformat(day)
    whole = event_table(sources, FIRST, date(2026, 1, 30))
    cut = EventSources(
        {name: up_to(series, day) for name, series in sources.series.items()},
        sources.subject,
        {
            key: MembersSeries(type(part.breadth)(part.breadth.members, part.breadth.counts.loc[:day]))
            for key, part in sources.breadth.items()
        },
        sources.regime,
    )
    alone = event_table(cut, session, session)
    assert [(e.kind, e.series, e.other) for e in alone.events] == [
        (e.kind, e.series, e.other) for e in whole.events if e.session == session
    ]
    assert [e.size for e in alone.events] == pytest.approx(
        [e.size for e in whole.events if e.session == session]
    )
