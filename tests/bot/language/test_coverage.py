"""A command runs where it explains most of a question, and passes over no market that is named."""

from __future__ import annotations

from datetime import date

import pytest

from bot.engine.request import Request
from bot.language.coverage import candidate
from bot.language.intents import INTENTS
from bot.language.interpreter import RuleInterpreter
from bot.language.question import question_of
from commands import COMMANDS
from commands.framework.reply import Reply

TODAY = date(2026, 8, 21)
INTERPRET = RuleInterpreter(COMMANDS, lambda: TODAY)


def made_of(command: str, text: str):
    intent = next(intent for intent in INTENTS if intent.command == command)
    return candidate(intent, question_of(text, TODAY))


def test_a_rank_answers_for_the_newest_week_only() -> None:
    assert made_of("rank", "what was the worst week this year for the dow").blind
    assert not made_of("rank", "is this the worst week this year for the dow").blind
    assert not made_of("rank", "how does this week rank for the dow").blind


@pytest.mark.parametrize(
    ("text", "runs"),
    [
        ("volatility of iwm", True),
        ("please, what is the volatility of iwm", True),
        ("volatility of iwm blorb", False),
        ("volatility of iwm before 2020 started", False),
        ("is iwm always volatile", False),
        ("volatility of iwm without tech", False),
        ("what does goldman say about volatility of iwm", False),
    ],
)
def test_every_word_that_asks_something_has_to_be_answered_for(text: str, runs: bool) -> None:
    assert made_of("risk", text).runs is runs


@pytest.mark.parametrize(
    ("text", "runs"),
    [
        ("names in the dow", False),
        ("members of the s&p 500", False),
        ("s&p 500 companies", False),
        ("how are s&p 500 stocks doing", True),
        ("how are small companies doing", True),
    ],
)
def test_the_members_of_an_index_are_not_the_index(text: str, runs: bool) -> None:
    assert made_of("quote", text).runs is runs


@pytest.mark.parametrize(
    "text",
    [
        "last time the vix was over 40",
        "largest members of the russell 2000",
        "small caps vs large caps in each of the last three years",
        "which companies report tomorrow",
        "best day of the week for the s&p",
        "tesla this month or last",
        "is apple in the russell 2000",
        "is nvda still part of the dow",
        "unemployment in march 2020",
        "correlation of iwm and oil over 20 days",
        "is breadth better than last week",
        "can you post this in #markets",
    ],
)
def test_what_no_command_answers_is_offered(text: str) -> None:
    assert isinstance(INTERPRET(text), Reply)


@pytest.mark.parametrize("text", ["dow jones transports ytd", "value vs growth small caps", "nasdaq biotech"])
def test_a_name_that_qualifies_another_is_no_second_market(text: str) -> None:
    assert isinstance(INTERPRET(text), Reply)


@pytest.mark.parametrize(
    "text",
    [
        "vix vs yesterday",
        "is IT up more than utilities this year",
        "did the 10 year or the 2 year rise more this week",
        "what did the dow do today and yesterday",
        "total return of the dow in 2024",
        "the s&p at easter",
        "how long was the russell in a bear market",
        "has the s&p ever fallen four years in a row",
        "best month for the s&p since 2020",
        "what was the dow's best week in 2025",
        "how do small caps usually do in february",
        "tech in the s&p versus energy",
        "how often does the russell fall 5% in a week",
        "which sectors are up today and which are down this week",
        "spy or qqq over ten years by volume",
        "dow, nasdaq and s&p over 6 months at their worst",
        "compare small caps and large caps every month",
        "did the s&p close above 7700 by noon",
        "how bad was 2008 for the s&p by noon",
        "gdp year over year",
        "which sectors rose on average",
        "worst day of the dow and worst day of the nasdaq ever",
    ],
)
def test_half_of_what_is_asked_is_no_answer(text: str) -> None:
    assert isinstance(INTERPRET(text), Reply)


@pytest.mark.parametrize(
    "asked",
    ["iwm this year", "compare iwm and qqq ytd", "top ten share of the s&p move", "which sectors lead"],
)
def test_what_is_said_besides_a_question_is_never_dropped(asked: str) -> None:
    besides = ("in real terms", "in euros", "annualised", "if rates rise", "without banks", "excluding apple",
               "half of the time", "after hours", "according to goldman")  # fmt: skip
    assert isinstance(INTERPRET(asked), Request)
    assert [more for more in besides if not isinstance(INTERPRET(f"{asked} {more}"), Reply)] == []


def test_for_the_total_return_of_an_index_its_fund_is_offered() -> None:
    reply = INTERPRET("total return of the dow in 2024")
    assert isinstance(reply, Reply)
    assert (
        reply.actions[0].command == "/compare dia dji 2023-12-31..2024-12-31"
    )  # a chart leaves dividends out


def test_a_period_that_the_figure_is_not_about_keeps_it_from_running() -> None:
    assert isinstance(INTERPRET("p/e of the russell 2000 over 10 years"), Reply)


