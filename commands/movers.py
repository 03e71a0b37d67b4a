"""`/movers`: the members that rose and fell the most."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Annotated

from charts.pictures.bars import Bar, RankedBars
from charts.spec import Caption, Frame
from commands.framework.alternatives import offer_alternatives, over
from commands.framework.command import command
from commands.framework.figure import Figure
from commands.framework.parsers import ArgumentType, Choice
from commands.framework.reply import Action, Column, Evidence, Fact, Reply, Table
from commands.framework.watched import WatchedLists, Whose
from commands.inputs.attributed import fit_line
from commands.inputs.members_so_far import NO_SESSION, SO_FAR, MembersSoFar, members_so_far
from commands.inputs.ranking import ranking
from commands.inputs.universe import UniverseWord, sources_line
from commands.presentation.figure_keys import closed_at, span
from commands.presentation.picture_titles import moved_roundly
from commands.presentation.wording import dated, direction
from market.analytics.movers import STARTLING, Mover, Movers
from market.analytics.movers import movers as ranked
from market.analytics.performance import to_catch_up
from market.datasets.members import RUSSELL_2000, UNIVERSES, MemberPanel, Universe
from market.formatting import Unit, change, counted, level, listed
from market.period import ONE_DAY, Period, words_to
from market.services.members import MemberService
from market.services.prices import Market

COUNT = 8
_LISTS: dict[Whose, str] = {"watchlist": "Your watchlist", "here": "This channel’s list"}


@dataclass(frozen=True, slots=True)
class WhoseWord(ArgumentType):
    """Reads a universe's names, `watchlist` and `here`."""

    description: str = (
        "whose: russell2000, sp500, watchlist (yours, else the channel's), here (the channel's)"
    )

    @property
    def choices(self) -> tuple[str, ...]:
        return (*UniverseWord().choices, *_LISTS)

    def parse(self, words: Sequence[str]) -> tuple[Universe | Whose, int] | None:
        word = words[0].casefold()
        whose = next((name for name in _LISTS if name == word), None)
        return (whose, 1) if whose else UniverseWord().parse(words)

    def complete(self, prefix: str) -> tuple[Choice, ...]:
        lists = (Choice(title, name) for name, title in _LISTS.items() if name.startswith(prefix.casefold()))
        return (*UniverseWord().complete(prefix), *lists)


@command(
    "/movers",
    "/movers sp500 5d",
    "/movers russell2000 ytd",
    personal=frozenset(_LISTS),
    terms={"startling": STARTLING},
)
def movers(
    universe: Annotated[Universe | Whose, WhoseWord()] = RUSSELL_2000,
    period: Period = ONE_DAY,
    *,
    market: Market,
    members: MemberService,
    watching: WatchedLists,
) -> Reply:
    """Which members of an index, or of your watchlist, rose and fell the most.

    Formula: change = last adjusted close / adjusted close at the base − 1. A member that lacks
    either close is left out and lowers the coverage. A change of {startling:.0%} or more is marked: it may be
    a deal, a split not yet adjusted for, or bad data. The median member tells whether the tails are
    the story. Members are today's (survivorship bias); prices come from the nightly batch. During a session
    it is the one in progress, so far, by quotes.

    /movers watchlist 5d ranks the markets you follow, for you alone, or this channel's where you follow
    none; /movers here 5d this channel's.
    """
    if isinstance(universe, str):
        return ranking(market, watching, universe, period)
    with offer_alternatives("/breadth", "/sectors", "/smallcaps"):
        panel = members.panel(universe)
        now = members_so_far(members, universe) if period == ONE_DAY else NO_SESSION
        panel = now.live.panel if now.live else panel
        result = over(period, f"/movers {universe}", partial(ranked, panel.closes, count=COUNT))
    when = now.words if now.live else words_to(period, result.base, result.end, market.state().last_completed)
    headline, fit = _headline(result, panel, when), fit_line(market, members, universe)
    asked, at = (SO_FAR, now.at) if now.live else (span(period), closed_at(result.end))
    return Reply(
        headline=headline,
        facts=dated((*_facts(result, panel, asked), *fit.facts), at, panel.source),
        table=_table(result, panel, asked, at),
        chart=_chart(headline, result, panel, "so far today" if now.live else when, now),
        notes=(_flip(result, panel, period), _startling(result), *fit.notes, *now.notes, *panel.notes),
        actions=_actions(result, panel, period, now),
        evidence=_evidence(result, panel, now),
        direction=direction(result.median),
        provenance=panel.provenance.named(sources_line(panel)),
        command=f"/movers {universe} {period}",
        partial=now.partial,
    )


def _name(panel: MemberPanel, mover: Mover) -> str:
    return f"{panel.names[mover.ticker]} ({mover.ticker})"


def _sure(every: Sequence[Mover], panel: MemberPanel) -> Mover | None:
    """The first whose newest close is in no doubt."""
    return next((mover for mover in every if mover.ticker not in panel.unconfirmed), None)


def _doubt(mover: Mover, panel: MemberPanel) -> str:
    """The sign of a member that the headline leaves out."""
    return "in doubt" if mover.ticker in panel.unconfirmed else ""


