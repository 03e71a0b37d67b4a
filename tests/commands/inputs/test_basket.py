from __future__ import annotations

from datetime import date

import pytest

from commands.framework.alternatives import Unanswered
from commands.inputs.basket import Basket, basket, fund_basket
from market.clock import FixedClock
from market.errors import BadPeriod, MarketError, NoBar, NoData, NotInTime, UnknownSymbol
from market.services.prices import Market
from market.symbols import Symbol
from tests.market.fake_source import AFTER_CLOSE, CALENDAR, IWM, SPY, FakeSource

LATE = NotInTime("Fake Finance", "too many requests are waiting")


@pytest.mark.parametrize("problem", [NoData("Too few funds."), Unanswered(NoData("Too few funds."), ())])
def test_too_few_prices_are_the_providers_failure_where_it_has_failed(problem: MarketError) -> None:
    with (
        pytest.raises(NotInTime, match="too many requests are waiting"),
        Basket({}, ("XLK",), LATE).excused(),
    ):
        raise problem


def test_without_a_failure_too_few_are_too_few() -> None:
    with pytest.raises(NoData, match="Too few funds"), Basket({}, ("XLK",)).excused():
        raise NoData("Too few funds.")


def test_a_period_that_cannot_be_answered_is_told_whatever_the_provider_did() -> None:
    with pytest.raises(BadPeriod), Basket({}, ("XLK",), LATE).excused():
        raise BadPeriod("It is reversed.")


def test_a_fund_whose_dividends_are_not_known_is_not_ranked_beside_others() -> None:
    source = FakeSource(IWM, SPY)
    source.world[IWM.ticker] = source.world[IWM.ticker].assign(adj_close=float("nan"))
    market = Market(source, FixedClock(AFTER_CLOSE), CALENDAR)
    both = fund_basket(market, (IWM, SPY))
    assert (list(both.bars), both.undividended) == (["SPY"], ("IWM",))
    assert both.notes(both.all[0].last_session)[0].startswith(
        "Without IWM, of which there are no adjusted closes"
    )
    assert list(fund_basket(market, (IWM,)).bars) == ["IWM"]


def test_a_share_that_halved_on_the_newest_session_is_in_doubt_not_without_prices() -> None:
    source = FakeSource(IWM, SPY)
    halved = source.world[IWM.ticker].copy()
    halved.loc["2026-01-22":] /= 2
    source.world[IWM.ticker] = halved
    held = basket(Market(source, FixedClock(AFTER_CLOSE), CALENDAR), (IWM, SPY))
    assert held.missing == ("IWM",)
    (note,) = (note for note in held.notes(held.all[0].last_session) if "IWM" in note)
    assert note.startswith("Doubtful figures of IWM at Fake Finance are left out")


@pytest.mark.parametrize("wrapped", [False, True])
def test_a_session_that_is_needed_and_in_doubt_is_not_called_absent(wrapped: bool) -> None:
    source = FakeSource(IWM, SPY)
    source.world[IWM.ticker].loc["2026-01-20", ["open", "high", "low", "close", "adj_close"]] *= 100
    held = basket(Market(source, FixedClock(AFTER_CLOSE), CALENDAR), (IWM, SPY))
    problem = NoBar(("SPY", "IWM"), (date(2026, 1, 16), date(2026, 1, 20)), "Not known: {}.")
    assert str(problem) == "Not known: there is no bar of SPY and IWM for 2026-01-16 and 2026-01-20."
    print_of_iwm = r"\(25,900\.00; 258\.00 before it, and back after it\)"
    said = rf"Not known: the bar of IWM for 2026-01-20 is in doubt {print_of_iwm}\."
    with pytest.raises(MarketError, match=said), held.excused():
        raise Unanswered(problem, ("/quote spy",)) if wrapped else problem


def test_a_word_that_nobody_lists_is_no_market_to_leave_out_where_a_person_wrote_it() -> None:
    market, strange = Market(FakeSource(IWM), FixedClock(AFTER_CLOSE), CALENDAR), Symbol("BANANA", "BANANA")
    assert basket(market, (IWM, strange)).missing == ("BANANA",)
    with pytest.raises(UnknownSymbol):
        basket(market, (IWM, strange), asked=True)
