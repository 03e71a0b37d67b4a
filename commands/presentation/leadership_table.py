"""The table of an index against its benchmarks."""

from __future__ import annotations

import math

from commands.framework.reply import Column, Table
from commands.presentation.figure_keys import closed_at, label_word, no_bar, subject
from market.analytics.index_summary import IndexSummary
from market.analytics.leadership import Leadership
from market.formatting import Unit


def leadership_table(result: IndexSummary) -> Table:
    """A row for each benchmark: the day, the lead, sessions in a row, and the same year to date."""
    word = subject(result.bars.symbol)
    rows = [
        (
            lead.benchmark,
            lead.day_change,
            lead.day_lead,
            math.nan if lead.daily.unknown else lead.daily.length,
            lead.ytd_benchmark,
            lead.ytd_lead,
            math.nan if lead.year_to_date.unknown else lead.year_to_date.length,
        )
        for lead in result.leads
    ]
    columns = (
        Column("Against"),
        Column("Day", Unit.CHANGE, "{}.change.1d"),
        Column("Lead", Unit.LEAD, f"{word}.lead.{{}}.1d"),
        Column("In a row", Unit.COUNT, f"{word}.streak.{{}}.daily"),
        Column("YTD", Unit.CHANGE, "{}.change.ytd"),
        Column("YTD lead", Unit.LEAD, f"{word}.lead.{{}}.ytd"),
        Column("Sessions ahead YTD", Unit.COUNT, f"{word}.streak.{{}}.ytd"),
    )
    return Table(
        columns,
        tuple(rows),
        title=f"{result.bars.symbol.label} on {result.session}",
        keys=tuple(label_word(lead.benchmark) for lead in result.leads),
        dates=tuple(closed_at(lead.session) for lead in result.leads),
        reasons=tuple(_gap(lead, result) for lead in result.leads),
    )


def _gap(lead: Leadership, result: IndexSummary) -> str:
    """Why figures against a benchmark are not known; empty when all are."""
    day = lead.daily.unknown or lead.year_to_date.unknown
    return no_bar(day, *result.every)
