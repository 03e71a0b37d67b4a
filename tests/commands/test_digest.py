from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pandas as pd
import pytest

from bot.settings import Settings
from bot.store.store import limits_of
from charts.pictures.dashboard import Dashboard
from commands.digests.brief import Brief
from commands.digests.compose import compose
from commands.digests.weekly_headline import the_week
from commands.framework.ask import Ask
from commands.framework.ports import Limits, Place, Section, State
from commands.framework.reply import Reply
from market.analytics.events.table import EventTable
from market.bars import Bars, RunningBar, tidy
from market.calendars.schedule import Edition
from market.calendars.week import week
from market.clock import Deadline
from market.errors import NoData, NotInTime, ProviderDown
from market.formatting import change
from market.provenance import Provenance
from market.services.prices import Market
from market.symbols import Symbol
from tests.commands.desk import ANA, BEN, PATIENT, Desk

HERE = Place("slack", "T1", "C1")
RUT, SPX, IXIC = (Symbol.parse(word) for word in ("rut", "spx", "ixic"))


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    found = Desk(tmp_path)
    yield found
    found.close()


@pytest.fixture
def evening(tmp_path: Path, real_data: Path) -> Iterator[Desk]:
    """The evening of the founding session, on the real data."""
    found = Desk(tmp_path, f"files:{real_data}", "2026-01-22T17:00-05:00")
    yield found
    found.close()


@pytest.mark.realdata
def test_the_founding_evening_names_the_record_the_streak_and_who_did_better(evening: Desk) -> None:
    reply = evening.say("/digest now close")
    assert reply.headline == (
        "After the close: The Russell 2000 closed at a record 2,718.77 on 2026-01-22, +0.76%: the 8th record "
        "close of 2026, one session after the last. It was 14 sessions in a row ahead of the S&P 500, the "
        "longest since 1996-05-07. On the day it was behind the Nasdaq Composite (+0.91%, by 0.15 points). Also: the "
        "Dow Jones traded above its record and closed below; the high-yield bond fund HYG closed at its highest in "
        "52 weeks."
    )
    asked = evening.say("/digest now close small-caps compare")  # the whole page has no room for it
    compare = next(fact.text for fact in asked.facts if fact.label == "Compare")
    assert compare == "S&P 500 +0.55%, Nasdaq-100 +0.76%, Dow Jones +0.63%."  # the headline has the other one
    assert "ahead of the Nasdaq Composite" not in str(reply.facts) + reply.headline


@pytest.mark.realdata
@pytest.mark.parametrize(
    ("day", "first", "then"),
    [
        ("2025-08-05", "Nothing notable among 73 events looked at. The Russell 2000 closed at 2,225.67", ""),
        (
            "2025-03-10",
            "The Nasdaq-100 closed 10% or more below its record for the first time since it was set. The Russell",
            "Also: of the members that moved, 86.8% in the Russell 2000 fell.",
        ),
        (
            "2025-04-09",
            "The S&P 500 rose 9.52% (6.8 times the usual day)",
            "Also: of the members that moved, 98.6%",
        ),
    ],
)
def test_a_day_leads_with_its_first_event_and_a_quiet_one_says_at_how_many_it_looked(
    tmp_path: Path, real_data: Path, day: str, first: str, then: str
) -> None:
    desk = Desk(tmp_path, f"files:{real_data}", f"{day}T17:00-04:00")
    headline = desk.say("/digest now close small-caps").headline.removeprefix("After the close: ")
    desk.close()
    assert headline.startswith(first)
    assert then in headline
    assert ("Also: " in headline) is bool(then)


@pytest.mark.realdata
def test_every_sentence_has_an_evidence_button_that_works(evening: Desk) -> None:
    reply = evening.say("/digest now small-caps compare breadth rotation")
    assert len(reply.facts) == len(reply.actions) == 5  # small caps, why, and the other three
    for action in reply.actions:
        assert not evening.say(action.command).error


@pytest.mark.realdata
def test_during_a_session_the_figures_are_the_last_completed_sessions(
    tmp_path: Path, real_data: Path
) -> None:
    desk = Desk(tmp_path, f"files:{real_data}", "2026-01-22T11:30-05:00")
    reply = desk.say("/digest now small-caps compare")
    assert "closed at a record 2,698.17 on 2026-01-21" in reply.headline
    assert "so far" not in reply.headline + str(reply.facts)
    assert isinstance(reply.chart, Dashboard)
    assert reply.chart.why is not None
    assert reply.chart.why.caption.title == "Who made it on 2026-01-21"
    desk.close()


