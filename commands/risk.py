"""`/risk`: how much a market swings, how far it fell, how it moves with another."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from charts.pictures.risk import RollingRisk
from charts.spec import Frame, Line
from commands.framework.alternatives import offer_alternatives
from commands.framework.command import UsageError, command
from commands.framework.reply import Action, Column, Evidence, Fact, Headline, Reply, Table
from commands.inputs.basket import basket
from commands.inputs.measured_levels import refuse_levels
from commands.inputs.risk_result import RiskResult, measured
from commands.presentation.figure_keys import closed_at, fall_key, no_bar, subject
from commands.presentation.picture_titles import round_share
from commands.presentation.wording import caption, dated, opened, the
from market.analytics.gaps import first_gap
from market.analytics.risk import (
    CAPTURE_MONTHS,
    LEAST_CAPTURE_MONTHS,
    WINDOWS,
    YEAR,
    BenchmarkRelation,
    declines,
    recent_volatility,
)
from market.bars import Bars
from market.errors import NoData
from market.formatting import Unit, change, is_nothing, listed, share, written
from market.period import Period
from market.provenance import combined
from market.services.prices import Market
from market.symbols import Symbol

SHOWN = Period.parse("3y")  # of the rolling picture
STANDARD, SECOND = Symbol.parse("spx"), Symbol.parse("ndx")


@command(
    "/risk rut",
    "/risk iwm spy",
    "/risk aapl ndx",
    terms={
        "windows": listed(list(map(str, WINDOWS))),
        "year": YEAR,
        "months": CAPTURE_MONTHS,
        "least": LEAST_CAPTURE_MONTHS,
    },
)
def risk(
    symbol: Symbol, against: Annotated[Symbol | None, "the benchmark: spx"] = None, *, market: Market
) -> Reply:
    """How much a market swings, how far it has fallen, and how it moves with another.

    Realised volatility is the standard deviation of the daily returns times √{year} (the market's own
    sessions a year: {year} in New York, 365 for coins), over the last
    {windows} sessions (Hull, "Options, Futures, and Other Derivatives"). Drawdown is the last
    close over the highest before it, less one. Beta is the covariance with the benchmark's daily
    returns over their variance, correlation is Pearson's, both over {year} sessions (Sharpe 1964).
    Up- and down-capture compare annualised returns over the months in which the benchmark rose, and
    fell, in the last {months} complete months, {least} at least (Morningstar's definition): an up-capture above and a
    down-capture below 100 % is the good mixture.

    Indices by price, funds and stocks with dividends. All look back; none is a forecast.
    """
    usual = SECOND if symbol.ticker == STANDARD.ticker else STANDARD
    against = against or usual
    if symbol.ticker == against.ticker:
        suggestion = f"/risk {symbol.word} {usual.word}"
        raise UsageError(f"{symbol.label} beside itself says nothing. Try {suggestion}.", (suggestion,))
    refuse_levels((symbol, against), "volatility, drawdown or beta")
    with offer_alternatives("/movers", "/macro"):
        held = basket(market, (symbol, against), levels=False, asked=True)
        if symbol.ticker not in held.bars:
            market.bars(symbol, levels=False)  # raises what is the matter with it
            raise NoData(f"There are no prices of {symbol.label} at this date.")
    with offer_alternatives(f"/quote {symbol.word}", f"/chart {symbol.word} max"):
        own = held.bars[symbol.ticker]
        result = measured(own, held.bars.get(against.ticker), market.calendar.ends_month(own.last_session))
    headline = _headline(result)
    used = tuple(b for b in (result.own, result.other) if b is not None)
    return Reply(
        headline=str(headline),
        title=headline.title,
        facts=dated(_facts(result), f"{result.own.last_session} close", result.own.source),
        table=_table(result),
        chart=_chart(headline, result, used),
        notes=(_flip(result), *result.problem, *held.notes(result.own.last_session)),
        actions=_actions(symbol, against),
        evidence=_evidence(result),
        provenance=combined(*used),
        command=f"/risk {symbol.word} {against.word}",
    )


def _headline(result: RiskResult) -> Headline:
    name = the(result.own.symbol.label)
    month, year, now = result.volatility[WINDOWS[0]], result.volatility[YEAR], result.declines.now
    usual = f", against {share(year)} over a year" if year == year else ""
    swings = f"swings at {share(month)} a year over the last {WINDOWS[0]} sessions{usual}"
    if month != month:
        swings = f"has a session without a close among the last {WINDOWS[0] + 1}: its volatility over them is not known"
    fallen = "at its high" if is_nothing(now) else f"{change(now)} from its high"
    if result.declines.unknown_now:
        fallen += f" among the closes that are known ({no_bar(result.declines.unknown_now, result.own)})"
    beside = (
        f", with a beta of {written(result.relation.beta, Unit.RATIO)} to {the(result.other.symbol.label)}"
        if result.relation and result.other
        else ""
    )
    rounded = (
        f"{opened(name)}’s last {WINDOWS[0]} sessions swung at {round_share(month)} a year"
        if month == month
        else ""
    )
    rounded += f", the last {YEAR} at {round_share(year)}" if rounded and year == year else ""
    return Headline(f"{opened(name)} {swings}", f"; it is {fallen}{beside}", rounded)


def _facts(result: RiskResult) -> list[Fact]:
    fall, own, word = result.declines, result.own, subject(result.own.symbol)
    back = f"recovered {fall.recovered}" if fall.recovered else "not recovered"
    facts = [
        Fact(
            f"Volatility, {w} sessions",
            result.volatility[w],
            Unit.SHARE,
            gap,
            key=f"{word}.volatility.{w}d",
            why=gap,
        )
        for w in WINDOWS
        for gap in (_unsteady(own, w),)
    ]
    now, worst = (f"{word}.{fall_key(own, name)}" for name in ("drawdown", "worst_drawdown"))
    when = f"{fall.peak} to {fall.trough}, {back}"
    high, deep = no_bar(fall.unknown_now, own), no_bar(fall.unknown_worst, own)
    facts += [
        Fact(
            "Drawdown now",
            _sure(fall.now, high),
            Unit.CHANGE,
            high or "from the highest close",
            key=now,
            why=high,
        ),
        Fact("Worst drawdown", _sure(fall.worst, deep), Unit.CHANGE, deep or when, key=worst, why=deep),
    ]
    return facts + (
        _beside(result.relation, own, result.other, word) if result.relation and result.other else []
    )


def _unsteady(bars: Bars, window: int) -> str:
    """Why a volatility is withheld; empty where no session of its window lacks a bar."""
    return no_bar(first_gap(bars.total.iloc[-window - 1 :]), bars)


def _sure(value: float, why: str) -> float:
    return float("nan") if why else value


def _beside(relation: BenchmarkRelation, own: Bars, other: Bars, word: str) -> list[Fact]:
    """The figures beside the benchmark."""
    name, key, end = the(other.symbol.label), subject(other.symbol), closed_at(relation.end)
    window = f"{relation.sessions} sessions"

    def fact(label: str, value: float, unit: Unit, detail: str, figure: str, gap: date | None) -> Fact:
        why = no_bar(gap, own, other)
        return Fact(label, value, unit, why or detail, end, key=f"{word}.{figure}", why=why)

    of = f"{key}.{relation.sessions}d"
    facts = [
        fact("Beta", relation.beta, Unit.RATIO, f"to {name}, {window}", f"beta.{of}", relation.gap),
        fact(
            "Correlation",
            relation.correlation,
            Unit.RATIO,
            f"with {name}, {window}",
            f"correlation.{of}",
            relation.gap,
        ),
    ]
    if capture := relation.capture:
        up, down = f"{capture.months_up} months in which", f"{capture.months_down} months in which"
        gap = capture.gap
        facts += [
            fact("Up-capture", capture.up, Unit.SHARE, f"{up} {name} rose", f"up_capture.{key}", gap),
            fact("Down-capture", capture.down, Unit.SHARE, f"{down} {name} fell", f"down_capture.{key}", gap),
        ]
    return facts


def _table(result: RiskResult) -> Table | None:
    """Both markets beside each other."""
    if result.other is None:
        return None
    columns = (
        Column("Market"),
        *(Column(f"Volatility {window}", Unit.SHARE, f"{{}}.volatility.{window}d") for window in WINDOWS),
        Column("Drawdown", Unit.CHANGE, "{}.compared_drawdown.max"),
        Column("Worst", Unit.CHANGE, "{}.compared_worst_drawdown.max"),
    )
    rows: list[tuple[float | str, ...]] = []
    reasons = []
    for bars in (result.own, result.other):
        fall = declines(bars.total)
        swings = (recent_volatility(bars.total, window, bars.year) for window in WINDOWS)
        high, deep = (no_bar(gap, bars) for gap in (fall.unknown_now, fall.unknown_worst))
        rows.append((bars.symbol.label, *swings, _sure(fall.now, high), _sure(fall.worst, deep)))
        reasons.append(high or deep or _unsteady(bars, YEAR))
    both = (result.own, result.other)
    ends = dict.fromkeys(str(bars.last_session) for bars in both)
    return Table(
        columns,
        tuple(rows),
        title=f"Closes to {' and '.join(ends)}",
        keys=tuple(subject(bars.symbol) for bars in both),
        dates=tuple(closed_at(bars.last_session) for bars in both),
        reasons=tuple(reasons),
    )


def _chart(headline: Headline, result: RiskResult, used: tuple[Bars, ...]) -> RollingRisk:
    part = result.frame if len(result.frame) < 3 else SHOWN.cut(result.frame)
    name = result.own.symbol.label
    lines = tuple(
        Line.of(f"{window} sessions", part[f"volatility_{window}"], short=f"{window}d")
        for window in WINDOWS
        if part[f"volatility_{window}"].notna().any()
    )
    beta = None
    if result.other is not None and part["beta"].notna().any():
        beta = Line.of(f"Beta to {the(result.other.symbol.label)}, {YEAR} sessions", part["beta"])
    alt = (
        f"Rolling risk of {the(name)}, {part.index[0].date()} to {part.index[-1].date()}: realised volatility over "
        f"{', '.join(line.label for line in lines)}{', beta' if beta else ''} and drawdown. {headline}"
    )
    frame = Frame(part.index[0].date(), part.index[-1].date())
    words = caption(headline.over_picture, alt, *used, subtitle=frame.dates, frame=frame)
    return RollingRisk(words, lines, beta, Line.of("Drawdown", part["drawdown"]))


def _flip(result: RiskResult) -> str:
    """What would change the reading of calm or rough."""
    short, year = result.volatility[WINDOWS[0]], result.volatility[YEAR]
    if year != year or short != short:
        return ""
    side, other = ("calmer", "above") if short < year else ("rougher", "below")
    return (
        f"What would change it: the last {WINDOWS[0]} sessions were {side} than the last {YEAR}; they would not be "
        f"with a volatility {other} {share(year)}, that is typical days of {share(year / result.own.year**0.5)}."
    )


def _actions(symbol: Symbol, against: Symbol) -> tuple[Action, ...]:
    others = [Symbol.parse(word) for word in ("spx", "ndx", "rut") if word not in (symbol.word, against.word)]
    return (
        *(Action(f"Against {the(o.label)}", f"/risk {symbol.word} {o.word}") for o in others),
        Action("Compare 3Y", f"/compare {symbol.word} {against.word} 3y"),
        Action("After falls of 10%", f"/history drawdown 10 {symbol.word}"),
        Action("Chart", f"/chart {symbol.word} 3y"),
    )


def _evidence(result: RiskResult) -> tuple[Evidence, ...]:
    own, last = result.own, result.own.last_session
    volatility = (
        Evidence(
            f"Volatility over {window} sessions {share(value)}",
            f"sample standard deviation of daily simple returns × √{own.year}",
            (f"{window} {own.return_basis}s to {last}",),
            own.source,
        )
        for window, value in result.volatility.items()
        if value == value
    )
    fall, beside = result.declines, result.relation
    drawdown = Evidence(
        f"Worst drawdown {change(fall.worst)}",
        "close / highest close so far − 1, the lowest",
        (f"peak {fall.peak}", f"trough {fall.trough}", f"history from {own.frame.index[0].date()}"),
        own.source,
    )
    if beside is None or result.other is None:
        return (*volatility, drawdown)
    beta = Evidence(
        f"Beta {written(beside.beta, Unit.RATIO)}",
        "covariance of daily returns / variance of the benchmark’s",
        (f"{beside.sessions} common returns to {beside.end}", result.other.symbol.name),
        own.source,
    )
    return (*volatility, drawdown, beta)
