"""What funds add to holdings, and which funds cannot be looked through."""

from __future__ import annotations

import pytest

from market.analytics.exposure import Holding, parse
from market.analytics.look_through import look_through
from market.symbols import Symbol

TECH = {"AAPL", "NVDA"}
FUNDS = {"SPY", "IWM", "QQQ", "AGG"}


def test_funds_add_their_weight_times_what_they_hold() -> None:
    lists = {"SPY": {"AAPL": 6.0, "NVDA": 7.0, "XOM": 87.0}, "IWM": {"BE": 2.0}, "AGG": {}}
    seen = look_through(parse("SPY 50, IWM 20, AGG 10, AAPL 20").lines, lists, TECH, FUNDS)
    assert seen.direct == pytest.approx(0.2)
    assert seen.through == pytest.approx({"SPY": 0.065, "IWM": 0.0, "AGG": 0.0})
    assert seen.total == pytest.approx(0.265)
    assert seen.unseen == ()
    assert seen.largest is not None
    assert seen.largest[0] == "XOM"
    assert seen.largest[1] == pytest.approx(0.435)


def test_a_fund_without_a_list_is_unseen_and_a_share_never_is() -> None:
    seen = look_through(parse("QQQ 60, XYZ 40").lines, {}, TECH, FUNDS)
    assert [line.symbol.ticker for line in seen.unseen] == ["QQQ"]
    assert seen.total == 0
    assert seen.largest == ("XYZ", 0.4)


def test_the_same_company_is_added_up() -> None:
    lines = [Holding(Symbol.parse(word), 0.5) for word in ("SPY", "AAPL")]
    seen = look_through(lines, {"SPY": {"AAPL": 1.0}}, TECH, FUNDS)
    assert seen.largest == ("AAPL", 1.0)
    assert seen.total == 1.0
