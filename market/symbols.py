"""Symbols: what people call a market, and what the providers call it."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from market.catalog import LISTINGS, SymbolKind
from market.errors import UnknownSymbol


@dataclass(frozen=True, slots=True)
class Symbol:
    """One market. `ticker` is Yahoo's spelling; `label` the shortest name that people read on a
    chart; `aliases` the lower-case words that mean it (the first is the one commands use)."""

    ticker: str
    name: str
    kind: SymbolKind = SymbolKind.OTHER
    label: str = ""
    aliases: tuple[str, ...] = ()
    proxy: str = ""  # ticker of the fund that stands in when an index is not available
    group: str = ""  # "size", "style", "sector", "sector-small", "index", "mega", "bond", …

    def __post_init__(self) -> None:
        if not self.label:
            object.__setattr__(self, "label", self.ticker)

    @property
    def word(self) -> str:
        """The word to type in a command. `Symbol.parse("^RUT").word == "rut"`."""
        return self.aliases[0] if self.aliases else self.ticker.lower()

    @property
    def is_index(self) -> bool:
        return self.kind is SymbolKind.INDEX

    @property
    def is_price_only(self) -> bool:
        """An index or a future: it pays nothing, so its prices are all there is of its return."""
        return self.kind in (SymbolKind.INDEX, SymbolKind.FUTURE)

    @property
    def pays_dividends(self) -> bool:
        """A fund or a share, of which returns without dividends are not whole; not an index, a coin, a currency or
        a future."""
        return not (
            self.is_price_only or self.is_level or "=" in self.ticker or self.ticker.endswith(COIN_SIDES)
        )

    @property
    def is_level(self) -> bool:
        """A measured level such as a volatility index or a yield: nobody can hold it, so it has changes
        in points, and no return, record, drawdown or beta."""
        return self.ticker in LEVELS

    @property
    def has_volume(self) -> bool:
        """Index volume is zero or another index's: it means nothing and is never shown."""
        return not self.is_index

    @classmethod
    def parse(cls, text: str) -> Symbol:
        """The symbol that `text` names: alias, name or ticker of the catalogue, else any
        well-formed ticker (`kind` OTHER), which the market then looks up.

        Raises UnknownSymbol with the nearest names when it is neither.
        """
        found = find(text)
        if found is not None:
            return found
        bare = text.strip().removeprefix("$")
        match = _CLASS_SHARE.fullmatch(bare.upper())
        if match or _TICKER.fullmatch(bare):
            ticker = f"{match[1]}-{match[2]}" if match else bare.upper()
            return find(ticker) or cls(ticker=ticker, name=ticker)
        raise UnknownSymbol(printable(text), nearest(text))

    def __str__(self) -> str:
        return self.word


COIN_SIDES = ("-USD", "-EUR", "-GBP", "-JPY", "-USDT", "-BTC")
LEVELS = frozenset(
    f"^{name}"
    for name in (
        *("VIX", "VIX9D", "VIX3M", "VIX6M", "VXN", "RVX", "VXD", "VVIX", "OVX", "GVZ", "MOVE", "SKEW"),
        *("TNX", "FVX", "TYX", "IRX"),
    )
)
# Newspapers write MOG.A, BF.B or BRK/B, Yahoo MOG-A and BF-B. Exchanges have other letters: VOD.L, BMW.F.
_CLASS_SHARE = re.compile(r"([A-Z]{1,5}(?=\.)|[A-Z]{2,5}(?=/))[./]([A-E])")
_TICKER = re.compile(r"\^?[A-Za-z][A-Za-z0-9]{0,9}([.\-=][A-Za-z0-9]{1,4})?|\d{4,6}\.[A-Za-z]{1,2}")


def find(text: str) -> Symbol | None:
    """The catalogue's symbol of this name, alias or ticker; None when there is none."""
    return BY_NAME.get(folded(text).removeprefix("$"))


def beside(symbol: Symbol) -> Symbol | None:
    """The fund that tracks an index, or the index that a fund tracks: the two move alike."""
    if symbol.proxy:
        return find(symbol.proxy)
    return next((index for index in CATALOG if index.proxy == symbol.ticker), None)


def nearest(text: str, limit: int = 3) -> tuple[str, ...]:
    """Up to `limit` command words whose names are most like `text`, best first."""
    from rapidfuzz import fuzz, process

    query = folded(text)[:60]
    # Plain edit distance: partial scorers rate one-letter tickers as perfect matches of anything.
    found = process.extract(query, BY_NAME.keys(), scorer=fuzz.ratio, score_cutoff=67, limit=12)
    words = dict.fromkeys(BY_NAME[name].word for name, _score, _index in found)
    return tuple(words)[:limit]


def complete(prefix: str, limit: int = 25) -> tuple[Symbol, ...]:
    """Catalogue symbols for what has been typed so far: those with a name, alias or ticker that
    starts so (catalogue order), then those that are like it. From memory, well under 1 ms."""
    query = folded(prefix)[:60].removeprefix("$")
    if not query:
        return CATALOG[:limit]
    starts = dict.fromkeys(s for name, s in BY_NAME.items() if name.startswith(query))
    starts |= dict.fromkeys(s for name, s in BY_NAME.items() if f" {query}" in name)
    if len(starts) < 3:
        starts |= dict.fromkeys(BY_NAME[word] for word in nearest(query, limit) if word in BY_NAME)
    return tuple(starts)[:limit]


def begun(words: str, limit: int = 25) -> tuple[Symbol, ...]:
    """The catalogue's symbols with a name, alias or ticker that starts with these words; one that ends in a
    space wants more of the name."""
    query = folded(words) + " " * words.endswith(" ")
    return tuple(dict.fromkeys(s for name, s in BY_NAME.items() if name.startswith(query)))[:limit]


def folded(text: str) -> str:
    """`text` as names are compared: lower case, single spaces, compatibility forms folded."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def printable(text: str) -> str:
    """`text` without control and invisible characters, for quoting it back."""
    return "".join(c for c in text if unicodedata.category(c)[0] != "C").strip()


CATALOG: tuple[Symbol, ...] = tuple(
    Symbol(row.ticker, row.name, row.kind, row.label, row.aliases, row.proxy, row.group) for row in LISTINGS
)


def _by_name() -> dict[str, Symbol]:
    """Every folded ticker, name and alias. A ticker beats an alias, an alias a name; a clash among
    equals is a mistake in the table."""
    names: dict[str, Symbol] = {}
    for read in (lambda s: (s.ticker,), lambda s: s.aliases, lambda s: (s.name, s.label)):
        for symbol in CATALOG:
            for name in read(symbol):
                names.setdefault(folded(name), symbol)
    return names


BY_NAME: dict[str, Symbol] = _by_name()
