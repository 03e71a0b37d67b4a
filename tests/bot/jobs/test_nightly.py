"""Nightly work beside the worker, by a process of its own."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from itertools import islice
from multiprocessing.connection import Connection
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.jobs.nightly import PAUSES, NightlyProcess, _members
from bot.settings import Settings
from bot.wiring.sources import build_data
from market.calendars.calendar import Calendar
from market.child_process import ChildError, ChildProcess, attend
from market.fetching.member_refresh import BUSY, RefreshResult
from market.services.members import MemberService


def here(folder: Path, source: str = "sample") -> Settings:
    return Settings(source=source, data_dir=folder, discord_token=SecretStr("never.to.be.told"))


@pytest.fixture
def night(tmp_path: Path) -> Iterator[NightlyProcess]:
    night = NightlyProcess(here(tmp_path), build_data)
    yield night
    night.close()


def test_it_works_beside_the_program_and_tells_what_it_did(
    night: NightlyProcess, capfd: pytest.CaptureFixture[str]
) -> None:
    night.run("valuation")
    assert night._child.pid not in (None, os.getpid())
    night.run("macro")
    night.run("members")
    told = capfd.readouterr().err
    assert "valuation stored" in told
    assert "2026-01-22" in told
    assert "macro series fetched" in told
    assert "never.to.be.told" not in told


def test_a_job_that_fails_says_why(night: NightlyProcess) -> None:
    with pytest.raises(ChildError) as failed:
        night.run("no such job")
    assert "KeyError" in str(failed.value.__cause__)


def counting(pipe: Connection, notes: Path) -> None:
    """Writes down what it is asked; dies over the first."""

    def answer(name: str) -> None:
        with notes.open("a") as file:
            file.write(f"{name}\n")
        if notes.read_text().count("\n") == 1:
            os.kill(os.getpid(), signal.SIGKILL)

    attend(pipe, answer)


def test_a_process_that_dies_is_replaced_and_the_job_begins_anew(
    night: NightlyProcess, tmp_path: Path
) -> None:
    night._child = ChildProcess(counting, tmp_path / "notes")
    night.run("members")
    assert (tmp_path / "notes").read_text() == "members\nmembers\n"


def hanging(pipe: Connection, begun: Path) -> None:
    """Tells through a named pipe that it has begun, and never ends."""

    def answer(name: str) -> None:
        begun.write_text(name)
        threading.Event().wait()

    attend(pipe, answer)


def test_closing_ends_a_job_that_is_under_way(night: NightlyProcess, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "begun")
    night._child = ChildProcess(hanging, tmp_path / "begun")
    with ThreadPoolExecutor(1) as nights:
        job = nights.submit(night.run, "members")
        assert (tmp_path / "begun").read_text() == "members"
        night.close()
        assert isinstance(job.exception(20), ChildError)


def test_a_batch_that_ended_early_goes_on_after_a_while(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As after a kill, whose lease still runs, and where the provider throttles."""
    outcomes = [
        RefreshResult(10, 0, 0, stopped=f"{BUSY} Wait."),
        RefreshResult(10, 6, 6, stopped="Throttled."),
        RefreshResult(10, 4, 10),
    ]
    rest, slept = iter([*outcomes, RefreshResult(5, 5, 5)]), list[float]()

    class Batch:
        def __init__(self, *parts: object) -> None:
            pass

        def run(self, members: object, progress: object) -> RefreshResult:
            return next(rest)

    monkeypatch.setattr("bot.jobs.nightly.MemberRefresh", Batch)
    monkeypatch.setattr("bot.jobs.nightly.clock.sleep", slept.append)
    monkeypatch.setattr(MemberService, "members", lambda service, universe: None)
    _members(build_data(here(tmp_path, "yahoo")))
    assert slept == list(PAUSES[:2])
    assert next(rest, None) is None


def test_each_job_comes_once_on_an_evening_in_new_york_and_only_where_something_is_fetched(
    night: NightlyProcess, tmp_path: Path
) -> None:
    assert night.jobs(build_data(here(tmp_path))) == ()
    jobs = night.jobs(build_data(here(tmp_path, "yahoo")))
    friday = datetime(2026, 1, 23, 12, tzinfo=UTC)
    runs = {job.name: [due.at for due in islice(job.schedule.runs(friday, Calendar()), 2)] for job in jobs}
    assert runs == {
        "macro": [datetime(2026, 1, 23, 23, 0, tzinfo=UTC), datetime(2026, 1, 26, 23, 0, tzinfo=UTC)],
        "valuation": [datetime(2026, 1, 23, 23, 30, tzinfo=UTC), datetime(2026, 1, 26, 23, 30, tzinfo=UTC)],
        "members": [datetime(2026, 1, 24, 0, 0, tzinfo=UTC), datetime(2026, 1, 27, 0, 0, tzinfo=UTC)],
    }
