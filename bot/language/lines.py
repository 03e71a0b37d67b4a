"""The command line that a question makes of a command: its markets, period and numbers filled in."""

from __future__ import annotations

import re
from collections.abc import Callable

from bot.language.phrases import single_words
from bot.language.question import Question, Role
from bot.language.vocabulary import MOVES
from market.catalog import SymbolKind
from market.datasets.members import UNIVERSES
from market.errors import BadPeriod
from market.windows import Windows

Line = Callable[[Question], str]
_CANDLES = ("candles", "candle", "candlestick", "candlesticks", "ohlc")


def fixed(line: str) -> Line:
    return lambda _question: line


def join(*parts: str) -> str:
    return " ".join(part for part in parts if part)


def over_period(command: str) -> Line:
    """The command over the period named."""
    return lambda question: join(command, question.period)


def sectors(question: Question) -> str:
    """ "Did all sectors rise" is about the last session, "which sectors lead" about the month."""
    return join("/sectors", question.period or ("1d" if question.words[:1] == ("did",) else ""))


def market_words(question: Question) -> list[str]:
    """The markets named, as commands take them. An index has no dividends: its fund is offered for its total
    return."""
    total = "total return" in question.text
    return [symbol.proxy.casefold() if total and symbol.proxy else symbol.word for symbol in question.symbols]


def for_market(command: str, otherwise: str = "") -> Line:
    """The command for the first market named, or for `otherwise`."""

    def line(question: Question) -> str:
        word = question.symbols[0].word if question.symbols else otherwise
        return f"{command} {word}" if word else ""

    return line


def for_universe(command: str) -> Line:
    """The command for the members of the index named, over the period named."""

    def line(question: Question) -> str:
        tickers = {symbol.ticker for symbol in question.symbols}
        universe = next((u.key for u in UNIVERSES if tickers & {u.index, u.fund}), "")
        return join(command, universe, question.period)

    return line


_STATES = single_words(
    """above over under below high highs new average averages 52 part participating joining joined record records
    advancers decliners advancing declining 50 200"""
)
"""What members are counted by: how many there are is not known to the command."""


def breadth(question: Question) -> str:
    """Breadth is a state: of today there is no other."""
    counted = question.has("many", "number") and not question.has(*MOVES, *_STATES)
    return "" if counted else for_universe("/breadth")(question).removesuffix(" 1d")


def look_up(question: Question) -> str:
    """One market's price, or its way over the period named; of several, how they did against each other."""
    if not question.symbols:
        return ""
    if len(question.symbols) > 1:
        return compare(question)
    if "total return" in question.text:
        return compare(question)  # a price, and a chart of prices, leaves dividends out
    word = market_words(question)[0]
    if question.averages or question.has(*_CANDLES):
        return chart(question)
    return f"/chart {word} {question.period}" if question.period not in ("", "1d") else f"/quote {word}"


_BESIDE_TIME = re.compile(r"\b(?:vs|versus|against|than|(?:compared|relative) (?:to|with)) …")
_INDICES = ("spx", "ndx", "dji", "rut")
_SEVEN = ("aapl", "msft", "nvda", "googl", "amzn", "meta", "tsla")


def is_beside_time(question: Question) -> bool:
    """ "vix vs yesterday": the second market is none."""
    text = " ".join(
        "…" if role is Role.PERIOD else word
        for word, role in zip(question.words, question.roles, strict=True)
    )
    return bool(_BESIDE_TIME.search(text))


def compare(question: Question) -> str:
    if [s.ticker for s in question.symbols] == ["MAGS"] and question.has(
        "all", "each", "stocks", "names", "members"
    ):
        return join("/compare", *_SEVEN, question.period)
    words = market_words(question)[:8]
    many = question.has("all", "major", "main", "big", "other") and question.has("indices", "indexes")
    if len(words) == 1 and many:
        words += [index for index in _INDICES if index not in words]
    if not words and question.has("index", "indices", "indexes"):
        return join("/compare", *_INDICES, question.period or "1d")
    if words and (stretches := windows(question)):
        return join("/compare", *words[:4], stretches)
    if len(words) == 1 and "total return" in question.text:
        own = question.symbols[0].word
        words.append("spx" if words[0] == "spy" == own else "spy" if words[0] == own else own)
    elif len(words) == 1 and words[0] != "spx" and not is_beside_time(question):
        words.append("spx")
    return join("/compare", *words, question.period) if len(words) > 1 else ""


