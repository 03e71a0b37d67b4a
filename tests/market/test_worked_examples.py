"""Every rule shows itself at work in its docstring, and what is shown there is so."""

from __future__ import annotations

import doctest
import importlib

import pytest

RULES = {
    "analytics.breadth": ("measure",),
    "analytics.divergence": ("divergences",),
    "analytics.concentration": ("contributions", "equal_weight_gap"),
    "analytics.base_rates": ("record", "lead", "fall", "day_move", "thrust", "base_rates"),
    "analytics.exposure": ("sensitivity",),
    "analytics.treemap_groups": ("fold", "sides"),
    "analytics.size_ladder": ("size_ladder",),
    "analytics.leadership": ("leadership", "streak"),
    "datasets.macro_observations": ("reading", "association"),
    "analytics.movers": ("changes", "by_group", "movers"),
    "analytics.performance": ("relative_performance", "daily_returns", "drawdown"),
    "analytics.records": ("record_closes",),
    "analytics.risk": ("volatility", "recent_volatility", "declines", "relation"),
    "analytics.rotation": ("market_regime",),
    "analytics.sectors": ("survey",),
    "analytics.relative_strength": ("relative_strength", "plane", "quadrant"),
}


@pytest.mark.parametrize("name", RULES)
def test_every_rule_has_a_worked_example_that_holds(name: str) -> None:
    module = importlib.import_module(f"market.{name}")
    shown = {test.name.rpartition(".")[2]: test.examples for test in doctest.DocTestFinder().find(module)}
    assert [rule for rule in RULES[name] if not shown.get(rule)] == []
    assert doctest.testmod(module).failed == 0
