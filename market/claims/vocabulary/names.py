"""What prose calls markets, and names that are none of the markets here."""

from __future__ import annotations

from market.claims.expressions.lexicon import Phrases

# Tickers as posts write them, in lower case.
_FUNDS = "spy dia xlk xlf xlv xly xlp xle xli xlb xlu xlre xlc kre smh xbi iwc rsp ijr ijh tlt hyg"

# What prose calls markets beyond the catalogue's names; several tickers: the words do not say which.
PROSE: dict[str, tuple[str, ...]] = {
    "nasdaq": ("^IXIC", "^NDX"),
    "tech-heavy index": ("^IXIC", "^NDX"),
    "technology-heavy index": ("^IXIC", "^NDX"),
    "nasdaq composite index": ("^IXIC",),
    "small-cap stocks": ("^RUT",),
    "small-cap shares": ("^RUT",),
    "small-capitalization stocks": ("^RUT",),
    "small stocks": ("^RUT",),
    "smaller companies": ("^RUT",),
    "small companies": ("^RUT",),
    "small-cap index": ("^RUT",),
    "small-cap benchmark": ("^RUT",),
    "small-cap gauge": ("^RUT",),
    "russell 2000 index": ("^RUT",),
    "large-cap stocks": ("^GSPC",),
    "large-cap shares": ("^GSPC",),
    "large-cap index": ("^GSPC",),
    "larger companies": ("^GSPC",),
    "broad market": ("^GSPC",),
    "broader market": ("^GSPC",),
    "blue chips": ("^DJI",),
    "blue-chip index": ("^DJI",),
    "blue-chip average": ("^DJI",),
    "30-stock index": ("^DJI",),
    "dow jones industrials": ("^DJI",),
    "dow jones industrial": ("^DJI",),
    "alphabet": ("GOOGL", "GOOG"),
    "google": ("GOOGL", "GOOG"),
    "blue-chip gauge": ("^DJI",),
    "30-stock average": ("^DJI",),
    "30-stock dow": ("^DJI",),
    "dow industrial average": ("^DJI",),
    "dow jones average": ("^DJI",),
    "dow jones index": ("^DJI",),
    "dow 30": ("^DJI",),
    "industrials average": ("^DJI",),
    "s&p index": ("^GSPC",),
    "s&p 500 index": ("^GSPC",),
    "s&p 500 composite": ("^GSPC",),
    "standard & poor's": ("^GSPC",),
    "spoos": ("^GSPC",),
    "spx": ("^GSPC",),
    "vix": ("^VIX",),
    "ndx": ("^NDX",),
    "djia": ("^DJI",),
    "qqq": ("QQQ",),
    "iwm": ("IWM",),
    "nasdaq index": ("^IXIC", "^NDX"),
    "nasdaq comp": ("^IXIC",),
    "the composite": ("^IXIC",),
    "nasdaq 100 index": ("^NDX",),
    "nasdaq-100 index": ("^NDX",),
    "naz 100": ("^NDX",),
    "russell 2k": ("^RUT",),
    "r2k": ("^RUT",),
    "russell small-cap index": ("^RUT",),
    "russell 2000 index of smaller companies": ("^RUT",),
    "russell 2000 index of small companies": ("^RUT",),
    "russell 2000 index of small-cap stocks": ("^RUT",),
    "russell 2000 index of small-caps": ("^RUT",),
    "russell 2000 index of small caps": ("^RUT",),
    "russell 2000 small-cap index": ("^RUT",),
    "small-company stocks": ("^RUT",),
    "smaller stocks": ("^RUT",),
    "smaller-company stocks": ("^RUT",),
    "small-company index": ("^RUT",),
    "smallcaps": ("^RUT",),
    "smalls": ("^RUT",),
    "large-company stocks": ("^GSPC",),
    "big caps": ("^GSPC",),
    "larger stocks": ("^GSPC",),
    **{
        f"{size} {kin}": (ticker,)
        for sizes, ticker in (
            (("larger", "bigger", "large", "big", "large-cap", "big-cap"), "^GSPC"),
            (("smaller", "small-cap", "little"), "^RUT"),
        )
        for size in sizes
        for kin in ("peers", "brethren", "counterparts", "rivals", "siblings", "cousins")
    },
    **{ticker: (ticker.upper(),) for ticker in _FUNDS.split()},
    "rut": ("^RUT",),
    "dji": ("^DJI",),
    "cboe volatility index": ("^VIX",),
    "volatility gauge": ("^VIX",),
    "cboe vix": ("^VIX",),
    "vix index": ("^VIX",),
    "volatility index vix": ("^VIX",),
    "fear gauge": ("^VIX",),
    "wall street's fear gauge": ("^VIX",),
    "market's fear gauge": ("^VIX",),
    "spdr s&p 500 etf trust": ("SPY",),
    "spdr s&p 500 trust": ("SPY",),
    "spdr s&p 500": ("SPY",),
    "s&p 500 etf": ("SPY",),
    "invesco qqq trust": ("QQQ",),
    "invesco qqq": ("QQQ",),
    "invesco qqq etf": ("QQQ",),
    "nasdaq-100 etf": ("QQQ",),
    "russell 2000 etf": ("IWM",),
    "ishares russell 2000": ("IWM",),
    "small-cap etf": ("IWM",),
    "small-cap fund": ("IWM",),
    "spdr dow jones industrial average etf trust": ("DIA",),
    "regional bank fund": ("KRE",),
    "regional-bank etf": ("KRE",),
    "spdr s&p regional banking": ("KRE",),
    "biotech fund": ("XBI",),
    "biotech etf": ("XBI",),
    "technology select sector": ("XLK",),
    "energy select sector": ("XLE",),
    "financial select sector": ("XLF",),
    "health care select sector": ("XLV",),
    **{
        f"{words} {noun}": (ticker,)
        for words, ticker in (
            ("technology", "XLK"),
            ("tech", "XLK"),
            ("information technology", "XLK"),
            ("financials", "XLF"),
            ("financial", "XLF"),
            ("health care", "XLV"),
            ("healthcare", "XLV"),
            ("health-care", "XLV"),
            ("energy", "XLE"),
            ("industrial", "XLI"),
            ("industrials", "XLI"),
            ("materials", "XLB"),
            ("utilities", "XLU"),
            ("utility", "XLU"),
            ("real estate", "XLRE"),
            ("real-estate", "XLRE"),
            ("consumer discretionary", "XLY"),
            ("consumer staples", "XLP"),
            ("communication services", "XLC"),
            ("regional bank", "KRE"),
            ("biotech", "XBI"),
            ("semiconductor", "SMH"),
            ("retail", "XRT"),
        )
        for noun in (
            "etf",
            "fund",
            "sector fund",
            "sector etf",
            "sector spdr",
            "select sector spdr",
            "select sector spdr fund",
            "sector fund " + ticker,
            "fund " + ticker,
            "etf " + ticker,
        )
    },
    **{
        f"{words} {noun}": (ticker,)
        for words, ticker in (
            ("technology", "XLK"),
            ("tech", "XLK"),
            ("financial", "XLF"),
            ("bank", "KBE"),
            ("regional bank", "KRE"),
            ("health care", "XLV"),
            ("healthcare", "XLV"),
            ("energy", "XLE"),
            ("industrial", "XLI"),
            ("materials", "XLB"),
            ("utility", "XLU"),
            ("utilities", "XLU"),
            ("real estate", "XLRE"),
            ("consumer discretionary", "XLY"),
            ("consumer staples", "XLP"),
            ("communication services", "XLC"),
            ("chip", "SMH"),
            ("semiconductor", "SMH"),
            ("biotech", "XBI"),
            ("retail", "XRT"),
            ("value", "IWD"),
            ("growth", "IWF"),
            ("small-cap value", "IWN"),
            ("small-cap growth", "IWO"),
        )
        for noun in ("stocks", "shares", "sector", "names", "companies")
    },
}
# What has a price or a figure of its own and is none of the markets here, though its name may hold one.
_OTHERS = """
    s&p/tsx | s&p/tsx composite | tsx | s&p/asx 200 | s&p/asx | asx 200 | asx | ftse 100 | ftse 250 | ftse | ftse mib
    | dax | mdax | sdax | tecdax | cac 40 | cac | ibex 35 | ibex | aex | smi | omx | stoxx europe 600 | stoxx 600
    | euro stoxx 50 | euro stoxx | stoxx | nikkei 225 | nikkei | topix | hang seng | hang seng index | kospi
    | kosdaq | shanghai composite | shenzhen component | csi 300 | sensex | nifty 50 | nifty | bovespa | ibovespa
    | ipc | merval | straits times | straits times index | taiex | set index | jakarta composite | bist 100 | moex
    | msci world | msci world index | msci emerging markets | msci emerging markets index | msci eafe | msci acwi
    | msci asia pacific | msci | nyse composite | nyse | new york stock exchange | nasdaq golden dragon
    | nasdaq golden dragon china index | nasdaq biotechnology index | nasdaq biotech index | nasdaq bank index
    | dow jones transportation average | dow jones transports | dow transports | transportation average
    | dow jones utility average | dow utilities | dow jones u.s. completion | dow inc | dow inc. | dow chemical
    | dow jones newswires | dow jones & co | dow jones & company | dow jones market data | s&p global
    | s&p global ratings | s&p dow jones indices | s&p ratings | s&p case-shiller | s&p global pmi
    | s&p/case-shiller | nasdaq inc | nasdaq inc. | nasdaq omx | nasdaq stock market | russell investments
    | russell microcap | russell microcap index | russell top 50 | russell midcap | russell 2500
    | russell 2000 futures | russell 2000 value | russell 2000 growth | russell 1000 value | russell 1000 growth
    | russell 2000 value index | russell 2000 growth index | russell 1000 growth index | russell 1000 value index
    | s&p 500 equal weight index | s&p 500 equal-weight index | equal-weight s&p 500 index
    | equal-weighted s&p 500 | equal-weight s&p 500 | s&p 500 equal weight | s&p 500 equal-weighted index
    | equal-weighted version of the s&p 500 | equal-weight version of the s&p 500 | equal-weighted index
    | s&p 500 value index | s&p 500 growth index | s&p 500 information technology index
    | s&p 500 futures | dow futures | nasdaq futures | nasdaq-100 futures | nasdaq 100 futures | russell futures
    | dow jones futures | futures | stock futures | index futures | e-mini | e-minis | emini | e-mini s&p 500
    | e-mini russell 2000 | e-mini nasdaq-100 | e-mini russell 2000 futures | e-mini s&p 500 futures
    | micro e-mini | dow e-minis | s&p 500 e-minis | nasdaq 100 e-minis | philadelphia semiconductor index
    | philadelphia semiconductor | phlx semiconductor index | phlx semiconductor sector index | phlx | sox
    | philadelphia se semiconductor index | kbw bank index | kbw nasdaq bank index | kbw regional banking index
    | nyse arca | nyse arca airline index | nyse fang+ | fang+ | wilshire 5000 | value line
    | gold | spot gold | gold futures | silver | copper | platinum | palladium | oil | crude | crude oil | brent
    | brent crude | wti | west texas intermediate | u.s. crude | us crude | natural gas | gasoline | wheat | corn
    | soybeans | cotton | coffee | cocoa | sugar | lumber | iron ore | uranium | bitcoin | ether | ethereum | btc | eth
    | solana | dogecoin | crypto | cryptocurrencies | dollar index | u.s. dollar index | us dollar index | dxy
    | dollar | u.s. dollar | us dollar | greenback | euro | yen | pound | sterling | yuan | renminbi | franc | peso
    | loonie | rupee | vvix | vxn | move index | skew
    | dividend yield | earnings yield | short interest | implied volatility | forward p/e | put/call ratio
    | trading volume | consumer sentiment index | consumer confidence index | consumer sentiment
    | consumer confidence | ism | ism manufacturing index | pmi | cpi | ppi | pce | consumer prices
    | producer prices | retail sales | housing starts | durable goods orders | industrial production
    | producer price index | consumer price index | treasury bills | mortgage rates | mortgage rate
    | 30-year mortgage rate | 30-year yield | 5-year yield | 30-year treasury yield | fed funds rate
"""
OTHERS: Phrases[bool] = Phrases((" ".join(name.split()), True) for name in _OTHERS.split("|"))
# Names in the catalogue that are everyday words: in prose they need the noun above, or their ticker.
EVERYDAY = frozenset(
    {
        "value", "growth", "quality", "momentum", "size", "gold", "silver", "oil", "retail", "bonds",
        "treasuries", "banks", "chips", "transports", "technology", "tech", "communications", "materials",
        "discretionary", "staples", "strategy", "mid", "comp", "high yield", "low volatility", "min vol",
        "high beta", "total market", "equal weight", "banks sector", "information technology",
        "real estate", "health care", "mid caps", "emerging markets", "developed markets", "homebuilders",
        "biotech", "semis", "energy",
    }
)  # fmt: skip
