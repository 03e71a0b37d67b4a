"""What a comparison says where dividends count for some of its markets only, and where they count for all or none."""

from __future__ import annotations

import pytest

from tests.commands.conftest import conversation


@pytest.fixture(scope="module")
def asked() -> object:
    return conversation("sample", "2026-01-22T17:00-05:00")


def test_without_a_leader_markets_are_grouped_by_what_their_returns_hold(asked) -> None:
    reply = asked("/compare rut iwm spx spy 1y")
    total, price = reply.headline.split("; ")[:2]
    if "(price return)" in total:
        total, price = price, total
    assert "IWM" in total
    assert "SPY" in total
    assert "(total return)" in total
    assert reply.headline.count("(total return)") == reply.headline.count("(price return)") == 1
    assert {word in price for word in ("Russell 2000", "S&P 500")} == {True}


def test_its_picture_says_how_far_the_changes_reach(asked) -> None:
    mixed, two = asked("/compare rut iwm spx spy 1y"), asked("/compare rut spy 1y")
    assert mixed.chart.caption.title.startswith("4 markets moved between ")
    assert two.chart.caption.title == two.title
