"""What besides its phrases points to a command: which markets are named together, and what is asked about them."""

from __future__ import annotations

import re

from bot.language import events, lines, orders
from bot.language.phrases import PhraseTable, single_words
from bot.language.premises import WITH_MEMBERS, direction
from bot.language.question import Question, Role
from bot.language.sought import DAY, MEMBERS, REASON, asks_for
from bot.language.superlatives import SUPERLATIVE
from bot.language.vocabulary import DIRECTIONS, FILLERS, MOVES, RELATIVE
from market.analytics import rotation

SECTORS = frozenset(rotation.SECTORS)
RUNGS = {
    **dict.fromkeys(("MGC", "OEF"), "mega"),
    **dict.fromkeys(("^GSPC", "SPY", "IWB", "^RUI"), "large"),
    **dict.fromkeys(("^MID", "IJH", "MDY"), "mid"),
    **dict.fromkeys(("^RUT", "IWM", "IJR", "^SP600"), "small"),
    "IWC": "micro",
}
_SIZES_SAID = (
    ("giants", "giant", "mega", "biggest"),
    ("large", "big", "larger", "bigger"),
    ("mid", "mids", "medium", "midsize", "middle"),
    ("small", "smaller", "smalls", "little"),
    ("tiny", "micro", "smallest", "minnows"),
)
"""Words of one size each."""
_SMALL = frozenset(ticker for ticker, rung in RUNGS.items() if rung == "small")
_LARGE = frozenset({"^GSPC", "SPY", "MGC", "OEF", "MAGS"})
FACTORS = frozenset({"XBI", "KRE", "KBE", "RSP", "UUP", "USO", "IEF", "TLT", "HYG"})
_FACTOR_WORDS = ("rates", "rate", "yields", "dollar", "oil", "credit", "biotech", "banks", "bonds")
_LEAD = single_words("lead leading leads leader lag lagging lags laggard led ahead front")
_AHEAD = (*_LEAD, "leadership", "versus", "against", "vs", "outperformance", "outperform", "outperforming",
          "outperforms", "outperformed", "beating", "beat")  # fmt: skip
_ENDS = single_words("laggards leaders winners losers gainers decliners performers movers advancers")
_TIES = PhraseTable.of(
    """depend* | tied to | linked to | go with | goes with | come with | comes with | related to | hinge*
    | hang on | hangs on | function of | owe to | owes to | owed to | ride on | rides on | riding on | down to
    | sensitive | sensitivity | go along with | goes along with | move with | moves with | coincide* | associated with
    | correlate* with | explain* | affect* | influenc* | impact* | matter for | matters for | lift | lifted | help
    | helped | hurt | account for | accounts for | has to do with | have to do with | go hand in hand"""
)
_COUNTED = ("percent", "percentage", "share", "proportion", "fraction", "many", "most", "majority", "more", "half",
            "number")  # fmt: skip
_MEMBERS = ("stocks", "members", "names", "companies", "components", "constituents", "issues")
_MANY_CAPS = re.compile(
    r"\b(?:how many|number of) (?:(?:small|large) caps\b|new (?:52 week )?(?:highs|lows) (?:in|among|within|across)\b)"
)
_ENDS_OF_YEAR = ("highs", "lows", "high", "low", "above", "below")
_SIZED = re.compile(rf"\b(?:largest|biggest|smallest) (?:\w+ )?(?:{'|'.join(_MEMBERS)})\b")
_EVENTS = single_words(
    """record records highs correction corrections drawdown drawdowns bear pullback selloff crash thrust
    drop drops fall losses slump dropped fell rose gained jumped rallied"""
)
_JUDGED = ("bad", "poor", "ugly", "terrible", "awful", "good", "strong", "weak", "great")
_UNITS = ("day", "days", "week", "weeks", "month", "months", "quarter", "quarters", "year", "years", "start")
_MOVES = (
    "drop",
    "fall",
    "gain",
    "gains",
    "return",
    "returns",
    "rise",
    "loss",
    "jump",
    "rally",
    "decline",
    "selloff",
    "move",
)
_SALE = re.compile(r"(?:i |we |have |just )*sold (?:all (?:of )?)?(?:my|our|the)\b")
_CONDITION = r"(?:when(?:ever)?|once|as soon as|the moment|the minute)"
_VERB = r"(?:holler|yell|scream|beep|buzz|bark|call|page|ring|whistle|signal|flag|post|write|text|mail|email|dm|shout)"
_TOLD = re.compile(  # "holler when nvda loses 5%", "if nvda loses 5% tell me"
    rf"^(?:please |can you |could you )*{_VERB} (?:(?:at |to )?(?:me|us|this channel) )?(?:{_CONDITION}|if) "
    rf"|^(?:{_CONDITION}|if) .*\b(?:tell|warn|let|inform|message|{_VERB}) (?:me|us)\b"
)
_WHICH = re.compile(rf"\b(?:what|which) (?:{'|'.join(_UNITS)}) (?:did|was|were|saw|brought|had|has)\b")
_MOST = ("most", "hardest", "furthest", "farthest", *SUPERLATIVE)
_RANKED = ("ever", "since", "record", "history", "rank", "ranks", "ranking", "all", "this", "year", "decade")