def test_the_sample_market_is_branded_and_drawn_as_one_picture(desk: Desk) -> None:
    reply = desk.say("/digest now")
    assert reply.sample
    assert "SAMPLE" in reply.sources
    assert isinstance(reply.chart, Dashboard)


def test_each_section_carries_its_own_source_date_and_notes(desk: Desk) -> None:
    reply = desk.say("/digest now small-caps breadth calendar")
    facts = {fact.label: fact for fact in reply.facts}
    assert (facts["Small caps"].as_of, facts["Breadth"].as_of) == ("2026-01-22 close", "2026-01-22 close")
    assert "members of 2026-01-22" in facts["Breadth"].source
    ahead = facts["Next, Fri 2026-01-23"]
    assert ahead.source.startswith("New York Stock Exchange calendar")
    assert ahead.as_of != facts["Breadth"].as_of
    assert facts["Breadth"].source in reply.sources
    assert ahead.source in reply.sources
    assert any("survivorship bias" in note for note in reply.notes)


def test_what_is_missing_is_named(desk: Desk) -> None:
    ask = Ask(lambda question, by: Reply("The members are not stored yet.", error=True))
    reply = compose(
        desk.app.market, desk.app.members, ask, Brief(sections=(Section.SMALL_CAPS, Section.BREADTH))
    )
    assert "Without why and breadth: The members are not stored yet." in reply.notes
    assert [fact.label for fact in reply.facts] == ["Small caps"]
    assert isinstance(reply.chart, Dashboard)
    assert dict(reply.chart.missing)["breadth"] == "The members are not stored yet."


def table(symbol: Symbol, closes: list[float], high: float | None = None) -> Bars:
    days = pd.bdate_range(end="2026-01-22", periods=len(closes))
    frame = tidy(pd.DataFrame({"open": closes, "high": closes, "low": closes, "close": closes}, index=days))
    if high is not None:
        frame.loc[frame.index[-1], "high"] = high
    return Bars(symbol, frame, Provenance("a table in a test", datetime(2026, 1, 22, 21, tzinfo=UTC)))


NO_EVENTS = EventTable(date(2026, 1, 20), date(2026, 1, 22), (), 0)
QUIET = [110.0, *([100.0, 100.1, 100.2] * 110)]


class Behind:
    """The sample market whose newest sessions are missing."""

    def __init__(self, desk: Desk, sessions: int) -> None:
        self._market, self._sessions = desk.app.market, sessions

    def __getattr__(self, name: str) -> object:
        return getattr(self._market, name)

    def bars(self, symbol: Symbol, *, levels: bool = True) -> Bars:
        bars = self._market.bars(symbol)
        note = f"Stored bars up to {bars.frame.index[-1 - self._sessions].date()}: the provider is not answering."
        return replace(
            bars,
            frame=bars.frame.iloc[: len(bars.frame) - self._sessions],
            running=None,
            provenance=bars.provenance.noted(note),
        )

    def many(self, symbols: list[Symbol], *, levels: bool = True) -> tuple[Bars, ...]:
        return tuple(self.bars(symbol) for symbol in symbols)


def test_when_the_provider_is_down_the_last_good_data_is_posted_with_its_date(desk: Desk) -> None:
    ask = Ask(lambda question, by: desk.say(question))
    reply = compose(Behind(desk, 2), desk.app.members, ask, Brief(sections=(Section.SMALL_CAPS,)))  # type: ignore[arg-type]  # stands in for Market
    assert not reply.error
    assert any("the provider is not answering" in note for note in reply.notes)


