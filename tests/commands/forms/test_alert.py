from __future__ import annotations

import re

import pytest

from commands.forms.alert import NEW
from commands.framework.form import FormMistake
from market.alerts.rules import FORMS, AlertRule, RuleKind

EVENTS = [choice.value for wanted in NEW.inputs if wanted.name == "event" for choice in wanted.choices]


@pytest.mark.parametrize("event", EVENTS)
def test_every_choice_makes_a_rule(event: str) -> None:
    market = "health care" if "drags" in event or "adds" in event else "rut"
    line = NEW.line({"market": market, "event": event, "figure": "2", "other": "s&p 500", "again": "again"})
    rule = AlertRule.parse(line.removeprefix("/alert new "))
    assert rule.band is not None
    assert str(rule)


def test_every_kind_of_rule_can_be_chosen_and_stands_among_the_forms() -> None:
    filled = (event.format(market="rut", other="spx", figure=2) for event in EVENTS)
    rules = [
        AlertRule.parse(words.replace("rut adds", "energy adds").replace("rut drags", "energy drags"))
        for words in filled
    ]
    assert {rule.kind for rule in rules} == set(RuleKind)
    assert {AlertRule.parse(words).kind for words in re.findall("“(.+?)”", FORMS)} == set(RuleKind)


@pytest.mark.parametrize(
    ("values", "line"),
    [
        ({"market": "Russell 2000"}, "/alert new Russell 2000 record"),
        ({"market": "stats"}, "/alert new stats record"),  # a market, not the verb
        (
            {"market": "rut", "event": "{market} above {figure}", "figure": "$2,750"},
            "/alert new rut above 2,750",
        ),
        (
            {"event": "breadth below {figure}%", "figure": "30 %", "again": "again"},
            "/alert new breadth below 30% again",
        ),
        ({"event": "rotation changes", "figure": "left over"}, "/alert new rotation changes"),
        (
            {"market": "rut", "again": "again", "mention": "@traders"},
            "/alert new rut record again mention @traders",
        ),
    ],
)
def test_what_was_put_in_makes_the_line(values: dict[str, str], line: str) -> None:
    assert NEW.line(values) == line


@pytest.mark.parametrize(
    ("values", "name", "sentence"),
    [
        ({}, "market", "Write which"),
        ({"market": "no such market at all"}, "market", "."),
        ({"market": "rut", "event": "{market} above {figure}"}, "figure", "Write a figure"),
        ({"market": "rut", "event": "{market} above {figure}", "figure": "high"}, "figure", "Write a figure"),
        ({"market": "rut", "event": EVENTS[6], "figure": "5"}, "other", "Write which"),
        ({"market": "rut", "event": "{market} drags {figure} points", "figure": "1"}, "market", "."),
        ({"market": "rut", "event": "{market} move {figure} sigma", "figure": "900"}, "figure", "."),
        ({"market": "rut", "event": "{market} up {figure}% day", "figure": "1,5"}, "figure", "two ways"),
        ({"market": "rut", "event": "{0.__class__}"}, "event", "Choose"),
    ],
)
def test_a_mistake_is_said_of_its_input(values: dict[str, str], name: str, sentence: str) -> None:
    with pytest.raises(FormMistake, match=sentence) as mistake:
        NEW.line(values)
    assert mistake.value.name == name
