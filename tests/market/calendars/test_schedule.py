from __future__ import annotations

import itertools
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from market.calendars.calendar import Calendar
from market.calendars.schedule import Days, Edition, Schedule, ScheduledRun, catch_up, time_of
from market.errors import BadSchedule

CALENDAR = Calendar()
DAILY = Days.parse("daily")
ZONES = [
    "Europe/Berlin",
    "America/New_York",
    "Asia/Tokyo",
    "Australia/Lord_Howe",
    "Pacific/Apia",
    "America/Sao_Paulo",
    "Africa/Casablanca",
    "Asia/Kathmandu",
    "UTC",
]


def at(text: str, zone: str = "UTC") -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def morning(zone: str, clock: str = "08:30", days: str = "daily") -> Schedule:
    return Schedule(Edition.MORNING, zone, time_of(clock), Days.parse(days))


def first(schedule: Schedule, after: datetime, count: int) -> list[ScheduledRun]:
    return list(itertools.islice(schedule.runs(after, CALENDAR), count))


# One zone of each way in which 2024 changes the clock.
CHANGING = (
    "Europe/Berlin", "America/New_York", "America/Nuuk", "America/Scoresbysund", "Atlantic/Azores", "Asia/Beirut",
    "Africa/Cairo", "America/Havana", "America/Asuncion", "America/Santiago", "Australia/Lord_Howe", "Asia/Gaza",
    "Africa/Casablanca", "Antarctica/Troll", "Pacific/Chatham", "Europe/Chisinau", "Asia/Jerusalem",
)  # fmt: skip


def test_the_wall_clock_stays_put_when_daylight_saving_starts_and_ends() -> None:
    for start, zone in [
        ("2026-03-27T12:00", "Europe/Berlin"),
        ("2026-10-23T12:00", "Europe/Berlin"),
        ("2026-03-06T12:00", "America/New_York"),
    ]:
        runs = first(morning(zone), at(start), 5)
        local = [due.at.astimezone(ZoneInfo(zone)) for due in runs]
        assert {moment.time() for moment in local} == {time(8, 30)}
        assert [moment.date() for moment in local] == [due.day for due in runs]


def test_a_time_inside_the_spring_gap_runs_an_hour_later_and_once() -> None:
    runs = first(morning("Europe/Berlin", "02:30"), at("2026-03-28T12:00"), 2)
    assert runs[0] == ScheduledRun(at("2026-03-29T01:30"), date(2026, 3, 29))  # 03:30 in Berlin
    assert runs[1] == ScheduledRun(at("2026-03-30T00:30"), date(2026, 3, 30))


def test_a_time_that_comes_twice_in_autumn_runs_at_its_first_occurrence_only() -> None:
    runs = first(morning("Europe/Berlin", "02:30"), at("2026-10-24T12:00"), 2)
    assert runs == [
        ScheduledRun(at("2026-10-25T00:30"), date(2026, 10, 25)),
        ScheduledRun(at("2026-10-26T01:30"), date(2026, 10, 26)),
    ]


@pytest.mark.parametrize(
    ("zone", "change", "clock", "shown"),
    [
        ("America/Nuuk", "2023-03-25", "22:30", "2023-03-25T23:30"),  # 22:00 to 23:00: as any gap
        ("America/Nuuk", "2024-03-30", "23:15", "2024-03-30T22:59"),  # 23:00 to midnight: before it
        ("America/Nuuk", "2024-03-30", "22:30", "2024-03-30T22:30"),
        ("America/Nuuk", "2024-10-26", "23:30", "2024-10-26T23:30"),
    ],
)
def test_a_late_evening_run_happens_though_the_clock_changes_before_midnight(
    zone: str, change: str, clock: str, shown: str
) -> None:
    day = date.fromisoformat(change)
    runs = first(morning(zone, clock), at(f"{day - timedelta(days=1)}T12:00"), 4)
    (run,) = (due for due in runs if due.day == day)
    assert f"{run.at.astimezone(ZoneInfo(zone)):%Y-%m-%dT%H:%M}" == shown


