"""The fund company's holdings, as downloaded and as broken."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from market.clock import Deadline
from market.datasets.members import RUSSELL_2000, SP_500, Members, Universe
from market.errors import ProviderDown
from market.sources.ishares import ISharesLists
from tests.market.sources.loopback import Loopback

NOW = datetime(2026, 5, 6, 12, 0, tzinfo=UTC)
HEADER = "Ticker,Name,Sector,Asset Class,Market Value,Weight (%),Exchange"
TABLE = f"""{HEADER}
"BE","BLOOM ENERGY CLASS A CORP","Industrials","Equity","1,532,594,919.50","1.93","NYSE"
"MOGA","MOOG INC CLASS A","Industrials","Equity","207,418,400.00","0.26","NYSE"
"GAMB","GAMBLING COM GROUP LTD","Communication","Equity","1,969,203.00","0.00","NASDAQ"
"XTSLA","BLK CSH FND TREASURY","Cash and/or Derivatives","Money Market","9.00","0.10","-"
"-","ARCELLX INC Prvt","Health Care","Equity","65,585.87","0.00","NO MARKET (E.G. UNLISTED)"
"P5N994","Petrocorp Inc Escrow","Energy","Equity","0.26","0.00","Non-Nms Quotation Service (Nnqs)"
"RTYM6","RUSSELL 2000 EMINI CME JUN 26","Cash and/or Derivatives","Futures","0.00","0.00","CME"
"""
PREAMBLE = """\ufeffiShares Russell 2000 ETF
Fund Holdings as of,"May 05, 2026"
Inception Date,"May 22, 2000"
Shares Outstanding,"266,000,000.00"
Stock,"-"
Bond,"-"
Cash,"-"
Other,"-"
\u00a0
"""
SMALL_PRINT = '\u00a0\n"The content contained herein is owned or licensed by nobody, and made up."\n'


@pytest.fixture
def wire(loopback: Loopback) -> Loopback:
    loopback.answer = lambda path, query: (200, PREAMBLE + TABLE + SMALL_PRINT)
    return loopback


def ask(wire: Loopback, universe: Universe = RUSSELL_2000) -> Members:
    return ISharesLists(wire.base).members(universe, NOW, Deadline.after(5.0))


def test_holdings_become_members_with_yahoos_tickers_and_the_lists_date(wire: Loopback) -> None:
    found = ask(wire)
    assert found.tickers == ["BE", "MOG-A", "GAMB"]
    assert found.rows[0].weight == pytest.approx(0.0193)
    assert found.rows[2].sector == "Communication Services"
    assert found.day == date(2026, 5, 5)
    assert not found.sample


@pytest.mark.parametrize(("universe", "fund"), [(RUSSELL_2000, "IWM"), (SP_500, "IVV")])
def test_each_universe_is_asked_of_its_fund(wire: Loopback, universe: Universe, fund: str) -> None:
    ask(wire, universe)
    assert wire.asked[0][1]["fileName"] == f"{fund}_holdings"


def test_without_a_preamble_the_list_is_of_the_day_it_came(wire: Loopback) -> None:
    wire.answer = lambda path, query: (200, TABLE)
    assert ask(wire).day == date(2026, 5, 6)


@pytest.mark.parametrize("text", ["<html><body>Sorry</body></html>", "", HEADER, "name;weight\nA;1"])
def test_what_is_no_list_is_an_outage_whatever_the_status(wire: Loopback, text: str) -> None:
    wire.answer = lambda path, query: (200, text)
    with pytest.raises(ProviderDown):
        ask(wire)
