"""The engine remembers what was asked last, and a question that leans on it is read with it."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.engine.conversation import FORGOTTEN, Conversation, ConversationMemory, QuestionsInProcess
from bot.engine.engine import Engine
from bot.engine.request import Request
from bot.settings import Settings
from bot.unavailable import StorageUnavailable
from bot.wiring.app import build_app
from commands.framework.asker import Asker
from commands.framework.reply import Reply

ANN, BOB = Asker("slack", "T1", "C1", "U1"), Asker("slack", "T1", "C1", "U2")


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    return build_app(Settings(source="sample", data_dir=tmp_path_factory.mktemp("data"))).engine


def ask(engine: Engine, text: str, asker: Asker = ANN, thread: str = "") -> Reply:
    return engine.answer(Request(text=text, asker=asker, thread=thread))


@pytest.mark.parametrize(
    ("first", "then", "line"),
    [
        ("how much is the S&P up this year", "and the dow?", "/chart dji ytd"),
        ("/compare iwm spy ytd", "over five years", "/compare iwm spy 5y"),
        ("chart tesla 6m", "as candles", "/chart tsla 6m candles"),
        ("/sectors 1d", "and last month?", "/sectors 2025-11-30..2025-12-31"),
        ("/quote nvda", "how volatile is it?", "/risk nvda spx"),
        ("/macro unemployment", "and gdp?", "/macro gdp"),
        ("/breadth 3m", "and for the s&p 500", "/breadth sp500 3m"),
        ("/history drawdown 10 spx", "same for the russell", "/history drawdown 10 rut"),
    ],
)
def test_a_question_leans_on_the_one_before_it(engine: Engine, first: str, then: str, line: str) -> None:
    ask(engine, first)
    assert ask(engine, then).command == line


def test_on_nobody_elses_and_on_none_of_another_channel(engine: Engine) -> None:
    ask(engine, "/chart rut ytd")
    assert "leans on a question before it" in ask(engine, "over five years", BOB).headline
    elsewhere = Asker("slack", "T1", "C2", "U1")
    assert "leans on a question before it" in ask(engine, "over five years", elsewhere).headline


def test_a_thread_that_begins_under_an_answer_leans_on_its_channel(engine: Engine) -> None:
    ask(engine, "/chart rut ytd")
    assert ask(engine, "over five years", thread="1769.1").command == "/chart rut 5y"
    ask(engine, "/chart spx ytd", thread="1769.1")
    assert ask(engine, "as candles", thread="1769.1").command == "/chart spx ytd candles"
    assert ask(engine, "as candles").command == "/chart rut ytd candles"


def test_a_thread_that_is_a_channel_of_its_own_leans_on_the_one_above_it(engine: Engine) -> None:
    def in_thread(text: str, channel: str) -> Reply:
        return engine.answer(Request(text=text, asker=Asker("discord", "G1", channel, "U1"), above="C1"))

    ask(engine, "/chart rut ytd", Asker("discord", "G1", "C1", "U1"))
    assert in_thread("over five years", "C7").command == "/chart rut 5y"
    in_thread("/chart spx ytd", "C7")
    assert in_thread("as candles", "C7").command == "/chart spx ytd candles"
    assert in_thread("as candles", "C8").command == "/chart rut ytd candles"


def test_a_thread_that_a_question_begins_keeps_it_whatever_is_asked_beside_it(engine: Engine) -> None:
    def begin(text: str, thread: str) -> Reply:
        return engine.answer(Request(text=text, asker=ANN, thread=thread, begins_thread=True))

    begin("/chart rut ytd", "1769.1")
    begin("/chart spx ytd", "1769.2")
    assert ask(engine, "as candles", thread="1769.1").command == "/chart rut ytd candles"
    assert begin("over five years", "1769.3").command == "/chart spx 5y"


def test_what_changes_something_or_is_the_askers_own_is_not_remembered(engine: Engine) -> None:
    ask(engine, "/chart rut ytd")
    ask(engine, "/exposure AAPL 40, IWM 60")
    ask(engine, "/watchlist add aapl")
    ask(engine, "/privacy")
    assert ask(engine, "over five years").command == "/chart rut 5y"


def test_what_was_declined_is_what_was_asked_last(engine: Engine) -> None:
    ask(engine, "/chart rut ytd")
    refused = ask(engine, "what about gold options?")
    assert ask(engine, "and the russell?").headline == refused.headline
    assert "did not answer" in ask(engine, "over five years").headline
    ask(engine, "/chart rut ytd")
    ask(engine, "how is bitcoin doing")  # it is not here: what was asked before it still is
    assert ask(engine, "and the dow?").command == "/chart dji ytd"


def test_the_terminal_remembers_without_a_database(tmp_path: Path) -> None:
    engine = build_app(Settings(source="sample", data_dir=tmp_path)).engine
    you = Asker("console", person="you", direct=True)
    ask(engine, "/chart rut ytd", you)
    assert ask(engine, "as candles", you).command == "/chart rut ytd candles"
    assert not list(tmp_path.glob("*.sqlite3"))


def test_without_its_database_it_only_forgets() -> None:
    def away() -> QuestionsInProcess:
        raise StorageUnavailable("The database is away", "Start it.")

    memory = ConversationMemory(lambda: 0.0, away)
    assert memory.last(Request(text="why?", asker=ANN)) == ""


def test_one_process_forgets_after_an_hour() -> None:
    now = 0.0
    questions = QuestionsInProcess(lambda: now)
    here = Conversation("console", "", "", "", "you")
    questions.remember(here, "/quote rut")
    now = FORGOTTEN.total_seconds() - 1
    assert questions.last(here) == "/quote rut"
    now = FORGOTTEN.total_seconds()
    assert questions.last(here) == ""
