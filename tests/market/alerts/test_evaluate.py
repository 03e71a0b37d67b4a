from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from market.alerts.evaluate import MISSED, AlertInputs, judge, judge_each, near
from market.alerts.rules import AlertRule, BadRule, RuleKind
from market.bars import Bars, RunningBar, tidy
from market.errors import NoData
from market.provenance import Provenance
from market.symbols import Symbol

NOW = datetime(2026, 1, 22, 16, 30, tzinfo=UTC)
RUT, SPX = Symbol.parse("rut"), Symbol.parse("spx")


def bars(symbol: Symbol, closes: Sequence[float], last: float | None = None) -> Bars:
    days = pd.bdate_range(end="2026-01-21", periods=len(closes))
    frame = tidy(pd.DataFrame({"open": closes, "high": closes, "low": closes, "close": closes}, index=days))
    running = None
    if last is not None:
        running = RunningBar(date(2026, 1, 22), last, last, last, last, None, NOW)
    return Bars(symbol, frame, Provenance("a table in a test", NOW), running)


def reading_of(text: str, *held: Bars, inputs: AlertInputs | None = None):
    return judge(AlertRule.parse(text), {b.symbol.ticker: b for b in held}, inputs)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("RUT record", "rut record"),
        ("small caps at a new record close", "rut record"),
        ("rut above 2,750", "rut above 2750"),
        ("rut above 2750 at the close", "rut above 2750 at close"),
        ("iwm down 2% day", "iwm down 2% day"),
        ("iwm down 2%", "iwm down 2% day"),
        ("iwm up 7.5% over 5 sessions again after 1%", "iwm up 7.5% over 5 sessions again after 1%"),
        ("rut leads s&p 500 by 5 points over 20 sessions", "rut leads spx 5 points over 20 sessions"),
        ("breadth below 30%", "breadth below 30%"),
        ("rotation changes again", "rotation changes again"),
        ("rut above 2750 once", "rut above 2750"),
        ("rut move 3 sigma", "rut move 3 sigma"),
        ("rut move 20 sigma", "rut move 20 sigma"),
        ("Russell moves 2.5 standard deviations at the close again", "rut move 2.5 sigma at close again"),
        ("health care drags 0.5 points", "health care drags 0.5 points"),
        ("healthcare takes 0.5 pp again", "health care drags 0.5 points again"),
        ("tech adds 0.25 points", "technology adds 0.25 points"),
        ("health care adds 1%", "health care adds 1 point"),
        ("rut>2,800", "rut above 2800"),
        ("when the russell closes below 2600", "rut below 2600 at close"),
        ("if iwm falls 2.5% over 5 sessions", "iwm down 2.5% over 5 sessions"),
        ("nvda -3%", "nvda down 3% day"),
        ("breadth falls below 30%", "breadth below 30%"),
        ("breadth under 30", "breadth below 30%"),
        ("breadth below 30% so far today again after 2%", "breadth below 30% so far again after 2%"),
        ("when breadth rises above 60% intraday", "breadth above 60% so far"),
        ("rut above 2750 so far", "rut above 2750"),
    ],
)
def test_a_rule_is_read_and_written_back(text: str, shown: str) -> None:
    assert str(AlertRule.parse(text)) == shown
    assert AlertRule.parse(shown) == AlertRule.parse(text)


@given(
    st.sampled_from(["rut above", "iwm below", "spx above"]),
    st.floats(0.01, 99_999).map(lambda x: round(x, 4)),
)
def test_any_level_reads_the_same_after_being_written(words: str, value: float) -> None:
    rule = AlertRule.parse(f"{words} {value:f}".rstrip("0").rstrip("."))
    assert AlertRule.parse(str(rule)) == rule


@given(st.floats(1e-8, 9e8))
def test_small_and_large_levels_are_written_without_powers_of_ten(value: float) -> None:
    rule = AlertRule.parse(f"shib-usd above {value:.12f}")
    assert AlertRule.parse(str(rule)) == rule
    assert "e" not in str(rule).rsplit(" ", 1)[1]


@pytest.mark.parametrize(
    "text",
    [
        *("", "rut", "rut above", "rut above -5", "rut sideways 2%", "iwm down 0%", "breadth 30%"),
        *("rut above 2,75", "iwm up 1,5% day", "breadth below 30,5%", "rut above 27,50.5", "rut above 1,,,"),
    ],
)
def test_words_that_are_no_alert_are_told_what_can_be_waited_for(text: str) -> None:
    with pytest.raises(BadRule):
        AlertRule.parse(text)


def test_records_and_leads_are_judged_at_the_close_by_default() -> None:
    assert AlertRule.parse("rut record").at_close
    assert AlertRule.parse("rut leads spx 5 points over 20 sessions").at_close
    assert not AlertRule.parse("rut above 2750").at_close


