from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pandas as pd
import pytest
import sqlalchemy as sa

from bot.jobs.alerts import AlertRound
from bot.store.alerts import JUDGED
from bot.store.joined_alerts import joined
from bot.store.ledger import LOST_AFTER, Ledger, LedgerLine, Stage
from bot.store.mentions import mention_of
from bot.store.schema import DeliveryRow
from bot.store.store import Store
from commands.framework.ports import Alert, MentionedGroup, Person, Place
from market.alerts.evaluate import AlertInputs
from market.alerts.rules import AlertRule
from market.bars import Bars, RunningBar, tidy
from market.calendars.calendar import Calendar, SessionState
from market.calendars.quiet_hours import QuietHours
from market.clock import Deadline, FixedClock
from market.errors import ProviderDown
from market.provenance import Provenance
from market.symbols import Symbol
from tests.bot.jobs.stage import Jobs

HERE = Place("slack", "T1", "C1")
RUT = Symbol.parse("rut")
DURING = datetime(2026, 1, 22, 16, 30, tzinfo=UTC)
AFTER = datetime(2026, 1, 22, 21, 30, tzinfo=UTC)


class Prices:
    """A market with a table: closes to a session, and a running price or none."""

    source_title, sample = "a table", False

    def __init__(self, clock: FixedClock) -> None:
        self.calendar, self._clock, self.provisional = Calendar(), clock, False
        self.asked: Counter[str] = Counter()
        self.closes, self.end, self.last = [100.0, 102.0, 101.0], "2026-01-21", None
        self.down = False
        self.running: float | None = None

    def within(self, deadline: Deadline) -> Prices:
        return self

    def state(self) -> SessionState:
        return self.calendar.state(self._clock.now())

    def closed_at(self, session: date) -> datetime:
        return datetime(session.year, session.month, session.day, 21, tzinfo=UTC)

    def bars(self, symbol: Symbol) -> Bars:
        self.asked[symbol.ticker] += 1
        if self.down:
            raise ProviderDown("Yahoo Finance", "timeout")
        days = pd.bdate_range(end=self.end, periods=len(self.closes))
        frame = dict.fromkeys(("open", "high", "low", "close"), self.closes)
        running = None
        if self.running is not None:
            price = self.running
            today = self._clock.now().date()
            running = RunningBar(today, price, price, price, price, None, self._clock.now())
        table = tidy(pd.DataFrame(frame, index=days))
        return Bars(
            symbol, table, Provenance("a table", self._clock.now()), running, provisional=self.provisional
        )


class Scene:
    def __init__(self, database: sa.Engine, clock: FixedClock) -> None:
        self.clock, self.market, self.jobs = clock, Prices(clock), Jobs()
        self.store = Store.over(database, clock)
        self.inputs: list[AlertInputs] = []
        market: Any = self.market
        self.round = AlertRound(database, self.jobs, market, lambda _market, _wanted: self.inputs, clock)

    def wait_for(self, words: str, person: str = "U1", mentions: MentionedGroup | None = None) -> Alert:
        rule = AlertRule.parse(words)
        alert = Alert(HERE, person, rule, checked=date(2026, 1, 21), mentions=mentions)
        return self.store.alerts.add(alert)

    def fired(self, *also: Stage) -> list[LedgerLine]:
        return list(reversed(Ledger(self.store.engine, self.clock).listed(Stage.DUE, *also)))


@pytest.fixture
def scene(database: sa.Engine, clock: FixedClock) -> Scene:
    clock.at = DURING
    return Scene(database, clock)


def test_a_level_that_is_reached_is_told_once_and_so_far(scene: Scene) -> None:
    scene.wait_for("rut above 110")
    scene.market.running = 111.0
    scene.round()
    scene.clock.at += timedelta(minutes=1)
    scene.round()
    (line,) = scene.fired()
    assert line.content["headline"] == (
        "Russell 2000 is above 110.00: 111.00 so far (as of 2026-01-22 11:30 ET)."
    )
    assert scene.store.alerts.all() == []
    assert len(scene.jobs.queued) == 1


