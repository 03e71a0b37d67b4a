"""`/breadth`: is the move broad?"""

from __future__ import annotations

from datetime import date

from charts.pictures.breadth import BreadthChart, DivergenceBand
from charts.spec import Caption, Frame, Line
from commands.framework.alternatives import offer_alternatives, over
from commands.framework.command import command
from commands.framework.figure import Figure
from commands.framework.reply import Action, Column, Evidence, Fact, Headline, Reply, Table
from commands.inputs.attributed import fit_line
from commands.inputs.members_so_far import breadth_so_far
from commands.inputs.summary_lines import SummaryLines
from commands.inputs.universe import (
    ADJUSTED,
    BreadthResult,
    UniverseName,
    breadth_result,
    divergence_note,
    index_facts,
    seen_members,
)
from commands.presentation.figure_keys import closed_at, span
from commands.presentation.participation_words import EDGE, participation_words
from commands.presentation.picture_titles import round_share
from commands.presentation.wording import dated, direction, opened, period_actions
from market.analytics.breadth import (
    BROAD,
    LONG,
    NARROW,
    SHORT,
    YEAR,
    members_to_turn,
)
from market.analytics.divergence import DIVERGENCE
from market.datasets.members import RUSSELL_2000, UNIVERSES
from market.formatting import MISSING, Unit, counted, day, lead, points, share, written
from market.period import ONE_YEAR, Period
from market.services.members import MemberService
from market.services.prices import Market
from market.symbols import Symbol


@command(
    "/breadth",
    "/breadth sp500 3m",
    "/breadth russell2000 3y",
    terms={
        "short": SHORT,
        "long": LONG,
        "year": YEAR,
        "before": YEAR - 1,
        **{"broad": BROAD, "narrow": NARROW, "edge": points(EDGE)},
        "rule": DIVERGENCE,
    },
)
def breadth(
    universe: UniverseName = RUSSELL_2000,
    period: Period = ONE_YEAR,
    *,
    market: Market,
    members: MemberService,
) -> Reply:
    """Is the move broad? How many members take part, whatever the index does.

    The share of members that close above their {short}- and {long}-day simple averages; advancers and
    decliners; new 52-week highs less lows (close above, below every one of the {before} closes before);
    the advance-decline line, the running sum of advancers less decliners. A member needs {short} ({long},
    {year}) closes without a gap; those that lack them are not counted, and the coverage says how many
    are. Broad: at least {broad:.0%} above the {long}-day average; narrow: at most {narrow:.0%};
    within {edge} of either it is said to be barely so, or nearly.

    Divergence (our rule): {rule.words}. During a session, what members do so far today stands first, by quotes.
    Without members, size and sector funds stand in and are called so. Members are today's
    (survivorship bias). Source: the measures as the exchanges and StockCharts' ChartSchool define them.
    """
    with offer_alternatives(f"/compare rut spx {period}", "/smallcaps", "/macro"):
        seen = seen_members(market, members, universe)
        over(period, f"/breadth {universe}", lambda asked: asked.cut(seen.breadth.counts))
    result = breadth_result(market, universe, seen, period)
    headline, fit, said, now = _headline(result), SummaryLines(), "", SummaryLines()
    if not result.is_past:
        fit = fit_line(market, members, universe)
        if seen.unit == "members" and not period.last:
            said, now = breadth_so_far(members, universe)
    return Reply(
        headline=f"{said}{headline}",
        title=headline.title,
        facts=dated((*now.facts, *_facts(result), *fit.facts), f"{result.end} close", seen.source),
        table=_table(result),
        chart=_chart(headline, result),
        notes=(
            "" if result.is_past else _flip(result),
            *now.notes,
            divergence_note(result),
            *fit.notes,
            ADJUSTED,
            *seen.notes,
            *result.index_notes,
        ),
        actions=(
            *period_actions(f"/breadth {universe}", period),
            *(
                Action(other.name, f"/breadth {other} {period}")
                for other in UNIVERSES
                if other is not universe
            ),
            Action("Heatmap", f"/heatmap {universe}"),
            Action("Size ladder", "/ladder"),
            Action("After breadth thrusts", f"/history thrust {Symbol.parse(universe.index).word}"),
        ),
        evidence=(*now.evidence, *_evidence(result)),
        partial=now.partial,
        direction=direction(result.above(LONG) - 0.5),
        provenance=result.provenance.named(seen.origin),
        command=f"/breadth {universe} {period}",
    )


