"""Completion of several markets in a row."""

from __future__ import annotations

import pytest

from commands.framework.market_names import known_markets, market_names


def offered(prefix: str, most: int = 8) -> list[str]:
    return [keep + symbol.word for keep, symbol in market_names(prefix, most)]


def test_what_is_chosen_is_not_offered_again_however_it_is_written() -> None:
    for typed in ("RUT ", "russell 2000 ", "rut, "):
        assert "rut" not in [value.split()[-1] for value in offered(typed)]
        assert offered(typed)[0].startswith(typed.strip())
    assert offered("rut rut") == []


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("nasdaq c", "ixic"),
        ("rut nasdaq c", "rut ixic"),
        ("rut nd", "rut ndx"),
        ("", "rut"),
        ("rut vs nd", "rut vs ndx"),
    ],
)
def test_the_longest_name_that_is_begun_is_completed(typed: str, first: str) -> None:
    assert offered(typed)[0] == first


def test_nothing_is_offered_beyond_the_most_there_may_be() -> None:
    assert offered("rut ndx ", most=3)
    assert offered("rut ndx spx ", most=3) == []
    assert offered("rut ndx d", most=2) == []


def test_every_offer_names_one_market_more() -> None:
    for typed, before in (("", 0), ("rut ", 1), ("rut ndx s", 2), ("s&p 500 nasdaq ", 2)):
        for value in offered(typed):
            markets = known_markets(value.split())
            assert markets
            assert len({market.ticker for market in markets}) == len(markets) >= before


def test_a_word_that_names_nothing_ends_it() -> None:
    assert known_markets(["§§"]) is None
    assert offered("§§ nd") == []