def test_what_happens_in_one_channel_and_family_is_told_in_one_post(scene: Scene) -> None:
    for words, person in (("rut above 110", "U1"), ("rut above 105", "U2"), ("aapl above 100", "U1")):
        scene.wait_for(words, person)
    elsewhere = Alert(replace(HERE, channel="C2"), "U1", AlertRule.parse("rut above 90"))
    scene.store.alerts.add(elsewhere)
    scene.market.running = 111.0
    scene.round()
    assert [line.content["rule"] for line in scene.fired()] == [
        "rut above 110",
        "aapl above 100",
        "rut above 90",
    ]
    assert len(scene.jobs.queued) == 3
    (other,) = joined(scene.store.engine, [scene.fired()[0].key])[scene.fired()[0].key]
    assert (other.owner, other.stage, other.content["rule"]) == ("U2", Stage.JOINED, "rut above 105")
    assert scene.store.alerts.all() == []
    scene.clock.at += timedelta(minutes=1)
    scene.round()
    assert len(scene.fired()) == 3


def test_who_waited_for_what_is_told_with_anothers_alert_learns_when_it_was_told(scene: Scene) -> None:
    scene.wait_for("rut above 110", "U1")
    scene.wait_for("rut above 105", "U2")
    scene.market.running = 111.0
    scene.round()
    mine = Person("slack", "T1", "U2")
    (fired,) = scene.store.alerts.fired(mine)
    assert (str(fired.rule), fired.posted) == ("rut above 105", None)
    with scene.store.engine.begin() as c:
        c.execute(sa.update(DeliveryRow).where(DeliveryRow.owner == "U1").values(state="sent"))
    (fired,) = scene.store.alerts.fired(mine)
    assert fired.posted == DURING


def test_what_happens_in_quiet_hours_waits_for_their_end_in_one_post(scene: Scene) -> None:
    ann = Person("slack", "T1", "U1")
    scene.store.quiet.set(ann, QuietHours.parse("16:00-19:00 Europe/London"))
    scene.store.quiet.set(HERE, QuietHours.parse("11:00-13:00 America/New_York"))
    scene.wait_for("rut above 110", "U1")  # until the later of both ends
    scene.wait_for("rut above 112", "U1")
    scene.wait_for("rut above 105", "U2")  # until the channel's
    scene.market.running = 111.0
    scene.round()
    scene.clock.at += timedelta(minutes=5)
    scene.market.running = 113.0
    scene.round()
    ends = DURING.replace(hour=19, minute=0), DURING.replace(hour=18, minute=0)
    assert [(line.content["rule"], line.due) for line in scene.fired()] == [
        ("rut above 110", ends[0]),
        ("rut above 105", ends[1]),
    ]
    assert scene.jobs.queued == []
    (first, other) = scene.fired()
    found = joined(scene.store.engine, [first.key, other.key])
    assert [line.content["rule"] for line in found[first.key]] == ["rut above 112"]
    assert found[other.key] == []

    def swept() -> list[str]:
        with scene.store.engine.begin() as c:
            return [line.key for line in scene.store.ledger.stranded(c, LOST_AFTER, 9)]

    scene.clock.at = ends[1] - timedelta(seconds=1)
    assert swept() == []
    scene.clock.at = ends[1]
    assert swept() == [other.key]


