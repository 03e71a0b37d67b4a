"""`/quote`: one market now."""

from __future__ import annotations

import pandas as pd

from charts.pictures.level import LevelChart
from charts.spec import Frame
from commands.framework.command import command
from commands.framework.figure import Figure
from commands.framework.reply import Action, Evidence, Fact, Reply
from commands.presentation.chart_specs import level_picture
from commands.presentation.figure_keys import no_bar, record_facts, returned, span, subject
from commands.presentation.picture_titles import level_title, moved_title, round_level
from commands.presentation.surprise_words import surprise_facts
from commands.presentation.wording import (
    caption,
    dated,
    direction,
    opened,
    record_words,
    session_note,
    so_far_words,
    the,
)
from market.analytics.performance import change_over
from market.analytics.records import Records, record_closes
from market.bars import Bars
from market.catalog import SymbolKind
from market.formatting import Unit, level, listed, moment, moved_points, written
from market.inspection.currency import unit_words
from market.period import Period
from market.provenance import combined
from market.quote import Quote
from market.services.prices import Market
from market.symbols import Symbol

_SPANS = tuple(Period.parse(word) for word in ("5d", "1m", "ytd", "1y"))
_SHOWN = Period.parse("3m")


@command("/quote iwm", "/quote rut", "/quote apple")
def quote(symbol: Symbol, *, market: Market) -> Reply:
    """The last price of one market, its change, and how far it is from its record.

    During a session the figure is "so far today" and the last close stands beside it; after the
    session it is the close. The change is measured from the close of the session before.

    Formula: change = last / previous close − 1. Volume is shown for funds and stocks only: an
    index has none of its own. Source: daily bars of the provider named below the answer.
    """
    bars = market.bars(symbol)
    now = market.quote(symbol)
    return Reply(
        headline=_headline(bars, now),
        facts=dated(_facts(bars, now), moment(now.as_of), bars.source),
        chart=_chart(bars, now) if len(bars.closes) > 1 else None,  # a share of yesterday has no line yet
        notes=(session_note(market.state(), now.in_progress, bars.last_session), *combined(bars).notes),
        actions=(
            Action("1 year", f"/chart {symbol.word} 1y"),
            Action("Candles", f"/chart {symbol.word} 6m candles"),
            Action(
                "Against the S&P 500", f"/compare {symbol.word} {'rut' if symbol.word == 'spx' else 'spx'} 1y"
            ),
            Action("News", f"/news {symbol.word}"),
        ),
        evidence=(
            Evidence(
                f"Change {written(now.change, Unit.CHANGE)}",
                "last / previous close − 1",
                (
                    f"last {level(now.last)} at {moment(now.as_of)}",
                    f"previous close {written(now.previous, Unit.LEVEL)}",
                ),
                bars.source,
            ),
        ),
        direction=direction(now.change if now.change is not None else 0.0),
        provenance=combined(bars),
        command=f"/quote {symbol.word}",
    )


def _headline(bars: Bars, now: Quote) -> str:
    name, moved = the(bars.symbol.label), _moved(bars, now)
    if now.in_progress:
        return f"{so_far_words(name, _price(bars, now.last), moved, _price(bars, now.previous), now.as_of)}."
    closed = f"{opened(name)} closed at {_price(bars, now.last)} on {now.session}"
    if why := _unknown(bars, now):
        return f"{closed}; its change is not known: {why}."
    return f"{closed}, {moved}."


def _unknown(bars: Bars, now: Quote) -> str:
    """Why the day's change is not known; empty where it is."""
    if now.previous is not None:
        return ""
    lost = [gap for gap in bars.missing if gap < now.session]
    return no_bar(lost[-1], bars) if lost else "there is no session before it"


def _range(now: Quote, word: str, so_far: str) -> Fact:
    """The session's low and high; one that the source has not, or that cannot belong to the close, is not known."""
    edges = {"low": now.low, "high": now.high}
    lacking = [edge for edge, value in edges.items() if value is None]
    return Fact(
        "Day's range",
        f"{written(now.low, Unit.LEVEL)} to {written(now.high, Unit.LEVEL)}",
        detail=f"{listed(lacking)} not known" if lacking else "",
        figures=tuple(
            Figure(f"{word}.{edge}{so_far}", value, Unit.LEVEL, why="not known" if edge in lacking else "")
            for edge, value in edges.items()
        ),
    )


def _price(bars: Bars, value: float | None) -> str:
    """A price with its unit, where that is not the dollar."""
    unit = unit_words(bars.currency)
    return (
        f"{written(value, Unit.LEVEL)} {unit}" if unit and value is not None else written(value, Unit.LEVEL)
    )


