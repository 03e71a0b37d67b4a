from __future__ import annotations

import pytest

from commands.framework.alternatives import Unanswered
from commands.inputs.basket import Basket
from market.errors import BadPeriod, MarketError, NoData, NotInTime

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
