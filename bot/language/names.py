"""The markets that a question names: as the catalogue calls them, as people say, or as a ticker is written."""

from __future__ import annotations

from collections.abc import Sequence

from bot.language.phrases import single_words
from bot.language.words import Word, words_of
from market.errors import UnknownSymbol
from market.symbols import BY_NAME, Symbol

_LONGEST = 6  # words of a name
_SPOKEN = {
    "rut": """russell two thousand | russell 2k | russ 2k | russ 2000
        | small cap stocks | small companies | smaller companies | small
        stocks | smalls | small fry | little ones | smaller stocks | little guys | small cap index | russell
        2000 index | small cap""",
    "spx": """spoos | spooz | s&p five hundred | s&p index | s&p 500 index | large cap stocks | large cap | big
        caps | large companies | bigger companies | large stocks | big ones | large ones | bigger ones | stocks
        | market | equities | stock market | cap weight s&p | cap weighted s&p | standard and poors | sandp""",
    "ndx": "nasdaq one hundred | nasdaq 100 index",
    "ixic": "nasdaq composite index | naz | nasdaq index",
    "dji": "dow 30 | dow industrials index | blue chips | dow jones index | dow jones 30",
    "vix": "vix index | fear gauge",
    "mid": "mid cap | mid cap stocks | midcaps | medium sized companies | s&p midcap 400",
    "mgc": "mega cap | mega cap stocks | giants",
    "iwc": "micro cap | micro cap stocks | microcap | microcap stocks",
    "rsp": """equal weight s&p | equal weighted s&p | equal weight s&p 500 | equal weighted s&p 500 | s&p equal weight
        | s&p 500 equal weight | equal weighted | equal weight index""",
    "qqq": "triple q | triple qs | cubes | qs",
    "mags": "mag seven | magnificent seven stocks | magnificent 7 stocks | mag 7 stocks | big tech | megacap tech",
    "xlk": "tech sector | technology sector | technology stocks | tech names",
    "xlf": "financial sector | financials sector | financial stocks | financial",
    "xlv": "health care sector | healthcare sector | healthcare stocks | health care stocks",
    "xle": "energy sector | energy names | oil stocks | oil companies",
    "xli": "industrial sector | industrial stocks | industrials sector",
    "xlb": "materials sector | materials stocks",
    "xlu": "utilities sector | utility stocks | utility sector",
    "xlp": "staples sector | consumer staples sector | staples stocks",
    "xly": "discretionary sector | consumer discretionary sector",
    "xlre": "real estate sector | real estate stocks",
    "xlc": "communication sector | communication services sector | telecom sector",
    "smh": "semiconductor | semiconductor stocks | chip stocks | semi | chipmakers",
    "kbe": "bank stocks | banking sector | bank sector | banking stocks",
    "kre": "regional bank stocks | regional bank",
    "xbi": "biotech stocks | biotechs",
    "itb": "homebuilder stocks | home builders | homebuilder",
    "iyt": "transport stocks | transportation stocks",
    "xrt": "retail stocks | retailers | retail sector",
    "iwf": "growth stocks | large growth",
    "iwd": "value stocks | large value",
    "iwn": "small cap value stocks | small value stocks",
    "iwo": "small cap growth stocks | small growth stocks",
    "mtum": "momentum stocks | momentum factor",
    "qual": "quality stocks | quality factor",
    "agg": "bond market | us bonds | aggregate bonds",
    "tlt": "long treasury bonds | long dated treasuries | long term treasuries",
    "ief": "treasury bonds | treasurys",
    "hyg": "high yield bonds | junk debt",
    "gld": "gold price | bullion",
    "uso": "crude | crude oil | oil price",
    "googl": "google stock | alphabet stock",
    "meta": "facebook stock",
    "brk-b": "berkshire hathaway | buffett's company",
}
# Tickers and aliases that are words of their own: in a question they mean the word, unless written large.
_WORDS = single_words(
    """
    a all an and are as at be beta by c cat close comp cost do f for from good growth had has have how i
    in is it its last like low ma me mid momentum my now of on or quality record retail risk size so
    t technology than that the their they this to up us v value was we were what when which who why will
    with year you ms dis ge hd mu pg ko gs ba gm coin strategy high yield vb vo vv ai semi giants cubes
    financial real materials stocks market equities
    """
)
_BEFORE_TICKERS = single_words("take drop add remove of chart quote news follow watch")
_OF_A_MARKET = {("high", "beta"), ("low", "volatility"), ("equal", "weight"), ("big", "ones")}
"""Said of a market as often as they are one."""
_BESIDES = single_words("growth value momentum quality technology materials retail financial semi giants")
"""Names that are markets beside another market ("growth vs value")."""
_EVERYBODY = frozenset({"stocks", "market", "equities"})
_LINKS = single_words("and or vs versus against than the to beat beats beating with outperforming")
"""Words before "stocks" where it means all of them: "gold or stocks"."""
# Abbreviations in capitals that are no tickers.
_NOT_TICKERS = single_words(
    """us usa uk eu fed gdp gdpr cpi ppi pce pmi ism eps pe pb etf etfs ath atl ytd qtd mtd wtd sma ema ma rsi macd nfci
        ipo
    ceo cfo ai es nq rty ym am pm et est edt utc q1 q2 q3 q4 h1 h2 ok pls plz asap fyi lol btw imo tbh idk irs sec
    fomc opec vwap iv oi dte faq csv png pdf nyse amex cboe hy ig ust roi yoy qoq mom dma vs or and is the i a how
    what
    why who when where which can did do does was were are any all not for to in on of it my me you we he she
    will"""
)