def test_a_print_above_the_record_is_no_record() -> None:
    reading = reading_of("rut record", bars(RUT, [100, 102, 101], last=110))
    assert reading is not None
    assert not reading.met
    assert reading.session == date(2026, 1, 21)


def test_a_record_close_is_named_with_its_date_and_number() -> None:
    reading = reading_of("rut record", bars(RUT, [100, 101, 102]))
    assert reading is not None
    assert reading.met
    assert reading.sentence == "Russell 2000 closed at a record 102.00 on 2026-01-21, number 2 of the year."


def test_a_level_is_judged_on_the_running_bar_and_says_so() -> None:
    reading = reading_of("rut above 2750", bars(RUT, [2700, 2740], last=2751.2))
    assert reading is not None
    assert (reading.met, reading.so_far) == (True, True)
    assert reading.sentence == (
        "Russell 2000 is above 2,750.00: 2,751.20 so far (as of 2026-01-22 11:30 ET)."
    )


def test_the_same_level_at_the_close_ignores_the_running_bar() -> None:
    reading = reading_of("rut above 2750 at close", bars(RUT, [2700, 2740], last=2751.2))
    assert reading is not None
    assert not reading.met


def test_an_alert_is_clear_only_beyond_its_band() -> None:
    rule = "rut above 100 again after 2%"
    for last, met, clear in [(101, True, False), (99, False, False), (98, False, True)]:
        reading = reading_of(rule, bars(RUT, [90, 95], last=last))
        assert reading is not None
        assert (reading.met, reading.clear) == (met, clear)


def test_a_day_move_is_measured_on_the_last_close() -> None:
    reading = reading_of("rut down 2% day", bars(RUT, [100, 100], last=97.9))
    assert reading is not None
    assert reading.met
    assert "−2.10% on the day" in reading.sentence
    settled = reading_of("rut down 2% day", bars(RUT, [100, 98]))
    assert settled is not None
    assert settled.met


def test_a_lead_is_measured_on_common_closes() -> None:
    own, other = bars(RUT, [100] * 20 + [106]), bars(SPX, [50] * 20 + [50.5])
    reading = reading_of("rut leads spx 5 points over 20 sessions", own, other)
    assert reading is not None
    assert reading.met
    assert "+5.00 points" in reading.sentence
    with pytest.raises(NoData):
        reading_of("rut leads spx 5 points over 40 sessions", own, other)


def test_breadth_and_rotation_are_read_from_their_inputs() -> None:
    turned_inputs = AlertInputs(date(2026, 1, 21), 0.28, "broad decline", "mixed")
    reading = reading_of("breadth below 30%", inputs=turned_inputs)
    assert reading is not None
    assert reading.met
    assert reading.sentence.startswith("28.0% of the Russell 2000’s members are above")
    turned = reading_of("rotation changes", inputs=turned_inputs)
    assert turned is not None
    assert turned.met
    stays = reading_of("rotation changes", inputs=AlertInputs(date(2026, 1, 21), None, "mixed", "mixed"))
    assert stays is not None
    assert (stays.met, stays.clear) == (False, True)
    assert stays.sentence == "The market regime is mixed, as before, at the close of 2026-01-21."
    assert reading_of("rotation changes") is None
    assert reading_of("rotation changes", inputs=AlertInputs(date(2026, 1, 21))) is None


@pytest.mark.parametrize(
    "text", ["rut record so far", "rotation changes so far", "breadth below 30% so far at close"]
)
def test_what_is_of_a_close_is_not_waited_for_so_far(text: str) -> None:
    with pytest.raises(BadRule, match="is judged at the close"):
        AlertRule.parse(text)


@pytest.mark.parametrize(
    ("figure", "met", "clear"),
    [
        (0.2999, True, False),
        (0.3, True, False),
        (0.3001, False, False),
        (0.32, False, False),
        (0.3201, False, True),
    ],
)
def test_breadth_so_far_is_judged_on_the_session_in_progress(figure: float, met: bool, clear: bool) -> None:
    inputs = AlertInputs(NOW.date(), figure, coverage="1,790 of 1,930 measured", at=NOW)
    reading = reading_of("breadth below 30% so far again after 2%", inputs=inputs)
    assert reading is not None
    assert (reading.met, reading.clear, reading.at) == (met, clear, NOW)
    assert reading.sentence == (
        f"{figure:.1%} of the Russell 2000’s members (1,790 of 1,930 measured) are above their 200-session average so "
        "far today (as of 2026-01-22 11:30 ET, not a close)."
    )


