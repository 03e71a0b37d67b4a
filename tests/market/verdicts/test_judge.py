"""Verdicts on tables made by hand: what holds, what does not, and what nobody can say."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from market.analytics.rotation import SECTORS
from market.bars import Bars, tidy
from market.calendars.calendar import Calendar
from market.claims.expressions.amounts import Amount, AmountUnit, Bound
from market.claims.grammar import read
from market.provenance import Provenance
from market.symbols import Symbol
from market.verdicts.data import JudgementData
from market.verdicts.judge import judge, judge_all, needs
from market.verdicts.verdict import Finding, Verdict

CALENDAR = Calendar()
DAYS = ["2026-01-12", "2026-01-13", "2026-01-14", "2026-01-15", "2026-01-16", "2026-01-20"]
LAST = date(2026, 1, 20)


def bars(word: str, closes: list[float], days: list[str] = DAYS, spread: float = 0.0) -> Bars:
    frame = pd.DataFrame({"close": closes}, index=pd.DatetimeIndex(days[-len(closes) :]))
    frame["open"], frame["high"], frame["low"] = (
        frame["close"],
        frame["close"] + spread,
        frame["close"] - spread,
    )
    frame["adj_close"] = frame["close"]
    missing = tuple(day.date() for day in frame.index[frame["close"].isna()])
    source = Provenance("By hand", datetime(2026, 1, 20, 21, tzinfo=UTC))
    return Bars(Symbol.parse(word), tidy(frame), source, missing=missing)


def findings(text: str, *own: Bars, **more) -> list[Finding]:
    claims = read(text, LAST).claims
    data = JudgementData(LAST, CALENDAR, {b.symbol.ticker: b for b in own}, **more)
    return [judge(claim, data) for claim in claims]


def verdict(text: str, *own: Bars, **more) -> Verdict:
    (finding,) = findings(text, *own, **more)
    return finding.verdict


RUT = bars("rut", [100, 101, 102, 101, 103, 104], spread=1.0)


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        ("Sellers sliced 1 point off the Russell 2000.", 1),
        ("The Russell 2000 is still 1% off the Russell 2000's peak.", 0),
        ("Buyers added 1% to the Russell 2000.", 1),
        ("Additional buying lifted oil 2% to the Russell 2000's regret.", 0),
    ],
)
def test_what_is_of_a_markets_peak_or_regret_is_no_change_of_it(text: str, claims: int) -> None:
    assert len(findings(text, RUT)) == claims


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The Russell 2000 closed at 104.", Verdict.HOLDS),
        ("The Russell 2000 closed at 104.9.", Verdict.DURING),
        ("The Russell 2000 closed at 110.", Verdict.FAILS),
        ("The Russell 2000 rose 0.97%.", Verdict.HOLDS),
        ("The Russell 2000 rose 1%.", Verdict.HOLDS),
        ("The Russell 2000 rose 1.5%.", Verdict.DURING),
        ("The Russell 2000 fell 0.97%.", Verdict.FAILS),
        ("The Russell 2000 rose 1 point.", Verdict.HOLDS),
        ("The Russell 2000 closed at a record.", Verdict.HOLDS),
        ("The Russell 2000 rose for a second straight day.", Verdict.HOLDS),
        ("The Russell 2000 rose for a third straight day.", Verdict.FAILS),
        ("The Russell 2000 hit 105 during the session.", Verdict.HOLDS),
        ("The Russell 2000 hit 106 during the session.", Verdict.FAILS),
        ("The Russell 2000 fell for a second straight day.", Verdict.FAILS),
        ("The Russell 2000 rose 4% over the past five sessions.", Verdict.HOLDS),
        ("The Russell 2000 closed above 103.", Verdict.HOLDS),
        ("The Russell 2000 closed below 103.5.", Verdict.DURING),
        ("The Dow rose 1%.", Verdict.NO_DATA),
        ("The Russell 2000 should rise 1%.", Verdict.UNCHECKABLE),
    ],
)
def test_verdicts_on_a_table_made_by_hand(text: str, expected: Verdict) -> None:
    assert verdict(text, RUT) is expected


def test_a_missing_session_is_missing_and_never_filled() -> None:
    gap = bars("rut", [100, 101, 102, 103, 104], [d for d in DAYS if d != "2026-01-16"])
    (finding,) = findings("The Russell 2000 rose 0.97%.", gap)
    assert finding.verdict is Verdict.NO_DATA
    assert "There is no close of Russell 2000 on 2026-01-16" in finding.outcome.statement


def test_an_index_whose_fund_stands_in_is_not_judged() -> None:
    iwm = bars("iwm", [100, 101, 102, 101, 103, 104])
    data = JudgementData(LAST, CALENDAR, {"^RUT": iwm})
    (claim,) = read("The Russell 2000 rose 1%.", LAST).claims
    finding = judge(claim, data)
    assert finding.verdict is Verdict.NO_DATA
    assert "stands in" in finding.outcome.statement


def test_a_high_above_the_record_with_a_close_below_is_one_of_the_session_only() -> None:
    spike = bars("rut", [100, 101, 102, 105, 103, 104], spread=2.0)
    assert verdict("The Russell 2000 closed at a record.", spike) is Verdict.DURING
    assert verdict("The Russell 2000 closed at a record.", bars("rut", [100, 105, 103, 104])) is Verdict.FAILS


def test_a_comparison_is_strict_and_a_tie_is_no_lead() -> None:
    dow = bars("dji", [200, 202, 204, 202, 206, 208])
    assert verdict("The Russell 2000 outpaced the Dow.", RUT, dow) is Verdict.FAILS
    assert verdict("The Russell 2000 lagged the Dow.", RUT, dow) is Verdict.FAILS


def test_prints_tell_the_first_bar_that_contained_the_level() -> None:
    starts = pd.DatetimeIndex(["2026-01-20T14:30Z", "2026-01-20T14:35Z", "2026-01-20T14:40Z"])
    prints = pd.DataFrame({"low": [103.0, 104.5, 104.8], "high": [104.0, 104.95, 105.0]}, index=starts)
    (finding,) = findings("The Russell 2000 closed at 104.9.", RUT, prints=lambda _symbol, _session: prints)
    assert finding.outcome.statement.endswith("first inside the 09:35–09:40 ET bar")


def test_needs_name_each_thing_once() -> None:
    wanted = needs(
        read("The Dow rose 1%. The Dow fell 2%. The Dow beat the S&P 500. GDP grew 2%.", LAST).claims
    )
    assert [symbol.ticker for symbol in wanted.symbols] == ["^DJI", "^GSPC"]
    assert [series.word for series in wanted.series] == ["gdp"]


@given(st.floats(0.01, 99.0), st.integers(0, 3))
def test_a_figure_holds_exactly_when_the_computed_one_rounds_to_it(value: float, places: int) -> None:
    written = Amount(round(value, places), AmountUnit.PERCENT, 10.0**-places, "")
    assert written.matches(value)
    assert not written.matches(written.value + 0.51 * 10.0**-places)
    assert not written.matches(written.value - 0.51 * 10.0**-places)


@pytest.mark.parametrize(
    ("bound", "true", "false"),
    [
        (Bound.ABOUT, [1.81, 2.19], [1.79, 2.21]),
        (Bound.NEARLY, [1.81, 2.0], [1.79, 2.01]),
        (Bound.OVER, [2.01, 9.0], [1.9]),
        (Bound.UNDER, [1.9, -1.0], [2.1]),
    ],
)
def test_hedges_have_published_limits(bound: Bound, true: list[float], false: list[float]) -> None:
    amount = Amount(2.0, AmountUnit.PERCENT, 0.1, "2.0%").hedged(bound)
    assert all(amount.matches(value) for value in true)
    assert not any(amount.matches(value) for value in false)


def test_a_first_is_so_now_and_was_not_since_the_time_named() -> None:
    down_then_up = bars("rut", [100, 101, 100, 99, 98, 99])  # up on the 13th and the 20th
    assert verdict("The Russell 2000 rose for the first time since Jan. 13.", down_then_up) is Verdict.HOLDS
    assert verdict("The Russell 2000 rose for the first time since Jan. 12.", down_then_up) is Verdict.FAILS
    assert verdict("The Russell 2000 rose for the first time since Jan. 15.", down_then_up) is Verdict.FAILS
    crossing = bars("rut", [105, 101, 102, 101, 103, 106])
    text = "The Russell 2000 closed above 104 for the first time since Jan. {}."
    assert verdict(text.format(12), crossing) is Verdict.HOLDS
    assert verdict(text.format(13), crossing) is Verdict.FAILS
    spike = bars("rut", [105, 101, 102, 101, 103, 103.5], spread=1.0)
    assert verdict(text.format(12), spike) is Verdict.DURING


def test_a_longest_run_has_none_as_long_since_the_time_named() -> None:
    days = [f"2026-01-{day:02}" for day in (5, 6, 7, 8, 9, 12, 13, 14, 15, 16, 20)]
    runs = bars("rut", [100, 101, 102, 103, 102, 103, 104, 103, 104, 105, 106], days)
    text = "The Russell 2000's winning streak is its longest since Jan. {}."
    assert verdict(text.format(8), runs) is Verdict.HOLDS
    assert verdict(text.format(7), runs) is Verdict.FAILS


def test_a_run_has_ended_only_where_the_last_session_broke_it() -> None:
    text = "The Russell 2000 ended its longest winning streak since Jan. 13."
    assert verdict(text, bars("rut", [101, 100, 101, 102, 103, 102])) is Verdict.HOLDS
    assert verdict(text, bars("rut", [101, 100, 101, 102, 103, 104])) is Verdict.FAILS


@pytest.mark.parametrize(
    "words", ["rose for the first time since Jan. 16", "ended its longest winning streak since Jan. 16"]
)
def test_what_began_before_the_prices_do_is_not_known(words: str) -> None:
    (finding,) = findings(f"The Russell 2000 {words}.", bars("rut", [104]))
    assert finding.verdict is Verdict.NO_DATA
    assert "begin on 2026-01-20" in finding.outcome.statement


def test_the_whole_history_begins_with_the_prices() -> None:
    (first,) = findings("The Russell 2000 closed above 103 for the first time.", bars("rut", [104]))
    assert first.verdict is Verdict.HOLDS
    (best,) = findings("The Russell 2000 had its best day ever.", bars("rut", [100, 101, 99, 104, 103, 109]))
    assert best.outcome.statement.endswith("none of the 4 before it since 2026-01-11 was better")
    assert best.checked == "Russell 2000, days over the whole history"


@pytest.mark.parametrize(("rank", "expected"), [("second", Verdict.HOLDS), ("third", Verdict.FAILS)])
def test_the_second_best_day_has_one_before_it(rank: str, expected: Verdict) -> None:
    own = bars("rut", [100, 101, 99, 104, 103, 108])  # +5.05 % to January 15, +4.85 % to the last
    assert verdict(f"The Russell 2000 had its {rank}-best day ever.", own) is expected


def test_a_run_of_months_that_only_a_month_beside_it_names_is_not_refused() -> None:
    (claim,) = read("The Dow's advance in December was its tenth in a row.", LAST).claims
    assert claim.unsure is not None


def test_a_level_passed_before_was_not_first_reached_in_the_session() -> None:
    passed = bars("rut", [100, 105, 102, 101, 103, 103.5], spread=1.0)
    text = "The Russell 2000 closed above 104 for the first time since Jan. 12."
    assert verdict(text, passed) is Verdict.FAILS


@pytest.mark.parametrize(
    "words",
    [
        "was less volatile than the Dow since Jan. 12",
        "was more volatile than the Dow since Jan. 12",
        "has persistently outperformed the Dow since Jan. 12",
    ],
)
def test_a_missing_close_of_one_of_two_markets_leaves_it_open(words: str) -> None:
    holed = bars("rut", [100, 101, float("nan"), 103, 104, 108])
    (finding,) = findings(f"The Russell 2000 {words}.", holed, bars("dji", [200, 201, 200, 202, 201, 203]))
    assert finding.verdict is Verdict.NO_DATA
    assert "2026-01-14" in finding.outcome.statement


def test_an_average_is_of_closes_up_to_the_day_or_the_one_before() -> None:
    own = bars("rut", [100, 101, 102, 103, 104, 107], spread=1.0)  # averages of five: 103.4 and 102
    assert verdict("The Russell 2000 closed above its 5-day moving average.", own) is Verdict.HOLDS
    assert verdict("The Russell 2000 closed below its 5-day moving average.", own) is Verdict.FAILS
    for figure in ("3.5%", "4.9%"):
        text = f"The Russell 2000 is {figure} above its 5-day moving average."
        assert verdict(text, own) is Verdict.HOLDS
    assert verdict("The Russell 2000 is 4.2% above its 5-day moving average.", own) is Verdict.FAILS


def test_the_time_of_a_figure_compared_with_is_its_own() -> None:
    for text in ("rose to 104 from 103 a session earlier", "closed at 104, versus 103 on Friday"):
        now, before = findings(f"The Russell 2000 {text}.", RUT)
        assert (now.verdict, before.verdict) == (Verdict.HOLDS, Verdict.HOLDS)


def test_what_a_sentence_dates_goes_on_where_the_next_says_no_time() -> None:
    dow = bars("dji", [200, 202, 204, 202, 206, 208])
    text = "The Dow rose 1.98% on Friday. The Russell 2000 rose 1.98%."  # on Friday, too; 0.97 % on Tuesday
    assert [f.verdict for f in findings(text, RUT, dow)] == [Verdict.HOLDS, Verdict.HOLDS]
    (false,) = findings("The Russell 2000 rose 1.98%.", bars("rut", [100, 101, 102, 101, 103, 104]))
    assert false.verdict is Verdict.FAILS


@pytest.mark.parametrize(
    ("closes", "expected"),
    [([200, 202, 204, 206, 212, 212], Verdict.DEPENDS), ([200, 202, 204, 202, 204, 204], Verdict.FAILS)],
)
def test_a_comparison_without_a_time_depends_where_another_time_is_spoken_of(
    closes: list[float], expected: Verdict
) -> None:
    text = (
        "The Russell 2000 is up 2% over the past three sessions, trailing the Dow."  # ahead on the last one
    )
    assert findings(text, RUT, bars("dji", closes))[-1].verdict is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The Russell 2000 snapped a two-day streak of gains over the Dow.", Verdict.HOLDS),
        ("The Russell 2000 snapped a three-day streak of gains over the Dow.", Verdict.FAILS),
        ("The Dow ended up 4 points.", Verdict.HOLDS),
        ("The Dow ended up 9 points.", Verdict.FAILS),
    ],
)
def test_what_ended_is_judged_as_it_ended(text: str, expected: Verdict) -> None:
    assert verdict(text, RUT, bars("dji", [200, 202, 206, 200, 202, 206])) is expected


def test_gains_are_erased_up_to_the_day_that_is_named() -> None:
    own = bars("rut", [100, 101, 99, 104], days=["2025-12-31", "2026-01-15", "2026-01-16", "2026-01-20"])
    assert verdict("The Russell 2000's drop on Friday erased its gain for the year.", own) is Verdict.HOLDS


@pytest.mark.parametrize(
    ("close", "figure", "expected"),
    [(105.0, "5.0%", Verdict.DEPENDS), (104.9, "4.9%", Verdict.FAILS), (105.0, "7.7%", Verdict.FAILS)],
)
def test_what_is_too_much_for_a_day_may_be_since_the_low(
    close: float, figure: str, expected: Verdict
) -> None:
    own = bars("rut", [104, 103, 100, 103, 103, close])
    assert verdict(f"The Russell 2000 shook it off, adding {figure}.", own) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The Russell 2000 is 1.9% below its record of 106.00.", [Verdict.HOLDS, Verdict.HOLDS]),
        ("The Russell 2000 is 1.9% below its record of 108.00.", [Verdict.HOLDS, Verdict.FAILS]),
    ],
)
def test_the_level_of_a_base_is_judged_with_the_distance_from_it(text: str, expected: list[Verdict]) -> None:
    assert [f.verdict for f in findings(text, bars("rut", [100, 101, 102, 106, 103, 104]))] == expected


def test_a_period_is_judged_as_it_stood_on_the_day_that_is_named_with_it() -> None:
    own = bars("rut", [100, 101, 99, 104], days=["2025-12-31", "2026-01-15", "2026-01-16", "2026-01-20"])
    assert verdict("At the low on Jan. 16 the Russell 2000 was down 1.0% for the year.", own) is Verdict.HOLDS
    assert verdict("At the low on Jan. 16 the Russell 2000 was down 3.0% for the year.", own) is Verdict.FAILS


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("The Russell 2000 flumed {}%.", Verdict.HOLDS),
        ("The Russell 2000 frittered away {}% into the bell.", Verdict.HOLDS),
        ("Sellers chopped {}% from the Russell 2000.", Verdict.FAILS),
        ("A {}% bonanza for the Russell 2000 followed the news.", Verdict.HOLDS),
    ],
)
def test_the_size_is_judged_where_the_word_of_a_move_is_not_known(words: str, expected: Verdict) -> None:
    assert verdict(words.format("0.97"), RUT) is expected
    assert verdict(words.format("9.97"), RUT) is Verdict.FAILS


@pytest.mark.parametrize(
    "words",
    [
        "The Russell 2000 gained 1.5% over the holiday-shortened stretch.",
        "The Russell 2000 needed 1.5%.",
        "The Russell 2000 had risen 1.5% by then.",
        "It was the Russell 2000's best day since Thursday, when it lost 2.7%.",
        "The Russell 2000 fell 0.98% on Thursday and gained 1.98% the next day.",
        "The Russell 2000 fell 0.98% on Thursday; a session later it gained 1.98%.",
        "Over the past two years the Russell 2000 has soared; it gained 88% in all.",
    ],
)
def test_what_was_read_unsurely_is_never_refused(words: str) -> None:
    claims = read(words, LAST).claims
    judged, not_read = judge_all(claims, JudgementData(LAST, CALENDAR, {"^RUT": RUT}))
    refused = [f for f in judged if f.verdict in (Verdict.FAILS, Verdict.DURING) and f.claim.has_figure]
    assert refused == []
    assert len(judged) + len(not_read) == len(claims)


def test_a_list_under_a_heading_goes_on_behind_empty_lines() -> None:
    text = "For the week:\n\nThe Russell 2000 is up 0.97%.\n\nThe Dow is up 1.5%.\n\nThe Dow rose 0.97%."
    dow = bars("dji", [200, 202, 204, 202, 206, 208])
    assert [f.verdict for f in findings(text, RUT, dow)] == [Verdict.HOLDS, Verdict.FAILS, Verdict.HOLDS]


def test_records_in_a_row_count_sessions_over_a_holiday() -> None:
    rising = bars("rut", [100, 101, 102, 101, 103, 104])  # 19 January is a holiday
    assert verdict("The Russell 2000 set its second straight record close.", rising) is Verdict.HOLDS
    assert verdict("The Russell 2000 set its third straight record close.", rising) is Verdict.FAILS


def sector_funds(rising: int) -> list[Bars]:
    return [bars(ticker, [100.0, 101.0 if n < rising else 99.0]) for n, ticker in enumerate(SECTORS)]


@pytest.mark.parametrize(
    ("text", "rising", "outcome"),
    [
        ("Gains spread across sectors.", 8, Verdict.HOLDS),
        ("Gains spread across sectors.", 7, Verdict.FAILS),
        ("Most sectors rose.", 6, Verdict.HOLDS),
        ("Most sectors rose.", 5, Verdict.FAILS),
        ("All 11 sectors rose.", 11, Verdict.HOLDS),
        ("All 11 sectors rose.", 10, Verdict.FAILS),
    ],
)
def test_broad_is_two_thirds_of_the_sectors_and_most_is_more_than_half(
    text: str, rising: int, outcome: Verdict
):
    assert verdict(text, *sector_funds(rising)) is outcome


@pytest.mark.parametrize(("ahead", "outcome"), [(4, Verdict.HOLDS), (3, Verdict.FAILS)])
def test_persistently_ahead_is_on_two_thirds_of_the_sessions(ahead: int, outcome: Verdict):
    days = ["2025-12-31", "2026-01-12", "2026-01-13", "2026-01-14", "2026-01-15", "2026-01-16", "2026-01-20"]
    own = bars("rut", [100.0, *[99.0] * (6 - ahead), *[101.0] * ahead], days)
    other = bars("spx", [100.0] * 7, days)
    text = "The Russell 2000 has persistently outperformed the S&P 500 so far this year."
    assert verdict(text, own, other) is outcome


def test_a_figure_is_refused_beside_another_time_that_was_tried_and_does_not_fit_either() -> None:
    text = "The Russell 2000 sank 6.1%, wiping out its gains for the week."
    assert findings(text, RUT)[0].verdict is Verdict.FAILS
    assert findings(text, RUT)[0].claim.unsure is None


def test_sectors_that_led_together_are_the_foremost_ones() -> None:
    moved = [bars(ticker, [100.0, 110.0 - n]) for n, ticker in enumerate(SECTORS)]
    first, second, third = (b.symbol.label for b in moved[:3])
    for text, expected in (
        (f"{second} and {first} led the gainers.", [Verdict.HOLDS] * 2),
        (f"{first} and {third} led the gainers.", [Verdict.HOLDS, Verdict.FAILS]),
    ):
        assert [finding.verdict for finding in findings(text, *moved)] == expected


@pytest.mark.parametrize(("week_before", "expected"), [(101.0, Verdict.HOLDS), (106.0, Verdict.FAILS)])
def test_a_superlative_without_a_unit_may_be_of_a_period_spoken_of_before(
    week_before: float, expected: Verdict
) -> None:
    last = date(2026, 1, 16)  # a Friday, on which it fell
    days = [str(day) for day in CALENDAR.sessions(date(2026, 1, 2), last)]
    closes = (
        [100.0] * (len(days) - 6)
        + [week_before]
        + [week_before * (1.01 + n / 100) for n in (0, 1, 2, 3, 2.5)]
    )
    text = "For the week, the Russell 2000 gained 3.5%. It was its best since Jan. 2."
    data = JudgementData(last, CALENDAR, {"^RUT": bars("rut", closes, days)})
    verdicts = [judge(claim, data).verdict for claim in read(text, last).claims]
    assert verdicts == [Verdict.HOLDS, expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "The Russell 2000 rose to 104.00, its highest close since Jan. 12, from 103.00 on Friday.",
            Verdict.HOLDS,
        ),
        (
            "The Russell 2000 fell to 99.00 from 103.00 on Friday, when it closed at its highest since Jan. 12.",
            Verdict.HOLDS,
        ),
    ],
)
def test_a_day_compared_with_is_the_superlatives_only_where_it_says_so(text: str, expected: Verdict) -> None:
    last = 104.0 if "104" in text else 99.0
    found = findings(text, bars("rut", [102, 101, 100, 101, 103, last]))
    assert [f.verdict for f in found if type(f.claim).__name__ == "ExtremeClaim"] == [expected]


@pytest.mark.parametrize(("figure", "expected"), [("99.50", Verdict.HOLDS), ("97.50", Verdict.FAILS)])
def test_a_level_of_a_period_may_be_of_any_day_of_it(figure: str, expected: Verdict) -> None:
    assert verdict(f"The Russell 2000 was at {figure} in January.", RUT) is expected


def test_some_of_the_major_averages_are_none_of_them_by_name() -> None:
    dow = bars("dji", [200, 202, 204, 202, 206, 204])
    assert findings("Two of the three major averages closed at records.", RUT, dow) == []


def told(text: str, *own: Bars) -> tuple[Finding, ...]:
    """The findings of a whole text, which may tell what its names mean."""
    return judge_all(
        read(text, LAST).claims, JudgementData(LAST, CALENDAR, {b.symbol.ticker: b for b in own})
    )[0]


COMPOSITE = ("^IXIC", [23_200.0, 23_300.0, 23_250.0, 23_300.0, 23_400.0, 23_500.0])
HUNDRED = ("^NDX", [25_300.0, 25_400.0, 25_350.0, 25_400.0, 25_500.0, 25_550.0])


@pytest.mark.parametrize(
    ("text", "markets"),
    [
        ("The Nasdaq rose 0.43% to 23,500.", {"Nasdaq Composite"}),
        ("The Nasdaq rose 0.2% to 25,550.", {"Nasdaq-100"}),
        ("The Nasdaq ended at 23,600.", {"Nasdaq Composite"}),  # wrong, and still nearer to it
        ("The Nasdaq ended at 24,500.", {"Nasdaq Composite or Nasdaq-100"}),
        ("The Nasdaq ended above 23,000.", {"Nasdaq Composite or Nasdaq-100"}),
        ("The Nasdaq ended at 23,500. The Nasdaq ended at 25,550.", {"Nasdaq Composite or Nasdaq-100"}),
    ],
)
def test_a_name_means_the_market_whose_close_the_text_gives(text: str, markets: set[str]) -> None:
    found = told(text, bars(*COMPOSITE), bars(*HUNDRED))
    assert {" or ".join(s.label for s in f.claim.subject.readings) for f in found} == markets


def test_a_missing_close_tells_no_market_from_another() -> None:
    stale = bars("^IXIC", COMPOSITE[1][:-1], DAYS[:-1])
    found = told("The Nasdaq rose to 25,550.", stale, bars(*HUNDRED))
    assert {len(f.claim.subject.readings) for f in found} == {2}


@pytest.mark.parametrize(
    ("figure", "verdict"),
    [("+0.4", Verdict.HOLDS), ("+10.0", Verdict.HOLDS), ("+0.6", Verdict.FAILS), ("-0.4", Verdict.FAILS)],
)
def test_a_bare_number_is_per_cent_or_points(figure: str, verdict: Verdict) -> None:
    (finding,) = told(f"RUT {figure}", bars("rut", [2_600.0, 2_610.0]))
    assert finding.verdict is verdict


@pytest.mark.parametrize(
    ("points", "verdict"),
    [("1.85", Verdict.HOLDS), ("1.86", Verdict.HOLDS), ("1.84", Verdict.FAILS), ("1.87", Verdict.FAILS)],
)
def test_a_lead_may_be_the_difference_of_the_figures_as_printed(points: str, verdict: Verdict) -> None:
    own, other = bars("rut", [10_000.0, 9_817.55]), bars("spx", [10_000.0, 10_003.1])  # −1.8245 and +0.031
    (finding,) = told(f"The Russell 2000 lagged the S&P 500 by {points} points.", own, other)
    assert finding.verdict is verdict


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The Russell 2000 was in the red in the morning.", Verdict.HOLDS),
        ("The S&P 500 was in the red in the morning.", Verdict.FAILS),
    ],
)
def test_a_direction_told_of_the_session_is_judged_by_its_prints(text: str, expected: Verdict) -> None:
    calm = bars("spx", [100, 101, 102, 101, 103, 105], spread=1.0)
    assert verdict(text, bars("rut", [100, 101, 102, 101, 103, 103.5], spread=1.0), calm) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The Russell 2000 closed at 104 after two straight gains.", Verdict.HOLDS),
        ("The Russell 2000 closed at 104 after three straight gains.", Verdict.FAILS),
        ("The S&P 500 closed at 102 after two straight gains.", Verdict.HOLDS),
    ],
)
def test_a_run_that_stands_behind_after_may_count_the_day_itself(text: str, expected: Verdict) -> None:
    level, run = findings(text, RUT, bars("spx", [100, 101, 100, 101, 103, 102]))
    assert (level.verdict, run.verdict) == (Verdict.HOLDS, expected)


@pytest.mark.parametrize(
    ("figure", "expected"),
    [("15", Verdict.HOLDS), ("12", Verdict.FAILS), ("11", Verdict.FAILS), ("38", Verdict.FAILS)],
)
def test_a_volatility_index_may_rise_by_more_than_half(figure: str, expected: Verdict) -> None:
    assert verdict(f"The VIX rose {figure} points.", bars("vix", [20, 20, 20, 20, 23, 38])) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The Russell 2000 went with 104 points.", Verdict.HOLDS),
        ("The Russell 2000 climbed 104 points.", Verdict.HOLDS),
        ("The Russell 2000 slid 104 points.", Verdict.FAILS),
        ("The Russell 2000 went with 114 points.", Verdict.FAILS),
        ("The Russell 2000 went with 51 points.", Verdict.FAILS),
    ],
)
def test_points_as_many_as_the_market_has_are_its_level(text: str, expected: Verdict) -> None:
    assert verdict(text, RUT) is expected


@pytest.mark.parametrize(("sector", "expected"), [("Energy", Verdict.HOLDS), ("Utilities", Verdict.FAILS)])
def test_a_rank_may_be_of_the_period_that_the_sentence_before_speaks_of(
    sector: str, expected: Verdict
) -> None:
    """Energy is the best of the day and the worst of the month."""
    closes = {ticker: [100.0, 100.0, 103.0 + place] for place, ticker in enumerate(SECTORS)}
    closes["XLE"] = [100.0, 80.0, 101.5]
    days = ["2025-12-31", "2026-01-16", "2026-01-20"]
    text = f"Communications was the best sector of the month. {sector} brought up the rear."
    sectors = [bars(ticker, own, days) for ticker, own in closes.items()]
    assert findings(text, *sectors)[-1].verdict is expected


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        ("“The Russell 2000 rose 1% in the session” — a wire", 1),
        ('A wire: "The Russell 2000 rose 1% in the session"', 1),
        ("“The Russell 2000 rose 1% in the session,” she said.", 0),
        (
            "“The Russell 2000 rose 1% in the session” — and will again, said the head of research of a bank.",
            0,
        ),
    ],
)
def test_a_text_that_is_one_quotation_with_its_source_is_read(text: str, claims: int) -> None:
    assert len(findings(text, RUT)) == claims


@pytest.mark.parametrize(("run", "expected"), [("2nd", Verdict.HOLDS), ("3rd", Verdict.FAILS)])
def test_it_behind_a_comparison_is_the_market_named_before(run: str, expected: Verdict) -> None:
    large = bars("spx", [100, 101, 102, 101, 102, 102.5])
    text = f"The S&P 500 closed at 102.5. The Russell 2000 beat it for the {run} session in a row."
    assert [finding.verdict for finding in findings(text, RUT, large)] == [
        Verdict.HOLDS,
        Verdict.HOLDS,
        expected,
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("In January the Russell 2000 closed at 103.", Verdict.HOLDS),
        ("In January the Russell 2000 closed at 108.", Verdict.FAILS),
        ("The Russell 2000 ended January at 103.", Verdict.DURING),  # 104 on its last day, from 103 to 105
        ("The Russell 2000 touched 105 before dropping to 104.", Verdict.HOLDS),
        ("From Friday to Tuesday the Russell 2000 gained 0.97%.", Verdict.HOLDS),
        ("From Friday to Tuesday the Russell 2000 gained 2.97%.", Verdict.HOLDS),  # with Friday's own gain
        ("From Friday to Tuesday the Russell 2000 gained 3.97%.", Verdict.FAILS),
        ("You have to go back to January 14 to find a lower close for the Russell 2000.", Verdict.FAILS),
        ("You have to go back to January 16 to find a better day for the Russell 2000.", Verdict.HOLDS),
        ("You have to go back to January 13 to find a better day for the Russell 2000.", Verdict.FAILS),
        ("The Russell 2000 is on a two-day tear.", Verdict.HOLDS),
        ("The Russell 2000 is on a three-day tear.", Verdict.FAILS),
        ("Two sessions running the Russell 2000 has risen.", Verdict.HOLDS),
        ("Three sessions running the Russell 2000 has risen.", Verdict.FAILS),
    ],
)
def test_closes_within_a_period_and_runs_in_other_words(text: str, expected: Verdict) -> None:
    streaks_and_levels = [f for f in findings(text, RUT) if f.claim.place.quote != "risen"]
    assert streaks_and_levels[-1].verdict is expected


def test_a_list_of_prints_stays_one_until_a_word_of_closing() -> None:
    dow = bars("dji", [200, 202, 204, 202, 206, 208], spread=4.0)
    text = "The Russell 2000 was up 1.9% at its best and the Dow 2.9%."
    assert [f.verdict for f in findings(text, RUT, dow)] == [Verdict.HOLDS, Verdict.HOLDS]
    closed = "The Russell 2000, up as much as 1.9%, closed 2.9% higher."
    assert findings(closed, RUT)[-1].verdict is Verdict.FAILS


def test_what_members_did_is_no_move_of_their_index() -> None:
    text = "The Russell 2000 rose 0.97%. Like 17 stocks in the whole Russell 2000 were down."
    assert len(findings(text, RUT)) == 1
    assert len(findings("The Russell 2000 rose 0.97%. Ten members of the index fell.", RUT)) == 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("On Tuesday the Russell 2000 rose twice as much as the S&P 500.", Verdict.HOLDS),  # 1.94 times
        ("On Tuesday the Russell 2000 rose more than twice as much as the S&P 500.", Verdict.FAILS),
        ("On Tuesday the Russell 2000 rose three times as much as the S&P 500.", Verdict.FAILS),
        ("On Tuesday the S&P 500 rose half as much as the Russell 2000.", Verdict.HOLDS),
        ("On Tuesday the Russell 2000 fell twice as much as the S&P 500.", Verdict.FAILS),
    ],
)
def test_a_multiple_of_anothers_move_reaches_a_tenth_of_itself(text: str, expected: Verdict) -> None:
    assert verdict(text, RUT, bars("spx", [200, 200, 200, 200, 200, 201])) is expected


def test_the_day_of_a_move_before_is_not_that_of_the_move() -> None:
    text = "Tuesday was quiet. The Russell 2000 rose 1.5% after rising 1.98% on Friday."
    assert [f.verdict for f in findings(text, RUT)] == [Verdict.DURING, Verdict.HOLDS]


def test_a_time_spoken_of_before_the_prices_begin_leaves_nothing_open() -> None:
    assert verdict("It was different in 2013. The Russell 2000 rose 5.97%.", RUT) is Verdict.FAILS


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The Russell 2000 swung between 103.0 and 105.0.", [Verdict.HOLDS, Verdict.HOLDS]),
        ("The Russell 2000 swung between 103.5 and 105.0.", [Verdict.FAILS, Verdict.HOLDS]),
        ("The Russell 2000 hovered between 103.5 and 105.0.", [Verdict.HOLDS, Verdict.HOLDS]),
    ],
)
def test_a_session_swings_between_its_low_and_its_high(text: str, expected: list[Verdict]) -> None:
    assert [f.verdict for f in findings(text, RUT)] == expected


def test_the_index_behind_a_company_is_the_index_that_was_named() -> None:
    shares = bars("aapl", [100, 100, 100, 100, 100, 90])
    text = "Apple, a Russell 2000 favourite, fell 10%, and the index rose 0.97%."
    assert [f.verdict for f in findings(text, RUT, shares)] == [Verdict.HOLDS, Verdict.HOLDS]


def test_a_streak_is_that_of_the_market_named_behind_it() -> None:
    text = "The Russell 2000 rose 0.97%. That snapped a two-day losing streak of the S&P 500."
    ended = bars("spx", [200, 200, 201, 200, 199, 201])
    assert [f.verdict for f in findings(text, RUT, ended)] == [Verdict.HOLDS, Verdict.HOLDS]
