from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import sqlalchemy as sa

from bot.store.schema import DeliveryRow
from commands.framework.ports import MentionedGroup, Person
from market.bars import Bars
from market.services.prices import Market
from market.symbols import Symbol
from tests.commands.desk import ANA, BEN, Desk


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    found = Desk(tmp_path)
    yield found
    found.close()


def test_an_alert_is_set_listed_snoozed_and_removed(desk: Desk) -> None:
    assert desk.say("/alert list").headline == "You wait for nothing yet."
    on = desk.say("/alert rut record")
    assert on.headline == "Alert 1 is set: rut record. I will say so here, once."
    shown = desk.say("/alert list")
    assert shown.table is not None
    assert shown.table.rows == (("1", "rut record", "waiting"),)
    assert "quiet until" in desk.say("/alert snooze 1 for 7 days").headline
    assert "quiet until" in str(desk.say("/alert list").table)
    assert desk.say("/alert remove 1").headline == "Alert 1, “rut record”, is removed."


@pytest.mark.parametrize("words", ["list rut", "stats rut", "remove 1 2"])
def test_words_that_a_verb_has_no_use_for_are_refused(desk: Desk, words: str) -> None:
    desk.say("/alert rut record")
    refused = desk.say(f"/alert {words}")
    assert refused.error
    assert "has no use for “" in refused.headline
    assert desk.say("/alert list").headline == "You have 1 of 20 alerts."


def test_everybody_sees_and_removes_their_own_only(desk: Desk) -> None:
    desk.say("/alert rut record", ANA)
    assert desk.say("/alert list", BEN).headline == "You wait for nothing yet."
    assert desk.say("/alert remove 1", BEN).error
    assert len(desk.store.alerts.of_person(Person("slack", "T1", "U1"))) == 1


@pytest.mark.parametrize(
    "words",
    [
        "iwm down 2% day",
        "rut leads spx 5 points over 20 sessions",
        "breadth below 30%",
        "rotation changes",
        "rut above 99999 again after 1%",
    ],
)
def test_every_kind_can_be_set(desk: Desk, words: str) -> None:
    assert desk.say(f"/alert {words}").headline.startswith(f"Alert 1 is set: {words}")


def test_what_is_so_already_is_said_at_once_and_not_waited_for(desk: Desk) -> None:
    said = desk.say("/alert rut above 100")
    assert said.error
    assert said.headline.startswith("It is so already: Russell 2000 is above 100.00")
    assert desk.store.alerts.all() == []


def test_a_state_that_holds_already_is_waited_for_until_it_has_ended(desk: Desk) -> None:
    reply = desk.say("/alert rut leads spx 5 points over 20 sessions")
    assert reply.notes == (
        "It is so already: I wait until the figure has gone back, and tell you of the next time.",
    )
    assert "+8.43 points" in reply.facts[1].text
    again = desk.say("/alert rut above 100 again after 1%")
    assert "each time it happens anew" in again.headline
    desk.say("/alert iwm up 0.1% day")  # a day's move: the next session may bring another
    assert [alert.armed for alert in desk.store.alerts.all()] == [False, False, True]


