"""A conversation in the terminal: typed keys go in, answers and completions come out."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from prompt_toolkit import PromptSession
from prompt_toolkit.application import create_app_session
from prompt_toolkit.buffer import Buffer
from prompt_toolkit.completion import CompleteEvent
from prompt_toolkit.document import Document
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput

from bot.cli import chat
from bot.cli.chat import QuestionCompleter, converse
from bot.settings import Settings
from bot.wiring.app import App, build_app

TAB, ENTER, END_OF_INPUT, INTERRUPT = "\t", "\r", "\x04", "\x03"


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> App:
    return build_app(Settings(source="sample", data_dir=tmp_path_factory.mktemp("data")))


@pytest.fixture
def typed(
    app: App, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Callable[[str], str]:
    """Types keys into a conversation and gives everything it has printed."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))

    def type_(keys: str) -> str:
        with create_pipe_input() as pipe, create_app_session(input=pipe, output=DummyOutput()):
            pipe.send_text(keys)
            converse(app)
        return capsys.readouterr().out

    return type_


def offered(app: App, text: str) -> list[str]:
    """What the completer would insert after `text`."""
    return [
        c.text.strip() for c in QuestionCompleter(app.engine).get_completions(Document(text), CompleteEvent())
    ]


def test_a_question_is_answered_and_its_picture_saved_and_named(typed, tmp_path: Path) -> None:
    said = typed(f"/quote rut{ENTER}/quit{ENTER}")
    assert "closed at 2,718.77" in said
    assert "SAMPLE" in said
    [picture] = tmp_path.glob("bellwether-*/1.png")
    assert str(picture) in said.replace("\n", "")
    assert picture.read_bytes().startswith(b"\x89PNG")
    assert picture.parent.stat().st_mode & 0o077 == 0


def test_no_conversation_overwrites_a_picture_of_its_own_or_of_another(typed, tmp_path: Path) -> None:
    typed(f"/quote rut{ENTER}/quote spx{ENTER}/quit{ENTER}")
    typed(f"/quote rut{ENTER}/quit{ENTER}")
    assert sorted(p.name for p in tmp_path.glob("bellwether-*/*.png")) == ["1.png", "1.png", "2.png"]


def test_what_cannot_be_read_is_told_and_the_conversation_goes_on(typed) -> None:
    said = typed(f"/qoute rut{ENTER}{ENTER}/about{ENTER}bye{ENTER}")
    assert "Did you mean /quote iwm" in said
    assert "Bellwether" in said


@pytest.mark.parametrize("keys", [f"/quit{ENTER}", f"exit{ENTER}", END_OF_INPUT, INTERRUPT])
def test_every_usual_way_of_leaving_leaves(typed, keys: str) -> None:
    assert "Leave with /quit" in typed(keys)


@pytest.mark.parametrize(
    ("keys", "completed", "says"),
    [("/abou", "/about ", "answering from Sample market"), ("/quote iw", "/quote iwm ", "IWM closed at")],
)
def test_the_tab_key_completes(
    app: App,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    keys: str,
    completed: str,
    says: str,
) -> None:
    with create_pipe_input() as pipe, create_app_session(input=pipe, output=DummyOutput()):

        class Watched(PromptSession[str]):
            """Types on as a person does: Tab once something is offered, Enter once it stands there."""

            def __init__(self, **options: Any) -> None:
                super().__init__(**options)
                self.default_buffer.on_completions_changed += self._offered
                self.default_buffer.on_text_changed += self._changed

            def _offered(self, buffer: Buffer) -> None:
                if buffer.complete_state and buffer.text == keys:
                    pipe.send_text(TAB)

            def _changed(self, buffer: Buffer) -> None:
                if buffer.text == completed:
                    pipe.send_text(f"{ENTER}/quit{ENTER}")

        monkeypatch.setattr(chat, "PromptSession", Watched)
        pipe.send_text(keys)
        converse(app)
    assert says in capsys.readouterr().out


def test_commands_are_completed_as_they_are_typed(app: App) -> None:
    assert offered(app, "/comp") == ["/compare"]
    assert offered(app, "sma") == ["/smallcaps"]
    assert "/help" in offered(app, "/")
    assert offered(app, "/nothing") == []


def test_symbols_and_periods_and_words_are_completed(app: App) -> None:
    assert offered(app, "/compare rus")[0] == "rut"
    assert offered(app, "/compare rut nasd")[0] in ("ndx", "ixic")
    assert "ytd" in offered(app, "/compare rut ndx yt")
    assert "candles" in offered(app, "/chart rut 1y can")


def test_a_completion_replaces_only_the_word_being_typed(app: App) -> None:
    typed = Document("/chart rut 1y can")
    found = {
        c.text: c.start_position
        for c in QuestionCompleter(app.engine).get_completions(typed, CompleteEvent())
    }
    assert found["candles "] == -3


@pytest.mark.parametrize("text", ["\x00", "/compare " + "rut " * 300, "'; DROP TABLE", "🚀", "\u202e/comp"])
def test_no_text_breaks_completion(app: App, text: str) -> None:
    assert len(offered(app, text)) <= 50
