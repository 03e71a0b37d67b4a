"""Intents: the phrases that point to each command, and the command line that a question makes of it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from bot.language.premises import WHY, why_line
from bot.language.question import Question
from bot.language.superlatives import RANK, rank_line
from market.datasets.economic_series import ALL
from market.datasets.members import UNIVERSES

Line = Callable[[Question], str]


@dataclass(frozen=True, slots=True)
class Intent:
    """What may be meant by a question.

    `command`: the name of the command that answers it.
    `signs`: words and phrases that point to it, between bars.
    `line`: the command line for a question; empty where the question lacks what the command needs.
    `acts`: the command can change something that is stored: its line is offered, never run.
    """

    command: str
    signs: str
    line: Line
    acts: bool = False

    @property
    def phrases(self) -> tuple[str, ...]:
        return tuple(" ".join(sign.split()) for sign in self.signs.split("|"))


def _fixed(line: str) -> Line:
    return lambda _question: line


def _join(*parts: str) -> str:
    return " ".join(part for part in parts if part)


def _over_period(command: str) -> Line:
    """The command over the period named."""
    return lambda question: _join(command, question.period)


def _for_market(command: str, otherwise: str = "") -> Line:
    """The command for the first market named, or for `otherwise`."""

    def line(question: Question) -> str:
        word = question.symbols[0].word if question.symbols else otherwise
        return f"{command} {word}" if word else ""

    return line


def _for_universe(command: str) -> Line:
    """The command for the members of the index named, over the period named."""

    def line(question: Question) -> str:
        tickers = {symbol.ticker for symbol in question.symbols}
        universe = next((u.key for u in UNIVERSES if tickers & {u.index, u.fund}), "")
        return _join(command, universe, question.period)

    return line


def look_up(question: Question) -> str:
    """One market's price, or its way over the period named."""
    if not question.symbols:
        return ""
    word = question.symbols[0].word
    return f"/chart {word} {question.period}" if question.period not in ("", "1d") else f"/quote {word}"


def _compare(question: Question) -> str:
    words = [symbol.word for symbol in question.symbols[:8]]
    if len(words) == 1 and words[0] != "spx":
        words.append("spx")
    return _join("/compare", *words, question.period) if len(words) > 1 else ""


def _chart(question: Question) -> str:
    if not question.symbols:
        return ""
    averages = [n for n in question.numbers if n.isdigit() and 2 <= int(n) <= 400][:4]
    sma = _join("sma", *averages) if averages and question.has("sma", "average", "averages") else ""
    style = "candles" if question.has("candles", "candle", "candlestick", "candlesticks") else ""
    return _join("/chart", question.symbols[0].word, question.period, style, sma)


def _macro(question: Question) -> str:
    for series in ALL:
        for name in (series.word, series.name.casefold(), *series.aliases):
            if f" {name} " in f" {question.text} ":
                return f"/macro {series.word}"
    return "/macro"


def _last_record(question: Question) -> str:
    word = question.symbols[0].word if question.symbols else "rut"
    return "/smallcaps" if word == "rut" else f"/quote {word}"


def _history(question: Question) -> str:
    word = question.symbols[0].word if question.symbols else "rut"
    share = next((n for n in question.numbers if n.isdigit()), "")
    if question.has("drawdown", "drawdowns", "correction", "corrections", "fell", "drop", "crash"):
        return f"/history drawdown {share or '10'} {word}"
    if question.has("thrust", "thrusts"):
        return "/history thrust"
    return f"/history record {word}"


def _calendar(question: Question) -> str:
    return _join("/calendar", *(symbol.word for symbol in question.symbols[:1]))


def _risk(question: Question) -> str:
    return (
        _join("/risk", *(symbol.word for symbol in question.symbols[:2])) if question.symbols else "/risk rut"
    )


def _check(question: Question) -> str:
    """The claim behind the phrase that asks whether it is true."""
    claim = _CHECKED.search(question.asked)
    return f"/check {claim[1]}" if claim else ""


def _evidence(question: Question) -> str:
    """The evidence of the markets named, else of the command named."""
    words = [symbol.word for symbol in question.symbols[:8]]
    if len(words) > 1:
        return _join("/evidence compare", *words, question.period)
    if words:
        return f"/evidence {look_up(question).removeprefix('/')}"
    command = next((name for name in _WITH_EVIDENCE if question.has(name)), "")
    return f"/evidence {command}" if command else ""


