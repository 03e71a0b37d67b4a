"""The economic series that a question names. A two-year yield, the curve, a credit spread and a dividend's
yield are four things."""

from __future__ import annotations

from collections.abc import Sequence

from bot.language.phrases import PhraseTable, single_words
from bot.language.vocabulary import FILLERS


def _of_maturity(digits: str, word: str) -> str:
    """What a yield of so many years is called."""
    said = ("yield", "yields", "rate", "rates", "treasury", "treasuries", "note", "notes", "bond", "bonds")
    ways = [f"{number} year" for number in (digits, word)] + [f"{digits}y", f"{digits}yr", f"{digits}s"]
    paper = [
        f"{way} {name}" for way in ways for name in (*said, "treasury yield", "treasury yields", "bond yield")
    ]
    turned = [f"yield on {way}" for way in ways] + [f"yields on {way}" for way in ways]
    return " | ".join([*paper, *turned, f"{digits}yr"])


_CALLED = {
    "curve": """yield curve | treasury curve | 2s10s | 2s 10s | 10s and 2s
        | 2s and 10s | 10s vs 2s | 2s vs 10s | 2s to 10s | 10 2 spread | curve | term spread
        | 10 year minus 2 year
        | ten year minus two year
        | 10 year less 2 year | 2 year minus 10 year | inversion | yields inverted | 10s minus 2s""",
    "spread": """credit spread | credit spreads | spread on junk bonds | spread on high yield | spreads on junk
        bonds | high yield spread | high yield spreads | junk spread | junk spreads | junk bond spread | junk
        bond spreads | hy spread | hy spreads | hy oas | oas | high yield oas | high yield credit | junk oas |
        corporate spreads | corporate bond spreads | corporate spread | bond spreads | credit stress | credit
        stressed | credit market | credit markets | credit risk premium""",
    "real": """real yield | real yields | real rates | real rate | real interest rates | 10 year real yield
        | ten year real yield | tips yield | tips yields | tips | 10 year tips | inflation adjusted yield
        | real 10 year yield | real ten year yield""",
    "2y": _of_maturity("2", "two") + " | us2y | short end",
    "10y": _of_maturity("10", "ten")
    + """ | us10y | treasury yield | treasury yields | bond yield | bond yields | long rates | long term rates | yields
        | government bond yields | long bond yield""",
    "claims": """jobless claims | initial claims | unemployment claims | weekly claims | claims for unemployment
        | initial jobless claims | weekly jobless claims | claims | new claims | layoffs""",
    "unemployment": "unemployment | unemployment rate | jobless rate | unemployed | joblessness | out of work",
    "payrolls": """payroll* | nonfarm payrolls | nonfarm | non farm payrolls | nfp | jobs report | job growth | jobs
        | employment | hiring | job market | jobs market | labor market | labour market | jobs number | jobs data
        | jobs added | new jobs""",
    "gdp": """gdp | gdp growth | economic growth | growth of economy | gross domestic product | economic output
        | economy growing | economy grew | economy grow | real gdp""",
    "nfci": """nfci | chicago fed | financing conditions | financing | financial conditions | conditions index |
            financial stress | chicago fed index
        | financial conditions index | credit conditions""",
}
_TABLES = {word: PhraseTable.of(phrases) for word, phrases in _CALLED.items()}
SERIES_WORDS = single_words(*_CALLED.values())
_BARE = {"10": "10y", "ten": "10y", "10y": "10y", "2": "2y", "two": "2y", "2y": "2y"}
_ASKED_BACK = frozenset({"and", "about", "same", "now", "make", "but", "for", "over", "what", "then", "how"})
_BACKWARDS = frozenset({"over", "in", "for", "past", "last", "previous", "trailing", "within", "about"})


def series_in(words: Sequence[str]) -> dict[int, tuple[int, str]]:
    """The series named: by the place of their first word, the place behind them and their word in commands."""
    by_start: dict[int, tuple[int, str]] = {}
    for word, table in _TABLES.items():
        for start, end in table.matches(words):
            if end > by_start.get(start, (start, ""))[0]:
                by_start[start] = (end, word)
    taken: dict[int, tuple[int, str]] = {}
    place = 0
    for start in sorted(by_start):
        if start >= place:
            taken[start] = by_start[start]
            place = by_start[start][0]
    return _both_maturities(words) or taken or _bare(words)


_LENGTHS = single_words(
    """chart charts graph plot return returns performance history high highs low lows candles comparison compare
    average line range percentile period span look window record best worst"""
)
"""What a stretch of ten years is said of."""


def _both_maturities(words: Sequence[str]) -> dict[int, tuple[int, str]]:
    """`10y vs 2y`, `between the 2 year and the 10 year`: one yield against the other is the curve."""
    named: dict[int, tuple[int, str]] = {}
    if "or" in words:  # "did the 10 year or the 2 year rise more"
        return {}
    for start, word in enumerate(words):
        single = word in ("10y", "2y")
        back = _BACKWARDS - {"over"} if named else _BACKWARDS
        if word in _BARE and (single or words[start + 1 : start + 2] == ["year"]):
            if start and words[start - 1] in back:
                return {}
            named[start] = (start + (1 if single else 2), _BARE[word])
    whole = {name for _, name in named.values()} == {"10y", "2y"} and _LENGTHS.isdisjoint(words)
    return {start: (end, "curve") for start, (end, _) in named.items()} if whole else {}


def _bare(words: Sequence[str]) -> dict[int, tuple[int, str]]:
    """`the ten year`, and `10 year` beside a yield: not how far back."""
    taken: dict[int, tuple[int, str]] = {}
    for start, word in enumerate(words):
        single = word in ("10y", "2y")
        if word not in _BARE or not (single or words[start + 1 : start + 2] == ["year"]):
            continue
        before = words[max(0, start - 2) : start]
        after = words[start + (1 if single else 2) : start + (3 if single else 4)]
        if not _LENGTHS.isdisjoint(after):
            continue
        spoken = bool(before) and before[-1] == "the" and not _BACKWARDS & set(before)
        beside = not {"yield", "treasury", "treasuries", "note", "notes"}.isdisjoint(words)
        alone = FILLERS.issuperset(
            word for word in words if word not in (*_BARE, "year")
        ) and not _ASKED_BACK & set(words)
        linked = (
            bool(taken) and bool(before) and before[-1] in ("or", "and", "vs", "versus", "against", "the")
        )
        if linked or spoken or (alone and len(words) < 7) or (beside and not _BACKWARDS & set(before)):
            taken[start] = (start + (1 if single else 2), _BARE[word])
    return taken