@pytest.mark.parametrize("minute", range(0, 24 * 60, 15))
def test_both_changes_of_the_clock_in_every_zone_give_one_run_a_day(minute: int) -> None:
    clock = time(minute // 60, minute % 60)
    for zone in CHANGING:
        for start in ("2024-03-05", "2024-10-20"):
            runs = first(Schedule(Edition.MORNING, zone, clock, DAILY), at(f"{start}T12:00"), 32)
            assert {(b.day - a.day).days for a, b in itertools.pairwise(runs)} == {1}, zone
            assert all(a.at < b.at for a, b in itertools.pairwise(runs)), zone


def test_a_date_that_a_zone_skips_has_no_run() -> None:
    runs = first(morning("Pacific/Apia"), at("2011-12-28T20:00"), 3)
    assert [due.day for due in runs] == [date(2011, 12, 29), date(2011, 12, 31), date(2012, 1, 1)]


def test_market_days_leave_out_holidays_and_weekends() -> None:
    runs = first(morning("Europe/Berlin", days="market days"), at("2026-01-15T12:00"), 3)
    assert [due.day for due in runs] == [date(2026, 1, 16), date(2026, 1, 20), date(2026, 1, 21)]


def test_market_days_in_tokyo_are_the_mornings_on_which_new_york_still_has_its_session_date() -> None:
    runs = first(morning("Asia/Tokyo", days="market days"), at("2026-01-16T00:00"), 4)
    # Saturday morning in Tokyo is Friday evening in New York; Martin Luther King Day is left out.
    assert [due.day.isoformat() for due in runs] == ["2026-01-17", "2026-01-21", "2026-01-22", "2026-01-23"]


def test_weekdays_ignore_the_exchange() -> None:
    runs = first(morning("Europe/Berlin", days="mon-fri"), at("2026-01-16T12:00"), 2)
    assert [due.day for due in runs] == [date(2026, 1, 19), date(2026, 1, 20)]


def test_an_edition_after_the_close_follows_an_early_close() -> None:
    closing = Schedule(Edition.CLOSE, "Europe/Berlin")
    runs = first(closing, at("2025-11-26T12:00"), 2)
    assert runs[0] == ScheduledRun(at("2025-11-26T16:20", "America/New_York"), date(2025, 11, 26))
    assert runs[1] == ScheduledRun(at("2025-11-28T13:20", "America/New_York"), date(2025, 11, 28))


def test_an_edition_before_the_open_is_half_an_hour_early() -> None:
    runs = first(Schedule(Edition.PRE_OPEN, "UTC"), at("2026-01-17T12:00"), 1)
    assert runs == [ScheduledRun(at("2026-01-20T09:00", "America/New_York"), date(2026, 1, 20))]


@settings(max_examples=60, deadline=None)
@example(zone="America/Nuuk", start=date(2024, 3, 1), clock=time(23, 15))
@given(
    zone=st.sampled_from(ZONES),
    start=st.dates(date(2010, 1, 1), date(2026, 6, 1)),
    clock=st.times(),
)
@example(zone="Africa/Casablanca", start=date(2025, 2, 20), clock=time(2, 30))
@example(zone="America/Sao_Paulo", start=date(2018, 11, 1), clock=time(0, 15))
def test_every_local_date_has_exactly_one_run_in_every_zone(zone: str, start: date, clock: time) -> None:
    clock = clock.replace(second=0, microsecond=0)
    runs = first(Schedule(Edition.MORNING, zone, clock, DAILY), at(f"{start}T12:00"), 60)
    assert all(a.at < b.at and a.day < b.day for a, b in itertools.pairwise(runs))
    local = ZoneInfo(zone)
    assert [due.at.astimezone(local).date() for due in runs] == [due.day for due in runs]
    steps = {(b.day - a.day).days for a, b in itertools.pairwise(runs)}
    assert steps <= ({1, 2} if zone == "Pacific/Apia" else {1})


@settings(max_examples=40, deadline=None)
@given(zone=st.sampled_from(ZONES), days=st.sampled_from(["daily", "market days", "mon-fri", "sat"]))
def test_asking_run_by_run_gives_the_same_as_asking_for_all(zone: str, days: str) -> None:
    schedule, moment, found = morning(zone, days=days), at("2026-03-05T00:00"), []
    for _ in range(12):
        due = schedule.next(moment, CALENDAR)
        assert due is not None
        found.append(due)
        moment = due.at
    assert found == first(schedule, at("2026-03-05T00:00"), 12)


GRACE = timedelta(hours=2)


def test_a_run_late_by_less_than_the_grace_is_delivered() -> None:
    due = at("2026-01-22T07:30")
    found = catch_up(morning("Europe/Berlin"), due, due + timedelta(minutes=119), CALENDAR, GRACE)
    assert found.deliver == ScheduledRun(due, date(2026, 1, 22))
    assert found.skipped == ()
    assert found.next == ScheduledRun(due + timedelta(days=1), date(2026, 1, 23))


def test_a_machine_that_slept_for_three_hours_skips_and_goes_on() -> None:
    due = at("2026-01-22T07:30")
    found = catch_up(morning("Europe/Berlin"), due, due + timedelta(hours=3), CALENDAR, GRACE)
    assert found.deliver is None
    assert found.skipped == (ScheduledRun(due, date(2026, 1, 22)),)
    assert found.next is not None
    assert found.next.day == date(2026, 1, 23)


def test_a_machine_that_was_off_for_days_delivers_at_most_the_newest() -> None:
    due = at("2026-01-19T07:30")
    found = catch_up(morning("Europe/Berlin"), due, at("2026-01-22T08:00"), CALENDAR, GRACE)
    assert found.deliver == ScheduledRun(at("2026-01-22T07:30"), date(2026, 1, 22))
    assert [skipped.day.day for skipped in found.skipped] == [19, 20, 21]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("market days", "market days"),
        ("Mon - Fri", "mon-fri"),
        ("monday-friday", "mon-fri"),
        ("mon,wed,fri", "mon,wed,fri"),
        ("fri-mon", "mon,fri,sat,sun"),
        ("daily", "daily"),
        ("sat", "sat"),
        ("weekdays", "mon-fri"),
        ("weekend", "sat,sun"),
    ],
)
def test_days_are_read_and_written(text: str, shown: str) -> None:
    assert str(Days.parse(text)) == shown
    assert Days.parse(shown) == Days.parse(text)


