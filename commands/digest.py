"""`/digest`: the daily read, now or by itself."""

from __future__ import annotations

import dataclasses
from datetime import date
from typing import Annotated, Literal

from commands.digests.brief import Brief, news_since
from commands.digests.channel_sections import NEAR
from commands.digests.compose import STALE, compose
from commands.digests.options import EXAMPLE, read, refuse_unused
from commands.digests.short import WORDS
from commands.digests.subscriptions import SubscriptionManager, chosen_place, when
from commands.forms.digest import SUBSCRIBE
from commands.forms.digest_acts import ACTS
from commands.framework.ask import Ask
from commands.framework.asker import Asker
from commands.framework.channels import ChannelPermissions
from commands.framework.command import command, verbs
from commands.framework.parsers import RemainingText
from commands.framework.ports import Alerts, Holder, Limits, Place, Section, Subscriptions, Watchlists
from commands.framework.reply import Reply, Visibility
from market.analytics.events.kinds import DEVIATIONS, LEAD, ONE_SIDED, RUN, STEPS, WINDOW
from market.calendars.schedule import AFTER_CLOSE, BEFORE_OPEN, Edition
from market.formatting import listed
from market.services.members import MemberService
from market.services.news import NewsService
from market.services.prices import Market

Verb = Literal["now", "subscribe", "list", "edit", "pause", "resume", "remove", "test"]


@command(
    "/digest now",
    EXAMPLE,
    "/digest subscribe close small-caps breadth",
    "/digest list",
    visibility=Visibility.PRIVATE,
    changes=verbs("subscribe", "edit", "pause", "resume", "remove"),
    unshared=verbs("list"),
    overview="/digest list",
    form=SUBSCRIBE,
    acts=ACTS,
    terms={
        "before": BEFORE_OPEN.seconds // 60,
        "after": AFTER_CLOSE.seconds // 60,
        "deviations": DEVIATIONS,
        "window": WINDOW,
        "run": RUN,
        "lead": LEAD,
        "one_sided": ONE_SIDED,
        "steps": listed([f"{step:.0%}" for step in STEPS]),
        "near": NEAR,
        "stale": STALE,
        "words": WORDS,
    },
)
def digest(
    verb: Verb = "now",
    details: Annotated[
        str,
        RemainingText(
            "time, zone, days, sections, “thread”, or a number: 08:30 Europe/Berlin market days",
            names_channel=True,
        ),
    ] = "",
    *,
    market: Market,
    members: MemberService,
    news: NewsService,
    asker: Asker,
    ask: Ask,
    subscriptions: Subscriptions,
    alerts: Alerts,
    watchlists: Watchlists,
    places: ChannelPermissions,
    limits: Limits,
) -> Reply:
    """The daily read: what mattered at the last close, or that nothing did; now, or by itself.

    Write a time, a zone and days: /digest subscribe 08:30 Europe/Berlin market days; without words a form asks for
    them, where the platform has forms. Your own time zone is taken where the platform tells it. Editions:
    morning (at a time), pre-open ({before} minutes before the open), close ({after} minutes after it) and
    weekly. “market days” follows the exchange's holidays; “weekdays”, “mon wed fri”, “at 9”, “noon”, “8:30 ET”, “half
    past eight” and “before the open” are read, too. Sections: small-caps, compare, breadth,
    rotation, sectors, macro, calendar, watchlist, alerts; all without a word about them. With “thread” only the
    headline, its caveats and its source are posted in the channel, and the rest in a thread below it; “no thread”
    ends that. With “mention @traders” each post mentions that role or user group, where you may mention it yourself;
    “no mention” ends that.

    Change one by its number: /digest edit 3 09:00, /digest pause 3, /digest resume 3, /digest
    remove 3; /digest test shows the next one, to you alone. A channel's name after it, as in /digest
    subscribe 08:30 #markets, means that channel, where you manage it too. A digest's figures are those of the
    last completed session; of figures more than {stale} sessions old none is made.
    Before the open (morning, pre-open) it begins with what has happened since the last close, each figure with its own
    time: futures, the dollar, oil, the 10-year yield, Tokyo and Europe; then what comes today: releases with their
    hour and last value, companies that report, holidays, early closes and changes of members that are near. A page
    has {words} words at most, its notes among them, and says nothing twice; what is stale or has no time of its own
    is withheld and named.
    Of the session the most important of all events comes first, then the next two; with none it says at how many
    it looked. Looked for: records, intraday records, first closes {steps} below a record, the end of {run}
    sessions up or down in a row, of the five indices; leads of the Russell 2000 of {lead} sessions in a row, and
    their end; moves of {deviations:g} standard deviations of the {window} sessions before, and 52-week extremes, of
    indices, S&P 500 sector funds, the VIX, HYG, the dollar (UUP) and oil (USO); members of which {one_sided:.0%} moved
    one way, and breadth thrusts; turns of the market regime. What has no data is not counted. An alert whose level is
    within {near:.0%} is named. The weekly edition is about the week of the last close: since
    the close before its Monday.
    """
    wish = read(details, lambda word: places.mentioned(asker.platform, word))
    refuse_unused(verb, wish, details)
    place = chosen_place(asker, wish, places)
    manager = SubscriptionManager(market, asker, place, subscriptions, places, limits)
    if verb == "list":
        return manager.listed()
    if verb == "now":
        return compose(
            market, members, ask, _brief(place, alerts, watchlists, wish.edition, wish.sections), news
        )
    if verb == "subscribe":
        return manager.subscribe(wish)
    chosen = manager.chosen(wish)
    if verb == "test":
        since = news_since(subscriptions.last_posted(chosen.id))
        order = _brief(place, alerts, watchlists, chosen.schedule.edition, chosen.sections, since)
        shown = compose(market, members, ask, order, news)
        note = f"This is what digest {chosen.id} would post {when(chosen)}. Nobody else sees it."
        return dataclasses.replace(shown, notes=(note, *shown.notes))
    return manager.manage(verb, chosen, wish)


def _brief(
    place: Place,
    alerts: Alerts,
    watchlists: Watchlists,
    edition: Edition | None,
    sections: tuple[Section, ...],
    since: date | None = None,
) -> Brief:
    """What is wished for, with the watchlist and the alerts of the channel as they are now."""
    holder = Holder(place.platform, place.workspace, place.channel, shared=True)
    return Brief(
        edition or Edition.MORNING,
        sections or tuple(Section),
        watchlists.tickers(holder),
        tuple(alert.rule for alert in alerts.of_channel(place) if alert.armed),
        since,
    )