def one_market_leads(question: Question) -> float:
    """Whether something leads is asked against the market; of the indices it is asked how each of them did."""
    tickers = _tickers(question)
    if not tickers and asks_about_indices(question):
        return 15.0
    alone = len(tickers) == 1 and tickers.isdisjoint(SECTORS | WITH_MEMBERS)
    return 4.0 if alone and question.has(*_LEAD) else 0.0


def asks_about_indices(question: Question) -> bool:
    """ "rank the indices", "which index is up the most": not their members."""
    single = (
        question.has("index")
        and question.has("which", "every", "each", *SUPERLATIVE)
        and question.has(*MOVES)
    )
    return (single or question.has("indices", "indexes")) and not question.has(*_MEMBERS)


def one_sector_leads(question: Question) -> float:
    """Which sector did something, or whether one leads, is a question about all of them."""
    tickers = _tickers(question)
    asked = question.has("sector", "sectors", "group", "groups", "industry", "industries")
    if asked and question.has("which", "what", *RELATIVE) and not question.has("map", "heatmap", "treemap"):
        return 4.0
    return 4.0 if len(tickers) == 1 and tickers <= SECTORS and (asked or question.has(*_LEAD)) else 0.0


def small_caps_lead(question: Question) -> float:
    """Whether, and how long, small caps have led."""
    tickers = _tickers(question)
    small = bool(tickers) and tickers <= {"^RUT", "IWM"} and question.period in ("", "1d")
    if not small or question.averages or asks_for(question, REASON):
        return 0.0
    return 4.0 if question.has(*_AHEAD, "streak") else 1.0 if "state of small caps" in question.text else 0.0


def several_sizes(question: Question) -> float:
    """Three sizes side by side, from one end to the other, or one of the outer rungs that leads."""
    rungs = {RUNGS.get(ticker, "") for ticker in _tickers(question)}
    if sum(question.has(*words) for words in _SIZES_SAID) > 2:
        return 12.0
    if "" in rungs or not rungs:
        return 0.0
    ends = {"mega", "micro"} <= rungs and "from" in question.words
    alone = len(rungs) == 1 and rungs <= {"mega", "mid", "micro"} and question.has(*_LEAD)
    return 12.0 if len(rungs) > 2 or ends else 6.0 if alone else 0.0


def members_counted(question: Question) -> float:
    """How many members, or what share of them, do something."""
    tickers = _tickers(question)
    other = (
        asks_for(question, REASON) or asks_for(question, MEMBERS) or question.has("my", "i", "own", "biggest")
    )
    ends = "the most" in question.text and not question.has("how")  # "names that ran the most"
    counted = question.has(*_COUNTED) and not (other or ends)
    of_average = bool(question.averages) and tickers <= WITH_MEMBERS and bool(question.symbols)
    caps = _MANY_CAPS.search(question.text) and tickers <= WITH_MEMBERS
    caps = caps and question.has(*MOVES, *_ENDS_OF_YEAR)
    whole = bool(tickers) and tickers <= WITH_MEMBERS and not question.has(*_MOVES)  # no share of a gain
    if "how much of" in question.text and whole and question.has(*DIRECTIONS):
        return 14.0
    return 7.0 if counted and (question.has(*_MEMBERS) or of_average or caps) else 0.0


def members_moved(question: Question) -> float:
    """Which members rose or fell."""
    tickers = _tickers(question)
    asked = asks_for(question, MEMBERS) and question.has(*MOVES)
    of_index = bool(tickers) and tickers <= WITH_MEMBERS
    ends = of_index and question.has(*_ENDS)
    best = of_index and question.has(*SUPERLATIVE, "top", "bottom") and question.has(*_MEMBERS)
    best = best and not (_SIZED.search(question.text) and not question.has(*DIRECTIONS))
    within = (  # "who got crushed in the Russell", not "who led the Russell"
        of_index
        and question.has("who")
        and question.has(*DIRECTIONS)
        and any(
            f"in the {name}" in question.text or f"in {name}" in question.text for name in _said(question)
        )
    )
    other = asks_for(question, REASON) or question.has("sector", "sectors") or asks_about_indices(question)
    return 6.0 if (asked or ends or best or within) and not other else 0.0


def move_explained(question: Question) -> float:
    """ "Explain the fall of the Russell"."""
    asked = question.has("explain", "explained", "breakdown", "decompose") or "break down" in question.text
    return 8.0 if asked and question.symbols and not lead_explained(question) else 0.0


def not_movers(question: Question) -> float:
    """The ten that rose most are not the ten that weigh most."""
    return -9.0 if question.has(*_ENDS) else 0.0


