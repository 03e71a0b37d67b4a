from __future__ import annotations

import pytest

from market.alerts.families import US_STOCKS, family_of
from market.alerts.rules import AlertRule


@pytest.mark.parametrize(
    ("rule", "family"),
    [
        ("rut record", US_STOCKS),
        ("iwm down 2% day", US_STOCKS),
        ("xlk above 100", US_STOCKS),
        ("breadth below 30%", US_STOCKS),
        ("rotation changes", US_STOCKS),
        ("health care drags 0.5 points", US_STOCKS),
        ("vix above 30", "volatility and yields"),
        ("nvda above 200", "single stocks"),
        ("hyg below 70", "bonds, commodities and other funds"),
        ("wti above 80", "futures and markets abroad"),
        ("nikkei record", "futures and markets abroad"),
        ("BTC-USD above 100000", "coins"),
        ("EURUSD=X above 1.2", "currencies"),
    ],
)
def test_a_rule_belongs_to_the_family_of_its_market(rule: str, family: str) -> None:
    assert family_of(AlertRule.parse(rule)) == family