def _headline(result: Movers, panel: MemberPanel, when: str) -> str:
    best, last = _sure(result.top, panel) or result.top[0], _sure(result.bottom, panel)
    said = (
        f"{_name(panel, best)} rose the most" if best.change > 0 else f"{_name(panel, best)} fell the least"
    )
    worst = ""
    if last:
        verb = "fell" if last.change < 0 else "rose the least"
        worst = f" and {_name(panel, last)} {verb} {'' if last.change >= 0 else 'the most '}({change(last.change)})"
    left_out = {*result.top[:1], *result.bottom[:1]} - {best, last}
    sure = ", those in doubt left out" if left_out else ""
    return (
        f"{said} ({change(best.change)}){worst} of the {panel.members.universe.name}’s members {when}{sure}; "
        f"the median member’s change was {change(result.median)}."
    )


def _facts(result: Movers, panel: MemberPanel, asked: str) -> list[Fact]:
    key = f"movers.{panel.members.universe.key}"
    fell = Figure(f"{key}.decliners.{asked}", result.decliners, Unit.COUNT)
    priced = Figure(f"{key}.priced.{asked}", result.priced, Unit.COUNT)
    return [
        Fact("Median member", result.median, Unit.CHANGE, key=f"{key}.median.{asked}"),
        Fact(
            "Advancers",
            result.advancers,
            Unit.COUNT,
            counted(result.decliners, "decliner"),
            key=f"{key}.advancers.{asked}",
            figures=(fell,),
        ),
        Fact("Coverage", f"{result.priced:,} of {result.members:,} members priced", figures=(priced,)),
        Fact("Period", f"{result.base} to {'now' if asked == SO_FAR else result.end}"),
    ]


def _table(result: Movers, panel: MemberPanel, asked: str, at: str) -> Table:
    key, every = f"member.{panel.members.universe.key}", (*result.top, *reversed(result.bottom))
    columns = (
        Column("Member"),
        Column("Ticker"),
        Column("Change", Unit.CHANGE, f"{key}.{{}}.total.{asked}"),
        _price_column(key, asked == SO_FAR),
        Column("Sector"),
    )
    rows = tuple(
        (str(panel.names[m.ticker]), m.ticker, m.change, m.close, str(panel.sectors[m.ticker])) for m in every
    )
    keys, dates = tuple(m.ticker.lower() for m in every), (at,) * len(rows)
    return Table(columns, rows, "The most and the least", keys, dates)


def _price_column(key: str, running: bool) -> Column:
    if running:
        return Column("Adjusted price", Unit.LEVEL, f"{key}.{{}}.adjusted_last")
    return Column("Adjusted close", Unit.LEVEL, f"{key}.{{}}.adjusted_close")


def _chart(headline: str, result: Movers, panel: MemberPanel, when: str, now: MembersSoFar) -> RankedBars:
    every = (*result.top, *result.bottom)
    ends = [mover for mover in (_sure(result.top, panel), _sure(result.bottom, panel)) if mover] or every[:1]
    bars = tuple(
        Bar(f"{m.ticker} {panel.names[m.ticker]}", m.change, short=m.ticker, group=_doubt(m, panel))
        for m in every
    )
    figures = ", ".join(f"{m.ticker} {change(m.change)}" for m in every)
    frame = Frame(result.base, result.end)
    words = Caption(
        title=f"{listed([f'{m.ticker} {moved_roundly(m.change)}' for m in ends])} {when}",
        provenance=panel.provenance,
        alt=f"Ranked bars of the members that moved the most: {figures}. {headline}"[:1000],
        subtitle=f"{now.title or frame.dates}, {result.priced:,} of {result.members:,} members priced",
        frame=frame,
    )
    return RankedBars(words, bars)


def _flip(result: Movers, panel: MemberPanel, period: Period) -> str:
    """What would put another member first; nothing changes a past period."""
    unsure = not panel.unconfirmed.isdisjoint(mover.ticker for mover in result.top[:2])
    if period.last or len(result.top) < 2 or unsure:
        return ""
    first, second = result.top[:2]
    further = change(to_catch_up(first.change, second.change)).removeprefix("+")
    return f"What would change it: {_name(panel, second)} would be first if it rose by another {further} from here."


def _startling(result: Movers) -> str:
    names = [m.ticker for m in (*result.top, *result.bottom) if m.startling]
    if not names:
        return ""
    return f"Changes of {STARTLING:.0%} and more deserve a second look (a deal, a split, bad data): {listed(names)}."


def _actions(result: Movers, panel: MemberPanel, period: Period, now: MembersSoFar) -> tuple[Action, ...]:
    universe = panel.members.universe
    closed = (Action("The last session", f"/movers {universe} {result.base}..{result.base}"),)
    spans = ("1d", "5d", "1m", "ytd", "1y")
    return (
        *(closed if now.live else ()),
        *(Action(word.upper(), f"/movers {universe} {word}") for word in spans),
        *(Action(other.name, f"/movers {other} {period}") for other in UNIVERSES if other is not universe),
        Action("Heatmap", f"/heatmap {universe} {period}"),
        Action("Is it broad?", f"/breadth {universe}"),
        Action(result.top[0].ticker, f"/chart {result.top[0].ticker.lower()} 1y"),
    )


def _evidence(result: Movers, panel: MemberPanel, now: MembersSoFar) -> tuple[Evidence, ...]:
    formula = "quote / previous close − 1" if now.live else "adjusted close / adjusted close at the base − 1"
    at = now.at or result.end
    return tuple(
        Evidence(
            f"{m.ticker} {change(m.change)}",
            formula,
            (f"{level(m.close)} on {at}", f"base {result.base}"),
            panel.source,
        )
        for m in (*result.top[:3], *result.bottom[:3])
    )