_CHECKED = re.compile(
    r"(?:is it true that|is it true|is it correct that|fact[ -]?check|verify)\W+(\w+\W+\w.*?)\W*$",
    re.IGNORECASE | re.DOTALL,
)
_WITH_EVIDENCE = ("breadth", "rotation", "sectors", "concentration", "valuation", "ladder", "smallcaps")
INTENTS = (
    Intent(
        "check",
        "is it true | is it true that | is it correct that | fact check | factcheck | verify",
        _check,
    ),
    Intent(
        "evidence",
        """evidence | formula | how do you know | how is it calculated | how was it calculated | calculated |
        how do you calculate | computed | what is behind | show your work""",
        _evidence,
    ),
    Intent(
        "history",
        """what happened after | what happens after | last times | records like this | base rate | usually
        happens | what followed | after a record | after records | historically | in the past""",
        _history,
    ),
    Intent("rank", RANK, rank_line),
    Intent(
        "smallcaps",
        """small caps leading | small caps doing | how are small caps | small caps today | are small caps
        ahead | small cap leadership | leadership streak""",
        _fixed("/smallcaps"),
    ),
    Intent(
        "smallcaps",
        """last record | close at a record | record close | all time high | last high | at a record | far
        from its record | from the record""",
        _last_record,
    ),
    Intent(
        "compare",
        """against | versus | vs | compare | compared | better than | outperform | outperforming |
        outperformed | beat | beating | ahead of | lagging | relative to | or""",
        _compare,
    ),
    Intent(
        "chart",
        "chart | graph | plot | draw | candles | candlestick | moving average | sma | picture",
        _chart,
    ),
    Intent(
        "breadth",
        """broad | broadly | breadth | participation | participating | advancers | decliners | how many
        stocks | narrow | new highs | above their average""",
        _for_universe("/breadth"),
    ),
    Intent(
        "rotation",
        """rotation | rotating | rotate | what kind of market | what kind of tape | regime | the tape |
        defensive""",
        _fixed("/rotation"),
    ),
    Intent("sectors", "sector | sectors | industries | cyclical", _over_period("/sectors")),
    Intent("heatmap", "heatmap | heat map | treemap", _for_universe("/heatmap")),
    Intent(
        "ladder",
        "size | sizes | ladder | which size | by size | mega caps and micro caps | mid caps",
        _over_period("/ladder"),
    ),
    Intent(
        "concentration",
        """concentrated | concentration | top ten | ten largest | few stocks | few companies | equal weight
        | mega caps carrying""",
        _over_period("/concentration"),
    ),
    Intent(
        "valuation",
        """cheap | expensive | valuation | valuations | discount | pe | p e | price to book | multiple |
        multiples | earnings yield""",
        _fixed("/valuation"),
    ),
    Intent(
        "macro",
        """economy | gdp | unemployment | payrolls | jobs | jobless | claims | recession | yield | yields |
        financial conditions | spread | spreads | macro | yield curve""",
        _macro,
    ),
    Intent(
        "risk",
        "volatile | volatility | risky | riskier | risk | drawdown | beta | correlation | swing | swings",
        _risk,
    ),
    Intent(
        "movers",
        """movers | winners | losers | gainers | moved most | moved the most | biggest moves | rose the
        most | fell the most""",
        _for_universe("/movers"),
    ),
    Intent("why", WHY, why_line),
    Intent("news", "news | headlines | headline", _for_market("/news", "iwm")),
    Intent(
        "calendar",
        """calendar | report earnings | reports earnings | when does | next earnings | earnings date |
        holiday | holidays | market open | open tomorrow | early close""",
        _calendar,
    ),
    Intent(
        "quote",
        "price | quote | how much | trading at | worth | what's | where is | last price | doing | level",
        look_up,
    ),
    Intent("help", "help | what can you do | how does this work | commands", _fixed("/help")),
    Intent(
        "about",
        "who are you | about you | where is the data from | data source | which source",
        _fixed("/about"),
    ),
    Intent(
        "privacy",
        """privacy | store about me | stored about me | know about me | delete my data | erase my data | my data
        | forget me""",
        _fixed("/privacy"),
        acts=True,
    ),
    Intent(
        "alert",
        "alert | alert me | tell me when | notify me | warn me",
        _fixed("/alert rut record"),
        acts=True,
    ),
    Intent(
        "watchlist",
        "watchlist | watch list | my list",
        _fixed("/watchlist show"),
        acts=True,
    ),
    Intent(
        "digest",
        "digest | morning report | daily report | every morning",
        _fixed("/digest now"),
        acts=True,
    ),
    Intent(
        "exposure",
        "my portfolio | my holdings | exposed | exposure",
        _fixed("/exposure AAPL 40, NVDA 25, IWM 35"),
        acts=True,
    ),
)
