"""Questions about what a word means, and the lesson that teaches it."""

from __future__ import annotations

import re

from bot.language.phrases import PhraseTable, single_words
from bot.language.question import Question
from bot.language.vocabulary import FILLERS

_ASKS = re.compile(
    r"^(?:in (?:simple|plain|easy) (?:terms|words|english) )?"
    r"(?:(?:so|ok|hey|hi|please|quick question|(?:can|could) (?:you|someone|somebody|anyone|anybody)) )*"
    r"(?:what (?:does|do|is|are)(?: you| we| they)? (?:mean by )?(?P<a>.+?)(?: even| actually| really)?"
    r" (?:mean|means|stand for)"
    r"|what (?:is|are) (?:the )?(?:meaning|definition) of (?P<b>.+)|what do you mean by (?P<c>.+)"
    r"|(?:what is|what are) the difference between (?P<n>[a-z ]+? and [a-z ]+)"
    r"|(?:what means|what is meant by|what is the idea of|what is the point of) (?P<i>.+)"
    r"|what (?:counts|qualifies) as (?P<m>.+)"
    r"|(?:explain|define|definition of|meaning of|teach me(?: about)?|educate me on|eli5|describe)(?: to me| me)?"
    r"(?: like (?:i am|im) (?:five|5|a beginner))?"
    r" (?P<d>.+?)(?: to (?:me|us|a \w+|beginners|newbies|my \w+)(?: \w+)?| for (?:a \w+|beginners|me)"
    r"| like (?:i am|im) .+| please| in .+ (?:terms|words))?"
    r"|what (?:is|are) (?P<j>.+?) (?:in plain english|in simple terms|exactly|good for|for)"
    r"|what (?:is|are) (?:a|an) (?P<e>.+?)(?: again| exactly)?"
    r"|how (?:is|are|do you|does one|can i) (?:the )?(?P<f>.+?)"
    r" (?:calculated|computed|measured|defined|determined|worked out|decide|decided|derived|built|constructed)"
    r"|how do you (?:calculate|compute|measure|define|determine|work out) (?P<g>.+)"
    r"|how (?:does|do) (?:the |a |an )?(?P<l>.+?) (?:work|decide)"
    r"|(?:how do i|how can i|how to|how does one)"
    r" (?:use|set|set up|create|make|add|read|get|change|understand|interpret) (?P<h>.+)"
    r"|(?:what is|what are) (?P<k>[a-z ]+))$"
)
_TERMS = ("hhi", "herfindahl index", "effective number", "breadth thrust", "size ladder", "advance decline line",
          "ad line", "base rate", "equal weight index", "credit spread", "up capture", "down capture")  # fmt: skip