def _parts(name: str) -> tuple[str, ...]:
    return tuple(word.text for word in words_of(name))


def _names() -> dict[tuple[str, ...], Symbol]:
    names = {_parts(name): symbol for name, symbol in BY_NAME.items()}
    for ticker, spoken in _SPOKEN.items():
        for name in spoken.split("|"):
            names.setdefault(_parts(name), BY_NAME[ticker])
    # "the dow" would leave "jones" of "the dow jones" over.
    again = {name for name in names if name[:1] == ("the",) and name[1:] in names and name[1] not in _WORDS}
    return {name: symbol for name, symbol in names.items() if name and name not in again}


NAMES = _names()
NAME_WORDS = frozenset(word for name in NAMES for word in name if len(word) > 3 and not word.isdigit())
"""Every longer word of a name: what a misspelt word may have meant."""


def market_at(words: Sequence[Word], start: int, *, beside: bool = False) -> tuple[Symbol, int] | None:
    """The market named at `start` and how many words name it. `beside`: another market is named, so that
    "growth" means the stocks.

    >>> market_at(words_of("the russell two thousand"), 1)[1]
    3
    """
    for length in range(min(_LONGEST, len(words) - start), 0, -1):
        name = tuple(word.text for word in words[start : start + length])
        if name in _OF_A_MARKET and words[start + length : start + length + 1] and not beside:
            continue
        if length == 1 and not _may_be_name(words, start, beside):
            continue
        if name == ("stock", "market") and not beside:
            continue
        if symbol := NAMES.get(name):
            return symbol, length
    word = words[start]
    if word.is_shouted and word.text not in _NOT_TICKERS and word.text.isascii() and len(word.text) < 8:
        try:
            return Symbol.parse(word.text.upper()), 1
        except UnknownSymbol:
            return None
    return None


def _may_be_name(words: Sequence[Word], start: int, beside: bool) -> bool:
    word = words[start]
    if word.text not in _WORDS:
        return True
    if word.text in _EVERYBODY:
        return beside and start > 0 and words[start - 1].text in _LINKS
    if len(word.text) == 2 and beside and start > 1 and words[start - 1].text in _LINKS:
        return True
    if len(word.text) == 2 and start > 0 and words[start - 1].text in _BEFORE_TICKERS:
        return True
    return word.is_shouted or (beside and word.text in _BESIDES)