def test_breadth_so_far_and_at_the_close_each_read_their_own_sessions() -> None:
    closed, running = AlertInputs(date(2026, 1, 21), 0.28), AlertInputs(NOW.date(), 0.29, at=NOW)
    for words, value in (("breadth below 30%", 0.28), ("breadth below 30% so far", 0.29)):
        (reading,) = judge_each(AlertRule.parse(words), {}, (closed, running))
        assert reading.value == value
    assert judge_each(AlertRule.parse("breadth below 30% so far"), {}, (closed,)) == []
    assert reading_of("breadth below 30% so far", inputs=closed) is None
    assert reading_of("breadth below 30%", inputs=running) is None


def test_what_is_missing_is_no_reading() -> None:
    assert reading_of("rut above 10") is None
    assert reading_of("rut up 2% over 5 sessions", bars(RUT, [1, 2])) is None


def test_each_session_since_the_last_judgement_is_read_in_order() -> None:
    held = {RUT.ticker: bars(RUT, [100, 102, 101, 103, 102])}  # 15, 16, 19, 20 and 21 January
    record = AlertRule.parse("rut record")

    def found(rule: AlertRule, after: date | None) -> list[tuple[date, bool]]:
        return [(reading.session, reading.met) for reading in judge_each(rule, held, (), after)]

    assert found(record, date(2026, 1, 15)) == [
        (date(2026, 1, 16), True),
        (date(2026, 1, 19), False),
        (date(2026, 1, 20), True),
        (date(2026, 1, 21), False),
    ]
    assert found(record, date(2026, 1, 20)) == [(date(2026, 1, 21), False)]
    assert found(record, date(2026, 1, 21)) == []
    assert found(record, None) == [(date(2026, 1, 21), False)]
    level = AlertRule.parse("rut above 101")
    assert found(level, date(2026, 1, 15)) == [(date(2026, 1, 21), True)], (
        "what is judged so far is judged now"
    )


def test_sessions_are_read_from_the_session_after_the_last_judgement_on() -> None:
    rule = AlertRule.parse("breadth below 30%")
    sessions = [AlertInputs(date(2026, 1, day), share) for day, share in ((20, 0.28), (21, None), (22, 0.31))]
    assert [r.session.day for r in judge_each(rule, {}, sessions, date(2026, 1, 19))] == [20, 22]
    assert [r.session.day for r in judge_each(rule, {}, sessions, date(2026, 1, 20))] == [22]
    assert judge_each(rule, {}, (), date(2026, 1, 20)) == []


@given(st.integers(2, 40), st.integers(0, 39))
def test_no_session_is_judged_twice_or_left_out(count: int, seen: int) -> None:
    held = {RUT.ticker: bars(RUT, [100.0 + n for n in range(count)])}
    days = [day.date() for day in held[RUT.ticker].closes.index]
    after = days[min(seen, count - 1)]
    read = [reading.session for reading in judge_each(AlertRule.parse("rut record"), held, (), after)]
    assert read == [day for day in days if day > after][-MISSED - 1 :]


def test_near_says_how_far_a_level_is() -> None:
    held = {RUT.ticker: bars(RUT, [90, 100])}
    rule = AlertRule.parse("rut above 102")
    assert near(rule, judge(rule, held), held) == pytest.approx(0.02)
    assert near(AlertRule(RuleKind.ROTATION), None, held) is None


@pytest.mark.parametrize(
    ("text", "closes", "met", "clear"),
    [
        ("rut above 125 at close", [100.0, 125.0], False, True),
        ("rut above 125 at close", [100.0, 125.01], True, False),
        ("rut above 128 at close again after 25%", [100.0, 96.0], False, True),
        ("rut above 128 at close again after 25%", [100.0, 96.01], False, False),
        ("rut below 125 at close", [200.0, 125.0], False, True),
        ("rut below 125 at close", [200.0, 124.99], True, False),
        ("rut below 128 at close again after 25%", [200.0, 160.0], False, True),
        ("rut below 128 at close again after 25%", [200.0, 159.99], False, False),
        ("rut up 25% day at close", [128.0, 160.0], True, False),
        ("rut up 25% day at close", [128.0, 159.99], False, True),
        ("rut down 25% day at close", [128.0, 96.0], True, False),
        ("rut down 25% day at close", [128.0, 96.01], False, True),
        ("rut up 50% over 2 sessions at close again after 25%", [128.0, 1.0, 160.0], False, False),
        ("rut up 50% over 2 sessions at close again after 25%", [128.0, 1.0, 159.99], False, True),
    ],
)
def test_a_rule_is_met_and_cleared_at_its_figure(text: str, closes: list[float], met: bool, clear: bool):
    reading = reading_of(text, bars(RUT, closes))
    assert reading is not None
    assert (reading.met, reading.clear) == (met, clear)


