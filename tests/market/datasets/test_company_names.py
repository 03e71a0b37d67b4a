"""Names of companies as people write them."""

from __future__ import annotations

import doctest

import pytest

import market.datasets.company_names
from market.datasets.company_names import company_name


def test_the_worked_examples_hold() -> None:
    assert doctest.testmod(market.datasets.company_names).failed == 0


@pytest.mark.parametrize(
    ("listed", "name"),
    [
        ("TUCOWS INC", "Tucows Inc"),
        ("CREDO TECHNOLOGY GROUP HOLDING LTD", "Credo Technology Group Holding Ltd"),
        ("FIRST BANCORP OF INDIANA", "First Bancorp of Indiana"),
        ("A10 NETWORKS INC", "A10 Networks Inc"),
        ("COCA-COLA CONSOLIDATED INC", "Coca-Cola Consolidated Inc"),
        ("HNI CORP", "Hni Corp"),
        ("DHT HOLDINGS INC", "DHT Holdings Inc"),
        ("BLOOM ENERGY CLASS A CORP", "Bloom Energy Class A Corp"),
        ("Bloom Energy", "Bloom Energy"),
        ("NVIDIA", "NVIDIA"),  # one word in capitals may be how it is written
        ("MOGA", "MOGA"),
        ("123 456", "123 456"),
    ],
)
def test_capitals_become_a_name(listed: str, name: str) -> None:
    assert company_name(listed) == name


def test_a_short_word_that_is_the_ticker_stays_as_it_is() -> None:
    assert company_name("HNI CORP", "HNI") == "HNI Corp"
    assert company_name("GATX CORP", "GATX") == "GATX Corp"
    assert company_name("TWIST BIOSCIENCE CORP", "TWIST") == "Twist Bioscience Corp"
