"""What alerts wait for beside bars: as `/breadth` and `/rotation` tell it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from commands.alerts.readings import read_alert_inputs
from market.alerts.evaluate import MISSED, AlertInputs
from market.alerts.rules import RuleKind
from market.bars import Bars
from market.clock import Deadline
from market.services.prices import Market
from market.symbols import Symbol
from tests.commands.desk import Desk

SO_FAR = {RuleKind.BREADTH, RuleKind.BREADTH_SO_FAR}
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


@pytest.fixture
def morning(tmp_path: Path) -> Iterator[Desk]:
    found = Desk(tmp_path, at="2026-01-22T11:30-05:00")
    yield found
    found.close()


def test_breadth_so_far_is_that_of_breadth(morning: Desk) -> None:
    *closed, now = read_alert_inputs(morning.app.market, morning.app.members, SO_FAR)
    figures = {figure.key: figure.value for figure in reversed(morning.say("/breadth").figures)}
    assert (now.session, now.at) == (date(2026, 1, 22), morning.app.clock.now())
    assert now.breadth == figures["breadth.russell2000.so_far.above_200"]
    assert now.coverage.endswith(" of 2,000 measured")
    assert [inputs.at for inputs in closed] == [None] * len(closed)
    assert closed[-1].session == date(2026, 1, 21)
    reply = morning.say("/alert breadth above 1% so far again")
    assert reply.facts[0].text == "every minute of the session, so far"
    assert reply.facts[1].text.startswith(f"{now.breadth:.1%} of the Russell 2000’s members ({now.coverage})")
    assert "so far today (as of 2026-01-22 11:30 ET, not a close)" in reply.facts[1].text
    assert reply.notes[0].startswith("It is so already")


def test_several_rounds_share_one_batch_and_too_few_quotes_are_none(
    morning: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    members, clock, asked = morning.app.members, morning.app.clock, list[int]()
    assert members._quotes is not None
    source, start = members._quotes.source, clock.now() + timedelta(minutes=30)
    quotes = source.quotes

    def counted(symbols: Sequence[Symbol], now: datetime, deadline: Deadline) -> Any:
        asked.append(len(symbols))
        return dict(list(quotes(symbols, now, deadline).items())[: len(symbols) * share // 100])

    monkeypatch.setattr(source, "quotes", counted)

    def at(minutes: float) -> list[datetime | None]:
        monkeypatch.setattr(clock, "at", start + timedelta(minutes=minutes))
        return [inputs.at for inputs in read_alert_inputs(morning.app.market, members, SO_FAR) if inputs.at]

    share = 100
    assert at(0) == at(1) == at(2.9) == [start]
    assert sum(asked) == 2000
    assert at(3) == [start + timedelta(minutes=3)]
    assert sum(asked) == 4000
    share = 95
    assert at(6) == [start + timedelta(minutes=6)]
    share = 80
    assert at(9) == []
    assert at(60 * 5) == [], "the session is over"


@pytest.mark.realdata
def test_contributions_are_those_of_why(tmp_path: Path, real_data: Path) -> None:
    real = Desk(tmp_path, f"files:{real_data}", "2026-01-21T17:00-05:00")
    newest = alert_inputs(real, {RuleKind.CONTRIBUTION})[date(2026, 1, 21)]
    said = real.say("/why rut 1d").headline
    real.close()
    assert f"Financials gave {newest.contributions['Financials'] * 100:.2f} points" in said
    assert newest.change == pytest.approx(2698.17 / 2645.36 - 1)
    assert sum(newest.contributions.values()) == pytest.approx(newest.change, abs=0.0012)
