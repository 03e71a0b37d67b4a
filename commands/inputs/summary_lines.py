"""One-line summaries of breadth and of the market regime, for answers to other questions."""

from __future__ import annotations

from dataclasses import dataclass

from commands.framework.figure import Figure
from commands.framework.reply import Evidence, Fact
from commands.inputs.judged_regime import judged_regime
from commands.presentation.figure_keys import closed_at, regime_figures
from commands.presentation.wording import held_words
from market.analytics.breadth import LONG, SHORT
from market.analytics.regime_rule import RULE
from market.datasets.members import Universe
from market.errors import MarketError, ProviderError
from market.formatting import Unit, share
from market.notes import without
from market.services.members import MemberService
from market.services.prices import Market


@dataclass(frozen=True, slots=True)
class SummaryLines:
    """What to add to an answer. Where an input is missing there is no fact, and a note says why.

    partial: it may be there when it is asked for again.
    """

    facts: tuple[Fact, ...] = ()
    notes: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    partial: bool = False

    def __add__(self, other: SummaryLines) -> SummaryLines:
        return SummaryLines(
            self.facts + other.facts,
            self.notes + other.notes,
            self.evidence + other.evidence,
            self.partial or other.partial,
        )


def breadth_line(members: MemberService, universe: Universe) -> SummaryLines:
    """How many members of `universe` are above their averages, as `/breadth` counts them."""
    try:
        panel = members.panel(universe)
    except MarketError as problem:
        return SummaryLines(notes=(without("breadth", problem),), partial=isinstance(problem, ProviderError))
    breadth, session = panel.breadth, panel.closes.index[-1].date()
    short, long = (float(breadth.above(window).iloc[-1]) for window in (SHORT, LONG))
    gap, last = breadth.gap(LONG), breadth.counts.iloc[-1]
    why = f"there are no closes of members for {gap}" if gap else ""
    if long != long and not gap:
        return SummaryLines(notes=(f"Without breadth: no member has {LONG} closes yet.",))
    fact = Fact(
        "Breadth",
        long,
        Unit.SHARE,
        why
        or f"of members above their {LONG}-day average, {share(short)} above the {SHORT}-day; {panel.coverage}",
        closed_at(session),
        panel.source,
        key=f"breadth.{universe.key}.above_{LONG}",
        why=why,
        figures=(
            Figure(f"breadth.{universe.key}.above_{SHORT}", short, Unit.SHARE, why=why),
            Figure(f"breadth.{universe.key}.priced", int(last["priced"]), Unit.COUNT),
        ),
    )
    if gap:
        return SummaryLines((fact,), panel.brief_notes)
    origin = Evidence(
        f"{share(long)} above the {LONG}-day average",
        f"members with close > mean of their last {LONG} closes / members with {LONG} closes",
        (f"{last[f'above_{LONG}']:,} of {last[f'averaged_{LONG}']:,}", f"close of {session}"),
        panel.source,
    )
    return SummaryLines((fact,), panel.brief_notes, (origin,))


def rotation_line(market: Market) -> SummaryLines:
    """The market regime by the rule of `/rotation`, and for how long it has held."""
    judgement = judged_regime(market)
    if (judged := judgement.regime) is None:
        notes = (without("rotation", judgement.problem),) if judgement.problem else ()
        return SummaryLines(
            judgement.open_fact("Rotation"), notes, partial=isinstance(judgement.problem, ProviderError)
        )
    source, held = judgement.funds.all[0].source, held_words(judged)
    fact = Fact(
        "Rotation", str(judged.verdict), detail=held,
        as_of=closed_at(judged.end), source=source, key="regime.verdict",
        figures=regime_figures(judged),
    )  # fmt: skip
    origin = Evidence(
        f"Rotation: {judged.verdict}",
        " ".join(RULE.words),
        (f"{RULE.window}-session returns to {judged.end}", held),
        source,
    )
    return SummaryLines((fact,), (), (origin,))
