"""`/rotation`: which market regime it is, and who gains on whom."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from commands.framework.alternatives import offer_alternatives
from commands.framework.command import UsageError, command
from commands.framework.figure import Figure
from commands.framework.reply import Action, Column, Evidence, Fact, Headline, Reply, Table
from commands.inputs.basket import Basket, basket
from commands.inputs.judged_regime import JudgedRegime, judged_regime
from commands.inputs.measured_levels import refuse_levels
from commands.inputs.plane_trails import PlaneTrail, plane_trails
from commands.presentation.chart_specs import rotation_picture
from commands.presentation.figure_keys import closed_at, no_bar, ratio_key, regime_figures
from commands.presentation.wording import dated, direction, held_words, opened, the
from market.analytics.regime_rule import MEASURED, RULE, RegimeLabel
from market.analytics.relative_strength import (
    MOMENTUM_STEP,
    STRENGTH_WINDOW,
    RelativeStrength,
    quadrant,
    relative_strength,
)
from market.analytics.rotation import LISTED, SECTORS, Flip, Regime
from market.bars import Bars
from market.formatting import Unit, change, lead, listed, sessions, share
from market.notes import merged
from market.provenance import combined
from market.services.prices import Market
from market.symbols import Symbol

OWN, OTHER = Symbol.parse("rut"), Symbol.parse("spx")
BENCHMARK = "SPY"
SIZES = ("MGC", "RSP", "IJH", "IWM", "IWC")
_READINGS = {
    "market": "Large caps",
    "small": "Small less large",
    "narrow": "Cap less equal weight",
    "defence": "Defensive less cyclical",
    "rising": "Sectors rising",
}


@command(
    "/rotation",
    "/rotation rut ndx",
    "/rotation iwn iwo",
    terms={
        "rule": RULE,
        "words": "\n".join(RULE.words),
        "measured": MEASURED,
        "strength": STRENGTH_WINDOW,
        "momentum": MOMENTUM_STEP,
    },
)
def rotation(own: Symbol = OWN, other: Symbol | None = None, *, market: Market) -> Reply:
    """Which market regime it is by a published rule, how long it has held, and what would flip it.

    The rule reads five figures of the last {rule.window} sessions (funds, with dividends): the return of large
    caps (SPY); small (IWM) less large; cap (SPY) less equal weight (RSP); defensive less cyclical
    sectors; the share of the eleven sectors that rose (before their listing without XLRE, 2015, and XLC,
    2018). It says nothing when one of these funds is missing. The first that applies names the session.
    {words}
    A verdict stands until its own condition has failed on {rule.ends_after} sessions in a row; then that session's
    name takes its place. From {measured.first} to {measured.last} its condition held on {measured.own:.0%} of
    sessions, and {measured.agreement:.0%} of them were themselves named as the verdict, the first that applies
    being another on the rest; it changed {measured.turns} times a year, at most {measured.most} times. The rule is
    our own; it describes, and does not forecast.

    Relative strength is one price over the other (Levy 1967). In the plane, strength = ratio to SPY
    / its {strength}-session mean − 1, and momentum = strength − strength {momentum} sessions before.
    """
    other = other or (OWN if own.ticker == OTHER.ticker else OTHER)
    if own.ticker == other.ticker:
        example = "/rotation rut spx"
        raise UsageError(f"{own.label} against itself is no rotation. Try {example}.", (example,))
    refuse_levels((own, other), "relative strength")
    with offer_alternatives("/breadth", "/movers", "/macro"):
        pair = basket(market, (own, other), levels=False)
        judgement = judged_regime(market, SIZES)
        if len(pair.bars) < 2:
            market.many((own, other), levels=False)  # raises what is the matter with one of them
        first, second = pair.all
        strength = relative_strength(first.total, second.total)
    funds, judged = judgement.funds, judgement.regime
    trails = plane_trails(funds, (*SIZES, *SECTORS), BENCHMARK)
    drawn = tuple(trail.drawn for trail in trails if trail.points)
    headline = _headline(judged, strength, first, second, market.state().last_completed)
    if (own, other) != (OWN, OTHER):  # the picture of a pair that was asked for is about that pair
        headline = replace(headline, rounded=opened(headline.more.removeprefix("; ")))
    end = judged.end if judged else judgement.reading.end if judgement.reading else strength.end
    return Reply(
        headline=str(headline),
        title=headline.title,
        facts=dated(
            (*_regime_facts(judgement), *_facts(strength, first, second)), f"{end} close", first.source
        ),
        table=_table(trails),
        chart=rotation_picture(headline, strength, (first, second), drawn),
        notes=(
            _flips(judged),
            _named_sectors(judged),
            _ratio_flip(strength, first, second),
            judgement.note,
            *_ends(strength, trails, end),
            *_notes(pair, funds, end),
        ),
        actions=_actions(own, other),
        evidence=_evidence(judged, strength, first, second),
        direction=direction(float(judged.readings["small"].iloc[-1]) if judged else float("nan")),
        provenance=combined(*pair.all, *funds.all),
        partial=bool(pair.reason or funds.reason),
        command=f"/rotation {own.word} {other.word}",
    )


def _headline(
    judged: Regime | None, strength: RelativeStrength, first: Bars, second: Bars, due: date
) -> Headline:
    side = "above" if strength.above(50) else "below"
    of = f"the ratio of {the(first.symbol.label)} to {the(second.symbol.label)}"
    ratio = (
        f"{of} is {side} its 50-day average" if strength.held_50 != 0 else f"{of} is too young for an average"
    )
    if gap := strength.gap(50):
        ratio = f"where {of} stands to its 50-day average is not known ({no_bar(gap, first, second)})"
    elif strength.end < (judged.end if judged else due):
        ratio += f" as of {strength.end}"
    if judged is None:
        return Headline(opened(ratio))
    noun = judged.verdict in (RegimeLabel.BROAD_ADVANCE, RegimeLabel.BROAD_DECLINE)
    article = "The market regime is a" if noun else "The market regime is"
    dated = f", as of {judged.end}" if judged.end < due else ""
    standing = f"{article} {judged.verdict}{dated}, {held_words(judged)}{_beside(judged)}"
    return Headline(standing, f"; {ratio}")


def _beside(judged: Regime) -> str:
    """What the newest session says of a verdict that it does not bear out."""
    if judged.failed:
        return f", though its condition failed on the last {sessions(judged.failed).removeprefix('1 ')}"
    return "" if judged.reading is judged.verdict else f", while the session itself reads {judged.reading}"


def _regime_facts(judgement: JudgedRegime) -> Iterator[Fact]:
    """The verdict and the readings of the newest session; these also where it is open which verdict stands."""
    judged, over = judgement.regime, f"{RULE.window} sessions"
    if judged is not None:
        held, figures = held_words(judged), regime_figures(judged)
        yield Fact("Verdict", str(judged.verdict), detail=held, key="regime.verdict", figures=figures)
        readings = {str(name): float(value) for name, value in judged.readings.iloc[-1].items()}
    elif judgement.reading is not None:
        yield from judgement.open_fact("Verdict")
        readings = judgement.reading.values
    else:
        return
    for name, label in _READINGS.items():
        yield Fact(label, readings[name], _unit(name), over, key=f"regime.{name}")


def _facts(strength: RelativeStrength, first: Bars, second: Bars) -> list[Fact]:
    facts: list[Fact] = []
    label, pair = f"{first.symbol.label} / {second.symbol.label}", ratio_key(first, second)
    for window, held in ((50, strength.held_50), (200, strength.held_200)):
        why = no_bar(strength.gap(window), first, second)
        if held == 0 and not why:
            continue
        side = "above" if strength.above(window) else "below"
        run = why or no_bar(strength.gap(window + strength.counted(window)), first, second)
        figures = (
            Figure(f"{pair}.side_{window}", None if why else side, why=why),
            Figure(f"{pair}.held_{window}", held or None, Unit.SESSIONS, why=run),
        )
        words = "not known" if why else f"{side} its average"
        detail = why or (f"for {sessions(held)}" if held else f"for how long is not known: {run}")
        as_of = closed_at(strength.end)
        facts.append(Fact(f"{label}, {window}-day", words, detail=detail, as_of=as_of, figures=figures))
    return facts


def _ends(strength: RelativeStrength, trails: Sequence[PlaneTrail], end: date) -> tuple[str, ...]:
    """Which parts are of an earlier session than the verdict, or of a later one."""
    notes = [f"The ratio is as of {strength.end}."] if strength.end != end else []
    others = {day: [t.label for t in trails if t.end == day] for day in {t.end for t in trails} - {end}}
    notes += [f"Relative strength of {listed(labels)} as of {day}." for day, labels in sorted(others.items())]
    return tuple(notes)


def _unit(reading: str) -> Unit:
    return {"market": Unit.CHANGE, "rising": Unit.SHARE}.get(reading, Unit.LEAD)


def _flips(judged: Regime | None) -> str:
    """What would end the standing verdict; while its condition fails, what would make it hold again."""
    if judged is None:
        return ""
    every, after = [_flip_words(flip, judged) for flip in judged.flips[:3]], RULE.ends_after
    if judged.failed:
        again = (
            f"it would hold again with {' or with '.join(every)}" if every else "no one reading restores it"
        )
        return (
            f"It ends when its condition fails for {sessions(after)} in a row, now {judged.failed}; {again}."
        )
    if not every:
        return "What would flip it: no single reading by itself."
    return f"What would flip it, for {sessions(after)} in a row: {listed(every)}."


def _flip_words(flip: Flip, judged: Regime) -> str:
    write = share if flip.reading == "rising" else change if flip.reading == "market" else lead
    side = f"{'at or ' if flip.at else ''}{'above' if flip.distance >= 0 else 'below'}"
    reached = f"{_READINGS[flip.reading].lower()} {side} {write(flip.threshold)} (now {write(flip.value)})"
    return reached if judged.failed else f"{reached} would read {flip.becomes}"


def _named_sectors(judged: Regime | None) -> str:
    """The sector funds that were read, where not all of today's were listed."""
    if judged is None or len(judged.sectors) == len(SECTORS):
        return ""
    young = listed([f"{ticker} on {day}" for ticker, day in LISTED.items() if ticker not in judged.sectors])
    return (
        f"The rule read the {len(judged.sectors)} sector funds that were listed for a whole window: "
        f"{listed(judged.sectors)}. First traded later: {young}."
    )


