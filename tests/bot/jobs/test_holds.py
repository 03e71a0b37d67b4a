"""Every refusal of both platforms, from the real SDKs over loopback into the ledger: the channel's own pauses
its digest, and every other one holds the posts, is reported once, and heals by itself."""

from __future__ import annotations

import json
import logging
from collections.abc import AsyncIterator
from datetime import timedelta

import discord
import pytest
import sqlalchemy as sa
from pydantic import SecretStr

from bot.adapters.discord.poster import DiscordPoster
from bot.adapters.discord.refusals import CHANNEL_REFUSALS as ON_DISCORD
from bot.adapters.poster import Held, Poster, Reach
from bot.adapters.slack.poster import SlackPoster
from bot.adapters.slack.refusals import CHANNEL_REFUSALS as ON_SLACK
from bot.jobs.holds import RETRY, DeliveryHolds
from bot.settings import Settings
from bot.store.ledger import HELD_NOTE, LedgerLine, Stage
from bot.store.subscriptions import StoredSubscriptions
from bot.telemetry.metrics import REFUSALS
from commands.framework.ports import Place, State
from market.clock import FixedClock
from tests.bot.adapters.discord.standin import CHANNEL, GUILD, TOKEN, Discord
from tests.bot.adapters.slack.standin import BOT, Slack
from tests.bot.jobs.stage import Time, owed, subscribed
from tests.bot.jobs.test_delivery import Worker, deliver_again, outcome

HERE = {"slack": Place("slack", "T1", "C1"), "discord": Place("discord", GUILD, CHANNEL)}
PAGE = "<html>Blocked by policy</html>"
HELD_ON_SLACK = [
    "access_denied",
    "accesslimited",
    "account_inactive",
    "ekm_access_denied",
    "enterprise_is_restricted",
    "invalid_auth",
    "missing_scope",
    "no_permission",
    "not_allowed_token_type",
    "not_authed",
    "org_login_required",
    "team_access_not_granted",
    "team_added_to_org",
    "token_expired",
    "token_revoked",
    "two_factor_setup_required",
    "a_code_of_next_year",
]
HELD = [
    *(("slack", 200, json.dumps({"ok": False, "error": code})) for code in HELD_ON_SLACK),
    *(("slack", status, PAGE) for status in (401, 403, 404, 407)),
    ("discord", 401, json.dumps({"message": "401: Unauthorized", "code": 0})),
    *(("discord", status, PAGE) for status in (401, 403, 404, 407)),
    ("discord", 403, json.dumps({"message": "A code of next year", "code": 59999})),
    ("discord", 400, json.dumps({"message": "Invalid Form Body", "code": 50035})),
    ("discord", 403, json.dumps({"message": "Forbidden", "code": 0})),
]
PAUSING = [
    *(("slack", 200, json.dumps({"ok": False, "error": code})) for code in sorted(ON_SLACK)),
    *(("discord", 403, json.dumps({"message": "No", "code": code})) for code in sorted(ON_DISCORD)),
    ("discord", 404, json.dumps({"message": "Unknown Channel", "code": 10003})),
]


class Platforms:
    """Slack's and Discord's stand-ins, and the real posters that speak with them."""

    def __init__(self, slack: Slack, far: Discord) -> None:
        self.slack, self.discord = slack, far
        self.posters: dict[str, Poster] = {
            "slack": SlackPoster(BOT, base_url=slack.base_url),
            "discord": DiscordPoster.of(Settings(discord_token=SecretStr(TOKEN))),
        }

    async def __call__(self, place: Place) -> Poster:
        return self.posters[place.platform]

    def refuse(self, platform: str, status: int, body: str) -> None:
        """Answer everything so, until `heal`."""
        kind = "application/json" if body.startswith("{") else "text/html"
        if platform == "discord":
            self.discord.refusal = (status, body, kind)
            return
        for method in ("chat.postMessage", "conversations.history"):
            self.slack.answers[method] = [(status, json.loads(body) if "json" in kind else body, {})] * 50

    def heal(self) -> None:
        self.discord.refusal = None
        self.slack.answers.clear()

    def posts(self, platform: str) -> int:
        return len(self.slack.messages if platform == "slack" else self.discord.posts)


