"""The lines of commands that change something, or are the asker's own affair: offered with what was said."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Collection
from datetime import time
from functools import partial
from itertools import pairwise

from bot.language.events import sessions_in
from bot.language.lines import FROM_HIGH, join
from bot.language.phrases import single_words
from bot.language.question import Question, Role
from market.calendars.clock_words import days_in, in_digits, time_in, zone_in
from market.calendars.quiet_hours import QuietHours
from market.errors import BadSchedule
from market.period_words import COUNT, number_of

_UP = (
    r"above|over|past|through|exceeds?|tops?|hits?|reach(?:es)?|breaks?|cross(?:es)?|touch(?:es)?|prints?"
    r"|climbs? to|rises? to|gets? to|at"
)
_DOWN = r"below|under|beneath|(?:falls?|drops?|sinks?|dips?|declines?|down) (?:to|below|under)|loses"
_FALLS = re.compile(
    r"\b(?:falls?|drops?|down|declines?|loses?|shed|sheds|sinks?|dips?|tanks?|plunges?|slides?|crash(?:es)?|fell)\b"
)
_LEVEL = re.compile(
    r"\b(?P<way>"
    + _DOWN
    + "|"
    + _UP
    + r")\s+(?:a |an |the |level |of )*\$?(?P<level>\d[\d,]*(?:\.\d+)?k?)(?![%\d])"
)
_SHARE = re.compile(r"(\d+(?:\.\d+)?)%")
_SIGMA = re.compile(
    rf"(?:(?P<figure>\d+\.\d+)|\b{COUNT})(?: ?σ|[ -]?(?:sigmas?|standard deviations?|sds?)\b)"
)
_PART = re.compile(r"\b(adds?|gives?|drags?|takes?|costs?) (?:\w+ ){0,3}?(\d+(?:\.\d+)?) ?(?:points?|pp)\b")
_SO_FAR = re.compile(r"\b(?:so far|intraday|during the (?:session|day))\b")
_DECIMAL_COMMA = re.compile(r"\d,\d{1,2}(?!\d)")
_RECORD = re.compile(r"\b(?:records?|new highs?|all time highs?|new peaks?|new all time)\b")
_CLOSING = re.compile(r"\b(?:clos(?:es?|ing)|finish(?:es)?|ends?|settles?)\b")
_REMOVING = single_words(
    """remove delete cancel stop drop kill rid scrap off disable clear end ditch erase unsubscribe quit bin
    axe"""
)
_HERE = ("channel", "channels", "our", "here", "room", "server", "group")
_UNTIL = ("until", "till", "at", "for", "by", "after")  # what follows is a time, and no alert's number
_PAUSING = ("snooze", "mute", "pause", "silence", "suspend", "hush", "halt", "freeze")
_RESUMING = ("resume", "restart", "unpause", "reactivate", "continue", "unmute", "enable", "reenable")


def _numbered(question: Question, verbs: dict[str, Collection[str]]) -> str:
    """ "remove 3" of "get rid of alert 3": what is to be done with the one of that number; empty where it is not
    said so."""
    verb = next((verb for verb, words in verbs.items() if question.has(*words)), "")
    at = zip(question.words, ("", *question.words), strict=False)
    whole = [
        word for word, before in at if word in question.numbers and word.isdigit() and before not in _UNTIL
    ]
    alone = len(question.numbers) == len(whole) == 1 and not question.symbols
    return f"{verb} {whole[0]}" if verb and alone else ""


_DURATION = re.compile(rf"\bfor (?:the next |about )?{COUNT} (?P<unit>day|week|month)s?\b")
_DAYS_OF = {"day": 1, "week": 7, "month": 30}


def _snoozed(question: Question) -> str:
    """ "snooze 7 for 2 days" of "turn off alert 7 for two days": what is off for a while is not removed."""
    duration = _DURATION.search(question.text)
    order = _numbered(question, {"snooze": (*_PAUSING, *_REMOVING)}) if duration else ""
    return (
        f"{order} for {number_of(duration['count']) * _DAYS_OF[duration['unit']]} days"
        if duration and order
        else ""
    )


_QUIET = re.compile(
    r"\b(?:quiet|silen(?:t|ce)|mute|hush|disturb|(?:no|not|don'?t|stop|hold|without|pause) (?:\w+ ){0,3}?"
    r"(?:alert|ping|notif|messag|post|buzz|wak)\w*)"
)
_SPAN = re.compile(r"(\d[\d:.]*\s?(?:[ap]m|h)?)\s*(?:-|to|until|till|and)\s*(\d[\d:.]*\s?(?:[ap]m|h)?)")


def _quiet(question: Question) -> str:
    """`/alert quiet 22:00-07:00` of "no alerts between ten at night and seven"."""
    text = in_digits(question.asked.casefold(), alone=True)
    if not _QUIET.search(text):
        return ""
    here = "here" if question.has(*_HERE) else ""
    span = _SPAN.search(text)
    if span:
        with contextlib.suppress(BadSchedule):
            hours = QuietHours.parse(f"{span[1].strip()}-{span[2].strip()}", "UTC")
            return join("/alert quiet", here, f"{hours.start:%H:%M}-{hours.end:%H:%M}", _zone(text))
    return join("/alert quiet", here) if span or "quiet hours" in text else ""


def alert(question: Question) -> str:
    """Waits for what the question names; the list of alerts where it names nothing to wait for."""
    text = question.text
    if order := _snoozed(question) or _numbered(question, {"snooze": _PAUSING, "remove": _REMOVING}):
        return f"/alert {order}"
    if order := _quiet(question):
        return order
    if (
        question.has("list", "show", "snooze", "remove", "delete", "cancel", "stop", "which", "mine")
        or "my alerts" in text
    ):
        return "/alert list"
    if _DECIMAL_COMMA.search(question.asked):
        return ""  # half of "1,5%" is another figure
    share = _SHARE.search(text)
    members = share and question.has("members", "stocks", "names", "constituents") and question.has("200")
    if question.has("breadth", "participation") or members:
        less = re.search(rf"\b(?:less|fewer|{_DOWN}) (?:than )?\d", text)
        more = re.search(rf"\b(?:more|{_UP}) (?:than )?\d", text.replace(" 200", " "))
        way = "below" if less or (_FALLS.search(text) and not more) else "above"
        so_far = "so far" if _SO_FAR.search(text) else ""
        return join("/alert breadth", way, f"{share[1] if share else '30'}%", so_far)
    if question.has("rotation", "regime"):
        return "/alert rotation changes"
    words = [symbol.word for symbol in question.symbols[:2]]
    if not words:
        return "/alert rut record" if _RECORD.search(text) else ""
    close = " at close" if _CLOSING.search(text) else ""
    rest = " ".join(
        w for w, role in zip(question.words, question.roles, strict=True) if role is not Role.MARKET
    )
    if len(words) == 2 and question.has("lead", "leads", "ahead", "beats", "outperforms"):
        points = next((n.strip("%") for n in question.numbers), "5")
        return f"/alert {words[0]} leads {words[1]} {points} points over {sessions_in(text, '20')} sessions"
    if level := _LEVEL.search(rest):
        way = "below" if re.fullmatch(_DOWN, level["way"]) else "above"
        figure = level["level"].replace(",", "")
        figure = f"{float(figure[:-1]) * 1000:g}" if figure.endswith("k") else figure
        return f"/alert {words[0]} {way} {figure}{close}"
    if sigma := _SIGMA.search(text):
        return f"/alert {words[0]} move {sigma['figure'] or number_of(sigma['count'])} sigma"
    if (part := _PART.search(text)) and question.symbols[0].group == "sector":
        return f"/alert {words[0]} {'adds' if part[1][0] in 'ag' else 'drags'} {part[2]} points"
    if share and FROM_HIGH.search(question.text):
        return ""  # how far below a high is nothing that an alert waits for
    if share:
        return f"/alert {words[0]} {'down' if _FALLS.search(rest) else 'up'} {share[1]}% day"
    return f"/alert {words[0]} record" if _RECORD.search(text) or not question.numbers else "/alert new"


_STOP = single_words("stop cancel unsubscribe pause end remove off disable quit resume list which")
_MORNING = time(8)
_BY_ITSELF = re.compile(
    r"\b(?:every|each|subscribe|sign (?:me|us) up|automatically|send|post|deliver|mail|mornings|weekdays|set up"
    r"|schedule|start|weekly|by itself|weekends?|want|like"
    r"|daily (?:digest|report|summary|update) (?:at|before|after))\b"
)
"""What tells that a digest is to come by itself."""


def digest(question: Question) -> str:
    """A digest by itself at the time named, the list of those there are, or the one of now."""
    text = " ".join(re.findall(r"[a-z0-9:.'/_+-]+", in_digits(question.asked.casefold())))
    if order := _edited(question, text):
        return order
    verbs = {"pause": _PAUSING, "resume": _RESUMING, "remove": _REMOVING}
    if order := _numbered(question, verbs):
        return f"/digest {order}"
    if _STOP & set(question.words) - ({"end"} if "end of" in text else set()) or (
        question.has("digests", "reports", "digest") and question.has("scheduled", "set", "my", "our", "when")
    ):
        return "/digest list"
    by_itself = _BY_ITSELF.search(text) or time_in(text)
    if not by_itself or re.search(r"\b(?:right now|now|what (?:happened|mattered)|anything)\b", text):
        return "/digest list" if question.has("put", "add", "include") else "/digest now"
    days, clock = days_in(text), time_in(text)
    if re.search(r"\bweekly\b|every week\b|once a week", text) or (
        days not in ("", "market days") and not clock
    ):
        return "/digest subscribe weekly"
    if re.search(r"(?:before|ahead of) the (?:open|bell)|pre-?open|pre-?market", text):
        return "/digest subscribe pre-open"
    if re.search(
        r"(?:after|at) the (?:market )?(?:close|closing|bell)|market close|closing bell|every close"
        r"|\b(?:clos(?:e|ing)|end of day|eod) (?:digest|edition|report|summary)",
        text,
    ):
        return "/digest subscribe close"
    return join("/digest subscribe", f"{clock or _MORNING:%H:%M}", _zone(text), days)


_MOVING = single_words("move change shift edit set reschedule make push bring put switch update")
_NUMBER = re.compile(r"\b(?:digest|number|no\.?|nr\.?) (\d{1,4})\b(?![:.]\d)")


def _edited(question: Question, text: str) -> str:
    """`/digest edit 3 07:30` of "move digest 3 to half past seven"."""
    number, clock = _NUMBER.search(text), time_in(text)
    changed = join(f"{clock:%H:%M}" if clock else "", _zone(text), days_in(text))
    return f"/digest edit {number[1]} {changed}" if number and changed and question.has(*_MOVING) else ""


def _zone(text: str) -> str:
    named = zone_in(text)
    return named.key if named else ""


_ADDING = single_words("add follow track watch put include onto on to save stick pop")
_RANKED = single_words("movers gainers losers winners moved moves performers best worst")


def watchlist(question: Question) -> str:
    words = [symbol.word for symbol in question.symbols[:20]]
    if question.has(*_RANKED):
        return join("/movers watchlist", question.period)
    here = "here" if question.has(*_HERE) else ""
    if words and question.has(*_REMOVING, "unfollow", "unwatch", "out", "strike"):
        return join("/watchlist remove", here, *words)
    asked = question.words[:1] in (("is",), ("are",)) or question.has("replace", "swap")  # no market to add
    if words and not asked and question.has(*_ADDING):
        return join("/watchlist add", here, *words)
    return join("/watchlist show", here if question.has("channel", "our", "room") else "")


def privacy(question: Question) -> str:
    """What is stored of the asker: to be erased, handed out or shown."""
    if question.has("erase", "delete", "wipe", "remove", "forget", "purge", "destroy", "scrub"):
        return "/privacy erase"
    return "/privacy export" if question.has("export", "copy", "download", "extract") else "/privacy"


def portfolio(question: Question) -> str:
    """What somebody bought or sold, to be written down; else what they hold, over the period named."""
    tickers = [symbol.ticker for symbol in question.symbols]
    if tickers and question.has("sold", "remove", "delete"):
        return f"/portfolio remove {', '.join(tickers)}"
    bought = [item for item in map(partial(_bought, question), tickers) if item]
    return f"/portfolio add {', '.join(bought)}" if bought else join("/portfolio", question.period)


def _bought(question: Question, ticker: str) -> str:
    """`10 NVDA at 120`: the number before a market are its shares, the one behind it what one cost."""
    first = question.places.index(ticker)
    last = len(question.places) - 1 - question.places[::-1].index(ticker)
    numbers = [at for at, role in enumerate(question.roles) if role is Role.NUMBER]
    before = next((question.words[at] for at in reversed(numbers) if first - 4 < at < first), "")
    behind = next((question.words[at] for at in numbers if last < at < last + 4), "")
    cost = (
        f" at {behind.lstrip('$').replace(',', '')}" if behind and question.words[last + 1] in _PAID else ""
    )
    return f"{before.replace(',', '')} {ticker}{cost}" if before.replace(",", "").isdigit() else ""


EXAMPLE_HOLDINGS = "/exposure AAPL 40, NVDA 25, IWM 35"
_PAID = ("at", "for", "@")


def exposure(question: Question) -> str:
    """The holdings named with their weights."""
    pairs = holdings(question)
    if pairs:
        return "/exposure " + ", ".join(f"{ticker} {weight}" for ticker, weight in pairs)
    words = [symbol.ticker for symbol in question.symbols]
    return f"/exposure {', '.join(words)}" if len(words) > 1 else EXAMPLE_HOLDINGS


def _weigh_first(question: Question, items: list[str]) -> bool:
    """Whether weights stand before their markets, as most of them do: "exposed to tech with 30 aapl 40 spy"."""
    roles = [
        role
        for role, word in zip(question.roles, question.words, strict=True)
        if role in (Role.NUMBER, Role.MARKET) or word not in ("in", "of", "into")
    ]
    before = sum(pair == (Role.NUMBER, Role.MARKET) for pair in pairwise(roles))
    behind = sum(pair == (Role.MARKET, Role.NUMBER) for pair in pairwise(roles))
    return items[:1] != [] and (before > behind or (before == behind and items[0][:1].isdigit()))


def holdings(question: Question) -> list[tuple[str, str]]:
    """Tickers with the numbers beside them: "60 spy 40 iwm", "AAPL 50, MSFT 30"."""
    items: list[str] = []
    for word, role, ticker in zip(question.words, question.roles, question.places, strict=True):
        if role is Role.NUMBER:
            items.append(word.strip("%$").replace(",", ""))
        elif ticker and (not items or items[-1] != ticker):
            items.append(ticker)
    first_is_weight = _weigh_first(question, items)
    pairs: list[tuple[str, str]] = []
    place = 0
    while place + 1 < len(items):
        first, second = items[place], items[place + 1]
        if first[:1].isdigit() is not second[:1].isdigit() and first[:1].isdigit() is first_is_weight:
            pairs.append((second, first) if first_is_weight else (first, second))
            place += 2
        else:  # "tech" of "exposed to tech: nvda 50"
            place += 1
    left = len(items) - 2 * len(pairs)
    return pairs if left == 0 or (left == 1 and len(pairs) > 1) else []
