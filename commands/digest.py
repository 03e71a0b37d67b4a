"""`/digest`: the daily read, now or by itself."""

from __future__ import annotations

import dataclasses
from datetime import date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from commands.digests.channel_sections import NEAR
from commands.digests.compose import STALE, Brief, brief
from commands.digests.headline import STREAK, UNUSUAL, WINDOW
from commands.digests.options import EXAMPLE, DigestOptions, read
from commands.digests.subscriptions import SubscriptionManager, meant, when
from commands.framework.alternatives import offer_alternatives
from commands.framework.ask import Ask
from commands.framework.asker import Asker
from commands.framework.command import command
from commands.framework.ports import (
    Alerts,
    ChannelPermissions,
    Holder,
    Limits,
    Place,
    Section,
    Subscriptions,
    Watchlists,
)
from commands.framework.reply import Reply, Visibility
from market.calendars.schedule import AFTER_CLOSE, BEFORE_OPEN, Edition
from market.services.prices import Market

_NEW_YORK = ZoneInfo("America/New_York")
Verb = Literal["now", "subscribe", "list", "edit", "pause", "resume", "remove", "test"]


@command(
    "/digest now",
    EXAMPLE,
    "/digest subscribe close small-caps breadth",
    "/digest list",
    visibility=Visibility.PRIVATE,
    terms={
        "before": BEFORE_OPEN.seconds // 60,
        "after": AFTER_CLOSE.seconds // 60,
        "unusual": UNUSUAL,
        "window": WINDOW,
        "streak": STREAK,
        "near": NEAR,
        "stale": STALE,
    },
)
def digest(
    verb: Verb = "now",
    details: str = "",
    *,
    market: Market,
    asker: Asker,
    ask: Ask,
    subscriptions: Subscriptions,
    alerts: Alerts,
    watchlists: Watchlists,
    places: ChannelPermissions,
    limits: Limits,
) -> Reply:
    """The daily read: what mattered at the last close, or that nothing did; now, or by itself.

    Write a time, a zone and days: /digest subscribe 08:30 Europe/Berlin market days. Editions:
    morning (at a time), pre-open ({before} minutes before the open), close ({after} minutes after it) and
    weekly. “market days” follows the exchange's holidays. Sections: small-caps, compare, breadth,
    rotation, sectors, macro, calendar, watchlist, alerts; all without a word about them.

    Change one by its number: /digest edit 3 09:00, /digest pause 3, /digest resume 3, /digest
    remove 3; /digest test shows the next one, to you alone. A channel's name behind it, as in /digest
    subscribe 08:30 #markets, means that channel, where you manage it too. A digest's figures are those of the
    last completed session; of figures more than {stale} sessions old none is made.
    The sentence that comes first is chosen by a fixed order: a record, a turn of the market regime, a day out of
    the ordinary (at least {unusual:g} standard deviations of the {window} sessions before it), {streak}
    sessions or more in a row ahead of the S&P 500, else that nothing notable happened. An alert whose
    level is within {near:.0%} is named. The weekly edition is about the week of the last close: since
    the close before its Monday.
    """
    wish = read(details)
    place = meant(asker, wish, places)
    desk = SubscriptionManager(market, asker, place, subscriptions, places, limits)
    if verb == "list":
        return desk.listed()
    if verb == "now":
        return _brief(market, ask, place, alerts, watchlists, wish)
    if verb == "subscribe":
        return desk.subscribe(wish)
    chosen = desk.chosen(wish)
    if verb == "test":
        since = news_since(subscriptions.last_posted(chosen.id))
        asked = DigestOptions(chosen.schedule.edition, sections=chosen.sections, since=since)
        shown = _brief(market, ask, place, alerts, watchlists, asked)
        note = f"This is what digest {chosen.id} would post {when(chosen)}. Nobody else sees it."
        return dataclasses.replace(shown, notes=(note, *shown.notes))
    return desk.manage(verb, chosen, wish)


def _brief(
    market: Market, ask: Ask, place: Place, alerts: Alerts, watchlists: Watchlists, wish: DigestOptions
) -> Reply:
    holder = Holder(place.platform, place.workspace, place.channel, shared=True)
    order = Brief(
        edition=wish.edition or Edition.MORNING,
        sections=wish.sections or tuple(Section),
        watched=watchlists.tickers(holder),
        waiting=tuple(str(alert.rule) for alert in alerts.of_channel(place) if alert.armed),
        since=wish.since,
    )
    with offer_alternatives("/calendar", "/digest list"):
        return brief(market, ask, order)


def news_since(posted: datetime | None) -> date | None:
    """From which day on releases are news to those who read the digest posted at `posted`.

    Releases are known by their day alone. Those that matter come before noon in New York, so a
    digest posted in the morning may not have had its own day's: rather named twice than never.
    """
    if posted is None:
        return None
    there = posted.astimezone(_NEW_YORK)
    return there.date() if there.time() < time(12) else there.date() + timedelta(days=1)