def test_without_any_data_it_says_why_and_offers_what_answers(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def down(market: Market, symbol: Symbol) -> Bars:
        raise ProviderDown("Yahoo Finance", "no answer in time")

    monkeypatch.setattr(Market, "_bars", down)
    refused = desk.say("/digest now")
    assert refused.error
    assert "Yahoo Finance is not answering" in refused.headline
    assert refused.actions
    for action in refused.actions:
        assert not desk.say(action.command).error


def test_a_subject_that_comes_late_is_still_the_subject(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    question, bars, asked = "/digest now close small-caps compare", Market._bars, list[Symbol]()
    at_once = desk.say(question)

    def late(market: Market, symbol: Symbol) -> Bars:
        asked.extend([symbol] if symbol == RUT else [])
        if symbol == RUT and len(asked) < 3:
            raise NotInTime("Yahoo Finance", "no answer in time")
        return bars(market, symbol)

    monkeypatch.setattr(Market, "_bars", late)
    then = desk.say(question)
    assert len(asked) > 2
    assert (then.headline, then.facts) == (at_once.headline, at_once.facts)


@pytest.mark.realdata
@pytest.mark.parametrize(("late", "end"), [((), "2026-01-21"), (("XLK",), "2026-01-20")])
def test_within_a_session_breadth_and_sectors_are_told_as_far_as_their_closes_go(
    tmp_path: Path, real_data: Path, late: tuple[str, ...], end: str
) -> None:
    for name in ("RUT", "GSPC", "IXIC"):
        (tmp_path / f"{name}.csv.gz").write_bytes((real_data / f"{name}.csv.gz").read_bytes())
    funds = pd.read_parquet(real_data / "etf_adjclose.parquet").loc["2024":"2026-01-21"]
    funds.loc["2026-01-21", [*late, *(("SPY", "IWM", "MDY") if late else ())]] = float("nan")
    funds.to_parquet(tmp_path / "etf_adjclose.parquet")
    desk = Desk(tmp_path, f"files:{tmp_path}", "2026-01-22T11:30-05:00")
    reply = desk.say("/digest now breadth sectors")
    desk.close()
    told = [fact.as_of[:10] for fact in reply.facts if fact.label in ("Breadth", "Sectors")]
    assert set(told) == {end}
    assert "2,698.17 on 2026-01-21" in reply.headline
    assert isinstance(reply.chart, Dashboard)
    assert reply.chart.breadth is not None
    assert reply.chart.sectors is not None
    dated = " (2026-01-20)" if late else ""
    assert reply.chart.breadth.caption.title == f"Breadth{dated}"
    assert reply.chart.sectors.caption.title == f"Sectors, the day{dated}"


def test_beyond_two_sessions_of_staleness_it_is_one_honest_sentence(desk: Desk) -> None:
    ask = Ask(lambda question, by: desk.say(question))
    reply = compose(Behind(desk, 3), desk.app.members, ask, Brief())  # type: ignore[arg-type]  # stands in for Market
    assert reply.headline.startswith("No digest today: the newest figures I could get are 3 sessions old")
    assert reply.facts == ()
    assert reply.chart is None


def test_a_digest_is_set_up_listed_changed_paused_resumed_and_removed(desk: Desk) -> None:
    assert desk.say("/digest list").headline == "This channel has no digest yet."
    on = desk.say("/digest subscribe 08:30 Europe/Berlin mon-fri small-caps breadth")
    assert on.headline == "Digest 1 is on: morning edition, 08:30 Europe/Berlin, mon-fri."
    (kept,) = desk.store.subscriptions.of_channel(HERE)
    assert kept.sections == (Section.SMALL_CAPS, Section.BREADTH)
    assert kept.next_due is not None
    assert kept.next_due > desk.app.clock.now()
    changed = desk.say("/digest edit 1 09:15")
    assert changed.headline == "Digest 1 is changed: morning, 09:15 Europe/Berlin, mon-fri."
    assert desk.say("/digest pause 1").headline == "Digest 1 is paused."
    (paused,) = desk.store.subscriptions.of_channel(HERE)
    assert (paused.state, paused.next_due) == (State.PAUSED, None)
    assert "is on again" in desk.say("/digest resume 1").headline
    assert desk.say("/digest list", BEN).headline == "This channel has 1 digest."
    assert "removed" in desk.say("/digest remove 1").headline
    assert desk.store.subscriptions.of_channel(HERE) == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (
            "every morning at 8 in berlin",
            "takes no time of day and time zone. To get it by itself: /digest subscribe ",
        ),
        ("now weekdays", "takes no days. To get it by itself: /digest subscribe weekdays"),
        ("list 1", "/digest list takes no number. All of them: /digest list"),
        ("pause 1 09:00", "/digest pause takes no time of day. To change it: /digest edit 1 09:00"),
        ("test breadth", "/digest test takes no sections."),
        ("remove 1 thread", "/digest remove takes no thread."),
    ],
)
def test_words_that_a_verb_has_no_use_for_are_refused(desk: Desk, words: str, said: str) -> None:
    desk.say("/digest subscribe 08:30 Europe/Berlin")
    refused = desk.say(f"/digest {words}")
    assert refused.error
    assert said in refused.headline
    (kept,) = desk.store.subscriptions.of_channel(HERE)
    assert kept.state is State.ACTIVE