def _ratio_flip(strength: RelativeStrength, first: Bars, second: Bars) -> str:
    if not strength.held_50:
        return ""
    verb = "lost" if strength.flip_50 < 0 else "gained"
    return (
        f"The ratio would close on the other side of its 50-day average if {the(first.symbol.label)} {verb} "
        f"{lead(abs(strength.flip_50)).removeprefix('+')} against {the(second.symbol.label)} in the next session."
    )


def _table(trails: Sequence[PlaneTrail]) -> Table | None:
    """Where size and sector funds stand in the plane, each as of the last session that it shares with SPY."""
    columns = (
        Column("Fund"),
        Column("Strength", Unit.LEAD, "{}.strength.spy"),
        Column("Momentum", Unit.LEAD, "{}.momentum.spy"),
        Column("Against SPY"),
    )
    rows = tuple((trail.label, *trail.now, quadrant(*trail.now) if trail.points else "") for trail in trails)
    keys, dates = tuple(trail.word for trail in trails), tuple(closed_at(trail.end) for trail in trails)
    reasons = tuple(trail.why for trail in trails)
    return Table(columns, rows, "Relative strength and its momentum", keys, dates, reasons) if rows else None


def _notes(pair: Basket, funds: Basket, end: date) -> tuple[str, ...]:
    return merged((*pair.notes(end), *funds.notes(end)))