@pytest.mark.parametrize("text", ["", "someday", "mon-xyz", "8-9"])
def test_words_that_are_no_days_get_an_example(text: str) -> None:
    with pytest.raises(BadSchedule, match="mon-fri"):
        Days.parse(text)


@pytest.mark.parametrize("text", ["24:00", "8", "08:60", "8qm", "-1:00"])
def test_a_wrong_time_of_day_gets_an_example(text: str) -> None:
    with pytest.raises(BadSchedule, match="08:30"):
        time_of(text)


@pytest.mark.parametrize(
    ("text", "at"),
    [("8:30", time(8, 30)), ("8.30", time(8, 30)), ("0830", time(8, 30)), ("8:30am", time(8, 30)),
     ("8:30 PM", time(20, 30)), ("5pm", time(17)), ("12am", time(0)), ("12pm", time(12)), ("17h", time(17)),
     ("17h30", time(17, 30)), ("noon", time(12)), ("Midnight", time(0))],
)  # fmt: skip
def test_times_of_day_as_people_write_them(text: str, at: time) -> None:
    assert time_of(text) == at


@pytest.mark.parametrize("text", ["8", "24:00", "8:60", "13pm", "0pm", "17h60", "lunch", ""])
def test_what_is_no_time_of_day_says_how_to_write_one(text: str) -> None:
    with pytest.raises(BadSchedule, match=r"is no time of day\. Write it as 08:30"):
        time_of(text)