@pytest.fixture
async def platforms(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Platforms]:
    far = Discord()
    await far.start()
    monkeypatch.setattr(discord.http.Route, "BASE", far.api)
    async with Slack() as slack:
        both = Platforms(slack, far)
        yield both
        poster = both.posters["discord"]
        assert isinstance(poster, DiscordPoster)
        await poster.close()
    await far.stop()


def started(database: sa.Engine, time: Time, platforms: Platforms) -> Worker:
    return Worker(database, time, platforms)  # type: ignore[arg-type]  # gives a poster for a place, as `Channels`


def lines_for(database: sa.Engine, clock: FixedClock, platform: str) -> LedgerLine:
    return owed(database, clock, subscribed(database, clock, place=HERE[platform]))


def lasting(platform: str) -> float:
    """The posts that the metric says are held there now, by whichever worker of this process."""
    samples = next(iter(REFUSALS.collect())).samples
    return sum(sample.value for sample in samples if sample.labels["platform"] == platform)


@pytest.mark.parametrize("server", ["sqlite"], indirect=True)
@pytest.mark.parametrize(("platform", "status", "body"), HELD)
async def test_what_is_no_fault_of_the_channel_holds_its_post_and_goes_on_when_it_is_healed(
    database: sa.Engine, time: Time, platforms: Platforms, caplog, platform: str, status: int, body: str
) -> None:
    line, before = lines_for(database, time.clock, platform), lasting(platform)
    worker = started(database, time, platforms)
    platforms.refuse(platform, status, body)
    await worker.deliver()
    for _minutes in range(10):
        time.passes(180)
        await deliver_again(worker, database)
        assert (outcome(worker).stage, outcome(worker).note[:6]) == (Stage.DUE, HELD_NOTE)
    reported = [r for r in caplog.records if r.name == "bellwether.delivery" and r.levelno == logging.ERROR]
    assert len(reported) == 1
    assert list(worker.ledger.held().values()) == [1]
    assert lasting(platform) - before == 1
    platforms.heal()
    time.passes(180)
    await deliver_again(worker, database)
    assert platforms.posts(platform) == 1
    assert outcome(worker).stage is Stage.SENT
    (subscription,) = StoredSubscriptions(database, time.clock).of_channel(line.place)
    assert subscription.state is State.ACTIVE
    assert lasting(platform) - before == 0


@pytest.mark.parametrize("server", ["sqlite"], indirect=True)
@pytest.mark.parametrize(("platform", "status", "body"), HELD)
async def test_what_stays_refused_is_too_late_after_its_grace_and_the_digest_not_paused(
    database: sa.Engine, time: Time, platforms: Platforms, platform: str, status: int, body: str
) -> None:
    line = lines_for(database, time.clock, platform)
    worker = started(database, time, platforms)
    platforms.refuse(platform, status, body)
    await worker.deliver()
    time.passes(7200)
    await deliver_again(worker, database)
    assert outcome(worker).stage is Stage.SKIPPED
    assert outcome(worker).note.startswith("It was too late to be of use, so it was not posted. Held: ")
    (subscription,) = StoredSubscriptions(database, time.clock).of_channel(line.place)
    assert subscription.state is State.ACTIVE


@pytest.mark.parametrize("server", ["sqlite"], indirect=True)
@pytest.mark.parametrize(("platform", "status", "body"), PAUSING)
async def test_what_the_channel_refuses_pauses_its_digest(
    database: sa.Engine, time: Time, platforms: Platforms, platform: str, status: int, body: str
) -> None:
    line = lines_for(database, time.clock, platform)
    worker = started(database, time, platforms)
    platforms.refuse(platform, status, body)
    await worker.deliver()
    (subscription,) = StoredSubscriptions(database, time.clock).of_channel(line.place)
    assert subscription.state is State.PAUSED
    assert worker.ledger.listed(Stage.DEAD)[0].key == line.key