def test_the_rank_of_the_newest_says_since_when() -> None:
    read = INTERPRET("was it the russell's best month since 2020")
    assert isinstance(read, Request)
    assert (read.text, read.ignored) == ("/rank best month rut", ())
    assert INTERPRET("since when has the dow been falling") == Request(text="/rank losing dji")


def test_a_market_that_the_command_passes_over_keeps_it_from_running() -> None:
    assert made_of("breadth", "breadth of the s&p 500").runs
    assert not made_of("breadth", "breadth of tesla").runs


def test_what_is_not_known_is_named_and_the_nearest_are_offered_with_what_was_said() -> None:
    reply = INTERPRET("blorb quux volatility of iwm")
    assert isinstance(reply, Reply)
    assert "“blorb quux”" in reply.headline
    assert reply.actions[0].command == "/risk iwm"


def test_an_article_leaves_nothing_of_a_name_over() -> None:
    assert INTERPRET("how is the dow jones doing") == Request(text="/quote dji")


@pytest.mark.parametrize(
    ("text", "line", "left_out"),
    [
        ("where did the dow close in points", "/quote dji", ""),
        ("apple in points", "/quote aapl", "points"),
        ("volatility of the s&p in points", "/risk spx", "points"),
        ("dow this year in dollars", "/chart dji ytd", "dollars"),
        ("apple this year in dollars", "/chart aapl ytd", ""),
        ("price of the dow per share", "/quote dji", "per"),
        ("price of nvidia per share", "/quote nvda", ""),
        ("jobless claims weekly", "/macro claims", ""),
        ("credit spreads weekly", "/macro spread", "weekly"),
        ("spx 2y weekly with its 50 day average", "/chart spx 2y sma 50", "weekly"),
        ("weekly chart of spx with sma 50", "/chart spx weekly sma 50", ""),
    ],
)
def test_a_measure_that_the_answer_is_not_told_in_is_named(text: str, line: str, left_out: str) -> None:
    read = INTERPRET(text)
    assert isinstance(read, Request)
    assert (read.text, " ".join(read.ignored)) == (line, left_out)


def test_what_was_left_out_is_named() -> None:
    request = INTERPRET("jobless claims this week")
    assert isinstance(request, Request)
    assert (request.text, request.ignored) == ("/macro claims", ("this", "week"))


@pytest.mark.parametrize(
    ("after", "asked", "line"),
    [
        ("/chart spx ytd", "ytd instead", "/chart spx ytd"),
        ("/chart spx ytd", "zoom out to 10 years", "/chart spx 10y"),
        ("/chart spx ytd", "and before 2020?", ""),
        ("/chart spx ytd", "and without tech?", ""),
        ("/chart spx ytd", "over 10 years or 5 years", ""),
        ("/compare iwm spy ytd", "and without tech?", ""),
        ("/compare iwm spy qqq ytd", "drop qqq", "/compare iwm spy ytd"),
        ("/compare iwm spy ytd", "without spy", "/chart iwm ytd"),
        ("/rank best month spx", "since when?", ""),
        ("/quote rut", "how long?", ""),
    ],
)
def test_what_leans_on_the_question_before_is_answered_for_whole(after: str, asked: str, line: str) -> None:
    read = INTERPRET(asked, after)
    assert (read.text if isinstance(read, Request) else "") == line


@pytest.mark.parametrize(
    ("text", "commands"),
    [
        ("is nvda or amd closer to its high", ["/quote nvda", "/quote amd"]),
        ("how far are the dow and the nasdaq from their highs", ["/quote dji", "/quote ixic"]),
        ("which has more stocks, the dow or the s&p", ["/quote dji", "/quote spx"]),
        (
            "have the nasdaq and the russell made new highs",
            ["/quote ixic", "/quote rut"],
        ),  # of which one line is none
        ("are the dow and the s&p at record highs", ["/quote dji", "/quote spx"]),  # a question, no article
    ],
)
def test_what_each_market_has_by_itself_is_no_comparison(text: str, commands: list[str]) -> None:
    reply = INTERPRET(text)
    assert isinstance(reply, Reply)
    assert [action.command for action in reply.actions][:2] == commands


@pytest.mark.parametrize(
    ("text", "runs"),
    [
        ("how much tech is in the s&p", False),
        ("does apple move the dow", False),
        ("how far is the russell above its low against the dow", False),
        ("what is the russell made of against the dow", False),
        ("apple against the dow", True),
        ("which gained more, apple or the dow", True),
    ],
)
def test_a_part_and_a_cause_are_no_comparison(text: str, runs: bool) -> None:
    assert made_of("compare", text).runs is runs


def test_the_size_of_a_move_is_told_with_its_reason_and_named_as_left_out() -> None:
    read = made_of("news", "why did apple crash 20%")
    assert read.runs
    assert read.ignored == ("20%",)
    assert not made_of("news", "news on apple at 20%").runs
