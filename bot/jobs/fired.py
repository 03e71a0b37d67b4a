"""What an alert that has fired says, and the post that is owed for it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.store.ledger import Line
from commands.framework.ports import Alert
from market.alerts.evaluate import Reading
from market.alerts.rules import Kind
from market.bars import Bars
from market.services.prices import Market

_QUESTIONS = {Kind.BREADTH: "/breadth", Kind.ROTATION: "/rotation"}


def owed(
    alert: Alert, told: Reading, newest: Reading, bars: Mapping[str, Bars], market: Market, now: datetime
) -> Line:
    """The line of the ledger for the reading that is `told`; its key is the same whoever judges it."""
    moment = now.isoformat(timespec="minutes") if told.so_far else str(told.session)
    return Line(
        key=f"alert:{alert.id}:{moment}",
        kind="alert",
        subject=alert.id,
        place=alert.place,
        owner=alert.owner,
        day=told.session,
        due=now,
        content=_content(alert, told, newest, bars, market),
    )


def _content(
    alert: Alert, told: Reading, newest: Reading, bars: Mapping[str, Bars], market: Market
) -> dict[str, Any]:
    """What `bot.jobs.digest_orders` makes a reply of. A close that was judged afterwards is told as late."""
    used = [bars[symbol.ticker] for symbol in alert.rule.symbols if symbol.ticker in bars]
    rearm = "It is used up."
    if alert.rule.band is not None:
        when = "with the next session" if alert.rule.renews else "once the figure is back"
        rearm = f"It is armed again {when}."
    late = told.session < newest.session
    return {
        "headline": f"Told late: {told.sentence}" if late else told.sentence,
        "notes": [
            *([f"That close was judged afterwards; the newest is of {newest.session}."] if late else []),
            f"Alert {alert.id}, “{alert.rule}”. {rearm}",
        ],
        "commands": [_QUESTIONS.get(alert.rule.kind, f"/quote {alert.rule.symbol}")],
        "source": ", ".join(dict.fromkeys(b.source for b in used)) or market.source_title,
        "sample": any(b.sample for b in used) or market.sample,
    }
