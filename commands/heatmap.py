"""`/heatmap`: who rose and who fell, sized by weight."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

import numpy as np

from charts.layout.treemap import Treemap
from charts.pictures.heatmap import FEW, GroupHeading, Heatmap
from charts.spec import Caption, Frame
from commands.framework.alternatives import offer_alternatives
from commands.framework.command import command
from commands.framework.figure import Figure
from commands.framework.reply import Action, Column, Evidence, Fact, Headline, Reply, Table
from commands.inputs.attributed import fit_line
from commands.inputs.fallback import in_place_of
from commands.inputs.heatmap_tiles import HeatmapTiles, fund_tiles, member_tiles
from commands.inputs.members_so_far import SO_FAR
from commands.inputs.summary_lines import SummaryLines
from commands.inputs.universe import UniverseName
from commands.presentation.figure_keys import span
from commands.presentation.picture_titles import round_share
from commands.presentation.sector_names import SHORTER_SECTORS
from commands.presentation.wording import dated, direction
from market.datasets.members import RUSSELL_2000, SP_500, UNIVERSES
from market.errors import MarketError
from market.formatting import Unit, change, listed, share
from market.period import ONE_DAY, Period, words_to
from market.services.members import MemberService
from market.services.prices import Market


@command(
    "/heatmap",
    "/heatmap sp500 ytd",
    "/heatmap sectors 1m",
    unused=lambda typed: ("universe",) if typed.get("sectors") else (),
)
def heatmap(
    universe: UniverseName = RUSSELL_2000,
    sectors: Annotated[bool, "the eleven sectors of the S&P 500 instead of members"] = False,
    period: Period = ONE_DAY,
    *,
    market: Market,
    members: MemberService,
) -> Reply:
    """A treemap: every member's area is its weight, its colour its change.

    Blue rose, orange fell, on a scale that colour-blind readers see. Who is large enough for a cell
    that can be read has one, and those that moved it most (weight × change) are enlarged to have one; the
    others of a sector share two, who rose and who fell, with the names of those that moved them most. Grey
    has no price. Areas are today's weights as the list of members states them, or equal where it states
    none. Every member's change is in the file behind the picture (/evidence heatmap). Without members: the
    eleven sector funds.

    Formula: change = last adjusted close / adjusted close at the base − 1; a sector's change, and that
    of a shared cell, is the mean of its priced members', weighted by their weights today. Source of
    the form: B. Shneiderman, "Tree Visualization with Tree-Maps" (1992); squarified by Bruls, Huizing
    and van Wijk (2000).
    """
    with offer_alternatives(f"/compare rut spx {period}", "/smallcaps", "/macro"):
        try:
            tiles = (
                fund_tiles(market, members, period) if sectors else member_tiles(members, universe, period)
            )
        except MarketError as problem:
            if sectors:
                raise
            with in_place_of(problem):
                tiles = fund_tiles(
                    market, members, period, (f"By sector funds instead of members: {problem}",)
                )
    last = market.state().last_completed
    headline = _headline(
        tiles, tiles.now.words if tiles.now.live else words_to(period, tiles.base, tiles.end, last)
    )
    asked = SO_FAR if tiles.now.live else span(period)
    chart, shown = _chart(headline, tiles)
    fit = fit_line(market, members, tiles.universe) if tiles.universe else SummaryLines()
    target = tiles.universe.key if tiles.universe else "sectors"
    return Reply(
        headline=str(headline),
        title=headline.title,
        facts=dated((*_facts(tiles, asked), *fit.facts), tiles.at, tiles.source),
        table=_table(tiles, asked),
        chart=chart,
        notes=(_flip(tiles), shown, *fit.notes, *tiles.notes),
        actions=_actions(target, period),
        evidence=_evidence(tiles),
        direction=direction(float(tiles.change.median())),
        provenance=tiles.provenance.named(tiles.origin),
        command=f"/heatmap {target} {period}",
        partial=tiles.now.partial,
    )


def _headline(tiles: HeatmapTiles, when: str) -> Headline:
    changes = tiles.change.dropna()
    best, worst = tiles.by_sector.dropna(subset="change").index[[0, -1]]
    rising = (changes > 0).mean()
    up = int((changes > 0).sum())
    part = share(float(rising)) if tiles.universe else f"{up or 'None'} of {len(changes)}"
    subject = f"of the {tiles.what}" if tiles.universe else tiles.what
    verb = "are up" if tiles.now.live else "rose"
    without = f"Without {listed(tiles.lacking)}, " if tiles.lacking else ""
    return Headline(
        f"{without}{part} {subject} {verb} {when}",
        f"; {best} was the strongest sector "
        f"({change(float(tiles.by_sector.loc[best, 'change']))}) and {worst} the weakest "
        f"({change(float(tiles.by_sector.loc[worst, 'change']))})",
        f"{without}{round_share(float(rising)) if tiles.universe else part} {subject} {verb} {when.partition(' (')[0]}",
    )


def _key(tiles: HeatmapTiles) -> str:
    return f"movers.{tiles.universe.key if tiles.universe else 'sector_funds'}"


def _facts(tiles: HeatmapTiles, asked: str) -> list[Fact]:
    moves, key = tiles.change.dropna(), _key(tiles)
    rising, priced = (moves > 0).mean(), Figure(f"{key}.priced.{asked}", len(moves), Unit.COUNT)
    why = f"not known without {listed(tiles.lacking)}" if tiles.lacking else ""
    median = float("nan") if why else float(moves.median())
    return [
        Fact(
            "Rising",
            float("nan") if why else float(rising),
            Unit.SHARE,
            f"{int((moves > 0).sum()):,} of {len(moves):,}{f'; {why}' if why else ''}",
            key=f"{key}.rising.{asked}",
            why=why,
        ),
        Fact("Median", median, Unit.CHANGE, why, key=f"{key}.median.{asked}", why=why),
        Fact("Coverage", f"{len(moves):,} of {len(tiles.change):,} priced", figures=(priced,)),
        Fact("Period", f"{tiles.base} to {'now' if tiles.now.live else tiles.end}"),
    ]


def _table(tiles: HeatmapTiles, asked: str) -> Table:
    key = f"{_key(tiles)}.sector.{{}}"
    columns = [Column("Sector"), Column("Change", Unit.CHANGE, f"{key}.change.{asked}")]
    rows: list[tuple[float | str | None, ...]] = [
        (str(name), float(row["change"])) for name, row in tiles.by_sector.iterrows()
    ]
    if tiles.universe:
        columns += [
            Column("Rising", Unit.SHARE, f"{key}.rising.{asked}"),
            Column("Weight", Unit.SHARE, f"{key}.weight"),
            Column("Priced", Unit.COUNT, f"{key}.priced.{asked}"),
        ]
        total = float(tiles.by_sector["weight"].sum())
        rows = [
            (*row, float(own["rising"]), float(own["weight"]) / total, float(own["priced"]))
            for row, (_name, own) in zip(rows, tiles.by_sector.iterrows(), strict=True)
        ]
    keys = tuple(str(row[0]).lower().replace(" ", "_") for row in rows)
    dates = (tiles.at,) * len(rows)
    return Table(tuple(columns), tuple(rows), tiles.now.title or f"{tiles.base} to {tiles.end}", keys, dates)


def _chart(headline: Headline, tiles: HeatmapTiles) -> tuple[Heatmap, str]:
    """The picture, and a note on who shares a cell in it."""
    moved = {str(name): float(row["change"]) for name, row in tiles.by_sector.iterrows()}
    frame = Frame(tiles.base, tiles.end)
    words = Caption(
        title=headline.over_picture,
        provenance=tiles.provenance,
        alt="",
        subtitle=tiles.now.title or frame.dates,
        frame=frame,
    )
    chart = Heatmap(
        words,
        tiles.labels,
        tuple(map(str, tiles.groups)),
        np.nan_to_num(np.asarray(tiles.weights, dtype=np.float64)),
        np.asarray(tiles.change, dtype=np.float64),
        heads=tuple(
            GroupHeading(name, value, SHORTER_SECTORS.get(name, ())) for name, value in moved.items()
        ),
        names=tiles.names,
    )
    note = _shown(chart.map(), len(tiles.labels))
    figures = ", ".join(f"{name} {change(value)}" for name, value in moved.items())
    # Nothing of areas: a phone shows them in cells of one size where there is no room for weights.
    areas = ", those named that moved it most" if len(tiles.labels) > FEW else ""
    alt = f"Treemap of {len(tiles.labels):,} {tiles.what}{areas}, colour by change. {figures}. {headline}"
    return replace(chart, caption=replace(words, alt=alt)), note


def _shown(tree: Treemap, members: int) -> str:
    """Who is on the wide map alone, who with others, and who not, as a note."""
    cells, folded = tree.shared
    if not cells:
        return ""
    absent = members - tree.alone - folded - tree.unpriced
    counts = (
        (tree.alone, "alone"),
        (folded, f"in {cells:,} shared cells"),
        (tree.unpriced, "without a price"),
        (absent, "not shown"),
    )
    shown = ", ".join(f"{count:,} {what}" for count, what in counts if count)
    why = "A shared cell has its members’ weighted change and names those that moved it most."
    lost = " Not shown: for want of a price or a weight." if absent else ""
    return f"On the wide map, of {members:,} members: {shown}. {why}{lost}"


def _flip(tiles: HeatmapTiles) -> str:
    """How many would have to turn for the balance to tip."""
    changes = tiles.change.dropna()
    rising, half = int((changes > 0).sum()), len(changes) / 2
    turns = int(abs(rising - half)) + 1
    side = "fewer" if rising > half else "more"
    where = "fewer than half" if rising > half else "more than half"
    return f"What would change it: with {turns:,} {side} rising, {where} would."


def _actions(target: str, period: Period) -> tuple[Action, ...]:
    spans = ("1d", "5d", "1m", "ytd", "1y")
    targets = {"sectors": "Sectors", **{u.key: u.name for u in UNIVERSES}}
    universe = target if target != "sectors" else SP_500.key
    return (
        *(Action(word.upper(), f"/heatmap {target} {word}") for word in spans),
        *(Action(name, f"/heatmap {key} {period}") for key, name in targets.items() if key != target),
        Action("Movers", f"/movers {universe} {period}"),
        Action("Is it broad?", f"/breadth {universe}"),
    )


def _evidence(tiles: HeatmapTiles) -> tuple[Evidence, ...]:
    return tuple(
        Evidence(
            f"{name} {change(float(row['change']))}",
            "Σ weight × change / Σ weight over the priced members"
            if tiles.universe
            else "adjusted close / adjusted close at the base − 1",
            (f"{int(row['priced'])} of {int(row['members'])} priced", f"{tiles.base} to {tiles.end}"),
            tiles.source,
        )
        for name, row in tiles.by_sector.iterrows()
    )