def test_a_close_that_is_not_in_yet_is_still_to_be_judged(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A few minutes after the bell."""
    bars = Market._bars

    def older(market: Market, symbol: Symbol) -> Bars:
        found = bars(market, symbol)
        return replace(
            found,
            provisional=symbol.ticker == "^GSPC",
            frame=found.frame.iloc[: -1 - (symbol.ticker == "IWM")],
        )

    desk.say("/alert rut record")
    monkeypatch.setattr(Market, "_bars", older)
    desk.say("/alert rut record")
    desk.say("/alert spx record")
    desk.say("/alert iwm above 900")
    assert [alert.checked for alert in desk.store.alerts.all()] == [
        date(2026, 1, 22),
        date(2026, 1, 21),
        date(2026, 1, 20),
        date(2026, 1, 22),  # judged so far: today's close is over when it is set
    ]


def test_a_market_that_trades_at_weekends_can_be_waited_for(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    bars = Market._bars

    def saturday(market: Market, symbol: Symbol) -> Bars:
        found = bars(market, symbol)
        index = found.frame.index[:-1].append(pd.DatetimeIndex(["2026-01-24"]))
        return replace(found, frame=found.frame.set_axis(index))

    monkeypatch.setattr(Market, "_bars", saturday)
    reply = desk.say("/alert iwm above 900 at close")
    assert not reply.error
    assert "at the close of 2026-01-24" in reply.facts[1].text
    assert reply.as_of is not None


def test_breadth_and_the_tape_are_told_as_they_stand(desk: Desk) -> None:
    breadth, rotation = desk.say("/alert breadth below 30%"), desk.say("/alert rotation changes")
    said = desk.say("/breadth").headline
    now = breadth.facts[1].text
    assert now.endswith(" are above their 200-session average, close of 2026-01-22.")
    assert now.split("%")[0] in said
    assert "SAMPLE" in breadth.sources
    assert (
        rotation.facts[1].text == "The market regime is small-cap-led, as before, at the close of 2026-01-22."
    )


def test_breadth_so_far_has_no_figure_outside_of_a_session(desk: Desk) -> None:
    reply = desk.say("/alert breadth below 30% so far")
    assert reply.headline == "Alert 1 is set: breadth below 30% so far. I will say so here, once."
    assert [fact.label for fact in reply.facts] == ["Judged"]
    assert [note for note in reply.notes if note] == [
        "No figure so far: I look for one while a session runs, and judge once enough members have a quote."
    ]
    shown = desk.say("/alert list").table
    assert shown is not None
    assert shown.rows == (("1", "breadth below 30% so far", "waiting"),)


@pytest.mark.parametrize("words", ["rut sideways", "rut above 100", "remove 9"])
def test_every_refusal_offers_something_that_works(desk: Desk, words: str) -> None:
    refused = desk.say(f"/alert {words}")
    assert refused.error
    assert refused.actions
    for action in refused.actions:
        assert not desk.say(action.command).error, action.command


def test_a_level_that_is_not_reached_is_shown_beside_the_figure(desk: Desk) -> None:
    last = float(desk.app.market.bars(Symbol.parse("rut")).closes.iloc[-1])
    reply = desk.say(f"/alert rut above {last * 2:.0f}")
    assert any("is not above" in fact.text for fact in reply.facts)


def test_a_person_has_at_most_twenty(desk: Desk) -> None:
    for number in range(20):
        assert not desk.say(f"/alert rut above {90000 + number}").error
    assert "20 is the most" in desk.say("/alert rut record").headline


def test_a_channel_that_cannot_be_posted_to_takes_no_alert(desk: Desk) -> None:
    desk.doors.closed["C1"] = "I am not a member of that channel. Invite me first."
    assert desk.say("/alert rut record").headline.startswith("I am not a member")


@pytest.mark.parametrize(
    "words", ["rut sideways", "remove 9", "snooze", "snooze 1 for ages", "nosuchthing!! record"]
)
def test_wrong_words_get_a_sentence_that_says_what_to_do(desk: Desk, words: str) -> None:
    desk.say("/alert rut record")
    said = desk.say(f"/alert {words}")
    assert said.error
    assert len(said.headline) > 20


def test_an_alert_sleeps_for_one_to_ninety_days(desk: Desk):
    desk.say("/alert rut record")
    for days in (1, 90):
        assert "quiet until" in desk.say(f"/alert snooze 1 for {days} days").headline
    for days in (0, 91):
        assert desk.say(f"/alert snooze 1 for {days} days").error


def test_stats_without_anything_that_happened_says_so(desk: Desk) -> None:
    assert desk.say("/alert stats").headline == "None of your alerts has happened in the last 90 days."


def told(key: str, day: date = date(2026, 1, 15), minutes: int = 5) -> dict[str, Any]:
    """A line of the ledger for an alert that was met at the close of 2026-01-15."""
    content = {"rule": "rut record again", "seen": "2026-01-15T21:00:00+00:00", "headline": "x"}
    return {
        "platform": "slack", "workspace": "T1", "channel": "C1", "kind": "alert", "subject": 4, "owner": "U1",
        "key": key, "day": day, "due": datetime(2026, 1, 15, 21, 1, tzinfo=UTC), "content": content, "state": "sent",
        "changed": datetime(2026, 1, 15, 21, minutes, tzinfo=UTC),
        "not_before": datetime(2026, 1, 15, 21, 1, tzinfo=UTC),
    }  # fmt: skip


@pytest.mark.parametrize(("count", "words"), [
    (10, "told 10 minutes in the median and 15 minutes at most after"), (9, "told 5 minutes to 15 minutes after"),
])  # fmt: skip
def test_the_median_delay_in_words_is_the_figure(desk: Desk, count: int, words: str) -> None:
    rows = [told(str(n), date(2026, 1, n + 5), 5 if n < 5 else 15) for n in range(count)]
    with desk.store.engine.begin() as c:
        c.execute(sa.insert(DeliveryRow).values(rows))
    reply = desk.say("/alert stats")
    assert words in reply.headline
    figures = {figure.key: figure.value for figure in reply.figures}
    assert figures["alerts.late_seconds"] == (600 if count == 10 else 300)


def test_stats_name_what_followed_and_make_no_median_of_few(desk: Desk) -> None:
    with desk.store.engine.begin() as c:
        c.execute(sa.insert(DeliveryRow).values([told("a"), told("b", date(2026, 1, 21))]))
    reply = desk.say("/alert stats")
    assert reply.headline == (
        "Your alerts have happened 2 times in the last 90 days. They were told 5 minutes after the price or close that "
        "met them. Once one was armed again too early: it happened anew within 5 sessions."
    )
    assert reply.facts[0].label == "After 1 session"
    figures = {figure.key: figure.value for figure in reply.figures}
    assert figures["alerts.false_rearms"] == 1
    assert reply.table is not None
    newest, first = reply.table.rows
    closes = desk.app.market.bars(Symbol.parse("rut")).closes
    assert first[:3] == ("4: rut record again", "2026-01-15", "5 minutes")
    assert first[3] == pytest.approx(closes.loc["2026-01-16"] / closes.loc["2026-01-15"] - 1)
    assert (
        first[4] == pytest.approx(closes.loc["2026-01-22"] / closes.loc["2026-01-15"] - 1)
        or first[4] != first[4]
    )
    assert newest[1] == "2026-01-21 (armed too early)"


def test_quiet_hours_are_ones_own_or_the_channels_for_those_who_manage_it(desk: Desk) -> None:
    assert desk.say("/alert quiet").headline == "It is never quiet for you."
    assert "quiet for you 22:00-07:00 Europe/Berlin" in desk.say("/alert quiet 22:00-07:00").headline
    assert "10:00-12:00 Asia/Tokyo" in desk.say("/alert quiet here 10:00-12:00 tokyo").headline
    refused = desk.say("/alert quiet here off", BEN)
    assert refused.error
    assert "manage this channel" in refused.headline
    assert "10:00-12:00 Asia/Tokyo" in desk.say("/alert quiet here", BEN).headline
    assert "In which time zone?" in desk.say("/alert quiet 22:00-07:00", replace(ANA, zone="")).headline
    desk.say("/alert quiet off")
    assert desk.say("/alert quiet").headline == "It is never quiet for you."
    assert "10:00-12:00" in desk.say("/alert quiet here").headline


def test_a_role_is_mentioned_where_the_asker_may_mention_it(desk: Desk) -> None:
    desk.doors.groups = {"@traders": "Traders"}
    refused = desk.say("/alert rut record mention @everyone")
    assert refused.headline == "You may not mention @everyone."
    on = desk.say("/alert new rut record again mention @traders")
    assert on.headline == "Alert 1 is set: rut record again. I will say so here, each time it happens anew."
    assert ("Mentions", "@Traders") in [(fact.label, fact.text) for fact in on.facts]
    shown = desk.say("/alert list").table
    assert shown is not None
    assert shown.rows == (("1", "rut record again, mentions @Traders", "waiting"),)
    export: Any = desk.store.privacy.export(Person("slack", "T1", "U1"))
    assert [(row["mention"], row["mention_name"]) for row in export["alerts"]] == [("R1", "Traders")]
    desk.say("/alert snooze 1 for 7 days")
    assert desk.store.alerts.all()[0].mentions == MentionedGroup("R1", "Traders")
