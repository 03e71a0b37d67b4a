"""Each kind of alert has the key under which other commands state the same figure."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from commands.presentation.alert_figures import alert_figures
from market.alerts.evaluate import AlertReading
from market.alerts.rules import AlertRule
from market.symbols import Symbol

DAY = date(2026, 1, 22)
NOW = datetime(2026, 1, 22, 16, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("rule", "key"),
    [
        ("rut above 2750", "rut.close"),
        ("rut record", "rut.close"),
        ("iwm down 2% day", "iwm.change.1d"),
        ("rut leads spx 5 points over 20 sessions", "rut.lead.spx.20d"),
        ("breadth below 30%", "breadth.russell2000.above_200"),
        ("rotation changes", "regime.verdict"),
        ("rut move 3 sigma", "rut.surprise.60d"),
        ("technology drags 0.5 points", "contribution.rut.sector.information_technology.1d"),
    ],
)
def test_a_rules_figure_has_the_key_of_other_commands(rule: str, key: str) -> None:
    (figure,) = alert_figures(AlertRule.parse(rule), AlertReading(False, True, "", DAY, value=0.5))
    assert (figure.key, figure.value, figure.as_of) == (key, 0.5, "2026-01-22 close")


def test_a_contribution_to_the_fund_that_stands_in_has_its_key() -> None:
    reading = AlertReading(False, True, "", DAY, value=0.5, of=Symbol.parse("iwm"))
    (figure,) = alert_figures(AlertRule.parse("health care drags 1 point"), reading)
    assert figure.key == "contribution.iwm.sector.health_care.1d"


def test_a_figure_so_far_is_none_of_a_close() -> None:
    rule = AlertRule.parse("rut above 2750")
    assert alert_figures(rule, AlertReading(False, True, "", DAY, at=NOW, value=2700.0)) == ()
    assert alert_figures(rule, AlertReading(False, True, "", DAY)) == ()


def test_breadth_so_far_has_the_key_and_the_time_of_breadth() -> None:
    reading = AlertReading(False, True, "", DAY, at=NOW, value=0.5)
    (figure,) = alert_figures(AlertRule.parse("breadth below 30% so far"), reading)
    assert (figure.key, figure.as_of) == ("breadth.russell2000.so_far.above_200", "2026-01-22 11:30 ET")
