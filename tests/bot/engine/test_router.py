"""The router reads what people type, and answers what it cannot read with a clear sentence."""

from __future__ import annotations

import string
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.engine.request import Request
from bot.engine.router import Router
from commands import COMMANDS
from commands.framework.command import UsageError
from market.errors import MarketError
from market.period import Period

ROUTER = Router(COMMANDS)


def read(text: str):
    return ROUTER.read(Request(text=text))


def problem(text: str) -> UsageError | MarketError:
    try:
        read(text)
    except (UsageError, MarketError) as problem:
        return problem
    pytest.fail(f"{text} was read")


def test_every_usage_line_and_example_reads() -> None:
    for command in COMMANDS:
        for line in (command.usage, *command.examples):
            assert read(line).command is command, line


def test_symbols_and_periods_are_read_in_any_order() -> None:
    for text in (
        "/compare rut ndx 3y",
        "compare 3y rut ndx",
        "/COMPARE rut, ndx, 3y",
        "/compare rut vs. ndx 3Y",
    ):
        call = read(text)
        assert [s.ticker for s in call.arguments["symbols"]] == ["^RUT", "^NDX"]
        assert call.arguments["period"] == Period.parse("3y")


def test_names_of_several_words_are_one_symbol() -> None:
    call = read("/compare russell 2000 and s&p 500 against the dow since 2024-10-01")
    assert [s.ticker for s in call.arguments["symbols"]] == ["^RUT", "^GSPC", "^DJI"]
    assert str(call.arguments["period"]) == "since 2024-10-01"


def test_defaults_are_filled_in() -> None:
    assert read("/compare rut ndx").arguments["period"] == Period.parse("1y")
    defaults = {"style": "line", "bar": None, "extreme": None, "sma": (), "ema": (), "rsi": (), "macd": False}
    assert read("/chart rut").arguments == {
        "symbol": read("/quote rut").arguments["symbol"],
        "period": Period.parse("1y"),
        "bollinger": (),
        **defaults,
    }


def test_averages_follow_their_word() -> None:
    assert read("/chart iwm candles 2y sma 50 200").arguments["sma"] == (50, 200)
    assert read("/chart iwm sma50,200 rsi14").arguments["sma"] == (50, 200)
    assert read("/chart iwm sma50 sma200").arguments["sma"] == (50, 200)
    assert read("/chart iwm sma 20/50, candles").arguments["style"] == "candles"
    assert "whole numbers" in str(problem("/chart iwm sma"))
    assert "2 to 400" in str(problem("/chart iwm sma 500"))


@pytest.mark.parametrize("text", ["/quote “rut”", "/quote rut?", "/quote 'rut'!", "/quote rut."])
def test_quotes_and_what_ends_a_sentence_are_no_part_of_a_name(text: str) -> None:
    assert read(text).arguments["symbol"].ticker == "^RUT"


@pytest.mark.parametrize("text", ["2025-02-30", "10/01/2024", "since 10/01/2024"])
def test_what_looks_like_a_date_and_is_none_is_called_so(text: str) -> None:
    """Of two readings, October here and January in Europe, none is chosen."""
    assert "is no date. Write it as 2024-10-01." in str(problem(f"/compare rut ndx {text}"))


@pytest.mark.parametrize(
    "text", ["1 Oct 2024 – 31 Dec 2024", "from 2024/10/01 to 2024/12/31", "2024-10-01 - 2024-12-31"]
)
def test_a_range_is_read_as_people_write_it(text: str) -> None:
    assert str(read(f"/compare rut ndx {text}").arguments["period"]) == "2024-10-01..2024-12-31"


def test_options_of_a_face_read_like_words() -> None:
    call = ROUTER.read(Request(command="compare", options={"symbols": "rut ndx", "period": "ytd"}))
    assert str(call.arguments["period"]) == "ytd"


