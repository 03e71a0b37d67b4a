"""What alerts wait for beside bars: as `/breadth` and `/rotation` tell it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from commands.alerts.readings import read_alert_inputs
from market.alerts.evaluate import MISSED, AlertInputs
from market.alerts.rules import RuleKind
from market.bars import Bars
from market.services.prices import Market
from market.symbols import Symbol
from tests.commands.desk import Desk

BOTH = {RuleKind.BREADTH, RuleKind.ROTATION}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    found = Desk(tmp_path)
    yield found
    found.close()


def alert_inputs(desk: Desk, wanted: set[RuleKind] = BOTH) -> dict[date, AlertInputs]:
    return {inputs.session: inputs for inputs in read_alert_inputs(desk.app.market, desk.app.members, wanted)}


def test_each_of_the_last_sessions_is_read_as_the_commands_tell_it(desk: Desk) -> None:
    found = alert_inputs(desk)
    assert len(found) == MISSED + 1
    last = found[date(2026, 1, 22)]
    assert f"{last.breadth:.1%}" in desk.say("/breadth").headline
    assert last.coverage.endswith(" of 2,000 known")
    assert last.regime in desk.say("/rotation").headline
    days = list(found)
    for before, day in pairwise(days):
        assert found[day].regime_before == found[before].regime


def test_what_is_not_wanted_is_not_computed(desk: Desk) -> None:
    assert {inputs.regime for inputs in alert_inputs(desk, {RuleKind.BREADTH}).values()} == {""}
    assert {inputs.breadth for inputs in alert_inputs(desk, {RuleKind.ROTATION}).values()} == {None}


@pytest.mark.parametrize(("behind", "judged"), [(set(), True), ({"XLK"}, False)])
def test_rotation_waits_for_all_funds_and_for_closes_that_stay(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, behind: set[str], judged: bool
) -> None:
    bars = Market._bars

    def early(market: Market, symbol: Symbol) -> Bars:
        return replace(bars(market, symbol), provisional=symbol.ticker in behind)

    monkeypatch.setattr(Market, "_bars", early)
    found = alert_inputs(desk, {RuleKind.ROTATION})
    assert bool(found[date(2026, 1, 22)].regime) is judged
    assert found[date(2026, 1, 21)].regime


@pytest.mark.realdata
def test_contributions_are_those_of_why(tmp_path: Path, real_data: Path) -> None:
    real = Desk(tmp_path, f"files:{real_data}", "2026-01-21T17:00-05:00")
    newest = alert_inputs(real, {RuleKind.CONTRIBUTION})[date(2026, 1, 21)]
    said = real.say("/why rut 1d").headline
    real.close()
    assert f"Financials gave {newest.contributions['Financials'] * 100:.2f} points" in said
    assert newest.change == pytest.approx(2698.17 / 2645.36 - 1)
    assert sum(newest.contributions.values()) == pytest.approx(newest.change, abs=0.0012)
