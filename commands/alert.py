"""`/alert`: a level, a record or a turn that somebody waits for."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Annotated, Literal

from commands.alerts.quiet import quiet_reply
from commands.alerts.readings import read_alert_inputs
from commands.alerts.stats import FEW, KEPT, alert_stats
from commands.forms.alert import NEW
from commands.framework.alternatives import offer_alternatives
from commands.framework.asker import NO_MEMBER, Asker
from commands.framework.channels import ChannelPermissions
from commands.framework.command import UsageError, act, command, form_act
from commands.framework.ports import Alert, Alerts, Limits, Person, Place, TooMany
from commands.framework.quiet_times import QuietTimes
from commands.framework.reply import Action, Column, Fact, Reply, Table, Visibility
from commands.presentation.alert_figures import alert_figures
from market.alerts.evaluate import MISSED, AlertReading, asleep, judge
from market.alerts.outcomes import HORIZONS, SOON
from market.alerts.rules import FORMS, AlertRule, RuleKind
from market.analytics.breadth import LONG
from market.analytics.surprise import SHORT
from market.formatting import listed, moment
from market.provenance import UNDATED, Provenance
from market.services.members import MemberService
from market.services.prices import Market

SNOOZE = timedelta(days=1)
_LONGEST_SNOOZE = 90  # days
_SO_ALREADY = "It is so already: I wait until the figure has gone back, and tell you of the next time."
_NOT_YET = (
    "No figure so far: I look for one while a session runs, and judge once enough members have a quote."
)
_NUMBER = Annotated[int, "its number, which /alert list shows"]
Verb = Literal["new", "list", "remove", "snooze", "stats", "quiet"]


@command(
    "/alert rut record",
    "/alert rut above 2750",
    "/alert iwm down 2% day",
    "/alert rut leads spx 5 points over 20 sessions",
    "/alert breadth below 30%",
    "/alert breadth below 30% so far",
    "/alert rotation changes",
    "/alert rut move 3 sigma",
    "/alert health care drags 0.5 points",
    "/alert list",
    "/alert stats",
    visibility=Visibility.PRIVATE,
    changes=lambda arguments: (
        arguments["verb"] in ("remove", "snooze")
        or (arguments["verb"] in (None, "new") and bool(arguments["rule"]))
        or (arguments["verb"] == "quiet" and arguments["rule"] not in ("", "here"))
    ),
    unshared=True,
    unused=lambda typed: ("rule",) if typed.get("verb") in ("list", "stats") else (),
    overview="/alert list",
    form=NEW,
    acts=(
        form_act(NEW, "Wait for a record, a level, a move, a lead, breadth or a turn"),
        act("list", "The alerts you have, with their numbers"),
        act("remove", "Wait for it no more", number=_NUMBER),
        act("snooze", "Keep an alert quiet for a while", number=_NUMBER,
            days=Annotated[int | None, f"how many days, 1 to {_LONGEST_SNOOZE}; one without it"]),
        act("stats", "What happened after your alerts, and how late they were told"),
        act("quiet", "Hours in which nothing is told; without hours, those that are set",
            here=Annotated[bool, "those of this channel, instead of yours"],
            hours=Annotated[str | None, "22:00-07:00 Europe/Berlin, or off"]),
    ),
    terms={
        "missed": MISSED,
        "long": LONG,
        "short": SHORT,
        "snooze": _LONGEST_SNOOZE,
        "kept": KEPT.days,
        "after": listed([str(n) for n in HORIZONS]),
        "soon": SOON,
        "few": FEW,
    },
)  # fmt: skip
def alert(
    verb: Verb | None = None,
    rule: Annotated[
        str, "what to say so of: rut above 2800, rut record, breadth below 30%, or a number"
    ] = "",
    *,
    market: Market,
    members: MemberService,
    asker: Asker,
    alerts: Alerts,
    places: ChannelPermissions,
    limits: Limits,
    quiet: QuietTimes,
) -> Reply:
    """Say so here when it happens: a record, a level, a move, a lead, breadth, a turn of the regime, a surprise.

    /alert new asks for it in a form, where the platform has forms. “rut > 2800”, “when iwm falls 2%” and “rut
    closes below 2600” are read, too.

    Once, unless you write “again” or “again after 1%”: then it is armed anew once the figure has gone
    back, by that much; a record, a turn or a day's move with the next session. Levels and moves are
    looked at every minute of the session, on figures so far, or with “at close” on completed sessions;
    records, leads, breadth without “so far” and rotation at the close. A close at which I was not there is judged
    afterwards, up to {missed} of them.

    What happens at once in one channel, of markets of one family, is told in one post. /alert quiet 22:00-07:00
    Europe/Berlin (or “between ten at night and seven”), and with “here” for the channel: what happens in these
    hours waits for their end. With “mention
    @traders” at the end of an alert its post mentions that role or user group, where you may mention it yourself; such
    alerts are told together with those that mention the same one, and with no others.

    /alert list shows yours; /alert remove 3; /alert snooze 3, or snooze 3 for 7 days ({snooze} at most). /alert stats
    shows what has happened of them in the last {kept} days: how late it was told, what its market did over {after}
    sessions from that session's close, and which were armed again too early (they happened again within {soon}
    sessions); of fewer than {few} no median is made. Breadth is the share of Russell 2000 members above their
    {long}-session average, judged at the close; with “so far” during the session alone, by the quotes of /breadth:
    some minutes old, and not judged while too few members have one. A sigma is a standard deviation of the {short}
    sessions' changes before; a sector's contribution to the Russell 2000 is that of /why, of the newest close only,
    where members explain it.
    """
    mine = alerts.of_person(Person.who_asks(asker))
    if verb == "list" or (verb is None and not rule):
        return _listed(mine, limits.alerts, market.now())
    if verb == "stats":
        return alert_stats(alerts.fired(Person.who_asks(asker)), market)
    if verb == "quiet":
        return quiet_reply(rule, asker, quiet)
    if verb == "new" and not rule:
        raise UsageError(f"Say what to wait for. {FORMS}", ("/alert list",))
    if verb not in (None, "new"):
        chosen, rest = _chosen(mine, rule)
        if verb == "remove":
            if rest:
                line = f"/alert remove {chosen.id}"
                raise UsageError(f"{line} has no use for “{rest[:60]}”. Leave it out.", ("/alert list",))
            alerts.remove(chosen)
            return Reply(f"Alert {chosen.id}, “{chosen.rule}”, is removed.")
        until = market.now() + _days(rest)
        alerts.change(dataclasses.replace(chosen, snoozed_until=until))
        return Reply(f"Alert {chosen.id}, “{chosen.rule}”, is quiet until {moment(until)}.")
    if len(mine) >= limits.alerts:
        raise _full(len(mine), limits)
    with offer_alternatives("/alert rut record", "/alert list"):
        try:
            return _set(rule, market, members, asker, alerts, places, limits.alerts)
        except TooMany:  # another request was faster
            raise _full(limits.alerts, limits) from None


def _full(count: int, limits: Limits) -> UsageError:
    return UsageError(
        f"You have {count} alerts, and {limits.alerts} is the most. Remove one first.", ("/alert list",)
    )


def _set(
    text: str,
    market: Market,
    members: MemberService,
    asker: Asker,
    alerts: Alerts,
    places: ChannelPermissions,
    most: int,
) -> Reply:
    text, group = _mention(text)
    if not asker.channel:
        raise UsageError(
            f"An alert needs a channel to speak in. Ask in {places.where_to_ask}.", ("/alert list",)
        )
    rule = AlertRule.parse(text)
    place = Place(asker.platform, asker.workspace, asker.channel)
    problem = NO_MEMBER if asker.guest else places.may_post(place)
    if problem:
        raise UsageError(problem, (f"/alert {rule}",))
    reading = _reading(rule, market, members)
    so_already = reading is not None and reading.met and rule.lasts
    if reading is not None and so_already and rule.kind is RuleKind.LEVEL and rule.band is None:
        raise UsageError(
            f"It is so already: {reading.sentence} Choose another level, or write “again” after it to hear "
            "of the next time.",
            (f"/alert {rule} again", "/alert list"),
        )
    mentions = places.group(place, asker.person, group) if group else None
    checked = _checked(rule, reading, market)
    wanted = Alert(place, asker.person, rule, armed=not so_already, checked=checked, mentions=mentions)
    kept = alerts.add(wanted, Person.who_asks(asker), most)
    when = "at each close" if rule.at_close else "every minute of the session, so far"
    when += "" if rule.at_close or rule.kind is RuleKind.BREADTH_SO_FAR else ", and at the close"
    facts, at = [Fact("Judged", when)], None
    if reading is not None and rule.kind is not RuleKind.RECORD:
        facts.append(Fact("Now", reading.sentence, figures=alert_figures(rule, reading)))
        at = reading.at or market.closed_at(reading.session)
    if mentions:
        facts.append(Fact("Mentions", f"@{mentions.name}"))
    how_often = "once" if rule.band is None else "each time it happens anew"
    return Reply(
        f"Alert {kept.id} is set: {rule}. I will say so here, {how_often}.",
        facts=tuple(facts),
        notes=(
            _SO_ALREADY if so_already else "",
            _NOT_YET if reading is None and rule.kind is RuleKind.BREADTH_SO_FAR else "",
        ),
        provenance=Provenance(market.source_title if at else "", at or UNDATED, market.sample),
        actions=(
            Action("My alerts", "/alert list"),
            Action("Remove", f"/alert remove {kept.id}"),
        ),
    )


def _mention(text: str) -> tuple[str, str]:
    """The rule, and the role or user group that is to be mentioned; empty for none."""
    match = re.fullmatch(r"(.*\S) mention (\S+)", text, re.IGNORECASE | re.DOTALL)
    return (match[1], match[2]) if match else (text, "")


def _reading(rule: AlertRule, market: Market, members: MemberService) -> AlertReading | None:
    """How it stands now. Raises UsageError where it could never be judged."""
    held = {bars.symbol.ticker: bars.settled for bars in market.many(rule.symbols)}
    if any(symbol.ticker not in held for symbol in rule.symbols):
        raise UsageError(
            "The index itself is not available now, and its fund has other levels. Try again later.",
            (f"/alert {rule}",),
        )
    if rule.symbols:
        return judge(rule, held)
    readings = (
        judge(rule, held, inputs) for inputs in reversed(read_alert_inputs(market, members, {rule.kind}))
    )
    return next((reading for reading in readings if reading is not None), None)


def _checked(rule: AlertRule, reading: AlertReading | None, market: Market) -> date:
    """The newest close that this alert need not be judged on. One that has been and is not in yet, as
    a few minutes after the bell, is still to come."""
    last = market.state().last_completed
    if not rule.at_close:
        return last
    return reading.session if reading is not None else market.calendar.sessions(date.min, last)[-2]


def _chosen(mine: Sequence[Alert], text: str) -> tuple[Alert, str]:
    """The alert whose number comes first in `text`, and the words after it. Raises UsageError."""
    number, _, rest = text.partition(" ")
    chosen = next((kept for kept in mine if str(kept.id) == number), None)
    if chosen is None:
        asked = f"You have no alert {number[:20]}" if number.isdigit() else "Say which by its number"
        raise UsageError(f"{asked}: /alert list shows yours.", ("/alert list",))
    return chosen, rest


def _days(text: str) -> timedelta:
    """`7 days`, `for 7 days`; one day without a word. Raises UsageError."""
    match = re.fullmatch(r"(?:for )?(\d{1,3}) ?(?:d(?:ays?)?)?", text.strip().casefold())
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
            actions=(Action("New alert", NEW.opens), Action("The next record", "/alert rut record")),
        )
    rows = tuple((str(kept.id), _rule_words(kept), _state(kept, now)) for kept in mine)
    columns = (Column("Number"), Column("Alert"), Column("State"))
    return Reply(
        f"You have {len(mine)} of {most} alerts.",
        table=Table(columns, rows),
        actions=(Action("New alert", NEW.opens),),
    )


def _rule_words(kept: Alert) -> str:
    return f"{kept.rule}, mentions @{kept.mentions.name}" if kept.mentions else str(kept.rule)


def _state(kept: Alert, now: datetime) -> str:
    if kept.snoozed_until is not None and asleep(kept.snoozed_until, now):
        return f"quiet until {moment(kept.snoozed_until)}"
    return "waiting" if kept.armed else "it is so; waiting for the figure to go back"
