"""Symbols answer to what people call them."""

from __future__ import annotations

import pytest

from market.catalog import SymbolKind
from market.errors import UnknownSymbol
from market.symbols import BY_NAME, CATALOG, Symbol, complete, folded, nearest


@pytest.mark.parametrize(
    ("text", "ticker"),
    [
        ("rut", "^RUT"), ("Russell", "^RUT"), ("russell  2000", "^RUT"), ("^RUT", "^RUT"), ("small caps", "^RUT"),
        ("s&p 500", "^GSPC"), ("SPX", "^GSPC"), ("the dow", "^DJI"), ("nasdaq", "^IXIC"), ("nasdaq 100", "^NDX"),
        ("energy", "XLE"), ("$aapl", "AAPL"), ("Apple", "AAPL"), ("brk.b", "BRK-B"), ("ｒｕｔ", "^RUT"),
    ],
)  # fmt: skip
def test_names_aliases_and_tickers_mean_the_same(text: str, ticker: str) -> None:
    assert Symbol.parse(text).ticker == ticker


def test_any_other_ticker_passes_through() -> None:
    assert Symbol.parse("abcd") == Symbol("ABCD", "ABCD")
    assert Symbol.parse("ABCD").kind is SymbolKind.OTHER


@pytest.mark.parametrize(
    "text", ["", "🚀", "a b c", "<!channel>", "x" * 500, "1234", "a/b", "-", "..", "O'; --"]
)
def test_what_is_no_ticker_is_refused(text: str) -> None:
    with pytest.raises(UnknownSymbol):
        Symbol.parse(text)


def test_a_misspelling_finds_the_nearest() -> None:
    assert nearest("russel")[0] == "rut"
    assert "ixic" in nearest("nasdac")


def test_no_two_symbols_claim_one_alias() -> None:
    seen: dict[str, str] = {}
    for symbol in CATALOG:
        for alias in (symbol.ticker, *symbol.aliases):
            assert seen.setdefault(folded(alias), symbol.ticker) == symbol.ticker, alias


def test_the_word_of_every_symbol_reads_back_as_it() -> None:
    for symbol in CATALOG:
        assert BY_NAME[symbol.word] is symbol


def test_the_eleven_sectors_are_there() -> None:
    assert len([s for s in CATALOG if s.group == "sector"]) == 11


def test_every_index_that_has_a_fund_names_it() -> None:
    for symbol in CATALOG:
        if symbol.proxy:
            assert Symbol.parse(symbol.proxy).kind is SymbolKind.FUND


def test_completion_starts_with_what_was_typed() -> None:
    assert complete("rus")[0].ticker == "^RUT"
    assert len(complete("")) == 25
    assert complete("semic")[0].ticker == "SMH"


@pytest.mark.parametrize(
    ("typed", "ticker"),
    [("MOG.A", "MOG-A"), ("bf.b", "BF-B"), ("BRK/B", "BRK-B"), ("$LEN.B", "LEN-B"),
     ("VOD.L", "VOD.L"), ("SAP.DE", "SAP.DE"), ("7203.T", "7203.T")],
)  # fmt: skip
def test_a_class_share_is_read_with_a_dot_and_an_exchange_keeps_its_own(typed: str, ticker: str) -> None:
    assert Symbol.parse(typed).ticker == ticker


@pytest.mark.parametrize("word", ["everyone", "@everyone", "channel", "xyzzy"])
def test_where_nothing_is_near_nothing_is_suggested(word: str) -> None:
    assert nearest(word) == ()
