"""Digests answered by a process beside the worker, as the worker itself would answer."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.engine.engine_metrics import EngineMetrics
from bot.engine.request import Request
from bot.jobs.answer_process import AnswerProcess
from bot.settings import Settings
from bot.wiring.app import App, build_app, build_engine
from charts.spec import digest
from commands.digests.brief import Brief
from commands.framework.asker import Asker
from commands.framework.ports import Holder, Section
from commands.framework.reply import Reply
from market.alerts.rules import AlertRule
from market.child_process import ChildTimeout
from market.clock import Deadline

CHANNEL = Asker("slack", "T1", "C1", manages=True)
BRIEF = Brief(
    sections=(Section.WATCHLIST, Section.ALERTS, Section.MACRO),
    watched=("IWM", "QQQ"),
    waiting=(AlertRule.parse("rut above 2750"),),
    since=date(2000, 1, 1),
)
DIGEST = Request(text="/digest now morning small-caps watchlist alerts", asker=CHANNEL)


def here(folder: Path, source: str = "sample") -> Settings:
    return Settings(source=source, data_dir=folder, discord_token=SecretStr("never.to.be.told"))


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> App:
    return build_app(here(tmp_path_factory.mktemp("kept")))


@pytest.fixture(scope="module")
def answers(app: App) -> Iterator[AnswerProcess]:
    answers = AnswerProcess(
        app.settings, build_engine, lambda provider, kind: pytest.fail(f"{provider} failed: {kind}")
    )
    yield answers
    answers.close()


def test_it_says_what_the_worker_itself_would_say(app: App, answers: AnswerProcess) -> None:
    reply = answers.answer(DIGEST)
    assert not reply.error
    assert digest(reply) == digest(app.engine.answer(DIGEST))  # word for word, to the bit what is drawn


def test_a_brief_is_answered_with_its_lists_and_its_day(app: App, answers: AnswerProcess) -> None:
    reply = answers.answer(BRIEF)
    assert not reply.error
    assert {fact.label: fact.text for fact in reply.facts}["Watchlist"].endswith("of 2 watched.")
    assert "Released since 2000-01-01" in str(reply.facts)
    assert digest(reply) == digest(app.engine.answer(BRIEF))


def test_what_is_kept_here_is_read_there(app: App, answers: AnswerProcess) -> None:
    app.keeping.store.watchlists.add(Holder("slack", "T1", "C1", shared=True), ["IWM", "QQQ"])
    reply = answers.answer(DIGEST)
    assert "IWM" in str(reply)
    assert digest(reply) == digest(app.engine.answer(DIGEST))


def test_after_a_kill_another_answers(answers: AnswerProcess) -> None:
    assert answers.answer(BRIEF).headline
    assert answers._child.pid is not None
    os.kill(answers._child.pid, signal.SIGKILL)
    assert answers.answer(BRIEF).headline


def test_a_brief_without_data_is_answered_by_the_reason_and_what_can_be_asked(tmp_path: Path) -> None:
    (tmp_path / "RUT.csv").write_text("no,table\n1,2\n")
    failures: list[tuple[str, str]] = []
    answers = AnswerProcess(
        here(tmp_path, f"files:{tmp_path}"), build_engine, lambda *failed: failures.append(failed)
    )
    try:
        reply = answers.answer(BRIEF)
    finally:
        answers.close()
    assert reply.error
    assert "RUT.csv" in reply.headline
    assert [action.command for action in reply.actions] == ["/calendar", "/digest list"]
    assert ("Own files", "ProviderError") in failures


def test_what_the_provider_did_not_answer_is_counted_here(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "RUT.csv").write_text("no,table\n1,2\n")
    failures: list[tuple[str, str]] = []
    answers = AnswerProcess(
        here(tmp_path, f"files:{tmp_path}"), build_engine, lambda *failed: failures.append(failed)
    )
    try:
        reply = answers.answer(Request(text="/quote rut", asker=CHANNEL))
        assert reply.error
        assert "RUT.csv" in reply.headline
        assert failures == [("Own files", "ProviderError")]
        answers.answer(Request(text="/help", asker=CHANNEL))
        assert len(failures) == 1  # each is told once
    finally:
        answers.close()
    assert "never.to.be.told" not in "".join(capfd.readouterr())


class SlowEngine:
    """Takes longer than its deadline, as everything does on a machine that is busy; then it is quick."""

    commands = ()

    def __init__(self) -> None:
        self._answers = 0

    def answer(self, question: Request | Brief, deadline: Deadline) -> Reply:
        self._answers += 1
        while self._answers == 1 and not deadline.passed:
            os.sched_yield()
        return Reply(f"Answer {self._answers} of {os.getpid()}.", error=self._answers == 1)


def build_slow(settings: Settings, metrics: EngineMetrics) -> SlowEngine:
    return SlowEngine()


def test_what_takes_longer_than_its_time_is_not_killed_and_the_next_try_is_the_same_processs(
    tmp_path: Path,
) -> None:
    answers = AnswerProcess(here(tmp_path), build_slow, lambda *_failed: None, seconds=0.5, stuck=60)  # type: ignore[arg-type]  # an engine that is slow
    try:
        first, second = answers.answer(BRIEF), answers.answer(BRIEF)
        assert first.error
        assert second.headline == f"Answer 2 of {answers._child.pid}."
    finally:
        answers.close()


def test_a_process_that_is_stuck_is_killed(tmp_path: Path) -> None:
    answers = AnswerProcess(here(tmp_path), build_slow, lambda *_failed: None, seconds=600, stuck=3)  # type: ignore[arg-type]  # an engine that is slow
    try:
        with pytest.raises(ChildTimeout):
            answers.answer(BRIEF)
    finally:
        answers.close()