def lead_explained(question: Question) -> float:
    """What goes with the lead of small over large caps: a cause, or a thing beside them, is asked for."""
    tickers = _tickers(question)
    small = bool(tickers & _SMALL) or "small cap" in question.text or "small versus large" in question.text
    factors = bool(tickers & FACTORS) or question.has(*_FACTOR_WORDS)
    ahead = bool(tickers & _LARGE) or question.has(*_AHEAD)
    tied = bool(_TIES.matches(question.words)) or (asks_for(question, REASON) and not question.has("who"))
    named = factors and ahead and question.has("about", "behind", "or")
    if not (factors or asks_for(question, REASON) or question.has(*_AHEAD)):
        tied = False  # "how does the russell move with the s&p": of the two alone, their correlation is asked for
    which = asks_for(question, MEMBERS)
    return 14.0 if small and (ahead or factors) and (tied or named) and not which else 0.0


def after_an_event(question: Question) -> float:
    """ "after a record" in any order of words, and the days of an event."""
    event = bool(question.numbers) or question.has(*_EVENTS)
    if question.has("dates", "date") or (
        asks_for(question, DAY) and question.has("days") and question.numbers
    ):
        return 8.0 if event else 0.0
    moved = any(number.endswith("%") for number in question.numbers) and bool(direction(question))
    if asks_for(question, DAY) and moved and question.has("last", "day", "session"):
        return 8.0
    if events.is_alike(question):
        return 8.0
    if (question.has("often") or "how many times" in question.text) and question.numbers:
        return 8.0
    then = question.text.endswith(("and then", "what then", "then what", "what next"))
    return 3.5 if (question.has("after", "following", "history") or then) and event else 0.0


def superlative(question: Question) -> float:
    """Where the best or worst stretch stands in the history."""
    outside = {w for w, role in zip(question.words, question.roles, strict=True) if role is not Role.PERIOD}
    asked = (
        question.has(*SUPERLATIVE) and not outside.isdisjoint((*_UNITS, *_MOVES)) and question.has(*_RANKED)
    )
    if question.has(*_MEMBERS):
        return 0.0
    if _WHICH.search(question.text) and question.has(*_MOST) and not question.has("after", *_AHEAD):
        return 14.0  # "in which year did the s&p fall hardest"
    placed = (
        "in history" in question.text
        or "against history" in question.text
        or "historically" in question.words
    )
    if (
        placed
        and question.has(*_AHEAD)
        and len(question.symbols) == 2
        and not question.has("after", "followed")
    ):
        return 14.0  # "how does this month's lead stack up against history"
    if question.has("worse", "better") and question.has(*_UNITS) and "last time" in question.text:
        return 14.0  # "when did it last have a worse week"
    if placed and question.has(*_JUDGED) and question.has(*_UNITS) and not question.has("after", *_EVENTS):
        return 14.0  # "how bad is this month historically"
    started = question.has("start") and question.has("rank", "ranks", "ranked", "best", "worst")
    return 3.0 if asked else 5.0 if started else 0.0


def claim_given(question: Question) -> float:
    """A claim that is to be checked."""
    return 9.0 if lines.check(question) else 0.0


def figure_traced(question: Question) -> float:
    """Where a figure of an answer comes from."""
    asked = question.text.endswith("come from") or "come from" in question.text
    return (
        9.0 if asked and question.has("compare", "breadth", "rotation", "sectors", "chart", "risk") else 0.0
    )


def told_to_watch(question: Question) -> float:
    """A sentence that begins with "watch" is an order."""
    said = [word for word in question.words if word not in FILLERS]
    order = said[:1] in (["watch"], ["follow"], ["track"], ["unfollow"], ["unwatch"])
    return 6.0 if order and not question.has("out", "if", "when") and question.symbols else 0.0


def extreme_of_period(question: Question) -> float:
    """ "low of 2025 in the russell": not how it moved in 2025."""
    return 8.0 if lines.extreme(question) else 0.0


def holding_told(question: Question) -> float:
    """ "Bought 10 shares of nvda at 120" is to be written down; "if I had bought" asks how it did."""
    purchase = question.has("bought", "purchased") and question.numbers and not question.has("if", "had")
    sale = _SALE.match(question.text)
    return 12.0 if question.symbols and (purchase or sale) else 0.0


def told_to_tell(question: Question) -> float:
    """An order to speak when something happens, whatever the verb."""
    waits = orders.alert(question) not in ("", "/alert list")
    return 9.0 if _TOLD.search(question.text) and waits else 0.0


def weights_given(question: Question) -> float:
    """Two markets with a number each are holdings."""
    return 6.0 if len(orders.holdings(question)) > 1 else 0.0


def _said(question: Question) -> list[str]:
    """The words of each market that is named, as they were said."""
    said: dict[str, list[str]] = {}
    for word, ticker in zip(question.words, question.places, strict=True):
        if ticker:
            said.setdefault(ticker, []).append(word)
    return [" ".join(words) for words in said.values()]


def _tickers(question: Question) -> frozenset[str]:
    return frozenset(symbol.ticker for symbol in question.symbols)
