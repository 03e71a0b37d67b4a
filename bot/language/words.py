"""A question as words: lower case, apart from its punctuation, its German turned into English."""

from __future__ import annotations

import calendar
import re
import unicodedata
from dataclasses import dataclass

from bot.language.german import in_english
from bot.language.phrases import single_words
from market.calendars.clock_words import in_digits
from market.period_words import COUNT, number_of

LONGEST = 60  # words of a question that are read
_STRAIGHT = str.maketrans({"’": "'", "‘": "'", "–": "-", "—": " ", "−": "-", "…": " ", "“": " ", "”": " "})
_SIZES = "mega|large|mid|small|micro"
_BETWEEN = "(?:and|vs|versus|against|or|over|to|than|through)"
_STRETCH = rf"(?:(?:{'|'.join(calendar.month_name[1:]).casefold()}|q[1-4])(?: \d{{4}})?|(?:19|20)\d\d)"
_STYLE = r"(growth|value)(?: stocks)?"
_BESIDE_STYLE = r"(and|or|vs\.?|versus|against|than|over|ahead of|beating)"
_GOOD = ("good", "great", "strong", "rose", "rise", "gained", "gain", "jumped", "jump")
_SPELLINGS = (
    (r"\bp\s?/\s?e(?:'?s)?\b|\bp\.e\.", "pe"),
    (r"\bp\s?/\s?b\b", "pb"),
    (r"\bs\s?(?:&|and|n)\s?ps?\b", "s&p"),
    (r"(?<=\w|\)) ?(?:&|\+)(?= )|(?<= )(?:&|\+) ?(?=[a-z])", " and "),
    (r"\bwall st\b\.?", "wall street"),
    (r"\b(un|re)-(?=[a-z]{4})", r"\1"),
    (r"\b(days|sessions|weeks|months|quarters|years) (?:straight|on the trot|running)\b", r"\1 in a row"),
    (
        r"\b(?:straight|back-to-back) (?=(?:[a-z]+ )?(?:days?|sessions?|weeks?|months?|gains?|loss(?:es)?)\b)",
        "consecutive ",
    ),
    (
        r"\b(?:right )?this (?:very )?(?:minute|second|moment|instant)\b|\bat (?:the moment|present)\b|\bas we speak\b",
        "now",
    ),
    (r"\bthis (?:room|server|group|chat|discord|slack)\b", "this channel"),
    (r"\b(?:keep|have) (?:an? )?(?:close )?(?:eye|eyes|tabs) on\b", "watch"),
    (r"\b(my|our) book\b", r"\1 portfolio"),
    (rf"\b({_SIZES})[- ]?caps? (?:land|space|universe|world|arena|complex|area)\b", r"\1 caps"),
    (r"\blong[- ]term (?=chart|graph|picture|plot|view)", "whole history "),
    (r"(?<=\d)'s\b", ""),
    (r" or not\b", ""),
    (r"\b(\d+) (last|past) (days|weeks|months|quarters|years)\b", r"\2 \1 \3"),
    (r"\b(?:but )?(?:no|not|without) (?:candles|candlesticks)\b", "as line"),
    (r"\bq's(?=\s|$)", "qs"),
    (r"\b(?:(?:any|some)(?:one|body)|you) know if\b", "whether"),
    (r"\b(see|check|wondering|wonder|ask|sure|curious|sorry) if\b", r"\1 whether"),
    (r"\b(?:made (?:up )?of|consists? of|composed of)\b", "members of"),
    (r"\b(?:no\.|nr\.?|number) (?=\d)|#(?=\d)", ""),
    (
        r"\b(this|last) (week|month|quarter|year) (or|and|vs|versus|than) (last|this)\b"
        r"(?! \w*(?:day|week|month|quarter|year))",
        r"\1 \2 \3 \4 \2",
    ),
    (r"\bthis (week|month|quarter|year)s\b", r"this \1"),
    (r"\bcolour(?=ed\b|s?\b)", "color"),
    (
        r"\bsmall (beat(?:s|ing)?|lead(?:s|ing)?|led|outperform(?:s|ed|ing)?|lag(?:s|ged|ging)?) large\b(?! cap)",
        r"small caps \1 large caps",
    ),
    (r"\ba/d\b", "ad"),
    (r"\badv(?:ance)?s?[ /-]+dec(?:line)?s?\b", "advance decline"),
    (r"\b(how (?:has|have|had|did|is|are|was|were) (?:[\w&']+ ){1,4}?)trad(?:e|ed|ing)\b(?! at)", r"\1done"),
    (
        r"\b(?:what )?if (?:i|we|you|one|someone|somebody)(?:'d| had| have| would have)? "
        r"(?:held|bought|owned|bought into|invested in|been in|put (?:my |our )?money (?:in|into|on))\b",
        "performance of",
    ),
    (r"\b(?:rather than|instead of)\b", "versus"),
    (r"^(did (?!(?:payrolls|gdp|claims|jobs) )(?:[\w&']+ ){1,3})(?:beat|miss)(?=\W*$)", r"\1earnings beat"),
    (
        r"\b(higher|lower|above|below) (?:than )?"
        r"(?:yesterday|the day before|the (?:previous|prior) (?:day|session|close))\b",
        r"\1 on the day",
    ),
    (
        r"^(?:so |and |but |hey |hi |ok |wait )?(?:is|are) ((?:[\w&']+ ){1,4}?)(?:still |now |already |officially )?in "
        r"(?:a |the )?(?:bear market|correction|drawdown)(?: territory)?\b",
        r"how far is \1from record",
    ),
    (
        r"\bexplain(?: to me)?(?: like (?:i'm|im|i am) (?:five|5))? "
        r"what (?:an? |the )?([\w' -]+?) (?:is|are|means?)\b",
        r"explain \1",
    ),
    (r"\b(?:one |a )?(two )?hundred(?=[ -]days?\b)", lambda m: "200" if m[1] else "100"),
    (
        r"\b(twenty|fifty)(?=[ -]day (?:moving|simple|sma|avg|average|line)\b)|(?<=\b(?:its|the) )(fifty)(?=[ -]day\b)",
        lambda m: "20" if m[1] == "twenty" else "50",
    ),
    (
        r"\b(?:junk|high[ -]yield|corporate|risky)s?(?: (?:bonds?|debt|credit))?"
        r"(?: (?:are|is|do|does|pay|pays|paying|yield|yields|yielding))* (?:over|above|more than) "
        r"(?:us )?(?:treasury bonds|treasur(?:ie|y)s|government (?:bonds|debt))\b",
        "credit spread",
    ),
    (
        r"\bever (?:been|closed|traded|stood|gone) (?:any )?(?:higher|above)(?: than (?:now|today|this|that|it is))?\b",
        "set record",
    ),
    (r"\bmax (?=drawdowns?|fall|loss)", "maximum "),
    (r"\bin front of\b", "ahead of"),
    (r"#[a-z][\w-]*", "channel"),
    (r"(?<=\d)d (?=(?:moving|simple|sma|avg|average|line)\b)", " day "),
    (r"(?<=\d)\s?-?d?ma\b", " day moving average"),
    (rf"\b({_SIZES})-({_BETWEEN})-(?=(?:{_SIZES})\b)", r"\1 \2 "),
    (
        r"\b(?:on top of|over) each other\b|\bon one (?:axis|chart)\b|\b(?:overla(?:y|id)|superimposed?)\b",
        "compare",
    ),
    (rf"\bcompare ({_STRETCH}) (?:and|to) (?={_STRETCH}\b)", r"compare \1 with "),
    (r"\bsince (?=how (?:many|long)\b)", ""),
    (rf"\b({_SIZES})(?= {_BETWEEN} (?:{_SIZES})\b)", r"\1 caps"),
    (rf"\b((?:{_SIZES}) caps {_BETWEEN} (?:{_SIZES}))\b(?! cap)", r"\1 caps"),
    (
        r"\b(how(?:'?s| (?:was|were|are|did|is|ha[sv]e?))|what a) "
        r"the (week|month|quarter|year)(?=\b(?! (?:before|so)))",
        r"\1 this \2",
    ),
    (
        r"\b(?:when (?:was the last time|did)|how long since|(?:the )?last time)? ?((?:[\w&']+ ){0,4}?)(?:last )?"
        r"(?:had |have )?(?:an? |the last |last )(day|week|month|quarter|year|start) (?:(?:of|to) the year )?"
        r"(?:this|so|as) (bad|poor|weak|awful|terrible|ugly|good|great|strong)(?: as (?:this|that)(?: one)?)?\b",
        lambda m: f"{m[1]}{'best' if m[3] in _GOOD else 'worst'} {m[2]} historically",
    ),
    (
        r"\b(?:when (?:was the last time|did)|(?:the )?last time) ((?:[\w&']+ ){1,4}?)(?:last )?"
        r"(fell|fall|dropped|drop|lost|lose|rose|rise|gained|gain|jumped|jump) (?:this|so) (?:much|far|hard|sharply)"
        r"(?: in (?:a|one)(?: single)? (day|week|month|quarter))?\b",
        lambda m: f"{m[1]}{'best' if m[2] in _GOOD else 'worst'} {m[3] or 'day'} historically",
    ),
    (r"\bbreak ((?!down\b).{1,60}?) down\b", r"breakdown \1"),
    (r"\bbreak(?=s? down\b)s? down\b", "breakdown"),
    (r"\bu\.s\.(?:a\.)?", "us"),
    (
        r"\b(?:with|including|incl|plus|counting) (?:the )?(?:reinvested )?dividends?(?: reinvested| included)?\b",
        "total return",
    ),
    (r"\bdividends? (?:reinvested|included)\b", "total return"),
    (
        r"\bat (its|their) (?:very )?(worst|best)\b",
        lambda m: f"at {m[1]} {'lowest' if m[2] == 'worst' else 'highest'}",
    ),
    (r"\b(year|month|quarter)[ -](?:over|on|to)[ -]\1\b", r"\1ly"),
    (r"\bon average\b", "typically"),
    (r"\bon an? ((?:dai|week|month|quarter|year)ly) basis\b", r"\1"),
    (
        rf"\b{_STYLE} {_BESIDE_STYLE} {_STYLE} (?:in|among|within) (?=small[- ]?caps?\b)small[- ]?caps?",
        r"small cap \1 \2 small cap \3",
    ),
    (
        rf"\b(?:in|among|within) small[- ]?caps?,? (?:is |are |does |do )?{_STYLE} {_BESIDE_STYLE} {_STYLE}\b",
        r"small cap \1 \2 small cap \3",
    ),
    (
        r"(?<!est )(?<!rst )(?<!age )(?<!cal )(?<!ian )(?<!ean )\b(dai|week)ly (?=(?:change|performance|move)\b)",
        lambda m: {"dai": "today ", "week": "this week "}[m[1]],
    ),
    (r"\b(?:in |for )?(?:the )?(?:calendar )?year (?=(?:19|20)\d\d\b)|\bcalendar (?=(?:19|20)\d\d\b)", ""),
    (r"(?<=\d)(?:st|nd|rd|th)\b", ""),
    (r"(\d)\s?(?:percent|per cent|pct|prozent)\b", r"\1%"),
    (r"(?<=\d)\s%", "%"),
    (r"(?<=[a-z0-9])[/|](?=[a-z0-9])", " "),
    (r"(?<=[a-z]{2})-(?=[a-z]{2})", " "),
    (r"(?<=\d)-(?=[a-z]{2})", " "),
    (r"(?<=[a-z]{3})-(?=\d)", " "),
)
_CLASS_SHARE = re.compile(r"\b([A-Z]{2,5})[/-]([A-E])\b(?![-&/])")  # BF/B and MOG-A, as BF.B and MOG.A
_DATE = re.compile(
    r"\b(?P<month>\d{1,2})/(?P<day>\d{1,2})/(?P<year>(?:19|20)\d\d)\b"  # as written in America
    r"|\b(?P<dotted_day>\d{1,2})\.(?P<dotted_month>\d{1,2})\.(?P<dotted_year>(?:19|20)\d\d)\b"
    r"|\b(?P<of_year>(?:19|20)\d\d)-(?P<whole_month>0[1-9]|1[0-2])\b(?!-)"
)
_SPELLING = tuple((re.compile(pattern), into) for pattern, into in _SPELLINGS)
_SHARE = re.compile(rf"\b(?!an? |couple ){COUNT} (?:percent|per cent|pct)\b")  # "five percent"
_WORD = re.compile(
    r"\d{4}-\d\d-\d\d(?:\.\.\d{4}-\d\d-\d\d)?|\$?\d+(?:,\d{3})*(?:\.\d+)?(?:%|[a-z]+)?|[$^]?[^\W\d_][\w&'.=+-]*[^\W_]|[^\W\d_]|&",
)
_CONTRACTED = {"s": "is", "re": "are", "m": "am", "ve": "have", "ll": "will", "d": "would"}
_BEFORE_VERBS = single_words("what how where who when it that there i you we they let")
_DENIED = ("is", "are", "was", "were", "do", "does", "did", "has", "have", "had", "would", "could", "should")
_SHORT = {
    "hows": "how is",
    "wheres": "where is",
    "whos": "who is",
    "whens": "when is",
    "u": "you",
    "r": "are",
    "ur": "your",
    "gimme": "give me",
    "wanna": "want to",
    "gonna": "going to",
    "wont": "will not",
    "im": "i am",
    "ive": "i have",
    "id": "i would",
    "doin": "doing",
    **{f"ath{s}": f"all time high{s}" for s in ("", "s")},
    "ma": "moving average",
    "dma": "day moving average",
    "mas": "moving averages",
    "vol": "volatility",
    "vola": "volatility",
    "perf": "performance",
    "px": "price",
    "lvl": "level",
    "avg": "average",
    "corr": "correlation",
    "hist": "history",
    **dict.fromkeys(("yest", "yday"), "yesterday"),
    "rn": "now",
    "2nite": "tonight",
    **{f"stonk{s}": f"stock{s}" for s in ("", "s")},
    **{f"{size}cap{s}": f"{size} cap{s}" for size in ("small", "large", "mid", "mega") for s in ("", "s")},
    "microcaps": "micro caps",
    **dict.fromkeys(("whats", "wats"), "what is") | {"thats": "that is"},
    **dict.fromkeys(("wat", "wht", "waht"), "what"),
    **dict.fromkeys(("whre", "wher"), "where"),
    **dict.fromkeys(("wich", "whcih"), "which"),
    **dict.fromkeys(("hwo", "hw"), "how"),
    **dict.fromkeys(("teh", "hte"), "the")
    | {"dwo": "dow", "gpd": "gdp", "compair": "compare", "russle": "russell"},
    **{f"yr{s}": f"year{s}" for s in ("", "s")},
    "smol": "small",
    "lst": "last",
    **{f"mkt{s}": f"market{s}" for s in ("", "s")},
    "idx": "index",
    "chg": "change",
    "std": "standard",
    "stdev": "standard deviation",
    "dev": "deviation",
    "n't": "not",
    **{f"{verb}nt": f"{verb} not" for verb in _DENIED},
}


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a question.

    text: lower case, without the 's behind it.
    written: as typed; of a spelling that was changed, the same as `text`.
    """

    text: str
    written: str

    @property
    def is_number(self) -> bool:
        return self.text.lstrip("$")[:1].isdigit()

    @property
    def is_shouted(self) -> bool:
        """Written as a ticker is: IWM, $iwm."""
        return self.written.startswith("$") or (len(self.written) > 1 and self.written.isupper())


def words_of(text: str) -> tuple[Word, ...]:
    """The words of `text` in order, the first `LONGEST`.

    >>> [word.text for word in words_of("What's the S&P's P/E, over 10 years?")]
    ['what', 'is', 'the', 's&p', 'pe', 'over', '10', 'years']
    """
    plain = unicodedata.normalize("NFKC", text[:2000]).translate(_STRAIGHT)
    plain = _CLASS_SHARE.sub(r"\1.\2", plain)
    shouted = set(re.findall(r"\$[A-Za-z]{1,6}\b|\b[A-Z]{1,5}\.[A-E]\b|\b[A-Z]{2,6}\b", plain))
    lower = _DATE.sub(_as_read, in_digits(in_english(plain.casefold())))
    lower = _SHARE.sub(lambda match: f"{number_of(match['count'])}%", lower)
    for pattern, into in _SPELLING:
        lower = pattern.sub(into, lower)
    words: list[Word] = []
    counted = any(character.isdigit() for character in lower)
    for typed in _WORD.findall(lower):
        for part in [typed] if typed == "ma" and not counted else _parts(typed):
            as_typed = next((form for form in (part.upper(), part) if form in shouted), part)
            words.append(Word(part.lstrip("$"), as_typed))
    all_loud = len(words) > 2 and plain == plain.upper()  # who shouts everything shouts no ticker
    return tuple(Word(w.text, w.text) if all_loud else w for w in words[:LONGEST])


def _as_read(date: re.Match[str]) -> str:
    """A date in the form that periods are read in."""
    if date["whole_month"]:
        return f"{calendar.month_name[int(date['whole_month'])].casefold()} {date['of_year']}"
    month, day = date["month"] or date["dotted_month"], date["day"] or date["dotted_day"]
    return f"{date['year'] or date['dotted_year']}-{int(month):02}-{int(day):02}"


def _parts(typed: str) -> list[str]:
    """A word without its 's, a contraction or a short form as the words that it stands for."""
    if typed.endswith("n't"):
        return [typed.removesuffix("n't"), "not"]
    head, mark, tail = typed.partition("'")
    if mark and tail in _CONTRACTED:
        asked = tail == "d" and head in ("how", "where", "what", "why")  # "how'd the dow do"
        return [head, "did" if asked else _CONTRACTED[tail]] if head in _BEFORE_VERBS else [head]
    return _SHORT.get(typed, typed).split()