@pytest.mark.parametrize("server", ["sqlite"], indirect=True)
@pytest.mark.parametrize("platform", ["slack", "discord"])
async def test_a_refused_token_is_tried_by_one_post_and_the_others_wait_for_it(
    database: sa.Engine, time: Time, platforms: Platforms, platform: str
) -> None:
    for number in range(40):
        place = Place(platform, HERE[platform].workspace, str(9000 + number))
        owed(database, time.clock, subscribed(database, time.clock, place=place))
    worker = started(database, time, platforms)
    refusal = '{"ok": false, "error": "invalid_auth"}' if platform == "slack" else '{"code": 0}'
    platforms.refuse(platform, 200 if platform == "slack" else 401, refusal)
    await worker.deliver()
    calls = platforms.slack.calls if platform == "slack" else platforms.discord.calls
    assert len(calls) <= 4  # those that were under way when the first was refused
    for _minutes in range(5):
        calls.clear()
        time.passes(180)
        await deliver_all(worker, database)
        assert len(calls) == 1
    platforms.heal()
    for _minutes in range(2):
        time.passes(180)
        await deliver_all(worker, database)
    assert platforms.posts(platform) == 40


async def deliver_all(worker: Worker, database: sa.Engine) -> None:
    with database.begin() as c:
        worker.ledger.rebatch(c, worker.ledger.stranded(c, timedelta(minutes=1), 100), "again")
    await worker.deliver("again")


# ---- the holds alone


def test_a_refusal_reaches_as_far_as_it_says() -> None:
    now = [0.0]
    holds = DeliveryHolds(lambda: now[0])
    here, beside, elsewhere = (
        Place("slack", "T1", "C1"),
        Place("slack", "T1", "C2"),
        Place("slack", "T2", "C1"),
    )
    holds.refused(here, Held("An odd code.", "odd"))
    assert holds.wait(here) == (0.0, "")  # its own line waits in the ledger
    holds.refused(here, Held("The token is refused.", "invalid_auth", Reach.WORKSPACE))
    assert holds.wait(beside) == (RETRY, "The token is refused.")
    assert holds.wait(elsewhere) == (0.0, "")
    now[0] += RETRY
    assert holds.wait(beside) == (0.0, ""), "the first that comes tries"
    assert holds.wait(here) == (RETRY, "The token is refused.")
    holds.accepted(beside)
    assert holds.wait(here) == (0.0, "")
    holds.refused(elsewhere, Held("The token is refused.", "401", Reach.PLATFORM))
    assert holds.wait(here)[0] == RETRY
    holds.accepted(here)
    assert holds.wait(elsewhere) == (0.0, "")


def test_one_refusal_of_many_channels_is_reported_once_and_again_after_it_was_over(caplog) -> None:
    holds = DeliveryHolds(lambda: 0.0)
    places = [Place("slack", "T1", f"C{number}") for number in range(30)]
    for _round in range(2):
        for place in places:
            holds.refused(place, Held("An odd code.", "odd"))
    assert [r.levelname for r in caplog.records] == ["ERROR"]
    for place in places[:15]:
        holds.accepted(place)
    for place in places[15:]:
        holds.given_up(place)
    assert [r.levelname for r in caplog.records] == ["ERROR", "WARNING"]
    holds.refused(places[0], Held("An odd code.", "odd"))
    assert [r.levelname for r in caplog.records] == ["ERROR", "WARNING", "ERROR"]
    holds.accepted(places[0])


def test_codes_without_end_are_reported_as_one_after_the_first_hundred() -> None:
    holds = DeliveryHolds(lambda: 0.0)
    places = [Place("slack", "T1", f"C{number}") for number in range(300)]
    for number, place in enumerate(places):
        holds.refused(place, Held("Odd.", f"odd-{number}"))
    assert len(holds._scopes) == 101
    for place in places:
        holds.accepted(place)
    assert holds._scopes == {}
