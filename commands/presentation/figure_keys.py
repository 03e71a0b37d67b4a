"""The keys of figures that several commands state, and the figures within their sentences (docs/json.md)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from commands.framework.figure import Figure
from commands.framework.reply import Fact
from market.analytics.index_summary import IndexSummary
from market.analytics.leadership import Leadership
from market.analytics.records import Records
from market.analytics.rotation import Regime
from market.bars import Bars
from market.formatting import Unit
from market.period import Period
from market.symbols import Symbol


def subject(symbol: Symbol | str) -> str:
    """The first word of a key: `subject(Symbol.parse("^RUT")) == "rut"`."""
    word = symbol.word if isinstance(symbol, Symbol) else symbol.lower()
    return word.replace(".", "_")


def span(period: Period) -> str:
    """A period within a key: "ytd", "since_2024-10-01", "2020-02-19_2020-03-23"."""
    return str(period).replace("..", "_").replace(" ", "_")


def returned(bars: Bars) -> str:
    """What a change of these bars is called in a key: "total" with dividends, "change" without."""
    return "total" if bars.has_dividends else "change"


def lead_key(own: Bars, other: Bars, period: str) -> str:
    """The key of such a change less another's: "iwm.total_lead.spy.1y", "rut.lead.spx.1y"."""
    kind = "total_lead" if own.has_dividends else "lead"
    return f"{subject(own.symbol)}.{kind}.{subject(other.symbol)}.{period}"


def fall_key(bars: Bars, name: str) -> str:
    """`drawdown` and `worst_drawdown`, on the basis that returns are measured on."""
    return f"total_{name}" if bars.has_dividends else name


def closed_at(day: date | str) -> str:
    """The as-of time of a completed session's figures."""
    return f"{day} close"


def no_bar(day: date | None, *of: Bars) -> str:
    """Why a figure is withheld: the session that it needs and that has no bar, or of the bars `of` one in doubt; empty
    without one."""
    if day is None:
        return ""
    doubted = next((bars for bars in of if day in bars.doubted), None)
    return doubted.lack(day) if doubted else f"there is no bar for {day}"


def record_figures(word: str, records: Records, *of: Bars) -> tuple[Figure, ...]:
    """The figures in `record_words`; `of`: the bars that they are made from."""
    why = no_bar(records.unknown, *of)
    if records.at_record:
        counted = no_bar(records.uncounted, *of)
        in_year = None if counted else records.in_year
        return (
            Figure(f"{word}.record.in_year", in_year, Unit.COUNT, why=counted),
            Figure(
                f"{word}.record.since_previous",
                None if why else records.since_previous,
                Unit.SESSIONS,
                why=why,
            ),
        )
    figures = (
        Figure(f"{word}.record.below", records.below, Unit.CHANGE),
        Figure(f"{word}.record.level", records.level, Unit.LEVEL),
        Figure(f"{word}.record.day", records.day.isoformat(), Unit.DATE),
        Figure(f"{word}.record.since", records.since_record, Unit.SESSIONS),
    )
    return tuple(figure.withheld(why) for figure in figures) if why else figures


def record_facts(words: str, word: str, records: Records, bars: Bars, as_of: str = "") -> list[Fact]:
    """The record in `words`, and how many record closes the year has, which at a record they say."""
    record = Fact("Record", words, as_of=as_of, figures=record_figures(word, records, bars))
    if records.at_record:
        return [record]
    why = no_bar(records.uncounted, bars)
    number = None if why else records.in_year
    counted = Fact(
        "Records this year", number, Unit.COUNT, as_of=as_of, key=f"{word}.record.in_year", why=why
    )
    return [record, counted]


def day_figures(word: str, lead: Leadership) -> tuple[Figure, ...]:
    """The figures in `lead_words`."""
    other, as_of = label_word(lead.benchmark), closed_at(lead.session)
    return (
        Figure(f"{other}.change.1d", lead.day_change, Unit.CHANGE, as_of=as_of),
        Figure(f"{word}.lead.{other}.1d", lead.day_lead, Unit.LEAD, as_of=as_of),
    )


def streak_figures(word: str, lead: Leadership, of: Iterable[Bars]) -> tuple[Figure, ...]:
    """The figures in `streak_words`."""
    streak, as_of = lead.daily, closed_at(lead.session)
    key = f"{word}.streak.{label_word(lead.benchmark)}.daily"
    if streak.unknown:
        return (Figure(key, None, Unit.SESSIONS, as_of=as_of, why=no_bar(streak.unknown, *of)),)
    figures = (Figure(key, streak.length, Unit.SESSIONS, as_of=as_of),)
    if not streak.length or streak.longest_since is None:
        return figures
    since = Figure(f"{key}.longest_since", streak.longest_since.isoformat(), Unit.DATE, as_of=as_of)
    return (*figures, since)


def summary_figures(result: IndexSummary) -> tuple[Figure, ...]:
    """Close, change, record, and the lead over the first benchmark: the figures of a line on small caps."""
    word, as_of = subject(result.bars.symbol), closed_at(result.session)
    figures = [
        Figure(f"{word}.close", result.close, Unit.LEVEL, as_of=as_of),
        Figure(f"{word}.change.1d", result.change, Unit.CHANGE, as_of=as_of),
        *(figure.within("", as_of, "") for figure in record_figures(word, result.records, result.bars)),
    ]
    if result.leads:
        first = result.leads[0]
        other, when = label_word(first.benchmark), closed_at(first.session)
        figures += [
            *streak_figures(word, first, result.every),
            Figure(f"{word}.change.ytd", first.ytd, Unit.CHANGE, as_of=when),
            Figure(f"{other}.change.ytd", first.ytd_benchmark, Unit.CHANGE, as_of=when),
        ]
    return tuple(figures)


def regime_figures(regime: Regime) -> tuple[Figure, ...]:
    """How long the verdict has stood, and the newest session's own reading."""
    why = "" if regime.since else "a session without all its funds leaves it open"
    return (
        Figure("regime.held", regime.held, Unit.SESSIONS, why=why),
        Figure("regime.since", regime.since.isoformat() if regime.since else None, Unit.DATE, why=why),
        Figure("regime.reading", str(regime.reading)),
    )


def ratio_key(own: Bars, other: Bars) -> str:
    """The first words of the figures about the ratio of two markets."""
    return f"{subject(own.symbol)}.ratio.{subject(other.symbol)}"


def label_word(label: str) -> str:
    """The first word of the keys for the market of this label."""
    return subject(Symbol.parse(label))
