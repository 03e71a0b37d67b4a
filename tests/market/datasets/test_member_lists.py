from __future__ import annotations

import doctest
from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

import market.datasets.member_lists
from market.datasets.member_lists import BadList, date_in, read, yahoo_ticker


def test_the_worked_examples_hold() -> None:
    assert doctest.testmod(market.datasets.member_lists).failed == 0


@pytest.mark.parametrize(
    ("written", "yahoo"),
    [
        ("MOGA", "MOG-A"),
        ("BRKB", "BRK-B"),
        ("brk.b", "BRK-B"),
        ("BF/B", "BF-B"),
        ("RUSHA", "RUSHA"),
        ("A", "A"),
    ],
)
def test_share_classes_are_written_as_yahoo_does(written: str, yahoo: str) -> None:
    assert yahoo_ticker(written) == yahoo


def test_weights_may_be_fractions_or_per_cent_or_missing() -> None:
    fractions = read("ticker,name,sector,weight\nA,Aa,Energy,0.6\nB,Bb,Energy,0.4\n").rows
    per_cent = read("Ticker,Name,Sector,Weight\nA,Aa,Energy,60\nB,Bb,Energy,40%\n").rows
    assert [row.weight for row in fractions] == pytest.approx([0.6, 0.4])
    assert [row.weight for row in per_cent] == pytest.approx([0.6, 0.4])
    [bare] = read("symbol,security\nA,Aa\n").rows
    assert bare.weight != bare.weight
    assert bare.sector == "Unknown"


def test_a_ticker_that_comes_twice_counts_once() -> None:
    assert [row.name for row in read("ticker,name\nA,First\nB,Bb\nA,Second\n").rows] == ["First", "Bb"]


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("IWM_holdings_2026-05-05.csv.gz", date(2026, 5, 5)),
        ("sp500_members_2026-08.csv", date(2026, 8, 1)),
        ("members.csv", None),
        ("members_2026-13.csv", None),
    ],
)
def test_a_files_name_may_date_it(name: str, day: date | None) -> None:
    assert date_in(name) == day


@given(st.text(max_size=300))
def test_any_text_is_a_list_or_refused_with_a_sentence(text: str) -> None:
    with suppress(BadList):
        assert read(text).rows


@given(st.text(alphabet=st.sampled_from('ticker,name\nA"B-\r1.é'), max_size=200))
def test_text_that_is_almost_a_list_never_breaks_the_reader(text: str) -> None:
    with suppress(BadList):
        rows = read("ticker,name\n" + text).rows
        assert len({row.ticker for row in rows}) == len(rows)


def test_a_row_with_decimal_commas_is_read_as_one() -> None:
    found = read(
        'ticker,name,sector,weight (%),price\nBE,Bloom,,"1,93","2.295,25"\nIONQ,IonQ,,"0,5","40,1"\n'
    )
    assert [row.weight for row in found.rows] == pytest.approx([0.0193, 0.005])
    assert [row.price for row in found.rows] == [2295.25, 40.1]


@pytest.mark.parametrize("separator", [";", "\t"])
def test_cells_may_stand_between_semicolons_or_tabs(separator: str) -> None:
    text = 'Made on,"Jan 22, 2026"\nTicker,Name,Weight (%)\nAAON,Aaon,"0,5"\n'.replace('"0,5"', "0#5")
    found = read(text.replace(",", separator).replace("#", ","))
    assert [(row.ticker, row.name, row.weight) for row in found.rows] == [("AAON", "Aaon", 0.005)]