def test_a_digest_mentions_a_role_that_the_asker_may_mention_until_it_is_ended(desk: Desk) -> None:
    desk.doors.groups = {"@traders": "Traders", "<@&7>": "Desk"}
    assert desk.say("/digest subscribe close mention @nobody").headline == "You may not mention @nobody."
    assert desk.say("/digest subscribe close mention").error
    on = desk.say("/digest subscribe close mention @traders, breadth thread")
    assert ("Mentions", "@Traders") in [(fact.label, fact.text) for fact in on.facts]
    assert "/digest edit 1 no mention" in [action.command for action in on.actions]

    def listed() -> str:
        shown = desk.say("/digest list").table
        assert shown is not None
        return str(shown.rows[0][-1])

    assert listed() == "breadth, in a thread, mentions @Traders"
    desk.say("/digest edit 1 mention <@&7>")
    desk.say("/digest edit 1 no thread")
    assert listed() == "breadth, mentions @Desk"
    desk.say("/digest edit 1 no mention")
    assert listed() == "breadth"
    desk.doors.voiceless = {ANA.person}  # whose digest it is, and who is asked about at each post
    assert desk.say("/digest edit 1 mention @traders", BEN).error
    assert listed() == "breadth"


def test_without_words_a_digest_comes_in_the_askers_zone_on_market_days(desk: Desk) -> None:
    on = desk.say("/digest subscribe")
    assert on.headline == "Digest 1 is on: morning edition, 08:30 Europe/Berlin, market days."
    assert on.notes == ("Europe/Berlin is the time zone of your profile.",)
    assert desk.say("/digest subscribe 09:00 New York").notes == ()


def test_a_time_of_day_is_never_silently_new_yorks(desk: Desk) -> None:
    nowhere = replace(ANA, zone="")
    for words in ("subscribe", "subscribe 09:00 daily", "subscribe weekly", "subscribe close 17:00"):
        assert "In which time zone?" in desk.say(f"/digest {words}", nowhere).headline
    assert not desk.say("/digest subscribe close", nowhere).error
    assert "In which time zone?" in desk.say("/digest edit 1 morning", nowhere).headline
    assert desk.say("/digest edit 1 breadth", nowhere).headline.endswith("20 minutes after each close.")
    assert "09:00 Europe/Berlin" in desk.say("/digest edit 1 morning 09:00").headline


@pytest.mark.parametrize(
    ("words", "when"),
    [
        ("8:30am weekdays", "08:30 Europe/Berlin, mon-fri"),
        ("at 9 every weekday in London", "09:00 Europe/London, mon-fri"),
        ("at 8 am New York time", "08:00 America/New_York, market days"),
        ("08:30 ET mondays and thursdays", "08:30 America/New_York, mon,thu"),
        ("half past eight weekdays", "08:30 Europe/Berlin, mon-fri"),
        ("at quarter to nine in London", "08:45 Europe/London, market days"),
        ("17h30 mon wed fri", "17:30 Europe/Berlin, mon,wed,fri"),
        ("every day at noon", "12:00 Europe/Berlin, daily"),
        ("8:30 on business days", "08:30 Europe/Berlin, mon-fri"),
        ("before the open", "30 minutes before each open"),
        ("after close", "20 minutes after each close"),
    ],
)
def test_times_and_days_as_people_write_them(desk: Desk, words: str, when: str) -> None:
    assert desk.say(f"/digest subscribe {words}").headline.endswith(f" edition, {when}.")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("8:30 9:30", "one time of day, not two"),
        ("9", "Write 9 with its minutes"),
        ("every 9 am 8am", "not two"),
    ],
)
def test_of_two_times_or_a_bare_number_none_is_guessed(desk: Desk, words: str, said: str) -> None:
    assert said in desk.say(f"/digest subscribe {words}").headline
    assert not desk.store.subscriptions.of_channel(HERE)


