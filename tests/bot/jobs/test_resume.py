from __future__ import annotations

from dataclasses import replace

import pytest
import sqlalchemy as sa

from bot.jobs.resume import resume, wrongly_paused
from bot.store.store import Store
from bot.store.subscriptions import pause
from bot.wiring.platforms import PLATFORMS
from commands.framework.ports import PAUSED_BY_HAND, Place, State
from market.calendars.calendar import Calendar
from market.clock import FixedClock
from tests.bot.jobs.stage import DUE, subscribed

REFUSALS = {platform.name: platform.channel_refusals for platform in PLATFORMS}
# As versions before wrote them.
WRONG = [
    (
        "slack",
        "Slack does not accept this token. Copy it again from the app's page (invalid_auth; see docs/slack.md).",
    ),
    (
        "slack",
        "The token was revoked. Install the app again (token_revoked; see docs/slack.md).",
    ),
    ("slack", "Slack refused the call (HTTP 403; see docs/slack.md)."),
    ("slack", "Slack refused the call (team_added_to_org; see docs/slack.md)."),
    ("slack", "The app lacks a permission. Update it (missing_scope: files:write; see docs/slack.md)."),
    ("discord", "Discord refused the bot token. Set BELLWETHER_DISCORD_TOKEN anew."),
    ("discord", "I may not post in that channel. Check its permissions."),
    ("discord", "That channel is gone. Choose another one."),
    ("discord", "That is no channel of Discord. Choose another one."),
    ("discord", "Discord refused the post (code 407)."),
]
RIGHT = [
    ("slack", "That channel is archived. Choose another one (is_archived; see docs/slack.md)."),
    ("slack", "I cannot see that channel. Invite me there (channel_not_found; see docs/slack.md)."),
    ("discord", "I may not post in that channel. Check its permissions (code 50013)."),
    ("discord", "That is no channel of Discord. Choose another one (no channel)."),
    ("slack", PAUSED_BY_HAND),
    ("discord", PAUSED_BY_HAND),
]  # fmt: skip


@pytest.mark.parametrize(
    ("platform", "reason", "wrong"), [(*case, True) for case in WRONG] + [(*case, False) for case in RIGHT]
)
@pytest.mark.parametrize("server", ["sqlite"], indirect=True)
def test_digests_paused_for_no_fault_of_their_channel_are_known_by_the_reason(
    database: sa.Engine, clock: FixedClock, platform: str, reason: str, wrong: bool
) -> None:
    store = Store.over(database, clock)
    subscription = subscribed(database, clock, place=Place(platform, "T1", "C1"))
    subscribed(database, clock, "C2")
    with database.begin() as c:
        pause(c, subscription.id, reason)
    assert [s.id for s in wrongly_paused(store, REFUSALS)] == ([subscription.id] if wrong else [])


def test_they_go_on_from_their_next_run(database: sa.Engine, clock: FixedClock) -> None:
    store = Store.over(database, clock)
    subscription = subscribed(database, clock)
    with database.begin() as c:
        pause(c, subscription.id, WRONG[0][1])
    clock.at = DUE
    (resumed,) = resume(store, wrongly_paused(store, REFUSALS), Calendar(), clock)
    assert resumed == replace(subscription, next_due=resumed.next_due)
    assert resumed.next_due is not None
    assert resumed.next_due > DUE
    assert store.subscriptions.get(subscription.place, subscription.id) == resumed
    assert resumed.state is State.ACTIVE
    assert wrongly_paused(store, REFUSALS) == []