_SET_AGAINST = ("vs", "versus", "with", "against", "compare", "compared", "than")


def windows(question: Question) -> str:
    """Two stretches that are set against each other, where both are named and have a beginning."""
    if len(question.other_periods) != 1 or not question.has(*_SET_AGAINST):
        return ""
    try:
        return str(Windows.parse(f"{question.period} with {question.other_periods[0]}"))
    except BadPeriod:
        return ""


_STUDIES = ("rsi", "macd", "bollinger")


def _studies(question: Question) -> tuple[str, ...]:
    """The studies that are named."""
    in_full = all(question.has(word) for word in ("relative", "strength", "index"))
    return tuple(word for word in _STUDIES if question.has(word) or (word == "rsi" and in_full))


def chart(question: Question) -> str:
    if not question.symbols:
        return ""
    studies = _studies(question)
    drawn = question.averages or studies or question.has(*_CANDLES)
    if "total return" in question.text or (len(question.symbols) > 1 and not drawn):
        return compare(question)  # a chart of prices leaves dividends out
    averages = [n for n in question.averages if 2 <= int(n) <= 400][:4]
    kind = "ema" if question.has("ema", "exponential") else "sma"
    over = join(kind, *averages) if averages else ""
    style = "candles" if question.has(*_CANDLES) else ""
    of_days = averages and question.has("day")  # which weekly bars have none of
    bar = next((word for word in ("weekly", "monthly") if question.has(word) and not of_days), "")
    period = question.period or ("max" if question.has("longest") else "")
    return join("/chart", question.symbols[0].word, period, style, bar, over, *studies)


_LOWS = single_words("low lows lowest bottom trough bottomed")
_HIGHS = single_words("high highs highest peak top peaked topped")
_EXTREMES_OF = {"of the year": "ytd", "yearly": "1y", "52 week": "1y", "52-week": "1y", "52w": "1y"}
_NO_EXTREME = single_words(
    "record records ath time new stocks names members many far off below from away within near"
)


def extreme(question: Question) -> str:
    """The lowest or the highest close of a market over the period that is named."""
    said = question.said(Role.WORD).split()
    sides = [side for side, words in (("low", _LOWS), ("high", _HIGHS)) if not words.isdisjoint(said)]
    period = question.period
    if not period:
        period = next((span for words, span in _EXTREMES_OF.items() if words in question.text), "")
    other = not _NO_EXTREME.isdisjoint(said) or len(question.symbols) != 1 or period in ("", "1d", "max")
    return "" if other or len(sides) != 1 else join("/chart", question.symbols[0].word, period, *sides)


_LEADS = single_words("lead leads leading led ahead versus large outperformance outperforming drivers driver")


def drivers(question: Question) -> str:
    """What the lead goes with; nothing where neither a market nor a lead is named: "what caused the crash"."""
    return join("/drivers", question.period) if question.symbols or question.has(*_LEADS) else ""


def concentration(question: Question) -> str:
    """The weight of the largest; nothing where one company is to be left out, which it cannot."""
    left_out = question.has("excluding", "without", "ex", "except")
    one_company = left_out and any(symbol.kind is SymbolKind.STOCK for symbol in question.symbols)
    return "" if one_company else join("/concentration", question.period)


def macro(question: Question) -> str:
    return join("/macro", *question.series[:1])


FROM_HIGH = re.compile(
    r"\b(?:below|off|from|under) (?:its |the |their |a )?(?:record|high|highs|peak|all time high)\b"
)
"""How far below its highest a market is: no event, and nothing that an alert waits for."""
_DISTANCE = re.compile(r"\b(?:far|below|off|distance|away|from|how (?:close|near))\b")


def last_record(question: Question) -> str:
    """What tells when the last record was, or how far it is away."""
    word = question.symbols[0].word if question.symbols else "rut"
    return "/smallcaps" if word == "rut" and not _DISTANCE.search(question.text) else f"/quote {word}"


_OF_COMPANIES = single_words("earnings report reports reporting results companies")
_OF_EXCHANGE = single_words(
    """holiday holidays open opens close closes closed closing shut early hours calendar half trade trades trading
    session sessions"""
)


