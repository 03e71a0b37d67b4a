"""Who a sentence is about: markets by name, alias and ticker, as prose writes them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from market.catalog import SymbolKind
from market.claims.expressions.lexicon import Phrases
from market.claims.expressions.tokens import Token, TokenKind, tokens
from market.claims.vocabulary.names import EVERYDAY, PROSE
from market.errors import UnknownSymbol
from market.symbols import CATALOG, Symbol, find

_FEW = 5  # words
_WORDS_TOO = frozenset({"rut", "spy"})  # tickers that are words in lower case
_BEFORE_NOUN = frozenset({"a", "an", "this", "that", "to", "same", "old", "deep", "no"})
_INDEX_NOUNS = frozenset({"index", "gauge", "benchmark", "average"})
_SOME_INDEX = ("the index", "the gauge", "the benchmark")
_OF_FUNDS = frozenset({"etf", "fund", "trust", "spdr", "ishares", "invesco", "vanguard"})


@dataclass(frozen=True, slots=True)
class Subject:
    """A market as written.

    readings: what it can mean, the likeliest first; more than one when the words do not say which.
    """

    words: str
    readings: tuple[Symbol, ...]

    @property
    def symbol(self) -> Symbol:
        return self.readings[0]

    @property
    def is_stand_in(self) -> bool:
        """True when a fund stands in for what was named: "technology stocks" are not XLK itself."""
        if self.symbol.kind is not SymbolKind.FUND:
            return False
        written = self.words.casefold().lstrip("$")
        names = (self.symbol.ticker.casefold(), self.symbol.name.casefold())
        return written not in names and _OF_FUNDS.isdisjoint(written.split())

    def read_as(self, symbol: Symbol) -> Subject:
        return Subject(self.words, (symbol,))


FOUR_INDICES = tuple(symbol for t in ("^RUT", "^GSPC", "^IXIC", "^DJI") if (symbol := find(t)))


@cache
def _vocabulary() -> Phrases[tuple[Symbol, ...]]:
    return Phrases(_names())


def _names() -> Iterator[tuple[str, tuple[Symbol, ...]]]:
    for words, tickers in PROSE.items():
        yield words, tuple(symbol for ticker in tickers if (symbol := find(ticker)))
    for symbol in CATALOG:
        for name in {symbol.name, symbol.label, *symbol.aliases}:
            folded = name.casefold()
            if folded == symbol.ticker.casefold().lstrip("^") or folded in PROSE:
                continue
            if folded in EVERYDAY or folded.startswith("the "):
                continue
            if len(tokens(name)) == 1 and len(folded) < 4 and folded not in ("dow", "s&p", "vix"):
                continue
            yield name, (symbol,)


_INDEX_TICKERS = {
    "SPX": "^GSPC", "INX": "^GSPC", "COMP": "^IXIC", "CCMP": "^IXIC", "INDU": "^DJI", "R2K": "^RUT", "RTY": "^RUT",
    "COMPQ": "^IXIC", "COMPX": "^IXIC",
}  # fmt: skip


@cache
def _tickers() -> dict[str, Symbol]:
    return {symbol.ticker.lstrip("^"): symbol for symbol in CATALOG} | {
        word: symbol for word, name in _INDEX_TICKERS.items() if (symbol := find(name))
    }


def subject_at(sentence: Sequence[Token], place: int) -> tuple[Subject, int] | None:
    """The market that begins at `place`, and how many tokens it takes.

    Names go by the longest match. A ticker counts in capitals only, behind a `$`, or in brackets.
    One-word company names count with a capital only.

    >>> from market.claims.expressions.tokens import tokens
    >>> [s.ticker for s in subject_at(tokens("Nasdaq fell"), 0)[0].readings]
    ['^IXIC', '^NDX']
    >>> subject_at(tokens("Nasdaq-100 fell"), 0)[0].symbol.ticker, subject_at(tokens("an apple"), 1)
    ('^NDX', None)
    """
    token = sentence[place]
    if token.kind is TokenKind.MARK and token.word != "$":
        return None
    if token.word == "$" and place + 1 < len(sentence) and sentence[place + 1].start == token.end:
        return _dollar_ticker(sentence, place + 1)
    if share := _class_share(sentence, place):
        return Subject(share.ticker, (share,)), 3
    ticker = token.kind is TokenKind.WORD and len(token.text) > 1 and token.text.isupper()
    symbol = _tickers().get(token.text) if ticker else None
    if symbol is not None and not _is_all_capitals(sentence):
        return Subject(token.text, (symbol,)), 1
    name = _vocabulary().at(sentence, place)
    if name is None:
        return _posted_ticker(sentence, place)
    readings, length = name
    if token.text in _WORDS_TOO and place and sentence[place - 1].word in _BEFORE_NOUN:
        return None  # "stuck in a rut"
    is_company = readings[0].kind is SymbolKind.STOCK
    if is_company and not token.text[0].isupper():
        return None
    words = " ".join(t.text for t in sentence[place : place + length])
    return Subject(words, readings), length


def _dollar_ticker(sentence: Sequence[Token], place: int) -> tuple[Subject, int] | None:
    token = sentence[place]
    if share := _class_share(sentence, place):
        return Subject(f"${share.ticker}", (share,)), 4
    if token.kind is not TokenKind.WORD or len(token.text) > 6:
        return None
    if (index := _tickers().get(token.text.upper())) is not None:
        return Subject(f"${token.text}", (index,)), 2
    try:
        return Subject(f"${token.text}", (Symbol.parse(token.text.upper()),)), 2
    except UnknownSymbol:
        return None


def _class_share(sentence: Sequence[Token], place: int) -> Symbol | None:
    """ "BF.B", "MOG/A": the class of a share behind its ticker, three tokens without a space between them."""
    parts = sentence[place : place + 3]
    if len(parts) < 3 or parts[1].word not in (".", "/") or not parts[0].text.isupper():
        return None
    if parts[0].end != parts[1].start or parts[1].end != parts[2].start or len(parts[2].text) > 1:
        return None
    try:
        share = Symbol.parse("".join(part.text for part in parts))
    except UnknownSymbol:
        return None
    return share if share.ticker.endswith(f"-{parts[2].text}") else None


def _posted_ticker(sentence: Sequence[Token], place: int) -> tuple[Subject, int] | None:
    """ "comp -2.0%, rty +0.4%": an index's ticker in lower case, right before a figure with a sign."""
    name = _INDEX_TICKERS.get(sentence[place].word.upper())
    signed = place + 1 < len(sentence) and sentence[place + 1].text[0] in "+-−"
    symbol = find(name) if name and signed else None
    return (Subject(sentence[place].text, (symbol,)), 1) if symbol else None


