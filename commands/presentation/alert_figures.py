"""The figure that an alert's rule is judged by, under the key that other commands state it with."""

from __future__ import annotations

from typing import assert_never

from commands.framework.figure import Figure
from commands.presentation.attribution_words import sector_word
from commands.presentation.figure_keys import closed_at, subject
from market.alerts.evaluate import AlertReading
from market.alerts.rules import AlertRule, RuleKind
from market.analytics.breadth import LONG
from market.analytics.surprise import SHORT
from market.formatting import Unit, moment
from market.sector_names import listed_sector


def alert_figures(rule: AlertRule, reading: AlertReading) -> tuple[Figure, ...]:
    """The figures of a completed session, or breadth so far; else none of one in progress, whose figures `/quote`
    states."""
    if reading.value is None or (reading.at and rule.kind is not RuleKind.BREADTH_SO_FAR):
        return ()
    key, unit = _named(rule, reading)
    as_of = moment(reading.at) if reading.at else closed_at(reading.session)
    return (Figure(key, reading.value, unit, as_of=as_of),)


def _named(rule: AlertRule, reading: AlertReading) -> tuple[str, Unit]:
    word = subject(rule.symbol) if rule.symbol else ""
    match rule.kind:
        case RuleKind.RECORD | RuleKind.LEVEL:
            return f"{word}.close", Unit.LEVEL
        case RuleKind.MOVE:
            return f"{word}.change.{rule.sessions}d", Unit.CHANGE
        case RuleKind.LEAD:
            other = subject(rule.other) if rule.other else ""
            return f"{word}.lead.{other}.{rule.sessions}d", Unit.LEAD
        case RuleKind.BREADTH:
            return f"breadth.russell2000.above_{LONG}", Unit.SHARE
        case RuleKind.BREADTH_SO_FAR:
            return f"breadth.russell2000.so_far.above_{LONG}", Unit.SHARE
        case RuleKind.ROTATION:
            return "regime.verdict", Unit.TEXT
        case RuleKind.SURPRISE:
            return f"{word}.surprise.{SHORT}d", Unit.RATIO
        case RuleKind.CONTRIBUTION:
            whole = subject(reading.of) if reading.of else "rut"
            return f"contribution.{whole}.sector.{_sector(rule.sector)}.1d", Unit.LEAD
        case _:
            assert_never(rule.kind)


def _sector(name: str) -> str:
    """As lists of members call it: "information_technology"."""
    return sector_word(listed_sector(name))
