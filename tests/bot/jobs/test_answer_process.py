"""Digests answered by a process beside the worker, as the worker itself would answer."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.engine.request import Request
from bot.jobs.answer_process import AnswerProcess
from bot.settings import Settings
from bot.wiring.app import App, build_app, build_engine
from charts.spec import digest
from commands.framework.asker import Asker
from commands.framework.ports import Holder

CHANNEL = Asker("slack", "T1", "C1", manages=True)
DIGEST = Request(text="/digest now morning small-caps watchlist alerts", asker=CHANNEL)


def here(folder: Path, source: str = "sample") -> Settings:
    return Settings(source=source, data_dir=folder, discord_token=SecretStr("never.to.be.told"))


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> App:
    return build_app(here(tmp_path_factory.mktemp("kept")))


@pytest.fixture(scope="module")
def aside(app: App) -> Iterator[AnswerProcess]:
    aside = AnswerProcess(
        app.settings, build_engine, lambda provider, kind: pytest.fail(f"{provider} failed: {kind}")
    )
    yield aside
    aside.close()


def test_it_says_what_the_worker_itself_would_say(app: App, aside: AnswerProcess) -> None:
    told = aside.answer(DIGEST)
    assert not told.error
    assert digest(told) == digest(app.engine.answer(DIGEST))  # word for word, and to the bit what is drawn


def test_what_is_kept_here_is_read_there(app: App, aside: AnswerProcess) -> None:
    app.keeping.store.watchlists.add(Holder("slack", "T1", "C1", shared=True), ["IWM", "QQQ"])
    told = aside.answer(DIGEST)
    assert "IWM" in str(told)
    assert digest(told) == digest(app.engine.answer(DIGEST))


def test_after_a_kill_another_answers(aside: AnswerProcess) -> None:
    assert aside.answer(DIGEST).headline
    assert aside._child.pid is not None
    os.kill(aside._child.pid, signal.SIGKILL)
    assert aside.answer(DIGEST).headline


def test_what_the_provider_did_not_answer_is_counted_here(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "RUT.csv").write_text("no,table\n1,2\n")
    failures: list[tuple[str, str]] = []
    aside = AnswerProcess(
        here(tmp_path, f"files:{tmp_path}"), build_engine, lambda *failed: failures.append(failed)
    )
    try:
        told = aside.answer(Request(text="/quote rut", asker=CHANNEL))
        assert told.error
        assert "RUT.csv" in told.headline
        assert failures == [("Own files", "ProviderError")]
        aside.answer(Request(text="/help", asker=CHANNEL))
        assert len(failures) == 1  # each is told once
    finally:
        aside.close()
    assert "never.to.be.told" not in "".join(capfd.readouterr())
