"""The answer of `/rank run` and `/rank losing`: how many sessions in a row, and when there were as many."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd

from charts.pictures.bars import Bar, RankedBars
from commands.framework.figure import Figure
from commands.framework.reply import Action, Column, Evidence, Fact, Reply, Table
from commands.inputs.basket import Basket
from commands.presentation.figure_keys import closed_at, subject
from commands.presentation.wording import caption, dated, opened, the
from market.analytics.performance import joined
from market.analytics.ranking import Runs, longest_runs
from market.bars import Bars
from market.errors import NoData
from market.formatting import Unit, ordinal, sessions
from market.provenance import combined

_SHOWN = 5
_TOLD_RANK = 20  # a lower rank of a run says nothing


def run_reply(held: Basket, *, losing: bool = False) -> Reply:
    """Sessions in a row up, or ahead of the second market by daily return; `losing`: down, or behind it."""
    bars = held.all
    ahead = -_ahead(bars) if losing else _ahead(bars)
    result = longest_runs(ahead > 0, _SHOWN)
    end = ahead.index[-1].date()
    gaps, doubt = ahead.index[ahead.isna()], _doubt(bars, ahead, result)
    word = " ".join(b.symbol.word for b in bars)
    kind, side, alone = ("losing", "behind", "down") if losing else ("run", "ahead of", "up")
    what = f"{side} {the(bars[1].symbol.label)}" if len(bars) > 1 else alone
    headline = f"{opened(the(bars[0].symbol.label))} {_sentence(result, what, doubt, end)}."
    key = f"rank.{'.'.join(subject(b.symbol) for b in bars)}.{kind}"
    return Reply(
        headline=headline,
        title=headline.rstrip("."),
        facts=dated(_facts(result, key, doubt), closed_at(end), bars[0].source),
        table=Table(
            (Column("From, not included"), Column("To", Unit.DATE), Column("Length", Unit.SESSIONS)),
            tuple((str(run.base), str(run.last), int(run.value)) for run in result.longest),
            "The longest",
        ),
        chart=_chart(headline, result, bars, what) if result.longest else None,
        notes=(_about(gaps), *held.notes(end)),
        actions=(
            Action("Best start of a year", f"/rank best start {bars[0].symbol.word}"),
            Action("Best day", f"/rank best day {bars[0].symbol.word}"),
        ),
        evidence=(
            Evidence(
                f"The longest {what}",
                f"sessions in a row with a daily return {'below' if losing else 'above'} "
                f"{'that of the second market' if len(bars) > 1 else 'zero'}",
                _written(result),
                bars[0].source,
            ),
        ),
        provenance=combined(*bars),
        command=f"/rank {kind} {word}",
    )


def _chart(headline: str, result: Runs, bars: tuple[Bars, ...], what: str) -> RankedBars:
    words = caption(
        headline.rstrip(".").partition("; the longest run is")[0],  # it is the first bar
        f"Bars of the longest runs {what}: {', '.join(_written(result))}. {headline}",
        *bars,
        subtitle=f"sessions in a row {what}, from {result.history_from}",
    )
    rows = (
        Bar(f"to {run.last}", run.value, group="now" if run == result.current else "")
        for run in result.longest
    )
    return RankedBars(words, tuple(rows), Unit.COUNT)


def _written(result: Runs) -> tuple[str, ...]:
    return tuple(f"{sessions(int(run.value))} to {run.last}" for run in result.longest)


def _ahead(bars: tuple[Bars, ...]) -> pd.Series[float]:
    """The daily return, or its lead over that of the second market, NaN where a close is missing."""
    closes = joined({b.symbol.ticker: b.total for b in bars})
    if len(closes) < 2:
        raise NoData("There are fewer than two closes. Ask for another market.")
    moves = closes.pct_change(fill_method=None).iloc[1:]
    return moves.iloc[:, 0] - (moves.iloc[:, 1] if len(bars) > 1 else 0.0)


@dataclass(frozen=True, slots=True)
class _Doubt:
    """What missing closes hide.

    run: whether the current run may be longer, or is not known at all.
    rank: whether another may have been longer than it.
    longest: whether the longest may have been longer.
    why: the reason.
    """

    run: bool
    rank: bool
    longest: bool
    why: str


def _doubt(bars: tuple[Bars, ...], ahead: pd.Series[float], result: Runs) -> _Doubt:
    """Compared with the same runs where every session that is not known counts as one of them."""
    cut = [b for b in bars if b.missing and b.missing[0] < b.frame.index[0].date()]
    gaps = ahead.index[ahead.isna()]
    if not len(gaps) and not cut:
        return _Doubt(False, False, False, "")
    why = (
        f"closes before {cut[0].frame.index[0].date()} are in doubt" if cut
        else f"the close of {gaps[-1].date()}, or of the session before it, is missing"
    )  # fmt: skip
    perhaps = (ahead > 0) | ahead.isna()
    most = longest_runs(perhaps, _SHOWN)
    now, upmost = (r.current.value if r.current else 0.0 for r in (result, most))
    longer = [r.value for r in most.longest if r.last != (most.current and most.current.last)]
    return _Doubt(
        run=now != upmost,
        rank=bool(cut) or now != upmost or _most_over_a_hole(ahead, perhaps) > now,
        longest=bool(cut)
        or max([*longer, upmost], default=0) > max((r.value for r in result.longest), default=0),
        why=why,
    )


def _most_over_a_hole(ahead: pd.Series[float], perhaps: pd.Series[bool]) -> float:
    """How long a run can have been that a missing session is a part of."""
    runs = (~perhaps).cumsum()
    return float(perhaps.groupby(runs).sum()[ahead.isna().groupby(runs).any()].max())


def _sentence(result: Runs, what: str, doubt: _Doubt, end: date) -> str:
    first = result.longest[0] if result.longest else None
    record = f"the longest run is {sessions(int(first.value))} to {first.last}" if first else "it never was"
    if doubt.longest:
        record = f"the longest run is not known: {doubt.why}"
    if doubt.run:
        length = (
            f"at least {sessions(int(result.current.value))}"
            if result.current
            else "not known how many sessions"
        )
        return f"has been {what} for {length} in a row: {doubt.why}"
    if result.current is None:
        return f"was not {what} on {end}; {record}, in a history from {result.history_from}"
    run = f"has been {what} for {sessions(int(result.current.value))} in a row"
    if doubt.rank:
        return f"{run}; its rank is not known: {doubt.why}"
    if result.as_long is None:
        return f"{run}, the longest since the history began on {result.history_from}"
    place = (
        f"the {ordinal(result.rank)} longest ever and " if result.rank and result.rank <= _TOLD_RANK else ""
    )
    return f"{run}, {place}the longest since the one to {result.as_long.last}; {record}"


def _facts(result: Runs, key: str, doubt: _Doubt) -> list[Fact]:
    length = int(result.current.value) if result.current else 0
    now, place, longest = (doubt.why if part else "" for part in (doubt.run, doubt.rank, doubt.longest))
    facts = [Fact("Now", None if now else length, Unit.SESSIONS, now, key=f"{key}.length", why=now)]
    if result.rank is not None or place:
        rank = None if place else result.rank
        # A run over a missing session is one or two.
        count = Figure(f"{key}.count", None if doubt.why else result.count, Unit.COUNT, why=doubt.why)
        detail = place or (
            f"of how many is not known: {doubt.why}" if doubt.why else f"of {result.count:,} runs"
        )
        facts.append(Fact("Rank", rank, Unit.COUNT, detail, key=f"{key}.rank", why=place, figures=(count,)))
    if result.longest:
        first = result.longest[0]
        to = Figure(f"{key}.longest_to", None if longest else first.last.isoformat(), Unit.DATE, why=longest)
        size = None if longest else int(first.value)
        detail = longest or f"to {first.last}"
        facts.append(
            Fact("Longest", size, Unit.SESSIONS, detail, key=f"{key}.longest", why=longest, figures=(to,))
        )
    facts.append(Fact("History", f"from {result.history_from}"))
    return facts


def _about(gaps: pd.Index) -> str:
    if not len(gaps):
        return ""
    return (
        "A run ends where a session’s return is not known, for want of a close: "
        f"{len(gaps)} in all, the newest that of {gaps[-1].date()}."
    )