def _moved(bars: Bars, now: Quote) -> str:
    """The change of the day: in points for a measured level, in per cent for what can be held."""
    if bars.symbol.is_level and now.previous is not None:
        return moved_points(now.last - now.previous)
    return written(now.change, Unit.CHANGE)


def _points(bars: Bars, now: Quote) -> str:
    """The change of an index in its points, as people tell it; of a fund or a share there are none."""
    index = bars.symbol.kind is SymbolKind.INDEX and now.previous is not None
    return f"{moved_points(now.last - now.previous)} " if index and now.previous is not None else ""


def _facts(bars: Bars, now: Quote) -> list[Fact]:
    unit = unit_words(bars.currency)
    when = f"{unit}, {now.session}" if unit else str(now.session)
    word, so_far = subject(bars.symbol), ".so_far" if now.in_progress else ""
    facts = [
        Fact(
            "So far today" if now.in_progress else "Close",
            now.last,
            Unit.LEVEL,
            when,
            key=f"{word}.last" if now.in_progress else f"{word}.close",
        ),
        Fact("Change", _moved(bars, now), detail=f"on {_price(bars, now.previous)}")
        if bars.symbol.is_level
        else Fact(
            "Change",
            now.change,
            Unit.CHANGE,
            _unknown(bars, now) or f"{_points(bars, now)}on {_price(bars, now.previous)}",
            key=f"{word}.change.so_far" if now.in_progress else f"{word}.change.1d",
        ),
        _range(now, word, so_far),
    ]
    facts += surprise_facts(bars, so_far=now.in_progress)
    if bars.symbol.has_volume and now.volume is not None:
        detail = "so far" if now.in_progress else ""
        facts.append(Fact("Volume", now.volume, Unit.COUNT, detail, key=f"{word}.volume{so_far}"))
    if not bars.symbol.is_level:
        records = record_closes(bars.closes)
        facts += record_facts(_record(records, bars), word, records, bars, _closed(bars))
    to = "to the last close" if now.in_progress else ""
    total = bars.total
    since = total.index[0].date()
    return facts + [_over(bars, total, p, to) for p in _SPANS if p.base_day(bars.last_session) >= since]


def _over(bars: Bars, total: pd.Series[float], period: Period, to: str) -> Fact:
    """The move over a period; `total`: what it is measured on. `to`: where it ends, if that is not plain."""
    label, closed = period.text.upper(), _closed(bars)
    if bars.symbol.is_level:
        part = period.cut(bars.closes)
        return Fact(label, moved_points(float(part.iloc[-1] - part.iloc[0])), detail=to, as_of=closed)
    moved, base, _end = change_over(total, period)
    why = "" if moved == moved else no_bar(base, bars)
    basis = why or ", ".join(filter(None, (bars.return_basis, to)))
    key = f"{subject(bars.symbol)}.{returned(bars)}.{span(period)}"
    return Fact(label, moved, Unit.CHANGE, basis, as_of=closed, key=key, why=why)


def _closed(bars: Bars) -> str:
    return f"{bars.last_session} close"


def _record(records: Records, bars: Bars) -> str:
    words = record_words(records, bars)
    return f"the last close is {words}" if records.at_record else words


def _chart(bars: Bars, now: Quote) -> LevelChart:
    closes = _SHOWN.cut(bars.closes)
    alt = (
        f"Line chart of {the(bars.symbol.label)}’s closes from {closes.index[0].date()} to {bars.last_session}. "
        f"{_headline(bars, now)}"
    )
    title = _title(bars, closes, now)
    frame = Frame(closes.index[0].date(), closes.index[-1].date())
    return level_picture(
        bars, _SHOWN, caption(title, alt, bars, subtitle=f"Daily closes, {frame.dates}", frame=frame)
    )


def _title(bars: Bars, closes: pd.Series[float], now: Quote) -> str:
    """What the picture shows, up to three months of closes, and today beside it."""
    first, last, label = float(closes.iloc[0]), float(closes.iloc[-1]), bars.symbol.label
    if first != first or last != last:
        return f"{label} {level(now.last)}, {_moved(bars, now)}"
    when = _SHOWN.measured(closes.index[0].date(), closes.index[-1].date()).words
    if bars.symbol.is_level:
        shown = level_title(label, last - first, when)
    else:
        shown = moved_title(label, last / first - 1, when)
    return (
        f"{shown}; so far today {_moved(bars, now)}"
        if now.in_progress
        else f"{shown}, to {round_level(last)}"
    )