"""Terms that have no figure of their own without a market."""
_BARE = ("k",)  # "what is beta" is about the word only where nothing else is named
_TAUGHT = {
    "breadth": """breadth | participation | advance decline* | ad line | new highs | divergence | market internals
        | advancers | decliners""",
    "smallcaps": """leadership streak | streak | leadership | small caps | small cap | smallcaps | record close
        | a record | intraday record | record""",
    "rotation": """rotation | regime | market regime | relative strength | risk on | risk off | small cap led
        | broad advance | mega cap narrow | tape | defensive market""",
    "concentration": "concentration | concentrated | equal weight* | effective number | top heavy | cap weight*",
    "ladder": "size ladder | ladder | rung* | size factor | slope",
    "sectors": "cyclical* | defensive* | sector | sectors",
    "valuation": """forward pe | trailing pe | pe | price to book | valuation* | multiple* | pb | price earnings
        | earnings multiple | discount""",
    "risk": """beta | correlation | drawdown* | volatility | realized volatility | realised volatility | up capture
        | down capture | capture | risk | standard deviation | max drawdown | upside capture | downside capture""",
    "history": """base rate* | thrust | breadth thrust | forward return* | bootstrap | independent events | analogue*
        | history""",
    "macro": """nfci | yield curve | credit spread* | real yield* | high yield spread* | initial claims
        | jobless claims | payrolls | financial conditions | inverted curve | inverted yield curve | percentile
        | macro | gdp | curve""",
    "portfolio": "active share",
    "exposure": "hhi | herfindahl* | exposure | holdings | effective number of holdings",
    "chart": "moving average* | day average* | sma | candle* | candlestick* | log scale | chart* | logarithmic",
    "heatmap": "heatmap* | heat map* | treemap*",
    "compare": "rebased | rebasing | compare | total return | price return | comparison",
    "movers": "movers | gainers | losers",
    "alert": "alert* | rearm | snooze",
    "digest": "digest* | edition* | daily report",
    "watchlist": "watchlist* | watch list",
    "quote": "quote* | last price",
    "calendar": "early close* | calendar | half day*",
    "check": "claim* | verdict* | fact check* | check",
    "evidence": "evidence",
    "news": "news",
    "privacy": "privacy",
    "why": "attribution | contribution* | residual",
    "rank": "superlative* | runner up | runners up",
}
_TABLES = {command: PhraseTable.of(phrases) for command, phrases in _TAUGHT.items()}
TAUGHT_WORDS = single_words(
    *_TAUGHT.values(),
    """compute decided derived constructed decide counts qualifies calculate measure determine
    interpret mean meant means meaning explain define definition calculated determined measured
    defined""",
)


_STRESSED = re.compile(r"\b(?:exactly|precisely|actually|really|even|basically|the heck|the hell) ")
_CUES = single_words("meaning definition mean means meant explained defined eli5 explain define")
_AUDIENCE = single_words("newbie newbies beginner beginners dummies kids kid novice novices term word")


def lesson_for(question: Question, commands: frozenset[str]) -> str:
    """The command whose help teaches the word that is asked about; empty where none is."""
    asks = _ASKS.match(_STRESSED.sub("", question.text))
    if not asks:
        return _lesson_of_cue(question, commands)
    group = asks.lastgroup or ""
    subject = (asks[group] if group else "").split()
    if subject[:1] in (["good"], ["bad"], ["healthy"]):
        return ""  # no lesson says what is good
    if group in _BARE and subject[:1] == ["the"] and " ".join(subject[1:]) in _TERMS:
        subject = subject[1:]
    if group in _BARE and (subject[:1] == ["the"] or question.symbols or question.period or len(subject) > 3):
        return ""
    named = [s for s in question.symbols if s.ticker != "^RUT"] or question.period
    if named and group not in ("a", "b", "c", "i", "d", "h", "l", "m"):
        return ""
    if group == "n":  # "the difference between beta and correlation": one lesson that teaches both
        sides = " ".join(subject).partition(" and ")[::2]
        both = [c for c, table in _TABLES.items() if all(table.matches(side.split()) for side in sides)]
        return next((command for command in both if command in commands), "")
    best: tuple[int, int, str] = (0, 0, "")
    for command, table in _TABLES.items():
        matches = table.matches(subject)
        length = max((end - start for start, end in matches), default=0)
        if command in commands and length > best[0]:
            best = (length, 0, command)
    covered, _, command = best
    if group in _BARE and covered < len(subject):  # "what are yields doing" asks for a figure
        return ""
    return (
        command
        if covered * 2 >= len([w for w in subject if w not in ("the", "a", "an", "of", "market", "in")])
        else ""
    )


def _lesson_of_cue(question: Question, commands: frozenset[str]) -> str:
    """The lesson of the one term beside a word that asks for a meaning, in any order: "drawdown meaning"."""
    if _CUES.isdisjoint(question.words) or question.symbols or question.period or question.numbers:
        return ""
    left = [w for w in question.words if w not in _CUES and w not in _AUDIENCE and w not in FILLERS]
    whole = [command for command, table in _TABLES.items() if left and (0, len(left)) in table.matches(left)]
    return next((command for command in whole if command in commands), "")