def test_a_post_that_cannot_be_queued_is_tried_again_and_stops_no_other(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene.wait_for("rut above 110")
    scene.wait_for("aapl above 100")
    scene.market.running = 111.0
    enqueue, calls = scene.jobs.enqueue, []

    def failing_first(*given: Any) -> None:
        calls.append(given)
        if len(calls) == 1:
            raise OSError("away")
        enqueue(*given)

    monkeypatch.setattr(scene.jobs, "enqueue", failing_first)
    scene.round()
    assert [line.content["rule"] for line in scene.fired()] == ["aapl above 100"]
    scene.clock.at += timedelta(minutes=1)
    scene.round()
    assert len(scene.fired()) == 2


def test_an_alert_that_comes_again_must_leave_its_band_first(scene: Scene) -> None:
    scene.wait_for("rut above 110 again after 2%")
    for minute, price in enumerate((111.0, 109.0, 111.0, 107.0, 111.0)):
        scene.market.running = price
        scene.clock.at = DURING + timedelta(minutes=minute)
        scene.round()
    assert len(scene.fired()) == 2


def test_one_fetch_per_symbol_whatever_the_number_of_alerts(scene: Scene) -> None:
    for number in range(60):
        scene.wait_for(f"rut above {200 + number}", f"U{number}")
    scene.wait_for("iwm down 5% day")
    scene.round()
    assert scene.market.asked == {"^RUT": 1, "IWM": 1}


def test_a_record_is_judged_at_the_close_and_never_on_a_print(scene: Scene) -> None:
    scene.wait_for("rut record")
    scene.market.running = 150.0
    scene.round()
    assert scene.fired() == []
    scene.clock.at, scene.market.running = AFTER, None
    scene.market.closes, scene.market.end = [100.0, 102.0, 101.0, 103.0], "2026-01-22"
    scene.round()
    (line,) = scene.fired()
    assert "closed at a record 103.00 on 2026-01-22" in line.content["headline"]


def test_a_session_that_was_judged_before_is_not_judged_again(scene: Scene) -> None:
    scene.market.closes = [100.0, 101.0, 102.0]  # a record on the session it was set up after
    scene.wait_for("rut record again")
    scene.round()
    assert scene.fired() == []


def test_a_session_on_which_nobody_looked_is_judged_afterwards_and_says_so(scene: Scene) -> None:
    scene.wait_for("rut record")
    scene.wait_for("rut record again", "U2")
    scene.clock.at = AFTER + timedelta(days=5)
    # 22 January a record, 23 none, 26 a record again, 27 none: the worker was off from the first to the last
    scene.market.closes, scene.market.end = [100.0, 102.0, 101.0, 103.0, 102.0, 104.0, 103.5], "2026-01-27"
    scene.round()
    scene.round()
    told = [(line.owner, line.content["headline"].split(",")[0]) for line in scene.fired(Stage.JOINED)]
    assert told == [
        ("U1", "Told late: Russell 2000 closed at a record 103.00 on 2026-01-22"),
        ("U2", "Told late: Russell 2000 closed at a record 104.00 on 2026-01-26"),
    ], "once: the first; again and again: the newest, no flood"
    assert scene.fired()[0].content["notes"][0] == (
        "That close was judged afterwards; the newest is of 2026-01-27."
    )
    (kept,) = scene.store.alerts.all()
    assert (kept.owner, kept.armed, kept.checked) == ("U2", True, date(2026, 1, 27))


def test_a_turn_of_the_tape_on_which_nobody_looked_is_judged_afterwards(scene: Scene) -> None:
    scene.wait_for("rotation changes")
    words = ("mixed", "mixed", "small-cap-led", "small-cap-led")
    days = (date(2026, 1, 21), date(2026, 1, 22), date(2026, 1, 23))
    scene.inputs = [AlertInputs(day, None, words[n + 1], words[n]) for n, day in enumerate(days)]
    scene.clock.at = AFTER + timedelta(days=1)
    scene.round()
    (line,) = scene.fired()
    assert line.content["headline"] == (
        "Told late: The market regime turned from mixed to small-cap-led at the close of 2026-01-22."
    )


def test_a_close_for_which_quiet_was_wanted_is_not_told_afterwards(scene: Scene) -> None:
    alert = scene.wait_for("rut above 102.5 at close")
    scene.store.alerts.change(replace(alert, snoozed_until=AFTER + timedelta(days=1)))
    scene.clock.at = AFTER + timedelta(days=4)
    scene.market.closes, scene.market.end = [100.0, 102.0, 101.0, 103.0, 102.0, 101.0], "2026-01-26"
    scene.round()
    assert scene.fired() == [], "103 was on the 22nd, before the quiet ended"
    (kept,) = scene.store.alerts.all()
    assert (kept.armed, kept.checked) == (True, date(2026, 1, 26))
    scene.market.closes, scene.market.end = [*scene.market.closes, 104.0], "2026-01-27"
    scene.clock.at += timedelta(days=1)
    scene.round()
    assert len(scene.fired()) == 1


def test_a_close_that_may_still_be_recomputed_is_waited_for(scene: Scene) -> None:
    scene.wait_for("rut record")
    scene.wait_for("rut up 1% day")
    scene.clock.at, scene.market.provisional = AFTER, True
    scene.market.closes, scene.market.end = [100.0, 102.0, 101.0, 103.0], "2026-01-22"
    scene.round()
    assert scene.fired() == []
    assert scene.store.marks.get(JUDGED) is None
    scene.market.provisional, scene.market.closes[-1] = False, 101.9
    scene.round()
    assert scene.fired() == []
    assert scene.store.marks.get(JUDGED) == "2026-01-22"


def test_a_days_move_is_told_on_its_own_day_only(scene: Scene) -> None:
    """Set on a weekend after a bad Friday: on Monday there is no running bar for a minute."""
    scene.market.closes, scene.market.end = [100.0, 97.0], "2026-01-16"
    alert = scene.wait_for("rut down 2% day")
    scene.store.alerts.change(replace(alert, checked=date(2026, 1, 16)))
    scene.clock.at = datetime(2026, 1, 20, 14, 31, tzinfo=UTC)
    scene.round()
    assert scene.fired() == []
    scene.market.running = 94.0
    scene.round()
    assert "so far" in scene.fired()[0].content["headline"]


def test_an_alert_without_a_symbol_names_its_source_and_brands_sample_data(scene: Scene) -> None:
    scene.wait_for("breadth below 30%")
    scene.clock.at, scene.inputs, scene.market.sample = AFTER, [AlertInputs(date(2026, 1, 22), 0.29)], True
    scene.round()
    content = scene.fired()[0].content
    assert (content["source"], content["sample"]) == ("a table", True)


def test_who_was_not_asked_for_lack_of_time_comes_first_in_the_next_round(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("aa", "bb", "cc"):
        scene.wait_for(f"{name} above 500")
    left = iter([40.0, 5.0, 40.0, 40.0, 5.0])  # seconds, as each of them is about to be asked
    monkeypatch.setattr(Deadline, "remaining", lambda deadline: next(left))
    scene.round()
    scene.round()
    assert list(scene.market.asked) == ["AA", "BB", "CC"]
    assert scene.market.asked == {"AA": 1, "BB": 1, "CC": 1}


def test_equal_rules_are_judged_once(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    judged = Counter[str]()
    monkeypatch.setattr("market.alerts.evaluate.judge", lambda rule, *a: judged.update([str(rule)]))
    for number in range(40):
        scene.wait_for("rut above 200", f"U{number}")
    scene.wait_for("rut above 300")
    scene.round()
    assert judged == {"rut above 200": 1, "rut above 300": 1}


def test_a_close_counts_as_judged_once_its_bars_were_there(scene: Scene) -> None:
    scene.wait_for("rut record")
    scene.clock.at = AFTER
    scene.round()
    assert scene.store.marks.get(JUDGED) is None
    scene.market.end = "2026-01-22"
    scene.round()
    assert scene.store.marks.get(JUDGED) == "2026-01-22"


@pytest.mark.parametrize(
    ("session", "first", "given_up"),
    [
        ("2026-01-22", "2026-01-22T21:20", "2026-01-23T03:00"),  # 22:00 in New York
        ("2025-11-28", "2025-11-28T18:20", "2025-11-29T03:00"),  # also after an early close
        ("2026-01-22", "2026-01-23T09:00", "2026-01-23T09:15"),  # a worker that comes late looks again
    ],
)
def test_waiting_for_bars_of_a_close_ends_at_night(
    scene: Scene, session: str, first: str, given_up: str
) -> None:
    scene.store.alerts.change(replace(scene.wait_for("rut record"), checked=None))
    scene.market.down = True
    end = datetime.fromisoformat(given_up).replace(tzinfo=UTC)
    for moment in (datetime.fromisoformat(first).replace(tzinfo=UTC), end - timedelta(minutes=1)):
        scene.clock.at = moment
        scene.round()
        assert scene.store.marks.get(JUDGED) is None
    scene.clock.at = end
    scene.round()
    assert scene.store.marks.get(JUDGED) == session
    assert scene.fired() == []


def test_one_that_cannot_be_judged_stops_no_other(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    scene.wait_for("rut above 110")
    scene.wait_for("iwm above 110")
    settle = AlertRound._settle

    def broken(round_: AlertRound, alert: Alert, *more: Any) -> Any:
        if alert.rule.symbol == RUT:
            raise ValueError("a mistake of ours")
        return settle(round_, alert, *more)

    monkeypatch.setattr(AlertRound, "_settle", broken)
    scene.market.running = 111.0
    scene.round()
    assert [line.content["headline"].split(" is")[0] for line in scene.fired()] == [
        "iShares Russell 2000 ETF"
    ]


def test_a_days_move_and_a_record_may_come_again_on_the_next_day(scene: Scene) -> None:
    """Though the figure has never gone back meanwhile."""
    scene.wait_for("rut up 1% day again")
    scene.wait_for("rut record again", "U2")
    for day, price in ((22, 110.0), (23, 120.0)):
        scene.clock.at = datetime(2026, 1, day, 16, 30, tzinfo=UTC)
        scene.market.running = price
        for _minute in range(2):
            scene.round()
            scene.clock.at += timedelta(minutes=1)
        scene.clock.at, scene.market.running = datetime(2026, 1, day, 22, tzinfo=UTC), None
        scene.market.closes, scene.market.end = [*scene.market.closes, price], f"2026-01-{day}"
        scene.round()
    told = sorted((line.owner, line.day.day) for line in scene.fired())
    assert told == [("U1", 22), ("U1", 23), ("U2", 22), ("U2", 23)]
    assert all(
        line.content["notes"][-1].endswith("It is armed again with the next session.")
        for line in scene.fired()
    )


def test_a_new_alert_is_looked_at_though_the_last_close_has_been_judged(scene: Scene) -> None:
    scene.wait_for("iwm record")
    scene.clock.at, scene.market.end = AFTER, "2026-01-22"
    scene.round()
    assert scene.store.marks.get(JUDGED) == "2026-01-22"
    scene.wait_for("rut above 500 at close")  # as a few minutes after the bell
    assert scene.store.marks.get(JUDGED) is None
    scene.round()
    assert scene.store.marks.get(JUDGED) == "2026-01-22"


def test_a_breadth_alert_leads_to_breadth(scene: Scene) -> None:
    scene.wait_for("breadth below 30%")
    scene.clock.at, scene.inputs = AFTER, [AlertInputs(date(2026, 1, 22), 0.29)]
    scene.round()
    assert scene.fired()[0].content["commands"] == ["/breadth"]


def test_breadth_so_far_is_told_in_its_session_and_armed_again_behind_its_band(scene: Scene) -> None:
    scene.wait_for("breadth below 30% so far again after 2%")
    scene.wait_for("breadth below 30% so far", "U2")
    closed = AlertInputs(date(2026, 1, 21), 0.2)
    scene.inputs = [closed]
    scene.round()
    assert scene.fired() == [], "a close is none of its figures"
    for minute, figure in enumerate((0.301, 0.299, 0.301, 0.29, 0.321, 0.299)):
        scene.clock.at = DURING + timedelta(minutes=minute)
        at = scene.clock.at - timedelta(minutes=2)
        scene.inputs = [closed, AlertInputs(DURING.date(), figure, coverage="9 of 10 measured", at=at)]
        scene.round()
    told = [(line.owner, line.content["seen"][11:16]) for line in scene.fired(Stage.JOINED)]
    assert sorted(told) == [("U1", "16:29"), ("U1", "16:33"), ("U2", "16:29")]
    assert scene.fired()[0].content["commands"] == ["/breadth"]


def test_breadth_so_far_keeps_no_round_waiting_after_the_close(scene: Scene) -> None:
    scene.wait_for("breadth below 30% so far")
    scene.clock.at, scene.inputs = AFTER, [AlertInputs(date(2026, 1, 22), 0.2)]
    scene.round()
    assert scene.fired() == []
    assert scene.store.marks.get(JUDGED) == "2026-01-22"


def test_a_close_that_is_known_is_not_asked_for_again(scene: Scene) -> None:
    scene.wait_for("rut record")
    scene.wait_for("iwm above 500")
    scene.round()
    assert scene.market.asked == {"IWM": 1}, "the close of the 21st has been judged, and today's is not there"
    scene.clock.at, scene.market.end = AFTER, "2026-01-22"
    scene.round()
    scene.round()
    assert scene.market.asked == {"IWM": 3, "^RUT": 1}


def test_more_symbols_than_a_provider_bears_in_a_minute_take_turns(scene: Scene) -> None:
    for number in range(70):
        scene.wait_for(f"s{number:02} above 500")
    scene.wait_for("s90 leads s91 5 points over 2 sessions")
    scene.clock.at, scene.market.end = AFTER, "2026-01-22"
    rounds = []
    for _minute in range(3):
        before = Counter(scene.market.asked)
        scene.round()
        rounds.append(set(scene.market.asked - before))
        scene.clock.at += timedelta(minutes=1)
        judged = scene.store.marks.get(JUDGED)
        assert judged == ("2026-01-22" if len(rounds) == 3 else None)
    assert max(len(asked) for asked in rounds) == 30
    assert len(set.union(*rounds)) == 72
    assert any({"S90", "S91"} <= asked for asked in rounds)


def test_breadth_is_waited_for_until_the_members_have_come_by_night(scene: Scene) -> None:
    scene.wait_for("breadth below 30%")
    scene.clock.at, scene.inputs = AFTER, [AlertInputs(date(2026, 1, 22))]
    scene.round()
    assert scene.store.marks.get(JUDGED) is None
    scene.inputs = [AlertInputs(date(2026, 1, 22), 0.29)]
    scene.clock.at += timedelta(hours=5)
    scene.round()
    (line,) = scene.fired()
    assert line.content["headline"].startswith("29.0% of the Russell 2000’s members are above")
    assert scene.store.marks.get(JUDGED) == "2026-01-22"


def test_a_snoozed_alert_is_silent_and_comes_back(scene: Scene) -> None:
    alert = scene.wait_for("rut above 110")
    scene.market.running = 111.0
    scene.store.alerts.change(
        Alert(
            alert.place, alert.owner, alert.rule, True, DURING + timedelta(hours=1), alert.checked, alert.id
        )
    )
    scene.round()
    assert scene.fired() == []
    scene.clock.at += timedelta(hours=1)
    scene.round()
    assert len(scene.fired()) == 1


def test_a_turn_of_the_tape_is_told_at_the_close(scene: Scene) -> None:
    scene.wait_for("rotation changes")
    scene.inputs = [AlertInputs(date(2026, 1, 22), None, "small-cap-led", "mixed")]
    scene.clock.at = AFTER
    scene.round()
    (line,) = scene.fired()
    assert line.content["headline"] == (
        "The market regime turned from mixed to small-cap-led at the close of 2026-01-22."
    )


def test_an_alert_and_its_post_are_one_transaction(scene: Scene) -> None:
    scene.wait_for("rut above 110")
    scene.market.running, scene.jobs.fault = 111.0, RuntimeError("kill -9")
    scene.round()
    assert len(scene.store.alerts.all()) == 1
    assert scene.fired() == []
    scene.jobs.fault = None
    scene.round()
    assert len(scene.fired()) == 1


def test_a_surprise_is_told_once_with_its_size_and_again_the_next_session(scene: Scene) -> None:
    scene.market.closes = [100.0 * 1.01 ** (place % 2) for place in range(80)]
    scene.wait_for("rut move 3 sigma again")
    scene.market.running = scene.market.closes[-1] * 1.05
    scene.round()
    scene.clock.at += timedelta(minutes=1)
    scene.round()
    (line,) = scene.fired()
    assert "standard deviations of the last 60 sessions" in line.content["headline"]
    assert "so far (as of 2026-01-22 11:30 ET)" in line.content["headline"]


def test_a_contribution_is_told_at_the_close_with_the_question_that_shows_it(scene: Scene) -> None:
    scene.wait_for("health care drags 0.5 points")
    scene.round()
    assert scene.fired() == []
    scene.clock.at = AFTER
    scene.inputs = [AlertInputs(date(2026, 1, 22), contributions={"Health Care": -0.0061}, change=-0.008)]
    scene.round()
    (line,) = scene.fired()
    assert line.content["headline"] == (
        "Health Care took 0.61 points of the Russell 2000’s −0.80%, close of 2026-01-22."
    )
    assert line.content["commands"] == ["/why rut"]


def test_what_has_happened_is_graded_from_the_ledger(scene: Scene) -> None:
    scene.wait_for("rut above 110")
    scene.market.running = 111.0
    scene.round()
    (line,) = scene.fired()
    assert line.content["rule"] == "rut above 110"
    (told,) = scene.store.alerts.fired(Person("slack", "T1", "U1"))
    assert (str(told.rule), told.session, told.seen, told.posted) == (
        "rut above 110",
        date(2026, 1, 22),
        DURING,
        None,
    )
    with scene.store.engine.begin() as c:
        c.execute(sa.update(DeliveryRow).values(state="sent", changed=DURING + timedelta(seconds=7)))
    (told,) = scene.store.alerts.fired(Person("slack", "T1", "U1"))
    assert told.posted == DURING + timedelta(seconds=7)
    assert scene.store.alerts.fired(Person("slack", "T1", "U2")) == []


TRADERS, DESK = MentionedGroup("R1", "Traders"), MentionedGroup("R2", "Desk")


def test_a_role_is_mentioned_for_its_own_alerts_alone(scene: Scene) -> None:
    for person, mentions in (("U1", TRADERS), ("U2", None), ("U3", DESK), ("U4", TRADERS), ("U5", None)):
        scene.wait_for("rut above 110", person, mentions)
    scene.market.running = 111.0
    scene.round()
    posts = scene.fired()
    assert [(post.owner, mention_of(post.content)) for post in posts] == [
        ("U1", "R1"),
        ("U2", ""),
        ("U3", "R2"),
    ]
    told = joined(scene.store.engine, [post.key for post in posts])
    assert [[line.owner for line in told[post.key]] for post in posts] == [["U4"], ["U5"], []]


def test_what_is_held_joins_only_a_post_with_the_same_mention(scene: Scene) -> None:
    scene.store.quiet.set(HERE, QuietHours.parse("11:00-13:00 America/New_York"))
    for price, mentions in ((111.0, None), (112.0, TRADERS), (113.0, TRADERS)):
        scene.wait_for(f"rut above {price - 1:g}", "U1", mentions)
        scene.market.running = price
        scene.round()
        scene.clock.at += timedelta(minutes=1)
    posts = scene.fired()
    assert [mention_of(post.content) for post in posts] == ["", "R1"]
    told = joined(scene.store.engine, [post.key for post in posts])
    assert [len(told[post.key]) for post in posts] == [0, 1]
