"""The sections of a person's App Home, read from the store."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from bot.adapters.slack.home import HomeItem, HomeSection
from commands.forms.alert import NEW
from commands.forms.digest import SUBSCRIBE
from commands.forms.watchlist import ADD
from commands.framework.asker import Asker
from commands.framework.ports import Alert, Holder, Person, State, Subscription
from commands.framework.reply import Action
from market.alerts.evaluate import asleep
from market.calendars.calendar import Phase
from market.formatting import NEW_YORK
from market.symbols import find

if TYPE_CHECKING:
    from bot.store.store import Store
    from market.calendars.calendar import Calendar, SessionState

_MOST_COMPARED = 8
_UNKNOWN = (
    "Slack does not tell me which channels you are in, so only what is yours is shown. Open this again later."
)


@dataclass(frozen=True, slots=True)
class SessionTimes:
    """The session that is under way, or the next.

    is_open: it is under way.
    """

    is_open: bool
    opens: datetime
    closes: datetime

    @classmethod
    def at(cls, state: SessionState, calendar: Calendar) -> SessionTimes:
        if state.phase is Phase.IN_PROGRESS and state.opens and state.closes:
            return cls(True, state.opens, state.closes)
        opens = state.next_open
        return cls(False, opens, calendar.close(opens.astimezone(NEW_YORK).date()))


def read_home(
    store: Store, asker: Asker, channels: frozenset[str] | None, calendar: Calendar, now: datetime
) -> tuple[HomeSection, ...]:
    """The digests, alerts and watchlists of a person, and of the channels that they are in. Blocks.

    Other people's alerts are theirs alone, as with /alert list. `channels`: None where they are not known.
    """
    times = SessionTimes.at(calendar.state(now), calendar)
    known = channels or frozenset()
    sections = [
        _digests(
            [
                kept
                for kept in store.subscriptions.of_workspace("slack", asker.workspace)
                if kept.owner == asker.person or kept.place.channel in known
            ]
        ),
        _alerts(store.alerts.of_person(Person.who_asks(asker)), times, now),
        _watchlists(store, asker, known, times),
    ]
    if channels is None:
        sections.insert(0, HomeSection("Your channels", (), _UNKNOWN))
    return tuple(sections)


def _digests(kept: Sequence[Subscription]) -> HomeSection:
    return HomeSection(
        "Digests",
        tuple(_digest(subscription) for subscription in kept),
        "None yet. One can come into a channel by itself, at the time that you choose.",
        Action("New digest", SUBSCRIBE.opens),
    )


def _digest(kept: Subscription) -> HomeItem:
    edition = kept.schedule.edition.value.capitalize()
    test = Action("Show me", f"/digest test {kept.id} <#{kept.place.channel}>")
    state = (
        f"Paused: {kept.reason}" if kept.state is State.PAUSED else "Next" if kept.next_due else "Not planned"
    )
    at = kept.next_due if kept.state is State.ACTIVE else None
    return HomeItem(f"{edition}, {kept.schedule.words}", kept.place.channel, state, at, test)


def _alerts(kept: Sequence[Alert], times: SessionTimes, now: datetime) -> HomeSection:
    return HomeSection(
        "Your alerts",
        tuple(_alert(alert, times, now) for alert in kept),
        "None yet. One that is set here speaks in Messages; write /alert new in a channel for that channel.",
        Action("New alert", NEW.opens),
    )


def _alert(kept: Alert, times: SessionTimes, now: datetime) -> HomeItem:
    if kept.snoozed_until is not None and asleep(kept.snoozed_until, now):
        return HomeItem(str(kept.rule), kept.place.channel, "Quiet until", kept.snoozed_until)
    if kept.rule.at_close:
        state, at = "Judged after the close of", times.closes
    elif times.is_open:
        state, at = "Looked at every minute until", times.closes
    else:
        state, at = "Looked at every minute from", times.opens
    what = str(kept.rule) if kept.armed else f"{kept.rule} (it is so; waiting for the figure to go back)"
    return HomeItem(
        what, kept.place.channel, state, at, Action("Quiet for a day", f"/alert snooze {kept.id}")
    )


def _watchlists(store: Store, asker: Asker, channels: frozenset[str], times: SessionTimes) -> HomeSection:
    mine = store.watchlists.tickers(Holder.person(asker))
    items = [_watchlist(mine, "", Action("Show it", "/watchlist show"), times)] if mine else []
    for channel, tickers in store.watchlists.shared_in("slack", asker.workspace).items():
        if channel in channels:
            items.append(_watchlist(tickers, channel, _compared(tickers), times))
    return HomeSection(
        "Watchlists",
        tuple(items),
        "None yet. Write /watchlist add aapl iwm for your own, /watchlist add here rut ndx for a channel's.",
        Action("Add markets", ADD.opens),
    )


def _watchlist(tickers: tuple[str, ...], channel: str, action: Action, times: SessionTimes) -> HomeItem:
    return HomeItem(", ".join(tickers), channel, "Next close", times.closes, action)


def _compared(tickers: tuple[str, ...]) -> Action:
    """A channel's list can be shown in that channel only; its first markets can be compared anywhere."""
    words = [symbol.word if (symbol := find(ticker)) else ticker for ticker in tickers[:_MOST_COMPARED]]
    return (
        Action("Quote", f"/quote {words[0]}")
        if len(words) == 1
        else Action("Compare", f"/compare {' '.join(words)}")
    )