def _headline(result: BreadthResult) -> Headline:
    above, moved = result.above(LONG), _moved_words(result)
    if gap := result.seen.breadth.gap(LONG):
        more = f"; {moved}" if result.counted("advancers") is not None else ""
        return Headline(f"Participation on {result.end} is not known: {_no_closes(gap)}", more)
    if above != above:
        return Headline("Nothing has the 200 closes that breadth needs yet", f"; {moved} on {result.end}")
    verdict, long = participation_words(above), f"{result.seen.who} closed above their {LONG}-day average"
    title = f"Participation is {verdict}: {share(above)} {long} on {result.end}"
    return Headline(title, f"; {moved}", f"Participation is {verdict}: {round_share(above)} {long}")


def _moved_words(result: BreadthResult) -> str:
    up, down = (written(result.counted(kind), Unit.COUNT) for kind in ("advancers", "decliners"))
    unit = result.seen.unit.removesuffix("s") if up == "1" else result.seen.unit
    return f"{up} {unit} advanced and {down} declined"


def _no_closes(day: date) -> str:
    return f"there are no closes of any of them for {day}"


def _why(result: BreadthResult, sessions: int) -> str:
    """Why a figure over so many sessions is withheld; empty where none of them lacks all closes."""
    gap = result.breadth.gap(sessions)
    return _no_closes(gap) if gap else ""


def _facts(result: BreadthResult) -> list[Fact]:
    key, asked = result.key, span(result.period)

    def count(kind: str, sessions: int) -> Figure:
        return Figure(f"{key}.{kind}", result.counted(kind), Unit.COUNT, why=_why(result, sessions))

    facts = []
    for window in (SHORT, LONG):
        shift = result.shift(window)
        since = f", {lead(shift)} {result.words}" if shift == shift else ""
        of = f"of {result.last[f'averaged_{window}']:,} with {window} closes{since}"
        why, then = _why(result, window), _why(result, window + result.sessions)
        if shift != shift and not then:
            then = f"not the same {result.seen.unit} have {window} closes at its start and at its end"
        facts.append(Fact(
            f"Above {window}-day average", result.above(window), Unit.SHARE, why or of,
            key=f"{key}.above_{window}", why=why,
            figures=(Figure(f"{key}.above_{window}_shift.{asked}", shift, Unit.LEAD, why=then),),
        ))  # fmt: skip
    down, why = count("decliners", 2), _why(result, 2)
    fell = counted(result.counted("decliners") or 0, "decliner")
    facts.append(Fact(
        "Advancers", result.counted("advancers"), Unit.COUNT, why or fell,
        key=f"{key}.advancers", why=why, figures=(down,),
    ))  # fmt: skip
    highs, lows, why = count("highs", YEAR), count("lows", YEAR), _why(result, YEAR)
    of = f"{written(highs.value, Unit.COUNT)} highs, {written(lows.value, Unit.COUNT)} lows"
    facts.append(Fact(
        "Net new 52-week highs", float(result.breadth.net_highs.iloc[-1]), Unit.COUNT, why or of,
        key=f"{key}.net_highs", why=why, figures=(highs, lows),
    ))  # fmt: skip
    climbed, why = result.breadth.climbed(result.cut(result.breadth.line)), _why(result, result.sessions + 1)
    risen = Figure(f"{key}.line.{asked}", climbed, Unit.COUNT, why=why)
    words = MISSING if climbed != climbed else f"{climbed:+,.0f}".replace("-", "−")
    facts.append(Fact("Advance-decline line", words, detail=why or result.words, figures=(risen,)))
    members = Figure(f"{key}.members", result.breadth.members, Unit.COUNT)
    words = f"{result.last['priced']:,} of {result.breadth.members:,} {result.seen.unit} priced"
    facts.append(Fact("Coverage", words, figures=(count("priced", 1), members)))
    return [*facts, *index_facts(result, asked)]


