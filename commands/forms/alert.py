"""The form of a new alert: a market, what is waited for, and a figure."""

from __future__ import annotations

import re

from commands.forms.mention import MENTION, mention_words
from commands.framework.form import CommandForm, FormInput, FormMistake, FormValues, InputKind
from commands.framework.parsers import Choice, OneSymbol
from market.alerts.rules import AlertRule
from market.errors import MarketError

_EVENTS = {
    "{market} record": "Closes at a record",
    "{market} above {figure}": "Is above a level or price",
    "{market} below {figure}": "Is below a level or price",
    "{market} up {figure}% day": "Rises by so many per cent in a day",
    "{market} down {figure}% day": "Falls by so many per cent in a day",
    "{market} move {figure} sigma": "Moves by so many usual days (standard deviations)",
    "{market} leads {other} {figure} points over 20 sessions": "Leads another market by points in 20 sessions",
    "{market} drags {figure} points": "A sector takes so many points from the Russell 2000",
    "{market} adds {figure} points": "A sector adds so many points to the Russell 2000",
    "breadth below {figure}%": "Breadth of the Russell 2000 is below so many per cent",
    "breadth above {figure}%": "Breadth of the Russell 2000 is above so many per cent",
    "breadth below {figure}% so far": "Breadth of the Russell 2000 is below so many per cent so far today",
    "breadth above {figure}% so far": "Breadth of the Russell 2000 is above so many per cent so far today",
    "rotation changes": "The market regime turns",
}
"""Rules with places for what is put in, and what they mean."""
_LEAD = next(event for event in _EVENTS if "{other}" in event)
_FIGURE = re.compile(r"[0-9][0-9,]*(\.[0-9]+)?")


def _line(values: FormValues) -> str:
    event = values.get("event") or next(iter(_EVENTS))
    unchosen = "event" not in values and values.get(
        "figure"
    )  # as an option, where nothing is chosen at first
    if unchosen or event not in _EVENTS:
        raise FormMistake("event", "Choose what to wait for.")
    about = {"market": "", "other": "", "figure": ""}
    if "{market}" in event:
        is_sector = event.startswith(("{market} drags", "{market} adds"))
        about["market"] = _name(values, "market", "{} drags 1 points" if is_sector else "{} record")
    if event == _LEAD:
        about["other"] = _name(values, "other", "{} record")
    if "{figure}" in event:
        about["figure"] = _figure(values.get("figure", ""))
    rule = event.format(**about)
    try:
        AlertRule.parse(rule)
    except MarketError as problem:
        raise FormMistake("figure", str(problem)) from None
    again = "again" if values.get("again") == "again" else ""
    return " ".join(word for word in ("/alert new", rule, again, mention_words(values)) if word)


def _name(values: FormValues, name: str, rule: str) -> str:
    """A market or a sector with which `rule` can be read."""
    text = " ".join(values.get(name, "").split())
    if not text:
        raise FormMistake(name, "Write which, such as rut or AAPL.")
    try:
        AlertRule.parse(rule.format(text))
    except MarketError as problem:
        raise FormMistake(name, str(problem)) from None
    return text


def _figure(text: str) -> str:
    figure = text.strip().removeprefix("$").removesuffix("%").strip()
    if not _FIGURE.fullmatch(figure):
        raise FormMistake("figure", "Write a figure, such as 2750 or 1.5.")
    return figure


NEW = CommandForm(
    opens="/alert new",
    title="New alert",
    submit="Set it",
    inputs=(
        FormInput("market", "Market", hint="rut, nasdaq 100, AAPL, or a sector; not for breadth and the regime",
                  required=False, argument_type=OneSymbol()),
        FormInput(
            "event",
            "What to wait for",
            InputKind.CHOICE,
            choices=tuple(Choice(label, event) for event, label in _EVENTS.items()),
            value=next(iter(_EVENTS)),
        ),
        FormInput("figure", "Figure", hint="2750 for a level, 2 for 2% or 2 points; not for a record",
                  required=False),
        FormInput("other", "The market it leads", hint="only for a lead: spx", required=False,
                  argument_type=OneSymbol()),
        FormInput(
            "again",
            "How often",
            InputKind.CHOICE,
            choices=(Choice("Once", "once"), Choice("Each time it happens anew", "again")),
            value="once",
        ),
    ),
    line=_line,
    more=(MENTION,),
)  # fmt: skip