def _actions(own: Symbol, other: Symbol) -> tuple[Action, ...]:
    shown = {(own.word, other.word)}
    pairs = [("rut", "spx"), ("rut", "ndx"), ("rsp", "spy"), ("iwn", "iwo")]
    return (
        *(Action(f"{a} / {b}".upper(), f"/rotation {a} {b}") for a, b in pairs if (a, b) not in shown),
        Action("Size ladder", "/ladder"),
        Action("Sectors", "/sectors"),
        Action("Is it broad?", "/breadth"),
        Action("After such leads", "/history lead 5 21 rut spx"),
    )


def _evidence(
    judged: Regime | None, strength: RelativeStrength, first: Bars, second: Bars
) -> tuple[Evidence, ...]:
    ratio = Evidence(
        f"Ratio {first.symbol.label} / {second.symbol.label} {strength.frame['ratio'].iloc[-1]:.4f}",
        "close of the first / close of the second; averages over 50 and 200 sessions",
        (f"{first.symbol.label}: {first.return_basis}", f"{second.symbol.label}: {second.return_basis}"),
        first.source,
    )
    if judged is None:
        return (ratio,)
    last = judged.readings.iloc[-1]
    inputs = (
        f"{label} {share(float(last[name])) if name == 'rising' else change(float(last[name]))}"
        for name, label in _READINGS.items()
    )
    rule = " ".join(RULE.words)
    verdict = Evidence(f"Verdict: {judged.verdict}", rule, (*inputs, f"to {judged.end}"), first.source)
    return verdict, ratio
