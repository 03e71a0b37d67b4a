"""Every rule shows itself at work in its docstring, and what is shown there is so."""

from __future__ import annotations

import doctest
import importlib

import pytest

RULES = {
    "breadth": ("measure", "divergences"),
    "concentration": ("contributions", "equal_weight_gap"),
    "events": ("record", "lead", "fall", "day_move", "thrust", "base_rates"),
    "exposure": ("sensitivity",),
    "folding": ("fold", "sides"),
    "ladder": ("climb",),
    "leadership": ("leadership", "streak"),
    "macro": ("reading", "association"),
    "movers": ("changes", "by_group", "movers"),
    "performance": ("relative_performance", "daily_returns", "drawdown"),
    "records": ("record_closes",),
    "risk": ("volatility", "recent_volatility", "declines", "relation"),
    "rotation": ("tape",),
    "sectors": ("survey",),
    "strength": ("relative_strength", "plane", "quadrant"),
}


@pytest.mark.parametrize("name", RULES)
def test_every_rule_has_a_worked_example_that_holds(name: str) -> None:
    module = importlib.import_module(f"market.{name}")
    shown = {test.name.rpartition(".")[2]: test.examples for test in doctest.DocTestFinder().find(module)}
    assert [rule for rule in RULES[name] if not shown.get(rule)] == []
    assert doctest.testmod(module).failed == 0
