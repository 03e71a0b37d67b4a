"""Posts of alerts that have happened: one for all of a channel and a family of markets."""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from bot.jobs.scheduler import JobQueue
from bot.store.alerts import fire, judged
from bot.store.joined_alerts import held_for, join
from bot.store.ledger import Ledger, LedgerLine
from bot.store.mentions import in_content, mention_of
from bot.telemetry.metrics import ALERTS_FIRED
from commands.framework.ports import Alert, Place
from market.alerts.evaluate import AlertReading
from market.alerts.families import family_of
from market.alerts.rules import AlertRule, RuleKind
from market.bars import Bars
from market.services.prices import Market

_QUESTIONS = {
    RuleKind.BREADTH: "/breadth",
    RuleKind.BREADTH_SO_FAR: "/breadth",
    RuleKind.ROTATION: "/rotation",
    RuleKind.CONTRIBUTION: "/why rut",
}


PostKey = tuple[Place, str, datetime, str]


@dataclass(frozen=True, slots=True)
class AlertFiring:
    """An alert that has happened.

    after: its state from now on.
    line: its line in the ledger.
    """

    alert: Alert
    after: Alert
    line: LedgerLine

    @property
    def told_with(self) -> PostKey:
        """Equal for those that go into one post: a role is mentioned for its own alerts alone."""
        return self.alert.place, family_of(self.alert.rule), self.line.due, mention_of(self.line.content)


def grouped(firings: Sequence[AlertFiring]) -> list[list[AlertFiring]]:
    """Those of one post, oldest alert first."""
    posts: defaultdict[PostKey, list[AlertFiring]] = defaultdict(list)
    for firing in sorted(firings, key=lambda firing: firing.alert.id):
        posts[firing.told_with].append(firing)
    return list(posts.values())


def queue_post(
    engine: sa.Engine, ledger: Ledger, queue: JobQueue, firings: Sequence[AlertFiring], now: datetime
) -> None:
    """Use the alerts up or save their states, and queue their one post, in one transaction; one that is held joins
    those that wait for the same time. Those that another worker has used up are left out."""
    with engine.begin() as c:
        lines = [firing.line for firing in firings if _fires(c, firing)]
        if lines:
            first, *others = lines
            if first.due > now:
                waiting = _waiting(c, first)
                join(c, ledger, lines if waiting else others, waiting or first)
                ledger.write(c, [] if waiting else [first], "")
            else:
                batch = f"deliver:{first.place.platform}:{first.place.workspace}:{first.key}"
                ledger.write(c, [first], batch)
                join(c, ledger, others, first)
                queue.enqueue(c, batch, {"batch": batch})
            ALERTS_FIRED.inc(len(lines))
        judged(c, [firing.after for firing in firings])


def _waiting(connection: sa.Connection, line: LedgerLine) -> LedgerLine | None:
    """The held post that the alert of `line` can join."""
    wanted = _told_as(line.content)
    waiting = held_for(connection, line.place, line.due)
    return next((one for one in waiting if _told_as(one.content) == wanted), None)


def _told_as(content: Mapping[str, Any]) -> tuple[str, str]:
    """Its family of markets, and whom it mentions."""
    return family_of(AlertRule.parse(content["rule"])), mention_of(content)


def _fires(connection: sa.Connection, firing: AlertFiring) -> bool:
    if not firing.alert.armed:  # an earlier close among the readings armed it again
        judged(connection, [dataclasses.replace(firing.alert, armed=True)])
    return fire(connection, firing.alert)


def line_of(
    alert: Alert,
    fired: AlertReading,
    newest: AlertReading,
    bars: Mapping[str, Bars],
    market: Market,
    now: datetime,
    quiet_until: datetime | None = None,
) -> LedgerLine:
    """The ledger line for the reading that `fired`. Its key is the same whichever worker judges it.

    `quiet_until`: until when it is held.
    """
    moment = now.isoformat(timespec="minutes") if fired.so_far else str(fired.session)
    return LedgerLine(
        key=f"alert:{alert.id}:{moment}",
        kind="alert",
        subject=alert.id,
        place=alert.place,
        owner=alert.owner,
        day=fired.session,
        due=quiet_until or now,
        content=_content(alert, fired, newest, bars, market)
        | _held(quiet_until)
        | in_content(alert.mentions),
    )


def _held(until: datetime | None) -> dict[str, Any]:
    return {"held": until.isoformat()} if until else {}


def _content(
    alert: Alert, fired: AlertReading, newest: AlertReading, bars: Mapping[str, Bars], market: Market
) -> dict[str, Any]:
    """The content of the post, which `bot.jobs.digest_orders` makes into a reply. An older close than
    the newest is marked as told late."""
    used = [bars[symbol.ticker] for symbol in alert.rule.symbols if symbol.ticker in bars]
    rearm = "It is used up."
    if alert.rule.band is not None:
        when = "with the next session" if alert.rule.renews else "once the figure is back"
        rearm = f"It is armed again {when}."
    late = fired.session < newest.session
    return {
        "rule": str(alert.rule),
        "seen": (fired.at or market.closed_at(fired.session)).isoformat(),
        "headline": f"Told late: {fired.sentence}" if late else fired.sentence,
        "notes": [
            *([f"That close was judged afterwards; the newest is of {newest.session}."] if late else []),
            f"Alert {alert.id}, “{alert.rule}”. {rearm}",
        ],
        "commands": [_QUESTIONS.get(alert.rule.kind, f"/quote {alert.rule.symbol}")],
        "source": ", ".join(dict.fromkeys(b.source for b in used)) or market.source_title,
        "sample": any(b.sample for b in used) or market.sample,
    }