def test_editions_bring_their_own_times(desk: Desk) -> None:
    for words, when in [
        ("close", "20 minutes after each close"),
        ("pre-open", "30 minutes before each open"),
        ("weekly", "09:00 Europe/Berlin, sat"),
    ]:
        assert desk.say(f"/digest subscribe {words}").headline.endswith(f"{when}.")
    (closing, *_) = desk.store.subscriptions.of_channel(HERE)
    assert closing.schedule.edition is Edition.CLOSE
    assert desk.say("/digest edit 1 morning").headline.endswith("08:30 Europe/Berlin, market days.")


@pytest.mark.parametrize("word", ["<#C2|markets>", "<#C2>", "C2", "#C2", "#markets"])
def test_a_digest_is_set_up_for_another_channel_that_the_asker_manages(desk: Desk, word: str) -> None:
    desk.doors.managers["C2"], desk.doors.names["markets"] = "U1", "C2"
    on = desk.say(f"/digest subscribe {word} 09:00")
    assert on.notes[-1] == "It comes into the channel you named, not here."
    (kept,) = desk.store.subscriptions.of_channel(replace(HERE, channel="C2"))
    assert desk.store.subscriptions.of_channel(HERE) == []
    for action in on.actions:  # pressed here, though the digest is there
        assert not desk.say(action.command).error
    assert kept.schedule.words == "09:00 Europe/Berlin, market days"
    assert desk.store.subscriptions.of_channel(replace(HERE, channel="C2")) == []


@pytest.mark.parametrize("verb", ["subscribe", "list", "pause 1", "now", "test 1"])
def test_another_channel_is_closed_to_who_does_not_manage_it(desk: Desk, verb: str) -> None:
    refused = desk.say(f"/digest {verb} <#C2>")
    assert refused.headline == "You are not a member of that channel."
    assert desk.say("/digest subscribe #nowhere").headline.startswith("I know no channel #nowhere.")


def test_another_channel_must_be_open_to_the_bot(desk: Desk) -> None:
    desk.doors.managers["C2"], desk.doors.closed["C2"] = "U1", "Invite me there first."
    assert desk.say("/digest subscribe <#C2>").headline == "Invite me there first."


def test_a_workspace_may_leave_digests_to_its_admins(desk: Desk) -> None:
    desk.store = replace(desk.store, limits=Limits(admins_only=True))
    assert desk.say("/digest subscribe").headline == "Only admins manage digests here."
    desk.doors.admins.add("U2")
    assert not desk.say("/digest subscribe", BEN).error
    assert not desk.say("/digest list").error


def test_who_does_not_manage_the_channel_may_look_and_not_change(desk: Desk) -> None:
    desk.say("/digest subscribe")
    for words in ("subscribe", "edit 1 09:00", "pause 1", "resume 1", "remove 1"):
        refused = desk.say(f"/digest {words}", BEN)
        assert refused.error
        assert "manage this channel" in refused.headline
    assert not desk.say("/digest list", BEN).error
    assert not desk.say("/digest test 1", BEN).error


def test_a_channel_that_the_bot_may_not_post_to_is_refused_at_once(desk: Desk) -> None:
    desk.doors.closed["C1"] = "I am not a member of that channel. Invite me first."
    assert desk.say("/digest subscribe").headline == "I am not a member of that channel. Invite me first."
    assert desk.store.subscriptions.of_channel(HERE) == []


def test_another_channels_digest_cannot_be_reached_by_its_number(desk: Desk) -> None:
    desk.say("/digest subscribe")
    elsewhere = replace(ANA, channel="C2")
    assert desk.say("/digest remove 1", elsewhere).error
    assert len(desk.store.subscriptions.of_channel(HERE)) == 1


def test_a_channel_has_at_most_ten_digests(desk: Desk) -> None:
    for _ in range(10):
        assert not desk.say("/digest subscribe").error
    assert "at most 10" in desk.say("/digest subscribe").headline


def test_the_settings_say_how_many_digests_and_alerts_there_may_be(desk: Desk) -> None:
    settings = Settings(alerts_per_person=1, digests_per_channel=2, digest_managers="admins")
    assert limits_of(settings) == Limits(alerts=1, digests=2, admins_only=True)
    desk.store = replace(desk.store, limits=Limits(alerts=1, digests=2))
    for _ in range(2):
        assert not desk.say("/digest subscribe").error
    assert "at most 2" in desk.say("/digest subscribe").headline
    assert not desk.say("/alert rut record").error
    assert "1 is the most" in desk.say("/alert spx record").headline


