"""What mattered at the last close: the first events of the session's table, or that there were none.

The order is that of `market.analytics.events`; a record of the subject is said with its streak.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from commands.digests.event_words import event_groups, event_words, series_name
from commands.framework.reply import Headline
from commands.presentation.rank_words import superlative
from commands.presentation.wording import change_words, lead_words, opened, record_words, streak_words, the
from market.analytics.events.kinds import Event, EventKind
from market.analytics.events.table import EventTable
from market.analytics.index_summary import IndexSummary
from market.analytics.ranking import RankUnit
from market.formatting import change, level, listed

ALSO = 2  # further events that are named
LONG_AGO = 60  # sessions: a day is the best, or the first of its kind, since one that is as long ago
_COMPARED = 2  # benchmarks that the close is compared with


def what_mattered(result: IndexSummary, table: EventTable, more: bool = True) -> Headline:
    """A few sentences about the session of `result`, from completed sessions only; without `more` only the first
    event."""
    subject = result.bars.symbol
    groups = event_groups(table)
    name = (
        "It" if groups and all(e.series == subject.ticker for e in groups[0]) else opened(the(subject.label))
    )
    at = f"{name} closed at {level(result.close)} on {result.session}"
    best = superlative(result.bars.closes, RankUnit.DAY, LONG_AGO)
    at, closed = f"{at}{best}", f"{at}{change_words(result)}{best}"
    if not groups:
        if not table.looked:
            return Headline(closed, _compared(result))
        return Headline(quiet_words(table), f". {closed}{_compared(result)}")
    if groups[0][0].kind is EventKind.EXTREME and all(e.series != subject.ticker for e in groups[0]):
        # Sectors at their highest or lowest of a year are beside the news, not the news.
        return Headline(closed, f"{_compared(result)}{also(groups if more else [])}")
    first, rest = groups[0], groups[1:] if more else []
    if not _is_record_of(first, subject.ticker):
        beside = [the(lead.benchmark) for lead in result.same_day[:_COMPARED]]
        leading = series_name(first[0].series, first[0].of) if first[0].kind is EventKind.MOVE else ""
        said = event_words(first, [name for name in beside if name != leading])
        if leading and change(abs(result.change)).removeprefix("+") in said:
            closed = at
        return Headline(
            opened(said),
            f". {closed}{_compared(result, leading)}{also(rest, beside=(the(subject.label), *beside))}",
        )
    others = tuple(event for event in first if event.series != subject.ticker)
    rest = [group for group in rest if group[0].kind is not EventKind.LEAD]
    record = (
        f"{opened(the(subject.label))} closed at a record {level(result.close)} on {result.session}, "
        f"{change(result.change)}"
    )
    behind = f": {record_words(result.records, result.bars)}{_ahead(result)}{_others_ahead(result)}"
    return Headline(record, f"{behind}{also([others, *rest] if others and more else rest)}")


def quiet_words(table: EventTable) -> str:
    """That nothing happened, and how much was looked at: "Nothing notable among 69 events looked at"."""
    return f"Nothing notable among {table.looked:,} events looked at"


def also(groups: Sequence[Sequence[Event]], dated: bool = False, beside: Collection[str] = ()) -> str:
    """The next events, as a sentence of its own behind another; with their sessions where `dated`; without the
    changes of the markets named in `beside`."""
    said = [f"on {group[0].session} " * dated + event_words(group, beside) for group in groups[:ALSO]]
    return f". Also: {'; '.join(said)}" if said else ""


def _is_record_of(group: Sequence[Event], ticker: str) -> bool:
    return group[0].kind is EventKind.RECORD and any(event.series == ticker for event in group)


def _compared(result: IndexSummary, stated: str = "") -> str:
    return f", {_against(result, stated)}" if result.change == result.change else ""


def _ahead(result: IndexSummary) -> str:
    if not result.leads or result.leads[0].daily.length < 2 or result.leads[0].session != result.session:
        return ""
    words = streak_words(result.leads[0], result.every)
    return f". It was {words}"


def _others_ahead(result: IndexSummary) -> str:
    """Who did better that day: a record is not a lead."""
    better = [lead for lead in result.same_day if lead.day_lead < 0]
    ahead = [lead_words(lead) for lead in better if change(lead.day_change) != change(result.change)]
    return f". On the day it was {listed(ahead)}" if ahead else ""


def _against(result: IndexSummary, stated: str) -> str:
    """Beside the first benchmarks; the change of the one named `stated` has been said."""
    words = [lead_words(lead, the(lead.benchmark) == stated) for lead in result.same_day[:_COMPARED]]
    return listed(words) or "with nothing to compare it to"