def calendar(question: Question) -> str:
    """Of a company when it reports; of anything else the exchange's days."""
    of_exchange, of_company = question.has(*_OF_EXCHANGE), question.has(*_OF_COMPANIES, "calendar")
    if not (question.symbols or of_exchange) and of_company:
        return ""  # who reports on a day is not known: only when one company does
    if not of_exchange and any(s.kind in (SymbolKind.INDEX, SymbolKind.FUND) for s in question.symbols):
        return ""  # "the s&p at easter" is about its price
    companies = [s.word for s in question.symbols if s.kind in (SymbolKind.STOCK, SymbolKind.OTHER)]
    return join("/calendar", *([] if of_exchange and not of_company else companies[:1]))


def risk(question: Question) -> str:
    words = [symbol.word for symbol in question.symbols[:2]]
    return join("/risk", *words) if words else ""


_CHECKED = re.compile(
    r"(?:is it true that|is it true|true or false|is it correct that|is it right that|is it a fact that|"
    r"(?:right|fair|accurate|correct|true|safe) to say(?: that)?|"
    r"is it so that|is it the case that|can you confirm that|confirm that|is it accurate that|"
    r"can (?:you|someone|anyone|anybody|somebody) (?:please )?(?:confirm|check)(?: this| it)?(?=\s*[:?\"'“‘])|"
    r"fact[ -]?check|verify|stimmt es,? dass|check (?:this |the )?(?:claim|statement)|"
    r"check(?: (?:this|that|it))?(?=\s*[:,])|"
    r"check whether|check if|check that)"
    r"(?:(?: (?:this|that|the|following|for me|please|pls)| (?:line|claim|sentence|statement|post|tweet|headline|quote"
    r"|one))+(?=\s*[:,-])| (?:this|that)(?= \w))?"
    r"\W+(\w+\W+\w.*?)[\s?!.\"'”’»)]*$",
    re.IGNORECASE | re.DOTALL,
)
# "my boss says the Dow fell, true?"
_HEARSAY = re.compile(
    r"^(?:[\w']+ ){1,6}?(?:says?|claims?|said|claimed|tells me|told me|insists?|insisted|swears?|reckons?|wrote|writes"
    r"|posted|reports|reported|heard)(?: that)?\s+(\w.*?\w%?)[\s,.;–-]+(?:(?:is|was) (?:that|this|it) )?"
    r"(?:really|true|right|correct|legit|true or false|true or not|accurate|so|for real|can that be)[\s?!.]*$",
    re.IGNORECASE | re.DOTALL,
)


def news(question: Question) -> str:
    """Headlines are of now: of a stretch that is over there are none."""
    if ".." in question.period or (not question.symbols and question.has("it", "them", "they")):
        return ""
    everybody = "spx" if question.has("market", "markets", "stocks", "wall") else ""
    return for_market("/news", everybody)(question) or "/news"


def check(question: Question) -> str:
    """The claim behind the phrase that asks whether it is true."""
    claim = _CHECKED.search(question.asked) or _HEARSAY.search(question.asked)
    return f"/check {claim[1]}" if claim else ""


_WITH_EVIDENCE = ("risk", "chart", "quote", "history", "rank", "why", "valuation", "heatmap", "movers", "macro",
                  "drivers", "breadth", "rotation", "sectors", "concentration", "ladder", "smallcaps")  # fmt: skip
_OF_ALL = frozenset(
    {"smallcaps", "rotation", "sectors", "ladder", "concentration", "valuation", "drivers", "macro"}
)
"""Commands that take no market."""
_FIGURES = {
    "risk": ("volatility", "beta", "correlation", "drawdown"),
    "rotation": ("regime",),
    "smallcaps": ("streak", "lead", "leadership"),
    "valuation": ("discount", "pe", "multiple", "multiples"),
}


def evidence(question: Question) -> str:
    """The evidence of the markets named, else of the command named."""
    words = [symbol.word for symbol in question.symbols[:8]]
    if len(words) > 1:
        return join("/evidence compare", *words, question.period)
    command = next((name for name in _WITH_EVIDENCE if question.has(name)), "")
    command = command or next((name for name, words in _FIGURES.items() if question.has(*words)), "")
    if command:
        return join("/evidence", command, *(words if command not in _OF_ALL else ()))
    return f"/evidence {look_up(question).removeprefix('/')}" if words else ""
