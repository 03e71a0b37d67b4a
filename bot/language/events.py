"""The command line for what followed an event: a record, a lead, a breadth thrust, a fall, a rise."""

from __future__ import annotations

import re

from bot.language.lines import FROM_HIGH, join
from bot.language.phrases import single_words
from bot.language.question import Question, Role
from market.claims.vocabulary.verbs import forms
from market.period_words import COUNT

_LOSSES = single_words(
    """drawdown drawdowns correction corrections pullback pullbacks bear selloff decline declines slump
    slumps slide"""
)
_FALLS = single_words("down fell fallen lost loss losses red").union(
    *map(forms, single_words("drop+ fall crash plunge decline tank lose sink slump slide dip+ tumble"))
)
_RISES = single_words("up rose risen green").union(
    *map(forms, single_words("gain rise jump rally surge climb soar pop+"))
)
_LEADS = single_words(
    """lead leads led leading lag outperformance outperform outperforms outperforming beat beats beating
    ahead"""
)
_RECORDS = ("record", "records", "high", "highs", "peak", "peaks", "ath")
_DAY = ("day", "days", "session", "sessions", "daily")
_WINDOW = re.compile(r"\b(\d{1,3}) (?:trading )?(?:sessions?|days?)\b")
_USUAL_LOSS, _BEAR, _USUAL_MOVE, _USUAL_LEAD = "10", "20", "3", "5"
_ALIKE = re.compile(
    r"\banalog(?:ue)?s?\b|\b(?:days?|times?|periods?) (?:in (?:history|the past) )?(?:most )?"
    r"(?:like|similar to) (?:today|this|now|these)\b"
    r"|\blook(?:ed|s)? (?:most )?(?:like|similar to) (?:today|this|now|it does)\b"
    r"|\b(?:most )?similar (?:days|times|periods)\b"
)
_WITHIN = re.compile(
    rf"%(?: or (?:more|worse))? (?:in|over|within) (?:an? )?(?:{COUNT} )?"
    r"(?:weeks?|months?|quarters?|years?|days|sessions)\b"
)
_IN_A = {"week": "5", "month": "21", "quarter": "63", "year": "252"}  # sessions of "by 5 points in a quarter"
_STRETCH = re.compile(rf"\b(?:in|over|within) (?:a|one|1) (?P<unit>{'|'.join(_IN_A)})\b")


def sessions_in(text: str, usual: str) -> str:
    """How many sessions a lead is measured over: "in a quarter", "over 20 sessions"; `usual` where nothing says so."""
    stretch, counted = _STRETCH.search(text), _WINDOW.search(text)
    return _IN_A[stretch["unit"]] if stretch else counted[1] if counted else usual


_WITH_MEMBERS = ("rut", "spx", "iwm", "spy")
_NO_DAY = 8  # per cent: markets fall that far over weeks, so that it is a drawdown


def is_alike(question: Question) -> bool:
    """Whether other times like now are asked for."""
    return bool(_ALIKE.search(question.text))


def history(question: Question) -> str:
    """`/history` of the event that is named; nothing where none is, or where it is not known."""
    of_rates = question.has("rates", "yields", "fed") and "base rate" not in question.text
    recovery = question.has("recover", "recovers", "recovered", "recovery") and question.has(
        "long", "when", "time"
    )
    if question.series or of_rates or recovery:
        return ""  # what followed a move of the economy is not known, nor when a fall was made good
    everybody = question.has("stocks", "equities")
    words = [symbol.word for symbol in question.symbols[:2]] or ["spx" if everybody else "rut"]
    size = next((n.strip("%") for n in question.numbers if n.strip("%").isdigit()), "")
    listed = not {"dates", "list", "date"}.isdisjoint(question.said(Role.WORD).split())
    listed = listed or question.words[:1] == ("when",) or "what days" in question.text
    dates = "dates" if listed else ""
    if is_alike(question):
        return join("/history analogues", words[0], dates) if words[0] in _WITH_MEMBERS else ""
    if question.has("thrust", "thrusts"):
        return join(
            "/history thrust",
            *(word for word in words[:1] if question.symbols and word in _WITH_MEMBERS),
            dates,
        )
    if question.has(*_LEADS) and (len(words) == 2 or question.has("points")):
        window = sessions_in(question.text, "")
        pair = words if len(words) == 2 or not window else [words[0], "spx" if words[0] != "spx" else "rut"]
        return join("/history lead", size or _USUAL_LEAD, window, *pair)
    if _WITHIN.search(question.text):
        return ""  # what fell so far over several sessions is not known
    falls = question.has(*_FALLS)
    a_day = question.has(*_DAY) or question.period == "1d"
    far = bool(size) and int(size) >= _NO_DAY and not a_day
    if (question.has(*_LOSSES) or (size and FROM_HIGH.search(question.text)) or (falls and far)) and not (
        a_day and falls
    ):
        usual = _BEAR if question.has("bear") else _USUAL_LOSS
        return join("/history drawdown", size or usual, words[0], dates)
    if falls:
        return join("/history down", size or _USUAL_MOVE, words[0], dates)
    if question.has(*_RISES) and size:
        return join("/history up", size, words[0], dates)
    return join("/history record", words[0], dates) if question.has(*_RECORDS) else ""