def _table(result: BreadthResult) -> Table:
    """The last five sessions."""
    columns = (
        Column("Session"),
        Column("Above 50", Unit.SHARE, "{}.above_50"),
        Column("Above 200", Unit.SHARE, "{}.above_200"),
        Column("Advancers", Unit.COUNT, "{}.advancers"),
        Column("Decliners", Unit.COUNT, "{}.decliners"),
        Column("Net highs", Unit.COUNT, "{}.net_highs"),
        Column("Priced", Unit.COUNT, "{}.priced"),
    )
    columns_of = (
        result.breadth.above(SHORT),
        result.breadth.above(LONG),
        result.breadth.counted("advancers"),
        result.breadth.counted("decliners"),
        result.breadth.net_highs,
        result.breadth.counted("priced"),
    )
    values = zip(*(column.to_numpy(dtype=float)[:-6:-1].tolist() for column in columns_of), strict=True)
    days = [f"{day.date()}" for day in result.breadth.counts.index[:-6:-1]]
    rows = tuple((day, *row) for day, row in zip(days, values, strict=True))
    gaps = (result.breadth.gap(YEAR, ago) for ago in range(len(days)))
    return Table(
        columns,
        rows,
        "The last five sessions",
        (result.key,) * len(rows),
        tuple(map(closed_at, days)),
        tuple(_no_closes(gap) if gap else "" for gap in gaps),
    )


def _chart(headline: Headline, result: BreadthResult) -> BreadthChart:
    if result.index:
        above, name = result.cut(result.index.closes), result.index.symbol.label
    else:
        above, name = result.cut(result.breadth.line), "Advance-decline line"
    taking_part = {window: result.breadth.above(window).dropna() for window in (SHORT, LONG)}
    begins = min((part.index[0] for part in taking_part.values() if len(part)), default=above.index[0])
    if len(later := above.loc[begins:]) > 1:  # both panels show the sessions that both have
        above = later
    lines = []
    for window, shares in taking_part.items():
        part = shares.reindex(above.index)
        if part.notna().any():
            lines.append(Line.of(f"{window}-day", part))
    first, last = above.index[0].date(), above.index[-1].date()
    shades = tuple(
        DivergenceBand(max(d.first, first), min(d.last, last), d.narrowing)
        for d in result.divergences
        if d.last >= first and d.first <= last
    )
    marked = " Divergences are shaded." if shades else ""
    alt = (
        f"{name} above; below it the share {result.seen.who} above their 50- and 200-day averages, {first} to {last}."
        f"{marked} {headline}"
    )
    frame, early = Frame(first, last), bool(headline.rounded) and result.end < str(last)
    whose = "its" if result.index else "the"
    words = Caption(
        title=f"{headline.rounded} on {result.end}" if early else headline.over_picture,
        provenance=result.provenance,
        alt=alt[:1000],
        subtitle=f"{name} and {whose} {result.seen.unit}, {frame.dates}",
        frame=frame,
    )
    panel = f"{opened(result.seen.unit)} above their average"
    newest = max((part.index[-1] for part in taking_part.values() if len(part)), default=None)
    absent = f"Their prices end on {day(newest)}" if newest is not None else "They have too few closes yet"
    return BreadthChart(words, Line.of(name, above), tuple(lines), shades, panel, absent)


def _flip(result: BreadthResult) -> str:
    above, count = result.above(LONG), int(result.last[f"averaged_{LONG}"])
    if above != above:
        return f"What would change it: {LONG} closes in a row of any of them."
    turn, side, then = members_to_turn(int(result.last[f"above_{LONG}"]), count)
    return f"What would change it: with {turn:,} more {side} their 200-day average it is {then}."


def _evidence(result: BreadthResult) -> tuple[Evidence, ...]:
    last, source = result.last, result.seen.source
    up, down = (written(result.counted(kind), Unit.COUNT) for kind in ("advancers", "decliners"))
    evidence = [
        Evidence(
            f"{share(result.above(window))} above the {window}-day average",
            f"members with close > mean of their last {window} closes / members with {window} closes",
            (f"{last[f'above_{window}']:,} of {last[f'averaged_{window}']:,}", f"close of {result.end}"),
            source,
        )
        for window in (SHORT, LONG)
        if last[f"averaged_{window}"]
    ]
    advancers = Evidence(
        f"{up} advancers, {down} decliners",
        "close above, below the close of the session before",
        (f"{last['priced']:,} of {result.breadth.members:,} priced on {result.end}",),
        source,
    )
    return (*evidence, advancers)
