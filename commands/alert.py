"""`/alert`: a level, a record or a turn that somebody waits for."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Literal

from commands.asker import Asker
from commands.command import UsageError, command
from commands.ports import Alert, Alerts, Limits, Place, Places
from commands.reply import Action, Column, Fact, Reply, Table, Visibility
from market.alerts import asleep, judge
from market.market import Market
from market.numbers import moment
from market.rules import FORMS, BadRule, Kind, Rule

SNOOZE = timedelta(days=1)
_LONGEST_SNOOZE = 90  # days
Verb = Literal["list", "remove", "snooze"]


@command(
    "/alert rut record",
    "/alert rut above 2750",
    "/alert iwm down 2% day",
    "/alert rut leads spx 5 points over 20 sessions",
    "/alert breadth below 30%",
    "/alert rotation changes",
    "/alert list",
    visibility=Visibility.PRIVATE,
)
def alert(
    verb: Verb | None = None,
    rule: str = "",
    *,
    market: Market,
    asker: Asker,
    alerts: Alerts,
    places: Places,
    limits: Limits,
) -> Reply:
    """Say so here when it happens: a record, a level, a move, a lead, breadth, a turn of the tape.

    Once, unless you write “again after 1%”: then it is armed anew once the figure has gone back by
    that much. Levels and moves are looked at every minute of the session, on figures so far, or
    with “at close” on completed sessions; records, leads, breadth and rotation always at the close.

    /alert list shows yours; /alert remove 3; /alert snooze 3, or snooze 3 for 7 days. Breadth is
    the share of Russell 2000 members above their 200-session average.
    """
    mine = alerts.of_person(asker.platform, asker.workspace, asker.person)
    if verb == "list" or (verb is None and not rule):
        return _listed(mine, limits.alerts, market.now())
    if verb is not None:
        chosen, rest = _chosen(mine, rule)
        if verb == "remove":
            alerts.remove(chosen)
            return Reply(f"Alert {chosen.id}, “{chosen.rule}”, is removed.")
        until = market.now() + _days(rest)
        alerts.change(dataclasses.replace(chosen, snoozed_until=until))
        return Reply(f"Alert {chosen.id}, “{chosen.rule}”, is quiet until {moment(until)}.")
    if len(mine) >= limits.alerts:
        raise UsageError(
            f"You have {len(mine)} alerts, and {limits.alerts} is the most. Remove one first.",
            ("/alert list",),
        )
    return _set(rule, market, asker, alerts, places)


def _set(text: str, market: Market, asker: Asker, alerts: Alerts, places: Places) -> Reply:
    if not asker.channel:
        raise UsageError("An alert needs a channel to speak in. Ask in Slack or Discord.", ("/alert list",))
    rule = Rule.parse(text)
    place = Place(asker.platform, asker.workspace, asker.channel)
    problem = places.may_post(place)
    if problem:
        raise UsageError(problem, (f"/alert {rule}",))
    held = {bars.symbol.ticker: bars for bars in market.many(rule.symbols)}
    if any(symbol.ticker not in held for symbol in rule.symbols):
        raise BadRule("The index itself cannot be had now, and its fund has other levels. Try again later.")
    reading = judge(rule, held)
    if reading is not None and reading.met and rule.kind is Kind.LEVEL:
        raise BadRule(f"It is so already: {reading.sentence} Choose another level.")
    kept = alerts.add(Alert(place, asker.person, rule, checked=market.state().last_completed))
    when = "at each close" if rule.at_close else "every minute of the session, so far, and at the close"
    facts = [Fact("Judged", when)]
    if reading is not None and rule.kind is not Kind.RECORD:
        facts.append(Fact("Now", reading.sentence))
    return Reply(
        f"Alert {kept.id} is set: {rule}, {'once' if rule.band is None else 'again and again'}. I will say so here.",
        facts=tuple(facts),
        actions=(
            Action("My alerts", "/alert list"),
            Action("Remove", f"/alert remove {kept.id}"),
        ),
    )


def _chosen(mine: Sequence[Alert], text: str) -> tuple[Alert, str]:
    """The alert whose number comes first in `text`, and the words after it. Raises UsageError."""
    number, _, rest = text.partition(" ")
    found = next((kept for kept in mine if str(kept.id) == number), None)
    if found is None:
        raise UsageError("Say which by its number: /alert list shows yours.", ("/alert list",))
    return found, rest


def _days(text: str) -> timedelta:
    """`7 days`, `for 7 days`; one day without a word. Raises UsageError."""
    match = re.fullmatch(r"(?:for )?(\d{1,3}) ?d(?:ays?)?", text.strip().casefold())
    if not text.strip():
        return SNOOZE
    if match is None or not 1 <= int(match[1]) <= _LONGEST_SNOOZE:
        raise UsageError(
            f"Write how long, from 1 to {_LONGEST_SNOOZE} days: /alert snooze 3 for 7 days.", ("/alert list",)
        )
    return timedelta(days=int(match[1]))


def _listed(mine: Sequence[Alert], most: int, now: datetime) -> Reply:
    if not mine:
        return Reply(
            "You wait for nothing yet.",
            notes=(FORMS,),
            actions=(Action("The next record", "/alert rut record"),),
        )
    rows = tuple((str(kept.id), str(kept.rule), _state(kept, now)) for kept in mine)
    columns = (Column("Number"), Column("Alert"), Column("State"))
    return Reply(f"You have {len(mine)} of {most} alerts.", table=Table(columns, rows))


def _state(kept: Alert, now: datetime) -> str:
    if kept.snoozed_until is not None and asleep(kept.snoozed_until, now):
        return f"quiet until {moment(kept.snoozed_until)}"
    return "waiting" if kept.armed else "happened; waiting for the figure to go back"