def _is_all_capitals(sentence: Sequence[Token]) -> bool:
    """Is the whole sentence in capitals, so that capitals mean nothing? A few tickers in a row are none."""
    words = [t.text for t in sentence[:40] if t.kind is TokenKind.WORD]
    return len(words) > _FEW and not any(word[:1].islower() for word in words)


def major_averages(words: Sequence[Token]) -> tuple[Subject, ...] | None:
    """ "All three major averages": the Dow, the S&P 500 and the Nasdaq Composite."""
    if "major" not in (said := [token.word for token in words]) and "three" not in said:
        return None
    dow, large, composite = FOUR_INDICES[3], FOUR_INDICES[1], FOUR_INDICES[2]
    return tuple(Subject(symbol.label, (symbol,)) for symbol in (dow, large, composite))


def may_mean(words: Sequence[Token], subjects: tuple[Subject, ...]) -> bool:
    """An index or a benchmark is no fund and no stock: "… industrials out in front. The benchmark …"."""
    index = not _INDEX_NOUNS.isdisjoint(token.word for token in words)
    return not index or all(subject.symbol.is_index for subject in subjects)


def any_index(words: Sequence[Token]) -> tuple[Subject, ...]:
    """ "The index", when no index has been named: it can be any of the four; "the benchmark index" is the S&P 500."""
    written = " ".join(token.text for token in words)
    if written.casefold() == "the benchmark index":
        return (Subject(written, FOUR_INDICES[1:2]),)
    return (Subject(written, FOUR_INDICES),) if written.casefold() in _SOME_INDEX else ()
