"""`/news`: headlines, quoted."""

from __future__ import annotations

from datetime import datetime

from commands.framework.alternatives import offer_alternatives
from commands.framework.command import command
from commands.framework.reply import Action, Evidence, Fact, Reply
from commands.inputs import known_symbol
from commands.presentation.wording import the
from market.datasets.facts import NewsItem
from market.formatting import moment
from market.services.news import FRESH, NEWS, DatedFact, NewsService
from market.services.prices import Market
from market.symbols import Symbol, printable

SUBJECT = Symbol.parse("rut")
LONGEST, LONGEST_NAME = 200, 60  # characters of a headline, of a publisher


@command("/news", "/news iwm", "/news apple", terms={"minutes": FRESH[NEWS].seconds // 60})
def news(symbol: Symbol = SUBJECT, *, facts: NewsService, market: Market) -> Reply:
    """The newest headlines about one market: what was written, by whom, when.

    Headlines are quoted as the provider lists them, newest first; nothing is added, summed up or
    judged. They are other people's words: a headline is no figure of this bot, and what it claims can
    be checked against the data with the other commands. They are asked for again after {minutes} minutes.

    Formula: none, nothing is computed. Source: the provider named below the answer; each headline
    names its publisher and its time (New York).
    """
    with offer_alternatives(f"/quote {symbol.word}", f"/chart {symbol.word} 1y", f"/calendar {symbol.word}"):
        known_symbol.check(symbol, market)
        stated = facts.news(symbol)
    return Reply(
        headline=_headline(symbol, stated, market.now()),
        facts=tuple(_fact(item, stated) for item in stated.value),
        notes=(_words(stated), *stated.notes),
        actions=(
            Action("Quote", f"/quote {symbol.word}"),
            Action("Chart", f"/chart {symbol.word} 1y"),
            Action("What is ahead", f"/calendar {symbol.word}"),
        ),
        evidence=(
            Evidence(
                f"{_counted(stated)} about {the(symbol.label)}",
                "as the provider lists them, newest first",
                (f"asked at {moment(stated.as_of)}",),
                stated.source,
            ),
        ),
        provenance=stated.provenance,
        command=f"/news {symbol.word}",
    )


def _headline(symbol: Symbol, stated: DatedFact[tuple[NewsItem, ...]], now: datetime) -> str:
    name = the(symbol.label)
    if not stated.value:
        return f"{stated.source} lists no headline about {name} as of {moment(stated.as_of)}."
    newest = stated.value[0]
    return (
        f"{_counted(stated)} about {name}; the newest is {_age(newest.at, now)} old, of {moment(newest.at)}."
    )


def _counted(stated: DatedFact[tuple[NewsItem, ...]]) -> str:
    return f"{len(stated.value)} headline{'s'[: len(stated.value) != 1]}"


def _age(at: datetime, now: datetime) -> str:
    minutes = max(0, int((now - at).total_seconds() // 60))
    for length, unit in ((1440, "day"), (60, "hour"), (1, "minute")):
        if minutes >= length or length == 1:
            count = minutes // length
            return f"{count} {unit}{'s'[: count != 1]}"
    return ""


def _fact(item: NewsItem, stated: DatedFact[tuple[NewsItem, ...]]) -> Fact:
    publisher = _quoted(item.publisher, LONGEST_NAME) or "no publisher named"
    return Fact(
        f"{publisher}, {moment(item.at)}",
        _quoted(item.title, LONGEST),
        as_of=moment(item.at),
        source=stated.source,
    )


def _quoted(text: str, most: int) -> str:
    """One line without control or direction-changing characters, of bounded length."""
    line = " ".join(printable(" ".join(text.split())).split())
    return line if len(line) <= most else f"{line[: most - 1].rstrip()}…"


def _words(stated: DatedFact[tuple[NewsItem, ...]]) -> str:
    if not stated.value:
        return f"Headlines are asked for again after {FRESH[NEWS].seconds // 60} minutes."
    return (
        "Quoted as published: other people’s words, not checked. A newer headline would change this answer."
    )
