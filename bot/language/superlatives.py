"""The command line for a question about the best, the worst, the longest or the largest."""

from __future__ import annotations

import re

from bot.language.phrases import single_words
from bot.language.premises import direction
from bot.language.question import Question, Role

UNIT_WORDS = {
    "day": "day days daily session",
    "week": "week weeks weekly",
    "month": "month months monthly",
    "quarter": "quarter quarters quarterly",
    "start": "start",
    "year": "year years annual",
}
_LONGER = re.compile(
    r"\b(?:weeks|months|quarters|years) in a row|\bconsecutive (?:weeks|months|quarters|years)"
    r"|\b(?:week|month)ly streak"
)
_SEASON = re.compile(
    r"\b(?:day|time)s? of (?:the |a )?(?:week|month|day)\b|\btimes? of (?:the |a )?year\b"
    r"|\b(?:month|quarter)s? of (?:the|a) year (?:historically|usually|typically|on average|normally)\b"
)
_FIRST = re.compile(r"\bfirst (?:time|close|record|(?:dai|week|month|quarter|year)ly)\b")
SUPERLATIVE = single_words("best worst biggest largest strongest weakest steepest sharpest widest")
_WORST = single_words(
    "bad poor ugly terrible awful worst worse weakest drop drops fall falls loss losses decline selloff slump"
)
_FALLS = single_words("drop drops fall loss decline gain gains jump rise surge move moves")
RANK = """best day | worst day | best week | worst week | best month | worst month | best quarter | worst
    quarter | best year | worst year | best start | worst start | biggest gain since | biggest drop since |
    longest run | longest streak | longest winning streak | winning streak | losing streak | win streak |
    longest losing streak | how many days in a row | largest lead | largest monthly lead | largest weekly lead |
    biggest lead | widest lead"""


def rank_line(question: Question) -> str:
    """`/rank` of what is named; of the Russell 2000's start of the year where nothing is."""
    if _SEASON.search(question.text) and not question.period:
        return ""  # which weekdays and months are good ones is not known
    words = [symbol.word for symbol in question.symbols[:2]] or [
        "spx" if question.has("market", "stocks", "equities") else "rut"
    ]
    named = question.has(*SUPERLATIVE, "longest", "lead", "start")
    if _FIRST.search(question.text) and not named:
        return _first_line(question, words)
    going_on = "since when" in question.text and not named  # "since when has the dow been falling"
    if going_on and not direction(question):
        return ""
    if going_on or question.has("run", "streak", "row", "consecutive"):
        if _LONGER.search(question.text):
            return ""  # of weeks or years in a row nothing is known
        falling = direction(question) == "down" or question.has("behind")
        return " ".join(("/rank", "losing" if falling else "run", *words))
    said = [w for w, role in zip(question.words, question.roles, strict=True) if role is not Role.PERIOD]
    if "of the year" in question.text or "of this year" in question.text:
        said = [word for word in said if word != "year"]
    if not any(set(names.split()) & set(said) for names in UNIT_WORDS.values()) and not question.has(*_FALLS):
        said = list(question.words)  # "where does this week rank", but not "the biggest drop this year"
    unit = next(
        (unit for unit, names in UNIT_WORDS.items() if not set(names.split()).isdisjoint(said)), "day"
    )
    if question.has("start"):
        unit = "start"
    if question.has("lead", "leadership") or (len(words) > 1 and "history" in said):
        words = words if len(words) > 1 else [*words, "spx" if words != ["spx"] else "rut"]
        return " ".join(("/rank lead", unit, *words))
    kind = "worst" if question.has(*_WORST) or direction(question) == "down" else "best"
    return " ".join(("/rank", kind, unit, words[0]))


def _first_line(question: Question, words: list[str]) -> str:
    """ "is this the first weekly gain since november", "first close above 2700"."""
    units = [unit for unit, names in UNIT_WORDS.items() if unit != "start" and question.has(*names.split())]
    if question.has("record", "records"):
        return f"/rank first record {words[0]}"
    if question.has("above", "below", "over", "under"):
        return f"/rank first {words[0]} {question.numbers[0]}" if question.numbers else ""
    return " ".join(("/rank first", units[0] if units else "day", *words))