def macro_since(desk: Desk, day: date) -> Reply:
    return desk.engine.answer(Brief(sections=(Section.MACRO,), since=day), Deadline.after(PATIENT))


def test_macro_names_what_came_out_since_the_last_digest(desk: Desk) -> None:
    told = macro_since(desk, date(2000, 1, 1)).facts[0].text
    assert told.startswith("Released since 2000-01-01: Real GDP growth, annual rate ")
    assert "10-year" not in told  # a yield comes out every day
    shown = {fact.label: fact.text for fact in desk.say("/macro").facts}
    assert f"Unemployment rate {shown['Unemployment rate']}" in told
    none = macro_since(desk, date(2100, 1, 1))
    assert none.facts[0].text == "No figure of the economy came out on 2100-01-01 or later."
    assert [a.command for a in none.actions] == ["/evidence smallcaps", "/evidence macro"]


@pytest.mark.parametrize(
    "words",
    [
        "subscribe 25:00",
        "subscribe Europe/Berln",
        "subscribe someday",
        "now since 2026-01-20",
        "pause 7",
        "subscribe #other",
    ],
)
def test_wrong_words_get_a_sentence_that_says_what_to_do(desk: Desk, words: str) -> None:
    refused = desk.say(f"/digest {words}")
    assert refused.error
    assert refused.actions


def test_a_weekly_digest_is_about_the_week(desk: Desk) -> None:
    desk.say("/watchlist add here iwm")
    reply = desk.say("/digest now weekly compare sectors watchlist")
    assert reply.headline.startswith(
        "The week: The Russell 2000 moved +1.64% in the week to 2026-01-22, to 2,718.77, with 2 record closes, the "
        "newest on 2026-01-22. It was ahead of the S&P 500"
    )
    labels = {fact.label: fact.text for fact in reply.facts}
    assert "since 2026-01-16" in labels["Compare"]
    assert "since 2026-01-16" in labels["Sectors"]
    iwm = desk.app.market.bars(Symbol.parse("iwm")).total
    moved = iwm.iloc[-1] / iwm.loc["2026-01-16"] - 1
    assert labels["Watchlist"] == f"IWM {change(float(moved))} since 2026-01-16, of 1 watched."
    assert reply.actions[0].command == "/evidence compare rut spx ixic ndx dji since 2026-01-16"
    assert reply.actions[-1].command == "/evidence movers here since 2026-01-16"
    for action in reply.actions:
        assert not desk.say(action.command).error


@pytest.mark.realdata
def test_the_founding_weeks_digest_tells_records_and_a_loss(tmp_path: Path, real_data: Path) -> None:
    """Two records on Wednesday and Thursday, and less on Friday than a week before."""
    desk = Desk(tmp_path, f"files:{real_data}", "2026-01-24T09:00-05:00")
    reply = desk.say("/digest now weekly small-caps")
    assert reply.headline == (
        "The week: The Russell 2000 moved −0.32% in the week to 2026-01-23, to 2,669.16, with 2 record closes, the "
        "newest on 2026-01-22. It was ahead of the S&P 500 (−0.35%, by 0.03 points), behind the Nasdaq Composite "
        "(−0.06%, by 0.26 points), behind the Nasdaq-100 (+0.30%, by 0.62 points) and ahead of the Dow Jones "
        "(−0.53%, by 0.21 points)."
    )
    assert reply.actions[0].command == "/evidence compare rut spx ixic ndx dji since 2026-01-16"
    desk.close()


@pytest.mark.parametrize(
    ("closes", "first_words"),
    [
        (
            [*QUIET, 100.0, 111.0],
            "The Russell 2000 moved +11.00% in the week to 2026-01-22, to 111.00, with one record",
        ),
        ([*QUIET, 100.0, 97.0], "A week out of the ordinary: the Russell 2000 moved"),
        ([*QUIET, 100.0, 100.05], "Nothing notable among 0 events looked at. The Russell 2000 moved"),
    ],
)
def test_a_weeks_first_sentence_is_what_mattered_or_says_that_nothing_did(
    closes: list[float], first_words: str
) -> None:
    bars = table(RUT, closes)
    assert str(the_week(bars, week(bars.closes), [], None, NO_EVENTS)).startswith(first_words)


