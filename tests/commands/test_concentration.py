"""`/concentration`: cap less equal weight, and the top ten."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pandas as pd
import pytest

from bot.settings import Settings
from bot.wiring.app import build_app
from charts.drawing.render import render
from commands.concentration import _headline, concentration
from commands.inputs.largest_members import LargestMembers
from market.analytics.concentration import EqualWeightGap
from market.clock import Deadline
from market.errors import ProviderDown
from market.period import Period
from market.services.prices import Market
from market.sources import History
from market.sources.sample.prices import SampleSource
from market.symbols import Symbol
from tests.commands.conftest import conversation, fact
from tests.commands.funds import fund_folder


def test_the_sample_names_its_ten_largest(sample) -> None:
    reply = sample("/concentration 1y")
    assert len(reply.table.rows) == 11
    assert sum(row[1] for row in reply.table.rows) == pytest.approx(1.0)
    assert fact(reply, "Top ten’s weight")


@pytest.mark.realdata
def test_real_funds_without_members_give_the_gap_and_say_what_is_missing(
    real_data: Path, tmp_path: Path
) -> None:
    reply = conversation(fund_folder(real_data, tmp_path), "2026-01-22T18:00-05:00")("/concentration 1y")
    closes = pd.read_parquet(real_data / "etf_adjclose.parquet").loc[
        "2025-01-22":"2026-01-22", ["SPY", "RSP"]
    ]
    gap = closes.iloc[-1] / closes.iloc[0] - 1
    expected = f"{(gap['SPY'] - gap['RSP']) * 100:+.2f} points"
    assert fact(reply, "Cap less equal").startswith(expected.replace("-", "−"))
    assert reply.table is None
    assert any(note.startswith("Without members, by funds only") for note in reply.notes)


class WithoutRsp(SampleSource):
    """The sample market on a day when one fund is not available."""

    def history(self, symbol: Symbol, since: date | None, now: datetime, deadline: Deadline) -> History:
        if symbol.ticker == "RSP":
            raise ProviderDown(self.title, "no data for RSP at the moment")
        return super().history(symbol, since, now, deadline)


def test_without_the_equal_weighted_fund_the_members_still_answer(sample) -> None:
    whole = sample("/concentration 1y")
    app = build_app(Settings(source="sample"))
    market = Market(WithoutRsp(), app.clock, app.data.calendar)
    reply = concentration.run(Period.parse("1y"), market=market, members=app.members)
    assert reply.notes[0] == "There are no prices of RSP now, so no gap."
    assert fact(reply, "Top ten’s share of the move") == fact(whole, "Top ten’s share of the move")
    assert list(reply.table.texts()) == list(whole.table.texts())
    assert reply.chart is not None
    assert len(render(reply.chart).png) > 10_000
    assert "SAMPLE" in reply.sources


@pytest.mark.realdata
@pytest.mark.parametrize("without", ["SPY", "RSP"])
def test_a_fund_without_its_base_leaves_the_other(real_data: Path, tmp_path: Path, without: str) -> None:
    source = fund_folder(real_data, tmp_path)
    rows = pd.read_csv(tmp_path / f"{without}.csv")
    rows[rows["date"] != "2025-12-31"].to_csv(tmp_path / f"{without}.csv", index=False)
    reply = conversation(source, "2026-01-22T18:00-05:00")("/concentration ytd")
    other = {"SPY": "RSP", "RSP": "SPY"}[without]
    assert not reply.error
    assert reply.headline.startswith(
        "Whether the largest companies carried the S&P 500 year to date is not known"
    )
    assert f"there is no bar of {without} for 2025-12-31; {other} moved +" in reply.headline
    figures = {figure.key: bool(figure.why) for figure in reply.figures}
    assert figures[f"{other.lower()}.total.ytd"] is False
    assert figures[f"{without.lower()}.total.ytd"] is True
    assert figures["spy.total_lead.rsp.ytd"] is True
    assert not any(note.startswith("What would change it") for note in reply.notes)


@pytest.mark.parametrize(
    ("cap", "equal", "title"),
    [
        (0.30, 0.10, "The largest companies carried the S&P 500"),
        (0.01, -0.10, "The largest companies carried the S&P 500"),
        (-0.29, -0.33, "The S&P 500 fell less than its average member"),
        (0.10, 0.30, "The average member beat the S&P 500"),
        (-0.01, 0.10, "The average member beat the S&P 500"),
        (-0.23, -0.19, "The average member fell less than the S&P 500"),
    ],
)
def test_nobody_carries_or_beats_an_index_by_falling(cap: float, equal: float, title: str) -> None:
    gap = EqualWeightGap(cap, equal, pd.Series([0.0, cap - equal]))
    said = _headline(gap, LargestMembers(None, None, ()), "over 1 month", "")
    assert said.title == f"{title} over 1 month"