def test_the_word_private_makes_an_answer_private() -> None:
    assert read("/compare rut ndx private").private
    assert not read("/compare rut ndx").private


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("/compar rut ndx", "Did you mean /compare rut ndx"),
        ("/compare rut ndx spx dji ixic vix iwm spy qqq", "takes 1 to 8 symbols; you gave 9"),
        ("/compare rut ndx 2022-10-14..2022-01-03", "reversed"),
        ("/compare rut ndx since 2024-13-01", "is no date"),
        ("/compare rut ndx 0d", "empty period"),
        ("/chart rut 1y candels", "has no use for “candels”. Did you mean “candles”?"),
        ("/compare rut spx 2020 with 2025 1y", "/compare rut spx 2020 with 2025 has no use for “1y”."),
        ("/heatmap sectors sp500", "/heatmap sectors has no use for “sp500”."),
        ("/rank losing week rut", "/rank losing rut has no use for “week”."),
        ("/privacy export yes", "/privacy export has no use for “yes”."),
        ("/quote @everyone", "no symbol"),
        ("/quote <!channel>", "no symbol"),
        ("/quote '; DROP TABLE users;--", "no symbol"),
        ("/quote ../../etc/passwd", "no symbol"),
        ("/quote <script>alert(1)</script>", "no symbol"),
        ("/quote 🚀", "no symbol"),
        ("/quote", "needs a market"),
        ("", "Ask me something"),
        ("/", "Ask me something"),
        ("\x00\x1b[31m", "no command"),
        ("/compare " + "rut " * 2500, "a question has at most 600"),
        ("x" * 50_000, "I read 40,000 at most"),
        ("/alert rut above " + "9" * 5000, "no name or number is that long"),
        ("/digest subscribe " + "9" * 5000, "no name or number is that long"),
        ("/exposure AAPL 40," + "9" * 5000, "no name or number is that long"),
    ],
)
def test_bad_input_gets_a_clear_sentence(text: str, says: str) -> None:
    sentence = str(problem(text))
    assert says in sentence
    assert len(sentence) < 400
    assert "Traceback" not in sentence


def test_a_wrong_symbol_names_the_nearest() -> None:
    assert "rut" in str(problem("/quote russel-2000-index"))


WORDS = st.one_of(
    st.sampled_from(
        [
            "/compare",
            "/quote",
            "/chart",
            "/smallcaps",
            "/help",
            "compare",
            "rut",
            "ndx",
            "s&p",
            "500",
            "1y",
            "ytd",
            "since",
            "2024-10-01",
            "..",
            "2022-01-03..2022-10-14",
            "sma",
            "50",
            "candles",
            "private",
            "@everyone",
            "<!channel>",
            "' OR 1=1",
            "../..",
            "vs",
            ",",
            "$",
            "^",
            "9999y",
        ]
    ),
    st.text(max_size=12),
    st.text(alphabet=string.printable, max_size=30),
)


@settings(max_examples=3_000, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(WORDS, max_size=8).map(" ".join))
def test_any_text_is_read_or_refused_with_a_sentence(text: str) -> None:
    try:
        call = read(text)
    except (UsageError, MarketError) as refusal:
        sentence = str(refusal)
    else:
        sentence = call.command.summary
    assert 10 < len(sentence) < 600
    assert not any(ord(c) < 32 for c in sentence)


@pytest.mark.parametrize("dash", ["–", "‑", "−", "‒"])
def test_dashes_and_dots_that_phones_make_read_as_typed_ones(dash: str) -> None:
    since = read(f"/compare rut ndx since 2024{dash}10{dash}01").arguments["period"]
    assert since == Period.parse("since 2024-10-01")
    assert read("/chart rut 2022-01-03…2022-10-14").arguments["period"] == Period.parse(
        "2022-01-03..2022-10-14"
    )


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("/chart rut 1y — candles", "/chart rut 1y candles"),
        ("/breadth – 1y", "/breadth 1y"),
        ("/compare rut – ndx", "/compare rut ndx"),
        ("/help “compare”", "/help compare"),
        ("/smallcaps…", "/smallcaps"),
        ("/check: The Dow fell.", "/check The Dow fell."),
    ],
)
def test_what_only_stands_around_words_is_no_part_of_a_command(written: str, typed: str) -> None:
    call, plain = read(written), read(typed)
    assert (call.command, call.arguments) == (plain.command, plain.arguments)


def test_prose_keeps_its_dashes() -> None:
    text = "The Russell 2000 — up 1.25% – closed at a record…"
    assert read(f"/check {text}").arguments["text"] == text


def test_periods_of_several_words_are_read_whole() -> None:
    call = ROUTER.read(Request("/compare rut ndx since the april low"), date(2026, 1, 22))
    assert str(call.arguments["period"]) == "since the april low"
    assert call.arguments["period"].words == "since the April 2025 low"
    assert len(call.arguments["symbols"]) == 2