def test_the_channels_watchlist_and_near_alerts_are_part_of_it(desk: Desk) -> None:
    last = float(desk.app.market.bars(RUT).closes.iloc[-1])
    desk.say("/watchlist add here iwm spy")
    desk.say(f"/alert rut above {last * 1.005:.2f}")
    desk.say(f"/alert rut above {last * 1.5:.2f}")
    reply = desk.say("/digest now watchlist alerts")
    labels = {fact.label: fact.text for fact in reply.facts}
    assert labels["Watchlist"].endswith("of 2 watched.")
    assert labels["Alerts near"].count("away") == 1
    assert len(reply.actions) == 3  # the first sentence and these two
    for action in reply.actions:
        assert not desk.say(action.command).error


def test_near_is_measured_on_the_last_close_also_during_a_session(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    last = float(desk.app.market.bars(RUT).closes.iloc[-1])
    desk.say(f"/alert rut above {last * 1.005:.2f}")
    bars, price = Market._bars, last * 0.9
    running = RunningBar(date(2026, 1, 23), price, price, price, price, None, desk.app.market.now())
    monkeypatch.setattr(
        Market, "_bars", lambda market, symbol: replace(bars(market, symbol), running=running)
    )
    reply = desk.say("/digest now alerts")
    assert "is +0.50% away" in next(fact.text for fact in reply.facts if fact.label == "Alerts near")


def test_a_watchlist_without_the_newest_close_says_so_and_counts_whom_it_knows(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    bars = Market._bars

    def older(market: Market, symbol: Symbol) -> Bars:
        found = bars(market, symbol)
        late = {"IWM": 1, "SPY": 1, "QQQ": 2}.get(symbol.ticker, 0)
        return replace(found, frame=found.frame.iloc[: len(found.frame) - late])

    monkeypatch.setattr(Market, "_bars", older)
    desk.say("/watchlist add here iwm spy qqq")
    reply = desk.say("/digest now small-caps watchlist")
    said = next(fact.text for fact in reply.facts if fact.label == "Watchlist")
    assert said.endswith(" on 2026-01-21, of 2 of 3 watched.")
    assert "Not measured on 2026-01-21: the newest closes are QQQ of 2026-01-20." in reply.notes


def test_a_weekly_digest_over_a_history_that_begins_in_its_week_is_about_the_day(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    bars = Market._bars
    short = {"^RUT", "^GSPC"}

    def young(market: Market, symbol: Symbol) -> Bars:
        found = bars(market, symbol)
        return replace(found, frame=found.frame.iloc[-3:]) if symbol.ticker in short else found

    monkeypatch.setattr(Market, "_bars", young)
    assert desk.say("/digest now weekly small-caps").headline.startswith(
        "The week: The Russell 2000 closed at"
    )
    short.discard("^RUT")
    told = desk.say("/digest now weekly small-caps").headline
    assert "in the week to 2026-01-22" in told
    assert "S&P 500" not in told


def test_equal_briefs_give_equal_answers(desk: Desk) -> None:
    first, second = desk.say("/digest now"), desk.say("/digest now")
    assert (first.headline, first.facts, first.notes) == (second.headline, second.facts, second.notes)


def test_a_first_delivery_is_shown_as_none_yet(desk: Desk) -> None:
    desk.say("/digest subscribe")
    table_ = desk.say("/digest list").table
    assert table_ is not None
    assert "none yet" in table_.rows[0]
    assert date(2026, 1, 22) <= desk.app.clock.now().date()


@pytest.mark.parametrize("line", ["/digest subscribe 08:30", "/alert rut record"])
def test_where_the_bot_is_no_member_it_says_to_ask_in_a_direct_message(desk: Desk, line: str) -> None:
    guest = replace(ANA, platform="discord", guest=True)
    assert "Ask me in a direct message" in desk.say(line, guest).headline
    assert not desk.say(line, ANA).error


def test_a_regime_that_is_left_open_says_why(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def without(*_asked: object) -> None:
        raise NoData("XLE has no prices.")

    why = "Without a verdict on the market regime: XLE has no prices."
    assert why not in desk.say("/digest now rotation").notes
    monkeypatch.setattr("commands.inputs.judged_regime.fund_basket", without)
    assert why in desk.say("/digest now rotation").notes
    assert why not in desk.say("/digest now breadth").notes
