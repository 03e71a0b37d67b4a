"""Where the digest looks for events: what the data have, and nothing else."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from bot.settings import Settings
from bot.wiring.app import build_app
from commands.inputs.basket import basket
from commands.inputs.event_sources import GAUGES, VOLATILITY, event_sources
from market.analytics.events.kinds import SeriesClass
from market.analytics.events.table import EventSources
from market.analytics.rotation import FUNDS, SECTORS, market_regime
from market.clock import FixedClock
from tests.commands.funds import prices_only

INDICES = ("^RUT", "^GSPC", "^IXIC", "^NDX", "^DJI")


def sources(folder: str, kept: Path) -> EventSources:
    clock = FixedClock(datetime.fromisoformat("2026-01-22T17:00-05:00"))
    app = build_app(Settings(source=folder, data_dir=kept), clock=clock)
    funds = basket(app.market, (*FUNDS, "SPY"), levels=False)
    regime = market_regime(funds.totals) if set(FUNDS) <= set(funds.bars) else None
    return event_sources(app.market, app.members, basket(app.market, INDICES), funds, regime)


@pytest.fixture(scope="module")
def found(real_data: Path, tmp_path_factory: pytest.TempPathFactory) -> EventSources:
    return sources(f"files:{real_data}", tmp_path_factory.mktemp("kept"))


@pytest.mark.realdata
def test_indices_sectors_gauges_members_and_the_regime_are_looked_at(found: EventSources) -> None:
    assert tuple(found.series) == (*INDICES, *SECTORS, *GAUGES)
    assert found.subject == "^RUT"
    assert found.regime is not None
    assert set(found.breadth) == {"russell2000", "sp500"}
    assert found.series["^RUT"].highs is not None
    assert found.series["XLE"].of is SeriesClass.SECTOR


@pytest.mark.realdata
def test_volatility_is_a_level_on_the_sessions_of_the_stock_exchange(found: EventSources) -> None:
    volatility = found.series[VOLATILITY]
    assert volatility.level
    assert volatility.closes.index.isin(found.series["^RUT"].closes.index).all()


@pytest.mark.realdata
def test_what_the_data_do_not_have_is_not_in_it(real_data: Path, tmp_path: Path) -> None:
    (tmp_path / "files").mkdir()
    found = sources(prices_only(real_data, tmp_path / "files"), tmp_path / "kept")
    assert set(found.series) == {*INDICES, "XLE", VOLATILITY}
    assert found.regime is None
