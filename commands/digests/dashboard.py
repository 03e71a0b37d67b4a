"""The daily read's one picture: level, what moved since or the sectors, breadth, and who made the move."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import TypeVar

from charts.pictures.bars import RankedBars
from charts.pictures.breadth import BreadthChart
from charts.pictures.dashboard import Dashboard
from charts.pictures.ladder import LadderChart
from charts.pictures.waterfall import Waterfall
from commands.digests.section import SectionResult, asked
from commands.framework.ask import Ask
from commands.framework.ports import Section
from commands.framework.reply import Headline
from commands.presentation.chart_specs import level_picture
from commands.presentation.wording import caption
from market.bars import Bars
from market.formatting import level
from market.period import ONE_DAY, ONE_YEAR, Period


def dashboard(
    first: Headline,
    subject: Bars,
    parts: dict[Section, SectionResult],
    why: SectionResult | None,
    moves: SectionResult | None,
    ask: Ask,
    span: Period,
    commands: Mapping[Section, str],
) -> Dashboard:
    """The parts' own pictures in one; a part that was not asked for is asked for its picture.

    why: who made the move, with its waterfall; without one the sectors stand there. moves: since the close;
    without any the sectors stand there, or where they stand below already the size ladder.
    """
    breadth = parts.get(Section.BREADTH) or asked(ask, "Breadth", commands[Section.BREADTH])
    fall = why.chart if why and isinstance(why.chart, Waterfall) else None
    since = moves.chart if moves and isinstance(moves.chart, RankedBars) else None
    none, last = SectionResult(""), subject.last_session
    sectors = none
    if not (fall and since):
        sectors = parts.get(Section.SECTORS) or asked(ask, "Sectors", commands[Section.SECTORS])
    ranked = _small_sectors(sectors.chart, span, last) if isinstance(sectors.chart, RankedBars) else None
    rungs = none if since or (fall and ranked) else asked(ask, "Ladder", "/ladder 1m")
    title = f"{subject.symbol.label} {level(float(subject.closes.iloc[-1]))}"
    shown = [
        f"{title} with its record closes",
        "changes since the close" if since else "sectors" if fall else "the size ladder",
        "breadth",
        "contributions by sector" if fall else "sectors",
    ]
    alt = f"Four small charts: {'; '.join(shown)}. {first}"
    words = caption(first.title, alt, subject)
    return Dashboard(
        words,
        level=level_picture(subject, ONE_YEAR, caption(title, alt, subject)),
        ladder=_titled(rungs.chart, "Size ladder, 1 month", last)
        if isinstance(rungs.chart, LadderChart)
        else None,
        breadth=_titled(breadth.chart, "Breadth", last) if isinstance(breadth.chart, BreadthChart) else None,
        sectors=None if fall else ranked,
        missing=tuple(
            (name, part.missing)
            for name, part in (("ladder", rungs), ("breadth", breadth), ("sectors", sectors))
            if part.missing
        ),
        moves=since or (ranked if fall else None),
        why=_small_fall(fall, span, last) if fall else None,
    )


Small = TypeVar("Small", LadderChart, BreadthChart, RankedBars, Waterfall)


def _titled(chart: Small, title: str, last: date) -> Small:
    """A command's picture under a title that a quarter of the picture has room for, with the session that it ends with
    where that is before `last`."""
    frame = chart.caption.frame
    own = f"{title} ({frame.last})" if frame and frame.last < last else title
    return replace(chart, caption=replace(chart.caption, title=own))


def _small_fall(chart: Waterfall, span: Period, last: date) -> Waterfall:
    return _titled(chart, "Who made it" if span == ONE_DAY else f"Who made it {span.words}", last)


def _small_sectors(chart: RankedBars, span: Period, last: date) -> RankedBars:
    """Large caps only, under names that fit beside a bar on a phone."""
    bars = tuple(replace(bar, other=None, group="") for bar in chart.bars)
    title = "Sectors, the day" if span == ONE_DAY or span.last else f"Sectors {span.words}"
    return replace(_titled(chart, title, last), bars=bars, names=("", ""))