def test_ten_missed_sessions_are_judged_afterwards():
    held = {RUT.ticker: bars(RUT, [100.0 + n for n in range(30)])}
    readings = judge_each(AlertRule.parse("rut record"), held, after=date(2025, 12, 15))
    assert len(readings) == 11  # the newest, and ten before it


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        ("rut above 999999999", "rut above 1000000000"),
        ("rut up 1000% day", "rut up 1000.001% day"),
        ("rut up 2% over 1000 sessions", "rut up 2% over 1001 sessions"),
        ("rut up 2% over 1 sessions", "rut up 2% over 0 sessions"),
    ],
)
def test_the_figures_of_a_rule_have_bounds(text: str, refused: str):
    AlertRule.parse(text)
    with pytest.raises(BadRule):
        AlertRule.parse(refused)


STEADY = [100.0 * 1.01 ** (place % 2) for place in range(80)]  # one per cent up, one per cent down


def test_a_surprise_is_a_move_either_way_in_standard_deviations() -> None:
    usual = pd.Series(STEADY).pct_change().iloc[-60:].std()
    for way in (1, -1):
        last = STEADY[-1] * (1 + 3.2 * usual * way)
        met, not_met = (reading_of(f"rut move {n} sigma", bars(RUT, [*STEADY, last])) for n in (3, 4))
        assert (met.met, met.clear, not_met.met, not_met.clear) == (True, False, False, True)
        assert "3.2 standard deviations of the last 60 sessions" in met.sentence


@pytest.mark.parametrize("so_far", [True, False])
def test_a_move_over_several_sessions_is_told_by_the_usual_of_so_many(so_far: bool) -> None:
    usual = pd.Series(STEADY).pct_change().iloc[-60:].std()
    last = STEADY[-1] * (1 + 2.5 * usual * 3**0.5)
    closes = [*STEADY, STEADY[-1], STEADY[-1]]
    held = bars(RUT, closes, last) if so_far else bars(RUT, [*closes, last])
    reading = reading_of("rut up 0.1% over 3 sessions", held)
    assert "over 3 sessions, 2.5 times the usual of so many, by the 60 before: " in reading.sentence
    assert (reading.so_far, "times" in reading_of("rut up 0.1% over 23 sessions", held).sentence) == (
        so_far,
        False,
    )


def test_a_surprise_so_far_says_so_and_at_close_it_waits() -> None:
    held = bars(RUT, STEADY, last=STEADY[-1] * 1.10)
    so_far, closed = (reading_of(f"rut move 3 sigma{when}", held) for when in ("", " at close"))
    assert (so_far.met, so_far.so_far) == (True, True)
    assert "so far (as of 2026-01-22 11:30 ET)" in so_far.sentence
    assert (closed.met, closed.so_far) == (False, False)


def test_without_sixty_changes_no_surprise_is_judged() -> None:
    assert reading_of("rut move 3 sigma", bars(RUT, [100.0, 101.0, 150.0])) is None


@pytest.mark.parametrize(
    ("text", "met"),
    [
        ("health care drags 0.4 points", True),
        ("health care drags 0.5 points", False),
        ("health care adds 0.1 points", False),
        ("technology adds 0.18 points", True),
    ],
)
def test_a_contribution_counts_on_its_own_side(text: str, met: bool) -> None:
    parts = {"Health Care": -0.0047, "Technology": 0.0018}
    inputs = AlertInputs(date(2026, 1, 22), contributions=parts, change=-0.005)
    reading = reading_of(text, inputs=inputs)
    assert reading.met is met
    assert reading.sentence.endswith("points of the Russell 2000’s −0.50%, close of 2026-01-22.")


def test_a_contribution_is_told_of_the_fund_that_stands_in() -> None:
    parts = {"Health Care": -0.0047}
    inputs = AlertInputs(date(2026, 1, 22), contributions=parts, change=-0.005, of=Symbol.parse("iwm"))
    reading = reading_of("health care drags 0.4 points", inputs=inputs)
    assert reading.sentence == "Health Care took 0.47 points of IWM’s −0.50%, close of 2026-01-22."
    assert reading.of == Symbol.parse("iwm")


def test_where_members_do_not_explain_the_move_no_contribution_is_judged() -> None:
    assert reading_of("health care drags 0.4 points", inputs=AlertInputs(date(2026, 1, 22))) is None


@pytest.mark.parametrize(
    "text", ["apples drag 0.5 points", "rut move 20.1 sigma", "health care drags 0 points"]
)
def test_what_is_no_sector_or_out_of_range_is_refused(text: str) -> None:
    with pytest.raises(BadRule):
        AlertRule.parse(text)
